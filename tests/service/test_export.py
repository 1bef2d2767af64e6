"""A screen as files: all of it is in there, nothing in a CSV is a formula, and the ledger knows of each."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.errors import StoreError
from app.core.hypothesis import Hypothesis
from app.core.plan import Verdict
from app.core.provenance import sha256_hex
from app.service.export import export
from app.service.judgement import judge
from app.service.kinds import EXPORTED
from app.service.screens import Screen
from app.service.sealing import seal
from app.store import Store
from tests.support.screens import (
    Loaded,
    demo_rows,
    make_plan,
    named_bodies,
    run_screen,
    too_long,
)

HOSTILE = (
    Hypothesis("=1+1", '=HYPERLINK("http://x","y")', "@SUM(A1:A2) leads, by a day.", row=2),
    Hypothesis("-2", "+1;\N{GREEK SMALL LETTER ALPHA}", 'A "quoted" edge\nover two lines.', row=3),
)


@pytest.fixture(scope="module")
def told(loose: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Screen, Store]]:
    """A screen with a hostile list, a judged row and one that failed."""
    with Store.open(tmp_path_factory.mktemp("export") / "winnow.sqlite") as store:
        hypotheses = (*HOSTILE, *demo_rows(1).hypotheses, too_long("L"))
        source = replace(demo_rows(1), hypotheses=hypotheses)
        screen, _ = run_screen(store, loose, make_plan(loose[1]), source)
        screen.take(judge(store, screen.id, "-2", Verdict.UNSURE, "=cmd|' /C calc'!A0"))
        yield screen, store


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV, as a spreadsheet reads it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_csv_has_a_row_for_each_hypothesis(told: tuple[Screen, Store], tmp_path: Path) -> None:
    screen, store = told
    path = tmp_path / "out.CSV"
    export(screen, store, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid,title,statement,row,final_verdict,")
    rows = read(path)
    document = screen.document(store)
    assert len(rows) == len(document["hypotheses"]) == 4
    for row, source in zip(rows, document["hypotheses"], strict=True):
        assert row["row"] == str(source["row"])
        assert row["final_verdict"] == source["final_verdict"]
        for kind in ("triage", "deep"):
            for key in ("verdict", "p_advance", "thinking_tokens", "budget"):
                expected = "" if source[kind] is None else str(source[kind][key])
                assert row[f"{kind}_{key}"] == expected
        assert row["error"] == (source["error"] or "")
        assert (row["screen_id"], row["model_sha256"]) == (screen.id, screen.plan.model_sha256)
        if source["deep"]:
            assert row["reason"].removeprefix("'") == source["deep"]["fields"]["reason"]
    assert [row["human_verdict"] for row in rows] == ["", "unsure", "", ""]
    assert rows[3]["final_verdict"] == "error"
    assert "shorten the row" in rows[3]["error"]


def test_no_cell_of_a_csv_is_a_formula(told: tuple[Screen, Store], tmp_path: Path) -> None:
    screen, store = told
    export(screen, store, tmp_path / "out.csv")
    rows = read(tmp_path / "out.csv")
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row.values())
    first, second = rows[:2]
    assert (first["id"], first["title"]) == ("'=1+1", "'" + HOSTILE[0].title)
    assert first["statement"] == "'" + HOSTILE[0].statement
    assert (second["id"], second["title"]) == ("'-2", "'" + HOSTILE[1].title)
    assert second["statement"] == HOSTILE[1].statement
    assert second["human_reason"] == "'=cmd|' /C calc'!A0"


def test_a_json_file_is_the_screens_document_and_its_report(
    told: tuple[Screen, Store], tmp_path: Path
) -> None:
    screen, store = told
    path = tmp_path / "out.json"
    export(screen, store, path)
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document.pop("report")["screen_id"] == screen.id
    assert document == json.loads(json.dumps(screen.document(store)))
    row = document["hypotheses"][1]
    assert row["judgement"]["reason"] == "=cmd|' /C calc'!A0"
    assert row["final_verdict"] == row["deep"]["verdict"]


def test_an_unfinished_screen_is_exported_as_it_stands(store: Store, loose: Loaded, tmp_path: Path) -> None:
    screen = seal(store, make_plan(loose[1]), demo_rows(2))
    export(screen, store, tmp_path / "out.csv")
    rows = read(tmp_path / "out.csv")
    assert [row["id"] for row in rows] == [h.id for h in screen.source.hypotheses]
    assert {row["final_verdict"] + row["triage_verdict"] + row["reason"] for row in rows} == {""}


def test_each_export_is_in_the_ledger_by_its_digest(told: tuple[Screen, Store], tmp_path: Path) -> None:
    screen, store = told
    before = screen.document(store)
    for suffix in ("csv", "json"):
        path = tmp_path / f"out.{suffix}"
        path.write_text("what was there before", encoding="utf-8")
        export(screen, store, path)
        entry = store.head()
        assert entry
        assert entry.kind == EXPORTED
        assert entry.payload == {
            "screen_id": screen.id,
            "format": suffix,
            "file": path.name,
            "sha256": sha256_hex(path.read_bytes()),
        }
    assert Screen.load(store, screen.id).document(store) == before
    assert list(store.verify(named_bodies)) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "out.json"]


def test_others_may_read_an_export_as_they_may_any_file(told: tuple[Screen, Store], tmp_path: Path) -> None:
    plain = tmp_path / "plain.txt"
    plain.touch()
    export(*told, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").stat().st_mode == plain.stat().st_mode


@pytest.mark.parametrize("name", ["out.xlsx", "out", "csv", "out.csv.txt"])
def test_another_suffix_is_refused(told: tuple[Screen, Store], tmp_path: Path, name: str) -> None:
    screen, store = told
    before = store.head()
    with pytest.raises(StoreError, match=rf"{name} is none of the files that Winnow writes"):
        export(screen, store, tmp_path / name)
    assert list(tmp_path.iterdir()) == []
    assert store.head() == before


def test_a_name_that_cannot_be_recorded_is_refused(told: tuple[Screen, Store], tmp_path: Path) -> None:
    screen, store = told
    with pytest.raises(StoreError, match="is not UTF-8"):
        export(screen, store, tmp_path / "half\udcff.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_refused(told: tuple[Screen, Store], tmp_path: Path) -> None:
    screen, store = told
    before = store.head()
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    for path in (folder, tmp_path / "nowhere" / "out.csv", tmp_path / ("x" * 300 + ".json")):
        with pytest.raises(StoreError, match=r"cannot be written \(.+\); choose another place"):
            export(screen, store, path)
    assert list(tmp_path.iterdir()) == [folder]
    assert list(folder.iterdir()) == []
    assert store.head() == before
