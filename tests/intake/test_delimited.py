"""CSV and TSV lists: separators, headers, quotes, ragged and empty rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.errors import ListError
from app.core.hypothesis import Hypothesis, HypothesisList
from app.intake import read_list


def read(tmp_path: Path, text: str, name: str = "list.csv") -> HypothesisList:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return read_list(path)


def statements(read: HypothesisList) -> list[str]:
    return [each.statement for each in read.hypotheses]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["list.csv", "list.tsv", "list.txt", "list"])
def test_every_separator_under_every_suffix(tmp_path: Path, separator: str, name: str) -> None:
    rows = [["ID", "Title", "Hypothesis"], ["H1", "Mom", "Winners go on"], ["H2", "Val", "Cheap wins"]]
    found = read(tmp_path, "\n".join(separator.join(row) for row in rows) + "\n", name)
    assert found.hypotheses == (
        Hypothesis("H1", "Mom", "Winners go on", row=2),
        Hypothesis("H2", "Val", "Cheap wins", row=3),
    )
    assert found.columns == (("ID", "id"), ("Title", "title"), ("Hypothesis", "statement"))


def test_the_separator_is_the_one_of_the_header_not_the_commonest(tmp_path: Path) -> None:
    found = read(tmp_path, "id;hypothesis\n1;a, b, c, d\n2;e, f\n")
    assert statements(found) == ["a, b, c, d", "e, f"]


def test_the_separator_hint_of_excel(tmp_path: Path) -> None:
    found = read(tmp_path, "sep=;\nid;hypothesis\nA;b, c\n")
    assert found.hypotheses == (Hypothesis("A", "", "b, c", row=3),)


def test_one_column_with_and_without_header(tmp_path: Path) -> None:
    bare = read(tmp_path, 'Momentum works, mostly\n"Value, too"\nCarry pays\n')
    assert statements(bare) == ["Momentum works, mostly", "Value, too", "Carry pays"]
    assert [each.id for each in bare.hypotheses] == ["row-1", "row-2", "row-3"]
    assert bare.columns == ()
    named = read(tmp_path, "Hypothesis\nMomentum works, mostly\nCarry pays\n")
    assert statements(named) == ["Momentum works, mostly", "Carry pays"]
    assert named.hypotheses[0].row == 2


def test_quoted_line_ends_and_rows_are_physical_lines(tmp_path: Path) -> None:
    found = read(tmp_path, 'id,statement\r\nA,"first\r\nsecond ""quoted"""\r\nB,third\r\n')
    assert found.hypotheses == (
        Hypothesis("A", "", 'first\nsecond "quoted"', row=2),
        Hypothesis("B", "", "third", row=4),
    )


def test_lone_carriage_returns_end_lines(tmp_path: Path) -> None:
    assert [each.row for each in read(tmp_path, "statement\rfirst\rsecond").hypotheses] == [2, 3]


def test_an_open_quote_costs_one_row_only(tmp_path: Path) -> None:
    found = read(tmp_path, 'id,statement\nA,one\nB,"open\nC,three\nD,"four, and ""more"""\nE,five\n')
    assert statements(found) == ["one", "three", 'four, and "more"', "five"]
    assert [(bad.row, bad.reason) for bad in found.unreadable] == [(3, "a quote is opened and not closed")]
    assert found.unreadable[0].text == 'B,"open'


def test_an_open_quote_on_the_last_quoted_field(tmp_path: Path) -> None:
    found = read(tmp_path, 'id,statement\nA,"open\n' + "".join(f"H{n},text {n}\n" for n in range(1000)))
    assert len(found.hypotheses) == 1000
    assert [bad.row for bad in found.unreadable] == [2]


def test_quotes_inside_of_text_are_kept_in_reach(tmp_path: Path) -> None:
    found = read(tmp_path, 'id,statement\nA,"Momentum" works in EM\nB,the 5" rule holds\n')
    assert [each.id for each in found.hypotheses] == ["A", "B"]
    assert "Momentum" in found.hypotheses[0].statement
    assert found.hypotheses[1].statement == 'the 5" rule holds'


def test_empty_rows_between_others_are_reported(tmp_path: Path) -> None:
    found = read(tmp_path, "\nid,statement\n\nA,one\n\n,\nB,two\n\n\n")
    assert statements(found) == ["one", "two"]
    assert [(bad.row, bad.reason) for bad in found.unreadable] == [(5, "empty"), (6, "empty")]
    assert found.received == 4


def test_ragged_rows(tmp_path: Path) -> None:
    found = read(tmp_path, "id,title,statement,data\nA,t,short\nB,t\nC,t,long,d,e\nD,t,tail,d,,\n")
    assert [each.id for each in found.hypotheses] == ["A", "D"]
    assert [(bad.row, bad.text) for bad in found.unreadable] == [(3, "B | t"), (4, "C | t | long | d | e")]
    assert found.unreadable[0].reason == "no statement"
    assert found.unreadable[1].reason.startswith("5 fields where the header has 4")


def test_rows_above_the_header_are_reported(tmp_path: Path) -> None:
    found = read(tmp_path, "Ideas of Q3,\n\nid,statement\nA,one\n")
    assert statements(found) == ["one"]
    assert [(bad.row, bad.reason) for bad in found.unreadable] == [(1, "above the header row")]


def test_columns_that_share_a_name_or_have_none(tmp_path: Path) -> None:
    found = read(tmp_path, ",statement,data,data\n0,one,x,y\n")
    assert found.hypotheses[0].details == (("data", "x"), ("data (2)", "y"))
    assert found.columns[0] == ("column 1", "")


def test_a_table_without_names_asks_for_them(tmp_path: Path) -> None:
    with pytest.raises(ListError, match=r"several columns but none is called 'hypothesis' \(they are: "):
        read(tmp_path, "a,b,c\nd,e,f\n")


def test_very_long_fields(tmp_path: Path) -> None:
    long = "x" * 3_000_000
    assert read(tmp_path, f'id,statement\nA,"{long}"\n').hypotheses[0].statement == long


def test_formulas_and_markup_stay_text(tmp_path: Path) -> None:
    found = read(tmp_path, 'statement\n"=HYPERLINK(""x"")"\n{{ 7*7 }}\n<b>bold</b> ${HOME}\n')
    assert statements(found) == ['=HYPERLINK("x")', "{{ 7*7 }}", "<b>bold</b> ${HOME}"]


def test_prose_that_holds_a_column_name_is_no_table(tmp_path: Path) -> None:
    found = read(tmp_path, "In theory, text, or so\nMomentum, factor, works\n", "list.txt")
    assert len(found.hypotheses) == 2
