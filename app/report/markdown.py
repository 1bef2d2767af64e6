"""A report as Markdown (CommonMark with GitHub's tables), in which no text of a user or model is markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.report.blocks import (
    Block,
    Cell,
    Chart,
    Document,
    Facts,
    Items,
    Line,
    Listing,
    Paragraph,
    Passage,
    Piece,
    Run,
    Section,
    Style,
    Table,
)
from app.report.plain import isolated

# What may be markup anywhere, what GitHub makes a link of, and what does something at a line's start.
_MARKUP = re.compile(r"[\\`*_\[\]>|~$@]|:(?=//)|(?<=www)\.|^[#+=-]|(?<=^\d)[.)]", re.IGNORECASE)
_DEEPEST = 6


def to_markdown(document: Document) -> bytes:
    """The document as UTF-8."""
    parts = [f"# {document.title}", _line(document.subtitle)]
    for number, section in enumerate(document.sections, 1):
        parts += _section(section, 2, f"{number}. ")
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def escaped(text: str) -> str:
    """A text in one line that means itself: no markup, no link, no entity."""
    marked = _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))
    return isolated(marked.replace("&", "&amp;").replace("<", "&lt;"))


def _section(section: Section, level: int, number: str) -> Iterator[str]:
    yield f"{'#' * min(level, _DEEPEST)} {number}{_line(section.title)}"
    for block in section.blocks:
        yield _block(block)
    for part in section.parts:
        yield from _section(part, level + 1, "")


def _block(block: Block) -> str:
    match block:
        case Paragraph(line, warning):
            return f"> **Note:** {_line(line)}" if warning else _line(line)
        case Items(lines):
            return "\n".join(f"- {_line(line)}" for line in lines)
        case Facts(rows):
            heads = "| | |\n|---|---|"
            return "\n".join((heads, *(f"| {escaped(name)} | {_cell(cell)} |" for name, cell in rows)))
        case Table():
            return _table(block)
        case Listing(title, text):
            return f"{title}:\n\n{_fenced(text)}"
        case Passage(title, lines):
            return f"{title}:\n\n{_fenced(chr(10).join(_pieces(line) for line in lines))}"
        case Chart():
            return f"**{escaped(block.title)}.** {escaped(block.told)}"


def _table(table: Table) -> str:
    heads = " | ".join(escaped(column.head) for column in table.columns)
    rules = "|".join("--:" if column.number else "---" for column in table.columns)
    rows = (" | ".join(_cell(cell) for cell in row) for row in table.rows)
    return "\n".join(
        (f"**{escaped(table.title)}**", "", f"| {heads} |", f"|{rules}|", *(f"| {row} |" for row in rows))
    )


def _cell(cell: Cell) -> str:
    """A table's cell, where a bar within a code span must be escaped too."""
    return "; ".join(filter(None, (_line(line, bar=r"\|") for line in cell)))


def _line(line: Line, bar: str = "|") -> str:
    return "".join(_run(run, bar) for run in line).strip()


def _run(run: Run, bar: str) -> str:
    text = escaped(run.text)
    if not text:
        return run.text and " "
    before = " " if run.text[0].isspace() else ""
    after = " " if run.text[-1].isspace() else ""
    if run.style is Style.CODE:
        text = _code(" ".join(run.text.split())).replace("|", bar)
    elif run.style not in (Style.OWN, Style.SAID, Style.MUTED):
        text = f"**{text}**"
    return f"{before}{text}{after}"


def _code(text: str) -> str:
    """A code span; one that holds backticks has more of them around it."""
    if "`" not in text:
        return f"`{text}`"
    ticks = "`" * (_longest_ticks(text) + 1)
    return f"{ticks} {text} {ticks}"


def _fenced(text: str) -> str:
    fence = "`" * max(3, _longest_ticks(text) + 1)
    return f"{fence}text\n{text}\n{fence}"


def _longest_ticks(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)


def _pieces(line: tuple[Piece, ...]) -> str:
    return "".join(f"⟦{one.injected.value}: {one.text}⟧" if one.injected else one.text for one in line)
