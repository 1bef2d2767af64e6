"""The record in the window: exported and signed, checked, and imported elsewhere."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.report.keyrings import SystemKeyring
from app.ui.models.run_state import RunState
from app.ui.views.check_dialog import CheckDialog
from tests.support.window import Hand, window


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """The signing key goes into the data folder, whatever keyring this machine has."""
    monkeypatch.setattr(SystemKeyring, "get", lambda _self: None)
    monkeypatch.setattr(SystemKeyring, "set", lambda _self, _secret: False)


def checked(hand: Hand, dialog: CheckDialog) -> str:
    """What a check of the dialog came to."""
    dialog.check.click()
    hand.until(lambda: hand.desk.checks.found or not hand.desk.checks.busy)
    return dialog.told.text()


def test_a_record_is_signed_checked_and_imported_elsewhere(
    qtbot: QtBot, home: Path, short_list: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "record.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    with window(qtbot) as hand:
        hand.use_list(short_list)
        hand.budgets(triage=4, deep=4)
        id = hand.run_to_end().id
        hand.trigger("export")
        hand.banner("Exported to")
    with window(qtbot, store=str(tmp_path / "other.sqlite")) as hand:
        hand.drop_file(target)
        told = hand.banner("holds and is imported").accessibleName()
        hand.until_state(RunState.IMPORTED)
        assert hand.desk.shown
        assert hand.desk.shown.id == id
        assert not hand.window.acts["advance"].isEnabled()
        hand.trigger("verify")
        dialog = hand.dialog(CheckDialog)
        assert "other.sqlite holds" in checked(hand, dialog)
        dialog.where.setText(str(target))
        assert "record.zip holds" in checked(hand, dialog)
        key = told.split("the key ")[1].split(";")[0]
        assert key in dialog.more.text()
        dialog.reject()
        hand.drop_file(target)
        hand.banner("was imported into")


def test_a_changed_record_does_not_hold(hand: Hand, home: Path, short_list: Path) -> None:
    hand.use_list(short_list)
    hand.budgets(triage=0, deep=0)
    hand.run_to_end()
    hand.trigger("verify")
    dialog = hand.dialog(CheckDialog)
    assert checked(hand, dialog).endswith("holds.")
    assert not dialog.problems.isVisible()
    assert hand.desk.checks.found
    head = hand.desk.checks.found.head
    assert head
    dialog.anchor.setText(head[:-1])
    assert not dialog.check.isEnabled()
    dialog.anchor.setText("0" * 63 + "1")
    assert checked(hand, dialog).endswith("does not hold.")
    dialog.anchor.setText(head)
    assert checked(hand, dialog).endswith("holds.")
    with closing(sqlite3.connect(home / "winnow.sqlite")) as raw:
        raw.execute(
            "DROP TRIGGER "
            + raw.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%UPDATE ON ledger%'"
            ).fetchone()[0]
        )
        raw.execute("UPDATE ledger SET payload = substr(payload, 2) WHERE seq > 3")
        raw.commit()
    assert checked(hand, dialog).endswith("does not hold.")
    assert dialog.problems.isVisible()
    told = [dialog.problems.item(row).text() for row in range(dialog.problems.count())]
    assert any(text.startswith("entry ") for text in told)
    dialog.where.setText(str(home / "none.sqlite"))
    dialog.check.click()
    hand.until(lambda: "no store" in dialog.told.text() or "There is no" in dialog.told.text())
