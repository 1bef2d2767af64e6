"""A report can be made of a screen at every stage, in every format, and CSV holds no formula."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.hypothesis import HypothesisList
from app.engine.plainer import Plainer, Step
from app.report.html import to_html
from app.report.outline import outline
from app.service.export import FORMATS, rendered
from app.service.paths import REPORT_TEMPLATES
from app.service.sealing import seal
from app.service.verdicts_csv import verdicts_csv
from app.store import Store
from tests.report.conftest import Told
from tests.support.reported import BIDI, FORMULA
from tests.support.screens import Loaded, demo_rows, make_plan


@pytest.mark.parametrize("source", [demo_rows(2), replace(demo_rows(2), hypotheses=())], ids=["new", "empty"])
def test_a_screen_that_never_ran_is_reported_in_every_format(
    loaded: Loaded, source: HypothesisList, tmp_path: Path
) -> None:
    with Store.open(tmp_path / "winnow.sqlite") as store:
        screen = seal(store, make_plan(loaded[1]), source)
        made = rendered(screen, store, FORMATS)
    assert list(made) == list(FORMATS)
    html = made["html"].decode()
    for told in (
        "This screen is unfinished",
        "It never ran.",
        "No hypothesis has both passes.",
        "0 distinct",
    ):
        assert told in html
    assert "estimated miss rate" not in html
    assert html.count("<svg") == 1
    assert made["pdf"].startswith(b"%PDF")


def test_a_screen_of_another_model_has_no_demo_warning(eventful: Told) -> None:
    html = to_html(outline(replace(eventful.report, demo=False)), REPORT_TEMPLATES).decode()
    assert "made-up world" not in html


def test_an_audit_that_is_not_done_has_no_rate(eventful: Told) -> None:
    audit = replace(eventful.report.audit, done=0, missed=0, interval=None, total=None)
    html = to_html(outline(replace(eventful.report, audit=audit)), REPORT_TEMPLATES).decode()
    assert "no miss rate can be estimated yet" in html


def test_an_audit_says_how_many_rejects_may_have_been_missed(eventful: Told) -> None:
    audit = replace(
        eventful.report.audit, rejects=40, drawn=10, done=10, missed=1, interval=(0.003, 0.445), total=(1, 16)
    )
    html = to_html(outline(replace(eventful.report, audit=audit)), REPORT_TEMPLATES).decode()
    told = " ".join(html.split())
    assert "So of all 40 rejects the deep pass would advance 1 to 16" in told
    assert "0 to 15 more may be among those that were not audited" in told


def test_what_a_stepped_down_engine_leaves_out_is_told(eventful: Told) -> None:
    plainer = Plainer((Step.NO_EXTRA_BUFFERS,), ("as asked",), ("signal 11, SIGSEGV",), "2026-12-01")
    runs = [replace(r, engine={**r.engine, "plainer": plainer.document()}) for r in eventful.report.runs]
    html = to_html(outline(replace(eventful.report, runs=tuple(runs))), REPORT_TEMPLATES).decode()
    assert "no extra buffers, since before that it died: signal 11, SIGSEGV" in html
    assert "since before that it died" not in to_html(outline(eventful.report), REPORT_TEMPLATES).decode()


def test_no_cell_of_a_hostile_csv_begins_a_formula_or_controls_anything(hostile: Told) -> None:
    text = verdicts_csv(hostile.screen).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == 1 + len(hostile.screen.source.hypotheses)
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]
    assert {c for cell in cells for c in cell if unicodedata.category(c) == "Cc"} <= {"\n", "\t"}
    assert "'" + FORMULA in cells
    assert not any(BIDI[0] in cell for cell in cells)
