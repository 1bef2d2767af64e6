"""The list and its results: the table, its filter chips and its search."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHeaderView,
    QLineEdit,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui import words
from app.ui.look import Look
from app.ui.models.rows_model import Column, Role, RowsFilter, RowsModel, Show
from app.ui.models.screen_model import ScreenModel
from app.ui.views.widgets import label, row_of

_WIDTHS = {
    Column.ID: 64,
    Column.TITLE: 190,
    Column.STATE: 100,
    Column.TRIAGE: 116,
    Column.TRIAGE_TOKENS: 72,
    Column.DEEP: 116,
    Column.DEEP_TOKENS: 88,
    Column.FLIPPED: 66,
    Column.HUMAN: 66,
}
_LEAST_WIDTH = 48
_SEARCH_DELAY = 150
_PAD = 8


class VerdictDelegate(QStyledItemDelegate):
    """Draws a verdict in its colour and P(advance) as a bar under it."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        found = index.data(Role.VERDICT)
        rect: QRect = option.rect
        theme = self._look.theme
        if found is None:
            super().paint(painter, option, index)
        else:
            self._paint_verdict(painter, option, index, *found)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("raised"))

    def _paint_verdict(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        verdict: str,
        share: float | None,
    ) -> None:
        rect: QRect = option.rect
        theme = self._look.theme
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(rect, theme.color("selection"))
        painter.setPen(theme.color(verdict))
        inside = rect.adjusted(_PAD, 0, -_PAD, 0)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if share is None:
            painter.drawText(inside, left, index.data())
        else:
            bar = QRect(inside.left(), rect.bottom() - 6, inside.width(), 3)
            text = inside.adjusted(0, 0, 0, -5)
            painter.drawText(text, left, words.verdict(verdict))
            painter.setPen(theme.color("text"))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(text, right, words.number(share, 2))
            painter.fillRect(bar, theme.color("border"))
            bar.setWidth(round(bar.width() * share))
            painter.fillRect(bar, theme.color(verdict))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.color("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return super().sizeHint(option, index) + QSize(0, 6)


class ResultsTable(QTableView):
    """The table; keys typed into it are the window's shortcuts, not a search."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Hypotheses"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSortingEnabled(True)
        self.setItemDelegate(VerdictDelegate(look, self))
        rows = self.verticalHeader()
        rows.hide()
        rows.setDefaultSectionSize(self.fontMetrics().height() + 16)
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(
            lambda place: self.column_menu().exec(header.mapToGlobal(place))
        )

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Letters set verdicts here; Ctrl+F searches."""

    def column_menu(self) -> QMenu:
        """Which columns are shown, and back to how they were."""
        menu = QMenu(self)
        model, header = self.model(), self.horizontalHeader()
        for column in Column:
            text = str(model.headerData(column, Qt.Orientation.Horizontal))
            if column in (Column.TRIAGE_TOKENS, Column.DEEP_TOKENS):
                of = Column.TRIAGE if column is Column.TRIAGE_TOKENS else Column.DEEP
                text = f"{text} ({model.headerData(of, Qt.Orientation.Horizontal)})"
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(column))
            action.setEnabled(column is not Column.ID)
            action.toggled.connect(lambda shown, column=column: header.setSectionHidden(column, not shown))
        menu.addSeparator()
        menu.addAction(self.tr("Reset columns"), self.reset_columns)
        return menu

    def reset_columns(self) -> None:
        """All columns, in their order and width."""
        header = self.horizontalHeader()
        header.setMinimumSectionSize(_LEAST_WIDTH)
        for column in Column:
            header.setSectionHidden(column, False)
            header.moveSection(header.visualIndex(column), column)
            self.setColumnWidth(column, _WIDTHS[column])
        # The title takes what the others leave.
        header.setSectionResizeMode(Column.TITLE, QHeaderView.ResizeMode.Stretch)


class TableView(QWidget):
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
        self.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.chips = QButtonGroup(self)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search (Ctrl+F)"))
        self.search.setAccessibleName(self.tr("Search in id, title and statement"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(220)
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
        layout.addLayout(row_of(*chips, 1, self._count, self.search, spacing=6))
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
        return self.table.horizontalHeader().saveState()

    def restore_layout(self, state: QByteArray) -> None:
        """The inverse of `layout_state`."""
        if not state.isEmpty():
            self.table.horizontalHeader().restoreState(state)

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
