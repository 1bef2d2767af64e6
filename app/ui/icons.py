"""The program's own icons, drawn in the colours of the theme."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.service.paths import RESOURCES
from app.ui.theme import Theme

_FOLDER = RESOURCES / "icons"
_SIZES = (16, 20, 24, 32)
_DENSITY = 2


def application_icon() -> QIcon:
    """The program's icon, in its own colours."""
    return QIcon(str(_FOLDER / "winnow.svg"))


@cache
def icon(name: str, theme: Theme, role: str = "text") -> QIcon:
    """An icon in one of the theme's colours; where it is disabled, muted."""
    made = QIcon()
    for size in _SIZES:
        picture = pixmap(name, theme, role, size)
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Active, QIcon.Mode.Selected):
            made.addPixmap(picture, mode)
        made.addPixmap(pixmap(name, theme, "border", size), QIcon.Mode.Disabled)
    return made


@cache
def _source(name: str) -> str:
    return (_FOLDER / f"{name}.svg").read_text(encoding="utf-8")


def pixmap(name: str, theme: Theme, role: str, size: int) -> QPixmap:
    """An icon as a picture of `size` points, sharp on dense screens too."""
    drawn = QSvgRenderer(QByteArray(_source(name).replace("currentColor", getattr(theme, role)).encode()))
    picture = QPixmap(QSize(size, size) * _DENSITY)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawn.render(painter, QRectF(0, 0, size * _DENSITY, size * _DENSITY))
    painter.end()
    picture.setDevicePixelRatio(_DENSITY)
    return picture
