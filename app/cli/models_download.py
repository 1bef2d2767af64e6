"""`models download` and `models token`: a model from the Hub, and the token for private ones."""

from __future__ import annotations

import shlex
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, TextColumn
from rich.progress import Progress as Bar

from app.cli import options
from app.cli.show import Console, duration, errors_console, gigabytes, output_console, plain, print_json
from app.core.errors import DownloadError

if TYPE_CHECKING:
    from app.service.downloads import Progress
    from app.service.installed import InstalledModel
    from app.service.model_kind import ModelKind


def download(
    source: Annotated[
        str,
        typer.Argument(metavar="ID|OWNER/NAME", help="A model of the catalogue, or a repository of the Hub."),
    ],
    file: Annotated[
        str | None,
        typer.Argument(metavar="[FILE]", help="The repository's GGUF file; any part of a split one."),
    ] = None,
    revision: Annotated[
        str | None,
        typer.Option(metavar="REV", help="A branch, a tag or a commit.  [default: the newest]"),
    ] = None,
    store: options.StoreAt = None,
    json: options.AsJson = False,
) -> None:
    """Download and install a model; started again, it goes on where it stopped."""
    try:
        model = _run(source, file, revision, store, errors_console())
    except KeyboardInterrupt:
        words = ["main.py", "models", "download", source, *([file] if file else [])]
        words += ["--revision", revision] if revision else []
        words += ["--store", store] if store else []
        raise DownloadError("Stopped; what has arrived is kept. Go on with: {}", shlex.join(words)) from None
    # What reads it takes a while to load.
    from app.service.model_kind import kind_of_installed

    kind = kind_of_installed(model)
    if json:
        print_json({**model.document(), **kind.document()})
        return
    out = output_console()
    out.print(plain(f"{model.id}: {model.path}"), soft_wrap=True)
    told = f"{model.quantisation}, {gigabytes(model.size)}, revision {model.revision}, SHA-256 {model.sha256}"
    out.print(plain(told), soft_wrap=True)
    show_kind(kind, out)


def show_kind(kind: ModelKind, console: Console) -> None:
    """Say of a model file what it is, and whether a budget can be enforced with it."""
    told = f"architecture {kind.architecture}, "
    if kind.usable:
        told += f"thinking format {kind.thinking_format}{', which is a guess' if kind.guessed else ''}"
        console.print(plain(told), soft_wrap=True)
    else:
        console.print(plain(f"{told}not usable as it is: {kind.why_not}", "yellow"), soft_wrap=True)


def _run(
    source: str, file: str | None, revision: str | None, store: str | None, console: Console
) -> InstalledModel:
    """Download with a bar on stderr; remarks stay above it."""
    # The Hub's client takes a good part of a second to load.
    from app.service import downloads
    from app.service.installed import InstalledModel

    columns = (TextColumn("{task.description}", markup=False), BarColumn())
    what = downloads.wanted(source, file)
    with (
        options.open_store(store) as opened,
        closing(downloads.download(opened, what, revision=revision)) as events,
        Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar,
    ):
        task = bar.add_task("asking the Hub", total=None)
        for event in events:
            match event:
                case InstalledModel():
                    return event
                case downloads.Remark():
                    bar.console.print(plain(f"{event.file}: {event.text}" if event.file else event.text))
                case downloads.Progress():
                    bar.update(task, description=_told(event), completed=event.done, total=event.size or None)
                case downloads.Hashed():
                    bar.update(task, description="pinning", completed=event.done, total=event.size)
    raise KeyboardInterrupt  # Only a switch ends it without a model.


def _told(progress: Progress) -> str:
    """Progress in one line."""
    if progress.stage.value == "waiting":
        return f"waiting as the server asks, {duration(progress.left or 0)} left"
    told = f"{progress.stage.value} {gigabytes(progress.done)} of {gigabytes(progress.size)}"
    if progress.speed is not None:
        told += f", {progress.speed / 1e6:,.1f} MB/s"
    if progress.left is not None:
        told += f", {duration(progress.left)} left"
    return told


def token(
    forget: Annotated[bool, typer.Option("--forget", help="Remove it instead.")] = False,
) -> None:
    """Keep your access token for private models, in the keyring or in a file; it is read without an echo."""
    from app.service.hub_token import forget_token, keep_token

    console = errors_console()
    if forget:
        console.print(plain(f"No token is kept for {forget_token()}."))
        return
    if sys.stdin.isatty():
        given = typer.prompt("Access token (it is not shown)", hide_input=True, err=True)
    else:
        given = sys.stdin.readline()
    kept = keep_token(given.strip())
    if kept.file:
        told = (
            f"The keyring is not to be had ({kept.why}): the token is in {kept.file}, which only you may read"
        )
    else:
        told = "The token is in the keyring"
    console.print(plain(f"{told}; it is sent to {kept.host} alone."), soft_wrap=True)
    if kept.hidden:
        console.print(plain(f"The token {kept.hidden} goes before it.", "yellow"))
