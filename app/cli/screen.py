"""`screen`: two passes over a list, or the rest of a screen that was stopped."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import options
from app.cli.given import on_command_line, refuse_others
from app.cli.results import show_screen
from app.cli.show import Console, ScreenBar, errors_console, output_console, plain, print_json
from app.core.budget import ThinkingBudget
from app.core.errors import KnownError
from app.core.hypothesis import HypothesisList
from app.core.plan import PassPlan, SurvivalRule
from app.core.sampling import SamplingParams
from app.engine.contract import Engine, EngineSettings, ModelInfo
from app.intake import read_list
from app.service import paths
from app.service.certificates import resolve_certificate, use
from app.service.events import Opened, PassNotDone, ScreenEvent
from app.service.imported import refuse_imported
from app.service.model_choice import Chosen, choose
from app.service.progress import Progress
from app.service.screening import ScreenRun
from app.service.screens import Screen, resolve
from app.service.sealing import PlanDraft, begin

if TYPE_CHECKING:
    from app.store import Store

# What may be given together with --resume: it names where and on what to run, not what is run.
_FREE = {"model", "store", "resume", "json", "parallel", "threads", "gpu_layers", "context"}
_SHOWN = 20


def screen(
    ctx: typer.Context,
    list_: Annotated[
        Path | None,
        typer.Argument(
            metavar="[LIST]", help="CSV, TSV, XLSX, JSON(L), Markdown or text.  [default: the demo list]"
        ),
    ] = None,
    model: options.Model = None,
    triage_budget: Annotated[
        int, typer.Option(metavar="N", min=0, help="Thinking tokens for all, at most.")
    ] = 64,
    deep_budget: Annotated[
        int, typer.Option(metavar="N", min=0, help="Thinking tokens for survivors, at most.")
    ] = 1024,
    triage_waits: Annotated[
        int, typer.Option(metavar="N", min=0, help="Ends replaced by Wait in triage.")
    ] = 0,
    deep_waits: Annotated[
        int, typer.Option(metavar="N", min=0, help="Ends replaced by Wait in the deep pass.")
    ] = 4,
    threshold: Annotated[
        float | None,
        typer.Option(
            metavar="P", min=0, max=1, help="Survive at this P(advance).  [default: by the verdict]"
        ),
    ] = None,
    keep_unsure: Annotated[
        bool, typer.Option("--keep-unsure/--drop-unsure", help="Whether unsure survives triage.")
    ] = True,
    audit_rejects: Annotated[
        float,
        typer.Option(metavar="SHARE", min=0, max=1, help="Share of rejects that gets the deep pass anyway."),
    ] = 0.0,
    certificate: Annotated[
        str | None,
        typer.Option(
            metavar="ID|last", help="Triage by a certificate of `dial`, and say what differs from it."
        ),
    ] = None,
    continue_trace: Annotated[
        bool, typer.Option("--continue-trace", help="The deep pass continues the triage trace by a Wait.")
    ] = False,
    triage_prompt: Annotated[
        Path, typer.Option(metavar="FILE", help="Triage prompt.", show_default=False)
    ] = paths.PROMPTS / "triage.toml",
    deep_prompt: Annotated[
        Path, typer.Option(metavar="FILE", help="Deep prompt.", show_default=False)
    ] = paths.PROMPTS / "deep.toml",
    temperature: options.Temperature = 0.0,
    top_k: options.TopK = 0,
    top_p: options.TopP = 1.0,
    min_p: options.MinP = 0.0,
    seed: options.Seed = 0,
    format: options.Format = "auto",
    parallel: Annotated[
        int, typer.Option(metavar="N", min=1, max=128, help="Sequences decoded in one batch.")
    ] = 16,
    threads: options.Threads = None,
    gpu_layers: options.GpuLayers = None,
    context: options.Context = None,
    kv_type: options.KvType = "f16",
    exact: options.Exact = True,
    store: options.StoreAt = None,
    resume: Annotated[
        str | None, typer.Option(metavar="ID|last", help="Go on with a screen that was stopped.")
    ] = None,
    json: options.AsJson = False,
) -> None:
    """Screen a list in two passes: a small thinking budget for all, a large one for the survivors."""
    remarks = errors_console()
    settings = EngineSettings(paths.DEMO_MODEL, gpu_layers, threads, parallel, context, kv_type, exact=exact)
    if resume is not None:
        refuse_others(ctx, _FREE, "a resumed screen runs as it was sealed")
        with options.open_store(store) as opened:
            stopped = Screen.load(opened, resolve(opened, resume))
            refuse_imported(opened, stopped.id)
            before = _model_of(stopped) if model is None else None
            chosen = Chosen(before) if before else choose(opened, model)
            settings = _as_before(replace(settings, model=chosen.path), stopped)
            _run(opened, settings, chosen, lambda *_: stopped, remarks, store, json=json)
        return
    sampling = SamplingParams(temperature, top_k, top_p, min_p)
    held = None
    if certificate is not None:
        with options.open_store(store) as opened:
            held = resolve_certificate(opened, certificate)
        # What is given beside it goes before it, and is then told as a difference.
        triage_budget = triage_budget if on_command_line(ctx, "triage_budget") else held.budget
        triage_waits = triage_waits if on_command_line(ctx, "triage_waits") else held.waits
        threshold = threshold if on_command_line(ctx, "threshold") else held.threshold
        keep_unsure = keep_unsure if on_command_line(ctx, "keep_unsure") else held.keep_unsure
    triage = PassPlan(
        paths.prompt_template(triage_prompt), ThinkingBudget(triage_budget, waits=triage_waits), sampling
    )
    deep = PassPlan(
        paths.prompt_template(deep_prompt), ThinkingBudget(deep_budget, waits=deep_waits), sampling
    )
    source = read_list(list_ or paths.DEMO_LIST)
    _remark_on(source, remarks)

    draft = PlanDraft(
        triage, deep, seed, SurvivalRule(threshold, keep_unsure), audit_rejects, continue_trace, format
    )

    def sealed(engine: Engine, loaded: ModelInfo) -> Screen:
        screen = begin(opened, draft, source, engine, loaded, paths.thinking_formats())
        if held:
            screen.take(use(opened, screen.id, held))
        return screen

    with options.open_store(store) as opened:
        chosen = choose(opened, model)
        _run(opened, replace(settings, model=chosen.path), chosen, sealed, remarks, store, json=json)


def _model_of(screen: Screen) -> Path | None:
    """The model file that the screen last ran on; None where it never ran."""
    path = screen.engine.get("model", {}).get("path")
    return Path(path).absolute() if path else None


def _as_before(settings: EngineSettings, screen: Screen) -> EngineSettings:
    """The settings that can change a token as they were when the screen last ran."""
    load = screen.engine.get("load")
    if load is None:
        return settings
    # A step of a single row is only ever decoded where exactness was not asked for, or not to be had.
    return replace(settings, kv_type=load["kv_type"], exact=load["min_rows"] > 1)


def _remark_on(source: HypothesisList, remarks: Console) -> None:
    """Say what was not used of a list, and why."""
    left_out = [*source.duplicates, *source.unreadable]
    if left_out:
        remarks.print(f"{len(source.hypotheses)} of {source.received} rows are used; left out:")
    for row in left_out[:_SHOWN]:
        remarks.print(plain(f"  row {row.row}: {row.reason}"))
    if len(left_out) > _SHOWN:
        remarks.print(f"  and {len(left_out) - _SHOWN} more; --json lists them all")
    ignored = [name for name, taken_for in source.columns if not taken_for]
    if ignored:
        remarks.print(plain(f"columns that are not shown to the model: {', '.join(ignored)}"))


def _run(
    store: Store,
    settings: EngineSettings,
    chosen: Chosen,
    sealed: Callable[[Engine, ModelInfo], Screen],
    remarks: Console,
    where: str | None,
    *,
    json: bool,
) -> None:
    """Run a screen to its end and show it; says how to resume where it is stopped.

    `where` is the store as it was named on the command line.
    """
    with options.loaded_engine(settings, remarks, chosen) as (engine, model):
        screen = sealed(engine, model)
        remarks.print(plain(f"screen {screen.id} in {store.location}"))
        resume = f"main.py screen --resume {screen.id}" + (f" --store {quote(where)}" if where else "")
        run = ScreenRun(screen, store, engine, model, paths.thinking_formats())
        try:
            with closing(run.events()) as events, ScreenBar(remarks) as bar:
                for event in events:
                    _show(event, bar, remarks)
                    if isinstance(event, Opened):
                        _compare(screen, remarks)
        except KeyboardInterrupt:
            counts = screen.counts()
            raise KnownError(
                "Stopped after {0} triage and {1} deep passes, which are kept; go on with: {2}",
                counts["triaged"],
                counts["deep"],
                resume,
            ) from None
    if json:
        print_json(screen.document(store))
    else:
        show_screen(screen, store, output_console())
    if screen.counts()["errors"] == len(screen.source.hypotheses):
        message = next(iter(screen.failures.values())).message
        raise KnownError("Not one hypothesis could be screened; the first one's error: {}", message)


def _compare(screen: Screen, remarks: Console) -> None:
    """Say what of the screen is not as its certificate has it."""
    if not screen.certificate:
        return
    id, changed = screen.certificate["certificate_id"], screen.changed
    if changed:
        remarks.print(plain(f"certificate {id} does not hold for this screen, which has changed:", "yellow"))
    else:
        remarks.print(plain(f"as certificate {id} has it"))
    for each in changed:
        remarks.print(plain(f"  {each}", "yellow"))


def _show(event: ScreenEvent, bar: ScreenBar, remarks: Console) -> None:
    match event:
        case Opened(opened, thinking):
            remarks.print(f"{opened.exactness.value} ({opened.why})")
            options.remark_on_format(thinking, remarks)
        case PassNotDone(hypothesis, kind, message):
            remarks.print(plain(f"{hypothesis.id}: {kind.value} pass not done: {message}"))
        case Progress():
            bar.show(
                triage=(event.triage_done, event.triage_total),
                deep=(event.deep_done, event.deep_known),
                survivors=event.survivors,
                errors=event.errors,
                speed=event.tokens_per_second,
                eta=event.eta,
            )
