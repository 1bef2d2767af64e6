"""Rows to a hypothesis list: roles of columns, ids, duplicates, and rows that hold no hypothesis."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.core.errors import ListError
from app.core.hypothesis import Hypothesis, HypothesisList, RejectedRow
from app.core.sentence import Sentence
from app.intake.columns import Columns, resolve
from app.intake.rows import BadRow, Record, Row

_SHOWN = 500  # characters of a rejected row that are kept to show it
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]")
_BY_NAME: Mapping[str, str] = MappingProxyType({})
_SURROGATES = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class RawList:
    """The rows of a list before its columns are understood.

    Attributes:
        name: file name or another short name of the source.
        sha256: digest of the source's bytes, lower-case hex.
    """

    name: str
    sha256: str
    rows: tuple[Row, ...]

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """(column as written, what its name says that it is, "" where nothing)."""
        return resolve(_names(self.rows)).taken

    def assemble(self, roles: Mapping[str, str] | None = None) -> HypothesisList:
        """The list, with the columns taken for what their names say, or for what `roles` says.

        Args:
            roles: by column as written, one of `columns.ROLES`; columns that it lacks go by their names.

        Raises:
            ListError: not one usable hypothesis.
        """
        return assemble(self.name, self.sha256, self.rows, roles or {})


def assemble(
    name: str, sha256: str, rows: Iterable[Row], roles: Mapping[str, str] = _BY_NAME
) -> HypothesisList:
    """Sort every row into hypotheses, duplicates and unreadable rows, in one pass each over the list.

    A row repeats an earlier one if it has its id or the same `Hypothesis.normalised()` text; only rows that
    are used count as earlier ones, so that the second text under an id is not lost where it comes again.

    Raises:
        ListError: not one usable hypothesis.
    """
    received = list(rows)
    columns = resolve(_names(received), roles)
    read = [_hypothesis(row, columns) if isinstance(row, Record) else row for row in received]
    taken = {each.id for each in read if isinstance(each, Hypothesis)}
    used: list[Hypothesis] = []
    duplicates: list[RejectedRow] = []
    unreadable: list[RejectedRow] = []
    row_of_id: dict[str, int] = {}
    row_of_text: dict[str, int] = {}
    made: dict[int, int] = {}
    for each in read:
        if isinstance(each, BadRow):
            unreadable.append(RejectedRow(each.line, each.reason, each.text[:_SHOWN]))
            continue
        text = each.normalised()
        if each.id in row_of_id:
            reason, of_row = Sentence("id {!r} again", each.id[:60]), row_of_id[each.id]
        elif text in row_of_text:
            reason, of_row = Sentence("the same text again"), row_of_text[text]
        else:
            hypothesis = each if each.id else _with_made_id(each, taken, made)
            used.append(hypothesis)
            row_of_id[hypothesis.id] = row_of_text[text] = each.row
            continue
        duplicates.append(RejectedRow(each.row, reason, each.statement[:_SHOWN], of_row))
    if not used:
        raise _nothing(name, unreadable, columns)
    return HypothesisList(name, sha256, tuple(used), tuple(duplicates), tuple(unreadable), columns.taken)


def clean(text: str) -> str:
    """Text without control characters (tab and line end stay) and outer white space."""
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text)).strip()


def _hypothesis(record: Record, columns: Columns) -> Hypothesis | BadRow:
    """The record as a hypothesis; its id is "" where none is written."""
    fields: dict[str, str] = {}
    for column, raw in record.fields:
        if text := clean(raw):
            fields[column] = f"{fields[column]}\n{text}" if column in fields else text
    if not fields:
        blank = not any(raw.strip() for _, raw in record.fields)
        return BadRow(record.line, Sentence("empty" if blank else "no readable text"))
    shown = " | ".join(fields.values())
    stated = _first(fields, columns.statements)
    if stated is None:
        return BadRow(record.line, Sentence("no statement"), shown)
    if not any(map(str.isalnum, fields[stated])):
        return BadRow(record.line, Sentence("no letter or digit in the statement"), shown)
    titled = _first(fields, columns.titles)
    return Hypothesis(
        id=" ".join(fields.get(columns.id, "").split()) if columns.id is not None else "",
        title=" ".join(fields[titled].split()) if titled is not None else "",
        statement=fields[stated],
        details=tuple(
            (columns.details[column], text)
            for column, text in fields.items()
            if column in columns.details and column not in (stated, titled)
        ),
        row=record.line,
        label=fields.get(columns.label) if columns.label is not None else None,
    )


def _first(fields: dict[str, str], ranks: dict[str, int]) -> str | None:
    return min((column for column in fields if column in ranks), key=ranks.__getitem__, default=None)


def _with_made_id(each: Hypothesis, taken: set[str], made: dict[int, int]) -> Hypothesis:
    """Give it the id "row-12", or "row-12-2" where that is taken or several share the line."""
    # Counting per line keeps a file of one long line linear.
    while True:
        made[each.row] = made.get(each.row, 0) + 1
        new = f"row-{each.row}" if made[each.row] == 1 else f"row-{each.row}-{made[each.row]}"
        if new not in taken:
            taken.add(new)
            return Hypothesis(new, each.title, each.statement, each.details, each.row, each.label)


def _names(rows: Iterable[Row]) -> dict[str, None]:
    """The distinct columns, in order."""
    return dict.fromkeys(column for row in rows if isinstance(row, Record) for column, _ in row.fields)


def _nothing(name: str, unreadable: list[RejectedRow], columns: Columns) -> ListError:
    if not columns.statements and len(columns.taken) > 1:
        return ListError(
            "{0} has several columns but none is called 'hypothesis' (they are: {1}); name one of them so.",
            name,
            " | ".join(column for column, _ in columns.taken)[:120],
        )
    if not unreadable:
        return ListError("{} holds no hypothesis; write one a line, or name a column 'hypothesis'.", name)
    first = unreadable[0]
    return ListError(
        "{0} holds no usable hypothesis in {1} rows (row {2}: {3}); write one a line, or name a column "
        "'hypothesis'.",
        name,
        len(unreadable),
        first.row,
        first.reason,
    )
