"""A trace in pieces: nothing is lost, injected text is marked, code fences reach over lines."""

from __future__ import annotations

from app.core.trace import Segment, SpanReason
from app.report.blocks import Piece
from app.report.lexer import Kind
from app.report.traces import trace_lines


def test_pieces_hold_the_whole_text_and_what_was_injected() -> None:
    segments = (
        Segment("costs 30 bps\nexceed", None),
        Segment("\nWait", SpanReason.WAIT),
        Segment(", advance.\n", None),
        Segment("Verdict:", SpanReason.LITERAL),
    )
    lines = trace_lines(segments)
    assert "\n".join("".join(piece.text for piece in line) for line in lines) == "".join(
        s.text for s in segments
    )
    assert lines[0] == (Piece("costs ", None, None), Piece("30 bps", Kind.NUMBER, None))
    assert lines[2][0] == Piece("Wait", None, SpanReason.WAIT)
    assert Piece("advance", Kind.WORD, None) in lines[2]
    assert lines[3] == (Piece("Verdict:", None, SpanReason.LITERAL),)


def test_a_fence_makes_code_until_the_next_one() -> None:
    lines = trace_lines(
        [Segment("a\n```python\nx = 3\n", None), Segment("Wait", SpanReason.WAIT), Segment("\n```\n3", None)]
    )
    assert [[piece.kind for piece in line] for line in lines] == [
        [None],
        [Kind.CODE],
        [Kind.CODE],
        [None],
        [Kind.CODE],
        [Kind.NUMBER],
    ]
    assert lines[3][0].injected is SpanReason.WAIT


def test_hidden_characters_are_shown() -> None:
    (line,) = trace_lines([Segment("a\x1b\u202e", None)])
    assert "".join(piece.text for piece in line) == "a[U+001B][U+202E]"


def test_an_empty_trace_is_one_empty_line() -> None:
    assert trace_lines([]) == ((),)
