"""Replaying from the window: grades as they come, both traces, and where they part."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.service.kinds import TRACE_REPLAYED
from app.store import Store
from app.ui.models.run_state import RunState
from app.ui.views.replay_dialog import ReplayDialog
from tests.support.screens import copy_with_another_id
from tests.support.window import Hand, window


def replayed(hand: Hand, action: str, how: int) -> ReplayDialog:
    """Replay what is shown, to the end."""
    hand.trigger(action)
    dialog = hand.dialog(ReplayDialog)
    dialog.how.setCurrentIndex(how)
    hand.qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    assert hand.desk.replays.busy
    assert not hand.window.acts["replay"].isEnabled()
    hand.until(lambda: not hand.desk.replays.busy)
    return dialog


def column(dialog: ReplayDialog, number: int) -> list[str]:
    return [dialog.table.item(row, number).text() for row in range(dialog.table.rowCount())]


def test_rows_and_a_screen_are_replayed(hand: Hand, home: Path, short_list: Path) -> None:
    hand.use_list(short_list)
    hand.budgets()
    assert not hand.window.acts["replay"].isEnabled()
    screen = hand.run_to_end()
    hand.page.table.select("B")
    dialog = replayed(hand, "replay", 0)
    generated = dialog.table.rowCount()
    assert set(column(dialog, 0)) == {"B"}
    assert set(column(dialog, 2)) == {"identical"}
    assert dialog.recorded.toPlainText() == dialog.now.toPlainText() != ""
    assert not dialog.recorded.extraSelections()
    dialog.reject()
    hand.page.table.table.selectAll()
    assert hand.page.table.selection() == ["A", "B", "C"]
    whole = replayed(hand, "replay_all", 1)
    passes = sum(2 if row.deep else 1 for row in screen.rows.rows)
    assert column(whole, 2) == ["identical"] * passes
    with Store.open(home / "winnow.sqlite") as store:
        grades = [entry.payload["grade"] for entry in store.entries(kind=TRACE_REPLAYED)]
    assert grades == ["identical"] * (generated + passes)


def test_where_two_traces_part_is_marked_in_both(
    qtbot: QtBot, home: Path, short_list: Path, tmp_path: Path
) -> None:
    with window(qtbot) as hand:
        hand.use_list(short_list)
        hand.budgets()
        id = hand.run_to_end().id
    other = tmp_path / "other.sqlite"
    copy_with_another_id(home / "winnow.sqlite", other, hypothesis="C", at=3)
    with window(qtbot, store=str(other)) as hand:
        hand.desk.open(id)
        hand.until_state(RunState.COMPLETE)
        hand.page.table.select("C")
        dialog = replayed(hand, "replay", 0)
        # They come as they are done.
        triage = column(dialog, 1).index("Triage")
        assert column(dialog, 2)[triage] == "diverged"
        assert "Id 3 differs: recorded 'g', now" in column(dialog, 3)[triage]
        dialog.table.selectRow(triage)
        for view in (dialog.recorded, dialog.now):
            (mark,) = view.extraSelections()
            assert mark.cursor.selectionStart() > 0
            assert mark.cursor.hasSelection()


def test_closing_the_dialog_stops_the_replay(hand: Hand, home: Path, short_list: Path) -> None:
    hand.use_list(short_list)
    hand.budgets()
    hand.run_to_end()
    hand.trigger("replay_all")
    dialog = hand.dialog(ReplayDialog)
    hand.qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    dialog.reject()
    hand.until(lambda: not hand.desk.replays.busy)
    assert not hand.banners
    assert hand.window.acts["replay_all"].isEnabled()
