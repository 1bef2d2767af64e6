"""A seeded split of a labelled list into calibration and test."""

from __future__ import annotations

import numpy as np

from app.core.errors import DialError
from app.dial.outcome import Grid

TEST_SHARE = 0.3


def split(grid: Grid, test_share: float = TEST_SHARE, seed: int = 0) -> tuple[Grid, Grid]:
    """Part a grid's labelled items into (calibration, test), the same items at every point.

    The good and the bad are parted each by itself, so that both parts hold both in the list's proportion.
    Which ones depends on the seed and on the items' ids alone.

    Args:
        test_share: of the good and of the bad, rounded; 0 to below 1.

    Raises:
        DialError: the share is not from 0 to below 1, or an item is labelled both good and bad.
    """
    if not 0 <= test_share < 1:
        raise DialError("The share of the test is {}; give one from 0 to below 1, such as 0.3.", test_share)
    labels = labels_of(grid)
    random = np.random.default_rng(seed)
    test: set[str] = set()
    for label in (True, False):
        items = sorted(item for item, good in labels.items() if good is label)
        shuffled = random.permutation(len(items)).tolist()
        test.update(items[at] for at in shuffled[: round(test_share * len(items))])
    return (
        {point: [o for o in each if o.item in labels and o.item not in test] for point, each in grid.items()},
        {point: [o for o in each if o.item in test] for point, each in grid.items()},
    )


def labels_of(grid: Grid) -> dict[str, bool]:
    """The labelled items of all points: whether each is good.

    Raises:
        DialError: an item is labelled both good and bad.
    """
    labels: dict[str, bool] = {}
    for outcomes in grid.values():
        for outcome in outcomes:
            if outcome.good is not None and labels.setdefault(outcome.item, outcome.good) != outcome.good:
                raise DialError("{} is labelled good and bad; give it one label.", outcome.item)
    return labels
