"""Sentences and errors: English by themselves, whole after a pipe, untouched by what users write."""

from __future__ import annotations

import json
import pickle
from dataclasses import asdict
from pathlib import Path

import pytest

from app.core.errors import EngineError, KnownError, ListError, OutOfMemoryError
from app.core.hypothesis import RejectedRow
from app.core.sentence import Sentence
from app.engine.host import EngineCrashed


def test_a_sentence_is_its_english_text() -> None:
    said = Sentence("{0} needs {1:,} tokens of {2!r}.", Path("list.csv"), 12_000, "A")
    assert said == "list.csv needs 12,000 tokens of 'A'."
    assert (said.template, said.values) == (
        "{0} needs {1:,} tokens of {2!r}.",
        (Path("list.csv"), 12_000, "A"),
    )
    assert Sentence("not valid JSON: {}", Sentence("column {}", 2)) == "not valid JSON: column 2"


@pytest.mark.parametrize("text", ["{", "}{0}", "{hypothesis} {0!r:>9}", "{{}}"])
def test_braces_of_a_user_are_only_text(text: str) -> None:
    assert str(Sentence(text)) == text
    assert str(ListError("{} is empty.", text)) == f"{text} is empty."
    assert str(ListError("{0} is damaged: {1}.", text, EngineError(text))) == f"{text} is damaged: {text}."


def test_a_sentence_is_stored_as_its_text() -> None:
    row = RejectedRow(3, Sentence("id {!r} again", "A"), "text", 1)
    assert asdict(row) == {"row": 3, "reason": "id 'A' again", "text": "text", "of_row": 1}
    assert json.loads(json.dumps(asdict(row)))["reason"] == "id 'A' again"


@pytest.mark.parametrize(
    "error",
    [
        KnownError("Do this instead."),
        ListError("{0} is damaged: {1}.", Path("a{b}.csv"), Sentence("column {}", 2)),
        OutOfMemoryError("There is no memory for {} sequences.", 8, parallel=4),
        EngineCrashed("The engine's process ended ({}).", Sentence("signal {}", 9), exit_code=-9),
    ],
)
def test_an_error_outlives_a_pipe(error: KnownError) -> None:
    other = pickle.loads(pickle.dumps(error))
    assert type(other) is type(error)
    assert vars(other) == vars(error)
    assert str(other) == str(error)
    assert (other.sentence.template, other.sentence.values) == (
        error.sentence.template,
        error.sentence.values,
    )
