"""`report` and `trials`: files, their names, one JSON document, and refusals in one sentence."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.service import kinds
from app.service.screens import Screen
from app.store import Store
from tests.support.command import Command, Outcome, refused
from tests.support.screens import demo_rows, load_engine, make_plan, run_screen

Inside = Callable[..., Outcome]


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Screen]:
    """A store with two small screens; the last one."""
    path = tmp_path_factory.mktemp("report") / "winnow.sqlite"
    loaded = load_engine(2, exact=False)
    try:
        with Store.open(path) as store:
            plan = make_plan(loaded[1], triage=4, deep=4, waits=0)
            run_screen(store, loaded, plan, demo_rows(1))
            screen, _ = run_screen(store, loaded, plan, demo_rows(2))
    finally:
        loaded[0].close()
    return path, screen


def test_the_default_formats_are_written_and_listed(
    winnow: Command, stored: tuple[Path, Screen], tmp_path: Path
) -> None:
    path, screen = stored
    out = tmp_path / "new" / "out"
    done = winnow("report", screen.id[:8], "--out", out, "--store", path, "--operator", "Ada", "--json")
    assert done.code == 0, done.err
    names = [f"winnow-{screen.id}.{kind}" for kind in ("html", "pdf", "csv", "json")]
    assert done.document == {"files": [str(out / name) for name in names]}
    assert sorted(file.name for file in out.iterdir()) == sorted(names)
    assert '<bdi class="said">Ada</bdi> (as named for this report)' in (out / names[0]).read_text("utf-8")
    assert (out / names[1]).read_bytes().startswith(b"%PDF")
    assert json.loads((out / names[3]).read_text(encoding="utf-8"))["report"]["operator"] == "Ada"


def test_a_bundle_has_the_report_in_it(inside: Inside, stored: tuple[Path, Screen], tmp_path: Path) -> None:
    path, screen = stored
    done = inside("report", screen.id, "--out", tmp_path, "--store", path, "--format", "md,bundle", "--json")
    assert done.code == 0, done.err
    report, bundle = map(Path, done.document["files"])
    assert inside("verify", bundle).code == 0
    with zipfile.ZipFile(bundle) as opened:
        assert opened.read("report/report.md") == report.read_bytes()
    done = inside("report", screen.id, "--out", tmp_path / "alone", "--store", path, "--format", "bundle")
    assert [file.name for file in (tmp_path / "alone").iterdir()] == [bundle.name]
    with zipfile.ZipFile(tmp_path / "alone" / bundle.name) as opened:
        reports = [name for name in opened.namelist() if name.startswith("report/")]
    assert reports == [f"report/report.{kind}" for kind in ("csv", "html", "json", "pdf")]


def test_chosen_formats_go_beside_those_of_another_screen(
    inside: Inside, stored: tuple[Path, Screen], tmp_path: Path
) -> None:
    path, screen = stored
    with Store.open(path) as store:
        first, last = (entry.payload["screen_id"] for entry in store.entries(kind=kinds.PLAN_SEALED))
    assert last == screen.id
    for asked, id in ((first, first), ("last", last)):
        done = inside("report", asked, "--out", tmp_path, "--store", path, "--format", " MD , csv,md")
        assert done.code == 0, done.err
        assert done.out.split() == [str(tmp_path / f"winnow-{id}.{kind}") for kind in ("md", "csv")]
    assert len(list(tmp_path.glob("winnow-*"))) == 4


@pytest.mark.parametrize(
    ("arguments", "sentence", "code"),
    [
        (
            ("last", "--format", "html,doc"),
            "there is no format 'doc'; use some of: html, pdf, csv, json, md",
            2,
        ),
        (("last", "--format", ""), "there is no format ''", 2),
        (("nope",), "there is no screen 'nope'", 3),
        (("last", "--level", "1"), "The level is 1.0; it must lie between 0 and 1", 3),
    ],
)
def test_what_cannot_be_reported_is_refused(
    inside: Inside,
    stored: tuple[Path, Screen],
    tmp_path: Path,
    arguments: tuple[str, ...],
    sentence: str,
    code: int,
) -> None:
    out = tmp_path / "out"
    done = inside("report", *arguments, "--out", out, "--store", stored[0])
    assert sentence in refused(done, code)
    assert not out.exists()


def test_a_report_without_a_folder_is_wrong_usage(inside: Inside, stored: tuple[Path, Screen]) -> None:
    assert "--out" in refused(inside("report", "last", "--store", stored[0]), 2)


def test_trials_are_counted_over_all_lists(inside: Inside, stored: tuple[Path, Screen]) -> None:
    path, _ = stored
    found = inside("trials", "--store", path, "--level", "0.01", "--json").document
    assert (found["distinct"], found["listed"], found["screens"], found["level"]) == (2, 2, 2, 0.01)
    assert found["store"] == str(path)
    firsts = {
        each["correction"]: (round(each["first"], 2), round(each["last"], 2)) for each in found["hurdles"]
    }
    assert firsts == {
        "Bonferroni": (2.81, 2.81),
        "Holm": (2.81, 2.58),
        "Benjamini-Hochberg-Yekutieli": (2.94, 2.71),
    }
    done = inside("trials", "--store", path)
    assert "2 distinct hypotheses screened, of 2 listed in 2 screens" in done.out
    assert "A model's verdict is not a test" in " ".join(done.out.split())
    assert "2.24" in done.out


def test_an_empty_store_has_no_trials(inside: Inside) -> None:
    done = inside("trials")
    assert done.code == 0
    assert done.out.startswith("0 distinct hypotheses screened")
    assert inside("trials", "--json").document["hurdles"] == []
    assert "must lie between 0 and 1" in refused(inside("trials", "--level", "0"))
