"""Whether the ids of a sequence are the same at every width, and what the engine says of it beforehand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.core.request import PromptIds
from app.core.sampling import SamplingParams
from tests.gpu.report import Rows
from tests.gpu.speed import Ids, LoadedModel

_GREEDY, _SAMPLED = SamplingParams(), SamplingParams(0.7, top_p=0.95)
# The longest crosses 256 cells, after which its neighbours' attention is computed over a longer buffer.
_LONGEST = 320


def compare_widths(model: LoadedModel, widths: Sequence[int], tokens: int) -> Rows:
    """The ids of as many sequences as the widest has, at each width, against those at the narrowest.

    Prompts are of many lengths, every other sequence is sampled; all run in one queue, so that neighbours
    come and go.
    """
    named = "exact asked for" if model.settings.exact else "exact not asked for"
    work = _prompts(max(widths))
    reference: tuple[Ids, ...] | None = None
    for width in widths:
        opened = model.open(_LONGEST + tokens + 64, width)
        ids = model.run(work, tokens, (_GREEDY, _SAMPLED)).ids
        reference = reference or ids
        same = sum(a == b for a, b in zip(reference, ids, strict=True))
        equal = f"{same} of {len(ids)} sequences equal to those at width {widths[0]}"
        yield (
            f"ids at width {width}, {named}",
            f"says {opened.exactness.value}, {opened.shape} ({opened.why}); {equal}",
        )


def _prompts(count: int) -> list[PromptIds]:
    rng = np.random.default_rng(11)
    lengths = [5, _LONGEST, *rng.integers(5, _LONGEST, count).tolist()][:count]
    return [PromptIds(tuple(rng.integers(32, 127, length).tolist()), 0) for length in lengths]
