"""Intervals of counted shares: published and closed values, and how often they cover."""

from __future__ import annotations

import numpy as np
import pytest
import scipy

from app.dial.intervals import Share, clopper_pearson, hypergeometric, lower_bound, upper_bound, wilson


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        # The closed forms: 1 - 0.025^(1/n) for none, 0.025^(1/n) for all.
        (0, 10, 0.0, 0.30850),
        (3, 3, 0.29240, 1.0),
        (0, 300, 0.0, 0.01222),
        # Tables of exact binomial limits.
        (1, 10, 0.00253, 0.44502),
        (5, 10, 0.18709, 0.81291),
        (5, 100, 0.016432, 0.112835),
        # R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 5.
        (81, 263, 0.2527, 0.3676),
        (15, 148, 0.0578, 0.1617),
        (0, 20, 0.0, 0.1684),
        (1, 29, 0.0009, 0.1776),
    ],
)
def test_the_exact_interval_is_the_published_one(hits: int, of: int, low: float, high: float) -> None:
    assert clopper_pearson(hits, of) == pytest.approx((low, high), abs=6e-5)
    assert clopper_pearson(hits, of) == pytest.approx(
        tuple(scipy.stats.binomtest(hits, of).proportion_ci(0.95, "exact")), abs=1e-12
    )


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        # What s1's accuracies on AIME24 are worth: 50.0 and 56.7 % of 30.
        (15, 30, 0.33, 0.67),
        (17, 30, 0.39, 0.73),
    ],
)
def test_wilsons_interval_is_the_published_one(hits: int, of: int, low: float, high: float) -> None:
    within = 0.006 if of == 30 else 6e-5
    assert wilson(hits, of) == pytest.approx((low, high), abs=within)
    assert wilson(hits, of) == pytest.approx(
        tuple(scipy.stats.binomtest(hits, of).proportion_ci(0.95, "wilson"))
    )


def test_a_bound_is_where_the_tail_is_the_error() -> None:
    low, high = lower_bound(27, 30, 0.9), upper_bound(27, 30, 0.9)
    assert scipy.stats.binom.sf(26, 30, low) == pytest.approx(0.1)
    assert scipy.stats.binom.cdf(27, 30, high) == pytest.approx(0.1)
    assert lower_bound(59, 59, 0.95) == pytest.approx(0.05 ** (1 / 59))
    assert (lower_bound(0, 30), upper_bound(30, 30)) == (0, 1)


@pytest.mark.parametrize(
    ("hits", "drawn", "population", "least", "most"),
    [
        # The survey of 100 of 300 employees in the readme of the R package samplingbook (G. Kauermann and
        # H. Kuechenhoff, "Stichproben", Springer 2011), which names the nearest counts refused: 110 and 161.
        (45, 100, 300, 111, 160),
        # All are known, and one is missing.
        (7, 30, 30, 7, 7),
        (7, 29, 30, 7, 8),
    ],
)
def test_the_interval_of_a_finite_population(
    hits: int, drawn: int, population: int, least: int, most: int
) -> None:
    assert hypergeometric(hits, drawn, population) == (least, most)


def test_a_sample_of_a_huge_population_is_as_good_as_one_with_replacement() -> None:
    least, most = hypergeometric(5, 100, 1_000_000)
    assert (least / 1e6, most / 1e6) == pytest.approx(clopper_pearson(5, 100), abs=2e-5)


@pytest.mark.parametrize(("drawn", "population"), [(5, 40), (20, 40), (39, 40)])
def test_the_finite_interval_covers_every_count_as_often_as_it_says(drawn: int, population: int) -> None:
    intervals = [hypergeometric(hits, drawn, population) for hits in range(drawn + 1)]
    for count in range(population + 1):
        chances = scipy.stats.hypergeom.pmf(np.arange(drawn + 1), population, count, drawn)
        covered = sum(
            chance for chance, (least, most) in zip(chances, intervals, strict=True) if least <= count <= most
        )
        assert covered >= 0.95 - 1e-12


@pytest.mark.parametrize("n", [10, 30, 120])
def test_the_exact_interval_covers_every_share_as_often_as_it_says_and_wilsons_on_average(n: int) -> None:
    shares = np.linspace(0.005, 0.995, 199)
    chances = scipy.stats.binom.pmf(np.arange(n + 1)[:, None], n, shares)

    def covered(intervals: list[tuple[float, float]]) -> np.ndarray:
        low, high = np.array(intervals).T[:, :, None]
        return np.asarray((chances * ((low <= shares) & (shares <= high))).sum(axis=0))

    assert covered([clopper_pearson(hits, n) for hits in range(n + 1)]).min() >= 0.95
    # Wilson's aims at the mean, and dips near the ends: Brown, Cai and DasGupta, Statistical Science 16
    # (2001), 101-133.
    cover = covered([wilson(hits, n) for hits in range(n + 1)])
    assert 0.945 < cover.mean() < 0.965
    assert cover.min() > 0.82


def test_a_share_has_its_size_and_its_interval() -> None:
    assert Share.of(15, 30) == Share(0.5, 30, *wilson(15, 30))


def test_hits_and_misses_mirror_each_other_and_large_samples_are_narrow() -> None:
    low, high = clopper_pearson(7, 30)
    assert clopper_pearson(23, 30) == pytest.approx((1 - high, 1 - low))
    low, high = clopper_pearson(5_000, 100_000)
    assert 0.0486 < low < 0.05 < high < 0.0514


@pytest.mark.parametrize(
    ("hits", "of", "confidence"), [(0, 0, 0.95), (-1, 3, 0.95), (4, 3, 0.95), (1, 3, 1.0)]
)
def test_what_has_no_interval_is_a_mistake(hits: int, of: int, confidence: float) -> None:
    for interval in (clopper_pearson, wilson, lower_bound, upper_bound):
        with pytest.raises(ValueError, match="no interval"):
            interval(hits, of, confidence)
    with pytest.raises(ValueError, match="no interval"):
        hypergeometric(hits, of, 10, confidence)


def test_more_cannot_be_drawn_than_there_are() -> None:
    with pytest.raises(ValueError, match="11 drawn of 10"):
        hypergeometric(1, 11, 10)
