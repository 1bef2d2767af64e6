"""Whatever is changed in a store behind its triggers is found; in an untouched one nothing is."""

from __future__ import annotations

import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.core.errors import StoreError
from app.store import MAX_BODY_BYTES, Problem, Store, body_digest
from app.store.body import ENCODING, pack, unpack
from app.store.payload import pack_payload, unpack_payload
from tests.store.conftest import BODIES, named_bodies


def tamper(path: Path, statement: str, *values: object) -> int:
    """Run a statement with the triggers away, put them back, and say how many rows it touched."""
    with closing(sqlite3.connect(path)) as raw:
        triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("PRAGMA ignore_check_constraints = ON")
        changed = raw.execute(statement, values).rowcount
        for _, sql in triggers:
            raw.execute(sql)
        raw.commit()
    return changed


def problems(path: Path) -> list[Problem]:
    with Store.open(path) as store:
        return list(store.verify(named_bodies))


def test_nothing_is_found_in_an_untouched_store(path: Path) -> None:
    tamper(path, "SELECT 1")
    assert problems(path) == []


def other_values(value: object) -> Iterator[object]:
    """What might stand in a cell instead."""
    yield from (2**40, "", "x", "\ud800".encode("utf-8", "surrogatepass"), b"")
    if isinstance(value, str):
        yield from (value + " ", value.upper(), value[:-1], value.encode(), value[::-1])
    elif isinstance(value, bytes):
        yield from (value + b"\0", value[:-1], value[::-1], value.decode("latin-1"))
    elif isinstance(value, int):
        yield from (value + 100, -value)
    else:
        yield "s1"


@pytest.mark.parametrize(
    ("table", "column"),
    [
        *(("ledger", name) for name in ("seq", "prev_hash", "kind", "at", "subject", "payload", "hash")),
        *(("body", name) for name in ("id", "sha256", "base", "encoding", "data")),
    ],
)
def test_every_change_of_every_cell_is_found(path: Path, tmp_path: Path, table: str, column: str) -> None:
    with closing(sqlite3.connect(path)) as raw:
        cells = raw.execute(f"SELECT rowid, {column} FROM {table}").fetchall()
    assert cells
    for row, value in cells:
        for other in other_values(value):
            if other == value or (column in ("seq", "id") and not isinstance(other, int)):
                continue
            copy = Path(shutil.copy(path, tmp_path / "copy.db"))
            assert tamper(copy, f"UPDATE {table} SET {column} = ? WHERE rowid = ?", other, row) == 1
            assert problems(copy), (row, value, other)


@pytest.mark.parametrize("column", ["kind", "payload", "at", "hash", "prev_hash"])
def test_text_that_is_no_unicode_is_found(path: Path, column: str) -> None:
    tamper(path, f"UPDATE ledger SET {column} = CAST(x'22ff22' AS TEXT) WHERE seq = 3")
    assert 3 in {problem.seq for problem in problems(path)}


@pytest.mark.parametrize("seq", [1, 3, 6])
def test_the_changed_entry_is_named(path: Path, seq: int) -> None:
    tamper(path, "UPDATE ledger SET kind = 'x' WHERE seq = ?", seq)
    assert problems(path)[0] == Problem(seq, "its content is not what its hash was made of")


@pytest.mark.parametrize("seq", [1, 2, 3, 4, 5, 6])
def test_a_removed_entry_is_found_the_newest_too(path: Path, seq: int) -> None:
    tamper(path, "DELETE FROM ledger WHERE seq = ?", seq)
    assert Problem(seq, "it is missing") in problems(path)


def test_removing_all_is_found(path: Path) -> None:
    tamper(path, "DELETE FROM ledger")
    assert Problem(1, "it and the others up to 6 are missing") in problems(path)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sqlite_sequence SET seq = 5",
        "UPDATE sqlite_sequence SET seq = 7",
        "UPDATE sqlite_sequence SET seq = 'x'",
        "DELETE FROM sqlite_sequence",
        "INSERT INTO sqlite_sequence VALUES ('ledger', 6)",
        "INSERT INTO sqlite_sequence VALUES ('body', 6)",
    ],
)
def test_a_changed_count_is_found(path: Path, statement: str) -> None:
    tamper(path, statement)
    assert problems(path)


@pytest.mark.parametrize("seq", [-1, 0, 7, 9])
def test_an_inserted_entry_is_found(path: Path, seq: int) -> None:
    tamper(
        path,
        "INSERT INTO ledger SELECT ?, prev_hash, kind, at, subject, payload, 'x' FROM ledger LIMIT 1",
        seq,
    )
    assert seq in {problem.seq for problem in problems(path)}


def test_reordered_entries_are_found(path: Path) -> None:
    for old, new in ((3, 100), (4, 3), (100, 4)):
        tamper(path, "UPDATE ledger SET seq = ? WHERE seq = ?", new, old)
    tamper(path, "UPDATE sqlite_sequence SET seq = 6")
    assert {problem.seq for problem in problems(path)} >= {3, 4}


@pytest.mark.parametrize(
    "payload",
    [
        '{"rows":2,"name":"demo"}',
        '{"name": "demo","rows":2}',
        '{"name":"demo","rows":2.0}',
        '{"name":"demo","rows":3,"rows":2}',
        '{"name":"d\\u0065mo","rows":2}',
        '{"name":"demo","rows":2}\n',
        '{"name":"demo","rows":NaN}',
        '{"name":"demo","rows":' + "9" * 5000 + "}",
        "[" * 100_000,
        "[]",
    ],
)
def test_a_payload_in_another_form_is_found(path: Path, payload: str) -> None:
    assert tamper(path, "UPDATE ledger SET payload = ? WHERE seq = 1", pack_payload(payload)) == 1
    assert [problem.seq for problem in problems(path)] == [1]


def test_a_body_missing_or_inserted_is_found_by_those_who_know_the_names(path: Path) -> None:
    name = body_digest(BODIES[2])
    stranger = body_digest(b"stranger")
    tamper(path, "DELETE FROM body WHERE sha256 = ?", bytes.fromhex(name))
    row = (4, bytes.fromhex(stranger), None, ENCODING, pack(b"stranger", place=b"4 None"))
    tamper(path, "INSERT INTO body VALUES (?, ?, ?, ?, ?)", *row)
    assert problems(path) == [
        Problem(None, f"no entry names the body '{stranger}'"),
        Problem(5, f"the body '{name}' that it names is missing"),
    ]
    with Store.open(path) as store:
        assert list(store.verify()) == []


def test_exchanged_bodies_are_found(path: Path) -> None:
    first, second = (bytes.fromhex(body_digest(body)) for body in BODIES[:2])
    for old, new in ((first, "x"), (second, first), ("x", second)):
        tamper(path, "UPDATE body SET sha256 = ? WHERE sha256 = ?", new, old)
    assert [problem.seq for problem in problems(path)] == [3, 3]
    with Store.open(path) as store, pytest.raises(StoreError, match="not what was written"):
        store.body(first.hex())


def test_reading_damage_is_a_known_error(path: Path) -> None:
    tamper(path, "UPDATE ledger SET payload = '{' WHERE seq = 2")
    tamper(path, "UPDATE body SET data = 7")
    with Store.open(path) as store:
        with pytest.raises(StoreError, match="Entry 2 of"):
            list(store.entries())
        with pytest.raises(StoreError, match="not binary"):
            store.body(body_digest(BODIES[0]))


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER ledger_no_update",
        "DROP TRIGGER body_no_delete",
        "DROP INDEX ix_ledger_subject",
        "CREATE TRIGGER quiet AFTER INSERT ON ledger BEGIN SELECT 1; END",
        "CREATE TABLE more (x)",
    ],
)
def test_a_changed_schema_is_found(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(statement)
    (problem,) = problems(path)
    assert problem.seq is None


def damage(path: Path, name: str) -> None:
    """Overwrite the start of the page where a table begins."""
    with closing(sqlite3.connect(path)) as raw:
        (page,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()
        (size,) = raw.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * 8)


@pytest.mark.parametrize("table", ["ledger", "body", "ix_ledger_subject"])
def test_a_damaged_file_is_found(path: Path, table: str) -> None:
    damage(path, table)
    assert any(problem.what.startswith("the file is damaged") for problem in problems(path))


def test_a_file_too_damaged_to_open_is_a_known_error(path: Path) -> None:
    damage(path, "alembic_version")
    with pytest.raises(StoreError, match="damaged"):
        problems(path)


@pytest.mark.parametrize("dictionary", [b"", b"abcabc"])
@pytest.mark.parametrize("body", [b"", b"a", b"abcabcabc" * 9, bytes(range(256))])
def test_every_flipped_bit_of_a_kept_body_is_found(body: bytes, dictionary: bytes) -> None:
    packed = pack(body, dictionary, b"7 3")
    assert b"".join(unpack(ENCODING, packed, dictionary, b"7 3")) == body
    for bit in range(len(packed) * 8):
        changed = bytearray(packed)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(ValueError, match="changed"):
            list(unpack(ENCODING, bytes(changed), dictionary, b"7 3"))


@pytest.mark.parametrize("seq", range(1, 7))
def test_every_flipped_bit_of_a_kept_payload_is_found(path: Path, seq: int) -> None:
    with closing(sqlite3.connect(path)) as raw:
        (packed,) = raw.execute("SELECT payload FROM ledger WHERE seq = ?", (seq,)).fetchone()
    unpack_payload(packed)
    for bit in range(len(packed) * 8):
        changed = bytearray(packed)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(ValueError, match=r"changed|newer"):
            unpack_payload(bytes(changed))


@pytest.mark.parametrize(
    ("stream", "what"),
    [
        (zlib.compress(b"text")[:-6], "too early"),
        (zlib.compress(b"text") + b"more", "follows"),
        (b"NO STREAM", "decompress"),
        (b"no stream", "difference"),
        (zlib.compress(bytes(MAX_BODY_BYTES + 1), 1), "larger"),
    ],
)
def test_a_body_that_was_made_badly_is_found(stream: bytes, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        list(unpack(ENCODING, stream + zlib.crc32(stream).to_bytes(4, "big")))
