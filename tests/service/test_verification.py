"""Checking a store: every body that its entries name, its head, and nothing written meanwhile."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app.core.errors import StoreError
from app.core.provenance import sha256_hex
from app.engine.contract import ModelInfo
from app.service import kinds
from app.service.records import list_body
from app.service.sealing import seal
from app.service.verification import Verification, verify_store
from app.store import Draft, Store
from tests.store.test_opening import OLDEST
from tests.store.test_tampering import tamper
from tests.support.screens import demo_rows, make_plan

ROOT = Path(__file__).parents[2]
MODEL = ModelInfo("/m.gguf", "0" * 64, 1, "", 1, 1, 4096, "", 1, 0, (), "llama.cpp", "0" * 64, "")
TRACE = b'{"a":"trace"}'
APPENDS_AND_DIES = """
import os, sys
from app.store import Draft, Store
Store.open(sys.argv[1]).append([Draft("x", {})])
os._exit(0)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed store: a sealed screen, one completed pass of it, one generation."""
    where = tmp_path / "store" / "winnow.sqlite"
    with Store.open(where) as store:
        screen = seal(store, make_plan(MODEL), demo_rows(3))
        store.append(
            [Draft(kinds.PASS_COMPLETED, {"screen_id": screen.id, "body": sha256_hex(TRACE)}, (TRACE,))]
        )
        store.append([Draft(kinds.GENERATION_COMPLETED, {"body": sha256_hex(b"another")}, (b"another",))])
    return where


def whats(found: Verification) -> list[tuple[int | None, str]]:
    return [(problem.seq, problem.what) for problem in found.problems]


def state(path: Path) -> dict[str, tuple[bytes, int]]:
    """Each file of the store's folder: its bytes, and when it was written."""
    return {each.name: (each.read_bytes(), each.stat().st_mtime_ns) for each in path.parent.iterdir()}


def test_an_untouched_store_holds(path: Path) -> None:
    found = verify_store(path)
    with Store.open(path) as store:
        head = store.head()
    assert head
    assert found == Verification(str(path), 4, head.hash, (), ())
    document = {"ok": True, "entries": 4, "head": head.hash, "problems": [], "doubted": []}
    assert found.document() == document


def test_each_body_that_an_entry_names_is_missed(path: Path) -> None:
    plan = make_plan(MODEL)
    named = {
        sha256_hex(list_body(demo_rows(3))): 1,
        plan.triage.prompt.sha256: 2,
        plan.deep.prompt.sha256: 2,
        sha256_hex(TRACE): 3,
        sha256_hex(b"another"): 4,
    }
    tamper(path, "DELETE FROM body")
    found = verify_store(path)
    assert not found.ok
    assert set(whats(found)) == {
        (seq, f"the body {sha!r} that it names is missing") for sha, seq in named.items()
    }


def test_an_entry_that_names_its_bodies_in_another_way_is_a_problem(path: Path) -> None:
    with Store.open(path) as store:
        store.append([Draft(kinds.PLAN_SEALED, {"plan": {"triage": 1}}), Draft("x", {"body": 7})])
        store.append([Draft("y", {"bodies": 7})])
    assert [seq for seq, _ in whats(verify_store(path))] == [5, 6, 7]


def test_a_head_that_was_noted_is_in_the_chain_later(path: Path) -> None:
    noted = verify_store(path).head
    with Store.open(path) as store:
        store.append([Draft("more", {})])
    assert verify_store(path, noted).ok
    found = verify_store(path, "0" * 64)
    assert whats(found) == [(None, f"no entry has the hash {'0' * 64}: it does not extend that head")]


def test_verifying_writes_nothing(path: Path) -> None:
    before = state(path)
    assert verify_store(path).ok
    assert verify_store(f"sqlite:///{path}").ok
    assert state(path) == before


def test_a_store_of_the_oldest_schema_is_verified_as_it_is(tmp_path: Path) -> None:
    where = tmp_path / "store" / "oldest.db"
    where.parent.mkdir()
    with closing(sqlite3.connect(where)) as raw:
        raw.executescript(OLDEST.read_text(encoding="utf-8"))
    before = state(where)
    found = verify_store(where)
    assert (found.entries, found.ok) == (2, True)
    assert state(where) == before
    tamper(where, "DROP INDEX ix_ledger_subject")
    assert whats(verify_store(where)) == [(None, "the index ix_ledger_subject is missing or was changed")]


def test_what_is_still_in_the_write_ahead_log_is_verified_too(path: Path) -> None:
    """As after a power failure: the newest entry is in the log only, and verifying leaves it there."""
    subprocess.run([sys.executable, "-c", APPENDS_AND_DIES, str(path)], cwd=ROOT, check=True)
    log = path.with_name(path.name + "-wal")
    assert log.stat().st_size
    before = {each: each.read_bytes() for each in (path, log)}
    found = verify_store(path)
    assert (found.entries, found.ok) == (5, True)
    assert {each: each.read_bytes() for each in (path, log)} == before


def test_a_store_is_verified_while_another_process_has_it_open(path: Path) -> None:
    with Store.open(path) as store:
        assert verify_store(path).entries == 4
        store.append([Draft("x", {})])
        assert verify_store(path).entries == 5


def test_a_store_that_is_written_to_meanwhile_is_read_again(path: Path) -> None:
    with Store.open_read_only(path) as reader:
        problems = reader.verify()
        tamper(path, "UPDATE ledger SET kind = 'x' WHERE seq = 1")
        with pytest.raises(StoreError, match="was written to while it was read; try again"):
            list(problems)


@pytest.mark.parametrize(
    "name", ["a b.db", "100%20.db", "ünï 😀.db", "it's;--.db", "#x&y=z.db", "deep/er/s.db"]
)
def test_any_file_name_is_read(tmp_path: Path, name: str) -> None:
    with Store.open(tmp_path / name) as store:
        store.append([Draft("x", {})])
    assert verify_store(tmp_path / name).ok


def test_a_path_without_a_store_stays_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no store "):
        verify_store(tmp_path / "no" / "winnow.sqlite")
    (tmp_path / "empty.sqlite").touch()
    with pytest.raises(StoreError, match="holds no record yet"):
        verify_store(tmp_path / "empty.sqlite")
    assert [each.name for each in tmp_path.iterdir()] == ["empty.sqlite"]
    assert (tmp_path / "empty.sqlite").stat().st_size == 0


def test_a_store_that_is_only_read_is_not_written_to(path: Path) -> None:
    with Store.open_read_only(path) as store:
        assert len(list(store.entries())) == 4
        with pytest.raises(StoreError, match="cannot be written"):
            store.append([Draft("x", {})])
