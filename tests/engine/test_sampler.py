"""The sampler against exact probabilities, and what must never be drawn."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import chdtrc

from app.core.errors import EngineError
from app.core.sampling import SamplingParams
from app.engine.sampler import Sampler, philox
from app.engine.weights import Weights

SIZE = 1300  # sixty-five rows of twenty
DRAWS = 1000
LEAST_CHANCE = 1e-6  # five standard deviations
MASKED = np.array([0, 5, 511, 512, 1299], np.int64)
NONE = np.array([], np.int64)

GRID = [
    *(SamplingParams(0.7, k, p, m) for k, p, m in itertools.product((0, 20), (1.0, 0.9, 0.3), (0.0, 0.05))),
    SamplingParams(1.6, top_k=1),
    SamplingParams(1.6, top_p=0.6),
    SamplingParams(0.7, top_p=0.02),
]


def logits(kind: str) -> NDArray[np.float32]:
    """Rows of several shapes; ids far apart are likely ones."""
    rng = np.random.default_rng(11)
    match kind:
        case "flat":
            return rng.normal(0, 0.05, SIZE).astype(np.float32)
        case "normal":
            return rng.normal(0, 2.5, SIZE).astype(np.float32)
        case "ties":
            return np.round(rng.normal(0, 3, SIZE)).astype(np.float32)
    row = rng.normal(-20, 1, SIZE).astype(np.float32)
    row[[3, 700, 1290]] = (9.0, 8.0, 7.5)
    return row


def exact(row: NDArray[np.float32], params: SamplingParams, masked: NDArray[np.int64]) -> NDArray[np.float64]:
    """The distribution written down step by step in float64: temperature, min-p, top-k, top-p."""
    wide = row.astype(np.float64)
    wide[masked] = -np.inf
    weights = np.exp((wide - wide.max()) / params.temperature)
    weights[weights < params.min_p] = 0
    order = sorted(range(SIZE), key=lambda i: (-weights[i], i))
    if params.top_k:
        order = order[: params.top_k]
    total = math.fsum(weights[i] for i in order)
    out, before = np.zeros(SIZE), 0.0
    for i in order:
        if before >= params.top_p * total:
            break
        out[i] = weights[i]
        before += weights[i]
    return out / out.sum()


def chance(observed: NDArray[np.int64], expected: NDArray[np.float64]) -> float:
    """P of so large a chi-square or a larger one; neighbours are pooled to 5 expected."""
    bins = np.minimum(np.cumsum(expected) / 5, expected.sum() / 5 - 1).astype(int)
    o, e = np.bincount(bins, observed), np.bincount(bins, expected)
    o, e = o[e > 0], e[e > 0]
    return float(chdtrc(max(len(e) - 1, 1), ((o - e) ** 2 / e).sum()))


@pytest.mark.parametrize("kind", ["flat", "normal", "ties", "peaked"])
def test_draws_follow_the_exact_distribution(kind: str) -> None:
    row = logits(kind)
    for number, params in enumerate(GRID):
        expected = exact(row, params, MASKED)
        sampler = Sampler(params, seed=number, vocabulary=SIZE)
        drawn = [sampler.draw(row.copy(), position, MASKED) for position in range(DRAWS)]
        observed = np.bincount(drawn, minlength=SIZE)
        # A float32 weight on the nucleus' very edge may fall on the other side of it.
        outside = observed[expected == 0].sum()
        assert outside <= DRAWS / 200, params
        assert not observed[MASKED].any(), params
        assert chance(observed, expected * DRAWS) > LEAST_CHANCE, params


def test_greedy_takes_the_lowest_of_equals() -> None:
    row = np.zeros(SIZE, np.float32)
    row[[17, 900, 3]] = 4.0
    sampler = Sampler(SamplingParams(), 0, SIZE)
    assert sampler.draw(row.copy(), 0, NONE) == 3
    assert sampler.draw(row.copy(), 1, np.array([3])) == 17


def test_masked_ids_are_not_drawn_even_if_they_are_the_likeliest() -> None:
    row = np.zeros(SIZE, np.float32)
    row[MASKED] = 50.0
    for params in [SamplingParams(), *GRID]:
        sampler = Sampler(params, 1, SIZE)
        drawn = {sampler.draw(row.copy(), position, MASKED) for position in range(200)}
        assert not drawn & set(MASKED.tolist()), params


def test_top_k_larger_than_what_is_left_draws_only_what_is_left() -> None:
    masked = np.arange(3, SIZE)
    sampler = Sampler(SamplingParams(1.0, top_k=40), 1, SIZE)
    assert {sampler.draw(np.zeros(SIZE, np.float32), p, masked) for p in range(300)} == {0, 1, 2}


def test_ties_at_the_border_of_top_k_go_to_the_lower_ids() -> None:
    row = np.zeros(SIZE, np.float32)
    row[1000] = 1.0
    sampler = Sampler(SamplingParams(1.0, top_k=4), 1, SIZE)
    assert {sampler.draw(row.copy(), p, NONE) for p in range(300)} == {1000, 0, 1, 2}


def test_a_draw_depends_on_seed_and_position_alone() -> None:
    rows = [logits("normal"), logits("flat")]
    for params in GRID:
        one, two = (Sampler(params, 9, SIZE) for _ in range(2))
        forwards = [one.draw(rows[p % 2].copy(), p, MASKED) for p in range(60)]
        backwards = [two.draw(rows[p % 2].copy(), p, MASKED) for p in reversed(range(60))]
        assert forwards == backwards[::-1], params


def test_uniforms_are_uniform_and_differ_by_seed_and_position() -> None:
    drawn = np.array([philox(seed, position)[0] for seed in range(50) for position in range(50)])
    assert drawn.shape == (2500, 512)
    assert len(np.unique(drawn)) == drawn.size
    assert drawn.min() >= 0
    assert drawn.max() < 1
    counts = np.histogram(drawn, bins=20, range=(0, 1))[0]
    assert chance(counts, np.full(20, drawn.size / 20)) > LEAST_CHANCE


@pytest.mark.parametrize("temperature", [1e-5, 1e-20, 1e-38, 1e-45, 1e-310])
def test_a_temperature_next_to_nothing_is_as_good_as_greedy(temperature: float) -> None:
    row = logits("normal")
    best = int(row.argmax())
    for params in (SamplingParams(temperature), SamplingParams(temperature, top_k=9, top_p=0.5)):
        sampler = Sampler(params, 3, SIZE)
        assert {sampler.draw(row.copy(), p, np.array([best - 1])) for p in range(20)} == {best}


def test_a_masked_id_may_outweigh_all_others_beyond_the_range_of_a_float() -> None:
    row = np.zeros(SIZE, np.float32)
    row[7] = 1000.0
    sampler = Sampler(SamplingParams(0.5), 2, SIZE)
    assert len({sampler.draw(row.copy(), position, np.array([7])) for position in range(50)} - {7}) > 40


@pytest.mark.parametrize("odd", [np.nan, np.inf])
@pytest.mark.parametrize("params", [SamplingParams(), *GRID[:2], GRID[6]])
def test_what_is_no_number_matters_only_where_it_may_be_drawn(odd: float, params: SamplingParams) -> None:
    row = logits("normal")
    row[MASKED[1]] = odd
    plain = logits("normal")
    sampler = Sampler(params, 7, SIZE)
    assert sampler.draw(row.copy(), 3, MASKED) == sampler.draw(plain, 3, MASKED)
    for refused in (row, np.full(SIZE, -np.inf, np.float32)):
        with pytest.raises(EngineError, match="not a number"):
            sampler.draw(refused, 3, NONE)


@pytest.mark.parametrize("size", [1, 2, 63, 64, 65, 127, 128, 129, 200])
def test_each_id_of_a_small_vocabulary_is_drawn_as_often_as_it_should(size: int) -> None:
    row = np.random.default_rng(size).normal(0, 1, size).astype(np.float32)
    weights = Weights(row, 0.9)
    drawn = list(itertools.islice(weights.candidates(philox(3, 0, 400).reshape(-1)), 4000))
    assert len(drawn) == 4000
    expected = weights.of(np.arange(size)) / weights.total()
    assert chance(np.bincount(drawn, minlength=size), expected * 4000) > LEAST_CHANCE


@pytest.mark.parametrize("kind", ["flat", "ties"])
def test_a_draw_of_which_no_try_was_kept_has_the_same_distribution(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the nucleus is larger than the number of ids that are looked at first."""
    monkeypatch.setattr(Weights, "candidates", lambda *_: iter(()))
    row = logits(kind)
    for number, params in enumerate((SamplingParams(0.7, top_p=0.3), SamplingParams(0.7), GRID[3])):
        expected = exact(row, params, MASKED)
        sampler = Sampler(params, number, SIZE)
        drawn = [sampler.draw(row.copy(), position, MASKED) for position in range(DRAWS)]
        assert chance(np.bincount(drawn, minlength=SIZE), expected * DRAWS) > LEAST_CHANCE, params


@pytest.mark.parametrize("kind", ["flat", "normal", "ties", "peaked"])
def test_the_best_are_the_first_of_all_in_order(kind: str) -> None:
    row = logits(kind)
    order = np.lexsort((np.arange(SIZE), -row))
    for count in (1, 2, 19, 20, 21, 600, SIZE):
        assert Weights(row, 0.7).best(count).tolist() == sorted(order[:count].tolist())


@pytest.mark.parametrize("kind", ["flat", "normal", "ties", "peaked"])
@pytest.mark.parametrize("top_p", [0.02, 0.5, 0.9, 0.999])
def test_the_nucleus_ends_where_it_should_to_the_id(kind: str, top_p: float) -> None:
    """Also next to its border, where neither the columns nor float32 settle it."""
    row = logits(kind)
    for least in (0.0, 0.05):
        params = SamplingParams(0.7, top_p=top_p, min_p=least)
        weights = Weights(row, 0.7, least)
        drawable = np.flatnonzero(weights.of(np.arange(SIZE)))
        kept = [id for id in drawable.tolist() if weights.in_nucleus(id, top_p)]
        assert kept == np.flatnonzero(exact(row, params, NONE)).tolist()
