"""Where a smaller budget would have ended a trace: a run with it gives the same ids up to there."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.budget import ThinkingBudget, ThinkingEnd
from app.core.errors import BudgetError
from app.core.trace import SpanReason, Trace


@dataclass(frozen=True, slots=True)
class Cut:
    """The first `length` thinking tokens of a trace, and how its thinking ends there."""

    length: int
    end: ThinkingEnd
    waits_used: int


def check_smaller(budget: ThinkingBudget, smaller: ThinkingBudget) -> None:
    """Raises BudgetError unless a trace under `budget` begins as one under `smaller` does."""
    most, least = budget.max_tokens, smaller.max_tokens
    fits = most is not None and least is not None and least <= most and smaller.waits <= budget.waits
    if not fits or (smaller.min_tokens, smaller.wait_text) != (budget.min_tokens, budget.wait_text):
        raise BudgetError(
            "A budget of {0} tokens and {1} Waits cannot be read off one of {2} and {3}; give a smaller "
            "maximum, no more Waits, and the same minimum and Wait text.",
            least,
            smaller.waits,
            most,
            budget.waits,
        )


def cut(trace: Trace, smaller: ThinkingBudget) -> Cut:
    """Where `BudgetForcer` ends the thinking under a smaller budget (see `check_smaller`).

    At each place the same id is drawn, since a draw depends on the ids before it, the seed and the place
    alone. So the two part only where the smaller maximum is reached, where a Wait that the larger run
    injected is not left to the smaller one, or where it would leave it no room for a sampled token.
    """
    most = smaller.max_tokens
    assert most is not None
    waits = [span for span in trace.spans if span.reason is SpanReason.WAIT]
    for used, wait in enumerate(waits):
        if wait.offset >= most:
            return Cut(most, ThinkingEnd.FORCED, used)
        if used == smaller.waits:
            return Cut(wait.offset, ThinkingEnd.NATURAL, used)
        if wait.offset + len(wait.ids) + 1 > most:
            return Cut(wait.offset, ThinkingEnd.FORCED, used)
    thought, used = len(trace.thinking_ids), len(waits)
    if thought >= most:
        return Cut(most, ThinkingEnd.FORCED, used)
    # It ended by itself; where a Wait is left, it had no room in the larger budget either.
    return Cut(thought, ThinkingEnd.NATURAL if used == smaller.waits else ThinkingEnd.FORCED, used)
