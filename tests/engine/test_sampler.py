"""The sampler against exact probabilities, and what must never be drawn."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import chdtrc

from app.core.errors import EngineError
from app.core.sampling import SamplingParams
from app.engine.sampler import Sampler, philox
from app.engine.weights import Weights

SIZE = 1300  # eight rows of 162 columns, and a part of a ninth
DRAWS = 1000
LEAST_CHANCE = 1e-6  # five standard deviations
MASKED = np.array([0, 5, 161, 162, 1299], np.int64)
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
        sampler = Sampler(params, seed=number)
        drawn = [sampler.draw(row.copy(), position, MASKED) for position in range(DRAWS)]
        observed = np.bincount(drawn, minlength=SIZE)
        assert not observed[expected == 0].any(), params
        assert not observed[MASKED].any(), params
        assert chance(observed, expected * DRAWS) > LEAST_CHANCE, params


def test_greedy_takes_the_lowest_of_equals() -> None:
    row = np.zeros(SIZE, np.float32)
    row[[17, 900, 3]] = 4.0
    sampler = Sampler(SamplingParams(), 0)
    assert sampler.draw(row.copy(), 0, NONE) == 3
    assert sampler.draw(row.copy(), 1, np.array([3])) == 17


def test_masked_ids_are_not_drawn_even_if_they_are_the_likeliest() -> None:
    row = np.zeros(SIZE, np.float32)
    row[MASKED] = 50.0
    for params in [SamplingParams(), *GRID]:
        sampler = Sampler(params, 1)
        drawn = {sampler.draw(row.copy(), position, MASKED) for position in range(200)}
        assert not drawn & set(MASKED.tolist()), params


def test_top_k_larger_than_what_is_left_draws_only_what_is_left() -> None:
    masked = np.arange(3, SIZE)
    sampler = Sampler(SamplingParams(1.0, top_k=40), 1)
    assert {sampler.draw(np.zeros(SIZE, np.float32), p, masked) for p in range(300)} == {0, 1, 2}


def test_ties_at_the_border_of_top_k_go_to_the_lower_ids() -> None:
    row = np.zeros(SIZE, np.float32)
    row[1000] = 1.0
    sampler = Sampler(SamplingParams(1.0, top_k=4), 1)
    assert {sampler.draw(row.copy(), p, NONE) for p in range(300)} == {1000, 0, 1, 2}


def test_a_draw_depends_on_seed_and_position_alone() -> None:
    rows = [logits("normal"), logits("flat")]
    for params in GRID:
        one, two = (Sampler(params, 9) for _ in range(2))
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
        sampler = Sampler(params, 3)
        assert {sampler.draw(row.copy(), p, np.array([best - 1])) for p in range(20)} == {best}


def test_a_masked_id_may_outweigh_all_others_beyond_the_range_of_a_float() -> None:
    row = np.zeros(SIZE, np.float32)
    row[7] = 1000.0
    sampler = Sampler(SamplingParams(0.5), 2)
    drawn = {sampler.draw(row.copy(), position, np.array([7])) for position in range(50)}
    assert len(drawn) > 40
    assert 7 not in drawn


@pytest.mark.parametrize("odd", [np.nan, np.inf])
@pytest.mark.parametrize("params", [SamplingParams(), *GRID[:2], GRID[6]])
def test_what_is_no_number_matters_only_where_it_may_be_drawn(odd: float, params: SamplingParams) -> None:
    row = logits("normal")
    row[MASKED[1]] = odd
    plain = logits("normal")
    sampler = Sampler(params, 7)
    assert sampler.draw(row.copy(), 3, MASKED) == sampler.draw(plain, 3, MASKED)
    for refused in (row, np.full(SIZE, -np.inf, np.float32)):
        with pytest.raises(EngineError, match="not a number"):
            sampler.draw(refused, 3, NONE)


@pytest.mark.parametrize("size", [1, 2, 7, 8, 9, 15, 16, 17, 200, 16_383, 16_384, 16_447, 20_001])
def test_each_id_of_a_vocabulary_of_any_size_is_drawn_as_often_as_it_should(size: int) -> None:
    row = np.random.default_rng(size).normal(0, 1, size).astype(np.float32)
    weights = Weights(row, SamplingParams(0.9))
    drawn = list(itertools.islice(weights.candidates(philox(3, 0, 400).reshape(-1)), 4000))
    assert len(drawn) == 4000
    expected = weights.of(np.arange(size)) / weights.total
    assert chance(np.bincount(drawn, minlength=size), expected * 4000) > LEAST_CHANCE


@pytest.mark.parametrize("kind", ["flat", "ties"])
def test_a_draw_of_which_no_try_was_kept_has_the_same_distribution(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the nucleus is larger than the number of ids that are looked at first."""
    tries = set()

    def none(_: Weights, uniforms: NDArray[np.float64]) -> Iterator[int]:
        tries.add(uniforms.size)
        return iter(())

    monkeypatch.setattr(Weights, "candidates", none)
    row = logits(kind)
    for number, params in enumerate((SamplingParams(0.7, top_p=0.3), SamplingParams(0.7), GRID[3])):
        expected = exact(row, params, MASKED)
        sampler = Sampler(params, number)
        drawn = [sampler.draw(row.copy(), position, MASKED) for position in range(DRAWS)]
        assert chance(np.bincount(drawn, minlength=SIZE), expected * DRAWS) > LEAST_CHANCE, params
    # The number that it takes is none of the tries'.
    assert tries == {philox(0, 0).size - 1}


@pytest.mark.parametrize("kind", ["flat", "normal", "ties", "peaked"])
def test_the_best_are_the_first_of_all_in_order(kind: str) -> None:
    row = logits(kind)
    order = np.lexsort((np.arange(SIZE), -row))
    for count in (1, 2, 161, 162, 163, 600, SIZE):
        assert Weights(row, SamplingParams(0.7)).best(count).tolist() == sorted(order[:count].tolist())


@pytest.mark.parametrize("kind", ["flat", "normal", "ties", "peaked"])
@pytest.mark.parametrize("top_p", [0.02, 0.5, 0.9, 0.999])
def test_the_nucleus_ends_where_it_should_to_the_id(kind: str, top_p: float) -> None:
    row = logits(kind)
    for least in (0.0, 0.05):
        params = SamplingParams(0.7, top_p=top_p, min_p=least)
        weights = Weights(row, params)
        drawable = np.flatnonzero(weights.of(np.arange(SIZE)))
        kept = [id for id in drawable.tolist() if weights.in_nucleus(id)]
        assert kept == np.flatnonzero(exact(row, params, NONE)).tolist()


@pytest.mark.parametrize("kind", ["flat", "normal"])
def test_next_to_its_border_the_sum_is_exact(kind: str) -> None:
    """Nearer than the columns or float32 could tell."""
    row = logits(kind)
    exactly = np.exp((row.astype(np.float64) - float(row.max())) / 0.7)
    ranked = np.argsort(-exactly)
    for rank in (300, 600, 900, 1200):
        share = exactly[ranked[:rank]].sum() / exactly.sum()
        for nearly in (-1e-9, 1e-9):
            weights = Weights(row, SamplingParams(0.7, top_p=share * (1 + nearly)))
            assert weights.in_nucleus(int(ranked[rank])) == (nearly > 0)


def test_what_has_the_least_weight_by_a_hair_counts_as_it_is_drawn() -> None:
    row = np.full(SIZE, -50, np.float32)
    row[[0, 162]] = 0, -2.097012519836426
    params = SamplingParams(0.7, top_p=0.96, min_p=0.05)
    assert np.flatnonzero(exact(row, params, NONE)).tolist() == [0, 162]
    assert {Sampler(params, 0).draw(row.copy(), position, NONE) for position in range(300)} == {0, 162}
    row[:] = -1.997
    row[0] = 0
    weights = Weights(row, SamplingParams(1.0, top_p=0.9, min_p=math.exp(float(row[1]))))
    inside = [id for id in range(SIZE) if weights.in_nucleus(id)]
    every = math.fsum(weights.of(np.arange(SIZE)))
    assert inside == list(range(1 + math.ceil((0.9 * every - 1) / math.exp(float(row[1])))))
