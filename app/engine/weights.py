"""The weights exp((logit - top) / temperature) of a row of logits, few of which are computed.

The ids are laid out in a table of few rows, id = cell * columns + column, and the largest logit of each
column is found, in one fast pass. It bounds all weights of its column. So an id is drawn under these bounds
and kept with the probability weight / bound, which is a draw by the weights (rejection sampling: von Neumann,
"Various techniques used in connection with random digits", 1951).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.core.sampling import SamplingParams

Row = NDArray[np.float32]
Ids = NDArray[np.int64]
Wide = NDArray[np.float64]

# Few columns are soon looked through, but few of the points under their bounds are kept. These numbers were
# the fastest of those tried, for 856 and for 151,936 ids.
_CELLS, _MANY_CELLS, _MANY_IDS = 8, 64, 2**14
# So many points for each cell at once that one of them is nearly always kept.
_POINTS = 4
# More than float32 adds to a sum of weights or takes from it, as a share.
_ROUGH = 1e-4


class Weights:
    """The weights of one row; ids whose logit is -inf have none.

    Attributes:
        top: the largest logit; not finite where the row holds what is no number, or has no id to draw.
    """

    def __init__(self, row: Row, params: SamplingParams) -> None:
        """
        Args:
            row: the logits, shape (vocabulary,), float32; kept.
            params: not greedy. Weights below its min_p count as none; the largest weight is 1.
        """
        self._row = row
        self._temperature, self._least, self._top_p = params.temperature, params.min_p, params.top_p
        # (-logit, id) of the first id in order that is known to lie outside the nucleus.
        self._outside = (np.inf, 0)
        columns = max(row.size // (_CELLS if row.size < _MANY_IDS else _MANY_CELLS), 1)
        whole = row.size - row.size % columns
        self._largest = row[:whole].reshape(-1, columns).max(axis=0)
        rest = row[whole:]
        np.maximum(self._largest[: rest.size], rest, out=self._largest[: rest.size])
        self.top = float(self._largest.max())
        if np.isfinite(self.top):
            self._bounds = self._weigh(self._largest)
            self._edges = np.cumsum(self._bounds)

    def candidates(self, uniforms: Wide) -> Iterator[int]:
        """Independent draws by the weights; fewer than there are `uniforms`.

        Each of these is a point under the bounds: it names the column, the cell, and how high in that.
        """
        columns = self._bounds.size
        cells = -(-self._row.size // columns)
        # Rounded up, a point is still left of the last edge.
        width = np.nextafter(self._edges[-1], 0)
        for start in range(0, uniforms.size, _POINTS * cells):
            points = uniforms[start : start + _POINTS * cells] * width
            column = np.searchsorted(self._edges, points, side="right")
            bound = self._bounds[column]
            inside = (self._edges[column] - points) / bound * cells
            cell = inside.astype(np.int64)
            ids = cell * columns + column
            yield from ids[(inside - cell) * bound < self.of(ids)].tolist()

    def of(self, ids: Ids) -> Wide:
        """The weights of some ids, in their shape; those behind the vocabulary have none."""
        weights = self._weigh(self._row.take(ids, mode="clip"))
        weights[ids >= self._row.size] = 0
        return weights

    def best(self, count: int) -> Ids:
        """The ids of the `count` largest logits, ascending; ties at the border go to the lower ids."""
        # So many columns have a logit that is no less than this, if there are so many, and as many ids.
        start = max(self._largest.size - count, 0)
        ids = np.flatnonzero(self._row >= np.partition(self._largest, start)[start])
        if ids.size < count:
            ids = np.arange(self._row.size)
        logits = self._row[ids]
        border = np.partition(logits, ids.size - count)[ids.size - count]
        above = ids[logits > border]
        return np.sort(np.concatenate([above, ids[logits == border][: count - above.size]]))

    def in_nucleus(self, id: int) -> bool:
        """Whether the ids that rank before this one weigh less than the share top_p of all.

        Before it come the heavier ones, and of equal ones those with lower ids.
        """
        if self._top_p == 1:
            return True
        rank = (-float(self._row[id]), id)
        if rank < self._outside and not self._holds(self._before(id)):
            self._outside = rank
        return rank < self._outside

    def _before(self, id: int) -> float:
        """The weights of the ids that rank before this one."""
        logit = self._row[id]
        ids = np.flatnonzero(self._row >= logit)
        return float(self.of(ids[(self._row[ids] > logit) | (ids < id)]).sum())

    def _holds(self, before: float) -> bool:
        """Whether `before` is less than the share top_p of all weights."""
        # The largest weights of the columns are a part of all.
        if before < self._top_p * float(self._edges[-1]):
            return True
        # What float32 counts as at least the least weight is another matter.
        if not self._least:
            roughly = self._top_p * self._rough_total
            if abs(before - roughly) > _ROUGH * roughly:
                return before < roughly
        return before < self._top_p * self.total

    @cached_property
    def total(self) -> float:
        """The sum of all weights."""
        return float(self._weigh(self._row).sum())

    @cached_property
    def _rough_total(self) -> float:
        """The sum of all weights by float32, which takes a quarter of the time."""
        with np.errstate(over="ignore"):
            scaled = (self._row - np.float32(self.top)) / np.float32(self._temperature)
        return float(np.exp(scaled).sum())

    def _weigh(self, logits: Row) -> Wide:
        weights = np.exp((logits.astype(np.float64) - self.top) / self._temperature)
        if self._least:
            weights[weights < self._least] = 0
        return weights
