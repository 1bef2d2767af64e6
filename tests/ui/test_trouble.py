"""What a user may do at the wrong moment, and what is then kept: model, store, budget, run, judgement."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.plan import PassKind, Verdict
from app.service import kinds
from app.service.plan_settings import Dial
from app.ui.application import settings_file
from app.ui.models import imports
from app.ui.models.judgements import Opinion
from app.ui.models.rows_model import Column
from app.ui.models.run_state import RunState
from app.ui.preferences import PreferencesModel
from app.ui.views.import_dialog import ImportDialog
from app.ui.views.settings_dialog import SettingsDialog
from tests.support.window import QUICK, Hand, window
from tests.ui.test_run import cell, entries, stored


def running(hand: Hand, short_list: Path, triage: int = 2000) -> None:
    """Start a screen that takes a while."""
    hand.use_list(short_list)
    hand.budgets(triage=triage, deep=0)
    hand.page.plan_panel.triage.waits.setValue(64)
    hand.trigger("start")
    hand.until(lambda: hand.desk.shown and hand.desk.shown.live)


def test_a_model_dropped_while_a_screen_runs_is_refused(hand: Hand, short_list: Path, tmp_path: Path) -> None:
    running(hand, short_list)
    other = tmp_path / "other.gguf"
    other.write_bytes(b"GGUF")
    hand.drop_file(other)
    hand.banner("stop it first")
    assert hand.page.model.text() == "winnow-demo.gguf"
    assert hand.desk.preferences.value.model == ""
    assert hand.window.demo_warning.isVisible()
    # Also where the settings change by another way, they are what they were before.
    hand.desk.preferences.set(replace(hand.desk.preferences.value, model=str(other)))
    hand.banner("settings cannot change while something runs")
    assert hand.desk.preferences.value.model == ""
    hand.until(lambda: hand.page.model.text() == "winnow-demo.gguf")


def test_a_run_is_steered_while_a_list_is_read(
    hand: Hand, short_list: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running(hand, short_list)
    go_on = threading.Event()
    read = imports.read_rows

    def slow(path: Path) -> object:
        go_on.wait(60)
        return read(path)

    monkeypatch.setattr(imports, "read_rows", slow)
    hand.drop_file(short_list)
    banner = hand.banner("Reading ideas.csv")
    hand.trigger("pause")
    hand.until_state(RunState.PAUSED)
    hand.qtbot.mouseClick(banner.buttons[0], Qt.MouseButton.LeftButton)
    hand.until(lambda: not hand.banners)
    go_on.set()
    hand.trigger("stop")
    hand.until_state(RunState.UNFINISHED)
    hand.desk.background.close()
    hand.settle()
    assert not [each for each in QApplication.topLevelWidgets() if isinstance(each, ImportDialog)]


def test_the_list_that_is_shown_is_the_one_that_is_used(hand: Hand, tmp_path: Path) -> None:
    dialogs = []
    for name in ("one", "two"):
        path = tmp_path / f"{name}.csv"
        path.write_text(f"id,hypothesis\n{name.upper()},Costs exceed the edge of {name}.\n")
        hand.drop_file(path)
        hand.until(lambda name=name: not hand.desk.imports.reading)  # type: ignore[misc]
        dialogs.append(hand.dialog(ImportDialog))
    first = next(each for each in dialogs if each.windowTitle() == "Open one.csv")
    first.accept()
    hand.until(lambda: hand.desk.shown)
    assert hand.desk.shown
    assert hand.desk.shown.rows.rows[0].hypothesis.id == "ONE"


def test_columns_of_unknown_names_can_be_told(hand: Hand, tmp_path: Path) -> None:
    path = tmp_path / "foo.csv"
    path.write_text("foo,bar\n1,Buy losers\n2,Sell winners\n")
    hand.drop_file(path)
    dialog = hand.dialog(ImportDialog)
    assert not dialog.ok.isEnabled()
    box = dialog.boxes["bar"]
    box.setCurrentIndex(box.findData("statement"))
    box.activated.emit(box.currentIndex())
    hand.until(dialog.ok.isEnabled)
    dialog.accept()
    hand.until(lambda: hand.desk.shown)
    assert hand.desk.shown
    assert [row.hypothesis.statement for row in hand.desk.shown.rows.rows] == ["Buy losers", "Sell winners"]


def test_a_budget_that_cannot_be_is_not_sealed(hand: Hand, home: Path, short_list: Path) -> None:
    screen = hand.use_list(short_list)
    hand.budgets(triage=16, deep=32_768)
    hand.trigger("start")
    hand.banner("lower the budgets")
    assert screen.state is RunState.READY
    assert hand.page.plan_panel.deep.isEnabled()
    assert stored(home) == []


@pytest.mark.parametrize("content", [b"no database at all", b""])
def test_a_store_that_does_not_open_at_the_start_can_be_changed(
    qtbot: QtBot, home: Path, short_list: Path, tmp_path: Path, content: bytes
) -> None:
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(content * 100) if content else broken.mkdir()
    with window(qtbot, store=str(broken)) as hand:
        banner = hand.banner("The store cannot be opened")
        # Lists can be looked at, and what needs a store says why it does not go.
        hand.use_list(short_list)
        hand.trigger("start")
        hand.until(lambda: hand.desk.shown and hand.desk.shown.state is RunState.READY)
        hand.qtbot.mouseClick(banner.buttons[0], Qt.MouseButton.LeftButton)
        dialog = hand.dialog(SettingsDialog)
        dialog.store.setText(str(tmp_path / "good.sqlite"))
        dialog.accept()
        hand.until(lambda: hand.desk.service.whole and (tmp_path / "good.sqlite").exists())
        hand.settle()
        hand.use_list(short_list)
        hand.budgets(triage=0, deep=0)
        hand.run_to_end()


def test_settings_of_a_file_that_cannot_be_are_put_back(qtbot: QtBot, home: Path) -> None:
    with window(qtbot, replace(QUICK, parallel=500, kv_type="q4_1")) as hand:
        hand.banner("These settings cannot be")
        assert hand.desk.preferences.value.parallel == 16
        assert hand.desk.preferences.value.kv_type == "f16"
    assert PreferencesModel(settings_file()).value.parallel == 16


def test_a_row_that_was_cut_short_says_so(hand: Hand, home: Path, short_list: Path) -> None:
    running(hand, short_list)
    hand.page.table.select("A")
    view = hand.page.detail.passes[PassKind.TRIAGE]
    hand.until(lambda: "Thinking" in view.fold.text())
    hand.trigger("cancel")
    hand.until(lambda: cell(hand, 0, Column.STATE) == "cancelled")
    assert view.cut_short
    assert "Not done: cancelled" in view.status.text()
    hand.page.table.select("B")
    hand.until(lambda: "Thinking" in view.fold.text())
    hand.trigger("stop")
    hand.until_state(RunState.UNFINISHED)
    assert cell(hand, 1, Column.STATE) == "interrupted"
    assert "resume the screen" in view.status.text()
    told = view.fold.text()
    assert told.startswith("Cut short")
    hand.page.tick()
    assert view.fold.text() == told
    assert entries(home, kinds.ENGINE_CRASHED) == []


def test_a_clock_stands_still_while_the_run_does(hand: Hand, short_list: Path) -> None:
    running(hand, short_list)
    hand.trigger("pause")
    hand.until_state(RunState.PAUSED)
    assert hand.desk.shown
    (trace, *_) = hand.desk.shown.live.values()
    assert trace.now == trace.now
    began = trace.began
    hand.trigger("start")
    hand.until_state(RunState.RUNNING)
    assert trace.began > began
    assert trace.stood is None


def test_judgements_are_undone_in_their_order(hand: Hand, home: Path, short_list: Path) -> None:
    hand.use_list(short_list)
    hand.budgets(triage=0, deep=0)
    screen = hand.run_to_end()
    hand.page.table.select("A")
    # Faster than the table can follow.
    hand.desk.judge(Opinion(Verdict.ADVANCE, "first"))
    hand.desk.judge(Opinion(Verdict.REJECT, "second"))
    hand.until(lambda: hand.desk.judgements.stack.count() == 2)
    hand.trigger("undo")
    hand.settle()
    hand.until(lambda: cell(hand, 0, Column.HUMAN).startswith("advance"))
    # The screen is opened anew: what is undone shows there too.
    hand.desk.open(screen.id)
    hand.until(lambda: hand.desk.shown is not screen)
    hand.trigger("undo")
    hand.until(lambda: cell(hand, 0, Column.HUMAN) == "")
    verdicts = [payload["verdict"] for payload in entries(home, kinds.JUDGED)]
    assert verdicts == ["advance", "reject", "advance", None]


def test_another_store_has_nothing_to_undo(hand: Hand, short_list: Path, tmp_path: Path) -> None:
    hand.use_list(short_list)
    hand.budgets(triage=0, deep=0)
    hand.run_to_end()
    hand.page.table.select("A")
    hand.desk.judge(Opinion(Verdict.ADVANCE))
    hand.until(lambda: hand.desk.judgements.stack.canUndo())
    hand.desk.preferences.set(replace(hand.desk.preferences.value, store=str(tmp_path / "other.sqlite")))
    hand.until(lambda: hand.desk.shown is None)
    assert not hand.window.acts["undo"].isEnabled()


def test_an_older_unfinished_screen_is_offered_too(
    qtbot: QtBot, home: Path, short_list: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("id,hypothesis\nZ,Costs exceed the edge.\n")
    with window(qtbot) as hand:
        running(hand, short_list)
        hand.trigger("stop")
        hand.until_state(RunState.UNFINISHED)
        hand.use_list(other)
        hand.budgets(triage=0, deep=0)
        hand.run_to_end()
    with window(qtbot) as hand:
        hand.banner("The screen of ideas.csv is unfinished")


def test_closing_while_a_prompt_is_thought_about_asks(hand: Hand) -> None:
    hand.window.go("playground")
    page = hand.window.playground_page
    page.prompt.setPlainText("Does it pay?")
    page.most.setValue(2000)
    page.least.setValue(2000)
    page.think.click()
    hand.until(lambda: hand.desk.playground.trace and hand.desk.playground.trace.thinking)
    assert not hand.window.close()
    assert hand.window.isVisible()
    hand.window.stop_and_close()
    hand.until(lambda: not hand.window.isVisible())


def test_the_dials_of_a_sealed_screen_are_its_own(hand: Hand, short_list: Path) -> None:
    hand.use_list(short_list)
    hand.budgets(triage=8, deep=8)
    first = hand.run_to_end()
    told = hand.page.plan_fold.text()
    assert "8" in told
    hand.desk.plan.set(replace(hand.desk.plan.settings, triage=Dial(64, 0)))
    hand.desk.open(first.id)
    hand.until(lambda: hand.desk.shown is not first)
    assert hand.page.plan_fold.text() == told
