"""The plan of a dial run: which grid of budgets and Waits is measured, and what is to be shown with it."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any

from app.core.answer import Text
from app.core.budget import ThinkingBudget
from app.core.errors import BudgetError, PromptError
from app.core.hypothesis import Hypothesis
from app.core.plan import PassPlan
from app.core.prompt import PromptTemplate, hypothesis_text
from app.core.provenance import canonical_json
from app.core.sampling import MAX_SEED, SamplingParams, check_seed

MOST_POINTS = 64
MOST_SEEDS = 100
ANSWER = "answer"
"""The text field of a prompt for questions."""


@dataclass(frozen=True, slots=True)
class DialGoals:
    """What a dial run is to show; sealed before the first token, so that no result can move it.

    Attributes:
        recall: share of the good ones that triage is to keep.
        confidence: of the certificate.
        margin: the difference in accuracy that counts as none, for the plateau.
        discard: share of the bad ones that a certified triage is to discard, if one can.
        test_share: of the items, kept out of the search for a certificate.
        keep_unsure: whether an unsure verdict survives triage whatever its P(advance).
    """

    recall: float = 0.95
    confidence: float = 0.95
    margin: float = 0.05
    discard: float = 0.25
    test_share: float = 0.3
    keep_unsure: bool = True

    def __post_init__(self) -> None:
        for name in ("recall", "confidence", "margin"):
            if not 0 < (value := getattr(self, name)) < 1:
                raise BudgetError("{0} is {1}; it must be above 0 and below 1.", name, value)
        for name in ("discard", "test_share"):
            if not 0 <= (value := getattr(self, name)) < 1:
                raise BudgetError("{0} is {1}; it must be from 0 to below 1.", name, value)


@dataclass(frozen=True, slots=True)
class DialPlan:
    """All that is decided before the first token of a dial run.

    Attributes:
        model: file name, and SHA-256, of the model.
        format: name of the thinking format ("auto" is resolved before sealing).
        guessed: whether nothing in the model's file says so.
        date: the day that the model's chat template is told, as "2026-12-31"; None where it asks for none.
        questions: whether the items are questions with expected answers instead of labelled hypotheses.
        budgets, waits: the grid, each ascending; a budget of 0 has no Waits.
        seeds: how often each item is run at each point.
        seed: 0 to MAX_SEED; each generation's own seed is derived from it.
        separate: each point is run by itself, even where it could be read off a larger one.
    """

    model: str
    model_sha256: str
    format: str
    prompt: PromptTemplate
    questions: bool
    sampling: SamplingParams
    budgets: tuple[int, ...]
    waits: tuple[int, ...] = (0,)
    seeds: int = 1
    seed: int = 0
    goals: DialGoals = DialGoals()
    separate: bool = False
    guessed: bool = False
    date: str | None = None

    def __post_init__(self) -> None:
        check_seed(self.seed)
        if not self.budgets or not self.waits:
            raise BudgetError("A dial needs at least one budget and one number of Waits; give them.")
        for name, values in (("budgets", self.budgets), ("waits", self.waits)):
            if list(values) != sorted(set(values)):
                raise BudgetError("The {} of a dial must rise from each to the next; sort them.", name)
        if len(self.points) > MOST_POINTS:
            raise BudgetError(
                "The grid has {0} points; {1} are the most, so leave some budgets or Waits out.",
                len(self.points),
                MOST_POINTS,
            )
        if not 1 <= self.seeds <= MOST_SEEDS:
            raise BudgetError("{0} seeds were asked for; give 1 to {1}.", self.seeds, MOST_SEEDS)
        if self.seeds > 1 and self.sampling.greedy:
            raise BudgetError(
                "At temperature 0 all seeds give the same tokens; raise the temperature, or run one seed."
            )
        if not self.questions:
            PassPlan(self.prompt, self.points[-1], self.sampling)
        elif not any(isinstance(part, Text) and part.name == ANSWER for part in self.prompt.form.parts):
            raise PromptError(
                "The prompt {0!r} needs a text named {1!r}, which is compared with the expected answer.",
                self.prompt.name,
                ANSWER,
            )

    @property
    def points(self) -> tuple[ThinkingBudget, ...]:
        """The grid, by rising budget and then Waits; the last one holds all others."""
        first = self.waits[0]
        pairs = product(self.budgets, self.waits)
        return tuple(ThinkingBudget(most, waits=waits) for most, waits in pairs if most or waits == first)

    def seed_for(self, repetition: int, hypothesis: Hypothesis) -> int:
        """The seed of one generation: by the text, and the same at all points, so that they share tokens."""
        parts = [self.seed, "dial", repetition, hypothesis.normalised()]
        return int.from_bytes(hashlib.sha256(canonical_json(parts)).digest()[:8], "big") & MAX_SEED

    def text(self, item: Hypothesis) -> str:
        """An item as the model reads it."""
        return item.statement if self.questions else hypothesis_text(item)

    def record(self) -> dict[str, Any]:
        """The plan as JSON; the prompt by name, version and the digest of its file."""
        prompt = self.prompt
        return {
            "model": self.model,
            "model_sha256": self.model_sha256,
            "format": self.format,
            "prompt": {"name": prompt.name, "version": prompt.version, "sha256": prompt.sha256},
            "questions": self.questions,
            "sampling": asdict(self.sampling),
            "budgets": list(self.budgets),
            "waits": list(self.waits),
            "seeds": self.seeds,
            "seed": self.seed,
            "goals": asdict(self.goals),
            "separate": self.separate,
            **({"guessed": True} if self.guessed else {}),
            **({"date": self.date} if self.date else {}),
        }
