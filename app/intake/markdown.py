"""Markdown: list items and pipe tables. Headings and prose outside of items are not rows.

An item's nested items and continuation lines belong to it; a nested "rationale: ..." is a field of its own,
and a bold beginning is the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.core.sentence import Sentence
from app.intake import table
from app.intake.columns import STATEMENT, TITLE, role_of
from app.intake.rows import UNNAMED, BadRow, Format, Record, Row, Source

_ITEM = re.compile(r"(\s*)(?:[-*+\u2022]|\d{1,9}[.)])(?:\s+(.*)|)$")
_BREAK = re.compile(r"\s{0,3}([-*_])\s*(?:\1\s*){2,}$")
_TASK = re.compile(r"\[[ xX]\](?:\s+|$)")
_HEADING = re.compile(r"\s{0,3}#{1,6}(?:\s|$)")
_BOLD = re.compile(r"(\*\*|__)(?P<title>.+?)\1\s*[:.\u2013\u2014-]*\s*(?P<rest>\S.*)$")
_FIELD = re.compile(r"[*_]{0,3}(?P<name>[^:*_]{1,40}?)[*_]{0,3}:[*_]{0,3}\s+(?P<text>\S.*)$")
_RULER = re.compile(r"\|?(?:\s*:?-+:?\s*\|)*(?:\s*:?-+:?)?")


class _Item:
    """One list item while its lines come in."""

    def __init__(self, line: int, indent: int, text: str) -> None:
        self.line = line
        self.indent = indent
        bold = _BOLD.match(text)
        self.fields = [(TITLE, [bold["title"]])] if bold else []
        self.statement = [bold["rest"] if bold else text]
        self.fields.append((STATEMENT if bold else UNNAMED, self.statement))

    def holds(self, indent: int) -> bool:
        return indent >= self.indent + 2

    def add(self, text: str, *, starts: bool) -> None:
        """Take a further line; `starts` where it begins a nested item or a paragraph."""
        field = _FIELD.match(text)
        if field and role_of(field["name"]):
            self.fields.append((field["name"], [field["text"]]))
        elif starts:
            self.statement += ["\n", text]
        else:
            self.fields[-1][1].extend([" ", text])

    def row(self) -> Row:
        fields = tuple((name, "".join(parts).strip()) for name, parts in self.fields)
        return (
            Record(self.line, fields)
            if any(text for _, text in fields)
            else BadRow(self.line, Sentence("empty"))
        )


def read(source: Source) -> Iterator[Row]:
    """Items and table rows in the file's order."""
    lines = source.text.split("\n")
    item: _Item | None = None
    after_blank = False
    number = 0
    while number < len(lines):
        line, number = lines[number], number + 1
        if not line.strip():
            after_blank = True
            continue
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        mark = None if _BREAK.match(line) else _ITEM.match(line)
        text = _TASK.sub("", (mark[2] or "").strip(), count=1) if mark else line.strip()
        if item and item.holds(indent):
            item.add(text, starts=bool(mark) or after_blank)
        elif mark:
            if item:
                yield item.row()
            item = _Item(number, indent, text)
        elif item and not after_blank and not _ends_item(lines, number - 1):
            item.add(text, starts=False)
        else:
            if item:
                yield item.row()
            item = None
            if _is_table(lines, number - 1):
                end = number + 1
                while end < len(lines) and "|" in lines[end]:
                    end += 1
                body = [(at + 1, _cells(lines[at])) for at in range(number + 1, end)]
                yield from table.body(_cells(line), body)
                number = end
        after_blank = False
    if item:
        yield item.row()


def recognises(source: Source) -> bool:
    """Whether the text is all list or table: no line would be passed over but headings."""
    found = after_blank = False
    lines = source.text.split("\n")
    for at, line in enumerate(lines):
        if not line.strip():
            after_blank = True
            continue
        if _is_table(lines, at):
            return True
        if _ITEM.match(line) and not _BREAK.match(line):
            found = True
        elif not _HEADING.match(line) and not _BREAK.match(line):
            intro = not found and line.rstrip().endswith(":")
            continues = found and (line[0].isspace() or not after_blank)
            if not intro and not continues:
                return False
        after_blank = False
    return found


def _ends_item(lines: list[str], at: int) -> bool:
    return bool(_HEADING.match(lines[at]) or _BREAK.match(lines[at])) or _is_table(lines, at)


def _is_table(lines: list[str], at: int) -> bool:
    below = lines[at + 1] if at + 1 < len(lines) else ""
    return "|" in lines[at] and "|" in below and "-" in below and bool(_RULER.fullmatch(below.strip()))


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", inner)]


FORMAT = Format(Sentence("a Markdown list"), (".md", ".markdown"), recognises, read)
