"""A Pygments lexer for what reasoning models write: prose with numbers, comparisons, maths and code."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import ClassVar

from pygments.lexer import RegexLexer
from pygments.token import Comment, Generic, Keyword, Name, Number, Operator, String, Text, is_token_subtype

_VERDICTS = "advance|reject|unsure"
_FINDINGS = "pass|passes|passed|fail|fails|failed|ok"
# Words up to the next one that means something, in one token: most of a trace is prose.
_PROSE = rf"(?:(?!(?:{_VERDICTS}|{_FINDINGS})\b)[^\W\d_]+(?![\w(])[ ,.;:']*)+"

_Rules = dict[str, list[tuple[str, object]]]


class TraceLexer(RegexLexer):
    """Lexes one line at a time as well as a whole text: only a code fence reaches over lines."""

    name = "Reasoning trace"
    aliases: ClassVar[list[str]] = ["trace"]
    filenames: ClassVar[list[str]] = []

    tokens: ClassVar[_Rules] = {
        "root": [
            (r"^[ \t]*(```|~~~).*$", Comment.Preproc),
            (_PROSE, Text),
            (r"\s+", Text),
            (r"[+-]?\d[\d,]*(?:\.\d+)?(?:[eE][+-]?\d+)?(?:\s?(?:%|bps?\b|x\b))?", Number),
            (r"`[^`\n]+`", String.Backtick),
            (r"\$[^$\n]+\$|\\\([^\n]*?\\\)|\\\[[^\n]*?\\\]", String.Other),
            (r"\\[A-Za-z]+", String.Other),
            (rf"\b(?:{_VERDICTS})\b", Keyword),
            (rf"\b(?:{_FINDINGS})\b", Keyword.Pseudo),
            (r"<=|>=|==|!=|[<>=±\u00d7÷√∑∏≈≤≥≠]|(?<=\s)[-+*/^](?=\s)", Operator),
            (r"[A-Za-z_]\w*(?=\()", Name.Function),
            (r"#{1,6} [^\n]*", Generic.Heading),
            (r".", Text),
        ]
    }


class Kind(Enum):
    """How a piece of a trace is to be shown."""

    CODE = "code"
    MATHS = "maths"
    NUMBER = "number"
    OPERATOR = "operator"
    WORD = "word"
    HEADING = "heading"


_KINDS = (
    (Number, Kind.NUMBER),
    (String.Other, Kind.MATHS),
    (String, Kind.CODE),
    (Comment, Kind.CODE),
    (Name.Function, Kind.CODE),
    (Operator, Kind.OPERATOR),
    (Keyword, Kind.WORD),
    (Generic.Heading, Kind.HEADING),
)


def pieces(line: str) -> Iterator[tuple[int, int, Kind]]:
    """What of a line is not plain prose, as (start, length, kind)."""
    for start, token, value in _lexer().get_tokens_unprocessed(line):
        for of, kind in _KINDS:
            if is_token_subtype(token, of):
                yield start, len(value), kind
                break


def is_fence(line: str) -> bool:
    """Whether a line opens or closes a block of code."""
    return line.lstrip().startswith(("```", "~~~"))


@cache
def _lexer() -> TraceLexer:
    return TraceLexer()
