"""`models self-test`: the self-test of a model, run again."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from time import perf_counter
from typing import Annotated

import typer

from app.cli import options
from app.cli.show import duration, errors_console, output_console, plain, print_json, self_test_shown
from app.engine.contract import EngineSettings, Exactness, OpenInfo
from app.service import paths
from app.service.model_choice import choose
from app.service.self_test import repeat_self_test

_DOES_NOT_HOLD = 1


def self_test(
    model: Annotated[
        str | None,
        typer.Argument(metavar="ID|PATH", help="Else the default model.", show_default=False),
    ] = None,
    threads: options.Threads = None,
    gpu_layers: options.GpuLayers = None,
    kv_type: options.KvType = "f16",
    store: options.StoreAt = None,
    json: options.AsJson = False,
) -> int:
    """Run the self-test of exactness again. Exit code 1 if the model is not exact here.

    It runs when a model is first used, and its result is kept for as long as model, llama.cpp, processor or
    GPU and settings are the same; this forgets all that is kept of the model.
    """
    console = errors_console()
    base = EngineSettings(paths.DEMO_MODEL, gpu_layers, threads, kv_type=kv_type)
    with options.open_store(store) as opened:
        chosen = choose(opened, model)
    with options.loaded_engine(replace(base, model=chosen.path), console, chosen) as (engine, loaded):
        start = perf_counter()
        with closing(repeat_self_test(engine, loaded, paths.findings())) as events:
            found = next(event for event in self_test_shown(events, console) if isinstance(event, OpenInfo))
        seconds = perf_counter() - start
    if json:
        print_json(
            {
                "model": str(chosen.path),
                "sha256": loaded.sha256,
                "exactness": found.exactness.value,
                "why": found.why,
                "seconds": round(seconds, 3),
            }
        )
    else:
        told = f"{chosen.path.name}: {found.exactness.value} ({found.why}); it took {duration(seconds)}"
        output_console().print(plain(told), soft_wrap=True)
    return 0 if found.exactness is Exactness.EXACT else _DOES_NOT_HOLD
