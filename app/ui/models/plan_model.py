"""The two dials and the rest of a plan, as the user sets them; and what it will cost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.core.plan import PassKind, ScreeningPlan
from app.service.certificates import IssuedCertificate
from app.service.cost import Cost
from app.service.plan_settings import Dial, PlanSettings, Preset, presets

# The dial's steps: 0, then this many to each doubling from 8 to 32,768 tokens.
LEAST, MOST = 8, 32_768
STEPS_PER_DOUBLING = 4
DIAL_STEPS = 1 + STEPS_PER_DOUBLING * round(math.log2(MOST / LEAST))
MAX_WAITS = 64


def tokens_at(step: int) -> int:
    """The budget at a step of the dial, 0 to DIAL_STEPS."""
    if step <= 0:
        return 0
    exact = LEAST * math.exp2((step - 1) / STEPS_PER_DOUBLING)
    unit = 1 << max(0, math.floor(math.log2(exact)) - 4)
    return min(MOST, round(exact / unit) * unit)


def step_of(tokens: int) -> int:
    """The dial's nearest step to a budget."""
    if tokens <= 0:
        return 0
    exact = 1 + STEPS_PER_DOUBLING * math.log2(tokens / LEAST)
    return max(1, min(DIAL_STEPS, round(exact)))


class PlanModel(QObject):
    """The settings as an observable value; who listens to `changed` may set the cost anew."""

    changed = Signal()
    cost_changed = Signal()
    certificates_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.presets = presets()
        first = self.presets[0]
        self._settings = PlanSettings(first.triage, first.deep)
        self.certificates: tuple[IssuedCertificate, ...] = ()
        # Why there is none, where the settings cannot be run.
        self.cost: Cost | Exception | None = None

    @property
    def settings(self) -> PlanSettings:
        """The settings now."""
        return self._settings

    def set(self, settings: PlanSettings) -> None:
        """Set all at once."""
        if settings != self._settings:
            self._settings = settings
            self.changed.emit()

    def set_dial(self, kind: PassKind, dial: Dial) -> None:
        """Set one pass's dial."""
        if kind is PassKind.TRIAGE:
            self.set(replace(self._settings, triage=dial))
        else:
            self.set(replace(self._settings, deep=dial))

    def use_preset(self, preset: Preset) -> None:
        """Set both dials."""
        self.set(replace(self._settings, triage=preset.triage, deep=preset.deep, certificate=""))

    def use_certificate(self, certificate: IssuedCertificate) -> None:
        """Set the triage that it is for, and screen under it."""
        self.set(self._settings.under(certificate))

    def set_certificates(self, found: Sequence[IssuedCertificate]) -> None:
        """Those that the store holds."""
        if self.certificates != tuple(found):
            self.certificates = tuple(found)
            self.certificates_changed.emit()

    @property
    def preset(self) -> Preset | None:
        """The preset that the dials stand at."""
        now = (self._settings.triage, self._settings.deep)
        return next((each for each in self.presets if (each.triage, each.deep) == now), None)

    def use_plan(self, plan: ScreeningPlan) -> None:
        """Set all as a sealed plan has it."""
        self.set(PlanSettings.of(plan))

    def set_cost(self, cost: Cost | Exception | None) -> None:
        """What the settings will cost."""
        self.cost = cost
        self.cost_changed.emit()
