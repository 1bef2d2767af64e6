"""Budget forcing on ids alone: every small budget against every way a model can behave."""

from __future__ import annotations

from itertools import product

import pytest

from app.core.budget import BudgetForcer, End, Inject, Sample, ThinkingBudget, ThinkingEnd
from app.core.errors import BudgetError

WAIT = (7, 8)
STOP = 99
ENDS = frozenset({STOP, 98})
WORD = 1

Step = Sample | Inject | End


def play(forcer: BudgetForcer, script: tuple[bool, ...]) -> list[tuple[Step, int]]:
    """Run a forcer against a model that tries to end where the script says so; (action, used before it)."""
    wishes = iter(script)
    steps: list[tuple[Step, int]] = []
    while True:
        used = forcer.used
        action = forcer.next_action()
        steps.append((action, used))
        match action:
            case End():
                return steps
            case Sample(mask_end):
                wants_end = next(wishes, False) and not mask_end
                assert forcer.sampled(STOP if wants_end else WORD) is not wants_end


def every_game() -> list[tuple[ThinkingBudget, int, tuple[bool, ...]]]:
    """(budget, tokens already thought, where the model tries to end)."""
    return [
        (ThinkingBudget(most, least, waits), used, script)
        for most in range(7)
        for least in range(most + 1)
        for waits in range(4)
        for used in range(min(most, 3) + 1)
        for script in product((False, True), repeat=6)
    ]


def test_no_behaviour_of_the_model_breaks_a_budget() -> None:
    for budget, start, script in every_game():
        assert budget.max_tokens is not None
        forcer = BudgetForcer(budget, WAIT, ENDS, used=start)
        steps = play(forcer, script)
        context = (budget, start, script, steps)
        assert forcer.used <= budget.max_tokens, context
        assert forcer.used >= budget.min_tokens, context
        assert all(
            action.mask_end is (used < budget.min_tokens)
            for action, used in steps
            if isinstance(action, Sample)
        )
        waits = [(place, used) for place, (action, used) in enumerate(steps) if isinstance(action, Inject)]
        assert len(waits) == forcer.waits_used <= budget.waits, context
        for place, used in waits:
            assert used + len(WAIT) + 1 <= budget.max_tokens, context
            assert isinstance(steps[place + 1][0], Sample), context
        match steps[-1][0]:
            case End(ThinkingEnd.NATURAL):
                assert forcer.waits_used == budget.waits, context
            case End(how):
                assert how is ThinkingEnd.FORCED, context
                wait_had_no_room = forcer.used + len(WAIT) + 1 > budget.max_tokens
                assert forcer.used == budget.max_tokens or wait_had_no_room, context


def test_a_model_that_never_ends_thinks_exactly_its_budget() -> None:
    for most in range(20):
        forcer = BudgetForcer(ThinkingBudget(most, waits=3), WAIT, ENDS)
        steps = play(forcer, ())
        assert (forcer.used, forcer.waits_used, steps[-1][0]) == (most, 0, End(ThinkingEnd.FORCED))


def test_nothing_to_spend_ends_at_once_by_force() -> None:
    forcer = BudgetForcer(ThinkingBudget(0, waits=2), WAIT, ENDS)
    assert forcer.next_action() == End(ThinkingEnd.FORCED)


def test_one_count_runs_through_all_rounds() -> None:
    """A model that ends after each token: rounds of one sampled token and a Wait of two share ten tokens."""
    forcer = BudgetForcer(ThinkingBudget(10, waits=9), WAIT, ENDS)
    steps = play(forcer, (False, True) * 9)
    assert [used for action, used in steps if isinstance(action, Inject)] == [1, 4, 7]
    assert (forcer.used, forcer.waits_used) == (10, 3)
    assert steps[-1][0] == End(ThinkingEnd.FORCED)


@pytest.mark.parametrize(("most", "how"), [(4, Inject(WAIT)), (3, End(ThinkingEnd.FORCED))])
def test_a_wait_needs_room_for_one_sampled_token(most: int, how: Step) -> None:
    forcer = BudgetForcer(ThinkingBudget(most, waits=1), WAIT, ENDS)
    assert forcer.next_action() == Sample(mask_end=False)
    assert forcer.sampled(WORD)
    assert not forcer.sampled(98)
    assert forcer.next_action() == how


def test_a_continued_trace_starts_with_a_wait() -> None:
    forcer = BudgetForcer(ThinkingBudget(20, waits=1), WAIT, ENDS, used=5)
    assert forcer.next_action() == Inject(WAIT)
    assert forcer.used == 7
    assert forcer.next_action() == Sample(mask_end=False)


def test_a_continued_trace_below_the_minimum_goes_on() -> None:
    forcer = BudgetForcer(ThinkingBudget(20, min_tokens=8), WAIT, ENDS, used=5)
    assert forcer.next_action() == Sample(mask_end=True)


def test_more_thought_than_allowed_is_refused() -> None:
    with pytest.raises(BudgetError, match=r"21 .* 20"):
        BudgetForcer(ThinkingBudget(20), WAIT, ENDS, used=21)


def test_an_open_maximum_and_a_wait_without_ids_are_refused() -> None:
    with pytest.raises(BudgetError, match="no maximum"):
        BudgetForcer(ThinkingBudget(None), WAIT, ENDS)
    with pytest.raises(BudgetError, match="no tokens"):
        BudgetForcer(ThinkingBudget(9, waits=1), (), ENDS)
    assert BudgetForcer(ThinkingBudget(9), (), ENDS).next_action() == Sample(mask_end=False)


@pytest.mark.parametrize("name", ["max_tokens", "min_tokens", "waits"])
def test_a_negative_count_is_refused_by_name(name: str) -> None:
    with pytest.raises(BudgetError, match=f"{name} is -1"):
        ThinkingBudget(**{"max_tokens": 5, name: -1})


def test_a_least_above_the_most_is_refused_with_both() -> None:
    with pytest.raises(BudgetError, match=r"6 tokens.*\(5\)"):
        ThinkingBudget(5, min_tokens=6)
    with pytest.raises(BudgetError, match=r"6 tokens.*\(5\)"):
        ThinkingBudget(None, min_tokens=6).within(5)


def test_an_empty_wait_is_refused_where_one_is_asked_for() -> None:
    with pytest.raises(BudgetError, match="Wait text is empty"):
        ThinkingBudget(5, waits=1, wait_text="")


def test_an_open_budget_takes_what_is_left_and_no_less_than_nothing() -> None:
    open_budget = ThinkingBudget(None, waits=2, wait_text="Hmm")
    assert open_budget.within(40) == ThinkingBudget(40, waits=2, wait_text="Hmm")
    assert open_budget.within(-3).max_tokens == 0
    assert ThinkingBudget(7).within(40) == ThinkingBudget(7)
