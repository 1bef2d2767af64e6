"""`verify`: whether a record holds, and what of it does not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import options
from app.cli.show import output_console, plain, print_json
from app.core.provenance import in_groups
from app.service import paths
from app.service.verification import Verification, is_bundle, verify_store

if TYPE_CHECKING:
    from app.service.bundles import BundleVerification

DOES_NOT_HOLD = 1
_SHOWN = 20


def verify(
    record: Annotated[
        str | None,
        typer.Argument(
            metavar="[STORE|BUNDLE]",
            help="A store, as a path or a URL, or a bundle.  [default: the store of the user's data folder]",
        ),
    ] = None,
    head: Annotated[
        str | None,
        typer.Option(
            metavar="HASH", callback=options.digest, help="A head noted earlier; it must be in the chain."
        ),
    ] = None,
    fingerprint: options.Fingerprint = None,
    key: Annotated[
        bool, typer.Option("--key", help="Show the fingerprint of your own key; the first time makes it.")
    ] = False,
    json: options.AsJson = False,
) -> int:
    """Check a record, its chain and every stored byte, without writing; exit code 1: it does not hold."""
    if key:
        if record is not None or head is not None or fingerprint is not None:
            raise typer.BadParameter("--key shows your own key and checks nothing; leave out the others.")
        _show_key(json=json)
        return 0
    if record is not None and is_bundle(record):
        return _verify_bundle(Path(record), head, fingerprint, json=json)
    if fingerprint is not None:
        raise typer.BadParameter("--fingerprint is of a bundle's signature; a store has none.")
    found = verify_store(record if record is not None else paths.default_store(), head)
    if json:
        print_json(found.document())
    else:
        _show(found)
    return 0 if found.ok else DOES_NOT_HOLD


def _verify_bundle(path: Path, head: str | None, fingerprint: str | None, *, json: bool) -> int:
    # The signature's library takes a good part of a second to load.
    from app.service.bundles import verify_bundle

    found = verify_bundle(path, signer=fingerprint, anchor=head)
    if json:
        print_json(found.document())
    else:
        _show(found)
        _show_signer(found, asked_for=fingerprint is not None)
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
    if found.doubted:
        names = ", ".join(f"{one['subject']} {one['what']}" for one in found.doubted[:_SHOWN])
        more = f" and {len(found.doubted) - _SHOWN} more" if len(found.doubted) > _SHOWN else ""
        told = f"in doubt, as a model's file was written to meanwhile, and not done again: {names}{more}"
        console.print(plain(told, "yellow"), soft_wrap=True)
    console.print(plain(f"{found.entries:,} entries; head {found.head or '(none)'}"), soft_wrap=True)


def _show_signer(found: BundleVerification, *, asked_for: bool) -> None:
    console = output_console()
    if found.screen_id is not None:
        console.print(plain(f"screen {found.screen_id}; {found.shown:,} of the entries are its own"))
    if found.fingerprint is not None:
        console.print(f"signed by the key {in_groups(found.fingerprint)}", soft_wrap=True)
        if not asked_for:
            console.print("Ask the signer whether that is theirs: anyone can sign with a key of their own.")


def _show_key(*, json: bool) -> None:
    from app.service.signing import users_key

    kept = users_key()
    public = kept.key.public
    if json:
        print_json(
            {"fingerprint": public.fingerprint, "public_key": public.pem.decode(), "kept_in": kept.place}
        )
        return
    console = output_console()
    console.print(in_groups(public.fingerprint), soft_wrap=True)
    console.print(plain(f"is the fingerprint of your key, which is kept in {kept.place}"), soft_wrap=True)
