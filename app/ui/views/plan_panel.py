"""The plan: two dials, their Waits, the seed, presets, what it will cost, and the start button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
)

from app.core.errors import KnownError
from app.core.plan import PassKind
from app.service.plan_settings import Dial, Preset
from app.service.progress import Progress
from app.ui import words
from app.ui.look import Look
from app.ui.models.plan_model import MAX_WAITS, PlanModel, step_of, tokens_at
from app.ui.views.dial import BudgetDial
from app.ui.views.flow import Flow, Sheet
from app.ui.views.seed_field import SeedField
from app.ui.views.widgets import add_row, button, card, form, label

_MOST_TOKENS = 1_000_000


class DialCard(QFrame):
    """One pass's dial with its exact entry and its Waits."""

    def __init__(self, look: Look, plan: PlanModel, kind: PassKind, sentence: str) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._plan, self._kind = plan, kind
        name = words.pass_name(kind)
        self.dial = BudgetDial(look, self.tr("Thinking budget, {0}").format(name))
        self.budget = QSpinBox()
        self.budget.setRange(0, _MOST_TOKENS)
        self.budget.setGroupSeparatorShown(True)
        self.budget.setAccelerated(True)
        self.budget.setKeyboardTracking(False)
        self.budget.setAccessibleName(self.tr("Thinking tokens at most, {0}").format(name))
        self.waits = QSpinBox()
        self.waits.setRange(0, MAX_WAITS)
        self.waits.setAccessibleName(self.tr("Waits, {0}").format(name))
        self.waits.setToolTip(self.tr("How often thinking that ends by itself is sent on with “Wait”"))
        beside = QVBoxLayout()
        beside.setSpacing(6)
        beside.addWidget(label(name, "heading"))
        beside.addWidget(label(sentence, "muted", wrap=True))
        fields = form()
        for text, field in ((self.tr("Budget"), self.budget), (self.tr("Waits"), self.waits)):
            add_row(fields, text, field)
        beside.addLayout(fields)
        beside.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 8, 12, 8)
        layout.setSpacing(10)
        layout.addWidget(self.dial, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(beside, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.dial.valueChanged.connect(self._turned)
        self.budget.valueChanged.connect(self._entered)
        self.waits.valueChanged.connect(self._entered)
        plan.changed.connect(self._show)
        self._show()

    def _turned(self, step: int) -> None:
        if step != step_of(self._now.budget):
            self._plan.set_dial(self._kind, replace(self._now, budget=tokens_at(step)))

    def _entered(self) -> None:
        self._plan.set_dial(self._kind, Dial(self.budget.value(), self.waits.value()))

    @property
    def _now(self) -> Dial:
        return self._plan.settings.dial(self._kind)

    def _show(self) -> None:
        now = self._now
        for field, value in ((self.budget, now.budget), (self.waits, now.waits)):
            field.blockSignals(True)
            field.setValue(value)
            field.blockSignals(False)
        self.dial.show_tokens(now.budget)


class PlanPanel(Sheet):
    """Both dials side by side, and beside them what holds for the whole plan."""

    def __init__(
        self,
        look: Look,
        plan: PlanModel,
        more: Callable[[], None],
        limits: Callable[[], None],
    ) -> None:
        """`more` opens the other settings of a plan, `limits` tells the dial's honest limits."""
        super().__init__()
        self._plan = plan
        self.triage = DialCard(look, plan, PassKind.TRIAGE, self.tr("A small budget for all of them."))
        self.deep = DialCard(look, plan, PassKind.DEEP, self.tr("A large one for those that survive."))
        self.preset = QComboBox()
        self.preset.setAccessibleName(self.tr("Preset"))
        self._fill_presets()
        plan.certificates_changed.connect(self._fill_presets)
        self.preset.activated.connect(self._chosen)
        self.seed = SeedField()
        self.seed.textEdited.connect(self._seed_entered)
        self.cost = label(wrap=True)
        self.cost.setAccessibleName(self.tr("Cost"))
        self.most = label("", "muted", wrap=True)
        self._more = button(self.tr("More settings…"))
        self._more.clicked.connect(lambda: more())
        self._limits = button(self.tr("What the dial cannot do"))
        self._limits.clicked.connect(lambda: limits())
        look.dress(self._more, "settings")
        look.dress(self._limits, "info")
        frame, layout = card()
        fields = form()
        for text, field in ((self.tr("&Preset"), self.preset), (self.tr("S&eed"), self.seed)):
            add_row(fields, text, field)
        layout.addLayout(fields)
        layout.addWidget(self.cost)
        layout.addWidget(self.most)
        layout.addStretch(1)
        layout.addWidget(Flow(self._more, self._limits))
        frame.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Flow(self.triage, self.deep, frame))
        plan.changed.connect(self._show)
        plan.cost_changed.connect(self._show_cost)
        self._show()
        self._show_cost()

    def set_editable(self, editable: bool) -> None:
        """Whether the plan may still be changed."""
        for part in (self.triage, self.deep, self.preset, self.seed, self._more):
            part.setEnabled(editable)

    def show_progress(self, progress: Progress) -> None:
        """What the run under way has cost, and what is left of it."""
        told = self.tr("%Ln token(s) so far, {0}", "", progress.tokens).format(
            words.duration(progress.seconds)
        )
        if progress.eta is not None:
            told += self.tr("; about {0} left").format(words.duration(progress.eta))
        self.cost.setText(told)
        speed = words.number(progress.tokens_per_second)
        self.most.setText(self.tr("{0} tokens/s on this machine").format(speed))

    def _fill_presets(self) -> None:
        """Those of the program, the store's certificates, and what is set otherwise."""
        self.preset.clear()
        for preset in self._plan.presets:
            self.preset.addItem(self._preset_name(preset.id), preset)
        for each in self._plan.certificates:
            text = self.tr("Certificate {0}: {1}, recall {2}").format(
                each.id, words.dial(each.budget, each.waits), words.percent(each.recall)
            )
            self.preset.addItem(text, each)
        self.preset.addItem(self.tr("As set"), None)
        self._show_preset()

    def _preset_name(self, id: str) -> str:
        names = {
            "demo": self.tr("Demo: 64, then 1,024 and 4 Waits"),
            "quick": self.tr("Quick: 128, then 2,048"),
            "standard": self.tr("Standard: 512, then 8,192 and 1 Wait"),
            "thorough": self.tr("Thorough: 1,024, then 16,384 and 2 Waits"),
        }
        return names.get(id, id)

    def _chosen(self, index: int) -> None:
        chosen = self.preset.itemData(index)
        if isinstance(chosen, Preset):
            self._plan.use_preset(chosen)
        elif chosen is not None:
            self._plan.use_certificate(chosen)
        self._show()

    def _seed_entered(self) -> None:
        self._plan.set(replace(self._plan.settings, seed=self.seed.seed))

    def _show_preset(self) -> None:
        plan, now = self._plan, self._plan.settings
        chosen: object = next((each for each in plan.certificates if now == now.under(each)), None)
        chosen = chosen or (None if now.certificate else plan.preset)
        found = [index for index in range(self.preset.count()) if self.preset.itemData(index) == chosen]
        self.preset.setCurrentIndex(found[0] if found else self.preset.count() - 1)

    def _show(self) -> None:
        self._show_preset()
        self.seed.set_seed(self._plan.settings.seed)

    def _show_cost(self) -> None:
        cost = self._plan.cost
        if cost is None or isinstance(cost, Exception):
            empty = self.tr("Open a list to see what it will cost.")
            self.cost.setText(words.sentence(cost) if isinstance(cost, KnownError) else empty)
            self.most.clear()
            return
        tokens = self.tr("about %Ln token(s)", "", cost.tokens)
        if cost.seconds is None or cost.most_seconds is None:
            self.cost.setText(self.tr("{0}; minutes are known after this model's first run").format(tokens))
            self.most.setText(self.tr("at most %Ln token(s)", "", cost.most_tokens))
            return
        self.cost.setText(self.tr("{0}, {1} on this machine").format(tokens, words.duration(cost.seconds)))
        most = self.tr("at most %Ln token(s)", "", cost.most_tokens)
        text = self.tr("{0}, {1}").format(most, words.duration(cost.most_seconds))
        if cost.survivors is not None:
            text += self.tr("; so far {0} survive").format(words.percent(cost.survivors))
        self.most.setText(text)
