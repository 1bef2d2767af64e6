"""Bundles of screens: making one of a store's record, and checking one without a store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import BundleError, StoreError
from app.core.provenance import named_bodies
from app.report.archive import MAX_BYTES
from app.report.bundle import Record, make
from app.report.bundle_check import Checked, check
from app.report.signature import SigningKey
from app.service import kinds, paths
from app.service.doubt import Doubts
from app.service.export import write
from app.service.imported import refuse_imported
from app.service.records import Json
from app.service.verification import BUNDLE_SUFFIX, Verification
from app.store import Entry

if TYPE_CHECKING:
    from app.store import Store


@dataclass(frozen=True, slots=True)
class BundleVerification(Verification):
    """What checking a bundle came to.

    Attributes:
        screen_id: of the screen that it is about.
        fingerprint: of the key that it was signed with.
        shown: how many of the entries are the screen's; of the others only their place in the chain is shown.
    """

    screen_id: str | None
    fingerprint: str | None
    shown: int

    def document(self) -> Json:
        """The `verify` document, with what only a bundle has."""
        return {
            **Verification.document(self),
            "screen_id": self.screen_id,
            "fingerprint": self.fingerprint,
            "shown": self.shown,
        }


def write_bundle(
    store: Store, screen_id: str, path: Path, key: SigningKey, more: Mapping[str, bytes] | None = None
) -> BundleVerification:
    """Write the bundle of a screen to a file, and the export into the ledger.

    Args:
        more: further files to be put in and signed, such as a report, by their paths.

    Returns:
        What checking the bundle came to; it holds.

    Raises:
        BundleError: the screen's record does not hold, or the bundle would be too large.
        StoreError: there is no such screen, it was imported, or the file cannot be written.
    """
    if path.suffix.lower() != BUNDLE_SUFFIX:
        raise BundleError("{0} is no name for a bundle; let it end with {1}.", path.name, BUNDLE_SUFFIX)
    data = bundle(store, screen_id, key, more)
    found = check(data)
    if found.problems:
        raise BundleError(
            "The record of screen {0} does not hold ({1}); check all of the store with: main.py verify.",
            screen_id,
            found.problems[0].what,
        )
    write(screen_id, store, path, "bundle", data, head=found.head, signer=found.fingerprint)
    return told(path, found)


def bundle(store: Store, screen_id: str, key: SigningKey, more: Mapping[str, bytes] | None = None) -> bytes:
    """The bytes of a screen's bundle, the same for the same record and key. Raises as `write_bundle` does."""
    try:
        return make(_record(store, screen_id), paths.BUNDLE_GUIDE.read_bytes(), key, more or {})
    except ValueError as error:
        raise BundleError("The screen {0} makes no bundle: {1}.", screen_id, error) from error


def verify_bundle(path: Path, *, signer: str | None = None, anchor: str | None = None) -> BundleVerification:
    """Check a bundle; no store is needed.

    Args:
        signer: the fingerprint of the key that must have signed it.
        anchor: the hash of an entry that must be in its chain.

    Raises:
        BundleError: the file cannot be read.
    """
    return told(path, read_bundle(path, signer=signer, anchor=anchor))


def read_bundle(path: Path, *, signer: str | None = None, anchor: str | None = None) -> Checked:
    """A bundle with all that `verify_bundle` finds."""
    try:
        if path.stat().st_size > 2 * MAX_BYTES:
            raise BundleError("{} is larger than any bundle.", path)
        return check(path.read_bytes(), signer=signer, anchor=anchor)
    except OSError as error:
        raise BundleError(
            "The bundle {0} cannot be read ({1}); check the path.", path, error.strerror
        ) from error


def told(path: Path, found: Checked) -> BundleVerification:
    """What was found, without the bundle's content."""
    lines = found.record.ledger if found.record else ()
    doubts = Doubts()
    for line in lines:
        if "payload" in line:
            doubts.take(Entry(**line))
    return BundleVerification(
        location=str(path),
        entries=found.entries,
        head=found.head,
        problems=tuple(found.problems),
        doubted=doubts.table(),
        screen_id=found.record.screen_id if found.record else None,
        fingerprint=found.fingerprint,
        shown=sum("payload" in line for line in lines),
    )


def _record(store: Store, screen_id: str) -> Record:
    """The chain up to the screen's last entry. Exports at its end say nothing of the screen."""
    refuse_imported(store, screen_id)
    entries = {entry.seq: entry for entry in store.entries(subject=screen_id)}
    last = max((seq for seq, entry in entries.items() if entry.kind != kinds.EXPORTED), default=0)
    if not last:
        raise StoreError(
            "The store {0} has no screen {1!r}; list them with: main.py screens.", store.location, screen_id
        )
    names = dict.fromkeys(
        name for seq, e in entries.items() if seq <= last for name in named_bodies(e.payload)
    )
    ledger = tuple(_lines(store, entries, last))
    return Record(screen_id, ledger, {name: store.body(name) for name in names})


def _lines(store: Store, entries: Mapping[int, Entry], last: int) -> Iterator[dict[str, Any]]:
    for seq, prev_hash, link in store.links(last):
        place = {"seq": seq, "prev_hash": prev_hash, "hash": link}
        if entry := entries.get(seq):
            yield {**place, "kind": entry.kind, "at": entry.at, "payload": entry.payload}
        else:
            yield place
