"""The theme in use: follows the system or the user's choice, and dresses what asks for it."""

from __future__ import annotations

import weakref
from typing import Protocol

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QIcon
from PySide6.QtWidgets import QApplication

from app.ui import icons
from app.ui.preferences import Preferences, PreferencesModel
from app.ui.theme import DARK, LIGHT, THEMES, Theme, field_palette, palette, style_sheet

_FIELDS = ("QCheckBox", "QAbstractSpinBox", "QComboBox")


class _Dressed(Protocol):
    def setIcon(self, icon: QIcon) -> None: ...  # noqa: N802 - Qt's name


class Look(QObject):
    """Applies theme and font size to the application."""

    changed = Signal()

    def __init__(self, application: QApplication, preferences: PreferencesModel) -> None:
        super().__init__(application)
        self._application, self._preferences = application, preferences
        self._system_font = QFont(application.font())
        self._dressed: list[tuple[weakref.ref[_Dressed], str, str]] = []
        self.theme: Theme = LIGHT
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._system_changed)
        preferences.changed.connect(self._preferences_changed)
        self._choose(preferences.value)

    def put_on(self) -> None:
        """Set the style sheet, once the window is built.

        Under a style sheet Qt dresses a widget and all inside it anew at each step of building: it takes four
        times as long.
        """
        self._application.setStyleSheet(style_sheet(self.theme, self._application.font().pointSizeF()))

    def icon(self, name: str, role: str = "text") -> QIcon:
        """An icon in a colour of the theme."""
        return icons.icon(name, self.theme, role)

    def dress(self, target: _Dressed, name: str, role: str = "text") -> None:
        """Give something an icon now and whenever the theme changes."""
        self._dressed.append((weakref.ref(target), name, role))
        target.setIcon(self.icon(name, role))

    def _system_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._preferences.value.theme == "system":
            self._apply(self._preferences.value)

    def _preferences_changed(self, before: Preferences, now: Preferences) -> None:
        if (before.theme, before.font_size) != (now.theme, now.font_size):
            self._apply(now)

    def _apply(self, wanted: Preferences) -> None:
        self._choose(wanted)
        self.put_on()
        alive = []
        for reference, name, role in self._dressed:
            target = reference()
            if target is not None and shiboken6.isValid(target):
                target.setIcon(self.icon(name, role))
                alive.append((reference, name, role))
        self._dressed = alive
        self.changed.emit()

    def _choose(self, wanted: Preferences) -> None:
        """Set theme, font and palette; without the old style sheet, which would be put on anew with each."""
        self._application.setStyleSheet("")
        system_dark = self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark
        self.theme = THEMES.get(wanted.theme, DARK if system_dark else LIGHT)
        font = QFont(self._system_font)
        if wanted.font_size:
            font.setPointSize(wanted.font_size)
        self._application.setFont(font)
        self._application.setPalette(palette(self.theme))
        for kind in _FIELDS:
            # The stubs ask for bytes, which the binding does not take.
            self._application.setPalette(field_palette(self.theme), kind)  # type: ignore[arg-type]
