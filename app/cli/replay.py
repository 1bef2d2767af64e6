"""`replay`: recorded traces run again, each graded by whether its ids are the same."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from app.cli import options
from app.cli.show import Console, errors_console, output_console, plain, print_json, self_test_shown
from app.core.sampling import MAX_SEED
from app.engine.contract import Engine, EngineSettings, ModelInfo
from app.service import paths, recorded
from app.service.model_choice import choose, moved
from app.service.recorded import Recorded, settings_for
from app.service.replay import TOLERANCE, Grade, Replayed
from app.service.replay import replay as run_replay
from app.service.screens import resolve

if TYPE_CHECKING:
    from app.store import Store

_DOES_NOT_HOLD = 1
_STYLES = {Grade.IDENTICAL: "green", Grade.DIVERGED: "red", Grade.NOT_COMPARABLE: "yellow"}


def replay(
    trace_id: Annotated[
        str | None, typer.Argument(metavar="[TRACE_ID]", help="A trace, or the beginning of its id.")
    ] = None,
    screen: Annotated[
        str | None, typer.Option(metavar="ID|last", help="Replay the passes of this screen instead.")
    ] = None,
    sample: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Only so many of them, at random.")
    ] = None,
    seed: Annotated[
        int, typer.Option(metavar="S", min=0, max=MAX_SEED, help="Decides the random sample.")
    ] = 0,
    prefill: Annotated[
        bool, typer.Option("--prefill", help="Feed the recorded ids through at once: the fast check.")
    ] = False,
    tolerance: Annotated[
        float,
        typer.Option(
            metavar="P",
            min=0,
            max=1,
            help="With --prefill, where the engine is not exact: the gap of probability that counts as none.",
        ),
    ] = TOLERANCE,
    model: options.Model = None,
    parallel: Annotated[int, typer.Option(metavar="N", min=1, help="Sequences decoded in one batch.")] = 16,
    threads: options.Threads = None,
    gpu_layers: options.GpuLayers = None,
    store: options.StoreAt = None,
    json: options.AsJson = False,
) -> int:
    """Run recorded traces again and compare. Exit code 0 only if all of them are identical."""
    if (trace_id is None) == (screen is None):
        raise typer.BadParameter("name either a trace or, with --screen, a screen.")
    if sample is not None and screen is None:
        raise typer.BadParameter("--sample goes with --screen.")
    console = errors_console()
    with options.open_store(store) as opened:
        if screen is not None:
            found = recorded.of_screen(opened, resolve(opened, screen), sample=sample, seed=seed)
        else:
            found = [recorded.find(opened, trace_id or "")]
        base = EngineSettings(paths.DEMO_MODEL, threads=threads, gpu_layers=gpu_layers, parallel=parallel)
        then = found[0].engine["model"]
        chosen = choose(opened, model) if model else moved(opened, Path(then["path"]), then["sha256"])
        settings = settings_for(found[0], base, chosen.path if chosen else None)
        with options.loaded_engine(settings, console, chosen) as (engine, info):
            done = _run(opened, engine, info, found, console, prefill=prefill, tolerance=tolerance)
    counts = Counter(one.grade for one in done)
    if json:
        results = [one.document() for one in done]
        print_json({"total": len(done), "identical": counts[Grade.IDENTICAL], "results": results})
    else:
        _show(done, counts, output_console())
    return 0 if counts[Grade.IDENTICAL] == len(done) else _DOES_NOT_HOLD


def _run(
    store: Store,
    engine: Engine,
    model: ModelInfo,
    found: list[Recorded],
    console: Console,
    *,
    prefill: bool,
    tolerance: float,
) -> list[Replayed]:
    """Replay with a bar on stderr; the results in the order of the records."""
    columns = (TextColumn("replay"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    done: dict[str, Replayed] = {}
    events = run_replay(store, engine, model, found, prefill=prefill, tolerance=tolerance)
    with (
        Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar,
        closing(events),
    ):
        task = bar.add_task("", total=len(found))
        for event in self_test_shown(events, console):
            if isinstance(event, Replayed):
                done[event.recorded.trace_id] = event
                bar.advance(task)
    return [done[one.trace_id] for one in found]


def _show(done: list[Replayed], counts: Counter[Grade], console: Console) -> None:
    """What is not identical, or is with a remark, then how many of each grade."""
    for one in done:
        if one.why or len(done) == 1:
            head = f"{one.recorded.name} ({one.recorded.trace_id}): {one.grade.value}"
            console.print(plain(f"{head}. {one.why}" if one.why else head, _STYLES[one.grade]))
    tolerated = sum(one.tolerated for one in done)
    told = f"{counts[Grade.IDENTICAL]} of {len(done)} identical"
    if counts[Grade.DIVERGED]:
        told += f", {counts[Grade.DIVERGED]} diverged"
    if counts[Grade.NOT_COMPARABLE]:
        told += f", {counts[Grade.NOT_COMPARABLE]} not comparable"
    if tolerated:
        told += f"; {tolerated} ids within the tolerance"
    console.print(told)
