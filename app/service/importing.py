"""Importing a bundle: the record of a screen that was run elsewhere is taken into a store, to be read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import BundleError
from app.core.provenance import sha256_hex
from app.report.bundle import LEDGER, TRACES
from app.service import kinds
from app.service.bundles import BundleVerification, read_bundle, told
from app.service.imported import entries_in, origin_of
from app.service.indexing import imported_texts
from app.service.records import trace_from_body
from app.service.screens import Screen
from app.store import Draft

if TYPE_CHECKING:
    from app.store import Store


def import_bundle(store: Store, path: Path, *, signer: str | None = None) -> BundleVerification:
    """Check a bundle and write it into the ledger, with all its bodies, as one entry that keeps its origin.

    Args:
        signer: the fingerprint of the key that must have signed it.

    Raises:
        BundleError: it does not hold, is there already, or cannot be read by this program.
        StoreError: the store cannot be written.
    """
    found = read_bundle(path, signer=signer)
    if found.problems or found.record is None:
        raise BundleError(
            "The bundle {0} does not hold ({1}); see all with: main.py verify {0}.",
            path,
            found.problems[0].what,
        )
    record, screen_id = found.record, found.record.screen_id
    _refuse_known(store, screen_id)
    _read_once(found.files[LEDGER], record.bodies, screen_id, path)
    # The traces are kept as the bodies that they hold.
    files = {name: data for name, data in found.files.items() if name != TRACES}
    digests = {name: sha256_hex(data) for name, data in files.items()}
    payload = {
        "screen_id": screen_id,
        "file": path.name,
        "signer": found.fingerprint,
        "statement_sha256": found.statement_sha256,
        "head": found.head,
        "entries": found.entries,
        "files": digests,
        "ledger": digests[LEDGER],
        "bodies": [*dict.fromkeys((*digests.values(), *record.bodies))],
    }
    bodies = (*files.values(), *record.bodies.values())
    found_by = imported_texts(entries_in(found.files[LEDGER]), record.bodies.__getitem__)
    try:
        store.append([Draft(kinds.BUNDLE_IMPORTED, payload, bodies, found_by, series=screen_id)])
    except ValueError as error:
        raise BundleError("The bundle {0} cannot be kept: {1}.", path, error) from error
    return told(path, found)


def _refuse_known(store: Store, screen_id: str) -> None:
    """A screen is in a store once: the same record twice would look like two."""
    if origin_of(store, screen_id):
        raise BundleError("The screen {0} was imported into {1} before.", screen_id, store.location)
    if next(store.entries(subject=screen_id), None):
        raise BundleError(
            "The screen {0} is one of {1} itself; there is nothing to import.", screen_id, store.location
        )


def _read_once(ledger: bytes, bodies: Mapping[str, bytes], screen_id: str, path: Path) -> None:
    """Read the screen as it will be read from the store: what cannot be read is not taken in."""
    try:
        screen = Screen.of(screen_id, entries_in(ledger), bodies.__getitem__)
        if screen is None:
            raise ValueError("it has no plan")
        screen.counts()
        for record in screen.passes.values():
            record.table()
            trace_from_body(bodies[record.body], record.generation)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BundleError("The bundle {} holds, but this version of Winnow cannot read it.", path) from error
