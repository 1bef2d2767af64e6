"""`search`: a table or JSON of the traces that have some words; their text drives nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.core.provenance import canonical_json, sha256_hex
from app.service import kinds
from app.store import Draft, Store
from tests.support.command import Outcome, refused

Inside = Callable[..., Outcome]
HOSTILE = "[red]Alpha[/] \x1b[31mred\x1b[0m <b>edge</b>"


@pytest.fixture
def where(tmp_path: Path) -> Path:
    """A store with three generations by hand, the last of which an older version wrote."""
    path = tmp_path / "s.sqlite"
    with Store.open(path) as store:
        for number, text in enumerate(("costs one", HOSTILE, "costs three")):
            body = canonical_json({"thinking_text": text, "answer_text": " answered"})
            payload = {"trace_id": f"trace{number}", "body": sha256_hex(body)}
            found_by = (text,) if number < 2 else ()
            store.append([Draft(kinds.GENERATION_COMPLETED, payload, (body,), found_by)])
    return path


def test_json_tells_each_hit(inside: Inside, where: Path) -> None:
    document = inside("search", "costs", "--store", where, "--json").document
    assert (document["store"], document["query"], document["total"]) == (str(where), "costs", 2)
    assert [hit["trace_id"] for hit in document["hits"]] == ["trace2", "trace0"]
    assert document["hits"][0] | {"at": ""} == {
        "trace_id": "trace2",
        "at": "",
        "screen_id": None,
        "list": None,
        "hypothesis": None,
        "title": "",
        "pass": None,
        "verdict": None,
        "snippet": {"text": "costs three answered", "marks": [[0, 5]]},
    }
    assert len(inside("search", "costs", "--store", where, "--json", "--limit", 1).document["hits"]) == 1


def test_a_table_shows_text_letter_by_letter(inside: Inside, where: Path) -> None:
    outcome = inside("search", "alpha", "--store", where)
    assert outcome.code == 0
    assert "trace1" in outcome.out
    assert "[red]Alpha[/]" in outcome.out
    assert "<b>edge</b>" in outcome.out
    assert "\x1b[31m" not in outcome.out


@pytest.mark.parametrize("text", ['"', "NEAR(costs", "costs AND", "nothing here", "-costs x"])
def test_nothing_found_is_no_error(inside: Inside, where: Path, text: str) -> None:
    outcome = inside("search", "--store", where, "--", text + " nowhere")
    assert outcome.code == 0
    assert "No trace" in outcome.out


@pytest.mark.parametrize("text", ["", "  ", '"*"'])
def test_a_word_is_needed(inside: Inside, where: Path, text: str) -> None:
    assert "word" in refused(inside("search", text, "--store", where), code=2)


def test_the_index_is_made_anew(inside: Inside, where: Path) -> None:
    with Store.open(where) as store:
        store.clear_index()
    outcome = inside("search", "--rebuild", "--store", where)
    assert outcome.code == 0
    assert "anew" in outcome.out
    assert inside("search", "costs", "--rebuild", "--store", where, "--json").document["total"] == 2
