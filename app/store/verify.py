"""Checking a store: the chain, every column of every row, every body, and the schema that guards them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, Row, select, text
from sqlalchemy.exc import DBAPIError

from app.core.provenance import GENESIS, Problem, link, parse_canonical
from app.store import schema
from app.store.bodies import Dictionaries
from app.store.connect import as_known, reading
from app.store.entry import Entry, Extent
from app.store.migrate import REVISIONS, expected_objects, objects, revision
from app.store.payload import unpack_payload

_ENTRY_BATCH = 500
_BODY_BATCH = 20
_SIGNS_OF_DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB")

Referenced = Callable[[Entry], Iterable[str]]


@dataclass(slots=True)
class _Walk:
    """What a walk along the chain tells; `named` has each body with the first entry that names it."""

    entries: int = 0
    head: str | None = None
    anchored: bool = False
    named: dict[str, int] = field(default_factory=dict)


def verify(
    engine: Engine, location: str, referenced: Referenced | None, anchor: str | None = None
) -> Generator[Problem, None, Extent]:
    """Every problem of a store, in one snapshot of it. Of the bodies only the digests stay in memory.

    Raises:
        StoreError: the database cannot be read for a reason that says nothing about the record.
    """
    walk = _Walk()
    try:
        with reading(engine) as connection:
            if engine.dialect.name == "sqlite":
                yield from _file(connection, location)
            yield from _chain(connection, referenced, walk, anchor)
            if anchor is not None and not walk.anchored:
                yield Problem(None, f"no entry has the hash {anchor}: it does not extend that head")
            yield from _bodies(connection, walk.named, complete=referenced is not None)
    except DBAPIError as error:
        if not getattr(error.orig, "sqlite_errorname", "").startswith(_SIGNS_OF_DAMAGE):
            raise as_known(location, error) from error
        yield Problem(None, f"the file is damaged: {error.orig}")
    except UnicodeDecodeError:
        # Of the driver, over what SQLite says of a schema that it cannot read.
        yield Problem(None, "the file is damaged: its schema cannot be read")
    return Extent(walk.entries, walk.head)


def _file(connection: Connection, location: str) -> Iterator[Problem]:
    """What SQLite itself can say, and whether the schema with its triggers is the one that was made."""
    for (line,) in connection.execute(text("PRAGMA integrity_check")):
        # Newer versions of SQLite check the search index too, which is no part of the record.
        if line != "ok" and "fts5" not in line.lower():
            yield Problem(None, f"the file is damaged: {line}")
    version = revision(connection, location)
    if version is None:
        yield Problem(None, "the version of the schema is missing")
    found, expected = objects(connection), expected_objects(version or REVISIONS[-1])
    for kind, name, _ in sorted(expected - found):
        yield Problem(None, f"the {kind} {name} is missing or was changed")
    for kind, name, _ in sorted(found - expected):
        yield Problem(None, f"the {kind} {name} is not one that a store has")


def _chain(
    connection: Connection, referenced: Referenced | None, walk: _Walk, anchor: str | None
) -> Iterator[Problem]:
    query = select(schema.ledger).order_by(schema.ledger.c.seq).execution_options(yield_per=_ENTRY_BATCH)
    last, prev_hash = 0, GENESIS
    for row in connection.execute(query):
        if row.seq <= 0:
            yield Problem(row.seq, "it stands before the first entry")
        elif row.seq != last + 1:
            yield _gap(last + 1, row.seq - 1)
        last = row.seq
        if row.prev_hash != prev_hash:
            yield Problem(row.seq, "it does not follow the entry before it: prev_hash is not that one's hash")
        prev_hash = row.hash
        walk.entries += 1
        walk.head = prev_hash if isinstance(prev_hash, str) else None
        walk.anchored |= prev_hash == anchor
        entry = _entry(row)
        if isinstance(entry, Problem):
            yield entry
        elif referenced is not None:
            try:
                for sha256 in referenced(entry):
                    walk.named.setdefault(sha256, row.seq)
            except ValueError as error:
                yield Problem(row.seq, str(error))
    if connection.dialect.name == "sqlite":
        yield from _tail(connection, last)


def _tail(connection: Connection, last: int) -> Iterator[Problem]:
    """Compare with the largest seq ever written, which SQLite keeps in a table of its own."""
    counts = [(name, seq) for name, seq in connection.execute(text("SELECT name, seq FROM sqlite_sequence"))]
    match counts:
        case [("ledger", int(written))] if written > last:
            yield _gap(last + 1, written)
        case [("ledger", int(written))] if written == last > 0:
            pass
        case [] if not last:
            pass
        case _:
            yield Problem(
                None, f"SQLite's own count of the entries is wrong: {counts}, but the last is {last}"
            )


def _gap(first: int, last: int) -> Problem:
    return Problem(first, "it is missing" if first == last else f"it and the others up to {last} are missing")


def _entry(row: Row[Any]) -> Entry | Problem:
    """The row as an entry, or what is wrong in it."""
    if not all(isinstance(value, str) for value in (row.prev_hash, row.kind, row.at, row.hash)):
        return Problem(row.seq, "a column of it is not what a store writes")
    try:
        written = unpack_payload(row.payload)
        payload = parse_canonical(written)
        if link(row.seq, row.prev_hash, row.kind, row.at, written) != row.hash:
            return Problem(row.seq, "its content is not what its hash was made of")
    except ValueError as error:
        return Problem(row.seq, f"its payload cannot be: {error}")
    if not isinstance(payload, dict):
        return Problem(row.seq, "its payload is not a JSON object")
    if row.subject != payload.get("screen_id", payload.get("dial_id")):
        return Problem(row.seq, "its subject is not its payload's screen_id or dial_id")
    return Entry(row.seq, row.prev_hash, row.kind, row.at, payload, row.hash)


def _bodies(connection: Connection, named: dict[str, int], *, complete: bool) -> Iterator[Problem]:
    query = select(schema.body).order_by(schema.body.c.id).execution_options(yield_per=_BODY_BATCH)
    dictionaries = Dictionaries()
    for row in connection.execute(query):
        seq = named.pop(row.sha256, None)
        hashed = hashlib.sha256()
        try:
            for chunk in dictionaries.unpacked(connection, row):
                hashed.update(chunk)
            if hashed.hexdigest() != row.sha256:
                yield Problem(seq, f"the body {row.sha256!r} is not what its digest was made of")
        except ValueError as error:
            yield Problem(seq, f"the body {row.sha256!r} is damaged: {error}")
        if complete and seq is None:
            yield Problem(None, f"no entry names the body {row.sha256!r}")
    for sha256, seq in named.items():
        yield Problem(seq, f"the body {sha256!r} that it names is missing")
