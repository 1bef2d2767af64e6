"""A cut is where a run of the smaller budget ends: against the forcer itself, on any stream of draws."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.budget import BudgetForcer, End, Inject, Sample, ThinkingBudget, ThinkingEnd
from app.core.cut import Cut, check_smaller, cut
from app.core.errors import BudgetError
from app.core.trace import Span, SpanReason, Trace, Usage

WAIT = (90, 91)
END = 0
NOTHING = Usage(0, 0, 0, 0, 0.0, 0.0, 0.0, 0.0)


@dataclass
class Model:
    """Draws that depend on the ids before and on the place alone, as a seeded sampler's do."""

    draws: tuple[int, ...]

    def draw(self, ids: list[int], *, mask_end: bool) -> int:
        token = self.draws[(len(ids) + sum(ids)) % len(self.draws)]
        return 1 if mask_end and token == END else token


def think(model: Model, budget: ThinkingBudget) -> Trace:
    """The thinking of one run, as the engine drives it."""
    forcer = BudgetForcer(budget, WAIT, frozenset({END}))
    ids: list[int] = []
    spans: list[Span] = []
    while True:
        match forcer.next_action():
            case Sample(mask_end):
                token = model.draw(ids, mask_end=mask_end)
                if forcer.sampled(token):
                    ids.append(token)
            case Inject(more):
                spans.append(Span(len(ids), more, SpanReason.WAIT, "Wait", 0))
                ids += more
            case End(how):
                return Trace((), tuple(ids), (), tuple(spans), (), "", "", how, forcer.waits_used, NOTHING)


models = st.builds(Model, st.lists(st.integers(0, 3), min_size=1, max_size=20).map(tuple))


@given(
    models, st.integers(0, 30), st.integers(0, 5), st.integers(0, 30), st.integers(0, 5), st.integers(0, 30)
)
def test_a_cut_is_where_the_smaller_run_ends(
    model: Model, most: int, waits: int, more: int, more_waits: int, least: int
) -> None:
    least = min(least, most)
    smaller = ThinkingBudget(most, least, waits)
    larger = ThinkingBudget(most + more, least, waits + more_waits)
    check_smaller(larger, smaller)
    own, whole = think(model, smaller), think(model, larger)
    assert cut(whole, smaller) == Cut(len(own.thinking_ids), own.thinking_ended, own.waits_used)
    assert whole.thinking_ids[: len(own.thinking_ids)] == own.thinking_ids
    assert tuple(s for s in whole.spans if s.offset < len(own.thinking_ids)) == own.spans


def test_a_wait_without_room_ends_the_smaller_run() -> None:
    model = Model((1, 1, END))
    whole = think(model, ThinkingBudget(20, waits=1))
    (wait,) = whole.spans
    assert cut(whole, ThinkingBudget(wait.offset + len(WAIT), waits=1)) == Cut(
        wait.offset, ThinkingEnd.FORCED, 0
    )
    assert cut(whole, ThinkingBudget(20)) == Cut(wait.offset, ThinkingEnd.NATURAL, 0)
    assert cut(whole, ThinkingBudget(wait.offset, waits=1)) == Cut(wait.offset, ThinkingEnd.FORCED, 0)


@pytest.mark.parametrize(
    "smaller",
    [
        ThinkingBudget(11),
        ThinkingBudget(9, waits=3),
        ThinkingBudget(9, 1),
        ThinkingBudget(9, wait_text="Hmm"),
        ThinkingBudget(None),
    ],
    ids=str,
)
def test_what_is_not_smaller_is_refused(smaller: ThinkingBudget) -> None:
    with pytest.raises(BudgetError, match="give a smaller maximum"):
        check_smaller(ThinkingBudget(10, waits=2), smaller)
