"""Labelled lists: what a label or an answer is, and that none is dropped without a word."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from app.core.errors import ListError
from app.core.labelled import LabelledList
from app.intake import labelled, read_labelled, read_text
from app.intake.labels import BAD, GOOD, good_or_bad
from app.service.paths import RESOURCES


def made(*rows: tuple[str, ...], header: tuple[str, ...] = ("hypothesis", "label")) -> LabelledList:
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return labelled(read_text(out.getvalue(), "list.csv"))


def test_the_shipped_list_is_labelled_throughout() -> None:
    read = read_labelled(RESOURCES / "examples" / "demo-labelled.csv")
    assert (len(read.items), len(read.unlabelled), read.questions) == (400, 0, False)
    assert read.good + read.bad == 400
    assert read.good == sum(item.hypothesis.label == "advance" for item in read.items)


@pytest.mark.parametrize("word", sorted(GOOD | BAD))
@pytest.mark.parametrize("written", [str, str.upper, "  {} ".format])
def test_each_word_in_any_case_is_a_label(word: str, written: object) -> None:
    assert good_or_bad(written(word)) is (word in GOOD)  # type: ignore[operator]


def test_what_spreadsheets_make_of_one_and_zero_is_a_label() -> None:
    assert [good_or_bad(text) for text in ("1.0", "0.0", "2.0", "", "maybe")] == [
        True,
        False,
        None,
        None,
        None,
    ]


@pytest.mark.parametrize("column", ["label", "Good", "truth", "outcome", "verdict", "is good?"])
def test_any_usual_name_is_the_column_of_labels(column: str) -> None:
    read = made(("it drifts", "yes"), ("it reverts", "no"), header=("hypothesis", column))
    assert [item.good for item in read.items] == [True, False]


def test_a_row_without_a_label_is_named_with_its_reason() -> None:
    read = made(("it drifts", "good"), ("it reverts", "maybe"), ("it stays", ""), ("it falls", "bad"))
    assert [(item.hypothesis.row, item.good) for item in read.items] == [(2, True), (5, False)]
    assert [(row.row, row.text) for row in read.unlabelled] == [(3, "it reverts"), (4, "it stays")]
    assert "'maybe' is none of good, bad" in read.unlabelled[0].reason
    assert read.unlabelled[1].reason == "no label"
    assert (read.received, len(read.items)) == (4, 2)
    assert read.source.hypotheses == tuple(item.hypothesis for item in read.items)


@pytest.mark.parametrize("column", ["answer", "Expected answer", "solution"])
def test_questions_have_expected_answers(column: str) -> None:
    read = made(("What is 2 + 2?", "4"), ("What is 2 * 3?", ""), header=("problem", column))
    assert read.questions
    assert [(item.hypothesis.statement, item.answer) for item in read.items] == [("What is 2 + 2?", "4")]
    assert [(row.row, row.reason) for row in read.unlabelled] == [(3, "no expected answer")]


def test_the_surest_column_of_answers_counts_and_no_other_is_shown() -> None:
    read = made(("What is 2 + 2?", "We add: \\boxed{4}", "4"), header=("question", "solution", "answer"))
    assert read.items[0].answer == "4"
    assert read.items[0].hypothesis.details == ()


def test_answers_on_one_line_of_json_are_not_mixed_up() -> None:
    text = '[{"question": "1 + 1?", "answer": "2"}, {"question": "1 + 2?", "answer": "3"}]'
    read = labelled(read_text(text, "list.json"))
    assert [item.answer for item in read.items] == ["2", "3"]


def test_labels_go_before_answers() -> None:
    read = made(("it drifts", "0", "12"), header=("hypothesis", "label", "answer"))
    assert (read.questions, read.items[0].good) == (False, False)


def test_a_list_without_labels_says_what_to_add() -> None:
    with pytest.raises(ListError, match="add a column 'label' with good or bad"):
        made(("it drifts", "size"), header=("hypothesis", "factor exposure"))


def test_a_list_without_one_usable_label_names_the_first_row() -> None:
    with pytest.raises(ListError, match=r"row 2: the label 'perhaps'.*mend the column"):
        made(("it drifts", "perhaps"))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ListError, match="does not exist"):
        read_labelled(tmp_path / "none.csv")
