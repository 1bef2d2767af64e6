"""What a labelled item came to: what counts as correct, and what as surviving."""

from __future__ import annotations

import pytest

from app.core.plan import Assessment, SurvivalRule, Verdict
from app.dial.outcome import GridPoint, Outcome, along_budgets, along_waits


@pytest.mark.parametrize(
    ("good", "verdict", "correct"),
    [
        (True, Verdict.ADVANCE, True),
        (True, Verdict.REJECT, False),
        (False, Verdict.REJECT, True),
        (False, Verdict.ADVANCE, False),
        (True, Verdict.UNSURE, False),
        (False, Verdict.UNSURE, False),
    ],
)
def test_only_the_labels_own_verdict_is_correct(good: bool, verdict: Verdict, correct: bool) -> None:
    outcome = Outcome.labelled("a", 0, good, Assessment(verdict, 0.4), 12)
    assert outcome.correct is correct
    assert outcome.parsed
    assert (outcome.good, outcome.p_advance, outcome.thinking_tokens) == (good, 0.4, 12)


def test_without_a_verdict_nothing_survives() -> None:
    for outcome in (Outcome.labelled("a", 0, True, None, 12), Outcome.answered("b", 0, True, 12)):
        assert not outcome.survives(SurvivalRule(threshold=0.0))
    assert not Outcome.labelled("a", 0, True, None, 12).parsed


def test_a_survivor_is_who_a_screen_would_pass_on() -> None:
    unsure = Outcome.labelled("a", 0, True, Assessment(Verdict.UNSURE, 0.4), 12)
    assert unsure.survives(SurvivalRule())
    assert not unsure.survives(SurvivalRule(0.5, keep_unsure=False))
    assert unsure.survives(SurvivalRule(0.4, keep_unsure=False))


def test_a_grid_is_read_along_one_dial_at_a_time() -> None:
    points = [GridPoint(64, 2), GridPoint(64), GridPoint(0), GridPoint(32, 2)]
    grid = {point: [Outcome.answered("a", 0, True, point.budget)] for point in points}
    assert list(along_budgets(grid)) == [GridPoint(0), GridPoint(64)]
    assert list(along_waits(grid, 64)) == [GridPoint(64), GridPoint(64, 2)]
