"""The screens of the store as a table."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.service.summaries import ScreenSummary
from app.ui import words
from app.ui.models.problems import Problems
from app.ui.service_thread import ServiceThread

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class HistoryColumn(IntEnum):
    """The table's columns."""

    AT = 0
    LIST = 1
    STATE = 2
    TRIAGED = 3
    ADVANCED = 4
    BUDGETS = 5
    SEED = 6
    MODEL = 7
    ID = 8


class HistoryModel(QAbstractTableModel):
    """The newest screen first; read anew at `refresh`."""

    refreshed = Signal()

    def __init__(self, service: ServiceThread, problems: Problems, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service, self._problems = service, problems
        self._summaries: list[ScreenSummary] = []

    def refresh(self) -> None:
        """Read the store."""
        self._service.call(
            lambda bench: bench.summaries(),
            self._take,
            lambda error: self._problems.show(self.tr("The store cannot be read"), error),
        )

    def summary(self, place: int) -> ScreenSummary:
        """The screen at a place of the table."""
        return self._summaries[place]

    @property
    def unfinished(self) -> ScreenSummary | None:
        """The newest screen of which something is left to do, and which no process runs."""
        left = (each for each in self._summaries if each.state == "unfinished" and not each.running)
        return next(left, None)

    def _take(self, found: Sequence[ScreenSummary]) -> None:
        self.beginResetModel()
        self._summaries = list(reversed(found))
        self.endResetModel()
        self.refreshed.emit()

    def rowCount(self, parent: Index = _TOP) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._summaries)

    def columnCount(self, parent: Index = _TOP) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(HistoryColumn)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation is Qt.Orientation.Vertical:
            return None
        return (
            self.tr("Started"),
            self.tr("List"),
            self.tr("State"),
            self.tr("Triaged"),
            self.tr("Advance"),
            self.tr("Budgets"),
            self.tr("Seed"),
            self.tr("Model"),
            self.tr("Screen"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        summary, column = self._summaries[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(summary, column)
        numbers = (HistoryColumn.TRIAGED, HistoryColumn.ADVANCED, HistoryColumn.SEED)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in numbers:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _text(self, summary: ScreenSummary, column: int) -> str:
        counts, plan = summary.counts, summary.plan
        match column:
            case HistoryColumn.AT:
                return words.moment(summary.at)
            case HistoryColumn.LIST:
                return summary.list_name
            case HistoryColumn.STATE:
                if summary.running:
                    return self.tr("running")
                states = {"complete": self.tr("complete"), "unfinished": self.tr("unfinished")}
                return states.get(summary.state, self.tr("imported"))
            case HistoryColumn.TRIAGED:
                return f"{words.number(counts['triaged'])} / {words.number(summary.hypotheses)}"
            case HistoryColumn.ADVANCED:
                return words.number(counts["advanced"])
            case HistoryColumn.BUDGETS:
                budgets = (plan[kind]["budget"] for kind in ("triage", "deep"))
                dials = (words.dial(budget["max_tokens"], budget["waits"]) for budget in budgets)
                return " \N{RIGHTWARDS ARROW} ".join(dials)
            case HistoryColumn.SEED:
                return str(plan["seed"])
            case HistoryColumn.MODEL:
                return str(plan["model"])
        return summary.id
