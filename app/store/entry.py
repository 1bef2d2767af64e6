"""Values of the ledger: what is to be written, and what was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.provenance import parse_json


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact to be appended.

    Attributes:
        kind: What kind of fact it is.
        payload: A JSON object; its `screen_id`, if any, is a string and becomes the entry's subject.
        bodies: Large parts, kept once under their SHA-256, by which the payload names them.
    """

    kind: str
    payload: Mapping[str, Any]
    bodies: tuple[bytes, ...] = ()


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
class Extent:
    """How many entries a store was found to have, and the hash of the last; None where there is none."""

    entries: int
    head: str | None


def subject_of(payload: Mapping[str, Any]) -> str | None:
    """The screen that a payload belongs to, if it names one."""
    subject = payload.get("screen_id")
    if subject is not None and not isinstance(subject, str):
        raise TypeError(f"a payload's screen_id is a string, not {subject!r}")
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
