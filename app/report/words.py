"""Words that several sections share: how a hypothesis, a number and a time are written."""

from __future__ import annotations

from collections.abc import Sequence

from app.report.blocks import Cell, Line, Run, own, said
from app.report.facts import Row

# Beyond so many characters a text in a table is cut; it stands in full with its trace and in the JSON file.
LONGEST = 300
_TITLE = 120
_ID = 40


def title_of(row: Row) -> Line:
    """A hypothesis by its title, or by the start of its statement."""
    return said(row.hypothesis.title.strip() or row.hypothesis.statement, _TITLE)


def name_of(row: Row) -> Line:
    """A hypothesis by its id and title, leading to its traces."""
    return (*id_of(row), Run(" "), *title_of(row))


def id_of(row: Row) -> Line:
    """A hypothesis by its id, leading to its traces."""
    (run,) = said(row.hypothesis.id, _ID)
    return (Run(run.text, run.style, to=anchor_of(row)),)


def names_of(rows: Sequence[Row]) -> Line:
    """Hypotheses by their ids."""
    runs: list[Run] = []
    for row in rows:
        runs += [*id_of(row), Run(", ")]
    return tuple(runs[:-1])


def anchor_of(row: Row) -> str:
    """The id of the section that holds a hypothesis's traces."""
    return f"h-{row.number}"


def number(value: int) -> Cell:
    """A count in a table."""
    return (own(f"{value:,}"),)


def time(at: str) -> str:
    """A ledger's time to the second, under a head that says UTC."""
    return f"{at[:10]} {at[11:19]}"


def moment(at: str) -> str:
    """A ledger's time to the second, with its zone."""
    return f"{time(at)} UTC"
