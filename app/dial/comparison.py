"""Whether two settings differ: exact McNemar, Holm over many, paired bootstrap, and the seeds' own noise."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import bdtr

from app.dial.intervals import CONFIDENCE
from app.dial.outcome import Grid, GridPoint, Outcome
from app.dial.paired import Pairs, pair

RESAMPLES = 10_000


@dataclass(frozen=True, slots=True)
class Comparison:
    """A second setting against a first one, on the same items.

    Attributes:
        n: items that both have.
        better, worse: items that the second has right more often than the first, and less often.
        difference: accuracy of the second less that of the first.
        low, high: its bootstrap interval.
        p: two-sided, of this pair alone.
        adjusted: p after Holm's correction for all pairs compared at once.
        noise: the larger flip rate of the two; None where both were run with one seed.
    """

    first: GridPoint
    second: GridPoint
    n: int
    better: int
    worse: int
    difference: float
    low: float
    high: float
    p: float
    adjusted: float
    noise: float | None


def compare(
    grid: Grid,
    pairs: Sequence[tuple[GridPoint, GridPoint]],
    *,
    confidence: float = CONFIDENCE,
    seed: int = 0,
) -> tuple[Comparison, ...]:
    """Compare the accuracy of pairs of points, corrected for their number.

    Args:
        seed: of the bootstrap.

    Raises:
        DialError: two points share no item.
    """
    both = [pair(grid[first], grid[second]) for first, second in pairs]
    better = [sum(difference > 0 for difference in each.differences) for each in both]
    worse = [sum(difference < 0 for difference in each.differences) for each in both]
    p = [mcnemar(*counts) for counts in zip(better, worse, strict=True)]
    adjusted = holm(p)
    found = []
    for at, (first, second) in enumerate(pairs):
        low, high = bootstrap(both[at], confidence, seed)
        noise = [rate for point in (first, second) if (rate := flip_rate(grid[point])) is not None]
        found.append(
            Comparison(
                first,
                second,
                both[at].n,
                better[at],
                worse[at],
                both[at].difference,
                low,
                high,
                p[at],
                adjusted[at],
                max(noise, default=None),
            )
        )
    return tuple(found)


def mcnemar(better: int, worse: int) -> float:
    """The exact two-sided p-value of McNemar's test: binomial over the items that differ, at one half.

    Of items that were averaged over seeds it is the sign test, which is the same thing with one seed.

    Source: Q. McNemar, Psychometrika 12 (1947), 153-157; exact by F. Mosteller, Biometrics 8 (1952), 220-226.
    """
    return min(1.0, 2 * float(bdtr(min(better, worse), better + worse, 0.5)))


def holm(p: Sequence[float]) -> tuple[float, ...]:
    """Holm's adjusted p-values, in the order given; valid whatever the tests' dependence.

    Source: S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
    Statistics 6 (1979), 65-70.
    """
    adjusted = [0.0] * len(p)
    so_far = 0.0
    for rank, at in enumerate(sorted(range(len(p)), key=p.__getitem__)):
        so_far = max(so_far, min(1.0, (len(p) - rank) * p[at]))
        adjusted[at] = so_far
    return tuple(adjusted)


def bootstrap(pairs: Pairs, confidence: float = CONFIDENCE, seed: int = 0) -> tuple[float, float]:
    """The percentile interval of the mean difference, of items drawn again with replacement.

    Items with the same difference are alike, so each resample is drawn as how often each value occurs.

    Source: B. Efron and R. J. Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13.

    Returns:
        (low, high) of accuracy, -1 to 1. Without any difference it is (0, 0): see Tango's for its width.
    """
    values, counts = np.unique(pairs.differences, return_counts=True)
    drawn = np.random.default_rng(seed).multinomial(pairs.n, counts / pairs.n, RESAMPLES)
    low, high = np.quantile(drawn @ values / pairs.n, [0.5 - confidence / 2, 0.5 + confidence / 2])
    return float(low), float(high)


def flip_rate(outcomes: Sequence[Outcome]) -> float | None:
    """How often two seeds disagree on an item: the mean over items of the share of seed pairs that do.

    They disagree where their verdicts differ, or, of a question, where one is correct and one is not. A
    difference between settings that is not above it may be the seeds'. None where no item has two seeds.
    """
    said: dict[str, Counter[object]] = defaultdict(Counter)
    for outcome in outcomes:
        said[outcome.item][outcome.verdict if outcome.good is not None else outcome.correct] += 1
    rates = []
    for each in said.values():
        seeds = each.total()
        if seeds > 1:
            alike = sum(count * (count - 1) for count in each.values())
            rates.append(1 - alike / (seeds * (seeds - 1)))
    return sum(rates) / len(rates) if rates else None
