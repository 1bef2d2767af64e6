"""Bodies that resemble each other: kept as what differs between them, read as they were written."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.core.errors import StoreError
from app.store import Draft, Problem, Store, body_digest
from app.store.bodies import MOST_BASES
from app.store.body import ENCODING, pack
from tests.store.conftest import named_bodies
from tests.store.test_tampering import problems, tamper


def alike(count: int, length: int = 4000) -> list[bytes]:
    """Bodies that hold the same random bytes, each with a beginning and an end of its own."""
    shared = random.Random(0).randbytes(length)
    return [b"%d %b %d" % (number, shared, number) for number in range(count)]


def fact(*bodies: bytes, series: str = "s") -> Draft:
    return Draft("k", {"bodies": [*map(body_digest, bodies)]}, bodies, series=series)


def rows(path: Path) -> list[tuple[int, int | None, int]]:
    """(id, base, bytes) of each kept body."""
    with closing(sqlite3.connect(path)) as raw:
        return raw.execute("SELECT id, base, length(data) FROM body ORDER BY id").fetchall()


def test_a_series_is_kept_as_differences(tmp_path: Path) -> None:
    path, bodies = tmp_path / "s.db", alike(30)
    with Store.open(path) as store:
        for body in bodies:
            store.append([fact(body)])
        assert [store.body(body_digest(body)) for body in bodies] == bodies
    kept = rows(path)
    assert kept[0][1] is None
    assert all(base is not None and base < id and size < 200 for id, base, size in kept[1:])
    assert len({base for _, base, _ in kept}) < 10  # not one behind the other for ever
    with Store.open(path) as store:
        assert [store.body(body_digest(body)) for body in reversed(bodies)] == bodies[::-1]
        assert store.bodies([body_digest(body) for body in bodies]) == {body_digest(b): b for b in bodies}
        assert list(store.verify(named_bodies)) == []


def test_bodies_of_one_draft_resemble_each_other_most(tmp_path: Path) -> None:
    path, drawn = tmp_path / "s.db", random.Random(1)
    with Store.open(path) as store:
        for _ in range(20):
            own = drawn.randbytes(3000)
            store.append([fact(*(own[:length] for length in (3000, 2000, 1000)))])
        assert list(store.verify(named_bodies)) == []
    assert all(size < 200 for id, _, size in rows(path) if id % 3 != 1)


def test_without_a_series_and_in_another_a_body_stands_for_itself(tmp_path: Path) -> None:
    path, bodies = tmp_path / "s.db", alike(4)
    with Store.open(path) as store:
        store.append([fact(bodies[0], bodies[1], series="")])
        store.append([fact(bodies[2], series="a"), fact(bodies[3], series="b")])
    assert [base for _, base, _ in rows(path)] == [None] * 4


def test_no_draft_makes_more_bases_than_a_reader_follows(tmp_path: Path) -> None:
    path, bodies = tmp_path / "s.db", alike(3 * MOST_BASES, 500)
    with Store.open(path) as store:
        store.append([fact(*bodies)])
    with Store.open(path) as store:
        assert store.body(body_digest(bodies[-1])) == bodies[-1]
        assert list(store.verify(named_bodies)) == []


def test_bodies_larger_than_what_deflate_sees(tmp_path: Path) -> None:
    bodies = alike(6, 100_000)
    with Store.open(tmp_path / "s.db") as store:
        store.append([fact(body) for body in bodies])
        assert [store.body(body_digest(body)) for body in bodies] == bodies
        assert list(store.verify(named_bodies)) == []


def test_what_another_store_wrote_meanwhile_is_not_written_twice(tmp_path: Path) -> None:
    """Also where it is kept as a difference there; what follows is a difference from what is there."""
    path, bodies = tmp_path / "s.db", alike(5)
    with Store.open(path) as one, Store.open(path) as two:
        one.append([fact(bodies[0]), fact(bodies[1])])
        two.append([fact(bodies[1], bodies[2])])
        one.append([fact(bodies[2]), fact(bodies[3], bodies[3])])
        two.append([fact(bodies[4])])
        assert [two.body(body_digest(body)) for body in bodies] == bodies
        assert list(one.verify(named_bodies)) == []
    assert len(rows(path)) == 5


def test_an_append_that_fails_is_no_base(tmp_path: Path) -> None:
    path, bodies = tmp_path / "s.db", alike(3)
    with Store.open(path, lock_timeout=0.01) as store:
        store.append([fact(bodies[0])])
        with closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TRIGGER no BEFORE INSERT ON ledger BEGIN SELECT RAISE(ABORT, 'no'); END")
            with pytest.raises(StoreError):
                store.append([fact(bodies[1])])
            other.execute("DROP TRIGGER no")
        store.append([fact(bodies[2])])
        assert list(store.verify(named_bodies)) == []
    assert [base for _, base, _ in rows(path)] == [None, 1]


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """A closed store with three bodies: the second is a difference from the first, the third from both."""
    path = tmp_path / "three.db"
    with Store.open(path) as store:
        store.append([fact(body) for body in alike(3)])
    return path


def test_damage_of_a_base_is_told_of_all_that_differ_from_it(three: Path) -> None:
    tamper(three, "UPDATE body SET data = substr(data, 1, 50) WHERE id = 1")
    first, second, third = (body_digest(body) for body in alike(3))
    differs = "in the body 1 that it differs from, its stored bytes changed"
    assert problems(three) == [
        Problem(1, f"the body '{first}' is damaged: its stored bytes changed"),
        Problem(2, f"the body '{second}' is damaged: {differs}"),
        Problem(3, f"the body '{third}' is damaged: {differs}"),
    ]
    with Store.open(three) as store, pytest.raises(StoreError, match="in the body 1 that it differs from"):
        store.body(second)


@pytest.mark.parametrize(("base", "what"), [(2, "from 2"), (3, "from 3"), (-1, "-1 that"), (1.5, "from 1.5")])
def test_a_base_that_cannot_be_is_refused(three: Path, base: float, what: str) -> None:
    """Even where who changed it made the check anew, and so that nobody reads for ever."""
    forged = pack(b"x", b"y", f"2 {base!r}".encode())
    tamper(three, "UPDATE body SET base = ?, data = ? WHERE id = 2", base, forged)
    told = [problem.what for problem in problems(three) if what in problem.what]
    assert len(told) >= 2  # of the body itself, and of what differs from it


def test_too_many_bases_behind_one_another_are_refused(tmp_path: Path) -> None:
    path, bodies = tmp_path / "s.db", alike(1)
    with Store.open(path) as store:
        store.append([fact(bodies[0], series="")])
    dictionary = bodies[0]
    for id in range(2, MOST_BASES + 3):
        body = b"%d" % id
        packed = pack(body, dictionary, f"{id} {id - 1}".encode())
        row = (id, bytes.fromhex(body_digest(body)), id - 1, ENCODING, packed)
        tamper(path, "INSERT INTO body VALUES (?, ?, ?, ?, ?)", *row)
        dictionary += body
    with Store.open(path) as store:
        assert store.body(body_digest(b"%d" % (MOST_BASES + 1))) == b"%d" % (MOST_BASES + 1)
    with Store.open(path) as store, pytest.raises(StoreError, match="cannot be a difference"):
        store.body(body_digest(b"%d" % (MOST_BASES + 2)))
    # Whatever was read before.
    assert any("cannot be a difference" in problem.what for problem in problems(path))


@pytest.mark.parametrize(("body", "dictionary"), [(1, b"y"), (2, b"")])
def test_a_stream_and_its_base_must_agree(three: Path, body: int, dictionary: bytes) -> None:
    base = None if body == 1 else 1
    forged = pack(alike(3)[body - 1], dictionary, f"{body} {base}".encode())
    tamper(three, "UPDATE body SET data = ? WHERE id = ?", forged, body)
    assert any("what it is a difference from" in problem.what for problem in problems(three))
