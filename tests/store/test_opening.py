"""Opening: any path, blank or from the oldest schema, and one clear sentence where it cannot be."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event

from app.core.errors import StoreError
from app.store import Draft, Store, body_digest
from app.store.migrate import REVISIONS
from app.store.schema import metadata
from tests.store.conftest import named_bodies

OLDEST = Path(__file__).with_name("oldest.sql")


@pytest.mark.parametrize(
    "name", ["a b.db", "100%20.db", "ünï 😀.db", "it's;--.db", "#x&y=z.db", "deep/er/s.db"]
)
def test_any_file_name(tmp_path: Path, name: str) -> None:
    with Store.open(tmp_path / name) as store:
        store.append([Draft("k", {})])
        assert store.location == str(tmp_path / name)
    assert (tmp_path / name).is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such file names")
@pytest.mark.parametrize("name", ["what?mode=ro.db", "file:x.db", "C:\\store.db", ":memory:"])
def test_file_names_that_mean_something_elsewhere(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Store.open(name) as store:
        assert store.location == str(tmp_path / name)
    assert (tmp_path / name).is_file()


def test_a_url_of_a_file(tmp_path: Path) -> None:
    where = tmp_path / "s.db"
    with Store.open(f"sqlite:///{where}") as store:
        assert store.location == str(where)
    assert where.is_file()


def test_the_tables_are_those_that_the_queries_use(path: Path) -> None:
    def compared(name: str | None, kind: str, _parents: object) -> bool:
        """The search index is asked in SQL that each database has of its own."""
        return kind != "table" or not str(name).startswith("search")

    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": compared})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_versions_are_those_of_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", "app.store:migrations")
    scripts = ScriptDirectory.from_config(config)
    assert [script.revision for script in scripts.walk_revisions()] == list(reversed(REVISIONS))


def test_the_file_is_set_for_durability(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@contextmanager
def each_connection(prepare: Callable[[Any], object]) -> Iterator[None]:
    """Do something to every new connection of any engine."""

    def listener(connection: Any, _record: object) -> None:
        prepare(connection)

    event.listen(Engine, "connect", listener)
    try:
        yield
    finally:
        event.remove(Engine, "connect", listener)


def test_each_connection_is_set_for_durability(path: Path) -> None:
    connections: list[sqlite3.Connection] = []
    with each_connection(connections.append), Store.open(path):
        assert connections
        for connection in connections:
            assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
            assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_a_store_of_the_oldest_schema_opens_and_goes_on(tmp_path: Path) -> None:
    """`oldest.sql` is a dump of a store that version 0.1.0 wrote; it never changes."""
    where = tmp_path / "oldest.db"
    with closing(sqlite3.connect(where)) as raw:
        raw.executescript(OLDEST.read_text(encoding="utf-8"))
    with Store.open(where) as store:
        assert [entry.kind for entry in store.entries()] == ["list.imported", "pass.completed"]
        for body in (b"a trace", b"a trace that goes on from a trace"):
            assert store.body(body_digest(body)) == body
        store.append([Draft("k", {})])
        assert list(store.verify(named_bodies)) == []


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    where = tmp_path / "s.db"
    where.touch()
    with Store.open(where) as store:
        assert store.head() is None


def refusal(where: str | Path) -> str:
    with pytest.raises(StoreError) as refused:
        Store.open(where, lock_timeout=0.01)
    return str(refused.value)


def test_refuses_what_is_not_a_database(tmp_path: Path) -> None:
    where = tmp_path / "notes.txt"
    where.write_text("not a database, but long enough to be taken for one\n" * 100)
    assert "is not a database" in refusal(where)
    assert where.read_text().startswith("not a database")


def test_refuses_a_folder_and_a_folder_that_cannot_be(tmp_path: Path) -> None:
    assert "is not a file" in refusal(tmp_path)
    (tmp_path / "file").touch()
    assert "cannot be made" in refusal(tmp_path / "file" / "deeper" / "s.db")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_refuses_a_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert "permissions" in refusal(tmp_path / "s.db")
    finally:
        tmp_path.chmod(0o700)


def test_leaves_the_database_of_another_program_alone(tmp_path: Path) -> None:
    where = tmp_path / "other.db"
    with closing(sqlite3.connect(where)) as raw:
        raw.execute("CREATE TABLE theirs (x)")
    before = where.read_bytes()
    assert "not a store of Winnow" in refusal(where)
    assert where.read_bytes() == before


def test_refuses_a_newer_schema(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()
    assert "newer version of Winnow" in refusal(path)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://user:secret@host/db", "neither a file nor a PostgreSQL URL"),
        ("sqlite://", "neither a file nor a PostgreSQL URL"),
        ("nonsense://", "neither a file nor a PostgreSQL URL"),
        ("://", "cannot be read"),
        ("postgresql://host:port/db", "cannot be read"),
    ],
)
def test_refuses_other_urls_without_their_password(url: str, says: str) -> None:
    sentence = refusal(url)
    assert says in sentence
    assert "secret" not in sentence


def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert "install psycopg" in refusal("postgresql://user:secret@host/db")


def test_says_who_waits_for_whom(path: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with Store.open(path, lock_timeout=0.01) as store:
            assert store.head().seq == 6
            with pytest.raises(StoreError, match="locked by another program"):
                store.append([Draft("k", {})])
    blank = tmp_path / "blank.db"
    with closing(sqlite3.connect(blank, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "locked by another program" in refusal(blank)


@pytest.mark.parametrize(
    ("pragma", "says"),
    [("max_page_count = 20", "the disk is full"), ("query_only = ON", "cannot be written")],
)
def test_a_failed_write_leaves_nothing_behind(path: Path, pragma: str, says: str) -> None:
    def restrict(connection: sqlite3.Connection) -> None:
        connection.execute(f"PRAGMA {pragma}")

    with each_connection(restrict), Store.open(path) as store:
        with pytest.raises(StoreError, match=says):
            store.append([Draft("k", {}, (os.urandom(200_000),))])
        assert store.head().seq == 6
    with Store.open(path) as store:
        assert list(store.verify(named_bodies)) == []
        assert store.append([Draft("k", {})])[0].seq == 7


def test_a_lock_at_the_switch_to_write_ahead_is_waited_for(tmp_path: Path) -> None:
    """SQLite refuses that switch at once where another process writes, whatever its timeout."""
    where = tmp_path / "s.db"
    with closing(sqlite3.connect(where, isolation_level=None)) as other:
        other.executescript("CREATE TABLE t (x); DROP TABLE t; BEGIN IMMEDIATE")
        assert "locked by another program" in refusal(where)
        tries = 0

        def leave(_c: object, _k: object, statement: str, *_more: object) -> None:
            nonlocal tries
            tries += "journal_mode" in statement
            if tries > 1 and other.in_transaction:
                other.execute("COMMIT")

        event.listen(Engine, "before_cursor_execute", leave)
        try:
            with Store.open(where) as store:
                assert tries > 1
                assert store.append([Draft("k", {})])[0].seq == 1
        finally:
            event.remove(Engine, "before_cursor_execute", leave)


def test_a_store_from_before_the_first_release_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(
            "CREATE TABLE alembic_version (version_num); INSERT INTO alembic_version VALUES ('0003');"
            "CREATE TABLE ledger (seq INTEGER PRIMARY KEY); CREATE TABLE body (sha256 TEXT PRIMARY KEY);"
        )
    for opened in (Store.open, Store.open_read_only):
        with pytest.raises(StoreError, match="before its first release"):
            opened(path)


def test_a_path_that_is_not_utf_8_is_refused_in_a_sentence(tmp_path: Path) -> None:
    for opened in (Store.open, Store.open_read_only):
        with pytest.raises(StoreError, match="is not UTF-8; choose another"):
            opened(tmp_path / "half\udcff.sqlite")
