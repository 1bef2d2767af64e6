"""The dial by hand: one prompt, one budget, and what the model makes of them."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QSizePolicy,
    QSpinBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.ui import words
from app.ui.look import Look
from app.ui.models.desk import Desk
from app.ui.models.live import LiveTrace
from app.ui.models.plan_model import MAX_WAITS, tokens_at
from app.ui.views.dial import BudgetDial
from app.ui.views.flow import Flow, Scrolled, Sheet
from app.ui.views.pass_view import live_status
from app.ui.views.seed_field import SeedField
from app.ui.views.trace_text import TraceText
from app.ui.views.widgets import add_row, button, card, form, label

_RASPBERRY = "How many r in raspberry?"
_MOST_TOKENS = 1_000_000


class PlaygroundPage(QWidget):
    """Prompt and dial on the left, the trace on the right."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self._desk, self._model = desk, desk.playground
        self._given = (0, 0)
        self._shown: LiveTrace | None = None
        self.prompt = QPlainTextEdit()
        self.prompt.setAccessibleName(self.tr("Prompt"))
        self.prompt.setPlaceholderText(self.tr("Ask something"))
        self.prompt.setTabChangesFocus(True)
        self.system = QLineEdit()
        self.dial = BudgetDial(look, self.tr("Thinking budget"))
        self.most = _spin(0, _MOST_TOKENS, 512, self.tr("Thinking tokens at most"))
        self.fill = QCheckBox(self.tr("All that the context leaves"))
        self.least = _spin(0, _MOST_TOKENS, 0, self.tr("Thinking tokens at least"))
        self.waits = _spin(0, MAX_WAITS, 0, self.tr("Waits"))
        self.wait_text = QLineEdit()
        self.wait_text.setPlaceholderText("Wait")
        self.seed = SeedField()
        self.temperature = _real(0, 100, 0.0, self.tr("Temperature"))
        self.top_k = _spin(0, 1_000_000, 0, self.tr("Top-k"))
        self.top_p = _real(0.01, 1, 1.0, self.tr("Top-p"))
        self.min_p = _real(0, 1, 0.0, self.tr("Min-p"))
        self.answer = _spin(1, 100_000, 256, self.tr("Answer tokens at most"))
        self.think = button(self.tr("Think"), primary=True)
        look.dress(self.think, "start", "on_accent")
        self.stop = button(self.tr("Stop"))
        look.dress(self.stop, "stop")
        self.example = button(self.tr("Example: s1's raspberry"))
        self._progress = QProgressBar()
        self._progress.setRange(0, 100)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("Loading the model"))
        self._status = label("", "muted", wrap=True)
        self.thinking = TraceText(look, self.tr("Thinking"))
        self.written = TraceText(look, self.tr("Answer"))
        self._lay_out()
        self.dial.valueChanged.connect(lambda step: self.most.setValue(tokens_at(step)))
        self.most.valueChanged.connect(self.dial.show_tokens)
        self.dial.show_tokens(self.most.value())
        self.fill.toggled.connect(self._filled)
        self.think.clicked.connect(self._think)
        self.stop.clicked.connect(self._model.stop)
        self.example.clicked.connect(self._raspberry)
        changes = (
            self._model.state_changed,
            desk.replays.state_changed,
            desk.dial.state_changed,
            desk.runs.running_changed,
        )
        for changed in changes:
            changed.connect(self._state_changed)
        self._model.moved.connect(self._moved)
        self._state_changed()

    def tick(self) -> None:
        """Bring the clock up to date."""
        if self._model.busy:
            self._tell()

    def _lay_out(self) -> None:
        ask, layout = card()
        layout.addWidget(label(self.tr("Prompt"), "heading"))
        layout.addWidget(self.prompt, 1)
        layout.addWidget(label(self.tr("System prompt"), "muted"))
        layout.addWidget(self.system)
        self.system.setAccessibleName(self.tr("System prompt"))
        numbers = QWidget()
        budgets = form()
        numbers.setLayout(budgets)
        numbers.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        fields: tuple[tuple[str, QWidget], ...] = (
            (self.tr("At most"), self.most),
            (self.tr("At least"), self.least),
            (self.tr("Waits"), self.waits),
            (self.tr("Wait text"), self.wait_text),
            (self.tr("Answer"), self.answer),
            (self.tr("Seed"), self.seed),
        )
        more: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Temperature"), self.temperature),
            (self.tr("Top-k"), self.top_k),
            (self.tr("Top-p"), self.top_p),
            (self.tr("Min-p"), self.min_p),
        )
        for text, field in fields:
            add_row(budgets, text, field)
            if not field.accessibleName():
                field.setAccessibleName(text)
        budgets.insertRow(1, self.fill)
        budget, inside = card()
        inside.addWidget(label(self.tr("Thinking budget"), "heading"))
        inside.addWidget(Flow(self.dial, numbers, spacing=12))
        sampling, within = card()
        within.addWidget(label(self.tr("Sampling"), "heading"))
        more_form = form()
        for text, field in more:
            add_row(more_form, text, field)
            if not field.accessibleName():
                field.setAccessibleName(text)
        within.addLayout(more_form)
        settings = Sheet()
        column = QVBoxLayout(settings)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(ask, 1)
        column.addWidget(budget)
        column.addWidget(sampling)
        left = Sheet()
        beside = QVBoxLayout(left)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(Scrolled(settings, self.tr("Prompt and budget")), 1)
        beside.addWidget(Flow(self.example, 1, self.stop, self.think))
        shown, trace = card()
        trace.addWidget(label(self.tr("Thinking"), "heading"))
        trace.addWidget(self._status)
        trace.addWidget(self._progress)
        trace.addWidget(self.thinking, 3)
        trace.addWidget(label(self.tr("Answer"), "heading"))
        trace.addWidget(self.written, 1)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        right = Sheet()
        around = QVBoxLayout(right)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(shown)
        split.addWidget(right)
        split.setSizes([420, 700])
        page = Sheet()
        inner = QVBoxLayout(page)
        inner.setContentsMargins(16, 12, 16, 12)
        inner.addWidget(label(self.tr("Playground"), "title"))
        inner.addWidget(split, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Scrolled(page, self.tr("Playground"), wide=False))

    def _think(self) -> None:
        text = self.prompt.toPlainText().strip()
        if not text:
            self._status.setText(self.tr("Write a prompt first."))
            self.prompt.setFocus()
            return
        most = None if self.fill.isChecked() else self.most.value()
        self._model.run(
            text,
            self.system.text(),
            (most, self.least.value(), self.waits.value(), self.wait_text.text()),
            (self.temperature.value(), self.top_k.value(), self.top_p.value(), self.min_p.value()),
            self.seed.seed,
            self.answer.value(),
        )

    def _raspberry(self) -> None:
        self.prompt.setPlainText(_RASPBERRY)
        self.most.setValue(512)
        self.least.setValue(0)
        self.waits.setValue(1)
        self._think()

    def _filled(self, filled: bool) -> None:
        self.most.setEnabled(not filled)
        self.dial.setEnabled(not filled)

    def _state_changed(self) -> None:
        busy = self._model.busy
        # A screen that runs, or a replay, has the engine to itself.
        free = self._desk.runs.running is None and not self._desk.replays.busy and not self._desk.dial.busy
        for each in (self.think, self.example):
            each.setEnabled(free and not busy)
            each.setToolTip("" if free else self.tr("Something runs; wait for its end."))
        self.stop.setEnabled(busy)
        if busy and self._model.trace is not self._shown:
            self._shown, self._given = self._model.trace, (0, 0)
            self.thinking.show_segments(())
            self.written.show_segments(())
        self._tell()

    def _moved(self) -> None:
        if trace := self._model.trace:
            thought, answered = self._given
            self.thinking.append_segments(trace.thinking[thought:])
            self.written.append_segments(trace.answer[answered:])
            self._given = len(trace.thinking), len(trace.answer)
        self._tell()

    def _tell(self) -> None:
        model = self._model
        self._progress.setVisible(model.busy and model.loading is not None)
        if model.busy and model.loading is not None:
            self._progress.setValue(round(100 * model.loading.share))
            self._status.setText(words.waits_for(model.loading))
        elif model.busy and model.trace:
            self._status.setText(live_status(model.trace))
        elif thought := model.thought:
            usage, trace = thought.trace.usage, thought.trace
            told = self.tr("Thought for %Ln token(s), {0}, {1}", "", usage.thinking_tokens).format(
                words.duration(usage.thinking_seconds), words.ended(trace.thinking_ended.value)
            )
            told += self.tr(", %Ln Wait(s) used", "", trace.waits_used)
            self._status.setText(self.tr("{0}; kept as trace {1}").format(told, thought.trace_id))
        elif model.trace:
            self._status.setText(self.tr("Stopped; this generation is not kept."))
        else:
            self._status.setText(self.tr("The trace appears here as it is written."))


def _spin(least: int, most: int, value: int, name: str) -> QSpinBox:
    made = QSpinBox()
    made.setRange(least, most)
    made.setValue(value)
    made.setGroupSeparatorShown(True)
    made.setAccessibleName(name)
    return made


def _real(least: float, most: float, value: float, name: str) -> QDoubleSpinBox:
    made = QDoubleSpinBox()
    made.setRange(least, most)
    made.setSingleStep(0.05)
    made.setValue(value)
    made.setAccessibleName(name)
    return made
