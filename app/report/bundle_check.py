"""Checking a bundle, without the store that it came from and without any trust in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from app.core.provenance import GENESIS, Problem, entry_hash, parse_canonical, sha256_hex
from app.report import archive
from app.report.bundle import (
    FILES,
    LEDGER,
    MANIFEST,
    PREDICATE_TYPE,
    PUBLIC_KEY,
    STATEMENT,
    STATEMENT_TYPE,
    TRACES,
    UNLISTED,
    Line,
    Record,
    names_in_order,
    predicate,
)
from app.report.signature import PublicKey, unseal

_WITHHELD = {"seq", "prev_hash", "hash"}
_SHOWN = {*_WITHHELD, "kind", "at", "payload"}

_T = TypeVar("_T")


@dataclass(slots=True)
class Checked:
    """What a bundle was found to be; it holds where there are no problems.

    Attributes:
        files: by path, as far as the zip could be read.
        fingerprint: of the key that signed it, or that claims to; None where there is none.
        record: the screen's record, as far as it could be read.
        statement_sha256: of the in-toto statement that was signed.
    """

    files: dict[str, bytes]
    fingerprint: str | None = None
    record: Record | None = None
    statement_sha256: str | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def head(self) -> str | None:
        """The hash of the last entry, if there is one."""
        lines = self.record.ledger if self.record else ()
        return lines[-1]["hash"] if lines else None

    @property
    def entries(self) -> int:
        """How many entries the chain has."""
        return len(self.record.ledger) if self.record else 0


def check(data: bytes, *, signer: str | None = None, anchor: str | None = None) -> Checked:
    """Check a bundle's bytes.

    Args:
        signer: the fingerprint of the key that must have signed it.
        anchor: the hash of an entry that must be in its chain.
    """
    files, complaints = archive.unpack(data)
    found = Checked(files)
    say = _Complaints(found)
    for complaint in complaints:
        say(None, complaint)
    if complaints and not files:
        return found
    for name in FILES:
        if name not in files:
            say(None, f"the file {name} is missing")
    listed = _manifest(files, say)
    claims = _claims(files, listed, found, say)
    if found.fingerprint and signer is not None and found.fingerprint != signer:
        say(None, f"it was signed by the key {found.fingerprint}, not by the one that was asked for")
    found.record = _record(files, claims, say)
    if anchor is not None and all(line["hash"] != anchor for line in found.record.ledger):
        say(None, f"no entry has the hash {anchor}: it does not extend that head")
    return found


class _Complaints:
    """Collects problems."""

    def __init__(self, found: Checked) -> None:
        self._found = found

    def __call__(self, seq: int | None, what: str) -> None:
        self._found.problems.append(Problem(seq, what))

    def attempt(self, what: str, read: Callable[[], _T]) -> _T | None:
        """The value, or None and a problem where it cannot be read."""
        try:
            return read()
        except ValueError as error:
            self(None, f"{what}: {error}")
            return None


def _manifest(files: dict[str, bytes], say: _Complaints) -> dict[str, str]:
    """The files that the manifest lists, compared with those that are there."""
    if MANIFEST not in files:
        return {}
    table = say.attempt(MANIFEST, lambda: parse_canonical(files[MANIFEST].decode("utf-8")))
    if table is None:
        return {}
    listed = table.get("files") if isinstance(table, dict) and set(table) == {"files"} else None
    if not isinstance(listed, dict):
        say(None, f"{MANIFEST}: it is not {{files: {{path: sha256}}}}")
        return {}
    for name, digest in listed.items():
        if name in UNLISTED or name not in files:
            say(None, f"{MANIFEST}: it lists {name!r}, which is not there to be listed")
        elif sha256_hex(files[name]) != digest:
            say(None, f"the file {name} is not what the manifest's digest was made of")
    for name in files:
        if name not in listed and name not in UNLISTED:
            say(None, f"the file {name} is not in the manifest")
    return listed


def _claims(
    files: dict[str, bytes], listed: dict[str, str], found: Checked, say: _Complaints
) -> dict[str, Any]:
    """What was signed of the screen, after the signature and the digests in the statement."""
    if PUBLIC_KEY not in files or STATEMENT not in files:
        return {}
    key = say.attempt(PUBLIC_KEY, lambda: PublicKey.from_pem(files[PUBLIC_KEY]))
    if key is None:
        return {}
    found.fingerprint = key.fingerprint
    signed = say.attempt(STATEMENT, lambda: unseal(files[STATEMENT], key))
    if signed is None:
        return {}
    found.statement_sha256 = sha256_hex(signed)
    statement = say.attempt("the statement", lambda: parse_canonical(signed.decode("utf-8")))
    claims = statement.get("predicate") if isinstance(statement, dict) else None
    if not isinstance(claims, dict):
        say(None, "the statement says nothing of a screen")
        return {}
    if statement != {
        "_type": STATEMENT_TYPE,
        "subject": [{"name": name, "digest": {"sha256": listed[name]}} for name in sorted(listed)],
        "predicateType": PREDICATE_TYPE,
        "predicate": claims,
    }:
        say(None, "the statement is not about the files in the manifest")
    return claims


def _record(files: dict[str, bytes], claims: dict[str, Any], say: _Complaints) -> Record:
    """The screen's record; its chain and bodies are checked, and compared with what was signed."""
    screen_id = claims.get("screen_id")
    if claims and not isinstance(screen_id, str):
        say(None, "the statement names no screen")
    ledger = tuple(_ledger(files.get(LEDGER, b""), screen_id, say))
    bodies = _bodies(files.get(TRACES, b""), ledger, say)
    expected = say.attempt(LEDGER, lambda: _follows(screen_id, ledger))
    if claims and expected is not None and claims != expected:
        say(None, "what the statement says of the screen does not follow from the ledger")
    return Record(str(screen_id), ledger, bodies)


def _follows(screen_id: Any, ledger: tuple[Line, ...]) -> dict[str, Any]:
    try:
        return predicate(screen_id, ledger)
    except (KeyError, TypeError):
        raise ValueError("its plan names no model") from None


def _ledger(data: bytes, screen_id: Any, say: _Complaints) -> Iterator[Line]:
    """The lines of the ledger that can be read, each checked by itself and against the one before.

    Where no screen was signed for, it is the one of the first entry that is shown.
    """
    prev_hash, last = GENESIS, True
    for seq, line in _lines(LEDGER, data, say):
        if problem := _line_problem(line):
            say(seq, problem)
            continue
        if line["seq"] != seq:
            say(seq, f"in its place stands entry {line['seq']}")
        if line["prev_hash"] != prev_hash:
            say(seq, "it does not follow the entry before it: prev_hash is not that one's hash")
        prev_hash = line["hash"]
        last = "payload" in line
        if last:
            made = entry_hash(line["seq"], line["prev_hash"], line["kind"], line["at"], line["payload"])
            if made != line["hash"]:
                say(seq, "its content is not what its hash was made of")
            belongs_to = line["payload"].get("screen_id")
            screen_id = belongs_to if screen_id is None else screen_id
            if belongs_to is None or belongs_to != screen_id:
                say(seq, "it is not an entry of this screen")
        yield line
    if not last:
        say(None, "the last entry is not the screen's")


def _line_problem(line: Any) -> str | None:
    if not isinstance(line, dict) or set(line) not in (_WITHHELD, _SHOWN):
        return "it is neither a whole entry nor one that is withheld"
    payload = line.get("payload", {})
    texts = (line["prev_hash"], line["hash"], line.get("kind", ""), line.get("at", ""))
    well = isinstance(payload, dict) and all(isinstance(text, str) for text in texts)
    return None if well and type(line["seq"]) is int else "a part of it is not of its type"


def _bodies(data: bytes, ledger: tuple[Line, ...], say: _Complaints) -> dict[str, bytes]:
    """The bodies, compared with those that the shown entries name."""
    bodies: dict[str, bytes] = {}
    for _, line in _lines(TRACES, data, say):
        texts = isinstance(line, dict) and set(line) == {"sha256", "text"}
        if not texts or not all(isinstance(value, str) for value in line.values()):
            say(None, f"{TRACES}: a line is not {{sha256, text}}")
            continue
        body = line["text"].encode("utf-8")
        if sha256_hex(body) != line["sha256"]:
            say(None, f"the body {line['sha256']!r} is not what its digest was made of")
        elif line["sha256"] in bodies:
            say(None, f"the body {line['sha256']} is there twice")
        bodies[line["sha256"]] = body
    named = say.attempt(LEDGER, lambda: names_in_order(ledger))
    if named is None:
        return bodies
    for sha256, seq in named.items():
        if sha256 not in bodies:
            say(seq, f"the body {sha256!r} that it names is missing")
    for sha256 in bodies:
        if sha256 not in named:
            say(None, f"no entry names the body {sha256!r}")
    if set(named) == set(bodies) and list(named) != list(bodies):
        say(None, f"{TRACES}: the bodies are not in the order in which the entries name them")
    return bodies


def _lines(name: str, data: bytes, say: _Complaints) -> Iterator[tuple[int, Any]]:
    """The lines of a file of canonical JSON that can be read, each with its number."""
    if not data.endswith(b"\n"):
        say(None, f"{name}: it does not end with a whole line")
    for number, line in enumerate(data.removesuffix(b"\n").split(b"\n"), 1):
        try:
            yield number, parse_canonical(line.decode("utf-8"))
        except ValueError as error:
            say(None, f"{name}, line {number}: {error}")
