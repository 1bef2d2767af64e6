"""The two ways in: a file, or text that was pasted or dropped."""

from __future__ import annotations

import hashlib
from pathlib import Path

from app.core.errors import ListError
from app.core.hypothesis import HypothesisList
from app.core.text import is_unicode
from app.intake.assemble import RawList
from app.intake.encoding import decode
from app.intake.formats import FORMATS, choose, is_binary, unknown
from app.intake.rows import Source

MAX_BYTES = 256 * 2**20
"""The largest list that is read, in bytes."""

SUFFIXES: tuple[str, ...] = (*(suffix for form in FORMATS for suffix in form.suffixes), ".txt")
"""Suffixes that a file dialog offers; others are read by their content."""


def read_list(path: Path) -> HypothesisList:
    """Read a hypothesis list of any known format; see `read_rows` and `RawList.assemble`."""
    return read_rows(path).assemble()


def read_rows(path: Path) -> RawList:
    """Read the rows of a list of any known format.

    Every row is in exactly one group of the result. A blank line of plain text, Markdown or JSON Lines is a
    separator and no row; a blank line or row of a table is an empty row where it lies between others.

    Raises:
        ListError: no such file, too large, of no known format, damaged, or of a name that is not UTF-8.
    """
    name = path.name or str(path)
    if not is_unicode(name):
        raise ListError("The name of {!r} is not UTF-8; rename the file.", str(path))
    try:
        if not path.exists():
            raise ListError("{} does not exist; check the path.", path)
        if not path.is_file():
            raise ListError("{} is not a file; name the list itself.", path)
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise ListError("{0} cannot be read ({1}); check its permissions and its name.", path, why) from error
    _check_size(name, data)
    text = "" if is_binary(data) else decode(data)
    if text is None:
        raise unknown(name)
    return _read(Source(name, data, text))


def read_text(text: str, name: str) -> RawList:
    """Read the rows of pasted or dropped text; its format is known by its content.

    Raises:
        ListError: too large, or empty.
    """
    data = text.encode("utf-8", errors="replace")
    _check_size(name, data)
    plain = data.decode().removeprefix("\ufeff").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return _read(Source(name, data, plain))


def _check_size(name: str, data: bytes) -> None:
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 2**20
        raise ListError("{0} is larger than {1} MB; split it, or keep only the hypotheses.", name, limit)


def _read(source: Source) -> RawList:
    digest = hashlib.sha256(source.data).hexdigest()
    if not source.data.strip():
        raise ListError("{} is empty; write one hypothesis a line.", source.name)
    return RawList(source.name, digest, tuple(choose(source).read(source)))
