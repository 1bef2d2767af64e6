"""Comparing settings: exact tests, their correction, the bootstrap and the seeds' noise."""

from __future__ import annotations

import numpy as np
import pytest
import scipy

from app.core.plan import Assessment, Verdict
from app.dial.comparison import bootstrap, compare, flip_rate, holm, mcnemar
from app.dial.outcome import GridPoint, Outcome
from app.dial.paired import Pairs


def test_mcnemars_exact_p_is_the_published_one() -> None:
    # M. W. Fagerland, S. Lydersen and P. Laake, BMC Medical Research Methodology 13 (2013), 91: airway
    # hyper-responsiveness, 1 against 7, exact conditional.
    assert mcnemar(1, 7) == pytest.approx(0.070, abs=5e-4)
    assert mcnemar(1, 7) == 18 / 256
    for better in range(9):
        for worse in range(1, 9):
            expected = scipy.stats.binomtest(better, better + worse).pvalue
            assert mcnemar(better, worse) == pytest.approx(expected)
    assert mcnemar(0, 0) == 1


def test_holms_correction_steps_down() -> None:
    # Against alpha 0.05, Holm refuses the fourth and the first and then stops.
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([0.9, 0.8]) == (1, 1)
    assert holm([]) == ()


def _pairs(differences: list[float]) -> Pairs:
    return Pairs(
        tuple(map(str, range(len(differences)))),
        tuple(max(d, 0) for d in differences),
        tuple(max(-d, 0) for d in differences),
    )


def test_the_bootstrap_is_seeded_and_equals_drawing_items_one_by_one() -> None:
    differences = [1.0] * 30 + [-1.0] * 15 + [0.0] * 50 + [0.5] * 5
    found = bootstrap(_pairs(differences), 0.95, seed=7)
    assert found == bootstrap(_pairs(differences), 0.95, seed=7)
    assert found != bootstrap(_pairs(differences), 0.95, seed=8)
    random = np.random.default_rng(1)
    means = random.choice(differences, (20_000, len(differences))).mean(axis=1)
    assert found == pytest.approx(tuple(np.quantile(means, [0.025, 0.975])), abs=0.011)


def test_the_bootstrap_covers_about_as_often_as_it_says() -> None:
    random = np.random.default_rng(2)
    lists, covered = 400, 0
    for _ in range(lists):
        gained, lost, same = random.multinomial(150, [0.2, 0.1, 0.7]).tolist()
        low, high = bootstrap(_pairs([1.0] * gained + [-1.0] * lost + [0.0] * same))
        covered += low <= 0.1 <= high
    assert covered / lists > 0.91


def test_settings_are_compared_item_by_item_and_corrected_for_their_number() -> None:
    def right(budget: int, items: range) -> list[Outcome]:
        return [Outcome.answered(str(n), 0, n in items, budget) for n in range(60)]

    small, middle, large = GridPoint(0), GridPoint(32), GridPoint(64)
    grid = {small: right(0, range(30)), middle: right(32, range(2, 45)), large: right(64, range(1, 45))}
    found = compare(grid, [(small, middle), (middle, large)])
    first, second = found
    assert (first.n, first.better, first.worse) == (60, 15, 2)
    assert first.difference == pytest.approx(13 / 60)
    assert first.p == scipy.stats.binomtest(2, 17).pvalue
    assert first.adjusted == pytest.approx(2 * first.p)
    assert first.low < 13 / 60 < first.high
    assert (second.better, second.worse, second.p, second.adjusted, second.noise) == (1, 0, 1, 1, None)


def test_with_seeds_an_item_is_better_if_it_is_right_more_often() -> None:
    def seeds(item: str, *right: bool) -> list[Outcome]:
        return [Outcome.answered(item, seed, each, 10) for seed, each in enumerate(right)]

    one = [*seeds("a", True, False), *seeds("b", False, False), *seeds("c", True, False)]
    two = [*seeds("a", True, True), *seeds("b", False, True), *seeds("c", False, True)]
    (found,) = compare({GridPoint(0): one, GridPoint(8): two}, [(GridPoint(0), GridPoint(8))])
    assert (found.n, found.better, found.worse) == (3, 2, 0)
    assert found.noise == pytest.approx(2 / 3)


def test_the_flip_rate_is_how_often_two_seeds_disagree() -> None:
    def said(item: str, *verdicts: Verdict) -> list[Outcome]:
        return [
            Outcome.labelled(item, seed, True, Assessment(verdict, 0.5), 10)
            for seed, verdict in enumerate(verdicts)
        ]

    yes, no, unsure = Verdict.ADVANCE, Verdict.REJECT, Verdict.UNSURE
    assert flip_rate(said("a", yes, yes, yes)) == 0
    assert flip_rate(said("a", yes, no, unsure)) == 1
    # Of a's three pairs two differ; b has one seed and says nothing.
    assert flip_rate([*said("a", yes, yes, no), *said("b", yes)]) == pytest.approx(2 / 3)
    assert flip_rate(said("b", yes)) is None
