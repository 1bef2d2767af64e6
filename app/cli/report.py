"""`report`: a screen as files for others to read and check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli import options
from app.cli.show import output_console, plain, print_json
from app.core.hurdles import LEVEL
from app.service.export import FORMATS, export_all
from app.service.screens import Screen, resolve

_DEFAULT = "html,pdf,csv,json"


def report(
    screen: Annotated[str, typer.Argument(metavar="SCREEN", help="A screen's id, its beginning, or: last.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder to write into.")],
    format: Annotated[str, typer.Option(metavar="F,F", help=f"Which of: {', '.join(FORMATS)}.")] = _DEFAULT,
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
        files = export_all(found, opened, out, formats, operator=operator, level=level)
    if json:
        print_json({"files": [str(path) for path in files]})
        return
    console = output_console()
    for path in files:
        console.print(plain(str(path)), soft_wrap=True)


def _formats(asked: str) -> list[str]:
    """The formats, each once, in the order asked for."""
    formats = list(dict.fromkeys(name.strip().lower() for name in asked.split(",")))
    for name in formats:
        if name not in FORMATS:
            raise typer.BadParameter(f"there is no format {name!r}; use some of: {', '.join(FORMATS)}.")
    return formats
