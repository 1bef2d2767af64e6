"""The selected row: what it says, both passes, your verdict, and the record."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.plan import PassKind, Verdict
from app.service.rows import Row
from app.service.workbench import StoredPass
from app.ui import words
from app.ui.look import Look
from app.ui.models.judgements import Opinion
from app.ui.models.selection import Selection
from app.ui.views.flow import Capped, Flow, Scrolled, Sheet
from app.ui.views.pass_view import PassView
from app.ui.views.record_view import RecordView
from app.ui.views.widgets import ElidedLabel, EmptyState, button, card, label, row_of, set_role

_STATEMENT_LINES = 5
_BUTTONS = (
    (Verdict.ADVANCE, "check"),
    (Verdict.REJECT, "cross"),
    (Verdict.UNSURE, "question"),
)


class DetailView(QStackedWidget):
    """Shows a Selection; judgements go to `judge`."""

    def __init__(self, look: Look, selection: Selection, judge: Callable[[Opinion], None]) -> None:
        super().__init__()
        self._selection, self._judge = selection, judge
        self._heading = ElidedLabel(role="title")
        self._verdict = label()
        self._statement = label(wrap=True, selectable=True)
        self._statement.setAlignment(Qt.AlignmentFlag.AlignTop)
        statement = Capped(self._statement, self.tr("Hypothesis"), _STATEMENT_LINES)
        self.passes = {kind: PassView(look, kind) for kind in PassKind}
        passes = Sheet()
        column = QVBoxLayout(passes)
        column.setContentsMargins(0, 6, 6, 0)
        for view in self.passes.values():
            column.addWidget(view)
        column.addStretch(1)
        self.record = RecordView(look)
        tabs = QTabWidget()
        tabs.setAccessibleName(self.tr("Details"))
        tabs.tabBar().setAccessibleName(self.tr("Traces or record"))
        traces = Scrolled(passes, self.tr("Traces"), least_lines=9)
        tabs.addTab(traces, self.tr("Traces"))
        tabs.addTab(self.record, self.tr("Record"))
        inside = Sheet()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        head = row_of(self._heading, self._verdict)
        head.setStretch(0, 1)
        layout.addLayout(head)
        layout.addWidget(statement)
        layout.addWidget(self._judgement_bar(look))
        layout.addWidget(tabs, 1)
        self._empty = EmptyState(
            look, "list", self.tr("Select a hypothesis to see its traces and its record.")
        )
        self.addWidget(self._empty)
        self._inside = Scrolled(inside, self.tr("Details"))
        self.addWidget(self._inside)
        selection.changed.connect(self._changed)
        selection.row_changed.connect(self._row_changed)
        selection.pass_changed.connect(self._pass_changed)
        selection.pass_grew.connect(self._pass_grew)
        self._changed()

    def focus_reason(self) -> None:
        """Put the cursor where the reason of a verdict is written."""
        self.reason.setFocus()

    def copy_record(self) -> None:
        """Copy the record of the row's passes as JSON."""
        self.record.copy_json()

    @property
    def reason_text(self) -> str:
        """The reason as it is written now."""
        return self.reason.text().strip()

    def tick(self) -> None:
        """Bring the clocks up to date."""
        for view in self.passes.values():
            view.tick()

    def _judgement_bar(self, look: Look) -> QWidget:
        frame, layout = card()
        self._judge_buttons: dict[Verdict, QPushButton] = {}
        buttons: list[QWidget | int] = [label(self.tr("Your verdict"), "heading")]
        keys = {Verdict.ADVANCE: "A", Verdict.REJECT: "R", Verdict.UNSURE: "U"}
        for verdict, icon in _BUTTONS:
            each = button(f"{words.verdict(verdict.value).capitalize()} ({keys[verdict]})")
            each.setCheckable(True)
            each.clicked.connect(lambda _checked, verdict=verdict: self._clicked(verdict))
            look.dress(each, icon, verdict.value)
            self._judge_buttons[verdict] = each
            buttons.append(each)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("Reason, then choose a verdict or press Enter"))
        self.reason.setAccessibleName(self.tr("Reason of your verdict"))
        self.reason.returnPressed.connect(self._keep_reason)
        self._told = ElidedLabel(role="muted")
        layout.addWidget(Flow(*buttons))
        layout.addWidget(self.reason)
        layout.addWidget(self._told)
        return frame

    def _clicked(self, verdict: Verdict) -> None:
        row = self._selection.row
        now = row.judgement.verdict if row and row.judgement else None
        # A second click on the same verdict takes it back.
        self._judge(Opinion(None) if now is verdict else Opinion(verdict, self.reason_text))
        self._row_changed()

    def _keep_reason(self) -> None:
        row = self._selection.row
        if row and row.judgement:
            self._judge(Opinion(row.judgement.verdict, self.reason_text))

    def _changed(self) -> None:
        row = self._selection.row
        self.setCurrentWidget(self._inside if row else self._empty)
        self.record.show_passes([])
        for view in self.passes.values():
            view.show_pass(None, None)
        if row:
            hypothesis = row.hypothesis
            self._heading.set_text(" ".join(map(words.isolated, (hypothesis.id, hypothesis.title))))
            details = (
                f"{words.isolated(n.capitalize())}: {words.isolated(t)}" for n, t in hypothesis.details
            )
            self._statement.setText("\n".join((words.visible(hypothesis.statement), *details)))
            self.reason.setText(row.judgement.reason if row.judgement else "")
            self._row_changed()

    def _row_changed(self) -> None:
        row = self._selection.row
        if row is None:
            return
        self._verdict.setText(words.verdict(row.final).upper())
        set_role(self._verdict, row.final or "muted")
        verdict = row.judgement.verdict if row.judgement else None
        sealed = bool(self._selection.screen and self._selection.screen.id)
        for each, pressed in self._judge_buttons.items():
            pressed.setChecked(each is verdict)
            pressed.setEnabled(sealed)
        self.reason.setEnabled(sealed)
        self._told.setVisible(row.judgement is not None)
        if row.judgement:
            self._told.set_text(
                self.tr("{0} by {1}, {2}; the model says {3}").format(
                    words.verdict(row.judgement.verdict.value),
                    words.isolated(row.judgement.by),
                    words.moment(row.judgement.at),
                    words.verdict(row.final) or self.tr("nothing yet"),
                )
            )
        self._say_why(row)

    def _say_why(self, row: Row) -> None:
        """Why a pass has nothing to show, or no end."""
        for kind, view in self.passes.items():
            view.say(self._why(row, kind))

    def _why(self, row: Row, kind: PassKind) -> str:
        if row.failure and row.wants is kind:
            return self.tr("Not done: {0}").format(words.visible(row.failure.message))
        if self.passes[kind].cut_short:
            return self.tr("The run ended before this pass did; resume the screen to do it.")
        if kind is PassKind.TRIAGE:
            return self.tr("Not done yet.")
        if row.triage and not row.triage.survives:
            return self.tr("Triage rejected it; it gets no deep pass.")
        return self.tr("Comes if triage lets it go on.")

    def _pass_grew(self, kind: PassKind) -> None:
        self.passes[kind].grow()
        row = self._selection.row
        if row and self.passes[kind].cut_short:
            self._say_why(row)

    def _pass_changed(self, kind: PassKind) -> None:
        row = self._selection.row
        if row is None:
            return
        result = row.triage if kind is PassKind.TRIAGE else row.deep
        self.passes[kind].show_pass(self._selection.passes[kind], result)
        self.record.show_passes([s for s in self._selection.passes.values() if isinstance(s, StoredPass)])
        self._say_why(row)
