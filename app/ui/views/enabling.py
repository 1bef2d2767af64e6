"""Which actions of the window make sense now."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.ui.models.desk import Desk
from app.ui.models.run_state import RunState
from app.ui.views.actions import Actions

translate = QCoreApplication.translate


def enable(acts: Actions, desk: Desk) -> None:
    """Enable what the list that is shown, the run and the selected row allow."""
    shown, running, row = desk.shown, desk.runs.running, desk.selection.row
    state = shown.state if shown else None
    sealed = bool(shown and shown.id)
    paused = state is RunState.PAUSED
    startable = state in (RunState.READY, RunState.UNFINISHED) and running is None
    again = state is RunState.COMPLETE
    acts["start"].setEnabled((startable and not desk.by_hand) or paused or again)
    texts = {
        RunState.PAUSED: translate("MainWindow", "Go &on"),
        RunState.UNFINISHED: translate("MainWindow", "Res&ume"),
        RunState.COMPLETE: translate("MainWindow", "Screen agai&n"),
    }
    start = translate("MainWindow", "&Start")
    acts["start"].setText(texts.get(state, start) if state else start)
    acts["pause"].setEnabled(bool(running and running.state is RunState.RUNNING))
    busy = (RunState.RUNNING, RunState.PAUSED)
    loaded = bool(running and running.state in busy)
    # Also while it stops: a second time ends what does not answer.
    acts["stop"].setEnabled(running is not None)
    acts["cancel_queued"].setEnabled(loaded)
    acts["cancel_all"].setEnabled(loaded)
    acts["cancel"].setEnabled(loaded and shown is running and bool(row and row.wants))
    own = sealed and state is not RunState.IMPORTED
    can_retry = own and (shown is running or running is None) and not desk.by_hand
    acts["retry"].setEnabled(bool(can_retry and shown and shown.failures))
    acts["again"].setEnabled(sealed)
    acts["export"].setEnabled(sealed)
    replayable = sealed and running is None and not desk.by_hand
    acts["replay"].setEnabled(bool(replayable and row and row.triage))
    acts["replay_all"].setEnabled(replayable)
    for name in ("advance", "reject", "unsure", "reason"):
        acts[name].setEnabled(own and row is not None)
    acts["withdraw"].setEnabled(bool(own and row and row.judgement))
    acts["copy_record"].setEnabled(bool(row and row.triage))
    acts["model"].setEnabled(running is None and not desk.by_hand)
