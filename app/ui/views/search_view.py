"""Searching all traces: the field, and the table of what was found, which stands in another view's place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.service.search import Snippet
from app.ui import words
from app.ui.look import Look
from app.ui.models.search_model import SNIPPET, HitColumn, SearchModel
from app.ui.views.fitted_table import FittedTable
from app.ui.views.widgets import label

# In lines of text, so that they grow with the font.
_WIDTHS = {
    HitColumn.HYPOTHESIS: 9.0,
    HitColumn.PASS: 4.7,
    HitColumn.VERDICT: 4.2,
    HitColumn.TEXT: 24.0,
    HitColumn.LIST: 7.0,
    HitColumn.AT: 8.0,
}
_PAD = 4


class SearchField(QLineEdit):
    """Looks for what is typed; Esc clears it, Enter and Down go to what was found."""

    def __init__(self, model: SearchModel, table: QWidget) -> None:
        super().__init__()
        self._table = table
        self.setPlaceholderText(self.tr("Search all traces"))
        self.setAccessibleName(self.tr("Search all traces"))
        self.setToolTip(self.tr("Traces that have all of these words; the last one may be a beginning"))
        self.setClearButtonEnabled(True)
        self.textChanged.connect(model.ask)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        match event.key():
            case Qt.Key.Key_Escape if self.text():
                self.clear()
            case Qt.Key.Key_Down | Qt.Key.Key_Return | Qt.Key.Key_Enter if self._table.isVisible():
                self._table.setFocus()
            case _:
                super().keyPressEvent(event)


class SnippetDelegate(QStyledItemDelegate):
    """Draws a snippet as plain text, the words that were looked for marked."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        snippet = index.data(SNIPPET)
        if not isinstance(snippet, Snippet):
            super().paint(painter, option, index)
            return
        ground = QStyleOptionViewItem(option)
        self.initStyleOption(ground, index)
        ground.text = ""
        QApplication.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, ground, painter)
        layout = self._laid_out(snippet, ground.font)
        inside = option.rect.adjusted(_PAD, 0, -_PAD, 0)
        above = (inside.height() - layout.boundingRect().height()) / 2
        painter.save()
        painter.setClipRect(inside)
        painter.setPen(self._look.theme.color("text"))
        layout.draw(painter, QPointF(inside.left(), inside.top() + above))
        painter.restore()

    def _laid_out(self, snippet: Snippet, font: QFont) -> QTextLayout:
        layout = QTextLayout(words.visible(snippet.text), font)
        marked = QTextCharFormat()
        marked.setFontWeight(QFont.Weight.Bold)
        marked.setForeground(self._look.theme.color("injected"))
        ranges = []
        for start, end in snippet.marks:
            found = QTextLayout.FormatRange()
            found.start = _units(words.visible(snippet.text[:start]))
            found.length = _units(snippet.text[start:end])
            found.format = marked
            ranges.append(found)
        layout.setFormats(ranges)
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        return layout


class SearchView(QWidget):
    """What was found; it is hidden while nothing is looked for."""

    def __init__(
        self, look: Look, model: SearchModel, instead_of: QWidget, act: Callable[[str, str], None]
    ) -> None:
        """It stands where `instead_of` does; `act` takes the ids of a trace's screen and row."""
        super().__init__()
        self._model, self._instead_of, self._act = model, instead_of, act
        self.told = label("", "muted")
        self.table = FittedTable(self.tr("Traces that were found"), model, _WIDTHS)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setItemDelegate(SnippetDelegate(look, self.table))
        self.field = SearchField(model, self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.told)
        layout.addWidget(self.table, 1)
        self.table.activated.connect(self._activated)
        model.changed.connect(self._changed)
        self._changed()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.field.clear()
            self.field.setFocus()
        else:
            super().keyPressEvent(event)

    def _activated(self, index: QModelIndex) -> None:
        hit = self._model.hit(index.row())
        if hit.screen_id and hit.hypothesis:
            self._act(hit.screen_id, hit.hypothesis)
        else:
            self.told.setText(self.tr("This trace is of a prompt of the playground, and of no screen."))

    def _changed(self) -> None:
        active = bool(self._model.text)
        self.setVisible(active)
        self._instead_of.setVisible(not active)
        self.told.setText(self._told())
        if self._model.rowCount() and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self._model.index(0, 0))

    def _told(self) -> str:
        model = self._model
        if model.searching and model.unindexed:
            return self.tr("The search index is being made: %Ln trace(s) left", "", model.unindexed)
        if model.searching:
            return self.tr("Searching…")
        if not model.found.total:
            return self.tr("No trace has all of these words.")
        told = self.tr("%Ln trace(s) found", "", model.found.total)
        shown = model.rowCount()
        if shown < model.found.total:
            told += self.tr(", the newest {0} shown").format(words.number(shown))
        return told


def _units(text: str) -> int:
    """A text's length as Qt counts it, in UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
