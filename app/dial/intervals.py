"""Intervals of a share that was counted in a sample, and of a count in what was sampled."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, betaln, ndtri

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its size and its interval, for display.

    Attributes:
        value: 0 to 1.
        n: how many it is a share of.
        low, high: its Wilson interval.
    """

    value: float
    n: int
    low: float
    high: float

    @classmethod
    def of(cls, hits: float, n: int, confidence: float = CONFIDENCE) -> Share:
        """`hits` of `n`, with the interval and the errors of `wilson`."""
        low, high = wilson(hits, n, confidence)
        return cls(hits / n, n, low, high)


def wilson(hits: float, of: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The Wilson score interval of a binomial share.

    `hits` may be a fraction, as when an item counts with the share of its repetitions that were hits. The
    mean of such items varies no more than a binomial share of as many: the interval is then a cautious one.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of
    the American Statistical Association 22 (1927), 209-212.

    Raises:
        ValueError: not 0 <= hits <= of, or the sample is empty, or the confidence is not between 0 and 1.
    """
    _check(hits, of, confidence)
    z = float(ndtri(0.5 + confidence / 2))
    share, widening = hits / of, z * z / of
    centre = (share + widening / 2) / (1 + widening)
    half = z * sqrt(share * (1 - share) / of + widening / (4 * of)) / (1 + widening)
    # At the ends the two terms are equal but for rounding.
    return (0.0 if hits == 0 else centre - half), (1.0 if hits == of else centre + half)


def clopper_pearson(hits: int, of: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The Clopper-Pearson interval of a binomial share; it covers the truth at least that often.

    Its ends are the two one-sided bounds, each at half of the error.

    Source: C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case
    of the binomial", Biometrika 26 (1934), 404-413.

    Raises:
        ValueError: not 0 <= hits <= of, or the sample is empty, or the confidence is not between 0 and 1.
    """
    _check(hits, of, confidence)
    each = 0.5 + confidence / 2
    return lower_bound(hits, of, each), upper_bound(hits, of, each)


def lower_bound(hits: float, of: float, confidence: float = CONFIDENCE) -> float:
    """The one-sided Clopper-Pearson bound from below: the p with P(X >= hits | p) = 1 - confidence.

    By the beta quantile, which also takes fractions. Source: as for `clopper_pearson`.

    Raises:
        ValueError: not 0 <= hits <= of, or the sample is empty, or the confidence is not between 0 and 1.
    """
    _check(hits, of, confidence)
    return float(betaincinv(hits, of - hits + 1, 1 - confidence)) if hits else 0.0


def lower_bounds(hits: NDArray[np.intp], of: int, confidence: float) -> NDArray[np.float64]:
    """`lower_bound` of many counts in one sample, an array of the same shape.

    Raises:
        ValueError: as `lower_bound`.
    """
    _check(int(np.min(hits)), of, confidence)
    _check(int(np.max(hits)), of, confidence)
    # Without a hit the beta distribution does not exist, and the bound is 0.
    some = np.maximum(hits, 1)
    return np.where(hits > 0, betaincinv(some, of - some + 1, 1 - confidence), 0.0)


def upper_bound(hits: float, of: float, confidence: float = CONFIDENCE) -> float:
    """The one-sided Clopper-Pearson bound from above: the p with P(X <= hits | p) = 1 - confidence.

    Source: as for `clopper_pearson`.

    Raises:
        ValueError: not 0 <= hits <= of, or the sample is empty, or the confidence is not between 0 and 1.
    """
    return 1 - lower_bound(of - hits, of, confidence)


def hypergeometric(hits: int, drawn: int, population: int, confidence: float = CONFIDENCE) -> tuple[int, int]:
    """How many of a finite population are of a kind, from a sample that was drawn without replacement.

    The interval holds every count K under which neither P(X >= hits) nor P(X <= hits) falls to half of the
    error; it covers the truth at least as often as it says. With all drawn it is the count itself.

    Source: J. P. Buonaccorsi, "A note on confidence intervals for proportions in finite populations", The
    American Statistician 41 (1987), 215-218.

    Returns:
        (least, most), counts in the population, what was found included.

    Raises:
        ValueError: not 0 <= hits <= drawn <= population, or the sample is empty, or the confidence is not
            between 0 and 1.
    """
    _check(hits, drawn, confidence)
    if drawn > population:
        raise ValueError(f"{drawn} drawn of {population}")
    tail = (1 - confidence) / 2
    counts = range(hits, population - (drawn - hits) + 1)
    # P(X >= hits) rises with the count, P(X <= hits) falls.
    least = bisect_left(counts, True, key=lambda k: _chance(hits, drawn, k, drawn, population) > tail)
    above = bisect_left(counts, True, key=lambda k: _chance(0, hits, k, drawn, population) <= tail)
    return counts[least], counts[above - 1]


def _chance(first: int, last: int, kind: int, drawn: int, population: int) -> float:
    """P(first <= X <= last) where `kind` of the population are of a kind and X of them are drawn."""
    first, last = max(first, drawn - (population - kind)), min(last, kind)
    x = np.arange(first, last + 1)
    terms = _ln_choose(kind, x) + _ln_choose(population - kind, drawn - x) - _ln_choose(population, drawn)
    return float(np.exp(terms).sum())


def _ln_choose(n: int, k: NDArray[np.intp] | int) -> NDArray[np.float64]:
    ln: NDArray[np.float64] = -betaln(n - k + 1, np.asarray(k) + 1) - np.log(n + 1)
    return ln


def _check(hits: float, of: float, confidence: float) -> None:
    if not 0 <= hits <= of or not of or not 0 < confidence < 1:
        raise ValueError(f"no interval for {hits} of {of} at a confidence of {confidence}")
