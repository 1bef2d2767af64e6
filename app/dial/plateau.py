"""Where more thinking stops helping, shown by equivalence, and where it starts to hurt."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import ceil

from scipy.special import ndtri

from app.core.errors import DialError
from app.dial.outcome import Grid, GridPoint
from app.dial.paired import Pairs, pair

MARGIN = 0.02
ERROR = 0.05


@dataclass(frozen=True, slots=True)
class Step:
    """What a larger setting gains over a smaller one.

    Attributes:
        n: items that both have.
        difference: accuracy of the larger less that of the smaller; above 0 the larger is better.
        low, high: its interval at 1 - 2 `error`, which is what two one-sided tests look at.
        equivalent: whether the interval lies within the margin.
    """

    smaller: GridPoint
    larger: GridPoint
    n: int
    difference: float
    low: float
    high: float
    equivalent: bool


@dataclass(frozen=True, slots=True)
class Plateau:
    """Where a line of settings is flat.

    Attributes:
        point: the smallest setting that is equivalent to every larger one; None where that is not shown, be
            it that accuracy still rises or that the items are too few.
        hurts: the smallest setting that is shown to be worse than a smaller one; None where none is.
        margin: the largest difference in accuracy that counts as none.
        error: chance of calling settings equivalent that are not, and of calling harmful what is not.
        steps: all pairs, by the smaller setting.
        least: items below which nothing can be shown at this margin.
    """

    point: GridPoint | None
    hurts: GridPoint | None
    margin: float
    error: float
    steps: tuple[Step, ...]
    least: int


def plateau(line: Grid, margin: float = MARGIN, error: float = ERROR) -> Plateau:
    """The plateau of settings that grow in one dial, smallest first by `GridPoint`'s order.

    Two settings are equivalent if both one-sided tests refuse a difference of the margin or more, that is, if
    the paired interval at 1 - 2 `error` lies within it (D. J. Schuirmann, Journal of Pharmacokinetics and
    Biopharmaceutics 15 (1987), 657-680); the interval is Tango's. That a setting is equivalent to *every*
    larger one needs all of its tests, so no correction (R. L. Berger, Technometrics 24 (1982), 295-300); the
    search for the smallest goes down from the top and stops at the first that fails, so no correction either
    (tests in a fixed order: P. Bauer, Statistics in Medicine 10 (1991), 871-890).

    A setting hurts if the one-sided interval of its difference to a smaller one lies below 0, each pair at
    `error` over the number of pairs (Bonferroni).

    Raises:
        DialError: fewer than two settings, settings that share no item, or a margin or an error that is not
            between 0 and 1 (the error: 0.5).
    """
    if not 0 < margin < 1:
        raise DialError("The margin is {0}; give a difference in accuracy such as {1}.", margin, MARGIN)
    if not 0 < error < 0.5:
        raise DialError("The error is {0}; give a chance such as {1}.", error, ERROR)
    points = sorted(line)
    if len(points) < 2:
        raise DialError("A plateau needs at least two budgets; measure another one.")
    pairs = {(small, large): pair(line[small], line[large]) for small, large in combinations(points, 2)}
    steps = tuple(_step(small, large, both, margin, error) for (small, large), both in pairs.items())
    flat = None
    for point in reversed(points[:-1]):
        if not all(step.equivalent for step in steps if step.smaller == point):
            break
        flat = point
    each = 1 - 2 * error / len(pairs)
    worse = [large for (_, large), both in pairs.items() if both.interval(each)[1] < 0]
    return Plateau(flat, min(worse, default=None), margin, error, steps, least_items(margin, error))


def least_items(margin: float, error: float = ERROR) -> int:
    """How many items it takes to show equivalence when not one of them differs.

    From z^2 / (n + z^2) < margin, the width of Tango's interval without discordant pairs.
    """
    z = float(ndtri(1 - error))
    return ceil(z * z * (1 - margin) / margin + 1e-9)


def _step(small: GridPoint, large: GridPoint, both: Pairs, margin: float, error: float) -> Step:
    low, high = both.interval(1 - 2 * error)
    return Step(small, large, both.n, both.difference, low, high, -margin < low and high < margin)
