"""Colours for light and dark, and the palette and style sheet made of them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

from PySide6.QtGui import QColor, QPalette


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours, as #rrggbb. Text on its ground has a contrast of at least 4.5 (WCAG 2.2, AA)."""

    dark: bool
    window: str
    surface: str
    raised: str
    border: str
    # The edge of what can be filled in: at least 3 against its ground.
    field: str
    text: str
    muted: str
    accent: str
    on_accent: str
    advance: str
    reject: str
    unsure: str
    error: str
    injected: str
    injected_ground: str
    number: str
    maths: str
    code: str
    selection: str

    def color(self, name: str) -> QColor:
        """A colour by its name."""
        return QColor(getattr(self, name))


LIGHT = Theme(
    dark=False,
    window="#f4f2ee",
    surface="#ffffff",
    raised="#eceae4",
    border="#cdc8bd",
    field="#8a8479",
    text="#1f1d1a",
    muted="#5c574f",
    accent="#0b6b61",
    on_accent="#ffffff",
    advance="#146132",
    reject="#a3201a",
    unsure="#7a4f00",
    error="#7a1fa2",
    injected="#6b1d8c",
    injected_ground="#f3e6f9",
    number="#0b4a94",
    maths="#1d6a3a",
    code="#7d3c00",
    selection="#cfe6e2",
)
DARK = Theme(
    dark=True,
    window="#1a1917",
    surface="#22211f",
    raised="#2d2b28",
    border="#4a4741",
    field="#837e74",
    text="#edeae4",
    muted="#b3ada3",
    accent="#58c7b8",
    on_accent="#07211d",
    advance="#6bd391",
    reject="#ff928a",
    unsure="#f0c04f",
    error="#dba8fa",
    injected="#e6bffb",
    injected_ground="#3a2846",
    number="#93c4ff",
    maths="#8fdcb0",
    code="#f0b27a",
    selection="#214b46",
)
SHEET = Path(__file__).parents[2] / "resources" / "winnow.qss"
THEMES = {"light": LIGHT, "dark": DARK}


def palette(theme: Theme) -> QPalette:
    """A palette for the Fusion style."""
    made = QPalette()
    role = QPalette.ColorRole
    for where, name in (
        (role.Window, "window"),
        (role.WindowText, "text"),
        (role.Base, "surface"),
        (role.AlternateBase, "raised"),
        (role.Text, "text"),
        (role.Button, "raised"),
        (role.ButtonText, "text"),
        (role.BrightText, "reject"),
        (role.ToolTipBase, "raised"),
        (role.ToolTipText, "text"),
        (role.PlaceholderText, "muted"),
        (role.Highlight, "selection"),
        (role.HighlightedText, "text"),
        (role.Accent, "accent"),
        (role.Link, "accent"),
        (role.LinkVisited, "accent"),
        (role.Light, "raised"),
        (role.Midlight, "raised"),
        (role.Mid, "border"),
        (role.Dark, "border"),
        (role.Shadow, "border"),
    ):
        made.setColor(where, theme.color(name))
    disabled = QPalette.ColorGroup.Disabled
    for where in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(disabled, where, theme.color("muted"))
    return made


def field_palette(theme: Theme) -> QPalette:
    """For fields and boxes to tick: Fusion draws their edges in the window's colour, darker by 140."""
    made = palette(theme)
    made.setColor(QPalette.ColorRole.Window, theme.color("field").lighter(140))
    return made


def style_sheet(theme: Theme, points: float) -> str:
    """The style sheet in the theme's colours, for a font of so many points."""
    sheet = SHEET.read_text(encoding="utf-8")
    sheet = sheet.replace("@title_size", f"{1.3 * points:.1f}").replace("@icon_size", f"{1.8 * points:.0f}")
    # The longest names first: one may begin like another.
    for name in sorted((field.name for field in fields(theme)), key=len, reverse=True):
        sheet = sheet.replace(f"@{name}", str(getattr(theme, name)))
    return sheet
