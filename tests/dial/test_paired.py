"""Two settings on the same items, and Tango's interval against published values and by its coverage."""

from __future__ import annotations

import numpy as np
import pytest
import scipy

from app.core.errors import DialError
from app.dial.outcome import Outcome
from app.dial.paired import pair, tango


@pytest.mark.parametrize(
    ("gained", "lost", "n", "low", "high"),
    [
        # M. W. Fagerland, S. Lydersen and P. Laake, "Statistical Analysis of Contingency Tables", CRC 2017,
        # chapter 8: airway hyper-responsiveness (Bentur 2009) and complete response (Cavo 2012).
        (1, 7, 21, -0.517, -0.026),
        (6, 16, 161, -0.1240, -0.0054),
        # No pair differs: z^2 / (n + z^2).
        (0, 0, 44, -0.08030, 0.08030),
    ],
)
def test_tangos_interval_is_the_published_one(
    gained: int, lost: int, n: int, low: float, high: float
) -> None:
    within = 6e-4 if n == 21 else 6e-5
    assert tango(gained, lost, n, 0.95) == pytest.approx((low, high), abs=within)


def test_what_is_gained_and_what_is_lost_mirror_each_other() -> None:
    low, high = tango(12, 5, 60, 0.9)
    assert tango(5, 12, 60, 0.9) == pytest.approx((-high, -low))
    assert low < 7 / 60 < high


@pytest.mark.parametrize(("gained", "lost"), [(20, 0), (0, 20), (10, 10), (0.25, 0)])
def test_the_interval_holds_its_estimate_and_stays_within_its_range(gained: float, lost: float) -> None:
    low, high = tango(gained, lost, 20, 0.95)
    assert -1 <= low <= (gained - lost) / 20 <= high <= 1


@pytest.mark.parametrize(("p_gain", "p_loss"), [(0.1, 0.1), (0.02, 0.05), (0.3, 0.1)])
def test_the_interval_covers_about_as_often_as_it_says(p_gain: float, p_loss: float) -> None:
    n, lists = 80, 2_000
    drawn = np.random.default_rng(1).multinomial(n, [p_gain, p_loss, 1 - p_gain - p_loss], lists)
    known: dict[tuple[int, int], tuple[float, float]] = {}
    covered = 0
    for gained, lost, _ in drawn.tolist():
        low, high = known.setdefault((gained, lost), tango(gained, lost, n, 0.95))
        covered += low <= p_gain - p_loss <= high
    # An approximate interval: a point below what it says is allowed it, and the simulation's own error.
    assert covered / lists > 0.94 - scipy.stats.norm.ppf(0.999) * (0.06 * 0.94 / lists) ** 0.5


def _of(item: str, seed: int, correct: bool) -> Outcome:
    return Outcome.answered(item, seed, correct, 10)


def test_seeds_are_averaged_within_their_item_and_only_shared_ones_count() -> None:
    first = [_of("a", 0, True), _of("a", 1, False), _of("b", 0, False), _of("c", 0, False)]
    second = [_of("b", 0, True), _of("a", 0, False), _of("a", 1, False), _of("d", 0, True)]
    pairs = pair(first, second)
    assert pairs.items == ("a", "b")
    assert (pairs.gained, pairs.lost) == ((0, 1), (0.5, 0))
    assert pairs.differences == (-0.5, 1)
    assert pairs.difference == 0.25
    assert pairs.interval(0.9) == tango(1, 0.5, 2, 0.9)


def test_settings_without_a_common_item_cannot_be_compared() -> None:
    with pytest.raises(DialError, match="no item in common"):
        pair([_of("a", 0, True)], [_of("a", 1, True)])


@pytest.mark.parametrize(("gained", "lost", "n"), [(-1, 0, 5), (3, 3, 5), (0, 0, 0)])
def test_what_has_no_interval_is_a_mistake(gained: int, lost: int, n: int) -> None:
    with pytest.raises(ValueError, match="no interval"):
        tango(gained, lost, n, 0.95)
