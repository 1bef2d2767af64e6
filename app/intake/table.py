"""Rows of cells to records: finds the header, names the fields, reports ragged and empty rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from app.core.sentence import Sentence
from app.intake.columns import STATEMENT, TITLE, role_of
from app.intake.rows import UNNAMED, BadRow, Record, Row

RawRow = tuple[int, Sequence[str]] | BadRow
"""(line, cells), where a blank line or spreadsheet row has no cells at all."""

HEADER_WITHIN = 20
"""A header is looked for in this many rows, since exports put a caption above it."""


def find_header(rows: Sequence[RawRow]) -> int | None:
    """Index of the row that names the columns, None if there is none.

    It is the one with most known names: one such name is enough for the first filled row, since that may
    also be a caption ("Ideas") above the header; a later row needs two.
    """
    best, at, needed = 0, None, 1
    for index, row in enumerate(rows):
        if isinstance(row, BadRow) or not any(map(str.strip, row[1])):
            continue
        score = header_score(row[1])
        if score >= needed and score > best:
            best, at = score, index
        needed = 2
    return at


def header_score(cells: Sequence[str]) -> int:
    """Known column names in a row; 0 if none of them can hold a hypothesis."""
    roles = [role_of(cell) for cell in cells if cell.strip()]
    return sum(map(bool, roles)) if STATEMENT in roles or TITLE in roles else 0


def records(rows: Iterable[RawRow]) -> Iterator[Row]:
    """The records of a table, below its header if it has one, or of one column."""
    rows = iter(rows)
    head = list(islice(rows, HEADER_WITHIN))
    at = find_header(head)
    if at is None:
        yield from _single(head, rows)
        return
    for row in head[:at]:
        if isinstance(row, BadRow):
            yield row
        elif any(map(str.strip, row[1])):
            yield BadRow(row[0], Sentence("above the header row"), _joined(row[1]))
    header = head[at]
    if not isinstance(header, BadRow):
        yield from body(header[1], chain(head[at + 1 :], rows))


def body(header: Sequence[str], rows: Iterable[RawRow]) -> Iterator[Row]:
    """The records below a header."""
    names = _distinct(header)
    for row in without_outer_blanks(rows):
        if isinstance(row, BadRow):
            yield row
            continue
        line, cells = row
        if not any(map(str.strip, cells)):
            yield BadRow(line, Sentence("empty"))
        elif any(map(str.strip, cells[len(names) :])):
            reason = Sentence(
                "{0} fields where the header has {1}: quote text with separators", len(cells), len(names)
            )
            yield BadRow(line, reason, _joined(cells))
        else:
            padded = chain(cells, [""] * (len(names) - len(cells)))
            pairs = zip(header, names, padded, strict=False)
            # A column without a name is only worth a report where it holds something.
            kept = ((own, cell) for name, own, cell in pairs if name.strip() or cell.strip())
            yield Record(line, tuple(kept))


def without_outer_blanks(rows: Iterable[RawRow]) -> Iterator[RawRow]:
    """Drop rows without cells before the first and after the last other row: no one wrote those."""
    blanks: list[RawRow] | None = None
    for row in rows:
        if isinstance(row, BadRow) or row[1]:
            yield from blanks or ()
            blanks = []
            yield row
        elif blanks is not None:
            blanks.append(row)


def _single(head: Sequence[RawRow], rows: Iterable[RawRow]) -> Iterator[Row]:
    for at, row in enumerate(head):
        if not isinstance(row, BadRow) and sum(map(bool, map(str.strip, row[1]))) > 1:
            # Columns of names that say nothing; a user may say what they are.
            yield from body(row[1], chain(head[at + 1 :], rows))
            return
    rows = chain(head, rows)
    for row in without_outer_blanks(rows):
        if isinstance(row, BadRow):
            yield row
            continue
        line, cells = row
        filled = [cell for cell in cells if cell.strip()]
        if len(filled) == 1:
            yield Record(line, ((UNNAMED, filled[0]),))
        else:
            many = Sentence("{} fields in a list of one column", len(filled))
            yield BadRow(line, many if filled else Sentence("empty"), _joined(cells))


def _distinct(header: Sequence[str]) -> list[str]:
    """Names by which fields can be told apart: "column 3" for a blank one, "data (2)" for a second "data"."""
    count: dict[str, int] = {}
    names = []
    for index, cell in enumerate(header, start=1):
        name = " ".join(cell.split()) or f"column {index}"
        count[name] = count.get(name, 0) + 1
        names.append(name if count[name] == 1 else f"{name} ({count[name]})")
    return names


def _joined(cells: Sequence[str]) -> str:
    return " | ".join(cell.strip() for cell in cells)
