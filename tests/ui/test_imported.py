"""An imported screen in the window: listed, opened, and nothing about it can be changed."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from app.report.signature import SigningKey
from app.service.bundles import write_bundle
from app.service.importing import import_bundle
from app.service.sealing import seal
from app.store import Store
from app.ui.models.history_model import HistoryColumn
from app.ui.models.run_state import RunState
from tests.service.test_verification import MODEL
from tests.support.screens import demo_rows, make_plan
from tests.support.window import window


def test_an_imported_screen_is_only_to_be_read(qtbot: QtBot, home: Path, tmp_path: Path) -> None:
    with Store.open(tmp_path / "elsewhere.sqlite") as store:
        screen_id = seal(store, make_plan(MODEL), demo_rows(2)).id
        write_bundle(store, screen_id, tmp_path / "b.zip", SigningKey.make())
    with Store.open(home / "winnow.sqlite") as store:
        import_bundle(store, tmp_path / "b.zip")
    with window(qtbot) as hand:
        hand.window.go("history")
        model = hand.desk.history
        hand.until(model.rowCount)
        assert model.index(0, HistoryColumn.STATE).data() == "imported"
        assert model.unfinished is None
        hand.desk.open(screen_id)
        hand.until_state(RunState.IMPORTED)
        hand.page.table.select(demo_rows(1).hypotheses[0].id)
        hand.settle()
        acts = hand.window.acts
        enabled = {
            name
            for name in ("start", "retry", "advance", "reject", "again", "export")
            if acts[name].isEnabled()
        }
        assert enabled == {"again", "export"}
