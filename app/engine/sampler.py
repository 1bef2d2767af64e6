"""Drawing one id from a row of logits, reproducibly and without sorting what the filter throws away."""

from __future__ import annotations

import math

import numpy as np

from app.core.errors import EngineError
from app.core.sampling import SamplingParams
from app.engine.weights import Ids, Row, Weights, Wide

# The random numbers of a position: one for each try, and the last for a draw from a sorted row.
_NUMBERS = 512
_POSITIONS_AHEAD = 16
# A small nucleus, in which few tries end, is looked for among so many ids first.
_MANY = 1024


class Sampler:
    """Draws for one sequence. The draw at a position depends on the logits, the seed and the position alone.

    The random numbers are Philox4x64-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3",
    SC 2011) keyed by the seed, with 128 times the position as counter: 512 numbers for each position.
    """

    def __init__(self, params: SamplingParams, seed: int) -> None:
        self._params = params
        self._seed = seed
        self._first = 0
        self._ahead: Wide = np.empty((0, _NUMBERS))

    def draw(self, row: Row, position: int, masked: Ids) -> int:
        """The id at `position`; `row` is overwritten.

        Args:
            row: logits, shape (vocabulary,), float32.
            masked: ids that must not be drawn.

        Raises:
            EngineError: the logits are not numbers, or all ids are masked.
        """
        row[masked] = -np.inf
        if self._params.greedy:
            best = int(row.argmax())
            _check(float(row[best]))
            return best
        weights = Weights(row, self._params)
        _check(weights.top)
        uniforms = self._uniforms(position)
        top_p, rest = self._params.top_p, float(uniforms[-1])
        if 0 < self._params.top_k < row.size:
            ids = weights.best(self._params.top_k)
            of_ids = weights.of(ids)
            return _draw_sorted(ids, of_ids, top_p * float(of_ids.sum()), rest)
        # To draw from all and keep what lies in the nucleus is to draw from the nucleus.
        for token in weights.candidates(uniforms[:-1]):
            if weights.in_nucleus(token):
                return token
        nucleus = top_p * weights.total
        ids = weights.best(min(_MANY, row.size))
        if (of_ids := weights.of(ids)).sum() < nucleus:
            ids = np.arange(row.size)
            of_ids = weights.of(ids)
        return _draw_sorted(ids, of_ids, nucleus, rest)

    def _uniforms(self, position: int) -> Wide:
        """The uniforms of a position; made for several positions at a time."""
        if not self._first <= position < self._first + len(self._ahead):
            self._first, self._ahead = position, philox(self._seed, position, _POSITIONS_AHEAD)
        found: Wide = self._ahead[position - self._first]
        return found


def _draw_sorted(ids: Ids, weights: Wide, nucleus: float, uniform: float) -> int:
    """Inverse CDF over the first ids that weigh `nucleus`, in the order (weight descending, id ascending)."""
    order = np.argsort(-weights, kind="stable")
    cumulated = np.cumsum(weights[order])
    kept = int(np.searchsorted(cumulated, nucleus, side="left")) + 1
    kept = min(kept, int(np.count_nonzero(weights)))
    rank = int(np.searchsorted(cumulated[:kept], uniform * cumulated[kept - 1], side="right"))
    return int(ids[order[min(rank, kept - 1)]])


def philox(seed: int, position: int, count: int = 1) -> Wide:
    """The uniforms in [0, 1) for a seed and each of `count` positions, shape (count, 512)."""
    raw = np.random.Philox(key=seed, counter=_NUMBERS // 4 * position).random_raw(_NUMBERS * count)
    return np.asarray((raw >> np.uint64(11)) * 2.0**-53, np.float64).reshape(-1, _NUMBERS)


def _check(top: float) -> None:
    if not math.isfinite(top):
        raise EngineError("The model's output is not a number; its file is damaged, get it again.")
