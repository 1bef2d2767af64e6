"""The two ways in: files that are not there or no list, encodings, digests."""

from __future__ import annotations

import codecs
import hashlib
import os
import sys
from pathlib import Path

import pytest

from app.core.errors import ListError
from app.intake import MAX_BYTES, SUFFIXES, read_list, read_text

WESTERN = "Café momentum € naïve\nÜberrendite für “Value”\n"
CYRILLIC = "гипотеза: акции растут\nвторая гипотеза о рынке облигаций\n"  # noqa: RUF001
JAPANESE = "株式のモメンタムは有効である\nバリュー株は長期で勝つ\n"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", WESTERN),
        ("utf-8-sig", WESTERN),
        ("utf-16", WESTERN),
        ("utf-16-le", WESTERN),
        ("utf-16-be", WESTERN),
        ("utf-32", WESTERN),
        ("cp1252", WESTERN),
        ("cp1251", CYRILLIC),
        ("cp932", JAPANESE),
        ("gb18030", "动量效应在小盘股中更强\n价值股长期跑赢大盘\n"),
    ],
)
@pytest.mark.parametrize("head", ["", "statement\n"])
def test_encodings(tmp_path: Path, encoding: str, text: str, head: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes((head + text).encode(encoding))
    assert [each.statement for each in read_list(path).hypotheses] == text.splitlines()


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE])
def test_big_endian_marks(tmp_path: Path, mark: bytes) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(mark + WESTERN.encode("utf-16-be" if len(mark) == 2 else "utf-32-be"))
    assert [each.statement for each in read_list(path).hypotheses] == WESTERN.splitlines()


def test_a_short_western_word_and_a_late_accent(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes("naïve\n".encode("cp1252"))
    assert read_list(path).hypotheses[0].statement == "naïve"
    path.write_bytes(b"".join(b"plain %d\n" % n for n in range(50_000)) + "façade größer\n".encode("cp1252"))
    assert read_list(path).hypotheses[-1].statement == "façade größer"


def test_one_spoilt_byte_does_not_change_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(CYRILLIC.encode() + b"bad \xff byte\n")
    assert [each.statement for each in read_list(path).hypotheses] == [
        *CYRILLIC.splitlines(),
        "bad \ufffd byte",
    ]


def test_nul_bytes_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"id,state\x00ment\nA,o\x00ne\x00\nB,two\n")
    assert [(each.id, each.statement) for each in read_list(path).hypotheses] == [("A", "one"), ("B", "two")]


def test_name_and_digest(tmp_path: Path) -> None:
    path = tmp_path / "Ideas Q3.csv"
    path.write_bytes(b"\xef\xbb\xbfstatement\r\none\r\n")
    found = read_list(path)
    assert (found.name, found.sha256) == ("Ideas Q3.csv", hashlib.sha256(path.read_bytes()).hexdigest())
    pasted = read_text("one\r\ntwo é", "clipboard").assemble()
    assert (pasted.name, pasted.sha256) == ("clipboard", hashlib.sha256("one\r\ntwo é".encode()).hexdigest())


def test_pasted_cells_of_a_spreadsheet() -> None:
    found = read_text('ID\tHypothesis\r\nA\t"two\nlines"\r\nB\tplain\r\n', "clipboard").assemble()
    assert [(each.id, each.statement, each.row) for each in found.hypotheses] == [
        ("A", "two\nlines", 2),
        ("B", "plain", 4),
    ]


def test_what_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ListError, match="does not exist; check the path"):
        read_list(tmp_path / "missing.csv")
    with pytest.raises(ListError, match="is not a file"):
        read_list(tmp_path)
    with pytest.raises(ListError, match=r"cannot be read|does not exist"):
        read_list(Path("a\0b.csv") if os.name == "nt" else tmp_path / ("x" * 300))


def test_a_file_above_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(ListError, match="larger than 256 MB; split it"):
        read_list(path)


@pytest.mark.parametrize("name", ["list.csv", "list.json", "list.md", "list.txt", "list.bin", "list"])
@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
        bytes(4096),
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + hashlib.shake_256(b"pdf").digest(5000),
        b"\x1f\x8b\x08\x00" + hashlib.shake_256(b"gzip").digest(5000),
        b"SQLite format 3\x00" + bytes(2000),
    ],
    ids=["png", "zeros", "pdf", "gzip", "sqlite"],
)
def test_binary_files(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ListError, match="save it as one of: XLSX, JSON"):
        read_list(path)


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    for data in (b"", b"\n \r\n", codecs.BOM_UTF8):
        path.write_bytes(data)
        with pytest.raises(ListError, match=r"list\.csv"):
            read_list(path)


def test_the_suffixes_that_a_dialog_offers() -> None:
    assert {".csv", ".tsv", ".json", ".jsonl", ".xlsx", ".md", ".txt"} <= set(SUFFIXES)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are Unicode there")
def test_a_name_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"list\xff.csv")
    path.write_text("hypothesis\nthey rise\n")
    with pytest.raises(ListError, match=r"list.udcff.csv' is not UTF-8; rename the file"):
        read_list(path)
