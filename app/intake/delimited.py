"""CSV and TSV: the separator is found, and one broken quote does not swallow the rest of the file."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import islice

from app.core.sentence import Sentence
from app.intake import table
from app.intake.rows import BadRow, Format, Row, Source
from app.intake.table import RawRow

_SEPARATORS = (",", ";", "\t", "|")
_NONE = "\x1f"  # stands for "one column": a control character that no text cell keeps
_FIELD_LIMIT = 2**31 - 1  # a C long on Windows
_EXCEL_HINT = re.compile(r"sep=([,;\t|])\s*", re.IGNORECASE)


def read(source: Source) -> Iterator[Row]:
    """The records; a blank line between others is an empty row."""
    lines = source.text.split("\n")
    hint = _EXCEL_HINT.fullmatch(lines[0])
    separator = hint.group(1) if hint else _separator(lines)
    if hint:
        lines[0] = ""
    yield from table.records(_parse(lines, separator))


def recognises(source: Source) -> bool:
    """Whether the first filled line is a header: two known names, or one alone or between tabs."""
    first = next((line for line in source.text.split("\n") if line.strip()), "")
    if _EXCEL_HINT.fullmatch(first):
        return True
    if table.header_score([first]):
        return True
    # Prose may well read "In theory, momentum, ..."; it has no tabs.
    return any(
        table.header_score(next(csv.reader([first], delimiter=each))) >= (1 if each == "\t" else 2)
        for each in _SEPARATORS
    )


def _separator(lines: list[str]) -> str:
    """The separator under which the header names most columns; without a header, an even table's."""
    best, best_score = _NONE, 0
    for separator in _SEPARATORS:
        head = list(islice(_parse(lines, separator), table.HEADER_WITHIN))
        at = table.find_header(head)
        row = head[at] if at is not None else None
        if row is not None and not isinstance(row, BadRow) and len(row[1]) > 1:
            score = 100 * table.header_score(row[1])
        else:
            score = 1 if at is None and _is_even(head, lines, separator) else 0
        if score > best_score:
            best, best_score = separator, score
    return best


def _is_even(head: list[RawRow], lines: list[str], separator: str) -> bool:
    """Whether rows without a header are a table rather than prose that holds commas."""
    widths = [len(row[1]) for row in head if not isinstance(row, BadRow) and row[1]]
    start = "\n".join(lines[: table.HEADER_WITHIN])
    even = len(widths) > 1 and min(widths) == max(widths) > 1
    return even and start.count(separator) > start.count(separator + " ")


class _Lines:
    """An iterator over lines that can be set back: `csv.reader` takes one line at a time."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self.at = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.at >= len(self._lines):
            raise StopIteration
        self.at += 1
        return self._lines[self.at - 1] + "\n"


def _parse(lines: list[str], separator: str) -> Iterator[RawRow]:
    """Strict parsing. Where it fails, the line is taken by itself and parsing goes on with the next.

    Under strict rules a quote left open almost always meets an error at the next quoted field, so the
    lines that it would have swallowed are read as what they are.
    """
    csv.field_size_limit(_FIELD_LIMIT)  # a limit of the process; the default refuses fields above 128 KiB
    source = _Lines(lines)
    reader = csv.reader(source, delimiter=separator, skipinitialspace=True, strict=True)
    while True:
        start = source.at
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield _alone(lines[start], start + 1, separator)
            source.at = start + 1
            reader = csv.reader(source, delimiter=separator, skipinitialspace=True, strict=True)
        else:
            yield start + 1, cells if any(cells) or len(cells) > 1 else []


def _alone(line: str, number: int, separator: str) -> RawRow:
    if separator == _NONE:
        return number, [line]
    reader = csv.reader([line + "\n", "\n"], delimiter=separator, skipinitialspace=True)
    cells = next(reader)
    if reader.line_num > 1:
        return BadRow(number, Sentence("a quote is opened and not closed"), line)
    return number, cells


FORMAT = Format(Sentence("CSV or TSV"), (".csv", ".tsv", ".tab"), recognises, read)
