"""An engine's process that dies where a test wants it to: on what llama.cpp is really asked to do."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from app.engine.child import run_worker
from app.engine.contract import EngineSettings


@dataclass(frozen=True, slots=True)
class Fault:
    """What it dies of, and how.

    Attributes:
        extra_buffers: loading weights that may be repacked.
        gpu: loading more layers than so many onto a GPU.
        flash: making a context with Flash Attention. rows: a decode call of more than so many.
        decode: the decode call of this number.
        exit_code: a negative one is a signal's number; None does not die but never goes on.
        fails: whether the decode call only fails, as it does where llama.cpp says so.
    """

    extra_buffers: bool = False
    gpu: int | None = None
    flash: bool = False
    rows: int | None = None
    decode: int | None = None
    exit_code: int | None = -11
    fails: bool = False


def dies(monkeypatch: pytest.MonkeyPatch, fault: Fault) -> None:
    """Have every engine's process die of a fault from now on."""
    monkeypatch.setattr("app.engine.host.run_worker", partial(run_dying, fault))


def run_dying(
    fault: Fault, connection: Connection, settings: EngineSettings, log: str | None, findings: Path | None
) -> None:
    """`run_worker` with a fault in it."""
    import llama_cpp

    load, init, decode = (
        llama_cpp.llama_model_load_from_file,
        llama_cpp.llama_init_from_model,
        llama_cpp.llama_decode,
    )
    calls = 0

    def die() -> None:
        if fault.exit_code is not None and fault.exit_code >= 0:
            os._exit(fault.exit_code)
        if fault.exit_code is not None:
            os.kill(os.getpid(), -fault.exit_code)
        signal.pause()

    def dying_load(path: bytes, params: Any) -> Any:
        layers = 1000 if params.n_gpu_layers < 0 else params.n_gpu_layers
        if not params.vocab_only and (
            (fault.extra_buffers and params.use_extra_bufts) or (fault.gpu is not None and layers > fault.gpu)
        ):
            die()
        return load(path, params)

    def dying_init(model: Any, params: Any) -> Any:
        if fault.flash and params.flash_attn_type == llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED:
            die()
        return init(model, params)

    def dying_decode(context: Any, batch: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == fault.decode and fault.fails:
            return -3
        if calls == fault.decode or (fault.rows is not None and batch.n_tokens > fault.rows):
            die()
        return decode(context, batch)

    llama_cpp.llama_model_load_from_file = dying_load
    llama_cpp.llama_init_from_model = dying_init
    llama_cpp.llama_decode = dying_decode
    run_worker(connection, settings, log, findings)
