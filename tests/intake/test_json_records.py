"""JSON and JSON Lines: the shapes a list may have, lines, broken rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.core.errors import ListError
from app.core.hypothesis import Hypothesis, HypothesisList
from app.intake import read_list, read_text


def read(tmp_path: Path, text: str, name: str = "list.json") -> HypothesisList:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_list(path)


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("wrap", [False, True])
@pytest.mark.parametrize("name", ["list.json", "list.txt", "list"])
def test_arrays_of_objects(tmp_path: Path, indent: int | None, wrap: bool, name: str) -> None:
    items = [{"id": "A", "hypothesis": "one"}, {"id": "B", "hypothesis": "two", "data": "CRSP"}]
    found = read(
        tmp_path, json.dumps({"version": [1], "hypotheses": items} if wrap else items, indent=indent), name
    )
    assert [(each.id, each.statement, each.details) for each in found.hypotheses] == [
        ("A", "one", ()),
        ("B", "two", (("data", "CRSP"),)),
    ]
    assert found.columns == (("id", "id"), ("hypothesis", "statement"), ("data", "data"))


def test_texts_and_their_lines(tmp_path: Path) -> None:
    found = read(tmp_path, '[\n  "one",\n\n  "two\\nlines", "three"\n]')
    assert found.hypotheses == (
        Hypothesis("row-2", "", "one", row=2),
        Hypothesis("row-4", "", "two\nlines", row=4),
        Hypothesis("row-4-2", "", "three", row=4),
    )


def test_values_become_text(tmp_path: Path) -> None:
    details = '"horizon": 5.0, "data": ["CRSP", {"from": 1990}], "costs": null'
    found = read(tmp_path, f'[{{"id": 7, "statement": "s", {details}, "label": true}}]').hypotheses[0]
    assert (found.id, found.label) == ("7", "true")
    assert found.details == (("horizon", "5.0"), ("data", "CRSP; from: 1990"))


def test_elements_that_are_no_hypothesis(tmp_path: Path) -> None:
    found = read(tmp_path, '[{"statement": "one"},\n3,\n[],\nnull,\n{},\n{"id": "x", "statement": " "}]')
    assert len(found.hypotheses) == 1
    assert [(bad.row, bad.reason) for bad in found.unreadable] == [
        (2, "neither an object nor a text"),
        (3, "neither an object nor a text"),
        (4, "neither an object nor a text"),
        (5, "empty"),
        (6, "no statement"),
    ]


def test_a_broken_document_says_where(tmp_path: Path) -> None:
    with pytest.raises(ListError, match=r"is not valid JSON \(line 2, column 2: .*correct it there"):
        read(tmp_path, '[{"statement": "one"},\n{two}]')


def test_deep_nesting_and_huge_numbers_do_no_harm(tmp_path: Path) -> None:
    with pytest.raises(ListError, match="nested too deeply"):
        read(tmp_path, "[" * 100_000)
    assert read(tmp_path, '[{"id": ' + "9" * 10_000 + ', "statement": "s"}]').hypotheses[0].statement == "s"


@pytest.mark.parametrize("name", ["list.jsonl", "list.ndjson", "list.json", "list.txt"])
def test_json_lines(tmp_path: Path, name: str) -> None:
    text = '{"key": "A", "claim": "one"}\n\n{broken\n"just text"\n{"key": "B", "claim": "two"}\n42\n'
    found = read(tmp_path, text, name)
    assert found.hypotheses == (
        Hypothesis("A", "", "one", row=1),
        Hypothesis("row-4", "", "just text", row=4),
        Hypothesis("B", "", "two", row=5),
    )
    assert [bad.row for bad in found.unreadable] == [3, 6]
    assert found.unreadable[0].reason.startswith("not valid JSON: column 2")
    assert found.unreadable[0].text == "{broken"


def test_one_object_is_one_hypothesis() -> None:
    found = read_text('{"statement": "one", "data": ["a", "b"]}', "clipboard").assemble()
    assert found.hypotheses == (Hypothesis("row-1", "", "one", (("data", "a; b"),), row=1),)


def test_lone_surrogates_can_be_encoded_afterwards(tmp_path: Path) -> None:
    found = read(tmp_path, '["half \\ud83d pair"]')
    assert found.hypotheses[0].statement.encode() == "half \ufffd pair".encode()


def test_text_in_brackets_is_no_json() -> None:
    found = read_text("[ ] buy losers\n[x] sell winners\n{maybe} hold", "clipboard").assemble()
    assert len(found.hypotheses) == 3


def test_half_a_surrogate_pair_comes_into_no_text_and_no_name(tmp_path: Path) -> None:
    found = read(tmp_path, '[{"hypothesis": "costs \\ud800 rise", "rem\\udc00ark": "\\ud800 x"}]')
    assert found.hypotheses[0].statement == "costs \N{REPLACEMENT CHARACTER} rise"
    assert found.columns == (("hypothesis", "statement"), ("rem?ark", ""))


def test_nor_where_it_is_pasted() -> None:
    pasted = "id,hypothesis,rem\udc00ark\nA,costs \ud800 rise,x\nB,they fall,y\n"
    found = read_text(pasted, "pasted").assemble()
    assert found.hypotheses[0].statement == "costs ? rise"
    assert found.columns == (("id", "id"), ("hypothesis", "statement"), ("rem?ark", ""))
