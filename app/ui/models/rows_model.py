"""The list and its results as a table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum, IntEnum, auto
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)

from app.core.plan import PassKind
from app.service.rows import PassResult, Row
from app.ui import words

Index = QModelIndex | QPersistentModelIndex
_SORT_AGAIN_MS = 1000
_TOP = QModelIndex()


class Column(IntEnum):
    """The table's columns."""

    ID = 0
    TITLE = 1
    STATE = 2
    TRIAGE = 3
    TRIAGE_TOKENS = 4
    DEEP = 5
    DEEP_TOKENS = 6
    FLIPPED = 7
    HUMAN = 8
    OVERRIDDEN = 9


class Role(IntEnum):
    """What a view may ask beside the text."""

    ROW = Qt.ItemDataRole.UserRole
    # (verdict, P(advance)) of a pass's cell.
    VERDICT = Qt.ItemDataRole.UserRole + 1


class RowState(Enum):
    """What a row is doing; in the order in which they sort."""

    READING = auto()
    THINKING = auto()
    ANSWERING = auto()
    WAITING = auto()
    NEW = auto()
    INTERRUPTED = auto()
    DONE = auto()
    CANCELLED = auto()
    FAILED = auto()


class RowsModel(QAbstractTableModel):
    """The rows of one screen, or of a list before it is screened."""

    def __init__(self, rows: Iterable[Row] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._states: list[RowState] = []
        self._places: dict[str, int] = {}
        self._texts: list[str] = []
        self._numbers: list[int] = []
        self._sorting = (-1, Qt.SortOrder.AscendingOrder)
        self._awaiting = False
        self._sort_again = QTimer(self, singleShot=True, interval=_SORT_AGAIN_MS)
        self._sort_again.timeout.connect(lambda: self.sort(*self._sorting))
        self.reset(rows)

    def reset(self, rows: Iterable[Row]) -> None:
        """Show other rows, sorted as before."""
        self.beginResetModel()
        self._rows = list(rows)
        self._numbers = list(range(len(self._rows)))
        self._states = [self._at_rest(row) for row in self._rows]
        self._places = {row.hypothesis.id: place for place, row in enumerate(self._rows)}
        self._texts = [
            f"{row.hypothesis.id}\n{row.hypothesis.title}\n{row.hypothesis.statement}".casefold()
            for row in self._rows
        ]
        self._order()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, at -1 as the list has it; equal rows stay in the list's order.

        The keys are computed once a row: a proxy's own sorting would ask for them at each comparison.
        """
        self._sorting = (column, order)
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [self._rows[index.row()].hypothesis.id for index in before]
        self._order()
        after = [self.index(self._places[id], i.column()) for id, i in zip(ids, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _order(self) -> None:
        column, order = self._sorting
        places = sorted(range(len(self._rows)), key=self._numbers.__getitem__)
        if column >= 0:
            places.sort(
                key=lambda place: self._sort_key(place, column),
                reverse=order is Qt.SortOrder.DescendingOrder,
            )
        self._rows = [self._rows[place] for place in places]
        self._states = [self._states[place] for place in places]
        self._texts = [self._texts[place] for place in places]
        self._numbers = [self._numbers[place] for place in places]
        self._places = {row.hypothesis.id: place for place, row in enumerate(self._rows)}

    def _moved(self) -> None:
        """A row may belong elsewhere now; it goes there soon, with others that do."""
        if self._sorting[0] not in (-1, Column.ID, Column.TITLE) and not self._sort_again.isActive():
            self._sort_again.start()

    def await_run(self, awaiting: bool) -> None:
        """Whether a run will come to what is not done; it shows as waiting."""
        self._awaiting = awaiting
        for place, row in enumerate(self._rows):
            self._states[place] = self._at_rest(row)
        if self._rows:
            last = self.index(len(self._rows) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def put(self, row: Row) -> int:
        """Replace the row of the same hypothesis; returns its place."""
        place = self._places[row.hypothesis.id]
        self._rows[place] = row
        self._states[place] = self._at_rest(row)
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(Column) - 1))
        self._moved()
        return place

    def set_state(self, hypothesis_id: str, state: RowState) -> None:
        """What a running row does now."""
        place = self._places[hypothesis_id]
        if self._states[place] is not state:
            self._states[place] = state
            cell = self.index(place, Column.STATE)
            self.dataChanged.emit(cell, cell)
            self._moved()

    def row(self, place: int) -> Row:
        """The row at a place of the table."""
        return self._rows[place]

    def place_of(self, hypothesis_id: str) -> int | None:
        """Where a hypothesis stands in the table."""
        return self._places.get(hypothesis_id)

    def state_of(self, place: int) -> RowState:
        """What the row does."""
        return self._states[place]

    def matches(self, place: int, needle: str) -> bool:
        """Whether id, title or statement hold a case-folded text."""
        return needle in self._texts[place]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, in the table's order."""
        return tuple(self._rows)

    def rowCount(self, parent: Index = _TOP) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _TOP) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(Column)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        headings = (
            (self.tr("Id"), ""),
            (self.tr("Title"), ""),
            (self.tr("State"), ""),
            (self.tr("Triage"), self.tr("Verdict of the triage pass, and P(advance)")),
            (self.tr("Triage tokens"), self.tr("Thinking tokens of the triage pass, of its budget")),
            (self.tr("Deep pass"), self.tr("Verdict of the deep pass, and P(advance)")),
            (self.tr("Deep tokens"), self.tr("Thinking tokens of the deep pass, of its budget")),
            (self.tr("Flipped"), self.tr("Whether the deep pass came to another verdict than triage")),
            (self.tr("Yours"), self.tr("Your own verdict, where you set one")),
            (self.tr("Overridden"), self.tr("Whether your verdict is another than the model's")),
        )
        if role == Qt.ItemDataRole.DisplayRole:
            # Numbers are narrow; two words stand on two lines above them.
            text = headings[section][0]
            return text.replace(" ", "\n", 1) if section in _NUMBERS else text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return headings[section][0]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in _NUMBERS:
            return _RIGHT
        if role == Qt.ItemDataRole.ToolTipRole:
            return headings[section][1] or None
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        place, column = index.row(), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._text(place, column)
            case Role.ROW:
                return self._rows[place]
            case Role.VERDICT:
                return self._verdict(self._rows[place], column)
            case Qt.ItemDataRole.ToolTipRole:
                return words.plain_tip(self._tip(self._rows[place], column)) or None
            case Qt.ItemDataRole.TextAlignmentRole if column in _NUMBERS:
                return _RIGHT
        return None

    def _at_rest(self, row: Row) -> RowState:
        if row.wants is None:
            return RowState.DONE
        if row.failure is not None:
            return RowState.CANCELLED if row.failure.cancelled else RowState.FAILED
        return RowState.WAITING if self._awaiting else RowState.NEW

    def _text(self, place: int, column: int) -> str:
        row = self._rows[place]
        match column:
            case Column.ID:
                return words.visible(row.hypothesis.id)
            case Column.TITLE:
                return words.visible(row.hypothesis.title or " ".join(row.hypothesis.statement.split())[:200])
            case Column.STATE:
                return self._state_text(self._states[place], row)
            case Column.TRIAGE:
                return _with_share(row.triage)
            case Column.TRIAGE_TOKENS:
                return words.tokens_of(row.triage)
            case Column.DEEP:
                return _with_share(row.deep)
            case Column.DEEP_TOKENS:
                return words.tokens_of(row.deep)
            case Column.FLIPPED:
                return self.tr("flipped") if row.flipped else ""
            case Column.HUMAN:
                return words.verdict(row.judgement.verdict.value) if row.judgement else ""
            case Column.OVERRIDDEN:
                return self.tr("overridden") if overridden(row) else ""
        return ""

    def _state_text(self, state: RowState, row: Row) -> str:
        match state:
            case RowState.NEW:
                return "" if row.triage is None else self.tr("to be continued")
            case RowState.WAITING:
                return self.tr("waiting") if row.wants is PassKind.TRIAGE else self.tr("survived")
            case RowState.READING:
                return self.tr("reading the prompt")
            case RowState.THINKING:
                return self.tr("thinking")
            case RowState.ANSWERING:
                return self.tr("answering")
            case RowState.INTERRUPTED:
                return self.tr("interrupted")
            case RowState.CANCELLED:
                return self.tr("cancelled")
            case RowState.FAILED:
                return self.tr("failed")
        return words.verdict(row.final)

    def _sort_key(self, place: int, column: int) -> Any:
        row = self._rows[place]
        match column:
            case Column.STATE:
                return self._states[place].value * 10 + _ORDER.get(row.final or "", 0)
            case Column.TRIAGE:
                return row.triage.p_advance if row.triage else -1.0
            case Column.DEEP:
                return row.deep.p_advance if row.deep else -1.0
            case Column.TRIAGE_TOKENS:
                return row.triage.thinking_tokens if row.triage else -1
            case Column.DEEP_TOKENS:
                return row.deep.thinking_tokens if row.deep else -1
            case Column.FLIPPED:
                return int(row.flipped)
            case Column.OVERRIDDEN:
                return int(overridden(row))
            case Column.ID:
                return _natural(row.hypothesis.id)
        return self._text(place, column).casefold()

    def _verdict(self, row: Row, column: int) -> tuple[str, float | None] | None:
        """What a cell with a verdict shows: the verdict and P(advance)."""
        match column:
            case Column.TRIAGE if row.triage:
                return row.triage.verdict.value, row.triage.p_advance
            case Column.DEEP if row.deep:
                return row.deep.verdict.value, row.deep.p_advance
            case Column.HUMAN if row.judgement:
                return row.judgement.verdict.value, None
            case Column.STATE if row.final:
                return row.final, None
        return None

    def _tip(self, row: Row, column: int) -> str:
        match column:
            case Column.TITLE:
                return row.hypothesis.statement
            case Column.STATE if row.failure:
                return row.failure.message
            case Column.TRIAGE if row.triage:
                return row.triage.reason
            case Column.DEEP if row.deep:
                return row.deep.reason
            case Column.HUMAN | Column.OVERRIDDEN if row.judgement:
                return row.judgement.reason
        return ""


_NUMBERS = (Column.TRIAGE_TOKENS, Column.DEEP_TOKENS)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_ORDER = {"advance": 1, "unsure": 2, "reject": 3, "error": 4}


def _with_share(result: PassResult | None) -> str:
    if result is None:
        return ""
    return f"{words.verdict(result.verdict.value)} {words.number(result.p_advance, 2)}"


def overridden(row: Row) -> bool:
    """Whether a person's verdict stands against one of the model."""
    return row.final is not None and row.overridden


def _natural(id: str) -> list[tuple[int, str]]:
    """A key under which "10" comes after "2"; numbers are compared by length first, however long they are."""
    parts = re.split(r"([0-9]+)", id.casefold())
    numbers = [part.lstrip("0") for part in parts[1::2]]
    found = [(0, part) for part in parts]
    found[1::2] = [(len(number), number) for number in numbers]
    return found
