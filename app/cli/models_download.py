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
from app.cli.show import Console, duration, errors_console, output_console, plain, print_json
from app.core.errors import DownloadError

if TYPE_CHECKING:
    from app.service.downloads import Downloaded, Progress


def download(
    repo: Annotated[str, typer.Argument(metavar="OWNER/NAME", help="The repository on the Hub.")],
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="Its GGUF file; of a split one, any part stands for all.")
    ],
    revision: Annotated[
        str | None,
        typer.Option(metavar="REV", help="A branch, a tag or a commit.  [default: the newest]"),
    ] = None,
    json: options.AsJson = False,
) -> None:
    """Download a model; started again, it goes on where it stopped."""
    # The Hub's client takes a good part of a second to load.
    from app.service.downloads import document

    console = errors_console()
    try:
        done = _run(repo, file, revision, console)
    except KeyboardInterrupt:
        words = ["main.py", "models", "download", repo, file, *(["--revision", revision] if revision else [])]
        raise DownloadError("Stopped; what has arrived is kept. Go on with: {}", shlex.join(words)) from None
    if json:
        print_json(document(done))
        return
    out = output_console()
    out.print(plain(str(done.path)), soft_wrap=True)
    out.print(plain(f"{_gigabytes(done.size)}, revision {done.revision}"), soft_wrap=True)
    for one in done.files:
        out.print(plain(f"SHA-256 {one.sha256}  {one.path.name}"), soft_wrap=True)


def _run(repo: str, file: str, revision: str | None, console: Console) -> Downloaded:
    """Download with a bar on stderr; remarks stay above it."""
    from app.service.downloads import Downloaded, Progress, Remark
    from app.service.downloads import download as run_download

    columns = (TextColumn("{task.description}", markup=False), BarColumn())
    with (
        closing(run_download(repo, file, lambda _: None, revision=revision)) as events,
        Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar,
    ):
        task = bar.add_task("asking the Hub", total=None)
        for event in events:
            if isinstance(event, Progress):
                bar.update(task, description=_told(event), completed=event.done, total=event.size)
            elif isinstance(event, Remark):
                bar.console.print(plain(f"{event.file}: {event.text}"))
            elif isinstance(event, Downloaded):
                return event
    raise KeyboardInterrupt


def _told(progress: Progress) -> str:
    """Progress in one line."""
    told = f"{progress.stage.value} {_gigabytes(progress.done)} of {_gigabytes(progress.size)}"
    if progress.speed is not None:
        told += f", {progress.speed / 1e6:,.1f} MB/s"
    if progress.left is not None:
        told += f", {duration(progress.left)} left"
    return told


def _gigabytes(count: int) -> str:
    """Bytes as "0.04 GB" or "19.90 GB"."""
    return f"{count / 1e9:,.2f} GB"


def token(
    forget: Annotated[bool, typer.Option("--forget", help="Remove it from the keyring instead.")] = False,
) -> None:
    """Keep your access token for private models in the system's keyring; it is read without an echo."""
    from app.service.downloads import forget_token, keep_token

    console = errors_console()
    if forget:
        console.print(plain(f"No token is kept for {forget_token()}."))
        return
    if sys.stdin.isatty():
        given = typer.prompt("Access token (it is not shown)", hide_input=True, err=True)
    else:
        given = sys.stdin.readline()
    console.print(plain(f"The token is in the keyring, and is sent to {keep_token(given.strip())} alone."))
