"""The exact interval of a share that was counted in a sample."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, fsum, lgamma, log

_HALVINGS = 60


def clopper_pearson(hits: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """The Clopper-Pearson interval of a binomial share; it covers the truth at least that often.

    The lower end is the p with P(X >= hits | p) = (1 - confidence) / 2, the upper one that with
    P(X <= hits | p) = (1 - confidence) / 2.

    Source: C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case
    of the binomial", Biometrika 26 (1934), 404-413.

    Raises:
        ValueError: not 0 <= hits <= of, or the sample is empty, or the confidence is not between 0 and 1.
    """
    if not 0 <= hits <= of or not of or not 0 < confidence < 1:
        raise ValueError(f"no interval for {hits} of {of} at a confidence of {confidence}")
    tail = (1 - confidence) / 2
    low = 0.0 if hits == 0 else _where(lambda p: _share(hits, of, of, p) < tail)
    high = 1.0 if hits == of else _where(lambda p: _share(0, hits, of, p) > tail)
    return low, high


def _where(below: Callable[[float], bool]) -> float:
    """The point of [0, 1] up to which something holds."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if below(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _share(first: int, last: int, of: int, p: float) -> float:
    """P(first <= X <= last) of a binomial X."""
    return fsum(
        exp(lgamma(of + 1) - lgamma(k + 1) - lgamma(of - k + 1) + k * log(p) + (of - k) * log(1 - p))
        for k in range(first, last + 1)
    )
