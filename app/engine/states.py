"""What a sequence holds in llama.cpp's memory, as bytes: all, or what cannot be dropped token by token."""

from __future__ import annotations

import ctypes
from typing import NamedTuple

import llama_cpp


class Mark(NamedTuple):
    """A place in a sequence to go back to.

    Attributes:
        position: how many ids the sequence holds there.
        state: what is needed to go back beside dropping the ids behind; empty where that is all.
    """

    position: int
    state: bytes = b""


START = Mark(0)


def read_state(ctx: object, slot: int, *, partial: bool = False) -> bytes:
    """A slot's state; `partial` is that of the recurrent layers alone, whatever the length."""
    flags = llama_cpp.LLAMA_STATE_SEQ_FLAGS_PARTIAL_ONLY if partial else 0
    size = llama_cpp.llama_state_seq_get_size_ext(ctx, slot, flags)
    buffer = (ctypes.c_uint8 * size)()
    written = llama_cpp.llama_state_seq_get_data_ext(ctx, buffer, size, slot, flags)
    return bytes(memoryview(buffer)[:written])


def write_state(ctx: object, slot: int, state: bytes, *, partial: bool = False) -> bool:
    """Put a state into a slot, in place of what it holds of that kind; whether there was room."""
    flags = llama_cpp.LLAMA_STATE_SEQ_FLAGS_PARTIAL_ONLY if partial else 0
    buffer = (ctypes.c_uint8 * len(state)).from_buffer_copy(state)
    return bool(llama_cpp.llama_state_seq_set_data_ext(ctx, buffer, len(state), slot, flags))
