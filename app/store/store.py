"""The store: opening it, appending to its ledger, reading from it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Engine, Row, insert, select

from app.core.errors import StoreError
from app.core.provenance import GENESIS, Problem, canonical_json, link
from app.store import bodies, schema, search
from app.store.bodies import Dictionaries, Series
from app.store.body import body_digest
from app.store.claim import Claim, claim
from app.store.connect import (
    Unwritten,
    connect,
    connect_read_only,
    known_errors,
    reading,
    write_ahead,
    writing,
)
from app.store.entry import Draft, Entry, Extent, Place, parse_payload, subject_of
from app.store.migrate import is_current, revision, upgrade
from app.store.payload import pack_payload, unpack_payload
from app.store.verify import Referenced, verify

_BATCH = 500
_COLUMNS = [schema.ledger.c[name] for name in ("seq", "prev_hash", "kind", "at", "payload", "hash")]


def _now() -> datetime:
    return datetime.now(UTC)


class Store:
    """An append-only ledger with the bodies that its entries name; a context manager.

    Every method raises `StoreError` where the database cannot be read or written.
    """

    def __init__(
        self,
        engine: Engine,
        location: str,
        clock: Callable[[], datetime],
        unwritten: Unwritten | None = None,
    ) -> None:
        """Use `Store.open` or `Store.open_read_only`."""
        self._engine = engine
        self._clock = clock
        self._unwritten = unwritten
        self._dictionaries = Dictionaries()
        self._series: Series = {}
        self.location = location

    @classmethod
    def open(
        cls, where: str | Path, *, clock: Callable[[], datetime] = _now, lock_timeout: float = 30.0
    ) -> Self:
        """Open a store, make it if there is none, and bring it to this program's schema.

        Args:
            where: A path (its folders are made), or a database URL, known by its `://`.
            clock: Gives the time of an entry, aware of its time zone.
            lock_timeout: Seconds to wait for another process that writes to a SQLite file.

        Raises:
            StoreError: the place cannot be used, or holds something else.
        """
        engine, location = connect(where, lock_timeout)
        try:
            with known_errors(location):
                with reading(engine) as connection:
                    current = is_current(connection, location)
                write_ahead(engine, lock_timeout)
                if not current:
                    with writing(engine) as connection:
                        if not is_current(connection, location):
                            upgrade(connection)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, location, clock)

    @classmethod
    def open_read_only(cls, where: str | Path, *, lock_timeout: float = 30.0) -> Self:
        """Open a store as it is, of whatever schema; nothing is made, upgraded or written.

        Raises:
            StoreError: there is no store, or it cannot be read.
        """
        engine, location, unwritten = connect_read_only(where, lock_timeout)
        try:
            with known_errors(location), reading(engine) as connection:
                if revision(connection, location) is None:
                    raise StoreError("{} holds no record yet; there is nothing to read.", location)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, location, _now, unwritten)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def append(self, drafts: Sequence[Draft]) -> list[Entry]:
        """Write all drafts in one transaction: when this returns they are on the disk, or else none is.

        Returns:
            The entries as a reader will see them.

        Raises:
            StoreError: nothing was written.
            ValueError, TypeError: a payload is not JSON, a body is too large or there are too many texts (a
                mistake of the caller).
        """
        if not drafts:
            return []
        texts = [canonical_json(draft.payload).decode() for draft in drafts]
        payloads = [parse_payload(text) for text in texts]
        subjects = [subject_of(payload) for payload in payloads]
        packed = [pack_payload(text) for text in texts]
        entries: list[Entry] = []
        with known_errors(self.location), writing(self._engine) as connection:
            last = connection.execute(
                select(schema.ledger.c.seq, schema.ledger.c.hash)
                .order_by(schema.ledger.c.seq.desc())
                .limit(1)
            ).first()
            seq, prev_hash = (last.seq, last.hash) if last else (0, GENESIS)
            at = self._clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            for draft, payload, text in zip(drafts, payloads, texts, strict=True):
                seq += 1
                made = link(seq, prev_hash, draft.kind, at, text)
                entries.append(Entry(seq, prev_hash, draft.kind, at, payload, made))
                prev_hash = made
            series = bodies.write(connection, drafts, self._series)
            rows = [
                {
                    "seq": entry.seq,
                    "prev_hash": entry.prev_hash,
                    "kind": entry.kind,
                    "at": entry.at,
                    "subject": subject,
                    "payload": payload,
                    "hash": entry.hash,
                }
                for entry, subject, payload in zip(entries, subjects, packed, strict=True)
            ]
            connection.execute(insert(schema.ledger), rows)
            search.write(
                connection, [(e.seq, draft.search) for e, draft in zip(entries, drafts, strict=True)]
            )
        self._series |= series
        return entries

    def claim(self, name: str) -> Claim | None:
        """Take a name that one at a time holds in this store, however the store is named and whoever asks.

        It is free again when it is released and when this process ends, however it does. `name` must be fit
        for a file's name.

        Returns:
            The hold; None where another has it.
        """
        with known_errors(self.location):
            return claim(self._engine, self.location, name)

    def body(self, sha256: str) -> bytes:
        """The body of that SHA-256.

        Raises:
            StoreError: there is none, or it is damaged.
        """
        return self.bodies((sha256,))[sha256]

    def bodies(self, digests: Collection[str]) -> dict[str, bytes]:
        """The bodies of these SHA-256, by it.

        Raises:
            StoreError: one is not there, or is damaged.
        """
        with known_errors(self.location), reading(self._engine) as connection:
            there = bodies.read(connection, digests, self._dictionaries)
            found = {sha256: self._whole(sha256, chunks) for sha256, chunks in there}
        for sha256 in digests:
            if sha256 not in found:
                raise StoreError("{0} does not hold the body {1}; verify the store.", self.location, sha256)
        return found

    def _whole(self, sha256: str, chunks: Iterator[bytes]) -> bytes:
        try:
            body = b"".join(chunks)
        except ValueError as error:
            raise StoreError(
                "The body {0} in {1} is damaged: {2}.", sha256, self.location, str(error)
            ) from error
        if body_digest(body) != sha256:
            raise StoreError(
                "The body {0} in {1} is damaged: it is not what was written.", sha256, self.location
            )
        return body

    def entries(
        self, *, kind: str | None = None, subject: str | None = None, after: int = 0
    ) -> Iterator[Entry]:
        """The entries in order, read in batches; one that is appended meanwhile is seen too.

        Args:
            kind: Only entries of this kind.
            subject: Only entries whose payload has this `screen_id`, or else this `dial_id`.
            after: Only entries with a larger `seq`.

        Raises:
            StoreError: an entry is damaged.
        """
        query = select(*_COLUMNS).order_by(schema.ledger.c.seq).limit(_BATCH)
        if kind is not None:
            query = query.where(schema.ledger.c.kind == kind)
        if subject is not None:
            query = query.where(schema.ledger.c.subject == subject)
        while True:
            with known_errors(self.location), reading(self._engine) as connection:
                rows = connection.execute(query.where(schema.ledger.c.seq > after)).all()
            for row in rows:
                yield self._entry(row)
            if len(rows) < _BATCH:
                return
            after = rows[-1].seq

    def entries_at(self, seqs: Collection[int]) -> dict[int, Entry]:
        """The entries of these `seq`, by it.

        Raises:
            StoreError: one of them is damaged.
        """
        query = select(*_COLUMNS).where(schema.ledger.c.seq.in_(seqs))
        with known_errors(self.location), reading(self._engine) as connection:
            return {row.seq: self._entry(row) for row in connection.execute(query)}

    def search(self, words: Sequence[str], limit: int) -> tuple[int, list[Place]]:
        """How many texts have all these words, and where the newest ones are.

        Args:
            words: As `app.core.wording.words` gives them. The last one stands for all that begin with it,
                unless it is a single character.
            limit: How many places to give at most. Texts that are parts of an entry come last.
        """
        if not words:
            return 0, []
        with known_errors(self.location), reading(self._engine) as connection:
            return search.find(connection, words, limit)

    def unindexed(self, kinds: Collection[str]) -> list[int]:
        """The `seq` of each entry of these kinds that is not in the search index, in order."""
        with known_errors(self.location), reading(self._engine) as connection:
            return search.missing(connection, kinds)

    def index(self, texts: Mapping[int, Sequence[str]]) -> None:
        """Add entries with their texts to the search index, in one transaction; those that are in it stay."""
        with known_errors(self.location), writing(self._engine) as connection:
            there = search.known(connection, texts)
            search.write(connection, [(seq, each) for seq, each in texts.items() if seq not in there])

    def clear_index(self) -> None:
        """Empty the search index, to make it anew; this also mends one that is damaged."""
        with known_errors(self.location), writing(self._engine) as connection:
            search.clear(connection)

    def links(self, until: int) -> Iterator[tuple[int, str, str]]:
        """(seq, prev_hash, hash) of each entry up to that `seq`, in order, and not what they say."""
        columns = (schema.ledger.c.seq, schema.ledger.c.prev_hash, schema.ledger.c.hash)
        query = select(*columns).where(schema.ledger.c.seq <= until).order_by(schema.ledger.c.seq)
        with known_errors(self.location), reading(self._engine) as connection:
            for row in connection.execute(query.execution_options(yield_per=_BATCH)):
                yield row.seq, row.prev_hash, row.hash

    def head(self) -> Entry | None:
        """The newest entry."""
        query = select(*_COLUMNS).order_by(schema.ledger.c.seq.desc()).limit(1)
        with known_errors(self.location), reading(self._engine) as connection:
            row = connection.execute(query).first()
        return self._entry(row) if row else None

    def verify(
        self, referenced: Referenced | None = None, anchor: str | None = None
    ) -> Generator[Problem, None, Extent]:
        """Check the whole store, as it is when the first problem is asked for; returns what was checked.

        Args:
            referenced: Says which bodies an entry names. With it a named body that is missing and a body that
                no entry names are problems too. It is called with entries that hold in themselves, and
                raises ValueError where one names none in the way that it should.
            anchor: The hash of an entry that must be in the chain.

        Raises:
            StoreError: the store cannot be read, or was written to in a way that leaves nothing told.
        """
        extent = yield from verify(self._engine, self.location, referenced, anchor)
        if self._unwritten:
            self._unwritten.check()
        return extent

    def _entry(self, row: Row[Any]) -> Entry:
        try:
            payload = parse_payload(unpack_payload(row.payload))
        except ValueError as error:
            raise StoreError(
                "Entry {0} of {1} is damaged; verify the store.", row.seq, self.location
            ) from error
        return Entry(row.seq, row.prev_hash, row.kind, row.at, payload, row.hash)
