"""The sampler against exact probabilities, and what must never be drawn."""

from __future__ import annotations

import itertools
import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import chdtrc

from app.core.errors import EngineError
from app.core.sampling import SamplingParams
from app.engine.sampler import Sampler, philox
from app.engine.weights import EXCESS, Weigher

SIZE = 1300  # two whole blocks of the sampler and a part of a third
DRAWS = 1000
LEAST_CHANCE = 1e-6  # five standard deviations
MASKED = np.array([0, 5, 511, 512, 1299], np.int64)
NONE = np.array([], np.int64)

GRID = [
    *(SamplingParams(0.7, k, p, m) for k, p, m in itertools.product((0, 20), (1.0, 0.9, 0.3), (0.0, 0.05))),
    SamplingParams(1.6, top_k=1),
    SamplingParams(1.6, top_p=0.6),
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
    assert drawn.shape == (2500, 12)
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


def test_rows_weighed_together_draw_as_alone() -> None:
    """Whatever stands beside a row, and whether half of the rows are weighed on another thread."""
    rows = np.stack([logits(kind) for kind in ("normal", "flat", "peaked", "ties", "normal")])
    rows[4] += 3
    settings = [SamplingParams(0.7 + 0.2 * n, top_p=0.9, min_p=0.01 * (n % 2)) for n in range(5)]
    samplers = [Sampler(params, 40 + n, SIZE) for n, params in enumerate(settings)]
    alone = [s.draw(row.copy(), 5, MASKED) for s, row in zip(samplers, rows, strict=True)]
    with ThreadPoolExecutor(1) as pool:
        for weigher in (Weigher(5, SIZE), Weigher(7, SIZE, pool)):
            for wanted in ({0, 1, 2, 3, 4}, {1, 3}, {4}):
                weights = weigher.weigh(rows.copy(), {n: settings[n].temperature for n in wanted})
                assert weights.keys() == wanted
                for n in wanted:
                    assert samplers[n].draw(rows[n].copy(), 5, MASKED, weights[n]) == alone[n]


def test_a_masked_id_may_outweigh_all_others_beyond_the_range_of_a_float() -> None:
    row = np.zeros(SIZE, np.float32)
    row[7] = 1000.0
    sampler = Sampler(SamplingParams(0.5), 2, SIZE)
    weights = Weigher(1, SIZE).weigh(row[None].copy(), {0: 0.5})[0]
    assert sampler.draw(row.copy(), 3, np.array([7]), weights) == sampler.draw(row.copy(), 3, np.array([7]))
    with pytest.raises(EngineError, match="not a number"):
        sampler.draw(np.full(SIZE, np.nan, np.float32), 0, NONE)


@pytest.mark.parametrize("kind", ["flat", "normal", "ties", "peaked"])
@pytest.mark.parametrize("temperature", [0.01, 0.7, 1.6, 100.0])
def test_a_bound_is_no_less_than_its_weight_and_little_more(kind: str, temperature: float) -> None:
    for scale in (1.0, 30.0):
        weights = Weigher(1, SIZE).weigh(scale * logits(kind)[None], {0: temperature})[0]
        exact = weights.all()
        seen = exact > 1e-37
        ratio = weights.bounds[seen] / exact[seen]
        assert seen.any()
        assert ratio.min() >= 1
        assert ratio.max() <= EXCESS
        assert weights.bounds[~seen].max(initial=0) <= 1.1e-37
        assert [weights.weight(id) for id in range(SIZE)] == pytest.approx(exact.tolist(), rel=1e-12)


def test_the_nucleus_ends_where_it_should_to_the_id() -> None:
    """Also near its border, where the bounds do not settle it."""
    row = logits("flat")
    params = SamplingParams(0.7, top_p=0.9)
    kept = exact(row, params, NONE) > 0
    sampler = Sampler(params, 0, SIZE)
    weights = Weigher(1, SIZE).weigh(row[None].copy(), {0: 0.7})[0]
    total = float(weights.edges()[-1])
    assert [sampler._in_nucleus(weights, id, total) for id in range(SIZE)] == kept.tolist()


def test_given_weights_change_no_draw_where_a_masked_id_is_the_likeliest() -> None:
    row = logits("normal")
    row[MASKED[1]] = row.max() + 1.3
    for params in (SamplingParams(0.7), SamplingParams(0.7, top_p=0.95), SamplingParams(1.0, min_p=0.05)):
        alone, given = (Sampler(params, 7, SIZE) for _ in range(2))
        for position in range(300):
            weights = Weigher(1, SIZE).weigh(row[None].copy(), {0: params.temperature})[0]
            drawn = given.draw(row.copy(), position, MASKED, weights)
            assert drawn == alone.draw(row.copy(), position, MASKED), params


@pytest.mark.parametrize("odd", [np.nan, np.inf])
def test_what_is_no_number_matters_only_where_it_may_be_drawn(odd: float) -> None:
    weigher = Weigher(1, SIZE)
    weigher.weigh(logits("peaked")[None].copy(), {0: 0.7})
    row = logits("normal")
    row[MASKED[1]] = odd
    fresh = Sampler(SamplingParams(0.7), 7, SIZE).draw(row.copy(), 3, MASKED)
    weights = weigher.weigh(row[None].copy(), {0: 0.7})[0]
    assert Sampler(SamplingParams(0.7), 7, SIZE).draw(row.copy(), 3, MASKED, weights) == fresh
