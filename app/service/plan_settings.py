"""What a user sets of a plan: two dials and the rest, as plain values that become a draft."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from app.core.budget import ThinkingBudget
from app.core.plan import PassKind, PassPlan, ScreeningPlan, SurvivalRule
from app.core.sampling import SamplingParams
from app.service import paths
from app.service.certificates import IssuedCertificate
from app.service.sealing import PlanDraft

_GREEDY = SamplingParams()


@dataclass(frozen=True, slots=True)
class Dial:
    """One pass's thinking budget, in tokens, and its Waits."""

    budget: int
    waits: int


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """All of a plan that is a matter of choice.

    Attributes:
        threshold: survive at P(advance) of at least this; None goes by the verdict.
        format: a thinking format's name, or "auto".
        triage_prompt, deep_prompt: prompt files; None for those of the program.
        certificate: the id of the one that the screen is to be run under; "" for none.
    """

    triage: Dial
    deep: Dial
    seed: int = 0
    threshold: float | None = None
    keep_unsure: bool = True
    audit_fraction: float = 0.0
    continue_trace: bool = False
    sampling: SamplingParams = _GREEDY
    format: str = "auto"
    triage_prompt: Path | None = None
    deep_prompt: Path | None = None
    certificate: str = ""

    @classmethod
    def of(cls, plan: ScreeningPlan) -> PlanSettings:
        """The settings behind a plan, but for its prompts: those stay the program's own."""
        return cls(
            triage=Dial(plan.triage.budget.max_tokens or 0, plan.triage.budget.waits),
            deep=Dial(plan.deep.budget.max_tokens or 0, plan.deep.budget.waits),
            seed=plan.seed,
            threshold=plan.survival.threshold,
            keep_unsure=plan.survival.keep_unsure,
            audit_fraction=plan.audit_fraction,
            continue_trace=plan.continue_trace,
            sampling=plan.triage.sampling,
            format="auto" if plan.guessed else plan.format,
        )

    def under(self, certificate: IssuedCertificate) -> PlanSettings:
        """The settings with the triage that a certificate is for."""
        return replace(
            self,
            triage=Dial(certificate.budget, certificate.waits),
            threshold=certificate.threshold,
            keep_unsure=certificate.keep_unsure,
            certificate=certificate.id,
        )

    def dial(self, kind: PassKind) -> Dial:
        """The dial of a pass."""
        return self.triage if kind is PassKind.TRIAGE else self.deep

    def pass_plan(self, kind: PassKind) -> PassPlan:
        """One pass, its prompt read from its file.

        Raises:
            BudgetError, PromptError: it cannot be.
        """
        chosen = self.triage_prompt if kind is PassKind.TRIAGE else self.deep_prompt
        prompt = paths.prompt_template(chosen or paths.PROMPTS / f"{kind.value}.toml")
        dial = self.dial(kind)
        return PassPlan(prompt, ThinkingBudget(dial.budget, waits=dial.waits), self.sampling)

    def draft(self) -> PlanDraft:
        """The settings as a draft of a plan.

        Raises:
            BudgetError, PromptError: they cannot be.
        """
        return PlanDraft(
            triage=self.pass_plan(PassKind.TRIAGE),
            deep=self.pass_plan(PassKind.DEEP),
            seed=self.seed,
            survival=SurvivalRule(self.threshold, self.keep_unsure),
            audit_fraction=self.audit_fraction,
            continue_trace=self.continue_trace,
            format=self.format,
        )


@dataclass(frozen=True, slots=True)
class Preset:
    """Two dials under a name."""

    id: str
    triage: Dial
    deep: Dial


def presets() -> tuple[Preset, ...]:
    """The shipped presets, the default first."""
    table = tomllib.loads(paths.PRESETS.read_text(encoding="utf-8"))
    return tuple(Preset(id, Dial(**values["triage"]), Dial(**values["deep"])) for id, values in table.items())
