"""`report`: a screen as files for others to read and check."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import options
from app.cli.show import output_console, plain, print_json
from app.core.hurdles import LEVEL
from app.service.export import FORMATS, export_all, rendered
from app.service.screens import Screen, resolve

if TYPE_CHECKING:
    from app.store import Store

_DEFAULT = "html,pdf,csv,json"
_BUNDLE = "bundle"
_ALL = (*FORMATS, _BUNDLE)


def report(
    screen: Annotated[str, typer.Argument(metavar="SCREEN", help="A screen's id, its beginning, or: last.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder to write into.")],
    format: Annotated[str, typer.Option(metavar="F,F", help=f"Which of: {', '.join(_ALL)}.")] = _DEFAULT,
    operator: Annotated[
        str, typer.Option(metavar="NAME", help="Who makes the report.", show_default=False)
    ] = "",
    level: options.Level = LEVEL,
    store: options.StoreAt = None,
    json: options.AsJson = False,
) -> None:
    """Write a screen's report: scope, flow, method, verdicts, flips, overrides, trials, traces, proof."""
    formats = _formats(format)
    with options.open_store(store) as opened:
        found = Screen.load(opened, resolve(opened, screen))
        plainly = [name for name in formats if name != _BUNDLE]
        files = export_all(found, opened, out, plainly, operator=operator, level=level)
        if _BUNDLE in formats:
            inside = rendered(found, opened, plainly or _DEFAULT.split(","), operator=operator, level=level)
            files.append(_bundle(opened, found.id, out, inside))
    if json:
        print_json({"files": [str(path) for path in files]})
        return
    console = output_console()
    for path in files:
        console.print(plain(str(path)), soft_wrap=True)


def _bundle(store: Store, screen_id: str, folder: Path, report: Mapping[str, bytes]) -> Path:
    """The screen's bundle with the report in it."""
    # The signature's library takes a good part of a second to load.
    from app.service.bundles import write_bundle
    from app.service.signing import users_key

    path = folder / f"winnow-{screen_id}.zip"
    more = {f"report/report.{kind}": data for kind, data in report.items()}
    write_bundle(store, screen_id, path, users_key().key, more)
    return path


def _formats(asked: str) -> list[str]:
    """The formats, each once, in the order asked for."""
    formats = list(dict.fromkeys(name.strip().lower() for name in asked.split(",")))
    for name in formats:
        if name not in _ALL:
            raise typer.BadParameter(f"there is no format {name!r}; use some of: {', '.join(_ALL)}.")
    return formats
