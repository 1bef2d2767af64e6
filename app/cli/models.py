"""`models`: the models there are, and what is done with them."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from app.cli import options
from app.cli.models_download import download, show_kind, token
from app.cli.models_self_test import self_test
from app.cli.show import Console, errors_console, gigabytes, output_console, plain, print_json
from app.core.errors import EngineError
from app.engine.devices import Probe, probe
from app.service import models as service
from app.service import paths
from app.service.fit import Fit, Machine
from app.service.installed import Installed, InstalledModel
from app.service.machine import machine_of
from app.service.model_choice import catalogue, choose_default
from app.service.model_kind import kind_of_installed
from app.service.model_list import ListedModel, list_models
from app.service.models import Hashed, Verified

T = TypeVar("T")
_DOES_NOT_HOLD = 1
_WIDE = 120

Id = Annotated[str, typer.Argument(metavar="ID", help="As `models list` shows it.")]

models = typer.Typer(help="The models there are: list, download, add, verify, test, remove, make default.")
models.command()(download)
models.command()(token)
models.command("self-test")(self_test)


@models.command("list")
def list_(store: options.StoreAt = None, json: options.AsJson = False) -> None:
    """The catalogue and what is installed, and whether each fits this machine's free memory."""
    console = errors_console()
    machine = machine_of(_probed(console))
    with options.open_store(store) as opened:
        listed = list(list_models(Installed.read(opened), catalogue(), machine))
    if json:
        print_json({"models": [model.document() for model in listed]})
    else:
        _show(listed, machine, output_console())


@models.command()
def add(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A GGUF file, or a part of a split one.")],
    id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Its name.  [default: by the file's]")
    ] = None,
    store: options.StoreAt = None,
    json: options.AsJson = False,
) -> None:
    """Install a model file where it lies; its SHA-256 is pinned in the store. Another id renames it."""
    reserved = [spec.id for spec in catalogue()]
    with options.open_store(store) as opened:
        before = Installed.read(opened)
        model = _followed(service.add(opened, path, id, reserved), "reading", errors_console())
    assert isinstance(model, InstalledModel)
    kind = kind_of_installed(model)
    same = before.at(model.path)
    renamed = same.id if same and same.id != model.id else None
    if json:
        print_json({**model.document(), **kind.document(), "renamed_from": renamed})
    else:
        if renamed:
            output_console().print(plain(f"{renamed} is called {model.id} now"))
        output_console().print(
            plain(
                f"{model.id}: {model.title}, {model.quantisation}, {gigabytes(model.size)}; {model.sha256}"
            ),
            soft_wrap=True,
        )
        show_kind(kind, output_console())


@models.command()
def verify(id: Id, store: options.StoreAt = None, json: options.AsJson = False) -> int:
    """Read a model's files again and compare them with what was pinned. Exit code 1 if they differ."""
    with options.open_store(store) as opened:
        found = _followed(service.verify(opened, id), "verifying", errors_console())
    assert isinstance(found, Verified)
    if json:
        print_json({**found.model.document(), "ok": found.ok, "problems": list(found.problems)})
    elif found.ok:
        output_console().print(plain(f"{id} is what was installed: {found.model.sha256}"), soft_wrap=True)
    else:
        for problem in found.problems:
            output_console().print(plain(problem, "red"), soft_wrap=True)
    return 0 if found.ok else _DOES_NOT_HOLD


@models.command()
def remove(id: Id, store: options.StoreAt = None, json: options.AsJson = False) -> None:
    """Forget a model. A file that Winnow downloaded is deleted; one that was added stays where it is."""
    with options.open_store(store) as opened:
        was_default = Installed.read(opened).default == id
        deleted = service.remove(opened, id, paths.models())
    if json:
        print_json({"id": id, "deleted": [str(path) for path in deleted], "was_default": was_default})
    else:
        told = ", ".join(str(path) for path in deleted)
        output_console().print(
            plain(f"{id} is forgotten" + (f" and deleted: {told}" if told else "")), soft_wrap=True
        )
        if was_default:
            output_console().print(plain("The demo model is the default now"))


@models.command()
def default(id: Id, store: options.StoreAt = None, json: options.AsJson = False) -> None:
    """Take this model wherever --model is not given; winnow-demo is the one that ships."""
    with options.open_store(store) as opened:
        chosen = choose_default(opened, id)
    if json:
        pinned = chosen.pinned
        print_json(pinned.document() if pinned else {"id": id, "path": str(chosen.path), "sha256": None})
    else:
        output_console().print(plain(f"{id} is the default now"))


def _probed(console: Console) -> Probe | None:
    """What llama.cpp finds; where it fails no GPU is counted, which is said."""
    try:
        return probe()
    except EngineError as error:
        console.print(plain(f"No GPU is counted: {error}", "yellow"))
        return None


def _followed(events: Generator[Hashed | T, None, None], doing: str, console: Console) -> T:
    """Show a bar on stderr until the result comes."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with (
        Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar,
        closing(events),
    ):
        task = bar.add_task(doing, total=None)
        for event in events:
            if not isinstance(event, Hashed):
                return event
            bar.update(task, completed=event.done, total=event.size)
    raise EngineError("The work ended without a result.")


def _show(listed: list[ListedModel], machine: Machine, console: Console) -> None:
    free = f"{gigabytes(machine.host)} of memory are free"
    if machine.gpu:
        free += f", and {gigabytes(machine.gpu)} of the GPU's"
    table = Table(title=free, title_justify="left", box=None, padding=(0, 2, 0, 0))
    for heading in ("model", "kind", "thinks", "size", "here", "fits"):
        table.add_column(heading, justify="right" if heading == "size" else "left", no_wrap=heading != "fits")
    if wide := console.width >= _WIDE:
        table.add_column("good for")
    for model in listed:
        row = [
            plain(model.id + (" (default)" if model.default else "")),
            plain(" ".join(filter(None, (model.kind.architecture, model.quantisation)))),
            plain(_thinks(model)),
            plain(gigabytes(model.size) if model.size else ""),
            plain(_here(model)),
            plain(_fits(model)),
            plain(model.good_for or model.path or ""),
        ]
        table.add_row(*(row if wide else row[:-1]))
    console.print(table)
    for model in listed:
        if model.path and not model.kind.usable:
            console.print(plain(f"{model.id}: {model.kind.why_not}", "red"), soft_wrap=True)


def _here(model: ListedModel) -> str:
    if model.missing:
        return "missing"
    if model.problem:
        return "damaged"
    if model.blocked:
        return "not usable"
    return "yes" if model.path else ""


def _thinks(model: ListedModel) -> str:
    if model.path and not model.kind.usable:
        return "no"
    return f"{model.kind.thinking_format or ''}{' (guess)' if model.kind.guessed else ''}"


def _fits(model: ListedModel) -> str:
    if model.fits is None:
        return "not known yet"
    if not model.fits:
        return "no"
    return _setting(model.fit) if model.fit else "yes"


def _setting(found: Fit) -> str:
    best = found.best
    if best is None:
        return "no"
    told = "yes" if found.fits else f"{best.parallel} at a time"
    if best.kv_type != found.asked.kv_type:
        told += f", {best.kv_type} cache"
    if best.context < found.asked.context:
        told += f", {best.context:,} tokens"
    if best.gpu_layers:
        told += f", {best.gpu_layers} of {found.layers} layers on the GPU"
    return told
