"""The bodies in a store's database: written as differences from bodies that resemble them, and read.

A body's base is an earlier body. What a body is compressed against is its base's own dictionary and then the
beginning of its base, of all that the last 32 KiB, which is as far back as deflate sees.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select

from app.store import schema
from app.store.body import ENCODING, body_digest, pack, unpack
from app.store.entry import Draft

MOST_BASES = 32  # behind one another, so that no store can make its reader go on for ever

_WINDOW = 2**15
_BEGINNING = 2**13
_OF_SERIES = 8  # more bases than this make the next bodies hardly smaller
_KEPT = 256  # dictionaries
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Base:
    """A body that the next ones of its series are differences from.

    Attributes:
        number: how many bases stand behind it, itself included.
        dictionary: what they are compressed against.
    """

    id: int
    number: int
    dictionary: bytes

    def then(self, id: int, body: bytes) -> Base:
        """The base that follows it, whose body this is."""
        return Base(id, self.number + 1, _after(self.dictionary, body))


Series = dict[str, Base]

_NONE = Base(0, 0, b"")


class Dictionaries:
    """What the bodies of a database were compressed against; the ones read last are kept."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[int, bytes]] = {}

    def unpacked(self, connection: Connection, row: Row[Any]) -> Iterator[bytes]:
        """The body in a row, in chunks. Raises ValueError where it, or what it differs from, is damaged."""
        yield from _unpack(row, self._before(connection, row)[1])

    def _before(self, connection: Connection, row: Row[Any], further: int = 0) -> tuple[int, bytes]:
        """How many bases stand behind the body in a row, and what it was compressed against.

        `further` bodies stand before it, of which it is a base.
        """
        base = row.base
        if base is None:
            return 0, b""
        known = self._kept.get(base)
        number = further + 1 + (known[0] if known else 0)
        if not isinstance(base, int) or base >= row.id or number > MOST_BASES:
            raise ValueError(f"it cannot be a difference from {base!r}")
        if known:
            return known[0] + 1, known[1]
        found = connection.execute(select(schema.body).where(schema.body.c.id == base)).first()
        if found is None:
            raise ValueError(f"the body {base} that it differs from is missing")
        behind, before = self._before(connection, found, further + 1)
        try:
            made = _after(before, next(_unpack(found, before)))
        except ValueError as error:
            raise ValueError(f"in the body {base} that it differs from, {error}") from None
        if len(self._kept) >= _KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[base] = behind, made
        return behind + 1, made


def write(connection: Connection, drafts: Sequence[Draft], series: Mapping[str, Base]) -> Series:
    """Write the bodies of drafts that are not there yet.

    Args:
        connection: In a transaction that no other writer is in.
        drafts: What their bodies belong to.
        series: The base of each series so far.

    Returns:
        The bases that the series have afterwards, if the transaction is committed.

    Raises:
        ValueError: a body is too large.
    """
    named = [[(body_digest(body), body) for body in draft.bodies] for draft in drafts]
    there = _there(connection, [sha256 for each in named for sha256, _ in each])
    id: int = connection.execute(select(func.coalesce(func.max(schema.body.c.id), 0))).scalar_one()
    bases: Series = {}
    rows = []
    for draft, bodies in zip(drafts, named, strict=True):
        last = before = bases.get(draft.series) or series.get(draft.series, _NONE)
        for sha256, body in bodies:
            if sha256 in there:
                continue
            there.add(sha256)
            id += 1
            base = last.id or None
            data = pack(body, last.dictionary, _place(id, base))
            rows.append({"id": id, "sha256": sha256, "base": base, "encoding": ENCODING, "data": data})
            if draft.series and last.number < MOST_BASES:
                last = last.then(id, body)
        bases[draft.series] = last if before.number < _OF_SERIES else before
    if rows:
        connection.execute(insert(schema.body), rows)
    return bases


def read(
    connection: Connection, digests: Collection[str], dictionaries: Dictionaries
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Those of these bodies that are there, each in chunks, which raise as `Dictionaries.unpacked` does."""
    for rows in _rows(connection, select(schema.body), digests):
        for row in rows:
            yield row.sha256, dictionaries.unpacked(connection, row)


def _there(connection: Connection, digests: Collection[str]) -> set[str]:
    found = _rows(connection, select(schema.body.c.sha256), digests)
    return {row.sha256 for rows in found for row in rows}


def _rows(
    connection: Connection, query: Select[Any], digests: Collection[str]
) -> Iterator[Sequence[Row[Any]]]:
    """The rows of these digests, a batch at a time: a database takes only so many parameters."""
    several = list(digests)
    for begin in range(0, len(several), _BATCH):
        batch = several[begin : begin + _BATCH]
        yield connection.execute(query.where(schema.body.c.sha256.in_(batch))).all()


def _unpack(row: Row[Any], dictionary: bytes) -> Iterator[bytes]:
    return unpack(row.encoding, row.data, dictionary, _place(row.id, row.base))


def _after(dictionary: bytes, body: bytes) -> bytes:
    return (dictionary + body[:_BEGINNING])[-_WINDOW:]


def _place(id: int, base: object) -> bytes:
    """What the check of a row's data covers beside the data."""
    return f"{id} {base!r}".encode()
