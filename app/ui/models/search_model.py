"""The traces that a search found, as a table; the latest search wins."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from app.service.search import Found, Hit
from app.service.workbench import Workbench
from app.ui import words
from app.ui.models.problems import Problems
from app.ui.service_thread import ServiceThread

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_DELAY_MS = 200
_NOTHING = Found(0, ())
SNIPPET = Qt.ItemDataRole.UserRole


class HitColumn(IntEnum):
    """The table's columns."""

    HYPOTHESIS = 0
    PASS = 1
    VERDICT = 2
    TEXT = 3
    LIST = 4
    AT = 5


class SearchModel(QAbstractTableModel):
    """Searches a moment after the last key, on the services' thread; the newest trace first."""

    # Another text is looked for, it was found, or the index of an older store has grown.
    changed = Signal()

    def __init__(self, service: ServiceThread, problems: Problems, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service, self._problems = service, problems
        self.text = ""
        self.searching = False
        self.unindexed = 0
        self.found = _NOTHING
        self._number = 0
        self._waiting = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._waiting.timeout.connect(self._step)

    def ask(self, text: str) -> None:
        """Look for another text; for one that is blank nothing is found."""
        text = text.strip()
        if text != self.text:
            self.text = text
            self.again()

    def again(self) -> None:
        """Look for the same text, such as in another store."""
        self._number += 1
        self.searching = bool(self.text)
        if self.searching:
            self._waiting.start()
        else:
            self._waiting.stop()
            self._show(_NOTHING)
        self.changed.emit()

    def hit(self, place: int) -> Hit:
        """The trace at a place of the table."""
        return self.found.hits[place]

    def _step(self) -> None:
        """Search, or first index the next batch of an older store; what else is asked comes in between."""
        number, text = self._number, self.text

        def search(bench: Workbench) -> Found | int:
            return bench.index() or bench.search(text)

        def take(result: Found | int) -> None:
            if number != self._number:
                return
            if isinstance(result, Found):
                self.searching, self.unindexed = False, 0
                self._show(result)
            else:
                self.unindexed = result
                self._step()
            self.changed.emit()

        def fail(error: Exception) -> None:
            if number == self._number:
                self.searching = False
                self.changed.emit()
                self._problems.show(self.tr("The traces cannot be searched"), error)

        self._service.call(search, take, fail)

    def _show(self, found: Found) -> None:
        self.beginResetModel()
        self.found = found
        self.endResetModel()

    def rowCount(self, parent: Index = _TOP) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.found.hits)

    def columnCount(self, parent: Index = _TOP) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(HitColumn)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation is Qt.Orientation.Vertical:
            return None
        return (
            self.tr("Hypothesis"),
            self.tr("Pass"),
            self.tr("Verdict"),
            self.tr("Text"),
            self.tr("List"),
            self.tr("Recorded"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        hit, column = self.found.hits[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(hit, column)
        if role == SNIPPET and column == HitColumn.TEXT:
            return hit.snippet
        if role == Qt.ItemDataRole.ToolTipRole:
            return words.plain_tip(self._text(hit, column))
        return None

    def _text(self, hit: Hit, column: int) -> str:
        match column:
            case HitColumn.HYPOTHESIS:
                return words.visible(f"{hit.hypothesis or ''} {hit.title}".strip())
            case HitColumn.PASS:
                return words.pass_name(hit.kind) if hit.kind else self.tr("by hand")
            case HitColumn.VERDICT:
                return words.verdict(hit.verdict)
            case HitColumn.TEXT:
                return words.visible(hit.snippet.text)
            case HitColumn.LIST:
                return words.visible(hit.list_name or "")
        return words.moment(hit.at)
