"""llama.cpp's context through its C API: the cache of many sequences, and decode calls."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import llama_cpp
import numpy as np
from numpy.typing import NDArray

from app.core.errors import EngineError, OutOfMemoryError
from app.engine.contract import KV_TYPES
from app.engine.llama import LlamaModel
from app.engine.states import Mark, read_state, write_state
from app.engine.traits import is_recurrent, is_windowed

# As a number: to make a pointer of it takes longer than the call, which every step makes.
_logits_address = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)(
    ctypes.cast(llama_cpp.llama_get_logits, ctypes.c_void_p).value or 0
)


class LlamaContext:
    """The memory of `slots` sequences, each of `context` tokens, none sharing cells with another.

    Attributes:
        rolls_back: whether the last ids can be dropped. Recurrent layers hold one state, of all ids so far;
            to go back is then to a `mark`.
    """

    def __init__(
        self,
        model: LlamaModel,
        *,
        slots: int,
        context: int,
        threads: int,
        kv_type: str,
        chunk: int,
        flash: bool = True,
    ) -> None:
        """`flash` is whether attention is computed by Flash Attention.

        Raises:
            OutOfMemoryError: llama.cpp cannot make it.
        """
        self.slots, self.context, self.chunk, self.threads = slots, context, chunk, threads
        params = llama_cpp.llama_context_default_params()
        params.n_seq_max = slots
        params.n_ctx = slots * context
        params.n_batch = params.n_ubatch = max(chunk, slots)
        params.n_threads = params.n_threads_batch = threads
        params.flash_attn_type = (
            llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED if flash else llama_cpp.LLAMA_FLASH_ATTN_TYPE_DISABLED
        )
        # One stream a sequence: with a shared buffer a neighbour's length changes the bits.
        params.kv_unified = False
        # Layers with a window keep what is behind it too: it is wanted again after going back.
        params.swa_full = True
        params.type_k = params.type_v = KV_TYPES[kv_type]
        params.no_perf = True
        self._ctx = llama_cpp.llama_init_from_model(model.handle, params)
        if not self._ctx:
            raise OutOfMemoryError(
                "There is no memory for {0} sequences of {1:,} tokens; run fewer at a time, or lower the "
                "budget.",
                slots,
                context,
                parallel=slots // 2 or None,
                context=context,
            )
        self._memory = llama_cpp.llama_get_memory(self._ctx)
        self.rolls_back, self._windowed = not is_recurrent(model.handle), is_windowed(model.handle)
        self._n_vocab = model.n_vocab
        # Arrays over llama.cpp's logits, by how many rows they have.
        self._logits_of: dict[int, NDArray[np.float32]] = {}
        self._logits_at: int | None = 0
        # What the batch's rows are for, where the last call was a step: most steps are alike in it.
        self._layout: tuple[int, int, Sequence[bool] | None] | None = None
        self._make_batch(params.n_batch)

    def _make_batch(self, size: int) -> None:
        self._token = np.zeros(size, np.int32)
        self._pos = np.zeros(size, np.int32)
        self._n_seq = np.ones(size, np.int32)
        self._seq = np.zeros(size, np.int32)
        self._wanted = np.zeros(size, np.int8)
        addresses = self._seq.ctypes.data + 4 * np.arange(size, dtype=np.uintp)
        self._seq_pointers = addresses

        def pointer(array: NDArray[np.generic], kind: type) -> object:
            return ctypes.cast(array.ctypes.data, ctypes.POINTER(kind))

        self._batch = llama_cpp.llama_batch(
            token=pointer(self._token, ctypes.c_int32),
            pos=pointer(self._pos, ctypes.c_int32),
            n_seq_id=pointer(self._n_seq, ctypes.c_int32),
            seq_id=ctypes.cast(addresses.ctypes.data, ctypes.POINTER(ctypes.POINTER(ctypes.c_int32))),
            logits=pointer(self._wanted, ctypes.c_int8),
        )

    def prefill(self, slot: int, ids: Sequence[int], start: int) -> bool:
        """Put one chunk of ids at positions from `start` into a slot.

        False if it was aborted: go back to a mark then.
        """
        self._one_slot(slot, ids, start, wanted=0)
        return self._decode(len(ids)) != 2

    def step(
        self,
        first_slot: int,
        tokens: Sequence[int],
        positions: Sequence[int],
        wanted: Sequence[bool] | None = None,
    ) -> NDArray[np.float32]:
        """One id for each of consecutive slots from `first_slot`.

        Args:
            wanted: which of them ask for logits; None is all.

        Returns:
            Logits of those that asked, in order, shape (asked, vocabulary), float32, writable, valid until
            the next call.
        """
        count = len(tokens)
        self._token[:count] = tokens
        self._pos[:count] = positions
        layout = (first_slot, count, wanted)
        if layout != self._layout:
            self._seq[:count] = np.arange(first_slot, first_slot + count)
            self._wanted[:count] = 1 if wanted is None else wanted
            self._layout = layout
        if self._decode(count) == 2:
            raise EngineError("A decode step was aborted.")
        return self._logits(count if wanted is None else sum(wanted))

    def score(self, slot: int, ids: Sequence[int], start: int) -> NDArray[np.float32]:
        """Put ids at positions from `start` into a slot; as many as a batch has rows.

        Returns:
            The logits after each, shape (len(ids), vocabulary), float32, writable, valid until the next call.
        """
        self._one_slot(slot, ids, start, wanted=1)
        if self._decode(len(ids)) == 2:
            raise EngineError("A decode step was aborted.")
        return self._logits(len(ids))

    def use_threads(self, threads: int) -> None:
        """Compute with so many threads from now on."""
        if threads != self.threads:
            llama_cpp.llama_set_n_threads(self._ctx, threads, threads)
            self.threads = threads

    def forget(self, slot: int, start: int = 0) -> None:
        """Drop what a slot holds from position `start` on; if not `rolls_back`, all of it or nothing."""
        if not llama_cpp.llama_memory_seq_rm(self._memory, slot, start, -1):
            raise EngineError("llama.cpp cannot take back the last tokens of a sequence with this model.")

    def mark(self, slot: int, position: int) -> Mark:
        """Where a slot is, which holds `position` ids, to go back to from what it will hold later."""
        if self.rolls_back or not position:
            return Mark(position)
        return Mark(position, read_state(self._ctx, slot, partial=True))

    def back(self, slot: int, mark: Mark) -> None:
        """Go back to a mark that was made in this slot."""
        if mark.state and not write_state(self._ctx, slot, mark.state, partial=True):
            raise EngineError("llama.cpp cannot take back the last tokens of a sequence with this model.")
        self.forget(slot, mark.position)

    def held(self, slot: int) -> int:
        """Bytes of what a slot holds."""
        return int(llama_cpp.llama_state_seq_get_size(self._ctx, slot))

    def save(self, slot: int) -> bytes:
        """A slot's cells, to be put into another slot bit for bit."""
        state = read_state(self._ctx, slot)
        if self._windowed:
            # What lies behind the window is not saved. The slot goes on as one does that it is put into, for
            # bits may depend on which cells there are.
            self.restore(slot, state)
        return state

    def restore(self, slot: int, state: bytes) -> None:
        """Put saved cells into a slot in place of its own."""
        if not write_state(self._ctx, slot, state):
            raise EngineError(
                "The shared prompt does not fit the sequence's context; make the context larger."
            )

    def try_out(self, rows: int, chunk: int) -> None:
        """Decode a prompt's chunk and a step, so that what dies of it dies before a run has begun."""
        self.prefill(0, [0] * min(chunk, self.context - 1), 0)
        self.forget(0)
        for slot in range(rows):
            self.prefill(slot, [0], 0)
        self.step(0, [0] * rows, [1] * rows)
        for slot in range(rows):
            self.forget(slot)

    def abort_when(self, flag: ctypes.Array[ctypes.c_char] | None) -> None:
        """Abort decode calls while `flag`, a C string, is not empty; None ends that. CPU only."""
        # strlen of the flag is the callback: a Python function would take the GIL at every graph node.
        callback = llama_cpp.ggml_abort_callback(_strlen_address() if flag else 0)
        data = ctypes.c_void_p(ctypes.addressof(flag) if flag else 0)
        llama_cpp.llama_set_abort_callback(self._ctx, callback, data)

    def close(self) -> None:
        """Free the cache."""
        if self._ctx:
            llama_cpp.llama_free(self._ctx)
            self._ctx = None

    def _one_slot(self, slot: int, ids: Sequence[int], start: int, wanted: int) -> None:
        count = len(ids)
        self._token[:count] = ids
        self._pos[:count] = np.arange(start, start + count)
        self._seq[:count] = slot
        self._wanted[:count] = wanted
        self._layout = None

    def _logits(self, rows: int) -> NDArray[np.float32]:
        address = _logits_address(self._ctx)
        if address != self._logits_at:
            self._logits_of, self._logits_at = {}, address
        if rows not in self._logits_of:
            logits = ctypes.cast(address, ctypes.POINTER(ctypes.c_float))
            self._logits_of[rows] = np.ctypeslib.as_array(logits, shape=(rows, self._n_vocab))
        return self._logits_of[rows]

    def _decode(self, count: int) -> int:
        self._batch.n_tokens = count
        code = int(llama_cpp.llama_decode(self._ctx, self._batch))
        if code in (0, 2):
            return code
        if code == 1:
            raise EngineError("The context is full; lower the budget or make the context larger.")
        raise EngineError("llama.cpp failed to decode (code {}); the model or its memory is at fault.", code)


def _strlen_address() -> int:
    library = ctypes.CDLL("msvcrt") if hasattr(ctypes, "WinDLL") else ctypes.CDLL(None)
    return ctypes.cast(library.strlen, ctypes.c_void_p).value or 0
