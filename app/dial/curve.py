"""The dial's curve: accuracy, recall and cost at each point of the grid, and the s1 paper's three metrics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean

from app.core.errors import DialError
from app.core.plan import SurvivalRule
from app.dial.intervals import Share
from app.dial.outcome import Grid, GridPoint, Outcome


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What a labelled list came to at one point.

    An item that was run with several seeds counts once, with the share of its seeds; n is the number of
    items, so that repetitions do not narrow an interval. Intervals are Wilson's, of 95 %.

    Attributes:
        seeds: how many repetitions.
        accuracy: share of items with the label's verdict or the expected answer; unsure is never right.
        recall: share of the good that survive; None without good ones.
        discard: share of the bad that do not survive although a verdict was read; None without bad ones.
        tokens: mean thinking tokens of a generation.
        seconds: mean of a generation; None where none was measured by itself.
        unparsed: generations without a readable answer.
        repeated: mean share of repeated n-grams in the thinking; None where not measured.
        control: share of generations whose thinking tokens lie within the point's minimum and budget.
    """

    point: GridPoint
    seeds: int
    accuracy: Share
    recall: Share | None
    discard: Share | None
    tokens: float
    seconds: float | None
    unparsed: int
    repeated: float | None
    control: float

    @property
    def n(self) -> int:
        """Items."""
        return self.accuracy.n


@dataclass(frozen=True, slots=True)
class Metrics:
    """How well thinking is set by the dial.

    Source: "s1: Simple test-time scaling", arXiv 2501.19393, section 3.2.

    Attributes:
        control: share of generations whose thinking tokens lie within their minimum and maximum.
        scaling: mean slope of accuracy over all pairs of points, in accuracy (0 to 1) per thinking token;
            None where no two points think differently long.
        performance: the best accuracy, 0 to 1.
    """

    control: float
    scaling: float | None
    performance: float


def curve(grid: Grid, rule: SurvivalRule | None = None) -> tuple[CurvePoint, ...]:
    """The curve of a grid, by rising budget and Waits.

    Args:
        rule: who survives; without one, a screen's default: by the verdict, unsure included.

    Raises:
        DialError: a point has no outcome, or an item twice with one seed.
    """
    return tuple(_point(point, grid[point], rule or SurvivalRule()) for point in sorted(grid))


def metrics(points: Sequence[CurvePoint]) -> Metrics:
    """The three metrics of a curve, over mean thinking tokens.

    Raises:
        DialError: the curve is empty.
    """
    if not points:
        raise DialError("The dial has no point yet; measure at least one budget.")
    return Metrics(
        control=fmean(point.control for point in points),
        scaling=scaling([(point.tokens, point.accuracy.value) for point in points]),
        performance=max(point.accuracy.value for point in points),
    )


def scaling(curve: Iterable[tuple[float, float]]) -> float | None:
    """The mean of (f(b) - f(a)) / (b - a) over all pairs b > a, of (tokens, accuracy) pairs.

    Source: "s1: Simple test-time scaling", arXiv 2501.19393, equation 2. Pairs that think equally long have
    no slope and are left out; None if all do.
    """
    slopes = [(f - e) / (b - a) for (a, e), (b, f) in combinations(sorted(curve), 2) if b > a]
    return fmean(slopes) if slopes else None


def _point(point: GridPoint, outcomes: Sequence[Outcome], rule: SurvivalRule) -> CurvePoint:
    if not outcomes:
        raise DialError("Nothing was measured at a budget of {0} with {1} Waits.", point.budget, point.waits)
    if len({(outcome.item, outcome.seed) for outcome in outcomes}) < len(outcomes):
        raise DialError(
            "An item was measured twice with one seed at a budget of {}; give each item its own id.",
            point.budget,
        )
    good = [outcome for outcome in outcomes if outcome.good is True]
    bad = [outcome for outcome in outcomes if outcome.good is False]
    return CurvePoint(
        point=point,
        seeds=len({outcome.seed for outcome in outcomes}),
        accuracy=_share(outcomes, lambda outcome: outcome.correct),
        recall=_share(good, lambda outcome: outcome.survives(rule)) if good else None,
        discard=_share(bad, lambda o: o.parsed and not o.survives(rule)) if bad else None,
        tokens=fmean(outcome.thinking_tokens for outcome in outcomes),
        seconds=_mean(outcome.seconds for outcome in outcomes),
        unparsed=sum(not outcome.parsed for outcome in outcomes),
        repeated=_mean(outcome.repeated for outcome in outcomes),
        control=fmean(point.min_tokens <= outcome.thinking_tokens <= point.budget for outcome in outcomes),
    )


def _share(outcomes: Iterable[Outcome], holds: Callable[[Outcome], bool]) -> Share:
    """The mean over items of the share of their seeds for which something holds."""
    items: dict[str, list[bool]] = defaultdict(list)
    for outcome in outcomes:
        items[outcome.item].append(holds(outcome))
    return Share.of(sum(sum(each) / len(each) for each in items.values()), len(items))


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
