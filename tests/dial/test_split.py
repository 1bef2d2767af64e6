"""Parting a labelled list into calibration and test."""

from __future__ import annotations

import pytest

from app.core.errors import DialError
from app.core.plan import Assessment, Verdict
from app.dial.outcome import Grid, GridPoint, Outcome
from app.dial.split import split


def _grid(good: int, bad: int) -> Grid:
    labels = {**{f"g{n}": True for n in range(good)}, **{f"b{n}": False for n in range(bad)}}
    return {
        GridPoint(budget): [
            Outcome.labelled(item, seed, label, Assessment(Verdict.ADVANCE, 0.5), budget)
            for item, label in labels.items()
            for seed in range(2)
        ]
        for budget in (0, 64)
    }


def _items(grid: Grid, point: GridPoint) -> set[str]:
    return {outcome.item for outcome in grid[point]}


def test_every_item_is_in_one_part_at_all_points_with_all_its_seeds() -> None:
    grid = _grid(20, 30)
    calibration, test = split(grid, 0.3, seed=4)
    for point, outcomes in grid.items():
        assert _items(calibration, point).isdisjoint(_items(test, point))
        assert len(calibration[point]) + len(test[point]) == len(outcomes)
    assert _items(test, GridPoint(0)) == _items(test, GridPoint(64))
    assert sum(item.startswith("g") for item in _items(test, GridPoint(0))) == 6
    assert sum(item.startswith("b") for item in _items(test, GridPoint(0))) == 9


def test_the_seed_and_the_ids_alone_decide() -> None:
    grid = _grid(20, 30)
    turned = {point: list(reversed(outcomes)) for point, outcomes in reversed(grid.items())}
    here, there = split(grid, 0.3, seed=4)[1], split(turned, 0.3, seed=4)[1]
    assert _items(here, GridPoint(0)) == _items(there, GridPoint(0))
    assert _items(here, GridPoint(0)) != _items(split(grid, 0.3, seed=5)[1], GridPoint(0))


def test_questions_have_no_part_in_it_and_no_test_is_allowed() -> None:
    grid = {GridPoint(0): [*_grid(2, 2)[GridPoint(0)], Outcome.answered("q", 0, True, 5)]}
    calibration, test = split(grid, 0)
    assert _items(calibration, GridPoint(0)) == {"g0", "g1", "b0", "b1"}
    assert test == {GridPoint(0): []}


def test_a_share_of_all_and_an_item_with_two_labels_are_refused() -> None:
    with pytest.raises(DialError, match="share of the test is 1"):
        split(_grid(1, 1), 1)
    both = [Outcome.labelled("a", seed, bool(seed), None, 5) for seed in (0, 1)]
    with pytest.raises(DialError, match="a is labelled good and bad"):
        split({GridPoint(0): both})
