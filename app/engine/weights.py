"""exp((logit - max) / temperature) for the rows of one decode step at once, summed by blocks."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Row = NDArray[np.float32]
Ids = NDArray[np.int64]
Edges = NDArray[np.float64]

BLOCK = 512
_BLOCKS_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of one row; valid until its `Weigher` is used again.

    Attributes:
        blocks: float32, shape (blocks, BLOCK); zeros behind the last id.
        sums: of each block, float32, shape (blocks,).
    """

    blocks: Row
    sums: Row

    @property
    def values(self) -> Row:
        """The weights in id order, shape (blocks * BLOCK,)."""
        return self.blocks.reshape(-1)

    def drop(self, ids: Ids) -> None:
        """Give these ids no weight."""
        self.values[ids] = 0
        self.add_up(np.unique(ids // BLOCK))

    def add_up(self, blocks: Ids | slice = slice(None)) -> None:
        """Sum these blocks anew."""
        self.sums[blocks] = self.blocks[blocks].sum(axis=1)

    def edges(self) -> Edges:
        """The sums up to and with each block, shape (blocks,); the last is that of all."""
        return np.cumsum(self.sums, dtype=np.float64)

    def find(self, share: float, edges: Edges) -> int:
        """The id at which the weights before it make up this share of all: inverse CDF in id order."""
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

    def below(self, weight: float, enough: float) -> float:
        """The sum of all weights less than this one; where it exceeds `enough`, that of some of them."""
        total = 0.0
        for start in range(0, len(self.blocks), _BLOCKS_AT_ONCE):
            part = self.blocks[start : start + _BLOCKS_AT_ONCE]
            total += float((part * (part < weight)).sum(dtype=np.float64))
            if total > enough:
                break
        return total


class Weigher:
    """Memory for the weights of a number of rows, and perhaps a second thread to fill it.

    The rows of a step are computed in a few calls of numpy, each long enough for that thread to be worth
    waking. Every element is computed alike, so a row's bits do not depend on the others.
    """

    def __init__(self, rows: int, vocabulary: int, pool: Executor | None = None) -> None:
        """Half of the rows are computed on a thread of `pool`, if there is one."""
        self._vocabulary = vocabulary
        self._blocks = np.zeros((rows, -(-vocabulary // BLOCK), BLOCK), np.float32)
        self._flat = self._blocks.reshape(rows, -1)[:, :vocabulary]
        self._sums = np.zeros(self._blocks.shape[:2], np.float32)
        self._pool = pool

    def weigh(self, logits: Row, temperatures: Mapping[int, float]) -> dict[int, Weights]:
        """The weights of some rows, by their number.

        Args:
            logits: float32, shape (rows, vocabulary), at most as many rows as there is memory for.
            temperatures: above 0, by the number of the row.
        """
        wanted = sorted(temperatures)
        if not wanted:
            return {}
        half = len(wanted) // 2
        if self._pool and half:
            other = self._pool.submit(self._compute, logits, temperatures, wanted[half:])
            self._compute(logits, temperatures, wanted[:half])
            other.result()
        else:
            self._compute(logits, temperatures, wanted)
        return {row: Weights(self._blocks[row], self._sums[row]) for row in wanted}

    def _compute(self, logits: Row, temperatures: Mapping[int, float], rows: list[int]) -> None:
        first, last = rows[0], rows[-1] + 1
        # A row in between that is not wanted is computed too: a slice costs no copy.
        out = self._flat[first:last]
        scale = [np.float32(1 / temperatures.get(row, 1.0)) for row in range(first, last)]
        with np.errstate(invalid="ignore"):
            np.subtract(logits[first:last], logits[first:last].max(axis=1, keepdims=True), out=out)
            np.multiply(out, np.array(scale, np.float32)[:, None], out=out)
            np.exp(out, out=out)
            self._blocks[first:last].sum(axis=2, out=self._sums[first:last])
