"""The table of hypotheses: how its cells are drawn, its columns and their menu."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.ui import words
from app.ui.look import Look
from app.ui.models.rows_model import Column, Role

# Widths in lines of text, so that they grow with the font. The title has at least this and what is left over.
_WIDTHS = {
    Column.ID: 3.5,
    Column.TITLE: 5.5,
    Column.STATE: 4.8,
    Column.TRIAGE: 5.9,
    Column.TRIAGE_TOKENS: 4.0,
    Column.DEEP: 5.9,
    Column.DEEP_TOKENS: 5.2,
    Column.FLIPPED: 4.0,
    Column.HUMAN: 4.0,
    Column.OVERRIDDEN: 5.3,
}
_LEAST_WIDTH = 2.8
_LEAST_LINES = 9
_PAD = 9


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


class ColumnMenu(QMenu):
    """Sorts by a column and moves it, for those without a mouse too; shows and hides all."""

    def __init__(self, table: ResultsTable, of: Column) -> None:
        super().__init__(table)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._table, self._header = table, table.horizontalHeader()
        name = words.plain_label(self._name(of))
        up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        self.addAction(self.tr("Sort by “{0}”, &ascending").format(name), lambda: table.sortByColumn(of, up))
        self.addAction(
            self.tr("Sort by “{0}”, &descending").format(name), lambda: table.sortByColumn(of, down)
        )
        self.addAction(self.tr("In the &list's order"), lambda: table.sortByColumn(-1, up))
        self.addSeparator()
        for text, by in ((self.tr("Move “{0}” le&ft"), -1), (self.tr("Move “{0}” ri&ght"), 1)):
            place = self._beside(of, by)
            action = self.addAction(text.format(name))
            action.triggered.connect(lambda _checked, place=place: self._move(of, place))
            action.setEnabled(place is not None)
        self.addSeparator()
        for column in Column:
            action = self.addAction(words.plain_label(self._name(column)))
            action.setCheckable(True)
            action.setChecked(not self._header.isSectionHidden(column))
            action.setEnabled(column is not Column.ID)
            action.toggled.connect(lambda on, column=column: self._header.setSectionHidden(column, not on))
        self.addSeparator()
        self.addAction(self.tr("&Reset columns and order"), table.reset_columns)

    def _name(self, column: Column) -> str:
        role = Qt.ItemDataRole.AccessibleTextRole
        return str(self._table.model().headerData(column, Qt.Orientation.Horizontal, role))

    def _beside(self, of: Column, by: int) -> int | None:
        """The place of the next column that is shown."""
        place = self._header.visualIndex(of) + by
        while 0 <= place < self._header.count():
            if not self._header.isSectionHidden(self._header.logicalIndex(place)):
                return place
            place += by
        return None

    def _move(self, of: Column, place: int | None) -> None:
        if place is not None:
            self._header.moveSection(self._header.visualIndex(of), place)


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
        self._line = self.fontMetrics().lineSpacing()
        self.verticalHeader().hide()
        self._fit_rows()
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        # The third click on a heading gives back the list's own order.
        header.setSortIndicatorClearable(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._header_menu)
        header.sectionResized.connect(self._section_resized)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Letters set verdicts here; Ctrl+F searches."""

    def column_menu(self, of: Column | None = None) -> QMenu:
        """What can be done with a column, by default the current cell's, and which ones are shown."""
        current = max(self.currentIndex().column(), 0)
        return ColumnMenu(self, Column(current) if of is None else of)

    def open_column_menu(self) -> None:
        """Open it where the current column is."""
        header = self.horizontalHeader()
        left = header.sectionViewportPosition(max(self.currentIndex().column(), 0))
        place = QPoint(max(0, min(left, header.width())), header.height())
        self.column_menu().popup(header.mapToGlobal(place))

    def _header_menu(self, place: QPoint) -> None:
        header = self.horizontalHeader()
        section = header.logicalIndexAt(place)
        menu = self.column_menu(Column(section) if section >= 0 else None)
        menu.popup(header.mapToGlobal(place))

    def reset_columns(self) -> None:
        """All columns, in their order and width, and the rows in the list's order."""
        header = self.horizontalHeader()
        header.setMinimumSectionSize(round(_LEAST_WIDTH * self._line))
        for column in Column:
            header.setSectionHidden(column, False)
            header.moveSection(header.visualIndex(column), column)
            self.setColumnWidth(column, round(_WIDTHS[column] * self._line))
        header.setSectionResizeMode(Column.TITLE, QHeaderView.ResizeMode.Fixed)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self._fit_title()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit_title()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        line = self.fontMetrics().lineSpacing()
        if event.type() is QEvent.Type.FontChange and line != self._line:
            before, self._line = self._line, line
            header = self.horizontalHeader()
            header.setMinimumSectionSize(round(_LEAST_WIDTH * line))
            for column in Column:
                if not header.isSectionHidden(column):
                    self.setColumnWidth(column, round(self.columnWidth(column) * line / before))
            self._fit_rows()
            self._fit_title()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(super().minimumSizeHint().width(), self._line * _LEAST_LINES)

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._line + 16)

    def _section_resized(self, section: int) -> None:
        if section != Column.TITLE:
            self._fit_title()

    def _fit_title(self) -> None:
        """The title takes what the others leave."""
        if self.model() is None or self.isColumnHidden(Column.TITLE):
            return
        others = sum(self.columnWidth(c) for c in Column if c is not Column.TITLE)
        least = round(_WIDTHS[Column.TITLE] * self._line)
        self.setColumnWidth(Column.TITLE, max(least, self.viewport().width() - others))
