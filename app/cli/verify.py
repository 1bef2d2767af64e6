"""`verify`: whether a record holds, and what of it does not."""

from __future__ import annotations

import string
from typing import Annotated

import typer

from app.cli import options
from app.cli.show import output_console, plain, print_json
from app.service import paths
from app.service.verification import Verification, verify_store

DOES_NOT_HOLD = 1
_DIGEST_LENGTH = 64
_SHOWN = 20


def _digest(text: str | None) -> str | None:
    """A SHA-256 in hex, in whatever groups it was copied."""
    if text is None:
        return None
    digits = "".join(c for c in text if not c.isspace() and c != ":").lower()
    if len(digits) != _DIGEST_LENGTH or not set(digits) <= set(string.hexdigits):
        raise typer.BadParameter(f"give all {_DIGEST_LENGTH} hex digits.")
    return digits


def verify(
    record: Annotated[
        str | None,
        typer.Argument(
            metavar="[STORE]",
            help="A store, as a path or a URL.  [default: the store of the user's data folder]",
        ),
    ] = None,
    head: Annotated[
        str | None,
        typer.Option(
            metavar="HASH", callback=_digest, help="A head noted earlier, which must be in its chain."
        ),
    ] = None,
    json: options.AsJson = False,
) -> int:
    """Check a record, its chain and every stored byte, without writing; exit code 1: it does not hold."""
    found = verify_store(record if record is not None else paths.default_store(), head)
    if json:
        print_json(found.document())
    else:
        _show(found)
    return 0 if found.ok else DOES_NOT_HOLD


def _show(found: Verification) -> None:
    console = output_console()
    if found.ok:
        console.print(plain(f"{found.location} holds", "green"), soft_wrap=True)
    else:
        console.print(plain(f"{found.location} does not hold", "red"), soft_wrap=True)
    for problem in found.problems[:_SHOWN]:
        where = "" if problem.seq is None else f"entry {problem.seq}: "
        console.print(plain(f"  {where}{problem.what}"), soft_wrap=True)
    if len(found.problems) > _SHOWN:
        console.print(f"  and {len(found.problems) - _SHOWN} more; --json lists them all")
    console.print(f"{found.entries:,} entries; head {found.head or '(none)'}", soft_wrap=True)
