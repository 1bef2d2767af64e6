"""A store in PostgreSQL. Runs where WINNOW_POSTGRESQL is the URL of a server where databases may be made."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from app.core.errors import StoreError
from app.service.verification import verify_store
from app.store import Draft, Place, Store, body_digest
from tests.store.conftest import BODIES, Ticking, fill, named_bodies
from tests.support.command import ROOT

SERVER = os.environ.get("WINNOW_POSTGRESQL", "")

pytestmark = pytest.mark.skipif(not SERVER, reason="WINNOW_POSTGRESQL names no server")


def run(url: str, *statements: str) -> None:
    """Each of them in a transaction of its own that nobody else begins."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
    finally:
        engine.dispose()


@pytest.fixture
def url() -> Iterator[str]:
    """An empty database."""
    name = f"winnow_{uuid4().hex}"
    run(SERVER, f"CREATE DATABASE {name}")
    yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    run(SERVER, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def filled(url: str) -> str:
    """A closed store with the six entries."""
    with Store.open(url, clock=Ticking()) as store:
        fill(store)
    return url


def test_reads_what_was_appended_and_goes_on(filled: str) -> None:
    with Store.open(filled) as store:
        entries = list(store.entries())
        assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5, 6]
        assert [store.body(body_digest(body)) for body in BODIES] == list(BODIES)
        assert [entry.seq for entry in store.entries(subject="s1", kind="pass.completed")] == [3, 4]
        assert set(store.entries_at([2, 5])) == {2, 5}
        assert [link for _, _, link in store.links(6)] == [entry.hash for entry in entries]
        (more,) = store.append([Draft("k", {"screen_id": "s1"})])
        assert (more.seq, more.prev_hash, store.head()) == (7, entries[-1].hash, more)
        assert list(store.verify(named_bodies)) == []


def test_bodies_that_are_alike(url: str) -> None:
    bodies = [b"%d %b" % (number, bytes(range(256)) * 20) for number in range(40)]
    with Store.open(url) as one, Store.open(url) as two:
        for at, body in enumerate(bodies):
            store = (one, two)[at % 2]
            store.append([Draft("k", {"bodies": [body_digest(body)]}, (body,), series="s")])
            (two, one)[at % 2].append([Draft("k", {"bodies": [body_digest(body)]}, (body,), series="s")])
        found = two.bodies([body_digest(body) for body in bodies])
        assert [found[body_digest(body)] for body in bodies] == bodies
        assert list(one.verify(named_bodies)) == []


HOLDER = """
import sys
from app.store import Store
held = Store.open(sys.argv[1]).claim("one")
print(held is not None, flush=True)
input()
"""


def test_a_name_has_one_holder_and_a_killed_process_holds_nothing(filled: str) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDER, filled], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout is not None
    with Store.open(filled) as store:
        assert other.stdout.readline() == b"True\n"
        assert store.claim("one") is None
        two = store.claim("two")
        assert two is not None
        assert store.claim("two") is None
        two.release()
        other.kill()
        other.communicate()
        # The server frees it once it has seen that the connection is gone.
        held = next(found for _ in range(1000) if (found := store.claim("one")))
        held.check()
        store.append([Draft("k", {})])
        run(filled, "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
        with pytest.raises(StoreError, match="was lost, so the run ended; resume it"):
            held.check()
        held.release()
        again = store.claim("one")
        assert again is not None
        again.release()


def test_reading_only(filled: str) -> None:
    with Store.open_read_only(filled) as store:
        assert len(list(store.entries())) == 6
        assert store.body(body_digest(BODIES[1])) == BODIES[1]
        assert list(store.verify(named_bodies)) == []
        assert store.search(["nothing"], 3) == (0, [])
        with pytest.raises(StoreError, match="read-only"):
            store.append([Draft("k", {})])
    assert verify_store(filled).entries == 6


def test_reading_only_makes_no_store(url: str) -> None:
    with pytest.raises(StoreError, match="holds no record yet"):
        Store.open_read_only(url)


def test_finds_words(url: str) -> None:
    with Store.open(url) as store:
        store.append([Draft("k", {}, (), ("Momentum decays in a cafe",)), Draft("k", {})])
        store.append([Draft("k", {}, (), ("", "momentary costs"))])
        assert store.search(["mom"], 5) == (2, [Place(1), Place(3, 1)])
        assert store.unindexed(["k"]) == [2]
        store.index({2: ("late costs",)})
        assert store.search(["costs"], 5) == (2, [Place(2), Place(3, 1)])
        store.clear_index()
        assert store.search(["costs"], 5) == (0, [])
        assert list(store.verify(named_bodies)) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger SET kind = 'x'",
        "DELETE FROM ledger",
        "TRUNCATE body CASCADE",
        "UPDATE body SET base = NULL",
    ],
)
def test_triggers_refuse_every_change(filled: str, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        run(filled, statement)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("ledger", "kind = 'x' WHERE seq = 2"),
        ("ledger", "at = '' WHERE seq = 2"),
        ("ledger", "subject = NULL WHERE seq = 2"),
        ("ledger", "prev_hash = hash WHERE seq = 2"),
        ("ledger", "hash = prev_hash WHERE seq = 6"),
        ("ledger", "payload = set_byte(payload, 7, 7) WHERE seq = 2"),
        ("ledger", "seq = 9 WHERE seq = 6"),
        ("body", "id = 9 WHERE id = 3"),
        ("body", "base = 1 WHERE id = 3"),
        ("body", "base = NULL WHERE id = 2"),
        ("body", "sha256 = '' WHERE id = 2"),
        ("body", "encoding = '' WHERE id = 2"),
        ("body", "data = set_byte(data, 7, 7) WHERE id = 1"),
    ],
)
def test_a_change_behind_the_triggers_is_found(filled: str, table: str, change: str) -> None:
    run(
        filled,
        f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only",
        f"UPDATE {table} SET {change}",
        f"ALTER TABLE {table} ENABLE TRIGGER {table}_append_only",
    )
    with Store.open_read_only(filled) as store:
        assert list(store.verify(named_bodies))
