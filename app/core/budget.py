"""Budget forcing: what the thinking of one sequence does next, decided on token ids alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from app.core.errors import BudgetError
from app.core.text import is_unicode


class ThinkingEnd(Enum):
    """How thinking ended."""

    NATURAL = "natural"
    FORCED = "forced"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ThinkingBudget:
    """The dial of one generation; all counts in tokens between the thinking's delimiters.

    Attributes:
        max_tokens: never exceeded, injected tokens included; None fills what the context leaves.
        min_tokens: below it the model cannot end its thinking.
        waits: how often an end that the model chose is replaced by `wait_text`.
        wait_text: None takes the thinking format's own.

    Source: "s1: Simple test-time scaling", arXiv 2501.19393, section 3.
    """

    max_tokens: int | None
    min_tokens: int = 0
    waits: int = 0
    wait_text: str | None = None

    def __post_init__(self) -> None:
        for name in ("max_tokens", "min_tokens", "waits"):
            value = getattr(self, name)
            if value is not None and value < 0:
                raise BudgetError("{0} is {1}; a thinking budget cannot be negative.", name, value)
            if value is not None and value >= 2**31:
                raise BudgetError(
                    "{0} is {1}; it must be below 2**31, the most that llama.cpp counts.", name, value
                )
        if self.max_tokens is not None and self.min_tokens > self.max_tokens:
            raise BudgetError(
                "The least thinking ({0} tokens) exceeds the most ({1}); lower one or raise the other.",
                self.min_tokens,
                self.max_tokens,
            )
        if self.wait_text == "" and self.waits:
            raise BudgetError("The Wait text is empty; give a word such as Wait.")
        if self.wait_text is not None and not is_unicode(self.wait_text):
            raise BudgetError("The Wait text {!r} is not UTF-8; write it anew.", self.wait_text)

    def within(self, room: int) -> ThinkingBudget:
        """This budget with an automatic maximum set to the `room` that the context leaves, in tokens."""
        if self.max_tokens is not None:
            return self
        return ThinkingBudget(max(room, 0), self.min_tokens, self.waits, self.wait_text)


@dataclass(frozen=True, slots=True)
class Sample:
    """Sample one id; `mask_end` forbids the ids that would end the thinking."""

    mask_end: bool


@dataclass(frozen=True, slots=True)
class Inject:
    """Append these ids, unsampled."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class End:
    """The thinking is over."""

    how: ThinkingEnd


class BudgetForcer:
    """The thinking of one sequence under a budget with a definite maximum.

    Ask `next_action`, then report a sampled id to `sampled`; injected ids are counted when handed out.
    One running count holds for all rounds, so `used <= max_tokens` always.
    """

    def __init__(
        self, budget: ThinkingBudget, wait_ids: Sequence[int], end_ids: frozenset[int], *, used: int = 0
    ) -> None:
        """`used` tokens are already thought, as when an earlier trace is continued; a Wait then comes first.

        Raises:
            BudgetError: the maximum is open or already exceeded, or a Wait has no ids to inject.
        """
        if budget.max_tokens is None:
            raise BudgetError("The thinking budget has no maximum yet; call within() first.")
        if used > budget.max_tokens:
            raise BudgetError(
                "The trace to continue has {0:,} thinking tokens, and the budget allows {1:,}; raise the "
                "budget.",
                used,
                budget.max_tokens,
            )
        if budget.waits and not wait_ids:
            raise BudgetError("The Wait text has no tokens in this model's vocabulary; choose another.")
        self._max = budget.max_tokens
        self._min = budget.min_tokens
        self._waits = budget.waits
        self._wait_ids = tuple(wait_ids)
        self._end_ids = end_ids
        self.used = used
        self.waits_used = 0
        self._ended_itself = used > 0

    def next_action(self) -> Sample | Inject | End:
        """What the sequence must do now."""
        if self._ended_itself:
            self._ended_itself = False
            waits_left = self.waits_used < self._waits
            if waits_left and self.used + len(self._wait_ids) + 1 <= self._max:
                self.waits_used += 1
                self.used += len(self._wait_ids)
                return Inject(self._wait_ids)
            if self.used >= self._min:
                return End(ThinkingEnd.FORCED if waits_left else ThinkingEnd.NATURAL)
        if self.used >= self._max:
            return End(ThinkingEnd.FORCED)
        return Sample(mask_end=self.used < self._min)

    def sampled(self, token: int) -> bool:
        """Report a sampled id; True if it is kept, False if it ended the thinking and is dropped."""
        if token in self._end_ids:
            self._ended_itself = True
            return False
        self.used += 1
        return True
