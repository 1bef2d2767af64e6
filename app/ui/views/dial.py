"""The thinking budget as a dial with a logarithmic scale."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDial, QSizePolicy, QWidget

from app.ui import words
from app.ui.look import Look
from app.ui.models.plan_model import DIAL_STEPS, step_of, tokens_at

# Where the scale begins and how far it reaches, in degrees clockwise from the top.
_FROM, _SWEEP = -135.0, 270.0
_MARKS = (0, 64, 512, 4096, 32_768)
# The ring's width, and the radius of what stands on it.
_RING, _KNOB = 7, 7.5
# How high the ring is of its circle, open at the bottom as it is.
_HIGH = (1 - math.cos(math.radians(_FROM))) / 2


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
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
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
        wide, high = self._mark_size()
        side = max(5 * self.fontMetrics().height(), self._number_width() + 2 * _RING + 4)
        return QSize(side + 2 * wide, round(side * _HIGH) + 2 * high)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, high = self._mark_size()
        side = min(self.width() - 2 * wide, round((self.height() - 2 * high) / _HIGH))
        centre = QPointF(self.width() / 2, high + side / 2)
        ring = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
        cap = Qt.PenCapStyle.RoundCap
        painter.setPen(QPen(theme.color("border"), _RING, Qt.PenStyle.SolidLine, cap))
        painter.drawArc(ring, _arc(_FROM), _arc(_SWEEP, length=True))
        share = self.value() / DIAL_STEPS
        colour = "accent" if self.isEnabled() else "muted"
        if share > 0:
            painter.setPen(QPen(theme.color(colour), _RING, Qt.PenStyle.SolidLine, cap))
            painter.drawArc(ring, _arc(_FROM), _arc(_SWEEP * share, length=True))
        self._draw_marks(painter, centre, side / 2)
        knob = _around(centre, side / 2, _FROM + _SWEEP * share)
        painter.setPen(QPen(theme.color("text" if self.hasFocus() else colour), 2.5))
        painter.setBrush(theme.color("surface"))
        painter.drawEllipse(knob, _KNOB, _KNOB)
        font = self._number_font()
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, words.number(self.tokens))
        painter.setFont(self.font())
        painter.setPen(theme.color("muted"))
        below = ring.adjusted(0, QFontMetrics(font).height() + self.fontMetrics().height(), 0, 0)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.tr("tokens"))
        painter.end()

    def _draw_marks(self, painter: QPainter, centre: QPointF, radius: float) -> None:
        painter.setFont(self._mark_font())
        painter.setPen(self._look.theme.color("muted"))
        wide, high = self._mark_size()
        for tokens in _MARKS:
            degrees = _FROM + _SWEEP * step_of(tokens) / DIAL_STEPS
            turn = math.radians(degrees)
            away = radius + _KNOB + 2
            # Each mark touches the ring's outside with the side that looks at it.
            x = centre.x() + away * math.sin(turn) + (wide - _KNOB) / 2 * math.sin(turn)
            y = centre.y() - away * math.cos(turn) - (high - _KNOB) / 2 * math.cos(turn)
            place = QRectF(x - wide, y - high, 2 * wide, 2 * high)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, _mark(tokens))

    def _mark_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(max(6.5, font.pointSizeF() * 0.75))
        return font

    def _mark_size(self) -> tuple[int, int]:
        """What the widest mark takes beside the ring, and the highest above it."""
        metrics = QFontMetrics(self._mark_font())
        widest = max(metrics.horizontalAdvance(_mark(tokens)) for tokens in _MARKS)
        return widest + round(_KNOB) + 2, metrics.height() + round(_KNOB)

    def _number_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.45)
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _number_width(self) -> int:
        return QFontMetrics(self._number_font()).horizontalAdvance(words.number(_MARKS[-1]))

    def _say(self) -> None:
        self.setAccessibleDescription(self.tr("%Ln thinking token(s)", "", self.tokens))


def _mark(tokens: int) -> str:
    return f"{tokens // 1024}k" if tokens >= 1024 else str(tokens)


def _arc(degrees: float, *, length: bool = False) -> int:
    """Degrees clockwise from the top as Qt's sixteenths, counter-clockwise from the right."""
    return round(-degrees * 16) if length else round((90 - degrees) * 16)


def _around(centre: QPointF, radius: float, degrees: float) -> QPointF:
    turn = math.radians(degrees)
    return QPointF(centre.x() + radius * math.sin(turn), centre.y() - radius * math.cos(turn))
