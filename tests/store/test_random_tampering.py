"""Random stores, and random changes behind their triggers, in any table and column: always found."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.core.provenance import GENESIS, canonical_json, entry_hash, parse_json
from app.store import Draft, Store, body_digest
from app.store.body import ENCODING, pack
from app.store.payload import pack_payload, unpack_payload
from tests.store.conftest import Ticking, named_bodies
from tests.support.strategies import flat_json_values

COLUMNS = {
    "ledger": ("seq", "prev_hash", "kind", "at", "subject", "payload", "hash"),
    "body": ("id", "sha256", "base", "encoding", "data"),
    "sqlite_sequence": ("name", "seq"),
}
EXAMPLES = settings(max_examples=40)

Draw = Callable[[st.SearchStrategy[Any]], Any]


@st.composite
def drafts(draw: Draw) -> Draft:
    """A fact with up to two bodies, of one of two screens or of none, perhaps in a series."""
    bodies = tuple(draw(st.lists(st.binary(max_size=50), max_size=2)))
    facts = draw(st.dictionaries(st.text(max_size=5), flat_json_values, max_size=4))
    payload = {f"x{key}": value for key, value in facts.items()}
    if screen := draw(st.sampled_from(("", "s1", "s2"))):
        payload["screen_id"] = screen
    series = draw(st.sampled_from(("", "a", "b")))
    named = {**payload, "bodies": [*map(body_digest, bodies)]}
    return Draft(draw(st.text(max_size=10)), named, bodies, series=series)


batches = st.lists(st.lists(drafts(), min_size=1, max_size=3), max_size=4)


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store without an entry, to be copied: making one takes longer than checking it."""
    path = tmp_path_factory.mktemp("blank") / "blank.db"
    Store.open(path).close()
    return path


@contextmanager
def filled(blank: Path, facts: list[list[Draft]]) -> Iterator[Path]:
    """A closed store with these facts, a list of them in each transaction."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(blank, Path(folder) / "s.db"))
        with Store.open(path, clock=Ticking()) as store:
            for batch in facts:
                store.append(batch)
        yield path


def found(path: Path, anchor: str | None = None) -> list[Any]:
    with Store.open_read_only(path) as store:
        return list(store.verify(named_bodies, anchor))


def contents(raw: sqlite3.Connection) -> dict[str, list[Any]]:
    """All that a database holds, to the byte."""
    told = {"schema": sorted(raw.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"))}
    for table, columns in COLUMNS.items():
        cells = ", ".join(f"typeof({name}), hex(CAST({name} AS BLOB))" for name in columns)
        told[table] = sorted(raw.execute(f"SELECT {cells} FROM {table}"))
    return told


@contextmanager
def tampering(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a store without its triggers, which are put back; what changes nothing is not tried."""
    with closing(sqlite3.connect(path)) as raw:
        before = contents(raw)
        triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("PRAGMA ignore_check_constraints = ON")
        try:
            yield raw
        except (sqlite3.IntegrityError, OverflowError):
            assume(False)
        for _, sql in triggers:
            raw.execute(sql)
        raw.commit()
        assume(contents(raw) != before)


def rows(raw: sqlite3.Connection, table: str) -> list[int]:
    ids = [id for (id,) in raw.execute(f"SELECT rowid FROM {table}")]
    assume(ids)
    return ids


def changed(draw: Draw, value: Any) -> Any:
    """Another value for a cell: something else altogether, or a small change of what is there."""
    other = draw(st.sampled_from(("any", "near", "type")))
    if other == "near" and isinstance(value, (str, bytes)) and value:
        at = draw(st.integers(0, len(value) - 1))
        new = draw(st.characters(codec="utf-8")) if isinstance(value, str) else draw(st.binary(max_size=2))
        return value[:at] + new + value[at + draw(st.integers(0, 1)) :]
    if other == "near" and isinstance(value, int):
        return value + draw(st.sampled_from((-1, 1)))
    if other == "type":
        if isinstance(value, str):
            return value.encode()
        return value.decode("latin-1") if isinstance(value, bytes) else float(value or 0)
    return draw(st.none() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text() | st.binary())


def update(raw: sqlite3.Connection, draw: Draw) -> None:
    """Change a cell."""
    table = draw(st.sampled_from(tuple(COLUMNS)))
    column = draw(st.sampled_from(COLUMNS[table]))
    row = draw(st.sampled_from(rows(raw, table)))
    (value,) = raw.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (row,)).fetchone()
    new = changed(draw, value)
    assume((table, column) not in (("ledger", "seq"), ("body", "id")) or isinstance(new, int))
    raw.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (new, row))


def delete(raw: sqlite3.Connection, draw: Draw) -> None:
    """Remove rows."""
    table = draw(st.sampled_from(tuple(COLUMNS)))
    for row in draw(st.sets(st.sampled_from(rows(raw, table)), min_size=1)):
        raw.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))


def insert(raw: sqlite3.Connection, draw: Draw) -> None:
    """Add a row: an entry that looks like another, a body that is one, or a count."""
    table = draw(st.sampled_from(tuple(COLUMNS)))
    if table == "body":
        body = draw(st.binary(min_size=51, max_size=60))
        id = draw(st.integers(-3, 20))
        row = (id, bytes.fromhex(body_digest(body)), None, ENCODING, pack(body, place=f"{id} None".encode()))
        raw.execute("INSERT INTO body VALUES (?, ?, ?, ?, ?)", row)
    elif table == "sqlite_sequence":
        raw.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", (draw(st.text()), draw(st.integers(0, 99))))
    else:
        row = draw(st.sampled_from(rows(raw, "ledger")))
        seq = draw(st.integers(-3, 20))
        copy = "INSERT INTO ledger SELECT ?, hash, kind, at, subject, payload, ? FROM ledger WHERE seq = ?"
        raw.execute(copy, (seq, draw(st.text(max_size=64)), row))


def exchange(raw: sqlite3.Connection, draw: Draw) -> None:
    """Exchange the cells of two rows, or the places of two entries."""
    table = draw(st.sampled_from(("ledger", "body")))
    column = draw(st.sampled_from(COLUMNS[table]))
    ids = rows(raw, table)
    assume(len(ids) > 1)
    first, second = draw(st.permutations(ids))[:2]
    read = f"SELECT {column} FROM {table} WHERE rowid = ?"
    write = f"UPDATE {table} SET {column} = ? WHERE rowid = ?"
    (one,), (other,) = (raw.execute(read, (row,)).fetchone() for row in (first, second))
    between = 10**6 if column in ("seq", "id") else "between"
    if column in ("seq", "id"):
        for new, old in ((between, first), (first, second), (second, between)):
            raw.execute(write, (new, old))
        raw.execute("UPDATE sqlite_sequence SET seq = (SELECT max(seq) FROM ledger)")
    else:
        for new, row in ((between, first), (one, second), (other, first)):
            raw.execute(write, (new, row))


@EXAMPLES
@given(facts=batches)
def test_nothing_is_found_in_a_store_that_nobody_touched(blank: Path, facts: list[list[Draft]]) -> None:
    with filled(blank, facts) as path:
        assert found(path) == []
        with Store.open(path) as store:
            head = store.head()
        assert found(path, head.hash if head else None) == []


@pytest.mark.parametrize("way", [update, delete, insert, exchange])
@EXAMPLES
@given(facts=batches, data=st.data())
def test_a_change_of_any_row_is_found(
    blank: Path, way: Callable[..., None], facts: list[list[Draft]], data: st.DataObject
) -> None:
    with filled(blank, facts) as path:
        with tampering(path) as raw:
            way(raw, data.draw)
        assert found(path)


@EXAMPLES
@given(data=st.data())
def test_a_change_of_the_schema_is_found(blank: Path, data: st.DataObject) -> None:
    with filled(blank, []) as path:
        with closing(sqlite3.connect(path)) as raw:
            guards = raw.execute(
                "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql LIKE '% ON %'"
            )
            kind, name, table, sql = data.draw(st.sampled_from(guards.fetchall()))
            raw.execute(f"DROP {kind} {name}")
            match data.draw(st.sampled_from(("gone", "other", "weak"))):
                case "other":
                    column = data.draw(st.sampled_from(COLUMNS[table]))
                    raw.execute(f"CREATE INDEX {name} ON {table} ({column}) WHERE {column} = 'x'")
                case "weak" if kind == "trigger":
                    raw.execute(sql.replace("BEGIN SELECT", "BEGIN SELECT 1; SELECT"))
            raw.commit()
        assert found(path)


@EXAMPLES
@given(facts=batches.filter(bool), data=st.data())
def test_a_head_that_was_noted_finds_a_chain_that_was_made_anew(
    blank: Path, facts: list[list[Draft]], data: st.DataObject
) -> None:
    """Who may write the whole file can make all its hashes anew, or cut the newest entries off."""
    with filled(blank, facts) as path:
        with Store.open(path) as store:
            entries = list(store.entries())
        noted = data.draw(st.sampled_from(entries))
        at = data.draw(st.integers(1, noted.seq))
        with tampering(path) as raw:
            if data.draw(st.booleans()):
                raw.execute("DELETE FROM ledger WHERE seq >= ?", (at,))
                raw.execute("DELETE FROM sqlite_sequence")
                if at > 1:
                    raw.execute("INSERT INTO sqlite_sequence VALUES ('ledger', ?)", (at - 1,))
            else:
                rewrite(raw, at)
        assert any(noted.hash in problem.what for problem in found(path, noted.hash))


def rewrite(raw: sqlite3.Connection, at: int) -> None:
    """Change an entry, and make all hashes from there on as if it had been so."""
    entries = raw.execute("SELECT seq, kind, at, payload, hash FROM ledger ORDER BY seq").fetchall()
    prev_hash = entries[at - 2][4].hex() if at > 1 else GENESIS
    for seq, kind, when, packed, _ in entries[at - 1 :]:
        payload = parse_json(unpack_payload(packed)) | ({"forged": True} if seq == at else {})
        link = entry_hash(seq, prev_hash, kind, when, payload)
        raw.execute(
            "UPDATE ledger SET prev_hash = ?, payload = ?, hash = ? WHERE seq = ?",
            (
                bytes.fromhex(prev_hash),
                pack_payload(canonical_json(payload).decode()),
                bytes.fromhex(link),
                seq,
            ),
        )
        prev_hash = link
