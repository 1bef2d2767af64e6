"""An engine whose process stands still: it is told, and the run, the thread and the window can be ended."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from app.engine.host import LlamaEngine
from app.service import kinds
from app.ui.models.run_state import RunState
from app.ui.models.screen_model import ScreenModel
from tests.support.window import Hand
from tests.ui.test_engine_trouble import children  # noqa: F401 - a fixture
from tests.ui.test_run import entries

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows cannot stop a process like this")


@pytest.fixture
def silent(hand: Hand, short_list: Path, children: list[LlamaEngine]) -> Iterator[ScreenModel]:  # noqa: F811
    """A run whose engine has been stopped while it thought."""
    screen = hand.use_list(short_list)
    hand.budgets(triage=2000, deep=0)
    # It must not be done before.
    hand.page.plan_panel.triage.waits.setValue(64)
    hand.trigger("start")
    hand.until(lambda: len(screen.live) == 3)
    process = psutil.Process(children[0].process_id)
    process.suspend()
    yield screen
    hand.until(lambda: not process.is_running())


def test_it_is_told(hand: Hand, silent: ScreenModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.ui.models.silence.LONG", 0.5)
    hand.until(lambda: hand.application.service.silent_for() > 0.5)
    hand.banner("no sign of life")
    assert silent.state is RunState.RUNNING
    hand.trigger("stop")
    hand.trigger("stop")
    hand.until(lambda: silent.state is RunState.UNFINISHED)


def test_the_run_stops_and_can_be_resumed(hand: Hand, home: Path, silent: ScreenModel) -> None:
    hand.trigger("stop")
    hand.until(lambda: silent.state is RunState.UNFINISHED)
    assert entries(home, kinds.RUN_INTERRUPTED)
    assert not entries(home, kinds.ENGINE_CRASHED)
    # The engine that stood still is not asked again.
    hand.trigger("start")
    hand.until(lambda: len(silent.live) == 3)
    hand.trigger("cancel_all")
    hand.until_state(RunState.COMPLETE)


def test_a_second_stop_ends_the_engine(hand: Hand, home: Path, silent: ScreenModel) -> None:
    hand.application.service._patience.setInterval(1_000_000)
    hand.trigger("stop")
    assert silent.state is RunState.STOPPING
    assert hand.window.acts["stop"].isEnabled()
    hand.trigger("stop")
    hand.until(lambda: silent.state is RunState.UNFINISHED)
    assert entries(home, kinds.RUN_INTERRUPTED)


def test_the_window_closes(hand: Hand, silent: ScreenModel) -> None:
    hand.window.stop_and_close()
    hand.until(lambda: not hand.window.isVisible())
    assert silent.state is RunState.UNFINISHED
    hand.application.service.close()
    assert not hand.application.service.isRunning()
