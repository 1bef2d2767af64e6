"""The registry of list formats: a new format is one module and one line here."""

from __future__ import annotations

from functools import reduce
from pathlib import PurePath

from app.core.errors import ListError
from app.core.sentence import Sentence
from app.intake import delimited, json_records, lines, markdown, xlsx
from app.intake.rows import Format, Source

# The order is the order of recognition by content; plain lines take any text and stay last.
FORMATS: tuple[Format, ...] = (
    xlsx.FORMAT,
    json_records.JSON,
    json_records.JSONL,
    markdown.FORMAT,
    delimited.FORMAT,
    lines.FORMAT,
)


def choose(source: Source) -> Format:
    """The format of `source`: by suffix, then by content.

    Raises:
        ListError: the content is of no known format.
    """
    suffix = PurePath(source.name).suffix.lower()
    for form in FORMATS:
        if suffix in form.suffixes and (form.binary or source.text):
            return form
    for form in FORMATS:
        if form.binary == (not source.text) and form.recognises(source):
            return form
    raise unknown(source.name)


def is_binary(data: bytes) -> bool:
    """Whether the bytes are of a format that is no text."""
    return any(form.binary and form.recognises(Source("", data, "")) for form in FORMATS)


def unknown(name: str) -> ListError:
    """The error for content of no known format."""
    known = reduce(lambda before, each: Sentence("{0}, {1}", before, each), (form.name for form in FORMATS))
    return ListError("{0} is no list that can be read; save it as one of: {1}.", name, known)
