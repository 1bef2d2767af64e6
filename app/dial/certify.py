"""The search for a certificate: the smallest triage budget and threshold that are shown to keep the good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, inf, log

import numpy as np
from numpy.typing import NDArray

from app.core.errors import DialError
from app.core.plan import Verdict
from app.dial.certificate import Candidate, Certificate, HeldOut, Shortfall
from app.dial.intervals import Share, lower_bound, lower_bounds
from app.dial.outcome import Grid, GridPoint, Outcome
from app.dial.split import labels_of

# From lenient to strict, fixed before any label is seen; a finer grid costs nothing in a fixed sequence.
THRESHOLDS = (0.001, 0.002, 0.005, *(step / 100 for step in range(1, 100)), 0.995, 0.998, 0.999)
RECALL = 0.95
CONFIDENCE = 0.95
DISCARD = 0.25
_MOST_ITEMS = 10_000_000


def certify(
    grid: Grid,
    recall: float = RECALL,
    confidence: float = CONFIDENCE,
    *,
    keep_unsure: bool = True,
    thresholds: Sequence[float] = THRESHOLDS,
    discard: float = DISCARD,
) -> Certificate | Shortfall:
    """Search a grid of calibration items for the smallest budget that keeps a share of the good ones.

    Learn then Test: each (point, threshold) is the hypothesis "recall is below the wanted one", refused by
    its exact binomial p-value, which is to say where the one-sided Clopper-Pearson bound reaches the wanted
    recall. Within a point the thresholds are tested from the most lenient on, and the first failure ends it
    (fixed sequence); the points share the error equally (Bonferroni over the sequences' starts). So the
    chance that *any* certified setting has less than the wanted recall is at most 1 - `confidence`, and the
    choice among them is free.

    Source: A. N. Angelopoulos, S. Bates, E. J. Candes, M. I. Jordan and L. Lei, "Learn then Test: calibrating
    predictive algorithms to achieve risk control" (2021), arXiv 2110.01052, section 2 and algorithm 1.

    Of an item with several seeds the lowest one counts, as a screen runs one. An item that a point lacks, or
    whose verdict was not read, is not kept there.

    Args:
        grid: the points to search, such as `along_budgets` of a split's calibration part.
        discard: a budget is chosen if it discards this share of the bad ones; if none does, the one that
            discards most. One that discards none counts only if this is 0; without bad ones all discard
            enough.

    Raises:
        DialError: no point, no good item, an item with two labels, thresholds that do not rise, or a recall,
            confidence or discard out of its range.
    """
    _check(grid, recall, confidence, thresholds, discard)
    labels = labels_of(grid)
    if True not in labels.values():
        raise DialError("The labelled list has no good item; label those that are worth keeping.")
    each = 1 - (1 - confidence) / len(grid)
    rows = [_row(point, grid[point], labels, thresholds, keep_unsure, each) for point in sorted(grid)]
    certified = [row.candidate(passed - 1) for row in rows if (passed := row.passed(recall))]
    # To keep all is easily certified, and saves nothing.
    certified = [candidate for candidate in certified if not discard or _discarded(candidate) != 0]
    if certified:
        enough = [candidate for candidate in certified if _discarded(candidate) >= discard]
        chosen = enough[0] if enough else max(certified, key=_discarded)
        return Certificate(recall, confidence, keep_unsure, len(grid), chosen, tuple(certified))
    useful = [row.candidate(at) for row in rows if (at := row.first_to_discard(discard)) is not None]
    nearest = max(useful or [row.candidate(0) for row in rows], key=lambda candidate: candidate.k)
    return Shortfall(
        recall,
        confidence,
        len(grid),
        nearest,
        ceil(log(1 - each) / log(recall) - 1e-9),
        _needed(nearest.k, nearest.n, recall, each),
    )


def check(certificate: Certificate, test: Grid) -> HeldOut:
    """What a certificate's setting did on a test part: an honest look, beside the proof.

    Raises:
        DialError: the test part lacks the certificate's point.
    """
    point = certificate.chosen.point
    if point not in test:
        raise DialError("The test part has no budget of {}; split one grid in two.", point.budget)
    outcomes = _one_seed(test[point])
    labels = labels_of(test)
    kept = {item for item, outcome in outcomes.items() if outcome.survives(certificate.rule)}
    good = [item in kept for item, label in labels.items() if label]
    bad = [outcome.parsed and item not in kept for item, outcome in outcomes.items() if not labels[item]]
    return HeldOut(
        Share.of(sum(good), len(good)) if good else None, Share.of(sum(bad), len(bad)) if bad else None
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A point with all thresholds, from lenient to strict."""

    point: GridPoint
    tokens: float
    thresholds: Sequence[float]
    n: int
    kept: NDArray[np.intp]
    bounds: NDArray[np.float64]
    bad: int
    discarded: NDArray[np.intp]

    def passed(self, recall: float) -> int:
        """How many thresholds are certified before the first that is not."""
        return int(np.logical_and.accumulate(self.bounds >= recall).sum())

    def first_to_discard(self, share: float) -> int | None:
        """The most lenient threshold that discards that share of the bad ones."""
        enough = np.flatnonzero(self.discarded >= share * self.bad)
        return int(enough[0]) if enough.size else None

    def candidate(self, at: int) -> Candidate:
        return Candidate(
            self.point,
            self.thresholds[at],
            self.n,
            int(self.kept[at]),
            float(self.bounds[at]),
            Share.of(int(self.discarded[at]), self.bad) if self.bad else None,
            self.tokens,
        )


def _row(
    point: GridPoint,
    outcomes: Sequence[Outcome],
    labels: Mapping[str, bool],
    thresholds: Sequence[float],
    keep_unsure: bool,
    confidence: float,
) -> _Row:
    by_item = _one_seed(outcomes)
    good = [by_item.get(item) for item, label in labels.items() if label]
    bad = [by_item.get(item) for item, label in labels.items() if not label]
    kept = _kept(good, thresholds, keep_unsure)
    read = [outcome for outcome in bad if outcome and outcome.parsed]
    return _Row(
        point,
        float(np.mean([outcome.thinking_tokens for outcome in by_item.values()])),
        thresholds,
        len(good),
        kept,
        lower_bounds(kept, len(good), confidence),
        len(bad),
        len(read) - _kept(read, thresholds, keep_unsure),
    )


def _kept(
    outcomes: Sequence[Outcome | None], thresholds: Sequence[float], keep_unsure: bool
) -> NDArray[np.intp]:
    """How many survive each threshold."""
    strengths = np.sort(np.array([_strength(outcome, keep_unsure) for outcome in outcomes], dtype=float))
    kept: NDArray[np.intp] = len(strengths) - np.searchsorted(strengths, thresholds, side="left")
    return kept


def _strength(outcome: Outcome | None, keep_unsure: bool) -> float:
    """The highest threshold that an outcome survives; see `SurvivalRule.survives`."""
    if outcome is None or outcome.verdict is None or outcome.p_advance is None:
        return -inf
    return inf if keep_unsure and outcome.verdict is Verdict.UNSURE else outcome.p_advance


def _one_seed(outcomes: Sequence[Outcome]) -> dict[str, Outcome]:
    """Of each labelled item, the outcome with the lowest seed."""
    first: dict[str, Outcome] = {}
    for outcome in outcomes:
        known = first.get(outcome.item)
        if outcome.good is not None and (known is None or outcome.seed < known.seed):
            first[outcome.item] = outcome
    return first


def _discarded(candidate: Candidate) -> float:
    """The share of the bad that goes; what is not known, without bad ones, counts as all."""
    return candidate.discard.value if candidate.discard else 1.0


def _needed(kept: int, of: int, recall: float, confidence: float) -> int | None:
    """The least number of items of which that share, in whole items, has a bound that reaches the recall."""
    share = kept / of
    if share <= recall:
        return None
    low, high = 0, 1
    while lower_bound(share * high, high, confidence) < recall:
        low, high = high, 2 * high
        if high > _MOST_ITEMS:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        if lower_bound(share * middle, middle, confidence) < recall:
            low = middle
        else:
            high = middle
    # Rounded down to whole items the share is less, but at a multiple of `of`, so this ends there or before.
    while lower_bound(kept * high // of, high, confidence) < recall:
        high += 1
    return high


def _check(grid: Grid, recall: float, confidence: float, thresholds: Sequence[float], discard: float) -> None:
    if not 0 < recall < 1:
        raise DialError("The wanted recall is {0}; give one between 0 and 1, such as {1}.", recall, RECALL)
    if not 0 < confidence < 1:
        raise DialError(
            "The wanted confidence is {0}; give one between 0 and 1, such as {1}.", confidence, CONFIDENCE
        )
    if not 0 <= discard <= 1:
        raise DialError("The share to discard is {0}; give 0 to 1, such as {1}.", discard, DISCARD)
    if not grid or not all(any(o.good is not None for o in each) for each in grid.values()):
        raise DialError("A certificate needs outcomes at each budget; measure the labelled list first.")
    if not thresholds or any(a >= b for a, b in pairwise(thresholds)):
        raise DialError("The thresholds must rise; give them from the lowest to the highest.")
