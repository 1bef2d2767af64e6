"""How much of a token sequence repeats itself."""

from __future__ import annotations

from collections.abc import Sequence

N = 4


def repeated_share(ids: Sequence[int], n: int = N) -> float:
    """The share of a sequence's n-grams that occurred in it before: 1 - distinct / all.

    Source: S. Welleck et al., "Neural text generation with unlikelihood training", ICLR 2020 (arXiv
    1908.04319), section 6, seq-rep-n; n = 4 as there.

    Args:
        ids: token ids, in order.
        n: tokens to an n-gram.

    Returns:
        0 to below 1; 0 where the sequence is shorter than n.

    Raises:
        ValueError: n is below 1.
    """
    if n < 1:
        raise ValueError(f"no {n}-grams")
    total = len(ids) - n + 1
    if total < 1:
        return 0.0
    return 1 - len({tuple(ids[at : at + n]) for at in range(total)}) / total
