"""History, comparison, export, the playground, settings: what happens beside a run."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from app import __version__
from app.core.plan import PassKind
from app.service import kinds
from app.service.plan_settings import Dial
from app.store import Store
from app.ui.models.run_state import RunState
from app.ui.theme import DARK
from app.ui.views.compare_dialog import CompareDialog
from app.ui.views.plan_dialog import PlanDialog
from app.ui.views.settings_dialog import SettingsDialog
from app.ui.views.texts import ShortcutsDialog, TextDialog
from tests.support.window import Hand, window
from tests.ui.test_run import entries, stored


def select(hand: Hand, *rows: int) -> None:
    """Select rows of the history."""
    page = hand.window.history_page
    page.table.clearSelection()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in rows:
        page.table.selectionModel().select(page.table.model().index(row, 0), flags)


def click(hand: Hand, button: object) -> None:
    hand.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[arg-type]


def test_two_screens_of_one_list_are_compared_opened_and_repeated(
    hand: Hand, home: Path, short_list: Path
) -> None:
    hand.use_list(short_list)
    hand.budgets(triage=0, deep=0)
    first = hand.run_to_end()
    hand.trigger("again")
    hand.until_state(RunState.READY)
    hand.budgets(triage=40, deep=30)
    second = hand.run_to_end()
    assert first.id != second.id
    hand.window.go("history")
    page = hand.window.history_page
    hand.until(lambda: page.table.model().rowCount() == 2)
    assert not page.open.isEnabled()
    select(hand, 0, 1)
    assert not page.open.isEnabled()
    click(hand, page.compare)
    dialog = hand.dialog(CompareDialog)
    assert "3 hypotheses stand in both" in dialog.told.text()
    old, new = stored(home)
    changed = sum(old.final_verdict(h) != new.final_verdict(h) for h in old.source.hypotheses)
    assert dialog.table.rowCount() == changed
    dialog.only_changed.setChecked(False)
    assert dialog.table.rowCount() == 3
    assert (
        "of 40 tokens" in dialog.table.item(2, 5).text() or "of 30 tokens" in dialog.table.item(2, 5).text()
    )
    dialog.reject()
    # The older one's plan on the dials; then itself on the page.
    select(hand, 1)
    click(hand, page.use_plan)
    hand.banner("The dials are set")
    assert hand.desk.plan.settings.triage == Dial(40, 0), "a sealed screen shows its own plan"
    hand.use_list(short_list)
    assert hand.desk.plan.settings.triage == Dial(0, 0)
    hand.window.go("history")
    select(hand, 1)
    click(hand, page.open)
    hand.until(lambda: hand.desk.shown and hand.desk.shown.id == first.id)
    assert hand.window.pages.currentWidget() is hand.page
    assert not hand.page.plan_panel.triage.isEnabled()


def test_results_are_exported_and_the_ledger_says_so(
    hand: Hand, home: Path, short_list: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.use_list(short_list)
    hand.budgets(triage=0, deep=0)
    screen = hand.run_to_end()
    begins = {".html": b"<!DOCTYPE html>", ".pdf": b"%PDF", ".md": b"# Screening report"}
    for number, suffix in enumerate((".csv", ".json", *begins)):
        target = tmp_path / f"out{suffix}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, to=target: (str(to), ""))
        hand.trigger("export")
        hand.banner("Exported to")
        hand.window.banners.close_all.click()
        if suffix == ".csv":
            with target.open(encoding="utf-8-sig", newline="") as file:
                assert [row["id"] for row in csv.DictReader(file)] == ["A", "B", "C"]
        elif suffix == ".json":
            assert json.loads(target.read_text(encoding="utf-8"))["screen_id"] == screen.id
        else:
            assert target.read_bytes().startswith(begins[suffix])
        assert len(told := entries(home, kinds.EXPORTED)) == number + 1
        assert (told[-1]["screen_id"], told[-1]["format"]) == (screen.id, suffix[1:])

    # A name without a suffix takes that of the chosen kind.
    def choose(_parent: object, _title: str, proposed: str, kinds_: str) -> tuple[str, str]:
        assert proposed.endswith("ideas-results.csv")
        return str(tmp_path / "mine"), next(kind for kind in kinds_.split(";;") if "*.md" in kind)

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    hand.trigger("export")
    hand.banner("Exported to")
    assert (tmp_path / "mine.md").read_text(encoding="utf-8").startswith("# Screening report")


def test_the_playground_thinks_shows_its_marks_and_keeps_the_trace(hand: Hand, home: Path) -> None:
    hand.window.go("playground")
    page = hand.window.playground_page
    click(hand, page.example)
    assert not page.think.isEnabled()
    hand.until(lambda: hand.desk.playground.thought is not None)
    thought = hand.desk.playground.thought
    assert "raspberry" in page.prompt.toPlainText()
    assert thought.trace.waits_used == 1
    assert "⟦injected: Wait⟧" in page.thinking.toPlainText()
    assert page.written.toPlainText().startswith("⟦")
    (payload,) = entries(home, kinds.GENERATION_COMPLETED)
    assert payload["trace_id"] == thought.trace_id
    hand.until(page.think.isEnabled)
    # Again under a longer minimum, and stopped.
    page.least.setValue(3000)
    page.most.setValue(3000)
    click(hand, page.think)
    hand.until(lambda: page.thinking.toPlainText())
    click(hand, page.stop)
    hand.until(page.think.isEnabled)
    assert len(entries(home, kinds.GENERATION_COMPLETED)) == 1
    assert not hand.banners


def test_what_cannot_be_asked_is_refused_in_a_sentence(hand: Hand) -> None:
    page = hand.window.playground_page
    page.prompt.setPlainText("why")
    page.least.setValue(10)
    page.most.setValue(5)
    page.think.click()
    hand.banner("exceeds the most")
    page.most.setValue(500_000)
    page.think.click()
    hand.banner("lower the budget")


def test_the_playground_waits_for_a_screen_that_runs(hand: Hand, short_list: Path) -> None:
    page = hand.window.playground_page
    hand.use_list(short_list)
    hand.budgets(triage=2000)
    # It must not be done before it is stopped.
    hand.page.plan_panel.triage.waits.setValue(64)
    hand.trigger("start")
    hand.until_state(RunState.RUNNING)
    assert not page.think.isEnabled()
    assert "Something runs" in page.think.toolTip()
    hand.trigger("stop")
    hand.until_state(RunState.UNFINISHED)
    assert page.think.isEnabled()


def test_settings_take_hold(hand: Hand, home: Path, tmp_path: Path) -> None:
    hand.trigger("settings")
    dialog = hand.dialog(SettingsDialog)
    dialog.theme.setCurrentIndex(dialog.theme.findData("dark"))
    dialog.font_size.setValue(14)
    dialog.store.setText(str(tmp_path / "other.sqlite"))
    dialog.accept()
    hand.until(lambda: hand.application.look.theme is DARK)
    assert QGuiApplication.font().pointSize() == 14
    hand.settle()
    hand.until(lambda: (tmp_path / "other.sqlite").is_file())
    hand.trigger("settings")
    again = hand.dialog(SettingsDialog)
    again.store.setText(str(tmp_path))
    again.accept()
    hand.banner("is not a file")
    # The one before stays, also for the next start.
    assert hand.desk.preferences.value.store != str(tmp_path)


def test_the_rest_of_a_plan_is_sealed_with_it(hand: Hand, home: Path, short_list: Path) -> None:
    hand.use_list(short_list)
    hand.budgets(triage=8, deep=8)
    hand.page.plan_panel.seed.clear()
    hand.qtbot.keyClicks(hand.page.plan_panel.seed, "7x7")
    assert hand.page.plan_panel.seed.text() == "77"
    hand.window.dialogs.plan()
    dialog = hand.dialog(PlanDialog)
    dialog.by_share.setChecked(True)
    dialog.threshold.setValue(0.9)
    dialog.keep_unsure.setChecked(False)
    dialog.audit.setValue(1.0)
    dialog.temperature.setValue(0.5)
    dialog.accept()
    hand.run_to_end()
    (found,) = stored(home)
    assert found.plan.seed == 77
    assert (found.plan.survival.threshold, found.plan.survival.keep_unsure) == (0.9, False)
    assert found.plan.audit_fraction == 1.0
    assert found.plan.of(PassKind.DEEP).sampling.temperature == 0.5


def test_a_new_window_remembers_columns_sorting_and_size(qtbot: QtBot) -> None:
    with window(qtbot) as hand:
        table = hand.page.table.table
        table.horizontalHeader().moveSection(1, 4)
        table.setColumnHidden(7, True)
        table.setColumnWidth(3, 177)
        hand.window.resize(900, 700)
    with window(qtbot) as hand:
        table = hand.page.table.table
        assert table.horizontalHeader().visualIndex(1) == 4
        assert table.isColumnHidden(7)
        assert table.columnWidth(3) == 177
        assert hand.window.height() == 700
        table.reset_columns()
        assert table.horizontalHeader().visualIndex(1) == 1
        assert not table.isColumnHidden(7)


def test_chips_and_search_show_some_of_the_rows(hand: Hand, short_list: Path) -> None:
    hand.use_list(short_list)
    hand.budgets(triage=40, deep=0)
    screen = hand.run_to_end()
    view = hand.page.table
    shown = view.table.model()
    for show in ("Survivors", "Rejected", "Unsure", "Flipped", "Errors", "All"):
        (chip,) = (each for each in view.chips.buttons() if each.text() == show)
        click(hand, chip)
        expected = {
            "Survivors": sum(row.survivor for row in screen.rows.rows),
            "Rejected": sum(row.final == "reject" for row in screen.rows.rows),
            "Unsure": sum(row.final == "unsure" for row in screen.rows.rows),
            "Flipped": sum(row.flipped for row in screen.rows.rows),
            "Errors": 0,
            "All": 3,
        }[show]
        assert shown.rowCount() == expected, show
    hand.trigger("find")
    view.search.setText("INDEX funds")
    hand.until(lambda: shown.rowCount() == 1)
    assert shown.index(0, 0).data() == "B"


def texts(dialog: QDialog) -> list[str]:
    """What a dialog says, in the order in which it was made."""
    return [each.text() for each in dialog.findChildren(QLabel)]


def test_texts_to_read(hand: Hand, home: Path) -> None:
    hand.trigger("keys")
    keys = hand.dialog(ShortcutsDialog)
    lines = texts(keys)
    assert lines[lines.index("Find") + 1] == "Ctrl+F"
    assert lines[lines.index("Your verdict: advance") + 1] == "A"
    assert {"File", "Edit", "Run", "Verdict", "View", "Help", "Within views"} <= set(lines)
    keys.reject()
    hand.trigger("limits")
    limits = hand.dialog(TextDialog)
    assert limits.windowTitle() == "What the dial cannot do"
    assert any("two problems of thirty" in line for line in texts(limits))
    limits.reject()
    hand.trigger("about")
    about = hand.dialog(TextDialog)
    assert about.windowTitle() == "About Winnow"
    whole = "\n".join(texts(about))
    for told in (__version__, "2501.19393", "Apache License 2.0", str(home / "winnow.sqlite"), "Log:"):
        assert told in whole
    about.reject()


def test_a_store_of_a_newer_program_is_told_and_nothing_is_lost(
    qtbot: QtBot, home: Path, short_list: Path
) -> None:
    import sqlite3

    where = home / "winnow.sqlite"
    with Store.open(where):
        pass
    connection = sqlite3.connect(where)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    before = where.read_bytes()
    with window(qtbot) as hand:
        hand.banner("newer version of Winnow")
    assert where.read_bytes() == before


def test_the_cost_is_known_after_the_first_run(hand: Hand, short_list: Path) -> None:
    hand.use_list(short_list)
    hand.budgets(triage=200, deep=64, waits=2)
    panel = hand.page.plan_panel
    panel.triage.waits.setValue(8)
    hand.until(lambda: "minutes are known" in panel.cost.text())
    hand.run_to_end()
    hand.trigger("again")
    hand.until(lambda: "on this machine" in panel.cost.text())
    assert "survive" in panel.most.text()
    assert hand.desk.plan.settings.triage == Dial(200, 8)
    most = hand.desk.plan.cost.most_tokens
    hand.desk.plan.set(replace(hand.desk.plan.settings, deep=Dial(1000, 2)))
    hand.until(lambda: hand.desk.plan.cost.most_tokens == most + 3 * (1000 - 64))
