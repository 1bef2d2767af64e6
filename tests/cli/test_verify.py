"""`verify`: exit codes, the document, and what a person reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.store import Draft, Store
from tests.store.test_tampering import tamper
from tests.support.command import Command, Outcome, refused

Inside = Callable[..., Outcome]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The user's store, with two entries."""
    path = tmp_path / "winnow.sqlite"
    with Store.open(path) as opened:
        opened.append([Draft("one", {}), Draft("two", {})])
    return path


def test_a_store_that_holds(winnow: Command, store: Path) -> None:
    outcome = winnow("verify", store, "--json")
    assert (outcome.code, outcome.err) == (0, "")
    document = outcome.document
    assert (document["ok"], document["entries"], document["problems"]) == (True, 2, [])
    outcome = winnow("verify", "--head", document["head"].upper())
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == f"{store} holds\n2 entries; head {document['head']}\n"


def test_a_store_that_does_not_hold(inside: Inside, store: Path) -> None:
    tamper(store, "UPDATE ledger SET kind = ? WHERE seq = 2", "\x1b[31m[red]")
    outcome = inside("verify", store, "--json")
    assert outcome.code == 1
    assert outcome.document["ok"] is False
    assert outcome.document["problems"] == [
        {"seq": 2, "what": "its content is not what its hash was made of"}
    ]
    outcome = inside("verify")
    assert (outcome.code, outcome.err) == (1, "")
    assert f"{store} does not hold\n  entry 2: its content is not" in outcome.out


def test_many_problems_are_counted(inside: Inside, store: Path) -> None:
    with Store.open(store) as opened:
        opened.append([Draft("x", {})] * 30)
    tamper(store, "UPDATE ledger SET kind = 'y'")
    outcome = inside("verify")
    assert "  and 12 more; --json lists them all\n" in outcome.out
    assert len(inside("verify", "--json").document["problems"]) == 32


def test_a_head_that_is_not_in_the_chain(inside: Inside, store: Path) -> None:
    outcome = inside("verify", "--head", "ab" * 32)
    assert outcome.code == 1
    assert "does not extend that head" in outcome.out


@pytest.mark.parametrize("head", ["", "12", "g" * 64, "0" * 65])
def test_a_head_that_is_no_digest_is_wrong_usage(inside: Inside, store: Path, head: str) -> None:
    assert "give all 64 hex digits" in refused(inside("verify", "--head", head), 2)


def test_no_store_is_a_known_error_and_makes_none(inside: Inside, tmp_path: Path) -> None:
    assert "There is no store" in refused(inside("verify"))
    assert "There is no store" in refused(inside("verify", tmp_path / "other.sqlite"))
    assert list(tmp_path.iterdir()) == []
