"""Whether P(advance) means what it says, and how well it orders: reliability, Brier score and ROC."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.errors import DialError
from app.dial.intervals import Share
from app.dial.outcome import Outcome

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The outcomes whose P(advance) lies between two values.

    Attributes:
        low, high: from `low` to below `high`; the last bin holds 1 too.
        predicted: their mean P(advance).
        good: how many of them are good, with Wilson's interval over as many as there are items in the bin.
        outcomes: how many there are; more than `good.n` where items were repeated with several seeds.
    """

    low: float
    high: float
    predicted: float
    good: Share
    outcomes: int


@dataclass(frozen=True, slots=True)
class RocPoint:
    """What a threshold on P(advance) keeps.

    Attributes:
        threshold: who has at least this is kept; above 1 for the first point, which keeps nobody.
        kept_bad: share of the bad that is kept, the false positive rate.
        kept_good: share of the good that is kept, the true positive rate.
    """

    threshold: float
    kept_bad: float
    kept_good: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How good P(advance) is as a probability and as an order, at one point of the grid.

    Outcomes of several seeds are pooled.

    Attributes:
        good, bad: labelled items.
        brier: mean squared distance of P(advance) from the label, 0 (best) to 1; 0.25 is a coin's.
        bins: the reliability curve; empty bins are left out.
        roc: from keeping nobody to keeping all; empty where good or bad ones are missing.
        auc: chance that a good one has a higher P(advance) than a bad one, ties half; None as above.
    """

    good: int
    bad: int
    brier: float
    bins: tuple[Bin, ...]
    roc: tuple[RocPoint, ...]
    auc: float | None


def calibration(outcomes: Sequence[Outcome], bins: int = BINS) -> Calibration:
    """The calibration of the labelled outcomes of one point; those without a verdict are left out.

    Sources: reliability curve: M. H. DeGroot and S. E. Fienberg, The Statistician 32 (1983), 12-22, with bins
    of equal width. Score: G. W. Brier, Monthly Weather Review 78 (1950), 1-3, of two classes and not doubled.
    ROC: T. Fawcett, Pattern Recognition Letters 27 (2006), 861-874, algorithm 1 (ties are one step).

    Raises:
        DialError: no outcome has a label and a P(advance).
        ValueError: there is no bin.
    """
    if bins < 1:
        raise ValueError(f"no calibration in {bins} bins")
    usable = [outcome for outcome in outcomes if outcome.good is not None and outcome.p_advance is not None]
    if not usable:
        raise DialError("No labelled item has a verdict; calibration needs labels such as good and bad.")
    p = np.array([outcome.p_advance for outcome in usable], dtype=float)
    good = np.array([outcome.good for outcome in usable], dtype=bool)
    items = np.array([outcome.item for outcome in usable])
    roc = _roc(p, good)
    return Calibration(
        good=len(set(items[good])),
        bad=len(set(items[~good])),
        brier=float(np.mean((p - good) ** 2)),
        bins=_bins(p, good, items, bins),
        roc=roc,
        auc=_area(roc) if roc else None,
    )


def _bins(
    p: NDArray[np.float64], good: NDArray[np.bool_], items: NDArray[np.str_], bins: int
) -> tuple[Bin, ...]:
    number = np.minimum((p * bins).astype(int), bins - 1)
    found = []
    for each in np.unique(number).tolist():
        inside = number == each
        n = len(set(items[inside]))
        share = Share.of(float(good[inside].mean()) * n, n)
        found.append(Bin(each / bins, (each + 1) / bins, float(p[inside].mean()), share, int(inside.sum())))
    return tuple(found)


def _roc(p: NDArray[np.float64], good: NDArray[np.bool_]) -> tuple[RocPoint, ...]:
    if good.all() or not good.any():
        return ()
    thresholds = np.unique(p)[::-1]
    kept_good = [float((p[good] >= threshold).mean()) for threshold in thresholds]
    kept_bad = [float((p[~good] >= threshold).mean()) for threshold in thresholds]
    steps = zip(thresholds.tolist(), kept_bad, kept_good, strict=True)
    return (RocPoint(2.0, 0.0, 0.0), *(RocPoint(*step) for step in steps))


def _area(roc: Sequence[RocPoint]) -> float:
    """By trapezia, which gives ties a half; equal to the Mann-Whitney statistic over good x bad."""
    return float(np.trapezoid([step.kept_good for step in roc], [step.kept_bad for step in roc]))
