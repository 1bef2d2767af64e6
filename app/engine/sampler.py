"""Drawing one id from a row of logits, reproducibly and without a full softmax where the filter allows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.core.errors import EngineError
from app.core.sampling import SamplingParams

Row = NDArray[np.float32]
Ids = NDArray[np.int64]

_BLOCK = 512
_TRIES = 3


class Sampler:
    """Draws for one sequence. The draw at a position depends on the logits, the seed and the position alone.

    The random numbers are Philox4x64-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3",
    SC 2011) keyed by the seed, with the position as counter: four numbers for each position.
    """

    def __init__(self, params: SamplingParams, seed: int, vocabulary: int) -> None:
        self._params = params
        self._seed = seed
        self._weights = np.empty(0 if params.greedy else vocabulary, np.float32)
        self._scratch = np.empty_like(self._weights)

    def draw(self, row: Row, position: int, masked: Ids) -> int:
        """The id at `position`; `row` is overwritten at the masked ids.

        Raises:
            EngineError: the logits are not numbers, or all ids are masked.

        Args:
            row: logits, shape (vocabulary,), float32.
            masked: ids that must not be drawn.
        """
        row[masked] = -np.inf
        best = int(row.argmax())
        if not np.isfinite(row[best]):
            raise EngineError("The model's output is not a number; its file is damaged, get it again.")
        if self._params.greedy:
            return best
        uniforms = philox(self._seed, position)
        if 0 < self._params.top_k < row.size:
            return self._draw_sorted(*self._top_k(row), uniforms[_TRIES])
        weights = self._exponentials(row, self._weights)
        sums = _block_sums(weights)
        if self._params.top_p == 1:
            return _by_blocks(weights, sums, float(uniforms[0]))
        # Draw from all, keep what lies in the nucleus: the same distribution as filtering first, without a
        # sort of the whole vocabulary. Each try fails with probability 1 - top_p.
        inside = self._params.top_p * float(sums.sum())
        for uniform in uniforms[:_TRIES]:
            token = _by_blocks(weights, sums, float(uniform))
            weight = weights[token]
            # The sum of what is above the token's weight, without gathering it.
            np.maximum(weights, weight, out=self._scratch)
            below = weights.size - np.count_nonzero(weights > weight)
            above = float(self._scratch.sum()) - below * float(weight)
            ties = np.count_nonzero(weights[:token] == weight)
            if above + ties * float(weight) < inside:
                return token
        ids = np.flatnonzero(weights)
        return self._draw_sorted(ids, weights[ids], uniforms[_TRIES])

    def _exponentials(self, row: Row, out: Row) -> Row:
        """exp((row - max) / temperature), with 0 below min_p; the greatest is 1."""
        np.subtract(row, row.max(), out=out)
        np.multiply(out, np.float32(1 / self._params.temperature), out=out)
        np.exp(out, out=out)
        if self._params.min_p:
            out[out < self._params.min_p] = 0
        return out

    def _top_k(self, row: Row) -> tuple[Ids, Row]:
        """The k best ids, in ascending order, and their weights; ties at the border go to the lower ids."""
        k = self._params.top_k
        border = np.partition(row, row.size - k)[row.size - k]
        above = np.flatnonzero(row > border)
        ids = np.sort(np.concatenate([above, np.flatnonzero(row == border)[: k - above.size]]))
        logits = row[ids]
        return ids, self._exponentials(logits, np.empty_like(logits))

    def _draw_sorted(self, ids: Ids, weights: Row, uniform: float) -> int:
        """Inverse CDF over the nucleus in the order (weight descending, id ascending)."""
        order = np.argsort(-weights, kind="stable")
        cumulated = np.cumsum(weights[order], dtype=np.float64)
        kept = int(np.searchsorted(cumulated, self._params.top_p * cumulated[-1], side="left")) + 1
        kept = min(kept, int(np.count_nonzero(weights)))
        rank = int(np.searchsorted(cumulated[:kept], uniform * cumulated[kept - 1], side="right"))
        return int(ids[order[min(rank, kept - 1)]])


def philox(seed: int, position: int) -> NDArray[np.float64]:
    """Four uniforms in [0, 1) for a seed and a position, shape (4,)."""
    raw = np.random.Philox(key=seed, counter=position).random_raw(4)
    return np.asarray((raw >> np.uint64(11)) * 2.0**-53, np.float64)


def _by_blocks(weights: Row, sums: NDArray[np.float64], uniform: float) -> int:
    """Inverse CDF in id order: find the block, then the id in it."""
    edges = np.cumsum(sums)
    target = uniform * edges[-1]
    block = min(int(np.searchsorted(edges, target, side="right")), edges.size - 1)
    while sums[block] == 0:
        block -= 1
    start = block * _BLOCK
    inner = np.cumsum(weights[start : start + _BLOCK], dtype=np.float64)
    rest = target - (edges[block] - sums[block])
    index = min(int(np.searchsorted(inner, rest, side="right")), inner.size - 1)
    while weights[start + index] == 0:
        index -= 1
    return start + index


def _block_sums(weights: Row) -> NDArray[np.float64]:
    """Sums of consecutive blocks: float32 within a block, which is fast, float64 beyond."""
    whole = weights.size // _BLOCK * _BLOCK
    sums = weights[:whole].reshape(-1, _BLOCK).sum(axis=1).astype(np.float64)
    return np.append(sums, np.float64(weights[whole:].sum()))
