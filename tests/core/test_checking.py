"""Answers that are the expected one, and answers that only look like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.checking import answers_agree, boxed


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("The answer is 204.", "204"),
        ("So we get\n\\boxed{204}", "204"),
        ("first \\boxed{12}, no: \\boxed{204}", "We find $\\boxed{204}$."),
        ("73", "073"),
        ("1,000", "1e3"),
        ("0.5", "\\frac{1}{2}"),
        ("\\boxed{-\\dfrac{3}{4}}", "-0.75"),
        ("50\\%", "1/2"),
        ("Final answer: Advance", "advance"),
        ("\\left( 3, \\frac{\\pi}{2} \\right)", "(3,\\frac{\\pi}{2})"),
        ("\\text{east}", "East"),
        ("\N{MINUS SIGN}7", "-7"),
        (" 42 \n", "42.0"),
    ],
)
def test_these_agree(given_: str, expected: str) -> None:
    assert answers_agree(given_, expected)
    assert answers_agree(expected, given_)


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("", "204"),
        ("204", ""),
        ("", ""),
        ("20", "204"),
        ("2 04", "20"),
        ("\\boxed{12} and 204", "204"),
        ("1/0", "1"),
        ("\\boxed{}", "0"),
        ("\\boxed{204", "20"),
        ("1,00", "100"),
        ("reject", "advance"),
        ("x^2", "x^3"),
        ("1e999999999", "1"),
    ],
)
def test_these_do_not(given_: str, expected: str) -> None:
    assert not answers_agree(given_, expected)


def test_the_last_box_counts_with_the_braces_within_it() -> None:
    assert boxed("\\boxed{1} then \\boxed{\\frac{a}{b}} end") == "\\frac{a}{b}"
    assert boxed("\\fbox{7}") == "7"
    assert boxed("no box {3}") is None
    assert boxed("\\boxed{open") is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_judged_the_same_both_ways(one: str, two: str) -> None:
    assert answers_agree(one, two) == answers_agree(two, one)


@given(st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=1000))
def test_a_fraction_is_itself_however_it_is_written(number: object) -> None:
    top, bottom = number.numerator, number.denominator  # type: ignore[attr-defined]
    assert answers_agree(f"\\boxed{{{top}/{bottom}}}", f"\\frac{{{top}}}{{{bottom}}}")
