"""The plan of a two-pass screen, the verdicts it leads to, and who survives."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

from app.core.answer import Choice
from app.core.budget import ThinkingBudget
from app.core.errors import BudgetError, PromptError
from app.core.hypothesis import Hypothesis
from app.core.prompt import PromptTemplate
from app.core.provenance import canonical_json
from app.core.sampling import MAX_SEED, SamplingParams, check_seed
from app.core.trace import Trace


class PassKind(Enum):
    """Which of the two passes."""

    TRIAGE = "triage"
    DEEP = "deep"


class Verdict(Enum):
    """What a pass says of a hypothesis."""

    ADVANCE = "advance"
    REJECT = "reject"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Assessment:
    """A pass's verdict and P(advance), the share of "advance" among the options' likelihoods."""

    verdict: Verdict
    p_advance: float

    @classmethod
    def of(cls, trace: Trace) -> Assessment:
        """The assessment in a trace whose form holds a `verdict` choice."""
        field = trace.field("verdict")
        if field is None:
            raise PromptError("The answer form has no choice named 'verdict'; add it to the prompt file.")
        shares = {option.strip(): share for option, share in field.probabilities}
        return cls(Verdict(field.text), shares[Verdict.ADVANCE.value])


@dataclass(frozen=True, slots=True)
class SurvivalRule:
    """Who goes on to the deep pass.

    Attributes:
        threshold: survive at P(advance) of at least this; None goes by the verdict.
        keep_unsure: whether an unsure verdict survives whatever its P(advance).
    """

    threshold: float | None = None
    keep_unsure: bool = True

    def __post_init__(self) -> None:
        if self.threshold is not None and not 0 <= self.threshold <= 1:
            raise BudgetError("The survival threshold is {}; it must be from 0 to 1.", self.threshold)

    def survives(self, assessment: Assessment) -> bool:
        """Whether the hypothesis goes on."""
        if assessment.verdict is Verdict.UNSURE and self.keep_unsure:
            return True
        if self.threshold is None:
            return assessment.verdict is Verdict.ADVANCE
        return assessment.p_advance >= self.threshold


@dataclass(frozen=True, slots=True)
class PassPlan:
    """What one pass asks, how long it may think, and how it samples."""

    prompt: PromptTemplate
    budget: ThinkingBudget
    sampling: SamplingParams

    def __post_init__(self) -> None:
        for part in self.prompt.form.parts:
            if isinstance(part, Choice) and part.name == "verdict":
                options = {option.strip() for option in part.options}
                if {"advance", "reject"} <= options <= {v.value for v in Verdict}:
                    return
        raise PromptError(
            "The prompt {!r} needs a choice named 'verdict' with the options advance, reject and, if wanted, "
            "unsure.",
            self.prompt.name,
        )


@dataclass(frozen=True, slots=True)
class ScreeningPlan:
    """All that is decided before the first token of a screen; it is sealed by its digest.

    Attributes:
        model: file name and SHA-256 of the model.
        format: name of the thinking format ("auto" is resolved before sealing).
        guessed: whether nothing in the model's file says so.
        date: the day that the model's chat template is told, as "2026-12-31"; None where it asks for none.
        seed: 0 to MAX_SEED; each generation's own seed is derived from it.
        audit_fraction: share of the rejects that goes through the deep pass anyway.
        continue_trace: the deep pass continues the triage trace by a Wait instead of starting anew.
    """

    model: str
    model_sha256: str
    format: str
    triage: PassPlan
    deep: PassPlan
    seed: int = 0
    survival: SurvivalRule = SurvivalRule()
    audit_fraction: float = 0.0
    continue_trace: bool = False
    guessed: bool = False
    date: str | None = None

    def __post_init__(self) -> None:
        check_seed(self.seed)
        if not 0 <= self.audit_fraction <= 1:
            raise BudgetError("The share of audited rejects is {}; give 0 to 1.", self.audit_fraction)
        low, high = self.triage.budget.max_tokens, self.deep.budget.max_tokens
        if low is None or high is None:
            raise BudgetError("A screen needs a definite thinking budget for each pass; give both in tokens.")
        if self.continue_trace and high <= low:
            raise BudgetError(
                "To continue a trace the deep budget ({0}) must exceed the triage budget ({1}).", high, low
            )

    def of(self, kind: PassKind) -> PassPlan:
        """The plan of one pass."""
        return self.triage if kind is PassKind.TRIAGE else self.deep

    def seed_for(self, kind: PassKind, hypothesis: Hypothesis) -> int:
        """The seed of one generation: by the text, so that a list's order and company do not matter."""
        return int.from_bytes(self._hash(kind.value, hypothesis)[:8], "big") & MAX_SEED

    def audits(self, hypothesis: Hypothesis) -> bool:
        """Whether this hypothesis, if triage rejects it, is in the audit sample."""
        draw = int.from_bytes(self._hash("audit", hypothesis)[:8], "big") / 2**64
        return draw < self.audit_fraction

    def record(self) -> dict[str, Any]:
        """The plan as JSON; prompts by name, version and the digest of their files."""

        def of_pass(plan: PassPlan) -> dict[str, Any]:
            prompt = plan.prompt
            return {
                "prompt": {"name": prompt.name, "version": prompt.version, "sha256": prompt.sha256},
                "budget": asdict(plan.budget),
                "sampling": asdict(plan.sampling),
            }

        return {
            "model": self.model,
            "model_sha256": self.model_sha256,
            "format": self.format,
            "triage": of_pass(self.triage),
            "deep": of_pass(self.deep),
            "seed": self.seed,
            "survival": asdict(self.survival),
            "audit_fraction": self.audit_fraction,
            "continue_trace": self.continue_trace,
            **({"guessed": True} if self.guessed else {}),
            **({"date": self.date} if self.date else {}),
        }

    def _hash(self, purpose: str, hypothesis: Hypothesis) -> bytes:
        parts = [self.seed, purpose, hypothesis.normalised()]
        return hashlib.sha256(canonical_json(parts)).digest()
