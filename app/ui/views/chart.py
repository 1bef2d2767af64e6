"""One chart: points with intervals, lines, and a click on a point."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui import words
from app.ui.look import Look
from app.ui.views.widgets import label

_TOKENS = (0, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768)

# Of a plot, in lines of text.
_LEAST_WIDTH, _LEAST_HEIGHT = 15, 12
# Points of a line that are read aloud.
_SPOKEN = 12


@dataclass(frozen=True, slots=True)
class Series:
    """What is drawn in one colour.

    Attributes:
        name: in the legend; none where empty.
        role: the name of its colour in the theme.
        x, y: of its points; low and high, as many or none, are the ends of their intervals.
        keys: what a point stands for, as many as points; a series without them cannot be clicked.
        dashed: a line to compare with, without points.
        markers: whether its points are marked.
    """

    name: str
    role: str
    x: Sequence[float]
    y: Sequence[float]
    low: Sequence[float] = ()
    high: Sequence[float] = ()
    keys: Sequence[Hashable] = ()
    dashed: bool = False
    markers: bool = True


class _Axis(pg.AxisItem):  # type: ignore[misc]
    """Its numbers are in the user's notation, and never in thousands or thousandths."""

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.enableAutoSIPrefix(False)

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:  # noqa: N802
        decimals = max(0, math.ceil(-math.log10(spacing * scale))) if spacing * scale < 1 else 0
        return [words.number(value * scale, decimals) for value in values]


class Chart(QWidget):
    """A title over a plot whose axes fit what is shown.

    The horizontal axis of a chart over `tokens` is logarithmic, log2(1 + tokens), so that zero has a place.
    """

    # A point's key.
    clicked = Signal(object)

    def __init__(
        self,
        look: Look,
        title: str,
        across: str,
        upwards: str,
        *,
        tokens: bool = False,
        shares: bool = True,
    ) -> None:
        """`shares`: the vertical axis is from 0 to 1, and so is the horizontal one where it has no tokens."""
        super().__init__()
        self._look, self._tokens, self._shares = look, tokens, shares
        self._across, self._upwards = across, upwards
        self._series: tuple[Series, ...] = ()
        self.plot = pg.PlotWidget(axisItems={side: _Axis(side) for side in ("bottom", "left")})
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.setAccessibleName(title)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label(title, "heading"))
        layout.addWidget(self.plot, 1)
        look.changed.connect(self._draw)
        self._draw()

    @property
    def series(self) -> tuple[Series, ...]:
        """What is shown."""
        return self._series

    def show_series(self, *series: Series) -> None:
        """Show these, and nothing of what was shown before."""
        if series != self._series:
            self._series = series
            self._draw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._draw()

    def _draw(self) -> None:
        line = self.fontMetrics().lineSpacing()
        self.plot.setMinimumSize(_LEAST_WIDTH * line, _LEAST_HEIGHT * line)
        theme, item = self._look.theme, self.plot.plotItem
        self.plot.setBackground(theme.surface)
        item.clear()
        item.setTitle(self._legend() or None, size=self._size)
        for side, text in (("bottom", self._across), ("left", self._upwards)):
            axis = item.getAxis(side)
            axis.setPen(theme.border)
            axis.setTextPen(theme.muted)
            axis.setTickFont(self.font())
            axis.setLabel(text, **{"color": theme.muted, "font-size": self._size})
        for series in self._series:
            self._draw_one(series)
        self._scale()
        self.plot.setAccessibleDescription(self._spoken())

    def _draw_one(self, series: Series) -> None:
        theme = self._look.theme
        colour = theme.color(series.role)
        x = [self._place(value) for value in series.x]
        style = Qt.PenStyle.DashLine if series.dashed else Qt.PenStyle.SolidLine
        pen = pg.mkPen(colour, width=1.5, style=style)
        self.plot.plot(x, list(series.y), pen=pen)
        if series.dashed or not series.markers:
            return
        if series.low:
            y, low, high = (np.array(values) for values in (series.y, series.low, series.high))
            ends = pg.ErrorBarItem(
                x=np.array(x),
                y=y,
                top=high - y,
                bottom=y - low,
                beam=0.12 if self._tokens else 0.01,
                pen=pg.mkPen(colour, width=1),
            )
            self.plot.addItem(ends)
        data = [*series.keys] or None
        points = pg.ScatterPlotItem(
            x, list(series.y), data=data, size=10, brush=colour, pen=pg.mkPen(theme.surface), hoverable=True
        )
        if series.keys:
            points.sigClicked.connect(lambda _item, found, _event: self.clicked.emit(found[0].data()))
            points.setCursor(Qt.CursorShape.PointingHandCursor)
        self.plot.addItem(points)

    @property
    def _size(self) -> str:
        """Of texts, as the plot's markup has it."""
        return f"{self.font().pointSizeF():g}pt"

    def _legend(self) -> str:
        """The names in their colours, as the markup of a plot's title."""
        names = [(each.name, self._look.theme.color(each.role).name()) for each in self._series if each.name]
        return " &nbsp; ".join(
            f'<span style="color: {colour}">\N{BLACK CIRCLE} {escape(name)}</span>' for name, colour in names
        )

    def _place(self, value: float) -> float:
        return math.log2(1 + value) if self._tokens else value

    def _scale(self) -> None:
        axis = self.plot.plotItem.getAxis("bottom")
        if self._shares:
            self.plot.setYRange(0, 1, padding=0.06)
            if not self._tokens:
                self.plot.setXRange(0, 1, padding=0.04)
        else:
            most = max((value for series in self._series for value in series.y), default=0)
            self.plot.setYRange(0, most or 1, padding=0.06)
        if not self._tokens:
            axis.setTicks(None)
            return
        most = max((value for series in self._series for value in series.x), default=0)
        self.plot.setXRange(0, max(self._place(most), 1.0), padding=0.06)
        shown = [tokens for tokens in _TOKENS if tokens <= 2 * most or tokens == 0]
        axis.setTicks([[(self._place(tokens), words.number(tokens)) for tokens in shown]])

    def _spoken(self) -> str:
        """The points as text, for those who do not see them."""
        told = []
        for series in self._series:
            if not series.dashed:
                points = list(zip(series.x, series.y, strict=True))[:_SPOKEN]
                told.append(
                    f"{series.name}: "
                    + "; ".join(f"{words.number(x, 2)}, {words.number(y, 2)}" for x, y in points)
                )
        return ". ".join(told)
