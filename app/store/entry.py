"""Values of the ledger: what is to be written, and what was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.provenance import parse_json

MOST_PARTS = 2**20

_PARTS_BEGIN = -(2**62)


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact to be appended.

    Attributes:
        kind: What kind of fact it is.
        payload: A JSON object; its `screen_id`, or else `dial_id`, if any, is a string and becomes the
            entry's subject.
        bodies: Large parts, kept once under their SHA-256, by which the payload names them.
        search: Texts by whose words it is found, the entry's own and then those of its parts. They are kept
            nowhere; `Store.index` takes the same texts.
        series: A name that drafts have in common whose bodies resemble each other. Such bodies are kept as
            what differs between them; for a reader they are like any other.
    """

    kind: str
    payload: Mapping[str, Any]
    bodies: tuple[bytes, ...] = ()
    search: tuple[str, ...] = ()
    series: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the ledger.

    Attributes:
        seq: Its place, counted from 1 without gaps.
        prev_hash: The hash of the entry before, or `app.core.provenance.GENESIS`.
        kind: What kind of fact it is.
        at: When it was written: UTC, ISO 8601 with microseconds and `Z`.
        payload: The fact, a JSON object.
        hash: `app.core.provenance.entry_hash` of all the others.
    """

    seq: int
    prev_hash: str
    kind: str
    at: str
    payload: dict[str, Any]
    hash: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where words were found: the `part`-th text of the entry `seq`, counted from 0."""

    seq: int
    part: int = 0

    @property
    def id(self) -> int:
        """The row of the index: an entry's own text has its `seq`; the further ones lie below zero."""
        return _PARTS_BEGIN + self.seq * MOST_PARTS + self.part if self.part else self.seq

    @classmethod
    def of(cls, id: int) -> Place:
        """The inverse of `id`."""
        return cls(id) if id > 0 else cls(*divmod(id - _PARTS_BEGIN, MOST_PARTS))


@dataclass(frozen=True, slots=True)
class Extent:
    """How many entries a store was found to have, and the hash of the last; None where there is none."""

    entries: int
    head: str | None


def subject_of(payload: Mapping[str, Any]) -> str | None:
    """The screen, or the dial run, that a payload belongs to, if it names one."""
    subject = payload.get("screen_id", payload.get("dial_id"))
    if subject is not None and not isinstance(subject, str):
        raise TypeError(f"a payload's screen_id or dial_id is a string, not {subject!r}")
    return subject


def parse_payload(text: str) -> dict[str, Any]:
    """The JSON object in a payload's text.

    Raises:
        ValueError: it is not a JSON object in Unicode.
    """
    payload = parse_json(text)
    if not isinstance(payload, dict):
        raise ValueError("it is not a JSON object")
    return payload
