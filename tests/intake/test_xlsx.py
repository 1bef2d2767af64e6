"""XLSX workbooks: cells to text, the sheet with the list, damage and bombs."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.core.errors import ListError
from app.core.hypothesis import Hypothesis
from app.intake import read_list, workbook


def book(path: Path, **sheets: list[Any]) -> Path:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    workbook.save(path)
    return path


def edited(path: Path, member: str, old: bytes, new: bytes) -> Path:
    """The workbook with one part changed, as another program might have written it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[member]
    parts[member] = parts[member].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_cells_become_text(tmp_path: Path) -> None:
    rows = [
        ["ID", "Statement", "Horizon (days)", "Sample", "Costs", "Label"],
        [5.0, "one", 20.5, datetime.date(2020, 1, 31), 7, True],
        ["B", "two", 1e20, datetime.datetime(2020, 1, 31, 9, 30), None, False],
    ]
    found = read_list(book(tmp_path / "list.xlsx", Ideas=rows))
    first, second = found.hypotheses
    assert (first.id, first.label, first.row) == ("5", "true", 2)
    assert first.details == (("horizon (days)", "20.5"), ("sample", "2020-01-31"), ("costs", "7"))
    assert second.details[1] == ("sample", "2020-01-31 09:30:00")
    assert second.label == "false"


def test_a_formula_counts_by_its_saved_value(tmp_path: Path) -> None:
    path = book(tmp_path / "list.xlsx", Ideas=[["id", "statement"], ["A", "=1+1"], ["B", "text"]])
    edited(path, "xl/worksheets/sheet1.xml", b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
    assert read_list(path).hypotheses[0].statement == "2"


def test_rows_are_those_of_the_sheet(tmp_path: Path) -> None:
    rows = [[], ["Ideas"], [], ["id", "statement"], ["A", "one"], [], [None, " "], ["B", "two"], [], [" "]]
    found = read_list(book(tmp_path / "list.xlsx", Ideas=rows))
    assert found.hypotheses == (Hypothesis("A", "", "one", row=5), Hypothesis("B", "", "two", row=8))
    assert [(bad.row, bad.reason) for bad in found.unreadable] == [
        (2, "above the header row"),
        (6, "empty"),
        (7, "empty"),
    ]


def test_the_first_sheet_with_a_list(tmp_path: Path) -> None:
    cover = [["Read me"], ["Made by the desk"]]
    numbers = [[1, 2], [3, 4]]
    path = book(
        tmp_path / "list.xlsx", Empty=[], Cover=cover, Numbers=numbers, Ideas=[["hypothesis"], ["one"]]
    )
    assert [each.statement for each in read_list(path).hypotheses] == ["one"]


def test_one_column_without_header(tmp_path: Path) -> None:
    found = read_list(book(tmp_path / "list.xlsx", Empty=[], Ideas=[[None, "one"], [], [None, "two"]]))
    assert [(each.statement, each.row) for each in found.hypotheses] == [("one", 1), ("two", 3)]
    assert [bad.row for bad in found.unreadable] == [2]


def test_a_wrong_extent_cuts_nothing_off(tmp_path: Path) -> None:
    path = book(tmp_path / "list.xlsx", Ideas=[["id", "statement"], ["A", "one"], ["B", "two"]])
    edited(path, "xl/worksheets/sheet1.xml", b'ref="A1:B3"', b'ref="A1"')
    assert len(read_list(path).hypotheses) == 2


def test_the_content_counts_where_the_suffix_is_wrong(tmp_path: Path) -> None:
    path = book(tmp_path / "list.xlsx", Ideas=[["statement"], ["one"]]).rename(tmp_path / "list.csv")
    assert len(read_list(path).hypotheses) == 1


def test_text_under_the_suffix_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_text("id,statement\nA,one\n")
    with pytest.raises(ListError, match=r"damaged or no \.xlsx workbook; open it in Excel"):
        read_list(path)


def test_a_cut_off_workbook(tmp_path: Path) -> None:
    path = book(tmp_path / "list.xlsx", Ideas=[["statement"], ["one"]])
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(ListError, match="damaged"):
        read_list(path)


def test_a_workbook_with_a_broken_sheet(tmp_path: Path) -> None:
    path = book(tmp_path / "list.xlsx", Ideas=[["statement"], ["one"]])
    edited(path, "xl/worksheets/sheet1.xml", b"</sheetData>", b"<<<")
    with pytest.raises(ListError, match="damaged"):
        read_list(path)


def test_an_encrypted_or_old_workbook(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(ListError, match=r"protected by a password or in the old \.xls format; save it"):
        read_list(path)


def test_an_archive_behind_a_password(tmp_path: Path) -> None:
    path = book(tmp_path / "list.xlsx", Ideas=[["statement"], ["one"]])
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flag in the first entry of the directory
    path.write_bytes(data)
    with pytest.raises(ListError, match="protected by a password; save it without one"):
        read_list(path)


def test_another_archive(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(ListError, match=r"no \.xlsx workbook; save the list as"):
        read_list(path)


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 32 * 2**20)
    path = book(tmp_path / "list.xlsx", Ideas=[["statement"], ["one"]])
    block = b" " * 2**20
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/pad.xml", "w") as member,
    ):
        for _ in range(workbook.MAX_UNPACKED // 2**20):
            member.write(block)
    assert path.stat().st_size < 2**16
    with pytest.raises(ListError, match="would unpack to 32 MB"):
        read_list(path)


@pytest.mark.parametrize("where", [b'r="99999999999"', b'r="1001"'])
def test_a_row_number_beyond_the_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: bytes
) -> None:
    assert workbook.MAX_ROWS == 2**20
    monkeypatch.setattr(workbook, "MAX_ROWS", 1000)
    path = book(tmp_path / "list.xlsx", Ideas=[["statement"], ["one"]])
    edited(path, "xl/worksheets/sheet1.xml", b'<row r="2"', b"<row " + where)
    with pytest.raises(ListError, match="too large a sheet"):
        read_list(path)
