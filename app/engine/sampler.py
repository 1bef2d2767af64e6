"""Drawing one id from a row of logits, reproducibly and without sorting what the filter throws away."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from app.core.errors import EngineError
from app.core.sampling import SamplingParams
from app.engine.weights import EXCESS, Ids, Row, Weigher, Weights

Uniforms = NDArray[np.float64]

_TRIES = 5
_UNIFORMS_AHEAD = 64
# The greatest weight is 1 unless its id is masked; below this what is left has lost its precision.
_LEAST_SUM = 1e-6
# Which of a position's numbers a draw from a sorted row takes; those before it are two for each try.
_SORTED = 2 * _TRIES


class Sampler:
    """Draws for one sequence. The draw at a position depends on the logits, the seed and the position alone.

    The random numbers are Philox4x64-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3",
    SC 2011) keyed by the seed, with three times the position as counter: twelve numbers for each position.

    Attributes:
        temperature: at which `draw` wants a row weighed; None where it needs no weights of it.
    """

    def __init__(self, params: SamplingParams, seed: int, vocabulary: int) -> None:
        self._params = params
        self._seed = seed
        self._vocabulary = vocabulary
        self._greedy = params.greedy
        self.temperature = params.temperature if self._needs_all() else None
        self._first = 0
        self._ahead: Uniforms = np.empty((0, 12))

    def draw(self, row: Row, position: int, masked: Ids, weights: Weights | None = None) -> int:
        """The id at `position`; `row` and its `weights` are overwritten.

        Args:
            row: logits, shape (vocabulary,), float32.
            masked: ids that must not be drawn.
            weights: of the row at this sampler's `temperature`; computed here if they are not given.

        Raises:
            EngineError: the logits are not numbers, or all ids are masked.
        """
        if self.temperature is not None:
            weights = weights or self._weigh(row)
            if math.isfinite(weights.top):
                weights.drop(masked)
            if not (math.isfinite(weights.top) and weights.edges()[-1] >= _LEAST_SUM):
                row[masked] = -np.inf
                weights = self._weigh(row)
            if not math.isfinite(weights.top):
                raise _not_a_number()
            return self._draw_weighted(weights, self._uniforms(position))
        row[masked] = -np.inf
        best = int(row.argmax())
        if not math.isfinite(row[best]):
            raise _not_a_number()
        if self._greedy:
            return best
        return self._draw_sorted(*self._top_k(row), self._uniforms(position)[_SORTED])

    def _weigh(self, row: Row) -> Weights:
        assert self.temperature is not None
        return Weigher(1, self._vocabulary).weigh(row[None], {0: self.temperature})[0]

    def _needs_all(self) -> bool:
        """Whether a draw is from the whole vocabulary."""
        return not self._greedy and not 0 < self._params.top_k < self._vocabulary

    def _draw_weighted(self, weights: Weights, uniforms: Uniforms) -> int:
        """Draw from all, keep what lies in the nucleus: the same distribution as filtering first.

        So the vocabulary is not sorted but where all tries fail, each where the id lies outside, with a
        probability of 1 - top_p, or its bound is not its weight, of at most 6 %.
        """
        if self._params.min_p:
            least = float(weights.row.max()) + self._params.temperature * math.log(self._params.min_p)
            weights.drop(np.flatnonzero(weights.row < least))
        edges = weights.edges()
        for uniform, kept in uniforms[:_SORTED].reshape(-1, 2):
            token = weights.find(float(uniform), edges)
            if kept * float(weights.bounds[token]) < weights.weight(token) and self._in_nucleus(
                weights, token, float(edges[-1])
            ):
                return token
        everything = weights.all()
        ids = np.flatnonzero(everything)
        return self._draw_sorted(ids, everything[ids], uniforms[_SORTED])

    def _in_nucleus(self, weights: Weights, token: int, total: float) -> bool:
        """Whether an id and what ranks behind it outweigh what top-p leaves out.

        Lighter ids rank behind it, and equal ones that follow. Their bounds settle it but for a few ids near
        the border; `total` is that of all bounds.
        """
        if self._params.top_p == 1:
            return True
        left_out, weight = 1 - self._params.top_p, weights.weight(token)
        surely = EXCESS * (left_out * total - weight)
        lighter = weights.below(token, surely)
        if lighter > surely:
            return True
        equal = weight * np.count_nonzero(weights.row[token:] == weights.row[token])
        if lighter + equal <= left_out * total / EXCESS:
            return False
        everything = weights.all()
        behind = float(everything[weights.row < weights.row[token]].sum()) + equal
        return bool(behind > left_out * float(everything.sum()))

    def _top_k(self, row: Row) -> tuple[Ids, Row]:
        """The k best ids, in ascending order, and their weights; ties at the border go to the lower ids."""
        k = self._params.top_k
        border = np.partition(row, row.size - k)[row.size - k]
        above = np.flatnonzero(row > border)
        ids = np.sort(np.concatenate([above, np.flatnonzero(row == border)[: k - above.size]]))
        logits = row[ids]
        weights = np.exp((logits - logits.max()) * np.float32(1 / self._params.temperature))
        weights[weights < self._params.min_p] = 0
        return ids, weights

    def _draw_sorted(self, ids: Ids, weights: Row | Uniforms, uniform: float) -> int:
        """Inverse CDF over the nucleus in the order (weight descending, id ascending)."""
        order = np.argsort(-weights, kind="stable")
        cumulated = np.cumsum(weights[order], dtype=np.float64)
        kept = int(np.searchsorted(cumulated, self._params.top_p * cumulated[-1], side="left")) + 1
        kept = min(kept, int(np.count_nonzero(weights)))
        rank = int(np.searchsorted(cumulated[:kept], uniform * cumulated[kept - 1], side="right"))
        return int(ids[order[min(rank, kept - 1)]])

    def _uniforms(self, position: int) -> Uniforms:
        """The uniforms of a position; made for several positions at a time."""
        if not self._first <= position < self._first + len(self._ahead):
            self._first, self._ahead = position, philox(self._seed, position, _UNIFORMS_AHEAD)
        twelve: Uniforms = self._ahead[position - self._first]
        return twelve


def philox(seed: int, position: int, count: int = 1) -> Uniforms:
    """Twelve uniforms in [0, 1) for a seed and each of `count` positions, shape (count, 12)."""
    raw = np.random.Philox(key=seed, counter=3 * position).random_raw(12 * count)
    return np.asarray((raw >> np.uint64(11)) * 2.0**-53, np.float64).reshape(-1, 12)


def _not_a_number() -> EngineError:
    return EngineError("The model's output is not a number; its file is damaged, get it again.")
