"""`think`: one generation with a budget, its trace streamed with every injected token marked."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import replace
from typing import Annotated

import typer
from rich.text import Text

from app.cli import options
from app.cli.results import DEMO_WARNING
from app.cli.show import Console, duration, errors_console, output_console, plain, print_json
from app.core.budget import ThinkingBudget
from app.core.errors import KnownError
from app.core.sampling import SamplingParams
from app.core.thinking import ChosenFormat
from app.engine.contract import Chunk, EngineSettings, Phase
from app.service import paths
from app.service.model_choice import choose
from app.service.think import ThinkPrompt, Thought
from app.service.think import think as run_think


def _tokens_or_auto(text: str) -> int | None:
    """A count of tokens, or None for "auto"."""
    if text == "auto":
        return None
    try:
        count = int(text)
    except ValueError:
        count = -1
    if count < 0:
        raise typer.BadParameter(
            "give a number of tokens, 0 or more, or: auto.", param_hint="'--max-thinking'"
        )
    return count


def _from_stdin() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise KnownError("The prompt on the standard input is not UTF-8; convert it.") from None


def think(
    prompt: Annotated[str, typer.Argument(metavar="PROMPT|-", help="The question; - reads it from stdin.")],
    model: options.Model = None,
    max_thinking: Annotated[
        str, typer.Option(metavar="N|auto", help="Thinking tokens at most; auto fills the context.")
    ] = "512",
    min_thinking: Annotated[
        int, typer.Option(metavar="N", min=0, help="Thinking cannot end below this.")
    ] = 0,
    waits: Annotated[
        int, typer.Option(metavar="N", min=0, help="Ends that are replaced by the Wait text.")
    ] = 0,
    wait_text: Annotated[
        str | None,
        typer.Option(help="What to inject for more thinking.  [default: Wait]", show_default=False),
    ] = None,
    answer_tokens: Annotated[int, typer.Option(metavar="N", min=1, help="Answer tokens at most.")] = 256,
    seed: options.Seed = 0,
    temperature: options.Temperature = 0.0,
    top_k: options.TopK = 0,
    top_p: options.TopP = 1.0,
    min_p: options.MinP = 0.0,
    system: Annotated[str, typer.Option(metavar="TEXT", help="System prompt.")] = "",
    format: options.Format = "auto",
    threads: options.Threads = None,
    gpu_layers: options.GpuLayers = None,
    context: options.Context = None,
    kv_type: options.KvType = "f16",
    exact: options.Exact = True,
    store: options.StoreAt = None,
    json: options.AsJson = False,
) -> None:
    """Think about one prompt under a budget, and answer."""
    text = _from_stdin() if prompt == "-" else prompt
    if not text.strip():
        raise KnownError("The prompt is empty; give a question.")
    asked = ThinkPrompt(
        prompt=text,
        system=system,
        budget=ThinkingBudget(_tokens_or_auto(max_thinking), min_thinking, waits, wait_text),
        sampling=SamplingParams(temperature, top_k, top_p, min_p),
        seed=seed,
        answer_tokens=answer_tokens,
        format=format,
    )
    remarks = errors_console()
    base = EngineSettings(paths.DEMO_MODEL, gpu_layers, threads, 1, context, kv_type, exact=exact)
    with options.open_store(store) as opened:
        chosen = choose(opened, model)
        settings = replace(base, model=chosen.path)
        with options.loaded_engine(settings, remarks, chosen) as (engine, loaded):
            stream = _Stream(remarks if json else output_console())
            run = run_think(opened, engine, loaded, paths.thinking_formats(), asked, context)
            try:
                with closing(run) as events:
                    for event in events:
                        if isinstance(event, ChosenFormat):
                            options.remark_on_format(event, remarks)
                        elif isinstance(event, Chunk):
                            stream.show(event)
                        elif isinstance(event, Thought):
                            stream.end(event)
                            if json:
                                print_json(event.document())
            except KeyboardInterrupt:
                raise KnownError("Stopped; this generation is not kept.") from None
    if settings.model.resolve() == paths.DEMO_MODEL.resolve():
        remarks.print(DEMO_WARNING, style="yellow")


class _Stream:
    """Prints a trace as it comes: thinking dim, injected text in colour and between marks."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def show(self, chunk: Chunk) -> None:
        """Print one chunk."""
        if chunk.reason:
            text = Text("\N{LEFT DOUBLE ANGLE BRACKET}", "bold magenta")
            text.append_text(plain(chunk.text, "bold magenta"))
            text.append("\N{RIGHT DOUBLE ANGLE BRACKET}", "bold magenta")
        else:
            text = plain(chunk.text, "dim" if chunk.phase is Phase.THINKING else "")
        self._console.print(text, end="", soft_wrap=True)

    def end(self, thought: Thought) -> None:
        """Print what it came to."""
        usage, trace = thought.trace.usage, thought.trace
        self._console.print()
        self._console.print(
            f"thought for {usage.thinking_tokens:,} tokens, {duration(usage.decode_seconds)}, "
            f"ended {trace.thinking_ended.value}, {_waits(trace.waits_used)}; trace {thought.trace_id}",
            style="cyan",
        )


def _waits(used: int) -> str:
    return "1 Wait" if used == 1 else f"{used} Waits"
