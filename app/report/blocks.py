"""What a report is made of, whatever it is written as: sections of paragraphs, tables, charts and traces.

Text of users and models stands only in runs, pieces and listings, and has been made plain by `plain.visible`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.core.trace import SpanReason
from app.report.lexer import Kind
from app.report.plain import one_line, visible


class Style(Enum):
    """How a run of text looks."""

    OWN = "own"
    SAID = "said"
    CODE = "code"
    STRONG = "strong"
    MUTED = "muted"
    ADVANCE = "advance"
    REJECT = "reject"
    UNSURE = "unsure"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style; SAID is what a user or model wrote. `to` is the section that it leads to."""

    text: str
    style: Style = Style.OWN
    to: str = ""


Line = tuple[Run, ...]
Cell = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some lines of prose; a warning stands out."""

    line: Line
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list without numbers."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and their values."""

    rows: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, its share of the width, and whether it holds numbers."""

    head: str
    share: float = 1.0
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head repeats where it goes on over a page."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A text in its own lines, such as a prompt."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of a trace: of one kind for the eye, and injected for a reason or sampled (None)."""

    text: str
    kind: Kind | None
    injected: SpanReason | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a trace in its own lines."""

    title: str
    lines: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled box. `of` names its colour, `title` what it stands for."""

    x: float
    y: float
    width: float
    height: float
    of: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line, or with an arrow one that leads somewhere."""

    x1: float
    y1: float
    x2: float
    y2: float
    of: str
    arrow: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """Words in a chart; `anchor` is "start", "middle" or "end"."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    of: str = "label"


@dataclass(frozen=True, slots=True)
class Dot:
    """A point whose shape follows what it stands for, not its colour alone."""

    x: float
    y: float
    of: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of that size in units of its own; `told` says in words what it shows."""

    title: str
    told: str
    width: float
    height: float
    marks: tuple[Rect | Stroke | Label | Dot, ...]


Block = Paragraph | Items | Facts | Table | Listing | Passage | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """A section with what stands in it, and its parts after that. `id` is unique in the report."""

    id: str
    title: Line
    blocks: tuple[Block, ...] = ()
    parts: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report; `at` is the time of the newest fact in it (UTC, ISO 8601)."""

    title: str
    subtitle: Line
    screen_id: str
    at: str
    sections: tuple[Section, ...]


def own(text: str) -> Line:
    """Words of the report itself."""
    return (Run(text),)


def said(text: str, most: int | None = None) -> Line:
    """Words of a user or a model; with `most` in one line, cut beyond so many characters."""
    return (Run(visible(text) if most is None else one_line(text, most), Style.SAID),)


def code(text: str) -> Line:
    """A command, a digest or a name from a machine."""
    return (Run(visible(text), Style.CODE),)


def muted(text: str) -> Line:
    """Words that may be passed over."""
    return (Run(text, Style.MUTED),)


def verdict(name: str) -> Line:
    """A verdict or an outcome in its colour."""
    return (Run(name, _COLOURS.get(name, Style.MUTED)),)


_COLOURS = {
    "advance": Style.ADVANCE,
    "kept": Style.ADVANCE,
    "reject": Style.REJECT,
    "discarded": Style.REJECT,
    "unsure": Style.UNSURE,
    "undecided": Style.UNSURE,
    "error": Style.ERROR,
    "failed": Style.ERROR,
}
