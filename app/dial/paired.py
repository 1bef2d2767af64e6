"""Two settings on the same items: who gained, who lost, and the interval of the difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import copysign, inf, sqrt

from scipy.special import ndtri

from app.core.errors import DialError
from app.dial.outcome import Outcome

_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Pairs:
    """What changes from one setting to another, item by item.

    An item's repetitions are averaged, each seed paired with itself: of an item, `gained` is the share of
    its seeds that only the second setting has right, `lost` that which only the first has right. With one
    seed both are 0 or 1.

    Attributes:
        items: ids, in order; `gained` and `lost` run alongside.
    """

    items: tuple[str, ...]
    gained: tuple[float, ...]
    lost: tuple[float, ...]

    @property
    def n(self) -> int:
        """Items."""
        return len(self.items)

    @property
    def differences(self) -> tuple[float, ...]:
        """Of each item, its accuracy with the second setting less that with the first; -1 to 1."""
        return tuple(gained - lost for gained, lost in zip(self.gained, self.lost, strict=True))

    @property
    def difference(self) -> float:
        """Accuracy with the second setting less that with the first."""
        return (sum(self.gained) - sum(self.lost)) / self.n

    def interval(self, confidence: float) -> tuple[float, float]:
        """The interval of `difference`; see `tango`."""
        return tango(sum(self.gained), sum(self.lost), self.n, confidence)


def pair(first: Sequence[Outcome], second: Sequence[Outcome]) -> Pairs:
    """Pair the outcomes of two settings; an item and seed that only one of them has is left out.

    Raises:
        DialError: they share no item.
    """
    was = {(outcome.item, outcome.seed): outcome.correct for outcome in first}
    changes: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for outcome in second:
        before = was.get((outcome.item, outcome.seed))
        if before is not None:
            changes[outcome.item].append((outcome.correct and not before, before and not outcome.correct))
    if not changes:
        raise DialError("The two settings have no item in common; measure both on the same list.")
    items = sorted(changes)
    return Pairs(
        tuple(items),
        tuple(sum(gained for gained, _ in changes[item]) / len(changes[item]) for item in items),
        tuple(sum(lost for _, lost in changes[item]) / len(changes[item]) for item in items),
    )


def tango(gained: float, lost: float, n: int, confidence: float) -> tuple[float, float]:
    """Tango's score interval of the difference (gained - lost) / n of two paired shares.

    It keeps its width where no pair differs: z^2 / (n + z^2) to either side. The counts may be fractions: the
    mean of items averaged over seeds varies no more than the counts say, so the interval is then cautious.

    Source: T. Tango, "Equivalence test and confidence interval for the difference in proportions for the
    paired-sample design", Statistics in Medicine 17 (1998), 891-908, equations 11 to 14.

    Returns:
        (low, high), both within -1 and 1.

    Raises:
        ValueError: counts that are negative or exceed n, no items, or a confidence not between 0 and 1.
    """
    if min(gained, lost) < 0 or gained + lost > n * (1 + 1e-9) or not n or not 0 < confidence < 1:
        raise ValueError(f"no interval for {gained} and {lost} of {n} at a confidence of {confidence}")
    z = float(ndtri(0.5 + confidence / 2))
    estimate = (gained - lost) / n
    return _last(gained, lost, n, z, -1.0, estimate), _last(gained, lost, n, -z, estimate, 1.0)


def _last(gained: float, lost: float, n: int, z: float, low: float, high: float) -> float:
    """The difference in [low, high] up to which the score, which falls, is above z."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _score(gained, lost, n, middle) > z:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _score(gained: float, lost: float, n: int, difference: float) -> float:
    """How many standard errors the counts lie above a supposed difference, in its own likeliest model."""
    b = -gained - lost + (2 * n - gained + lost) * difference
    c = -lost * difference * (1 - difference)
    losing = (sqrt(max(b * b - 8 * n * c, 0.0)) - b) / (4 * n)
    variance = n * (2 * losing + difference * (1 - difference))
    distance = gained - lost - n * difference
    if variance <= 0:
        return copysign(inf, distance) if distance else 0.0
    return distance / sqrt(variance)
