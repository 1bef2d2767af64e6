"""Appending and reading: what goes in comes out, in order, chained, once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.core.errors import StoreError
from app.core.provenance import GENESIS, entry_hash
from app.store import MAX_BODY_BYTES, Draft, Store, body_digest
from tests.store.conftest import BODIES, Ticking, fill, named_bodies


def test_reads_what_was_appended(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.db", clock=Ticking()) as store:
        written = fill(store)
        assert list(store.entries()) == written
        assert store.head() == written[-1]
        assert [entry.seq for entry in written] == [1, 2, 3, 4, 5, 6]
        assert written[1].payload == {"screen_id": "s1", "threshold": 0.5, "big": 1e20, "not": None}
        assert written[3].payload["text"] == "\0 é 😀"
        assert [store.body(body_digest(body)) for body in BODIES] == list(BODIES)


def test_reads_the_same_after_reopening(path: Path) -> None:
    with Store.open(path) as store:
        before = list(store.entries())
        (more,) = store.append([Draft("report.written", {})])
    with Store.open(path) as store:
        assert list(store.entries()) == [*before, more]
        assert list(store.verify(named_bodies)) == []


def test_chains_the_entries(path: Path) -> None:
    with Store.open(path) as store:
        prev_hash = GENESIS
        for entry in store.entries():
            assert entry.prev_hash == prev_hash
            assert entry.hash == entry_hash(entry.seq, prev_hash, entry.kind, entry.at, entry.payload)
            prev_hash = entry.hash


def test_writes_the_time_of_the_clock(path: Path) -> None:
    with Store.open(path) as store:
        times = [entry.at for entry in store.entries()]
    assert times[:2] == ["2026-01-02T03:04:06.000001Z", "2026-01-02T03:04:07.000002Z"]
    assert times[2] == times[3]


def test_filters_by_kind_subject_and_place(path: Path) -> None:
    with Store.open(path) as store:
        assert [entry.seq for entry in store.entries(kind="pass.completed")] == [3, 4]
        assert [entry.seq for entry in store.entries(subject="s1")] == [2, 3, 4]
        assert [entry.seq for entry in store.entries(subject="s1", after=2, kind="pass.completed")] == [3, 4]
        assert [entry.seq for entry in store.entries(after=5)] == [6]
        assert list(store.entries(subject="' OR 1=1 --")) == []


def test_reads_past_one_batch_while_more_is_appended(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.db") as store:
        store.append([Draft("k", {"i": i}) for i in range(1001)])
        seen = 0
        for entry in store.entries():
            assert entry.payload == {"i": seen}
            seen += 1
            if entry.seq == 1:
                store.append([Draft("k", {"i": 1001})])
        assert seen == 1002


def test_an_empty_store(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.db") as store:
        assert store.append([]) == []
        assert store.head() is None
        assert list(store.entries()) == []
        assert list(store.verify(named_bodies)) == []


def test_keeps_a_shared_body_once(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT count(*) FROM body").fetchone() == (3,)


def test_a_missing_body_is_a_known_error(path: Path) -> None:
    with Store.open(path) as store, pytest.raises(StoreError, match="does not hold the body"):
        store.body("0" * 64)


@pytest.mark.parametrize(
    ("payload", "error"),
    [
        ({"x": float("nan")}, ValueError),
        ({"x": "\ud800"}, ValueError),
        ({"x": 2**53}, ValueError),
        ({"x": {1, 2}}, TypeError),
        ({"screen_id": 7}, TypeError),
        ([1], ValueError),
    ],
)
def test_refuses_what_is_not_json_and_writes_nothing(path: Path, payload: object, error: type) -> None:
    with Store.open(path) as store:
        with pytest.raises(error):
            store.append([Draft("k", {}), Draft("k", payload)])  # type: ignore[arg-type]
        assert store.head().seq == 6


def test_refuses_a_body_that_is_too_large(path: Path) -> None:
    with Store.open(path) as store:
        with pytest.raises(ValueError, match="larger than"):
            store.append([Draft("k", {}, (bytes(MAX_BODY_BYTES + 1),))])
        assert store.head().seq == 6


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger SET kind = 'x' WHERE seq = 2",
        "UPDATE OR REPLACE ledger SET seq = 1 WHERE seq = 2",
        "DELETE FROM ledger WHERE seq = 6",
        "UPDATE body SET data = x''",
        "DELETE FROM body",
        "INSERT OR REPLACE INTO ledger SELECT seq, prev_hash, 'x', at, subject, payload, hash FROM ledger",
        "INSERT OR REPLACE INTO ledger SELECT 7, prev_hash, 'x', at, subject, payload, hash FROM ledger",
        "INSERT OR REPLACE INTO body SELECT id, sha256, base, 'x', data FROM body",
        "INSERT OR REPLACE INTO body SELECT 1, x'00', base, encoding, data FROM body",
        "INSERT OR REPLACE INTO body SELECT 4, sha256, base, encoding, data FROM body WHERE id = 1",
        "INSERT INTO ledger SELECT 9, prev_hash, kind, at, subject, payload, 'x' FROM ledger WHERE seq = 6",
    ],
)
def test_triggers_refuse_every_change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as raw:
        before = list(raw.iterdump())
        with pytest.raises(sqlite3.IntegrityError, match=r"append-only|follows the last"):
            raw.execute(statement)
        assert list(raw.iterdump()) == before
