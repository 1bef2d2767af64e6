"""What is in an XLSX workbook: cached values of the first sheet that holds a list."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.utils.escape import unescape

from app.core.errors import ListError
from app.intake import table
from app.intake.rows import Row, Source

MAX_UNPACKED = 512 * 2**20
"""Bytes that a workbook may take when unpacked; more is a bomb or no list."""
MAX_ROWS = 1_048_576  # what the format allows; a damaged row number can claim any
MAX_CELLS = 20_000_000  # a lone cell in the last column makes its row 16,384 cells wide

OLE2 = b"\xd0\xcf\x11\xe0"  # a workbook behind a password, or one of before 2007


def read(source: Source) -> Iterator[Row]:
    """The rows of the first sheet with a header, else of the first with one column of text.

    Raises:
        ListError: a workbook that is encrypted, damaged or too large, or without a list in it.
    """
    _check(source)
    first: list[table.RawRow] | None = None
    for sheet in _sheets(source):
        if table.find_header(sheet[: table.HEADER_WITHIN]) is not None:
            return table.records(sheet)
        if first is None and sheet:
            first = sheet
    return table.records(first or [])


def _check(source: Source) -> None:
    if source.data.startswith(OLE2):
        raise ListError(
            "{} is protected by a password or in the old .xls format; save it in Excel as .xlsx without a "
            "password.",
            source.name,
        )
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _damaged(source.name) from error
    if not any(member.filename.lower().startswith("xl/") for member in members):
        raise ListError("{} is no .xlsx workbook; save the list as .xlsx or .csv.", source.name)
    if any(member.flag_bits & 1 for member in members):
        raise ListError("{} is protected by a password; save it without one.", source.name)
    # zipfile never hands out more than an entry declares, so the declared sizes are a bound.
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED:
        raise ListError(
            "{0} would unpack to {1} MB, above the limit of {2} MB; save the sheet with the hypotheses as "
            ".csv.",
            source.name,
            unpacked // 2**20,
            MAX_UNPACKED // 2**20,
        )


def _sheets(source: Source) -> Iterator[list[table.RawRow]]:
    """Every sheet's rows, one sheet after another. Formulas are not computed: the saved values count."""
    workbook = None
    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles and extensions that a list has no use for.
            warnings.simplefilter("ignore")
            workbook = openpyxl.load_workbook(
                io.BytesIO(source.data), read_only=True, data_only=True, keep_links=False
            )
        for sheet in workbook.worksheets:
            yield _rows(source.name, sheet)
    except ListError:
        raise
    except Exception as error:  # openpyxl meets a damaged file with errors of a dozen kinds
        raise _damaged(source.name) from error
    finally:
        if workbook is not None:
            workbook.close()


def _rows(name: str, sheet: Any) -> list[table.RawRow]:
    sheet.reset_dimensions()  # other programs write a wrong extent, which would cut rows off
    rows: list[table.RawRow] = []
    filled = size = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            size += len(values)
            if number > MAX_ROWS or size > MAX_CELLS:
                raise ListError(
                    "{0} is too large a sheet (row {1}); save the list alone as .csv.", name, number
                )
            cells = [_text(value) for value in values]
            while cells and not cells[-1].strip():
                cells.pop()
            rows.append((number, cells))
            filled = number if cells else filled
    return rows[:filled]


def _text(value: Any) -> str:
    """A cell as a reader would write it: 5.0 is "5", a date without a time is a date."""
    if value is None:
        return ""
    if isinstance(value, str):
        return unescape(value) if "_x" in value else value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        whole_day = value.time() == time(0)
        return value.date().isoformat() if whole_day else value.isoformat(sep=" ", timespec="seconds")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _damaged(name: str) -> ListError:
    return ListError("{} is damaged or no .xlsx workbook; open it in Excel and save it again as .xlsx.", name)
