"""The generations behind a point of the dial's curve, and the trace of each."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.core.trace import Trace
from app.dial.outcome import GridPoint
from app.service.dial_session import Behind
from app.ui import words
from app.ui.look import Look
from app.ui.models.dial_model import DialModel
from app.ui.views.trace_text import TraceText
from app.ui.views.widgets import label


class BehindDialog(QDialog):
    """A line for each generation at one point, the wrong ones first."""

    def __init__(self, look: Look, model: DialModel, point: GridPoint, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._model = look, model
        self._found: list[Behind] = []
        self.setWindowTitle(self.tr("Traces at {0}").format(words.dial(point.budget, point.waits)))
        self.resize(1000, 700)
        self.table = QTableWidget(0, 6)
        self.table.setHorizontalHeaderLabels(
            (
                self.tr("Id"),
                self.tr("Truth"),
                self.tr("Given"),
                self.tr("P(advance)"),
                self.tr("Tokens"),
                self.tr("Right?"),
            )
        )
        self.table.setAccessibleName(self.tr("Generations at this point"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.text = TraceText(look, self.tr("Trace"))
        self.asked = label(wrap=True, selectable=True)
        lower = QWidget()
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, 6, 0, 0)
        below.addWidget(self.asked)
        below.addWidget(self.text, 1)
        both = QSplitter(Qt.Orientation.Vertical)
        both.setChildrenCollapsible(False)
        both.addWidget(self.table)
        both.addWidget(lower)
        both.setSizes([280, 360])
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        close.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(both, 1)
        layout.addWidget(close)
        self.table.itemSelectionChanged.connect(self._show_selected)
        model.behind(point, self._take)

    def _take(self, found: tuple[Behind, ...]) -> None:
        self._found = sorted(found, key=lambda each: each.outcome.correct)
        self.table.setRowCount(len(found))
        for row, each in enumerate(self._found):
            p = each.outcome.p_advance
            texts = (
                each.item.hypothesis.id,
                self._truth(each),
                self._given(each),
                words.number(p, 3) if p is not None else "",
                words.number(each.outcome.thinking_tokens),
                self.tr("right") if each.outcome.correct else self.tr("wrong"),
            )
            for column, text in enumerate(texts):
                item = QTableWidgetItem(words.visible(text))
                if column == 5:
                    item.setForeground(
                        self._look.theme.color("advance" if each.outcome.correct else "reject")
                    )
                self.table.setItem(row, column, item)
        if found:
            self.table.selectRow(0)

    def _truth(self, each: Behind) -> str:
        if each.item.good is None:
            return each.item.answer
        return self.tr("good") if each.item.good else self.tr("bad")

    def _given(self, each: Behind) -> str:
        if each.outcome.verdict is not None:
            return words.verdict(each.outcome.verdict.value)
        return dict(each.reading.fields).get("answer", "")

    def _show_selected(self) -> None:
        row = self.table.currentRow()
        if not 0 <= row < len(self._found):
            return
        each = self._found[row]
        self.asked.setText(words.visible(each.item.hypothesis.statement))

        def show(trace: Trace) -> None:
            if self.table.currentRow() == row:
                thinking, answer = trace.segments()
                self.text.show_segments((*thinking, *answer), growing=False)

        self._model.trace(each, show)
