"""Options that several commands share, and the engine and store made from them."""

from __future__ import annotations

import string
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from app.cli.show import Console, loading_bar, plain
from app.core.sampling import MAX_SEED
from app.core.thinking import ChosenFormat
from app.engine.contract import EngineSettings, ModelInfo
from app.engine.devices import probe
from app.engine.gpus import gpus
from app.engine.host import LlamaEngine
from app.service import paths
from app.service.advice import before_load, idle_gpu
from app.service.model_choice import Chosen
from app.store import Store

_DIGEST_LENGTH = 64

Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="PATH|ID",
        help="GGUF file, or an installed model's id.  [default: the default model, or the demo model]",
    ),
]
StoreAt = Annotated[
    str | None,
    typer.Option("--store", metavar="PATH|URL", help="Where records go.  [default: the user's data folder]"),
]
Seed = Annotated[int, typer.Option(metavar="N", min=0, max=MAX_SEED, help="Decides every random draw.")]
Temperature = Annotated[float, typer.Option(metavar="T", min=0, max=100, help="0 is greedy.")]
TopK = Annotated[int, typer.Option("--top-k", metavar="K", min=0, help="Sample among the K best; 0 is off.")]
TopP = Annotated[
    float,
    typer.Option("--top-p", metavar="P", min=0, max=1, help="Sample among this much probability; 1 is off."),
]
MinP = Annotated[
    float,
    typer.Option("--min-p", metavar="P", min=0, max=1, help="Least share of the best probability; 0 is off."),
]
Format = Annotated[
    str,
    typer.Option(
        "--format", metavar="NAME|auto", help="Thinking delimiters of the model, such as s1 or think."
    ),
]
Threads = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=1,
        help="CPU threads.  [default: the physical cores, fewer while other programs want them]",
    ),
]
GpuLayers = Annotated[
    int | None,
    typer.Option(metavar="N", min=0, help="Layers on the GPU.  [default: all, where the build has one]"),
]
Context = Annotated[
    int | None,
    typer.Option(metavar="N", min=1, help="Tokens a sequence can hold.  [default: what is needed]"),
]
KvType = Annotated[str, typer.Option(metavar="f16|f32|q8_0", help="Element type of the KV cache.")]
Exact = Annotated[
    bool, typer.Option("--exact/--no-exact", help="Choose shapes under which company cannot change a token.")
]
Level = Annotated[
    float, typer.Option(metavar="P", help="Two-sided level of all tests together, for the trials ledger.")
]


def digest(text: str | None) -> str | None:
    """A SHA-256 in hex, in whatever groups it was copied."""
    if text is None:
        return None
    digits = "".join(c for c in text if not c.isspace() and c != ":").lower()
    if len(digits) != _DIGEST_LENGTH or not set(digits) <= set(string.hexdigits):
        raise typer.BadParameter(f"give all {_DIGEST_LENGTH} hex digits.")
    return digits


Fingerprint = Annotated[
    str | None,
    typer.Option(metavar="HEX", callback=digest, help="The key that the bundle must be signed by."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]


def open_store(where: str | None) -> Store:
    """The named store, or the user's."""
    return Store.open(where if where is not None else paths.default_store())


def remark_on_format(chosen: ChosenFormat, remarks: Console) -> None:
    """Say it where the thinking format is a guess."""
    if chosen.why:
        remarks.print(plain(chosen.why, "yellow"))


@contextmanager
def loaded_engine(
    settings: EngineSettings, console: Console, chosen: Chosen | None = None
) -> Iterator[tuple[LlamaEngine, ModelInfo]]:
    """An engine with its model loaded, closed at the end; shows a bar while it loads.

    It is said before that a model does not fit, and after that a GPU stays idle. What is pinned of the chosen
    model must be what was loaded.
    """
    if told := before_load(settings, probe):
        console.print(plain(told, "yellow"))
    engine = LlamaEngine(settings, paths.log_file(), paths.findings())
    try:
        with loading_bar(console, settings.model.name) as progress:
            model = engine.load(progress)
        if chosen:
            chosen.check(model)
        if told := idle_gpu(settings, model, gpus):
            console.print(plain(told, "yellow"))
        if model.layers and model.offloaded:
            console.print(f"{model.offloaded} of {model.layers} layers on {', '.join(model.devices)}")
        yield engine, model
    finally:
        engine.close()
