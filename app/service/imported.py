"""Screens that were imported: their entries lie, as they were elsewhere, behind one entry of this store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.core.errors import StoreError
from app.core.provenance import parse_json
from app.service import kinds
from app.service.records import Json
from app.store import Entry

if TYPE_CHECKING:
    from app.store import Store


def screen_entries(store: Store, screen_id: str, kind: str | None = None) -> Iterator[Entry]:
    """The entries of a screen in their order, perhaps of one kind alone.

    Of an imported screen they are those of the store that it came from, with their `seq` and times there, and
    after them what was recorded of it here.
    """
    if origin := origin_of(store, screen_id):
        yield from (e for e in _foreign(store, origin) if kind in (None, e.kind))
    for entry in store.entries(kind=kind, subject=screen_id):
        if entry.kind != kinds.BUNDLE_IMPORTED:
            yield entry


def foreign_entries(store: Store, kind: str) -> Iterator[Entry]:
    """The entries of a kind in all screens that were imported."""
    for imported in store.entries(kind=kinds.BUNDLE_IMPORTED):
        yield from (entry for entry in _foreign(store, imported.payload) if entry.kind == kind)


def origin_of(store: Store, screen_id: str) -> Json | None:
    """Where an imported screen came from, as the entry of its import says; None of one of this store."""
    imported = next(store.entries(kind=kinds.BUNDLE_IMPORTED, subject=screen_id), None)
    return imported.payload if imported else None


def imported_ids(store: Store) -> list[str]:
    """The screens that were imported, in the order in which they were."""
    return [entry.payload["screen_id"] for entry in store.entries(kind=kinds.BUNDLE_IMPORTED)]


def refuse_imported(store: Store, screen_id: str) -> None:
    """Raises StoreError where a screen was imported, and so can be read and replayed, and nothing else."""
    if origin_of(store, screen_id):
        raise StoreError(
            "The screen {} was imported: it is the record of what others did, which can be read and "
            "replayed, but not gone on with, judged or bundled.",
            screen_id,
        )


def entries_in(ledger: bytes) -> Iterator[Entry]:
    """The whole entries in the ledger.jsonl of a bundle that was found to hold."""
    for line in ledger.decode("utf-8").removesuffix("\n").split("\n"):
        table = parse_json(line)
        if "payload" in table:
            yield Entry(**table)


def _foreign(store: Store, origin: Json) -> Iterator[Entry]:
    return entries_in(store.body(origin["ledger"]))
