"""The list and its results: the table with its filter chips and its search."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from app.ui import words
from app.ui.look import Look
from app.ui.models.rows_filter import RowsFilter, Show
from app.ui.models.rows_model import Role, RowsModel
from app.ui.models.screen_model import ScreenModel
from app.ui.views.flow import Flow, Sheet
from app.ui.views.results_table import ResultsTable
from app.ui.views.widgets import label

_SEARCH_DELAY = 150
# What a saved layout begins with; one with other columns is not restored.
_LAYOUT = b"10 columns:"


class TableView(Sheet):
    """Chips, search and table over a screen's rows."""

    selected = Signal(str)

    def __init__(self, look: Look, row_actions: Callable[[], list[QAction]]) -> None:
        """`row_actions` are offered in a row's context menu."""
        super().__init__()
        self._row_actions = row_actions
        self._selected = ""
        self._filter = RowsFilter(self)
        self._filter.setSourceModel(RowsModel((), self))
        self.table = ResultsTable(look)
        self.table.setModel(self._filter)
        self.table.reset_columns()
        self.chips = QButtonGroup(self)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search (Ctrl+F)"))
        self.search.setAccessibleName(self.tr("Search in id, title and statement"))
        self.search.setClearButtonEnabled(True)
        self._searching = QTimer(self, singleShot=True, interval=_SEARCH_DELAY)
        self._searching.timeout.connect(self._search)
        self.search.textChanged.connect(self._searching.start)
        self._count = label("", "muted")
        chips: list[QWidget | int] = []
        for show, text in (
            (Show.ALL, self.tr("All")),
            (Show.SURVIVORS, self.tr("Survivors")),
            (Show.REJECTED, self.tr("Rejected")),
            (Show.UNSURE, self.tr("Unsure")),
            (Show.FLIPPED, self.tr("Flipped")),
            (Show.OVERRIDDEN, self.tr("Overridden")),
            (Show.ERRORS, self.tr("Errors")),
        ):
            chip = QToolButton()
            chip.setText(text)
            chip.setAccessibleName(self.tr("Show: {0}").format(text))
            chip.setProperty("chip", True)
            chip.setCheckable(True)
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            chip.setChecked(show is Show.ALL)
            self.chips.addButton(chip, show.value)
            chips.append(chip)
        self.chips.idClicked.connect(lambda id: self._show_only(Show(id)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(Flow(*chips, 1, self._count, self.search, spacing=6))
        layout.addWidget(self.table, 1)
        self.table.selectionModel().currentRowChanged.connect(self._current_changed)
        for change in (self._filter.rowsInserted, self._filter.rowsRemoved, self._filter.modelReset):
            change.connect(self._tell_count)
        self._filter.modelReset.connect(lambda: self.select(self._selected))

    def show_screen(self, screen: ScreenModel | None) -> None:
        """Show another screen's rows."""
        before = self._filter.sourceModel()
        self._filter.setSourceModel(screen.rows if screen else RowsModel((), self))
        if isinstance(before, RowsModel) and before.parent() is self:
            before.deleteLater()
        header = self.table.horizontalHeader()
        self._filter.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())
        self._show_only(Show.ALL)
        self.chips.button(Show.ALL.value).setChecked(True)
        self.search.clear()
        self._tell_count()

    def select(self, hypothesis_id: str) -> None:
        """Select a row and bring it into sight."""
        source = self._filter.sourceModel()
        assert isinstance(source, RowsModel)
        place = source.place_of(hypothesis_id)
        if place is not None:
            index = self._filter.mapFromSource(source.index(place, 0))
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)

    def selection(self) -> list[str]:
        """The ids of the selected rows, in the order in which they are shown."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self._filter.index(row, 0).data(Role.ROW).hypothesis.id for row in rows]

    def select_first(self) -> None:
        """Select the first row that is shown."""
        self.table.setCurrentIndex(self._filter.index(0, 0))

    def layout_state(self) -> QByteArray:
        """The columns' order, widths and sorting."""
        return QByteArray(_LAYOUT) + self.table.horizontalHeader().saveState()

    def restore_layout(self, state: QByteArray) -> None:
        """The inverse of `layout_state`."""
        if state.startsWith(_LAYOUT):
            self.table.horizontalHeader().restoreState(state.mid(len(_LAYOUT)))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        menu = QMenu(self)
        menu.addActions(self._row_actions())
        menu.exec(event.globalPos())

    def _show_only(self, show: Show) -> None:
        self._filter.show_only(show)
        self._tell_count()

    def _search(self) -> None:
        self._filter.search(self.search.text())
        self._tell_count()

    def _tell_count(self) -> None:
        shown, all_ = self._filter.rowCount(), self._filter.sourceModel().rowCount()
        self._count.setText(
            "" if shown == all_ else self.tr("{0} of {1}").format(words.number(shown), words.number(all_))
        )

    def _current_changed(self, current: QModelIndex) -> None:
        # A row that is filtered away, or read anew, is still the one that is looked at.
        if current.isValid():
            self._selected = current.data(Role.ROW).hypothesis.id
            self.selected.emit(self._selected)
