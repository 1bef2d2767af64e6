"""The search index: what it finds, that no text becomes a query, and that it is no part of the record."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import StoreError
from app.core.wording import words
from app.store import Draft, Place, Store
from app.store.entry import MOST_PARTS
from tests.store.test_opening import OLDEST
from tests.store.test_processes import start

FINDS = """
import sys
from app.store import Draft, Store
name, path = sys.argv[1:]
print("ready", flush=True)
sys.stdin.readline()
with Store.open(path) as store:
    for number in range(40):
        store.append([Draft("k", {}, (), (f"{name} number{number} shared",))])
        total, _ = store.search([name], 1)
        assert total == number + 1
"""


def found(store: Store, text: str, limit: int = 100) -> list[int]:
    """The entries whose own text has these words."""
    total, places = store.search(words(text), limit)
    assert total >= len(places)
    return [place.seq for place in places if not place.part]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    with Store.open(tmp_path / "s.db") as opened:
        opened.append(
            [
                Draft("k", {}, (), ("Momentum decays in a café, and NEAR the or of costs.",)),
                Draft("k", {}, (), ("Mean reversion; 動量策略 の コスト",)),
                Draft("k", {}),
                Draft("k", {}, (), ("momentary costs",)),
            ]
        )
        yield opened


@pytest.mark.parametrize(
    ("text", "seqs"),
    [
        ("", []),
        ("  * \" ' ( ) ^ - ", []),
        ("momentum", [1]),
        ("MOMENTUM CAFÉ", [1]),
        ("cafe\u0301", [1]),
        ("moment", [4, 1]),
        ("costs moment", [4, 1]),
        ("moment costs", []),
        ("m", []),
        ("a", [1]),
        ("costs momentum nowhere", []),
        ('"momentum" OR reversion', []),
        ("momentum OR costs", [1]),
        ("momentum AND costs", [1]),
        ("NEAR(momentum costs)", [1]),
        ("words:momentum", []),
        ("NOT reversion", []),
        ("^momentum*", [1]),
        ('momentum"', [1]),
        ("momentum') --", [1]),
        ("動量", [2]),
        ("量動", [2]),
        ("策", [2]),
        ("動機", []),
        ("コスト", [2]),
    ],
)
def test_all_words_must_be_there(store: Store, text: str, seqs: list[int]) -> None:
    """Chinese and Japanese are searched by their characters, wherever they stand."""
    assert found(store, text) == seqs


def test_the_newest_come_first_and_no_more_than_asked_for(store: Store) -> None:
    store.append([Draft("k", {}, (), (f"costs {number}",)) for number in range(20)])
    total, places = store.search(["costs"], 3)
    assert (total, places) == (22, [Place(24), Place(23), Place(22)])


def test_the_texts_of_parts_come_last(store: Store) -> None:
    parts = tuple(f"costs part{number}" for number in range(3))
    (bundle,) = store.append([Draft("k", {}, (), ("", *parts))])
    (other,) = store.append([Draft("k", {}, (), ("", *parts[:1]))])
    (last,) = store.append([Draft("k", {}, (), ("costs",))])
    assert store.search(["costs"], 100) == (
        7,
        [
            Place(last.seq),
            Place(4),
            Place(1),
            Place(other.seq, 1),
            *(Place(bundle.seq, part) for part in (3, 2, 1)),
        ],
    )
    with pytest.raises(ValueError, match="at most"):
        store.append([Draft("k", {}, (), ("",) * (MOST_PARTS + 1))])


@given(st.integers(1, 2**31), st.integers(0, MOST_PARTS - 1))
def test_a_place_has_one_row(seq: int, part: int) -> None:
    place = Place(seq, part)
    assert Place.of(place.id) == place
    assert -(2**63) <= place.id < 2**63


@given(st.text())
def test_no_text_is_an_error(blank_search: Store, text: str) -> None:
    blank_search.search(words(text), 5)


@pytest.fixture(scope="module")
def blank_search(tmp_path_factory: pytest.TempPathFactory) -> Store:
    with Store.open(tmp_path_factory.mktemp("search") / "s.db") as opened:
        opened.append([Draft("k", {}, (), ("some words",))])
        yield opened


def test_many_words(store: Store) -> None:
    assert found(store, " ".join(f"word{number}" for number in range(3000))) == []
    assert found(store, "momentum " * 3000) == [1]


def test_what_is_not_indexed_is_told_and_added_once(store: Store) -> None:
    assert store.unindexed(["k"]) == [3]
    assert store.unindexed(["other"]) == []
    store.index({1: ("other words",), 3: ("late costs",)})
    assert store.unindexed(["k"]) == []
    assert found(store, "costs") == [4, 3, 1]
    assert found(store, "other") == []


def test_the_index_can_be_made_anew(store: Store) -> None:
    store.clear_index()
    assert found(store, "costs") == []
    assert store.unindexed(["k"]) == [1, 2, 3, 4]
    store.index({4: ("costs",)})
    assert found(store, "costs") == [4]


def test_an_append_that_fails_leaves_nothing_in_the_index(store: Store) -> None:
    with pytest.raises(TypeError):
        store.append([Draft("k", {}, (), ("lost",)), Draft("k", {"x": object()})])
    with closing(sqlite3.connect(store.location, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with Store.open(store.location, lock_timeout=0.01) as waits, pytest.raises(StoreError):
            waits.append([Draft("k", {}, (), ("lost",))])
    assert found(store, "lost") == []


def test_a_store_of_the_oldest_schema_gets_an_index(tmp_path: Path) -> None:
    where = tmp_path / "oldest.db"
    with closing(sqlite3.connect(where)) as raw:
        raw.executescript(OLDEST.read_text(encoding="utf-8"))
    with Store.open(where) as store:
        assert store.unindexed(["pass.completed"]) == [2]
        store.index({2: ("an old trace",)})
        store.append([Draft("pass.completed", {}, (), ("a new trace",))])
        assert found(store, "trace") == [3, 2]
        assert list(store.verify()) == []


def test_two_processes_append_and_find(tmp_path: Path) -> None:
    where = tmp_path / "s.db"
    with ExitStack() as stack:
        processes = [stack.enter_context(start(FINDS, name, where)) for name in ("one", "two")]
        for process in processes:
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            process.stdin.write("\n")
            process.stdin.flush()
        for process in processes:
            process.communicate()
    assert [process.returncode for process in processes] == [0, 0]
    with Store.open_read_only(where) as store:
        assert store.search(["shared"], 1)[0] == 80
        assert list(store.verify()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO search (search) VALUES ('delete-all')",
        "INSERT INTO search (rowid, words) VALUES (99, 'forged')",
        "UPDATE search_data SET block = x'00' WHERE id > 10",
        "DELETE FROM search_docsize",
    ],
)
def test_the_indexs_content_is_no_part_of_the_record(store: Store, statement: str) -> None:
    with closing(sqlite3.connect(store.location)) as raw:
        raw.execute(statement)
        raw.commit()
    assert list(store.verify()) == []


@pytest.mark.parametrize("statement", ["DROP TABLE search", "DROP TABLE search_docsize"])
def test_that_the_index_is_there_is_checked(store: Store, statement: str) -> None:
    with closing(sqlite3.connect(store.location)) as raw:
        raw.execute(statement)
    assert {problem.seq for problem in store.verify()} == {None}


def test_a_damaged_index_is_told_and_mended(store: Store) -> None:
    with closing(sqlite3.connect(store.location)) as raw:
        raw.execute("UPDATE search_data SET block = x'00' WHERE id > 10")
        raw.commit()
    with pytest.raises(StoreError, match="search --rebuild"):
        store.search(["costs"], 5)
    store.clear_index()
    store.append([Draft("k", {}, (), ("costs again",))])
    assert found(store, "costs") == [5]
