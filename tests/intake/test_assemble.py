"""Ids, duplicates, rows without a hypothesis; large lists."""

from __future__ import annotations

import json
import random
from pathlib import Path

import openpyxl
import pytest

from app.core.errors import ListError
from app.core.hypothesis import RejectedRow
from app.intake import read_list, read_text

# The most usual format has as many rows as a file may well have; the others share most of what costs.
MOST, ROWS = 100_000, 20_000


def test_missing_ids_are_made_from_the_row_and_unique() -> None:
    found = read_text("id,statement\n,one\nrow-2,two\nX,three\n,four\n", "clipboard").assemble()
    assert [each.id for each in found.hypotheses] == ["row-2-2", "row-2", "X", "row-5"]


def test_duplicates_name_the_row_that_they_repeat() -> None:
    found = read_text(
        "id,statement,data\nA,One,CRSP\nA,Two,CRSP\nB,  oNe ,crsp\nC,One,Compustat\nD,Two,CRSP\n", "clipboard"
    ).assemble()
    assert [each.id for each in found.hypotheses] == ["A", "C", "D"]
    assert found.duplicates == (
        RejectedRow(3, "id 'A' again", "Two", of_row=2),
        RejectedRow(4, "the same text again", "oNe", of_row=2),
    )
    assert found.received == 5


def test_control_characters() -> None:
    found = read_text("a\x00b\x07c\nx\x01\n\x01\x02\x03\n\u200b?\nzero\ufeff\n", "clipboard").assemble()
    assert [each.statement for each in found.hypotheses] == ["abc", "x", "zero"]
    assert [(bad.row, bad.reason) for bad in found.unreadable] == [
        (3, "no readable text"),
        (4, "no letter or digit in the statement"),
    ]


def test_a_list_with_nothing_usable() -> None:
    with pytest.raises(ListError, match=r"in 2 rows \(row 2: no statement\); write one a line"):
        read_text("id,statement\nA,\nB,\n", "clipboard").assemble()
    with pytest.raises(ListError, match="clipboard is empty"):
        read_text(" \n\n", "clipboard")
    with pytest.raises(ListError, match="clipboard holds no hypothesis"):
        read_text("id,statement\n", "clipboard").assemble()
    with pytest.raises(ListError, match="no hypothesis"):
        read_text("[]", "list.json").assemble()


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".json", ".jsonl", ".md", ".txt", ".xlsx"])
def test_a_large_file(tmp_path: Path, suffix: str) -> None:
    path, count = tmp_path / f"large{suffix}", MOST if suffix == ".csv" else ROWS
    texts = [f"hypothesis number {n}" for n in range(count)]
    if suffix == ".xlsx":
        workbook = openpyxl.Workbook(write_only=True)
        sheet = workbook.create_sheet()
        sheet.append(["statement"])
        for text in texts:
            sheet.append([text])
        workbook.save(path)
    else:
        path.write_text(
            {
                ".csv": "\n".join(["statement,data", *(f'"{text}",x' for text in texts)]),
                ".tsv": "\n".join(["statement\tdata", *(f"{text}\tx" for text in texts)]),
                ".json": json.dumps(texts),
                ".jsonl": "\n".join(json.dumps({"statement": text}) for text in texts),
                ".md": "\n".join(f"- {text}" for text in texts),
                ".txt": "\n".join(texts),
            }[suffix],
            encoding="utf-8",
        )
    found = read_list(path)
    assert [each.statement for each in found.hypotheses] == texts
    assert len({each.id for each in found.hypotheses}) == count


def test_many_of_what_could_cost_quadratic_time() -> None:
    broken = read_text("id,statement\nA,one\n" + 'B,"open\n' * ROWS, "list.csv").assemble()
    assert (len(broken.hypotheses), len(broken.unreadable)) == (1, ROWS)
    item = read_text("- one\n" + "  more\n" * ROWS, "list.md").assemble()
    assert len(item.hypotheses) == 1
    keys = "".join(f'{{"statement {n}": "text {n}"}}\n' for n in range(ROWS))
    assert len(read_text(keys, "list.jsonl").assemble().hypotheses) == ROWS
    same = read_text("one\n" * ROWS, "list.txt").assemble()
    assert (len(same.hypotheses), len(same.duplicates)) == (1, ROWS - 1)


@pytest.mark.parametrize("suffix", ["", ".csv", ".md", ".json", ".jsonl", ".txt"])
def test_any_text_is_a_list_or_a_known_error_and_no_line_counts_twice(suffix: str) -> None:
    seeded = random.Random(suffix)
    pieces = ["\n", "\n", "\r\n", "\t", "- ", "1. ", "  ", "\x00", "\x1f", "\ufeff", "\ud800", "\u2028", "é"]
    pieces += [*'",;|#{}[]:\\', "---", "id", "statement", "title", "word", "sep=;"]
    read, sentences = 0, {"."}
    for _ in range(2_000):
        text = "".join(seeded.choices(pieces, k=seeded.randint(1, 40)))
        try:
            found = read_text(text, f"list{suffix}").assemble()
        except ListError as error:
            sentences.add(str(error)[-1])
            continue
        read += 1
        rows = [each.row for each in found.hypotheses]
        rows += [each.row for each in (*found.duplicates, *found.unreadable)]
        assert all(1 <= row <= text.count("\n") + text.count("\r") + 1 for row in rows)
        assert len(rows) == found.received
        assert len({each.id for each in found.hypotheses}) == len(found.hypotheses)
        assert all(each.id and each.statement.strip() for each in found.hypotheses)
        if suffix in (".csv", ".jsonl", ".txt"):  # a line starts one row at most
            assert len(set(rows)) == len(rows)
    assert sentences == {"."}
    assert read > (0 if "json" in suffix else 50)
