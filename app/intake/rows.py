"""The contract between a list format and the rest of intake."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.core.sentence import Sentence

UNNAMED = ""
"""The field name of text that stands alone, as in a plain line; it is the statement."""


@dataclass(frozen=True, slots=True)
class Source:
    """One list before it is understood.

    Attributes:
        name: file name or another short name, for messages.
        data: the bytes as they came.
        text: the decoded text without BOM and NUL, every line end a "\\n"; "" for a binary file.
    """

    name: str
    data: bytes
    text: str


@dataclass(frozen=True, slots=True)
class Record:
    """A row that was read: its 1-based line and its fields as (column as written, text)."""

    line: int
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read, and why."""

    line: int
    reason: Sentence
    text: str = ""


Row = Record | BadRow


@dataclass(frozen=True, slots=True)
class Format:
    """One list format.

    Attributes:
        name: for messages.
        suffixes: lower-case file suffixes with their dot.
        recognises: whether the content is surely of this format; asked where the suffix does not tell.
        read: the rows in the file's order. Raises `ListError` where the whole list is beyond use.
        binary: whether it reads `Source.data`, which then is never decoded.
    """

    name: str
    suffixes: tuple[str, ...]
    recognises: Callable[[Source], bool]
    read: Callable[[Source], Iterator[Row]]
    binary: bool = False
