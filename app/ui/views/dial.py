"""The thinking budget as a dial with a logarithmic scale."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDial, QWidget

from app.ui import words
from app.ui.look import Look
from app.ui.models.plan_model import DIAL_STEPS, step_of, tokens_at

# Where the scale begins and how far it reaches, in degrees clockwise from the top.
_FROM, _SWEEP = -135.0, 270.0
_MARKS = (0, 64, 512, 4096, 32_768)


class BudgetDial(QDial):
    """A QDial over the scale's steps, drawn in the theme; arrow keys, page keys and the wheel turn it."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._exact = 0
        self.setRange(0, DIAL_STEPS)
        self.setSingleStep(1)
        self.setPageStep(4)
        self.setWrapping(False)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(128, 118)
        self.valueChanged.connect(self._say)
        look.changed.connect(self.update)
        self._say()

    @property
    def tokens(self) -> int:
        """The budget that the dial stands at, or the exact one that it was shown."""
        return self._exact if step_of(self._exact) == self.value() else tokens_at(self.value())

    def show_tokens(self, tokens: int) -> None:
        """Stand at the step next to a budget, and show the budget itself."""
        self._exact = tokens
        self.blockSignals(True)
        self.setValue(step_of(tokens))
        self.blockSignals(False)
        self._say()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(140, 126)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height() + 14) - 44
        centre = QPointF(self.width() / 2, 20 + side / 2)
        ring = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
        wide = Qt.PenCapStyle.RoundCap
        painter.setPen(QPen(theme.color("border"), 7, Qt.PenStyle.SolidLine, wide))
        painter.drawArc(ring, _arc(_FROM), _arc(_SWEEP, length=True))
        share = self.value() / DIAL_STEPS
        colour = "accent" if self.isEnabled() else "muted"
        if share > 0:
            painter.setPen(QPen(theme.color(colour), 7, Qt.PenStyle.SolidLine, wide))
            painter.drawArc(ring, _arc(_FROM), _arc(_SWEEP * share, length=True))
        self._draw_marks(painter, centre, side / 2)
        knob = _around(centre, side / 2, _FROM + _SWEEP * share)
        painter.setPen(QPen(theme.color("text" if self.hasFocus() else colour), 2.5))
        painter.setBrush(theme.color("surface"))
        painter.drawEllipse(knob, 7.5, 7.5)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.45)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, words.number(self.tokens))
        painter.setFont(self.font())
        painter.setPen(theme.color("muted"))
        painter.drawText(ring.adjusted(0, side * 0.42, 0, 0), Qt.AlignmentFlag.AlignCenter, self.tr("tokens"))
        painter.end()

    def _draw_marks(self, painter: QPainter, centre: QPointF, radius: float) -> None:
        font = QFont(self.font())
        font.setPointSizeF(max(6.5, font.pointSizeF() * 0.75))
        painter.setFont(font)
        painter.setPen(self._look.theme.color("muted"))
        for tokens in _MARKS:
            place = _around(centre, radius + 16, _FROM + _SWEEP * step_of(tokens) / DIAL_STEPS)
            text = f"{tokens // 1024}k" if tokens >= 1024 else str(tokens)
            painter.drawText(
                QRectF(place.x() - 20, place.y() - 8, 40, 16), Qt.AlignmentFlag.AlignCenter, text
            )

    def _say(self) -> None:
        self.setAccessibleDescription(self.tr("%Ln thinking token(s)", "", self.tokens))


def _arc(degrees: float, *, length: bool = False) -> int:
    """Degrees clockwise from the top as Qt's sixteenths, counter-clockwise from the right."""
    return round(-degrees * 16) if length else round((90 - degrees) * 16)


def _around(centre: QPointF, radius: float, degrees: float) -> QPointF:
    turn = math.radians(degrees)
    return QPointF(centre.x() + radius * math.sin(turn), centre.y() - radius * math.cos(turn))
