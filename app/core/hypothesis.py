"""A hypothesis as an analyst wrote it, and a list of them as it was read."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One line of a list.

    Attributes:
        id: the analyst's own id, or one made from the row; unique within its list.
        title: short name; may be empty.
        statement: the claim itself; never empty.
        details: further recognised columns, in the file's order, as (name, text): ("rationale", "...").
        row: 1-based line (or spreadsheet row) in the source where it starts.
        label: the user's own label, for calibration. It is never shown to a model.
    """

    id: str
    title: str
    statement: str
    details: tuple[tuple[str, str], ...] = ()
    row: int = 0
    label: str | None = None

    def normalised(self) -> str:
        """Text by which two hypotheses count as the same: NFKC, case-folded, white space collapsed."""
        parts = (self.title, self.statement, *(text for _, text in self.details))
        return " ".join(unicodedata.normalize("NFKC", " ".join(parts)).casefold().split())


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was read but not used, and why: a `Sentence` until it was recorded, and a text since.

    `of_row` is the earlier row of a duplicate.
    """

    row: int
    reason: str
    text: str
    of_row: int | None = None


@dataclass(frozen=True, slots=True)
class HypothesisList:
    """What intake made of one source: every row is in exactly one of the three groups.

    Attributes:
        name: file name or another short name of the source.
        sha256: digest of the source's bytes, lower-case hex.
        columns: (column as written, what it was taken for, "" where it was ignored).
    """

    name: str
    sha256: str
    hypotheses: tuple[Hypothesis, ...]
    duplicates: tuple[RejectedRow, ...] = ()
    unreadable: tuple[RejectedRow, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()

    @property
    def received(self) -> int:
        """Rows that the source held, used or not."""
        return len(self.hypotheses) + len(self.duplicates) + len(self.unreadable)
