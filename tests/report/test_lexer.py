"""What of a reasoning trace is not plain prose."""

from __future__ import annotations

import pytest
from pygments.token import Error

from app.report.lexer import Kind, TraceLexer, is_fence, pieces


def found(line: str) -> list[tuple[str, Kind]]:
    return [(line[start : start + length], kind) for start, length, kind in pieces(line)]


def test_numbers_keep_their_units_and_signs() -> None:
    assert found("t 3.42 after 1,200 variants: -14 bps, 3 %, 5x, 1e-7") == [
        ("3.42", Kind.NUMBER),
        ("1,200", Kind.NUMBER),
        ("-14 bps", Kind.NUMBER),
        ("3 %", Kind.NUMBER),
        ("5x", Kind.NUMBER),
        ("1e-7", Kind.NUMBER),
    ]


def test_code_maths_operators_and_words() -> None:
    assert found("so `a + b`, $x^2$, \\frac, f(x) >= y and it passes: reject") == [
        ("`a + b`", Kind.CODE),
        ("$x^2$", Kind.MATHS),
        ("\\frac", Kind.MATHS),
        ("f", Kind.CODE),
        (">=", Kind.OPERATOR),
        ("passes", Kind.WORD),
        ("reject", Kind.WORD),
    ]
    assert found("## Costs") == [("## Costs", Kind.HEADING)]
    assert found("```python") == [("```python", Kind.CODE)]


def test_prose_is_left_alone() -> None:
    assert found("The advancement of failure, well-known and untested; it's over.") == []
    assert found("Überprüfung der Kosten, 成本 и издержки") == []


@pytest.mark.parametrize(
    "line",
    ["", " ", "$", "`", "\\", "$" * 5000, "`" * 5000, "a" * 20_000, "\x00\u202e<script>", "{}[]()" * 500],
)
def test_any_line_is_lexed_whole_and_without_error(line: str) -> None:
    tokens = list(TraceLexer().get_tokens_unprocessed(line))
    assert "".join(value for _, _, value in tokens) == line
    assert all(token is not Error for _, token, _ in tokens)
    assert all(start >= 0 and start + length <= len(line) for start, length, _ in pieces(line))


def test_fences() -> None:
    assert is_fence("```python")
    assert is_fence("  ~~~")
    assert not is_fence("`code`")
