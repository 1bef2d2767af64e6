"""The dial's curve and the s1 paper's metrics."""

from __future__ import annotations

import pytest

from app.core.errors import DialError
from app.core.plan import Assessment, SurvivalRule, Verdict
from app.dial.curve import curve, metrics, scaling
from app.dial.intervals import Share
from app.dial.outcome import GridPoint, Outcome

# "s1: Simple test-time scaling", arXiv 2501.19393, figure 1: thinking tokens and correct ones of AIME24's 30.
AIME24 = [(500, 0), (1000, 4), (2000, 9), (3933, 13), (5300, 15), (6657, 16), (7320, 17)]


def _labelled(item: str, good: bool, verdict: Verdict | None, p: float = 0.5, seed: int = 0) -> Outcome:
    return Outcome.labelled(item, seed, good, Assessment(verdict, p) if verdict else None, 20)


def test_the_papers_own_benchmark() -> None:
    grid = {
        GridPoint(tokens): [Outcome.answered(str(n), 0, n < right, tokens) for n in range(30)]
        for tokens, right in AIME24
    }
    points = curve(grid)
    assert [point.tokens for point in points] == [tokens for tokens, _ in AIME24]
    assert (points[-1].accuracy.low, points[-1].accuracy.high) == pytest.approx((0.39, 0.73), abs=0.006)
    assert (points[-1].recall, points[-1].discard) == (None, None)
    found = metrics(points)
    assert found.control == 1
    assert found.performance == pytest.approx(0.567, abs=5e-4)
    assert found.scaling == pytest.approx(scaling([(t, right / 30) for t, right in AIME24]))


def test_scaling_is_the_mean_slope_of_all_pairs() -> None:
    # Slopes 0.2 / 100, 0.3 / 300 and 0.1 / 200, in any order.
    assert scaling([(400, 0.6), (100, 0.3), (200, 0.5)]) == pytest.approx((0.002 + 0.001 + 0.0005) / 3)
    assert scaling([(100, 0.3), (100, 0.6)]) is None
    assert scaling([(100, 0.3)]) is None
    assert scaling([(100, 0.5), (300, 0.3)]) == pytest.approx(-0.001)


def test_recall_and_discard_follow_the_rule_and_the_unreadable_are_neither_kept_nor_discarded() -> None:
    grid = {
        GridPoint(32): [
            _labelled("a", True, Verdict.ADVANCE, 0.9),
            _labelled("b", True, Verdict.UNSURE, 0.4),
            _labelled("c", True, Verdict.REJECT, 0.3),
            _labelled("d", True, None),
            _labelled("e", False, Verdict.REJECT, 0.1),
            _labelled("f", False, Verdict.ADVANCE, 0.7),
            _labelled("g", False, None),
        ]
    }
    (point,) = curve(grid)
    assert (point.n, point.seeds, point.unparsed) == (7, 1, 2)
    assert point.accuracy == Share.of(2, 7)
    assert point.recall == Share.of(2, 4)
    assert point.discard == Share.of(1, 3)
    (strict,) = curve(grid, SurvivalRule(0.8, keep_unsure=False))
    assert strict.accuracy == point.accuracy
    assert strict.recall == Share.of(1, 4)
    assert strict.discard == Share.of(2, 3)


def test_repetitions_do_not_narrow_an_interval() -> None:
    once = [Outcome.answered(str(n), 0, n % 2 == 0, 10) for n in range(20)]
    often = [Outcome.answered(str(n), seed, n % 2 == 0, 10) for n in range(20) for seed in range(5)]
    (first,), (second,) = curve({GridPoint(16): once}), curve({GridPoint(16): often})
    assert (first.seeds, second.seeds) == (1, 5)
    assert first.accuracy == second.accuracy == Share.of(10, 20)


def test_an_item_counts_with_the_share_of_its_seeds() -> None:
    grid = {GridPoint(16): [Outcome.answered("a", seed, seed == 0, 10) for seed in range(4)]}
    assert curve(grid)[0].accuracy == Share.of(0.25, 1)


def test_means_are_over_what_was_measured_and_control_is_a_share_of_generations() -> None:
    grid = {
        GridPoint(16, waits=1, min_tokens=8): [
            Outcome.answered("a", 0, True, 16, seconds=2.0, repeated=0.5),
            Outcome.answered("b", 0, True, 4),
            Outcome.answered("c", 0, True, 17, seconds=4.0),
            Outcome.answered("d", 0, True, 8),
        ]
    }
    (point,) = curve(grid)
    assert (point.seconds, point.repeated, point.tokens, point.control) == (3.0, 0.5, 11.25, 0.5)
    (bare,) = curve({GridPoint(16): [Outcome.answered("b", 0, True, 4)]})
    assert (bare.seconds, bare.repeated) == (None, None)


def test_a_curve_is_sorted_and_needs_outcomes_that_differ() -> None:
    one = [Outcome.answered("a", 0, True, 4)]
    assert [p.point.budget for p in curve({GridPoint(64): one, GridPoint(8): one})] == [8, 64]
    with pytest.raises(DialError, match="Nothing was measured at a budget of 8 with 2 Waits"):
        curve({GridPoint(8, 2): []})
    with pytest.raises(DialError, match="measured twice with one seed"):
        curve({GridPoint(8): one * 2})
    with pytest.raises(DialError, match="no point yet"):
        metrics([])
