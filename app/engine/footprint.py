"""How much memory the sequences of a context take."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import llama_cpp

from app.engine.llama import LlamaContext, LlamaModel
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
