"""The t-hurdles of many trials, against published and hand-computed values."""

from __future__ import annotations

from math import erfc, sqrt

import pytest

from app.core.errors import ReportError
from app.core.hurdles import Correction, hurdles


def by_name(tests: int, level: float = 0.05) -> dict[Correction, tuple[float, float]]:
    return {each.correction: (each.first, each.last) for each in hurdles(tests, level)}


def test_one_test_has_the_usual_hurdle() -> None:
    for pair in by_name(1).values():
        assert pair == pytest.approx((1.959964, 1.959964), abs=1e-6)


def test_bonferroni_of_316_factors_is_that_of_harvey_liu_and_zhu() -> None:
    # Their 316 factors of 2012: a t-ratio of 3.78.
    assert by_name(316)[Correction.BONFERRONI][0] == pytest.approx(3.78, abs=0.005)


def test_ten_tests_have_the_hurdles_computed_by_hand() -> None:
    found = by_name(10)
    # c(10) = 7381 / 2520 = 2.928968; the two-sided p of a t is erfc(t / sqrt(2)).
    expected = {
        Correction.BONFERRONI: (0.005, 0.005),
        Correction.HOLM: (0.005, 0.05),
        Correction.BHY: (0.05 * 2520 / 73810, 0.05 * 2520 / 7381),
    }
    for correction, pair in expected.items():
        assert tuple(erfc(t / sqrt(2)) for t in found[correction]) == pytest.approx(pair, rel=1e-9)
    assert found[Correction.BONFERRONI][0] == pytest.approx(2.807, abs=5e-4)
    assert found[Correction.BHY] == pytest.approx((3.137, 2.385), abs=5e-4)


def test_more_trials_and_a_lower_level_raise_every_first_hurdle() -> None:
    for correction in Correction:
        firsts = [by_name(tests)[correction][0] for tests in (1, 2, 50, 5_000, 1_000_000)]
        assert firsts == sorted(firsts)
        assert by_name(50, 0.01)[correction][0] > by_name(50, 0.05)[correction][0]
    assert by_name(10**6)[Correction.BONFERRONI][0] == pytest.approx(5.4513, abs=1e-3)


def test_no_trial_has_no_hurdle() -> None:
    assert hurdles(0) == ()


@pytest.mark.parametrize("level", [0.0, 1.0, -0.1, float("nan")])
def test_a_level_that_is_none_is_refused(level: float) -> None:
    with pytest.raises(ReportError, match=r"The level is .+; it must lie between 0 and 1"):
        hurdles(3, level)
