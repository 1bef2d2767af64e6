"""`import`: a bundle becomes part of a store, to be read and replayed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli import options
from app.cli.show import output_console, plain, print_json
from app.core.provenance import in_groups


def import_bundle(
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE", help="A signed zip of: main.py bundle.")],
    fingerprint: options.Fingerprint = None,
    store: options.StoreAt = None,
    json: options.AsJson = False,
) -> None:
    """Check a bundle and take its screen into a store, to be read and replayed there, and nothing else."""
    # The signature's library takes a good part of a second to load.
    from app.service.importing import import_bundle as run

    with options.open_store(store) as opened:
        found = run(opened, bundle, signer=fingerprint)
        if json:
            print_json({"store": opened.location, **found.document()})
            return
        console = output_console()
        console.print(plain(f"screen {found.screen_id} is in {opened.location}, imported"), soft_wrap=True)
        console.print(f"signed by the key {in_groups(found.fingerprint or '')}", soft_wrap=True)
