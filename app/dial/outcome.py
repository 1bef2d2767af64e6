"""What one labelled item came to at one point of a dial's grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.plan import Assessment, SurvivalRule, Verdict


@dataclass(frozen=True, slots=True, order=True)
class GridPoint:
    """One setting of the dial; points sort by budget, then Waits, then minimum.

    Attributes:
        budget: the most thinking tokens.
        waits: how often an end of its own is replaced by the Wait text.
        min_tokens: the least thinking tokens.
    """

    budget: int
    waits: int = 0
    min_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """One generation for an item whose truth is known: a label, or an answer that can be checked.

    Attributes:
        item: the item's id, the same at all points and seeds.
        seed: the number of the repetition, the same for all items and points of one repetition.
        good: the label; None for a question with a checkable answer.
        correct: whether the verdict is the label's, or the answer the expected one. Unsure is never correct.
        verdict: None for a question, or where no verdict could be read.
        p_advance: P(advance), 0 to 1; None where there is no verdict.
        thinking_tokens: injected ones included.
        parsed: whether an answer could be read.
        seconds: of the generation; None where it was read off a longer one.
        repeated: share of repeated n-grams in its thinking (`app.dial.loops`); None where not measured.
    """

    item: str
    seed: int
    good: bool | None
    correct: bool
    verdict: Verdict | None
    p_advance: float | None
    thinking_tokens: int
    parsed: bool = True
    seconds: float | None = None
    repeated: float | None = None

    @classmethod
    def labelled(
        cls,
        item: str,
        seed: int,
        good: bool,
        assessment: Assessment | None,
        thinking_tokens: int,
        *,
        seconds: float | None = None,
        repeated: float | None = None,
    ) -> Outcome:
        """Of an item labelled good or bad; without an assessment it is unparsed, and not correct."""
        right = Verdict.ADVANCE if good else Verdict.REJECT
        return cls(
            item,
            seed,
            good,
            assessment is not None and assessment.verdict is right,
            assessment.verdict if assessment else None,
            assessment.p_advance if assessment else None,
            thinking_tokens,
            assessment is not None,
            seconds,
            repeated,
        )

    @classmethod
    def answered(
        cls,
        item: str,
        seed: int,
        correct: bool,
        thinking_tokens: int,
        *,
        parsed: bool = True,
        seconds: float | None = None,
        repeated: float | None = None,
    ) -> Outcome:
        """Of a question with a checkable answer."""
        return cls(item, seed, None, correct, None, None, thinking_tokens, parsed, seconds, repeated)

    def survives(self, rule: SurvivalRule) -> bool:
        """Whether a screen with that rule would pass the item on; without a verdict it would not."""
        if self.verdict is None or self.p_advance is None:
            return False
        return rule.survives(Assessment(self.verdict, self.p_advance))


Grid = Mapping[GridPoint, Sequence[Outcome]]


def along_budgets(grid: Grid, waits: int = 0) -> Grid:
    """The points with that many Waits, by rising budget."""
    return {point: grid[point] for point in sorted(grid) if point.waits == waits}


def along_waits(grid: Grid, budget: int) -> Grid:
    """The points with that budget, by rising Waits."""
    return {point: grid[point] for point in sorted(grid) if point.budget == budget}
