"""Markdown lists and tables, and plain lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.errors import ListError
from app.core.hypothesis import Hypothesis, HypothesisList
from app.intake import read_list, read_text


def read(tmp_path: Path, text: str, name: str = "list.md") -> HypothesisList:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_list(path)


@pytest.mark.parametrize("marks", ["---", "***", "+++", "123", "•••"])
@pytest.mark.parametrize("name", ["list.md", "list.markdown", "list.txt"])
def test_markers(tmp_path: Path, marks: str, name: str) -> None:
    lines = [f"{mark}{'.' if mark.isdigit() else ''} idea {n}" for n, mark in enumerate(marks)]
    found = read(tmp_path, "# Ideas\n\n" + "\n".join(lines), name)
    assert [(each.statement, each.row) for each in found.hypotheses] == [
        ("idea 0", 3),
        ("idea 1", 4),
        ("idea 2", 5),
    ]
    assert found.unreadable == ()


def test_task_boxes_and_numbers_in_brackets(tmp_path: Path) -> None:
    found = read(tmp_path, "- [ ] one\n- [x] two\n* [X] three\n4) four\n")
    assert [each.statement for each in found.hypotheses] == ["one", "two", "three", "four"]


def test_continuations_belong_to_their_item(tmp_path: Path) -> None:
    text = (
        "- **Drift**: prices drift\nafter news\n  for weeks\n\n  A second paragraph.\n"
        "  - Rationale: slow\n    attention\n  - **Horizon:** 20 days\n  - label: good\n"
        "  - also in bonds\n- next\n"
    )
    first, second = read(tmp_path, text).hypotheses
    assert first.title == "Drift"
    assert first.statement == "prices drift after news for weeks\nA second paragraph.\nalso in bonds"
    assert first.details == (("rationale", "slow attention"), ("horizon", "20 days"))
    assert first.label == "good"
    assert (second.statement, second.row, second.title) == ("next", 11, "")


def test_headings_breaks_and_prose_are_no_rows_but_an_empty_item_is(tmp_path: Path) -> None:
    found = read(tmp_path, "Intro.\n\n## A\n- one\n\nProse between.\n\n* * *\n- \n---\n- two\n")
    assert [each.statement for each in found.hypotheses] == ["one", "two"]
    assert [(bad.row, bad.reason) for bad in found.unreadable] == [(9, "empty")]


def test_pipe_tables(tmp_path: Path) -> None:
    text = (
        "# Ideas\n\n| ID | Hypothesis | Data |\n|:---|:---:|---|\n"
        "| A | x \\| y | CRSP |\n| | | |\n| B | z |\n\nEnd.\n"
    )
    found = read(tmp_path, text)
    assert found.hypotheses == (
        Hypothesis("A", "", "x | y", (("data", "CRSP"),), row=5),
        Hypothesis("B", "", "z", row=7),
    )
    assert [bad.row for bad in found.unreadable] == [6]
    assert found.columns == (("ID", "id"), ("Hypothesis", "statement"), ("Data", "data"))
    assert read(tmp_path, text, "list.txt").hypotheses == found.hypotheses


def test_markdown_without_a_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ListError, match="holds no hypothesis; write one a line"):
        read(tmp_path, "# Title\n\nOnly prose.\n")


def test_plain_lines(tmp_path: Path) -> None:
    found = read(tmp_path, "Momentum, in small caps\n\n  Value works  \r\nCarry\tpays\n", "list.txt")
    assert [(each.statement, each.row) for each in found.hypotheses] == [
        ("Momentum, in small caps", 1),
        ("Value works", 3),
        ("Carry\tpays", 4),
    ]
    assert found.columns == ()
    assert found.received == 3


def test_a_line_that_is_no_item_keeps_a_text_from_being_a_markdown_list() -> None:
    found = read_text("- one\n- two\n\nthree stands alone\n", "clipboard").assemble()
    assert found.received == 3


def test_an_introduction_above_a_pasted_list_is_no_row() -> None:
    found = read_text("Ideas for Q3:\n1. one\n2. two\n", "clipboard").assemble()
    assert [each.statement for each in found.hypotheses] == ["one", "two"]
