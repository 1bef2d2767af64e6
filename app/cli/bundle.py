"""`bundle`: a screen's record as one signed file that can be checked elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli import options
from app.cli.show import output_console, plain, print_json
from app.core.provenance import in_groups
from app.service.screens import resolve


def bundle(
    screen: Annotated[str, typer.Argument(metavar="SCREEN", help="A screen's id, its beginning, or: last.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE.zip", help="Where to write it.", show_default=False)
    ],
    store: options.StoreAt = None,
    json: options.AsJson = False,
) -> None:
    """Write a screen's whole record as one signed zip, which a stranger can check without the store."""
    # The signature's library takes a good part of a second to load.
    from app.service.bundles import write_bundle
    from app.service.signing import users_key

    with options.open_store(store) as opened:
        written = write_bundle(opened, resolve(opened, screen), out, users_key().key)
    if json:
        print_json({"file": written.location, **written.document()})
        return
    console = output_console()
    console.print(
        plain(f"{written.location}: {written.shown} of {written.entries:,} entries are the screen's")
    )
    console.print(f"signed by the key {in_groups(written.fingerprint or '')}", soft_wrap=True)
    console.print(f"head {written.head}", soft_wrap=True)
