"""The points of a measured dial as a table, for those who read numbers or use the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from app.dial.comparison import Comparison
from app.dial.curve import CurvePoint
from app.dial.intervals import Share
from app.dial.outcome import GridPoint
from app.ui import words

_LINES = 9
_LEAST_P = 0.001


class PointsTable(QTableWidget):
    """One line a point; `opened` comes with return and with a double click."""

    chosen = Signal()
    # A GridPoint.
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__(0, 10)
        self._points: tuple[GridPoint, ...] = ()
        self.setToolTip(
            self.tr(
                "Repeated: share of n-grams that stood in the thinking before, as loops do. The change of "
                "accuracy: bootstrap interval of 95 %, exact McNemar test, Holm-corrected"
            )
        )
        self.setHorizontalHeaderLabels(
            (
                self.tr("Budget"),
                self.tr("Waits"),
                self.tr("n"),
                self.tr("Accuracy"),
                self.tr("Recall"),
                self.tr("Discard"),
                self.tr("Tokens"),
                self.tr("Unparsed"),
                self.tr("Repeated"),
                self.tr("Against the budget before"),
            )
        )
        self.setAccessibleName(self.tr("Points of the dial"))
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.itemSelectionChanged.connect(self.chosen)
        self.activated.connect(lambda index: self.opened.emit(self._points[index.row()]))

    @property
    def point(self) -> GridPoint | None:
        """The selected point."""
        rows = self.selectionModel().selectedRows()
        return self._points[rows[0].row()] if rows and rows[0].row() < len(self._points) else None

    def show_points(self, points: Sequence[CurvePoint], compared: Sequence[Comparison]) -> None:
        """Show these, each beside its comparison with another; the selection stays on its point."""
        against = {each.second: each for each in compared}
        chosen = self.point
        self.blockSignals(True)
        self._points = tuple(each.point for each in points)
        self.setRowCount(len(points))
        for row, each in enumerate(points):
            texts = (
                words.number(each.point.budget),
                words.number(each.point.waits),
                words.number(each.n),
                _share(each.accuracy),
                _share(each.recall),
                _share(each.discard),
                words.number(each.tokens, 1),
                words.number(each.unparsed),
                words.percent(each.repeated) if each.repeated is not None else "",
                self._compared(against.get(each.point)),
            )
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(row, column, item)
        self.clearSelection()
        if chosen in self._points:
            self.selectRow(self._points.index(chosen))
        self.blockSignals(False)
        line = self.fontMetrics().lineSpacing() + 12
        self.verticalHeader().setDefaultSectionSize(line)
        self.setMinimumHeight(line * (min(max(len(points), 2), _LINES) + 1) + 12)

    def _compared(self, found: Comparison | None) -> str:
        """In points of accuracy, its interval, and the seeds' own noise beside it."""
        if found is None:
            return ""
        change, low, high = (
            words.number(100 * each, 1) for each in (found.difference, found.low, found.high)
        )
        least = words.number(_LEAST_P, 3)
        p = f"< {least}" if found.adjusted < _LEAST_P else f"= {words.number(found.adjusted, 3)}"
        text = self.tr("{0} points ({1} to {2}), p {3}").format(change, low, high, p)
        if found.noise is not None:
            text += self.tr("; seeds flip {0}").format(words.percent(found.noise))
        return text


def _share(share: Share | None) -> str:
    if share is None:
        return "\N{EN DASH}"
    low, high = words.number(100 * share.low), words.number(100 * share.high)
    return f"{words.percent(share.value)} ({low}\N{EN DASH}{high})"
