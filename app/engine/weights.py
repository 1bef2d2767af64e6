"""Upper bounds of exp((logit - top) / temperature) for the rows of one decode step, summed by blocks.

An id is drawn by its bound and kept with the probability weight / bound, which is a draw by the weights
(rejection sampling). So the exponential itself is needed for the drawn id alone: over a large vocabulary that
takes a third of the time. The bound of 2^y is 2^floor(y) (1 + y - floor(y)), which is y written into the
exponent and mantissa of a float (Schraudolph, "A Fast, Compact Approximation of the Exponential Function",
Neural Computation 11, 1999).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Row = NDArray[np.float32]
Ids = NDArray[np.int64]
Edges = NDArray[np.float64]

BLOCK = 512
# (1 + f) / 2^f for f in [0, 1] is at most 2 / (e ln 2) = 1.06148; the rest is for the rounding of floats.
EXCESS = 1.0617
_BLOCKS_AT_ONCE = 32
_PER_UNIT = 2**23 / math.log(2)
# 2^0 in the bits of a float, and so much more that no rounding brings a bound below its weight.
_ONE = 127 * 2.0**23 + 512
# The smallest float that is not denormal stands for all weights below it.
_LEAST = 2.0**23
# Steeper than any two logits need, and no infinity.
_STEEPEST = 1e30


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of one row; valid until its `Weigher` is used again.

    Attributes:
        row: the logits, shape (vocabulary,), float32. top: the largest of them when it was weighed.
        temperature: above 0.
        blocks: bounds of the weights, float32, shape (blocks, BLOCK); zeros behind the last id. A bound is at
            least its weight and at most EXCESS times that, or 2^-126 for all that weigh less.
        sums: of each block, float32, shape (blocks,).
    """

    row: Row
    top: float
    temperature: float
    blocks: Row
    sums: Row

    @property
    def bounds(self) -> Row:
        """The bounds in id order, shape (vocabulary,)."""
        return self.blocks.reshape(-1)[: self.row.size]

    def drop(self, ids: Ids) -> None:
        """Give these ids no weight."""
        self.row[ids] = -np.inf
        self.bounds[ids] = 0
        touched = np.unique(ids // BLOCK)
        self.sums[touched] = _sums(self.blocks[touched])

    def edges(self) -> Edges:
        """The sums of bounds up to and with each block, shape (blocks,); the last is that of all."""
        return np.cumsum(self.sums, dtype=np.float64)

    def find(self, share: float, edges: Edges) -> int:
        """The id at which the bounds before it make up this share of all: inverse CDF in id order."""
        target = share * edges[-1]
        block = min(int(np.searchsorted(edges, target, side="right")), edges.size - 1)
        while self.sums[block] == 0:
            block -= 1
        inner = np.cumsum(self.blocks[block], dtype=np.float64)
        rest = target - (edges[block] - self.sums[block])
        index = min(int(np.searchsorted(inner, rest, side="right")), BLOCK - 1)
        while self.blocks[block, index] == 0:
            index -= 1
        return block * BLOCK + index

    def weight(self, id: int) -> float:
        """The weight of one id."""
        return math.exp((float(self.row[id]) - self.top) / self.temperature)

    def all(self) -> Edges:
        """The weights of all ids, shape (vocabulary,)."""
        return np.exp((self.row.astype(np.float64) - self.top) / self.temperature)

    def below(self, id: int, enough: float) -> float:
        """The bounds of all ids with a smaller logit; where they exceed `enough`, those of some of them."""
        total, logit, bounds = 0.0, self.row[id], self.bounds
        for start in range(0, bounds.size, _BLOCKS_AT_ONCE * BLOCK):
            part = slice(start, start + _BLOCKS_AT_ONCE * BLOCK)
            lighter = (self.row[part] < logit).astype(np.float32)
            total += float(np.einsum("i,i", bounds[part], lighter))
            if total > enough:
                break
        return total


class Weigher:
    """Memory for the weights of a number of rows, and perhaps a second thread to fill it.

    Every element is computed alike, so a row's bits do not depend on the others.
    """

    def __init__(self, rows: int, vocabulary: int, pool: Executor | None = None) -> None:
        """Half of the rows are computed on a thread of `pool`, if there is one."""
        self._vocabulary = vocabulary
        self._blocks = np.zeros((rows, -(-vocabulary // BLOCK), BLOCK), np.float32)
        self._bits = self._blocks.view(np.int32).reshape(rows, -1)[:, :vocabulary]
        self._sums = np.zeros(self._blocks.shape[:2], np.float32)
        # An array: against a scalar numpy takes the maximum seven times slower.
        self._least = np.full(vocabulary, _LEAST, np.float32)
        self._pool = pool

    def weigh(self, logits: Row, temperatures: Mapping[int, float]) -> dict[int, Weights]:
        """The weights of some rows, by their number.

        Args:
            logits: float32, shape (rows, vocabulary), at most as many rows as there is memory for; kept in
                what is returned.
            temperatures: above 0, by the number of the row.
        """
        wanted = sorted(temperatures)
        if not wanted:
            return {}
        half = len(wanted) // 2
        if self._pool and half:
            other = self._pool.submit(self._weigh, logits, temperatures, wanted[half:])
            found = self._weigh(logits, temperatures, wanted[:half])
            return found | other.result()
        return self._weigh(logits, temperatures, wanted)

    def _weigh(self, logits: Row, temperatures: Mapping[int, float], rows: list[int]) -> dict[int, Weights]:
        scratch = np.empty(self._vocabulary, np.float32)
        found = {}
        for number in rows:
            row, top = logits[number], logits[number].max()
            if np.isfinite(top):
                steepness = min(_PER_UNIT / temperatures[number], _STEEPEST)
                np.subtract(row, top, out=scratch)
                np.multiply(scratch, np.float32(steepness), out=scratch)
                np.add(scratch, np.float32(_ONE), out=scratch)
                np.maximum(scratch, self._least, out=scratch)
                self._bits[number] = scratch
                _sums(self._blocks[number], self._sums[number])
            found[number] = Weights(
                row, float(top), temperatures[number], self._blocks[number], self._sums[number]
            )
        return found


def _sums(blocks: Row, out: Row | None = None) -> Row:
    """The sum of each block. Of numpy's ways the fastest, and one thread's work, so always the same bits."""
    found: Row = np.einsum("ij->i", blocks, out=out)
    return found
