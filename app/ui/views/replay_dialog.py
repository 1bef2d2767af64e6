"""Replaying recorded passes: the grade of each, and of one the two traces side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QProgressBar,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.core.trace import Segment, Trace
from app.service.replay import Grade, Replayed
from app.ui import words
from app.ui.look import Look
from app.ui.models.replays import Replays
from app.ui.views.trace_text import TraceText
from app.ui.views.widgets import button, label, row_of, set_role

_ROLES = {Grade.IDENTICAL: "advance", Grade.DIVERGED: "reject", Grade.NOT_COMPARABLE: "unsure"}


class ReplayDialog(QDialog):
    """Replays the passes of some rows of a screen, or of all with None."""

    def __init__(
        self,
        look: Look,
        replays: Replays,
        screen_id: str,
        hypotheses: Sequence[str] | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._replays = look, replays
        self._screen_id, self._hypotheses = screen_id, hypotheses
        self._shown: list[Replayed] = []
        self.setWindowTitle(self.tr("Replay"))
        self.resize(1000, 700)
        self._told = label(wrap=True)
        self.how = QComboBox()
        self.how.addItem(self.tr("Generate them again"), False)
        self.how.addItem(self.tr("Feed the recorded tokens through (faster)"), True)
        self.how.setAccessibleName(self.tr("How to replay"))
        self.start = button(self.tr("Replay"), primary=True)
        look.dress(self.start, "start", "on_accent")
        self.stop = button(self.tr("Stop"))
        look.dress(self.stop, "stop")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("Progress of the replay"))
        self.table = self._make_table()
        self._why = label(wrap=True, selectable=True)
        self.recorded = TraceText(look, self.tr("Recorded trace"))
        self.now = TraceText(look, self.tr("Trace of the replay"))
        self._lay_out()
        self.start.clicked.connect(self._start)
        self.stop.clicked.connect(replays.stop)
        self.table.itemSelectionChanged.connect(self._show_selected)
        replays.state_changed.connect(self._state_changed)
        replays.replayed.connect(self._add)
        self.finished.connect(lambda _code: replays.stop())
        self._state_changed()

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, 4)
        table.setHorizontalHeaderLabels((self.tr("Id"), self.tr("Pass"), self.tr("Grade"), self.tr("Remark")))
        table.setAccessibleName(self.tr("Results of the replay"))
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate((110, 110, 130)):
            table.setColumnWidth(column, width)
        return table

    def _lay_out(self) -> None:
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.setChildrenCollapsible(False)
        for heading, text in ((self.tr("Recorded"), self.recorded), (self.tr("Now"), self.now)):
            side = QWidget()
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(label(heading, "heading"))
            column.addWidget(text, 1)
            sides.addWidget(side)
        lower = QWidget()
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, 6, 0, 0)
        below.addWidget(self._why)
        below.addWidget(sides, 1)
        both = QSplitter(Qt.Orientation.Vertical)
        both.setChildrenCollapsible(False)
        both.addWidget(self.table)
        both.addWidget(lower)
        both.setSizes([260, 320])
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        close.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self._told)
        layout.addLayout(row_of(self.how, self.start, self.stop, 1))
        layout.addWidget(self._progress)
        layout.addWidget(both, 1)
        layout.addWidget(close)

    def _start(self) -> None:
        self._shown.clear()
        self.table.setRowCount(0)
        self._why.clear()
        self._show_traces(None)
        self._replays.run(self._screen_id, self._hypotheses, prefill=self.how.currentData())

    def _state_changed(self) -> None:
        replays = self._replays
        self.start.setEnabled(not replays.busy)
        self.how.setEnabled(not replays.busy)
        self.stop.setEnabled(replays.busy)
        if replays.loading is not None:
            self._progress.setRange(0, 100)
            self._progress.setValue(round(100 * replays.loading.share))
            self._told.setText(words.waits_for(replays.loading))
            return
        self._progress.setRange(0, max(replays.total, 1))
        self._progress.setValue(len(self._shown))
        if self._shown:
            told = self.tr("%Ln pass(es) replayed", "", len(self._shown))
            told += self.tr("; {0} identical.").format(words.number(replays.identical))
        else:
            told = self.tr("The same request to the same model, and the same tokens? Each grade is recorded.")
        self._told.setText(told)

    def _add(self, one: Replayed) -> None:
        row = len(self._shown)
        self._shown.append(one)
        self.table.insertRow(row)
        kind = words.pass_name(one.recorded.kind) if one.recorded.kind else ""
        texts = (
            one.recorded.hypothesis or one.recorded.trace_id,
            kind,
            words.grade(one.grade),
            words.sentence(one.why),
        )
        for column, text in enumerate(texts):
            item = QTableWidgetItem(words.visible(text))
            item.setToolTip(words.plain_tip(text))
            if column == 2:
                item.setForeground(self._look.theme.color(_ROLES[one.grade]))
            self.table.setItem(row, column, item)
        if row == 0:
            self.table.selectRow(0)

    def _show_selected(self) -> None:
        row = self.table.currentRow()
        if 0 <= row < len(self._shown):
            self._show_traces(self._shown[row])

    def _show_traces(self, one: Replayed | None) -> None:
        self._why.setText(_remark(one) if one else "")
        set_role(self._why, _ROLES[one.grade] if one else "")
        at = one.difference.text_at if one and one.difference else None
        for view, trace in (
            (self.recorded, one.recorded.trace if one else None),
            (self.now, one.trace if one else None),
        ):
            view.show_segments(_segments(trace), growing=False, parting=at if trace else None)


def _remark(one: Replayed) -> str:
    return words.sentence(one.why) or words.grade(one.grade)


def _segments(trace: Trace | None) -> tuple[Segment, ...]:
    if trace is None:
        return ()
    thinking, answer = trace.segments()
    return (*thinking, *answer)
