"""From a dropped file to verdicts in the store: the window's main job, on the real engine."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.core.plan import PassKind, Verdict
from app.service import kinds, paths
from app.service.screens import Screen, screen_ids
from app.store import Store
from app.ui.models.rows_model import Column, Role, RowState
from app.ui.models.run_state import RunState
from app.ui.views.import_dialog import ImportDialog
from tests.support.window import Hand, window


def stored(home: Path) -> list[Screen]:
    """The screens of the window's store."""
    with Store.open(home / "winnow.sqlite") as store:
        return [Screen.load(store, id) for id in screen_ids(store)]


def entries(home: Path, kind: str) -> list[dict[str, object]]:
    """The ledger's payloads of a kind."""
    with Store.open(home / "winnow.sqlite") as store:
        return [entry.payload for entry in store.entries(kind=kind)]


def cell(hand: Hand, row: int, column: Column) -> str:
    """What the table shows."""
    model = hand.page.table.table.model()
    return str(model.index(row, column).data())


def test_a_dropped_file_is_screened_judged_and_kept(hand: Hand, home: Path, short_list: Path) -> None:
    screen = hand.use_list(short_list)
    assert screen.state is RunState.READY
    assert [cell(hand, row, Column.ID) for row in range(3)] == ["A", "B", "C"]
    assert hand.page.plan_panel.isVisible()
    hand.budgets()
    seen: list[str] = []
    screen.live_began.connect(lambda key, _trace: seen.append(key[0]))
    assert hand.run_to_end() is screen
    assert set(seen) == {"A", "B", "C"}
    assert {screen.rows.state_of(place) for place in range(3)} == {RowState.DONE}
    (found,) = stored(home)
    assert found.id == screen.id
    assert found.complete
    assert found.plan.triage.budget.max_tokens == 16
    for row in screen.rows.rows:
        assert row.triage
        assert row.triage.verdict is found.triage_of(row.hypothesis).assessment.verdict
        assert row.final == found.final_verdict(row.hypothesis)
    # The selected row shows its stored trace and its record.
    hand.page.table.select("B")
    hand.settle()
    hand.until(lambda: found.plan.model_sha256 in hand.page.detail.record.text)
    hand.trigger("copy_record")
    copied = json.loads(QGuiApplication.clipboard().text())
    trace_ids = [result.trace_id for result in (screen.rows.row(1).triage, screen.rows.row(1).deep) if result]
    assert [record["trace_id"] for record in copied] == trace_ids
    # A key judges; the model's verdict stays.
    hand.page.detail.reason.setText("not our market")
    hand.focus(hand.page.table.table)
    hand.qtbot.keyClick(hand.page.table.table, Qt.Key.Key_R)
    hand.until(lambda: screen.rows.row(1).judgement is not None)
    assert cell(hand, 1, Column.HUMAN) == "reject"
    hand.trigger("undo")
    hand.until(lambda: screen.rows.row(1).judgement is None)
    hand.trigger("redo")
    hand.until(lambda: screen.rows.row(1).judgement is not None)
    (found,) = stored(home)
    assert found.judgements["B"].verdict is Verdict.REJECT
    assert found.judgements["B"].reason == "not our market"
    assert found.final_verdict(found.source.hypotheses[1]) == screen.rows.row(1).final
    assert [payload["verdict"] for payload in entries(home, kinds.JUDGED)] == ["reject", None, "reject"]
    with Store.open(home / "winnow.sqlite") as store:
        assert list(store.verify()) == []


def test_the_first_start_runs_the_sample_list_by_one_button(hand: Hand, home: Path) -> None:
    assert hand.page.currentWidget() is hand.page.empty
    assert "made-up world" in hand.window.demo_warning.accessibleName()
    assert hand.window.demo_warning.isVisible()
    hand.qtbot.mouseClick(hand.page.empty.button, Qt.MouseButton.LeftButton)
    hand.until_state(RunState.RUNNING)
    hand.until(lambda: any(pane.busy for pane in hand.page.wall.panes))
    hand.trigger("stop")
    hand.until_state(RunState.UNFINISHED)
    (found,) = stored(home)
    assert found.source.name == paths.DEMO_LIST.name
    assert not found.complete


def test_pasted_text_shows_what_is_left_out_and_lets_columns_change(hand: Hand) -> None:
    data = QMimeData()
    data.setText("code,claim,why\n1,buy losers,mean reversion\n1,sell winners,\n2,,\n")
    hand.drop(data)
    dialog = hand.dialog(ImportDialog)
    assert dialog.tabs.tabText(1) == "Left out (2)"
    assert dialog.boxes["why"].currentData() == "detail"
    dialog.boxes["why"].setCurrentIndex(dialog.boxes["why"].findData("statement"))
    dialog.boxes["why"].activated.emit(dialog.boxes["why"].currentIndex())
    dialog.boxes["claim"].setCurrentIndex(dialog.boxes["claim"].findData("title"))
    dialog.boxes["claim"].activated.emit(dialog.boxes["claim"].currentIndex())
    hand.until(lambda: dialog.preview.found and dialog.preview.found.hypotheses[0].title)
    dialog.accept()
    hand.until(lambda: hand.desk.shown)
    (row,) = hand.desk.shown.rows.rows
    assert (row.hypothesis.title, row.hypothesis.statement) == ("buy losers", "mean reversion")


def test_a_file_that_is_no_list_is_told_in_a_sentence(hand: Hand, tmp_path: Path) -> None:
    hand.drop_file(tmp_path / "missing.csv")
    banner = hand.banner("does not exist")
    assert "cannot be read" in banner.accessibleName()


def test_pause_cancel_retry_and_stop(hand: Hand, home: Path, short_list: Path) -> None:
    screen = hand.use_list(short_list)
    hand.budgets(triage=400, deep=200)
    # It must not be done before it is paused.
    hand.page.plan_panel.triage.waits.setValue(64)
    hand.trigger("start")
    hand.until_state(RunState.RUNNING)
    hand.trigger("pause")
    hand.until_state(RunState.PAUSED)
    assert hand.window.acts["start"].text() == "Go &on"
    hand.page.table.select("C")
    hand.trigger("cancel")
    hand.until(lambda: screen.rows.state_of(2) is RowState.CANCELLED)
    hand.trigger("start")
    hand.until_state(RunState.COMPLETE)
    assert cell(hand, 2, Column.STATE) == "cancelled"
    assert screen.failures == 1
    hand.trigger("retry")
    hand.until(lambda: screen.state is RunState.COMPLETE and screen.failures == 0)
    (found,) = stored(home)
    assert found.complete
    assert found.counts()["triaged"] == 3
    assert len(entries(home, kinds.PASS_CANCELLED)) == 1


def test_closing_while_it_runs_asks_and_the_next_start_offers_to_go_on(
    qtbot: QtBot, home: Path, short_list: Path
) -> None:
    with window(qtbot) as hand:
        screen = hand.use_list(short_list)
        hand.budgets(triage=300, deep=300)
        hand.trigger("start")
        hand.until(lambda: screen.live)
        hand.window.close()
        assert hand.window.isVisible()
        box = hand.dialog(QMessageBox)
        (stop,) = (each for each in box.buttons() if "close" in each.text().lower())
        qtbot.mouseClick(stop, Qt.MouseButton.LeftButton)
        hand.until(lambda: not hand.window.isVisible())
        screen_id = screen.id
    assert not stored(home)[0].complete
    with window(qtbot) as hand:
        banner = hand.banner("is unfinished")
        qtbot.mouseClick(banner.buttons[0], Qt.MouseButton.LeftButton)
        hand.until_state(RunState.COMPLETE)
        assert hand.desk.shown.id == screen_id
    (found,) = stored(home)
    assert found.complete
    assert all(found.triage_of(h) for h in found.source.hypotheses)


def test_verdict_cells_know_their_share(hand: Hand, short_list: Path) -> None:
    hand.use_list(short_list)
    hand.budgets(deep=0)
    screen = hand.run_to_end()
    model = hand.page.table.table.model()
    for row in range(3):
        verdict, share = model.index(row, Column.TRIAGE).data(Role.VERDICT)
        result = screen.rows.row(row).triage
        assert (verdict, share) == (result.verdict.value, result.p_advance)
        assert result.kind is PassKind.TRIAGE
