"""Where more thinking stops helping, and where it hurts."""

from __future__ import annotations

import numpy as np
import pytest
import scipy

from app.core.errors import DialError
from app.dial.outcome import Grid, GridPoint, Outcome
from app.dial.paired import tango
from app.dial.plateau import least_items, plateau


def _line(right: dict[int, int], n: int = 400) -> Grid:
    """Budgets with how many of the items, from the first on, they have right."""
    return {
        GridPoint(budget): [Outcome.answered(str(item), 0, item < count, budget) for item in range(n)]
        for budget, count in right.items()
    }


def test_the_plateau_is_the_smallest_budget_that_all_larger_ones_equal() -> None:
    found = plateau(_line({0: 200, 32: 300, 64: 340, 128: 342, 256: 341}), margin=0.03)
    assert found.point == GridPoint(64)
    assert found.hurts is None
    assert len(found.steps) == 10
    last = found.steps[-1]
    assert (last.smaller, last.larger, last.n, last.equivalent) == (GridPoint(128), GridPoint(256), 400, True)
    assert (last.low, last.high) == tango(0, 1, 400, 0.9)
    assert last.difference == pytest.approx(-1 / 400)


def test_not_significant_is_not_equivalent() -> None:
    # 30 items: no test would tell 15 from 17, and no plateau is shown either.
    found = plateau(_line({1000: 15, 2000: 16, 4000: 17}, n=30), margin=0.02)
    assert (found.point, found.hurts) == (None, None)
    assert found.least > 30


def test_where_more_thinking_hurts_is_the_first_budget_that_is_worse_than_a_smaller_one() -> None:
    found = plateau(_line({0: 200, 64: 340, 128: 338, 256: 290, 512: 280}), margin=0.03)
    assert found.hurts == GridPoint(256)
    assert found.point is None


def test_a_plateau_is_not_claimed_below_a_gap() -> None:
    # 32 equals 256, but 64 differs from 256: the search stops there.
    found = plateau(_line({32: 340, 64: 300, 128: 340, 256: 340}), margin=0.03)
    assert found.point == GridPoint(128)
    assert found.hurts == GridPoint(64)


def test_the_least_items_are_those_at_which_equality_is_just_shown() -> None:
    least = least_items(0.02)
    assert least == 133
    line = {GridPoint(b): [Outcome.answered(str(n), 0, True, b) for n in range(least)] for b in (0, 8)}
    assert plateau(line, margin=0.02).point == GridPoint(0)
    fewer = {point: outcomes[1:] for point, outcomes in line.items()}
    assert plateau(fewer, margin=0.02).point is None


@pytest.mark.parametrize("discordant", [0.06, 0.2])
def test_what_differs_by_the_margin_is_rarely_called_equivalent(discordant: float) -> None:
    n, lists, margin = 600, 2_000, 0.05
    chances = [(discordant + margin) / 2, (discordant - margin) / 2, 1 - discordant]
    known: dict[tuple[int, int], bool] = {}
    wrong = 0
    for gained, lost, _ in np.random.default_rng(5).multinomial(n, chances, lists).tolist():
        if (gained, lost) not in known:
            low, high = tango(gained, lost, n, 0.9)
            known[gained, lost] = -margin < low and high < margin
        wrong += known[gained, lost]
    # The score interval is approximate: up to a point above the 5 % that it says.
    assert 0 < wrong <= scipy.stats.binom.ppf(0.999, lists, 0.06)


def test_budgets_that_are_alike_are_rarely_said_to_hurt() -> None:
    random, lists, n, error = np.random.default_rng(6), 250, 100, 0.05
    alarms = 0
    for _ in range(lists):
        line = {
            GridPoint(budget): [
                Outcome.answered(str(item), 0, right, budget)
                for item, right in enumerate((random.random(n) < 0.8).tolist())
            ]
            for budget in (0, 32, 64)
        }
        alarms += plateau(line, error=error).hurts is not None
    assert alarms <= scipy.stats.binom.ppf(0.999, lists, error)


def test_a_plateau_needs_two_budgets_and_a_margin() -> None:
    with pytest.raises(DialError, match="at least two budgets"):
        plateau(_line({32: 10}, n=20))
    with pytest.raises(DialError, match="margin is 0"):
        plateau(_line({32: 10, 64: 10}, n=20), margin=0)
    with pytest.raises(DialError, match=r"error is 0\.5"):
        plateau(_line({32: 10, 64: 10}, n=20), error=0.5)
