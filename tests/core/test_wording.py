"""What counts as a word, and that what is found in a text is marked where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.wording import levelled, pattern, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("  \n_--*\"'()", []),
        ("Momentum, momentum and MOMENTUM", ["momentum", "and"]),
        ("book_to_market don't 10.5%", ["book", "to", "market", "don", "t", "10", "5"]),
        (
            "Café CAFE\u0301 naïve Straße ﬁx İstanbul Ёлка",
            ["cafe", "naive", "strasse", "fix", "istanbul", "елка"],
        ),
        ("한국어 주식", ["한국어", "주식"]),
        ("動量ファクターalpha", ["動", "量", "フ", "ァ", "ク", "タ", "ー", "alpha"]),
        ("y" * 200, ["y" * 64]),
        ("\u0301 \ud800 \0", []),
    ],
)
def test_words_are_folded_and_told_once(text: str, found: list[str]) -> None:
    assert words(text) == found


@given(st.text())
def test_a_word_has_nothing_that_a_query_could_read(text: str) -> None:
    for word in words(text):
        assert not set(word) & set(" \"'*()^:+-{}&|!<>\\")
        assert word.lower() == word or not word.isascii()
        assert words(word) == [word]


@given(st.text())
def test_a_levelled_text_keeps_its_places(text: str) -> None:
    assert len(levelled(text)) == len(text)


@pytest.mark.parametrize(
    ("wanted", "text", "marked"),
    [
        (["cafe"], "Le Café, cafeteria", ["Café", "cafeteria"]),
        (["cafe", "le"], "Le Café, cafeteria", ["Le", "Café"]),
        (["a"], "a ab", ["a"]),
        (["book"], "x_book_y notebook", ["book"]),
        (["量"], "動量", ["量"]),
        (["y" * 64], "y" * 200, ["y" * 200]),
    ],
)
def test_words_are_found_whole_and_the_last_also_as_a_beginning(
    wanted: list[str], text: str, marked: list[str]
) -> None:
    assert [text[m.start() : m.end()] for m in pattern(wanted).finditer(levelled(text))] == marked
