"""One pass of the selected row: its thinking, which folds, its verdict and its answer."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFormLayout, QFrame, QVBoxLayout, QWidget

from app.core.plan import PassKind
from app.service.rows import PassResult
from app.service.workbench import StoredPass
from app.ui import words
from app.ui.look import Look
from app.ui.models.live import LiveTrace
from app.ui.models.selection import Shown
from app.ui.views.flow import Flow
from app.ui.views.trace_text import TraceText
from app.ui.views.widgets import Fold, label, set_role

translate = QCoreApplication.translate

_THINKING_LINES, _ANSWER_LINES = 14, 8  # What is longer scrolls.
_TIGHT = 14  # In lines of text.


class PassView(QFrame):
    """Shows nothing, a live trace as it grows, or a stored one."""

    def __init__(self, look: Look, kind: PassKind) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._kind = kind
        self._shown: Shown = None
        self._given = (0, 0)
        name = words.pass_name(kind)
        self._title = label(name, "heading")
        self._verdict = label(wrap=True)
        self.status = label("", "muted", wrap=True)
        self._thinking = TraceText(look, self.tr("Thinking, {0}").format(name), tallest=_THINKING_LINES)
        self.fold = Fold(look, self._thinking)
        self._answer = TraceText(look, self.tr("Answer, {0}").format(name), tallest=_ANSWER_LINES)
        self._answer_area = QWidget()
        body = QVBoxLayout(self._answer_area)
        body.setContentsMargins(0, 0, 0, 0)
        self._fields = QFormLayout()
        self._fields.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        body.addLayout(self._fields)
        self._raw_fold = Fold(look, self._answer, self.tr("Answer as written"), unfolded=False)
        body.addWidget(self._raw_fold)
        body.addWidget(self._answer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        layout.addWidget(Flow(self._title, 1, self._verdict))
        layout.addWidget(self.status)
        layout.addWidget(self.fold)
        layout.addWidget(self._thinking)
        layout.addWidget(self._answer_area)
        self.show_pass(None, None)

    def show_pass(self, shown: Shown, result: PassResult | None) -> None:
        """Show another pass, or the same one in another state."""
        grown = isinstance(self._shown, LiveTrace) and isinstance(shown, StoredPass)
        self._shown, self._given = shown, (0, 0)
        self.fold.setVisible(shown is not None)
        self._thinking.setVisible(shown is not None and self.fold.isChecked())
        self._answer_area.setVisible(shown is not None)
        self._clear_fields()
        match shown:
            case LiveTrace():
                self._thinking.show_segments(())
                self._answer.show_segments(())
                self._raw_fold.setVisible(True)
                self._show_verdict(None)
                self.grow()
            case StoredPass(trace, record):
                thinking, answer = trace.segments()
                place = self._thinking.verticalScrollBar().value() if grown else None
                follow = grown and self._thinking.following
                self._thinking.show_segments(thinking, growing=False)
                if not grown:
                    self._thinking.show_start()
                elif not follow and place is not None:
                    self._thinking.show_start()
                    self._thinking.verticalScrollBar().setValue(place)
                self._answer.show_segments(answer, growing=False)
                usage = record["usage"]
                self.fold.set_text(
                    self.tr("Thought for %Ln token(s), {0}, {1}", "", trace.usage.thinking_tokens).format(
                        words.duration(usage["thinking_seconds"]), words.ended(record["thinking_ended"])
                    )
                )
                self.status.setText(self._facts(record["budget"], trace.waits_used))
                self._show_verdict(result)
                for field in trace.fields:
                    if field.name != "verdict":
                        self._add_field(field.name, field.text)
            case None:
                self.status.setText(self.tr("Not done."))
                self._show_verdict(None)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        # Qt wraps long rows one by one and leaves others too narrow; where it is tight, all stand alike.
        tight = event.size().width() < _TIGHT * self.fontMetrics().lineSpacing()
        policies = QFormLayout.RowWrapPolicy
        self._fields.setRowWrapPolicy(policies.WrapAllRows if tight else policies.WrapLongRows)

    def say(self, text: str) -> None:
        """Say why there is nothing to show, or why what there is has no end."""
        if self._shown is None or self.cut_short:
            self.status.setText(text)

    @property
    def cut_short(self) -> bool:
        """Whether it shows a trace that ended before its pass did."""
        return isinstance(self._shown, LiveTrace) and self._shown.over

    def grow(self) -> None:
        """Show what has come of a live trace."""
        trace = self._shown
        if not isinstance(trace, LiveTrace):
            return
        thought, answered = self._given
        self._thinking.append_segments(trace.thinking[thought:])
        self._answer.append_segments(trace.answer[answered:])
        self._given = len(trace.thinking), len(trace.answer)
        self.tick()

    def tick(self) -> None:
        """Bring the clock of a live trace up to date."""
        trace = self._shown
        if not isinstance(trace, LiveTrace):
            return
        self.fold.set_text(live_status(trace))
        if trace.over:
            return
        budget = "" if trace.budget is None else self.tr("Budget {0}").format(words.number(trace.budget))
        self.status.setText(budget)

    def _facts(self, budget: dict[str, int], waits: int) -> str:
        text = self.tr("Budget {0}").format(words.number(budget["max_tokens"]))
        if budget["waits"]:
            text += self.tr(", %Ln of {0} Waits used", "", waits).format(budget["waits"])
        return text

    def _show_verdict(self, result: PassResult | None) -> None:
        if result is None:
            self._verdict.clear()
            return
        self._verdict.setText(
            self.tr("{0}, P(advance) {1}").format(
                words.verdict(result.verdict.value), words.number(result.p_advance, 3)
            )
        )
        set_role(self._verdict, result.verdict.value)

    def _clear_fields(self) -> None:
        while self._fields.rowCount():
            self._fields.removeRow(0)

    def _add_field(self, name: str, text: str) -> None:
        heading = label(words.visible(name.replace("_", " ").capitalize()), "muted")
        value = label(words.visible(text) or "\N{EN DASH}", wrap=True, selectable=True)
        value.setAccessibleName(f"{name}: {text}")
        self._fields.addRow(heading, value)


def live_status(trace: LiveTrace) -> str:
    """What a running pass does, with a clock; what has not moved for a while says so."""
    now = trace.now
    seconds = words.duration(now - trace.began)
    if trace.over:
        return words.doing(translate("live", "Cut short"), trace.tokens, now - trace.began)
    still = now - trace.moved
    if trace.reading:
        read = f"{words.number(trace.prompt_done)} / {words.number(trace.prompt_total)}"
        return translate("live", "Reading the prompt, {0} tokens, {1}").format(read, seconds)
    doing = translate("live", "Answering") if trace.answering else translate("live", "Thinking")
    text = words.doing(doing, trace.tokens, now - trace.began)
    if still > 3:
        text += translate("live", ", last one {0} ago").format(words.duration(still))
    return text
