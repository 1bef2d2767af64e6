"""How much memory the sequences of a context take, and whether it is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import llama_cpp
import psutil

from app.core.errors import OutOfMemoryError
from app.core.sentence import Sentence
from app.engine.context import LlamaContext
from app.engine.llama import LlamaModel
from app.engine.traits import is_recurrent, is_windowed, metadata

# Q8_0 keeps 32 numbers in 34 bytes.
_BYTES_OF_KV = {"f32": 4.0, "f16": 2.0, "q8_0": 34 / 32}


class Footprint(NamedTuple):
    """Bytes for each token that a sequence has room for, and for each sequence whatever its length."""

    token: int
    sequence: int

    def of(self, sequences: int, context: int) -> int:
        """Bytes of so many sequences."""
        return sequences * (self.token * context + self.sequence)


def footprint(model: LlamaModel, kv_type: str, open_context: Callable[[], LlamaContext]) -> Footprint:
    """Reckoned for a model whose layers are all alike, else measured in a small context of one sequence.

    Raises:
        OutOfMemoryError: there is no memory for that context.
    """
    handle = model.handle
    architecture = metadata(handle, "general.architecture")
    compressed = metadata(handle, f"{architecture}.attention.kv_lora_rank")
    if not (is_recurrent(handle) or is_windowed(handle) or compressed):
        width = llama_cpp.llama_model_n_embd(handle) // max(llama_cpp.llama_model_n_head(handle), 1)
        given = (metadata(handle, f"{architecture}.attention.{part}_length") for part in ("key", "value"))
        row = sum(int(length or width) for length in given)
        return Footprint(int((model.layers - 1) * model.kv_heads * row * _BYTES_OF_KV[kv_type]), 0)
    context = open_context()
    try:
        one, two = [_after(context, position) for position in range(2)]
    finally:
        context.close()
    return Footprint(two - one, 2 * one - two)


def _after(context: LlamaContext, position: int) -> int:
    context.prefill(0, [0], position)
    return context.held(0)


def check_memory(taken: Footprint, parallel: int, context: int, *, least: int = 1) -> None:
    """Raises OutOfMemoryError where the KV cache exceeds the free memory: a system that is asked for it
    nevertheless may end the process while the cache is filled. Fewer than `least` sequences take as much."""
    free = psutil.virtual_memory().available
    if (needed := taken.of(parallel, context)) <= free:
        return
    fits = free // taken.of(1, context)
    fits = fits if fits >= least else 0
    advice = (
        Sentence("run {} at a time", fits)
        if fits
        else Sentence("lower the budget, or keep the KV cache as q8_0")
    )
    raise OutOfMemoryError(
        "{0} sequences of {1:,} tokens need {2:,.1f} GB of memory for their KV cache, and {3:,.1f} GB are "
        "free; {4}.",
        parallel,
        context,
        needed / 1e9,
        free / 1e9,
        advice,
        parallel=fits or None,
        context=context,
    )
