"""The dial measured in the window: its curves, the traces behind them, what follows for a screen."""

from __future__ import annotations

import csv
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.service import paths
from app.ui.models.run_state import RunState
from app.ui.views.behind_dialog import BehindDialog
from app.ui.views.dial_page import DialPage
from tests.support.window import Hand, window


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """The first items of the labelled sample list, and one without a label."""
    path = tmp_path / "labelled.csv"
    with paths.DEMO_LABELLED.open(encoding="utf-8", newline="") as file:
        rows = list(islice(csv.reader(file), 13))
    rows.append(["X-1", *rows[-1][1:-1], "perhaps"])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def page_of(hand: Hand, labelled: Path, budgets: str = "0, 8, 24") -> DialPage:
    hand.window.go("dial")
    page = hand.window.dial_page
    page.take_file(labelled)
    hand.until(page.start.isEnabled)
    page.budgets.setText(budgets)
    return page


def measured(hand: Hand) -> bool:
    """Whether a run is complete and shown."""
    model = hand.desk.dial
    return bool(model.shown and model.shown.complete and not model.busy)


def test_a_list_is_measured_and_each_point_has_its_traces(
    qtbot: QtBot, labelled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with window(qtbot, exact=True, parallel=8) as hand:
        page = page_of(hand, labelled)
        assert "; 1 row left out" in page.name.text()
        assert not page.traces.isEnabled()
        page.start.click()
        hand.until(lambda: hand.desk.dial.busy)
        assert not hand.window.acts["start"].isEnabled()
        hand.until(lambda: measured(hand))
        shown = hand.desk.dial.shown
        assert shown
        assert shown.result
        assert [each.point.budget for each in shown.result.points] == [0, 8, 24]
        assert [each.n for each in shown.result.points] == [12, 12, 12]
        assert shown.generated < shown.separate
        assert page.points.rowCount() == 3
        assert [*page.curves.accuracy.series[0].keys] == [each.point for each in shown.result.points]
        change = shown.result.comparisons[1]
        assert change.second == shown.result.points[2].point
        assert page.points.item(0, 9).text() == ""
        assert f"{100 * change.difference:.1f} points" in page.points.item(2, 9).text()
        assert "labelled.csv" in page.says.text()
        assert "No certificate" in page.says.text()
        assert "Control 100 %" in page.says.text()
        assert any("Brier" in each.name for each in page.curves.reliability.series)

        page.curves.accuracy.clicked.emit(shown.result.points[2].point)
        dialog = hand.dialog(BehindDialog)
        hand.until(lambda: dialog.table.rowCount() == 12)
        right = [dialog.table.item(row, 5).text() for row in range(12)]
        assert right.count("right") / 12 == pytest.approx(shown.result.points[2].accuracy.value)
        hand.until(lambda: "Verdict:" in dialog.text.toPlainText())
        dialog.reject()

        for suffix in (".csv", ".png", ".svg"):
            target = tmp_path / f"out{suffix}"
            monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, to=target: (str(to), ""))
            page.keep.click()
            assert "Exported" in page.told.text()
            if suffix == ".csv":
                with target.open(encoding="utf-8-sig", newline="") as file:
                    found = list(csv.DictReader(file))
                assert [float(row["accuracy"]) for row in found] == [
                    each.accuracy.value for each in shown.result.points
                ]
            elif suffix == ".png":
                assert not QImage(str(target)).isNull()
            else:
                assert b"<svg" in target.read_bytes()
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "none" / "a.svg"), ""))
        page.keep.click()
        hand.banner("cannot be written")

        page.points.selectRow(1)
        page.use.click()
        assert hand.desk.plan.settings.triage.budget == 8
    with window(qtbot, exact=True, parallel=8) as hand:
        # The newest run of the store is there again.
        hand.window.go("dial")
        hand.until(lambda: hand.window.dial_page.points.rowCount() == 3)


def test_stopped_it_goes_on_and_gives_the_same(qtbot: QtBot, labelled: Path) -> None:
    with window(qtbot, exact=True, parallel=1) as hand:
        page = page_of(hand, labelled)
        page.start.click()
        hand.until(lambda: hand.desk.dial.progress and hand.desk.dial.progress.done)
        page.stop.click()
        hand.until(lambda: not hand.desk.dial.busy)
        hand.until(page.go_on.isVisible)
        assert "Not complete yet" in page.says.text()
        page.go_on.click()
        hand.until(lambda: measured(hand))
        first = hand.desk.dial.shown
        page.start.click()
        hand.until(lambda: hand.desk.dial.busy)
        hand.until(lambda: measured(hand) and hand.desk.dial.shown is not first)
        again = hand.desk.dial.shown
        assert first
        assert again
        assert first.result
        assert again.result
        assert first.dial_id != again.dial_id
        told = [
            [(each.point, each.accuracy, each.tokens) for each in shown.result.points]
            for shown in (first, again)
            if shown.result
        ]
        assert told[0] == told[1]


def test_a_run_that_is_stopped_at_once_is_the_one_that_goes_on(qtbot: QtBot, labelled: Path) -> None:
    with window(qtbot, exact=True, parallel=1) as hand:
        page = page_of(hand, labelled, budgets="0")
        page.start.click()
        hand.until(lambda: measured(hand))
        first = hand.desk.dial.shown
        page.budgets.setText("0, 24")
        page.start.click()
        hand.until(lambda: hand.desk.dial.progress)
        page.stop.click()
        hand.until(lambda: hand.desk.dial.shown is not first)
        assert first
        assert hand.desk.dial.shown
        assert hand.desk.dial.shown.dial_id != first.dial_id
        hand.until(page.go_on.isVisible)


def test_what_cannot_be_measured_is_told(hand: Hand, labelled: Path, short_list: Path) -> None:
    page = page_of(hand, labelled, budgets="8, many")
    page.start.click()
    hand.banner("not whole numbers")
    page.take_file(short_list)
    hand.banner("has no labels")
    page.budgets.setText("0, 999999")
    page.start.click()
    hand.until(lambda: hand.desk.dial.busy)
    hand.banner("The measurement ended early")
    hand.until(lambda: not hand.desk.dial.busy)


def test_one_engine_does_one_thing(hand: Hand, labelled: Path, short_list: Path) -> None:
    page = page_of(hand, labelled)
    hand.use_list(short_list)
    hand.budgets(triage=2000)
    hand.page.plan_panel.triage.waits.setValue(64)
    hand.trigger("start")
    hand.until_state(RunState.RUNNING)
    assert not page.start.isEnabled()
    hand.trigger("stop")
    hand.until_state(RunState.UNFINISHED)
    assert page.start.isEnabled()


def test_a_screen_under_a_certificate_tells_what_it_has_changed(
    qtbot: QtBot, short_list: Path, tmp_path: Path
) -> None:
    many = tmp_path / "many.csv"
    lines = paths.DEMO_LABELLED.read_text(encoding="utf-8").splitlines(keepends=True)
    many.write_text("".join(lines[:51]), encoding="utf-8")
    with window(qtbot, exact=True, parallel=8) as hand:
        page = page_of(hand, many, budgets="0, 48")
        page.recall.setValue(0.8)
        page.confidence.setValue(0.8)
        page.start.click()
        hand.until(lambda: measured(hand))
        shown = hand.desk.dial.shown
        assert shown
        certificate = shown.certificate
        assert certificate
        assert f"Certificate {certificate.id}" in page.says.text()
        assert "On a list of 1,000 like this" in page.says.text()
        panel = hand.page.plan_panel
        hand.until(lambda: certificate in [panel.preset.itemData(n) for n in range(panel.preset.count())])
        page.use_certificate.click()
        settings = hand.desk.plan.settings
        assert (settings.certificate, settings.triage.budget) == (certificate.id, certificate.budget)
        assert panel.preset.currentData() == certificate
        hand.use_list(short_list)
        assert certificate.id in hand.page.plan_fold.text()
        panel.deep.budget.setValue(8)
        panel.deep.waits.setValue(0)
        hand.run_to_end()
        assert f"As certificate {certificate.id} has it" in hand.page.standing.text()
        hand.trigger("again")
        hand.until_state(RunState.READY)
        hand.desk.plan.use_certificate(certificate)
        panel.triage.budget.setValue(3)
        assert panel.preset.currentData() is None
        panel.deep.budget.setValue(8)
        panel.deep.waits.setValue(0)
        hand.run_to_end()
        told = hand.page.standing.text()
        assert f"Certificate {certificate.id} does not hold for this screen" in told
        assert f"triage budget: certified {certificate.budget}, now 3" in told


def test_the_audit_of_the_rejects_is_told(hand: Hand, tmp_path: Path) -> None:
    some = tmp_path / "some.csv"
    lines = paths.DEMO_LIST.read_text(encoding="utf-8").splitlines(keepends=True)
    some.write_text("".join(lines[:17]), encoding="utf-8")
    hand.use_list(some)
    plan = hand.desk.plan
    plan.set(replace(plan.settings, audit_fraction=0.5))
    hand.budgets(triage=32, deep=8)
    screen = hand.run_to_end()
    assert screen.standing
    audit = screen.standing.audit
    assert audit
    assert audit.left
    assert audit.done == audit.drawn > 0
    assert f"done for {audit.done} of {audit.rejects} rejects" in hand.page.standing.text()
    assert f"missed {audit.left[0]} to {audit.left[1]} more" in hand.page.standing.text()
