"""What cannot be seen in a text is shown, and what is text stays as it is."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from app.report.plain import breakable, isolated, one_line, visible
from tests.support.reported import BIDI, CONTROL, SCRIPTS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain, 30 bps ± 2 %",
        SCRIPTS,
        "\u0645\u06cc\u200c\u062e\u0648",
        "a\tb\nc",
        "nb\u00a0sp",
        "\U000f0000",
    ],
)
def test_what_can_be_seen_stays(text: str) -> None:
    assert visible(text) == text


def test_what_acts_or_hides_is_shown() -> None:
    assert visible(BIDI) == "[U+202E]gnp.exe[U+2066][U+200F] hidden[U+200B]text"
    assert visible(CONTROL) == "[U+0000][U+0001][U+001B][31mred[U+007F][U+0085][U+000D]\ttab[U+FFFE]"
    assert visible("a\rb\r\nc\u2028d\u2029e") == "a[U+000D]b\nc\nd\ne"
    assert visible("\ud800\U000e0041\ufeff\xad") == "[U+D800][U+E0041][U+FEFF][U+00AD]"


def test_no_control_or_bidi_character_is_left() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    left = set(visible(everything)) - {"\n", "\t"}
    assert not {c for c in left if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")}
    assert not left & set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def test_a_long_text_is_cut_and_says_how_long_it_is() -> None:
    assert one_line(" a\n b\t c ", 10) == "a b c"
    assert one_line("word " * 100, 12) == "word word wo… (500 characters)"


def test_a_right_to_left_text_is_isolated_from_what_stands_beside_it() -> None:
    assert isolated("abc") == "abc"
    assert isolated("abc \u05d0") == "\u2068abc \u05d0\u2069"


def test_only_long_words_are_broken() -> None:
    assert breakable("a short word", 8) == "a short word"
    broken = breakable(f"a {'x' * 20} b", 8)
    assert broken.replace("\u200b", "") == f"a {'x' * 20} b"
    assert max(map(len, broken.replace("\u200b", " ").split())) == 6
