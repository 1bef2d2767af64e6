"""XLSX workbooks, known by their first bytes; what reads them is loaded when the first one comes."""

from __future__ import annotations

from collections.abc import Iterator

from app.intake.rows import Format, Row, Source

_ZIP = b"PK\x03\x04"
_OLE2 = b"\xd0\xcf\x11\xe0"  # a workbook behind a password, or one of before 2007


def recognises(source: Source) -> bool:
    """Whether the bytes are a zip archive or an OLE2 document."""
    return source.data.startswith((_ZIP, _OLE2))


def read(source: Source) -> Iterator[Row]:
    """See `app.intake.workbook.read`."""
    # openpyxl and the numpy that it brings take longer to import than most lists to read.
    from app.intake import workbook

    return workbook.read(source)


FORMAT = Format("XLSX", (".xlsx", ".xlsm"), recognises, read, binary=True)
