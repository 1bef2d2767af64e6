"""`dial`: accuracy and cost against budget, measured on a labelled list, or the rest of such a run."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import options
from app.cli.given import refuse_others
from app.cli.show import Console, DialBar, errors_console, output_console, plain, print_json
from app.core.dial_plan import MOST_SEEDS, DialGoals
from app.core.errors import KnownError, ListError
from app.core.labelled import LabelledList
from app.core.sampling import SamplingParams
from app.engine.contract import Engine, EngineSettings, ModelInfo
from app.intake import read_labelled
from app.service import paths
from app.service.dial import DialDraft, MeasuredDial, resolve_dial, seal_dial, settings_for
from app.service.dial_events import DialEvent, DialOpened, DialProgress, ItemNotMeasured
from app.service.dial_run import DialRun
from app.service.model_choice import Chosen, choose

if TYPE_CHECKING:
    from app.store import Store

# What may be given together with --resume: it names where and on what to run, not what is run.
_FREE = {"model", "store", "resume", "json", "parallel", "threads", "gpu_layers"}
_SHOWN = 20
_DIGITS = 9  # of a number of a grid; so it is below what llama.cpp counts


def numbers(text: str, option: str) -> tuple[int, ...]:
    """Different whole numbers from 0 on, in rising order, from a text such as 0,32,64."""
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isascii() and part.isdigit() and len(part) <= _DIGITS for part in parts):
        raise typer.BadParameter(
            f"give whole numbers, 0 or more and of at most {_DIGITS} digits, with commas between, such as "
            "0,32,64.",
            param_hint=option,
        )
    return tuple(sorted(set(map(int, parts))))


def inner_share(value: float) -> float:
    """A share that is neither none nor all."""
    if not 0 < value < 1:
        raise typer.BadParameter(f"{value:g} is not above 0 and below 1.")
    return value


def share_but_all(value: float) -> float:
    """A share that may be none."""
    if not 0 <= value < 1:
        raise typer.BadParameter(f"{value:g} is not 0 or above, and below 1.")
    return value


def dial(
    ctx: typer.Context,
    labelled: Annotated[
        Path | None,
        typer.Argument(
            metavar="[LABELLED]",
            help="List with a column of labels, or of answers.  [default: the labelled demo list]",
        ),
    ] = None,
    model: options.Model = None,
    budgets: Annotated[
        str, typer.Option(metavar="N,N,...", help="Thinking tokens at most, of each point.")
    ] = "0,16,32,64,128,256",
    waits: Annotated[
        str, typer.Option(metavar="N,N,...", help="Ends replaced by Wait, of each point.")
    ] = "0",
    seeds: Annotated[
        int,
        typer.Option(
            metavar="N", min=1, max=MOST_SEEDS, help="How often each item is run, where sampling is random."
        ),
    ] = 1,
    recall: Annotated[
        float,
        typer.Option(
            metavar="R", callback=inner_share, help="Share of the good ones that triage is to keep."
        ),
    ] = 0.95,
    confidence: Annotated[
        float, typer.Option(metavar="C", callback=inner_share, help="Confidence of the certificate.")
    ] = 0.95,
    margin: Annotated[
        float,
        typer.Option(
            metavar="M",
            callback=inner_share,
            help="Difference in accuracy that counts as none, for the plateau.",
        ),
    ] = 0.05,
    keep_unsure: Annotated[
        bool, typer.Option("--keep-unsure/--drop-unsure", help="Whether unsure survives triage.")
    ] = True,
    test_share: Annotated[
        float,
        typer.Option(
            metavar="SHARE", callback=share_but_all, help="Items kept out of the search for a certificate."
        ),
    ] = 0.3,
    prompt: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Prompt.  [default: triage.toml, or question.toml for questions]"),
    ] = None,
    temperature: options.Temperature = 0.0,
    top_k: options.TopK = 0,
    top_p: options.TopP = 1.0,
    min_p: options.MinP = 0.0,
    seed: options.Seed = 0,
    format: options.Format = "auto",
    separate: Annotated[
        bool, typer.Option("--separate", help="Run each point by itself; else tokens are shared.")
    ] = False,
    parallel: Annotated[
        int, typer.Option(metavar="N", min=1, max=128, help="Sequences decoded in one batch.")
    ] = 16,
    threads: options.Threads = None,
    gpu_layers: options.GpuLayers = None,
    kv_type: options.KvType = "f16",
    exact: options.Exact = True,
    store: options.StoreAt = None,
    resume: Annotated[
        str | None, typer.Option(metavar="ID|last", help="Go on with a dial run that was stopped.")
    ] = None,
    json: options.AsJson = False,
) -> None:
    """Measure a grid of budgets and Waits on a labelled list: accuracy, cost, plateau, certificate."""
    remarks = errors_console()
    settings = EngineSettings(paths.DEMO_MODEL, gpu_layers, threads, parallel, kv_type=kv_type, exact=exact)
    if resume is not None:
        refuse_others(ctx, _FREE, "a resumed dial run is measured as it was sealed")
        with options.open_store(store) as opened:
            stopped = MeasuredDial.load(opened, resolve_dial(opened, resume))
            if stopped.complete and not stopped.failures:
                _report(stopped, opened, json=json)
                return
            if stopped.engine and model is None:
                settings = settings_for(stopped, settings)
                chosen = Chosen(settings.model)
            else:
                chosen = choose(opened, model)
                settings = settings_for(stopped, settings, chosen.path)
            _run(opened, settings, chosen, lambda *_: stopped, remarks, store, json=json)
        return
    if seeds > 1 and temperature == 0:
        raise typer.BadParameter(
            "at temperature 0 all seeds give the same tokens; raise --temperature, or leave out --seeds.",
            param_hint="--seeds",
        )
    source = read_labelled(labelled or paths.DEMO_LABELLED)
    _remark_on(source, remarks)
    shipped = paths.PROMPTS / ("question.toml" if source.questions else "triage.toml")
    draft = DialDraft(
        prompt=paths.prompt_template(prompt or shipped),
        budgets=numbers(budgets, "--budgets"),
        waits=numbers(waits, "--waits"),
        sampling=SamplingParams(temperature, top_k, top_p, min_p),
        seeds=seeds,
        seed=seed,
        goals=DialGoals(recall, confidence, margin, test_share=test_share, keep_unsure=keep_unsure),
        separate=separate,
        format=format,
    )
    draft.plan(source)  # What cannot be run is refused before a model is loaded.

    def sealed(engine: Engine, loaded: ModelInfo) -> MeasuredDial:
        return seal_dial(opened, draft, source, engine, loaded, paths.thinking_formats())

    with options.open_store(store) as opened:
        chosen = choose(opened, model)
        _run(opened, replace(settings, model=chosen.path), chosen, sealed, remarks, store, json=json)


def _remark_on(source: LabelledList, remarks: Console) -> None:
    """Say what was not used of a list, and why."""
    left_out = sorted(
        (*source.unlabelled, *source.source.duplicates, *source.source.unreadable), key=lambda row: row.row
    )
    if left_out:
        remarks.print(f"{len(source.items)} of {source.received} rows are used; left out:")
    for row in left_out[:_SHOWN]:
        remarks.print(plain(f"  row {row.row}: {row.reason}"))
    if len(left_out) > _SHOWN:
        remarks.print(f"  and {len(left_out) - _SHOWN} more")


def _run(
    store: Store,
    settings: EngineSettings,
    chosen: Chosen,
    sealed: Callable[[Engine, ModelInfo], MeasuredDial],
    remarks: Console,
    where: str | None,
    *,
    json: bool,
) -> None:
    """Run a dial to its end and show it; says how to resume where it is stopped."""
    with options.loaded_engine(settings, remarks, chosen) as (engine, model):
        measured = sealed(engine, model)
        remarks.print(plain(f"dial run {measured.id} in {store.location}"))
        resume = f"main.py dial --resume {measured.id}" + (f" --store {quote(where)}" if where else "")
        run = DialRun(measured, store, engine, model, paths.thinking_formats())
        try:
            with closing(run.events()) as events, DialBar(remarks) as bar:
                for event in events:
                    _show(event, bar, remarks)
        except KeyboardInterrupt:
            raise KnownError(
                "Stopped after {0} of {1} items, which are kept; go on with: {2}",
                measured.finished,
                len(measured.source.items) * measured.plan.seeds,
                resume,
            ) from None
    _report(measured, store, json=json)


def _report(measured: MeasuredDial, store: Store, *, json: bool) -> None:
    # The statistics' library takes a second to load.
    from app.cli.dial_table import show_dial
    from app.service.dial_result import certified, document, result_of

    result = result_of(measured)
    if result is None:
        message = next(iter(measured.failures.values()), "")
        raise ListError("Not one item could be measured at every point; the first one's error: {}", message)
    issued = certified(store, measured, result)
    if json:
        print_json(document(measured, result, issued, store))
    else:
        show_dial(measured, result, issued, store, output_console())


def _show(event: DialEvent, bar: DialBar, remarks: Console) -> None:
    match event:
        case DialOpened(opened, shares, thinking):
            how = "smaller budgets are read off the largest" if shares else "each point is run by itself"
            remarks.print(f"{opened.exactness.value} ({opened.why}); {how}")
            options.remark_on_format(thinking, remarks)
        case ItemNotMeasured(item, _, message):
            remarks.print(plain(f"{item.hypothesis.id}: not measured: {message}"))
        case DialProgress():
            bar.show(
                done=event.done,
                total=event.total,
                errors=event.errors,
                tokens=event.generated,
                eta=event.eta,
            )
