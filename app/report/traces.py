"""A trace's text cut into pieces: what was injected, and what kind of thing each sampled piece is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.core.trace import Segment, SpanReason
from app.report.blocks import Piece
from app.report.lexer import Kind, is_fence, pieces
from app.report.plain import visible


def trace_lines(segments: Iterable[Segment]) -> tuple[tuple[Piece, ...], ...]:
    """The lines of a trace."""
    lines: list[list[tuple[str, SpanReason | None]]] = [[]]
    for segment in segments:
        first, *more = visible(segment.text).split("\n")
        lines[-1].append((first, segment.reason))
        lines += [[(text, segment.reason)] for text in more]
    in_code = False
    made = []
    for line in lines:
        whole = "".join(text for text, _ in line)
        fence = is_fence(whole)
        kinds = [(0, len(whole), Kind.CODE)] if in_code or fence else list(pieces(whole))
        in_code ^= fence
        made.append(tuple(_cut(line, kinds)))
    return tuple(made)


def _cut(
    line: Iterable[tuple[str, SpanReason | None]], kinds: Iterable[tuple[int, int, Kind]]
) -> Iterator[Piece]:
    """One line's pieces; an injected text stays whole."""
    start = 0
    found = list(kinds)
    for text, injected in line:
        end = start + len(text)
        at = start
        if injected is None:
            for where, length, kind in found:
                first, last = max(where, start), min(where + length, end)
                if first < last:
                    yield from _plain(text[at - start : first - start])
                    yield Piece(text[first - start : last - start], kind, None)
                    at = last
            yield from _plain(text[at - start :])
        elif text:
            yield Piece(text, None, injected)
        start = end


def _plain(text: str) -> Iterator[Piece]:
    if text:
        yield Piece(text, None, None)
