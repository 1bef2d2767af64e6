"""The bundle of a screen: the files that let a stranger check its record, signed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.core.provenance import canonical_json, named_bodies, sha256_hex
from app.report import archive
from app.report.signature import SigningKey, seal

MANIFEST = "manifest.json"
LEDGER = "ledger.jsonl"
TRACES = "traces.jsonl"
STATEMENT = "statement.dsse.json"
PUBLIC_KEY = "public-key.pem"
GUIDE = "VERIFY.md"
FILES = (GUIDE, LEDGER, MANIFEST, PUBLIC_KEY, STATEMENT, TRACES)
# What the manifest cannot list: itself, and the statement about what it lists.
UNLISTED = (MANIFEST, STATEMENT)
STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "urn:winnow:screen:1"

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """What a bundle is made of.

    Attributes:
        ledger: a line for each entry of the chain, from the first to the screen's last: {seq, prev_hash,
            kind, at, payload, hash}, or only {seq, prev_hash, hash} where the entry is not the screen's.
        bodies: each body that the screen's entries name, by its SHA-256.
    """

    screen_id: str
    ledger: tuple[Line, ...]
    bodies: Mapping[str, bytes]


def make(record: Record, guide: bytes, key: SigningKey, more: Mapping[str, bytes]) -> bytes:
    """The zip of a bundle: of the same record and key always the same bytes.

    Args:
        guide: the text of VERIFY.md.
        more: further files, such as a report, by their paths.

    Raises:
        ValueError: a path of `more` is taken, or none that a bundle may have, or all is too large.
    """
    if taken := set(FILES) & set(more):
        raise ValueError(f"a bundle has a file {min(taken)} of its own")
    files = {
        GUIDE: guide,
        LEDGER: _lines(record.ledger),
        TRACES: _lines(_traces(record)),
        PUBLIC_KEY: key.public.pem,
        **more,
    }
    digests = {name: sha256_hex(data) for name, data in files.items()}
    statement = {
        "_type": STATEMENT_TYPE,
        "subject": [{"name": name, "digest": {"sha256": digests[name]}} for name in sorted(digests)],
        "predicateType": PREDICATE_TYPE,
        "predicate": predicate(record.screen_id, record.ledger),
    }
    files[MANIFEST] = canonical_json({"files": digests})
    files[STATEMENT] = seal(canonical_json(statement), key)
    return archive.pack(files)


def predicate(screen_id: str, ledger: Iterable[Line]) -> dict[str, Any]:
    """What the statement says of the screen; it follows from the ledger's lines alone."""
    lines = list(ledger)
    shown = [line["payload"] for line in lines if "payload" in line]
    return {
        "screen_id": screen_id,
        "entries": len(lines),
        "shown": len(shown),
        "head": lines[-1]["hash"] if lines else None,
        "model_sha256": next((p["plan"]["model_sha256"] for p in shown if "plan" in p), None),
    }


def names_in_order(ledger: Iterable[Line]) -> dict[str, int]:
    """The bodies that lines name, each with the first entry that does, in that order.

    Raises:
        ValueError: an entry does not say which.
    """
    named: dict[str, int] = {}
    for line in ledger:
        if "payload" in line:
            for sha256 in named_bodies(line["payload"]):
                named.setdefault(sha256, line["seq"])
    return named


def _traces(record: Record) -> Iterator[Line]:
    for sha256 in names_in_order(record.ledger):
        yield {"sha256": sha256, "text": record.bodies[sha256].decode("utf-8")}


def _lines(values: Iterable[Line]) -> bytes:
    return b"".join(canonical_json(value) + b"\n" for value in values)
