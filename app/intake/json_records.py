"""JSON (an array, or an object that holds it) and JSON Lines, with every element's own line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from app.core.errors import ListError
from app.core.sentence import Sentence
from app.intake.columns import key
from app.intake.rows import UNNAMED, BadRow, Format, Record, Row, Source

# Numbers stay as written; strict=False lets a text hold raw line ends and tabs.
_DECODER = json.JSONDecoder(
    parse_int=str, parse_float=str, parse_constant=lambda name: None if name == "NaN" else name, strict=False
)
_SPACE = re.compile(r"[ \t\n]*")
_LISTS = frozenset({"hypotheses", "ideas", "items", "rows", "records"})


def read(source: Source) -> Iterator[Row]:
    """The elements of the array; values one under another are read as JSON Lines.

    Raises:
        ListError: the document is not valid JSON.
    """
    try:
        _, end = _DECODER.raw_decode(source.text, _skip(source.text, 0))
        alone = _skip(source.text, end) == len(source.text)
    except (ValueError, RecursionError) as error:
        if not _first_line_is_whole(source.text):
            why = _why(error, in_document=True)
            raise ListError("{0} is not valid JSON ({1}); correct it there.", source.name, why) from error
        alone = False
    if not alone:
        yield from read_lines(source)
        return
    line, counted = 1, 0
    for start, value in _elements(source.text):
        line += source.text.count("\n", counted, start)
        counted = start
        yield _row(line, value, source.text, start)


def read_lines(source: Source) -> Iterator[Row]:
    """One value a line; a blank line is a separator, not a row."""
    for number, line in enumerate(source.text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = _DECODER.decode(line)
        except (ValueError, RecursionError) as error:
            yield BadRow(number, Sentence("not valid JSON: {}", _why(error)), line)
        else:
            yield _row(number, value, line, 0)


def _elements(text: str) -> Iterator[tuple[int, Any]]:
    """(offset, value) of each hypothesis in a document that is known to be valid."""
    start = _skip(text, 0)
    array = start if text[start] == "[" else _array_in(text, start)
    if array is None:
        yield start, _DECODER.raw_decode(text, start)[0]
        return
    at = _skip(text, array + 1)
    while text[at] != "]":
        value, end = _DECODER.raw_decode(text, at)
        yield at, value
        at = _skip(text, end)
        if text[at] == ",":
            at = _skip(text, at + 1)


def _array_in(text: str, start: int) -> int | None:
    """Offset of the array under "hypotheses" or a like key of the object at `start`."""
    if text[start] != "{":
        return None
    at = _skip(text, start + 1)
    while text[at] == '"':
        name, at = _DECODER.raw_decode(text, at)
        at = _skip(text, _skip(text, at) + 1)
        if text[at] == "[" and key(name) in _LISTS:
            return at
        at = _skip(text, _DECODER.raw_decode(text, at)[1])
        if text[at] == ",":
            at = _skip(text, at + 1)
    return None


def _row(line: int, value: Any, text: str, start: int) -> Row:
    if isinstance(value, str) and text.startswith('"', start):
        return Record(line, ((UNNAMED, value),))
    if not isinstance(value, dict):
        return BadRow(line, Sentence("neither an object nor a text"), text[start : start + 200])
    try:
        # A name, unlike a text, is kept as it is written: half of a surrogate pair must not come into it.
        names = (name.encode(errors="replace").decode() for name in value)
        return Record(line, tuple(zip(names, map(_flat, value.values()), strict=True)))
    except RecursionError:
        return BadRow(line, Sentence("nested too deeply"), text[start : start + 200])


def _flat(value: Any) -> str:
    """Text of a value: lists and objects become "a; b" and "key: a; key: b"."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_flat(item)}" for name, item in value.items())
    return "; ".join(map(_flat, value)) if isinstance(value, list) else ""


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _why(error: Exception, *, in_document: bool = False) -> str:
    if isinstance(error, json.JSONDecodeError):
        if in_document:
            return Sentence("line {0}, column {1}: {2}", error.lineno, error.colno, error.msg)
        return Sentence("column {0}: {1}", error.colno, error.msg)
    return Sentence("nested too deeply") if isinstance(error, RecursionError) else str(error)


def _first_line_is_whole(text: str) -> bool:
    """Whether the first filled line is an object by itself, as in JSON Lines."""
    line = next((line for line in text.split("\n") if line.strip()), "")
    try:
        return isinstance(_DECODER.decode(line), dict)
    except (ValueError, RecursionError):
        return False


def _looks_like_json(source: Source) -> bool:
    start = _skip(source.text, 0)
    if not re.match(r"\[\s*[\[{\"]|\{\s*\"", source.text[start : start + 10_000]):
        return False
    if not source.text.rstrip().endswith(("]", "}")):
        return False
    # A text in brackets is no JSON; a broken document that is one shall say where it is broken.
    return not _first_line_is_whole(source.text) or source.text.strip().count("\n") == 0


def _looks_like_jsonl(source: Source) -> bool:
    return _first_line_is_whole(source.text)


JSON = Format("JSON", (".json",), _looks_like_json, read)
JSONL = Format("JSON Lines", (".jsonl", ".ndjson"), _looks_like_jsonl, read_lines)
