"""When the engine dies, or has too little memory: that is said, the window lives, and goes on when asked."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.engine.host import LlamaEngine
from app.service import kinds
from app.ui.models.rows_model import Column
from app.ui.models.run_state import RunState
from tests.support.random_model import Shape, write_random_model
from tests.support.window import Hand, window
from tests.ui.test_run import cell, entries, stored


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[LlamaEngine]:
    """The engines that are started."""
    started: list[LlamaEngine] = []
    load = LlamaEngine.load

    def noted(engine: LlamaEngine, *more: object) -> object:
        started.append(engine)
        return load(engine, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(LlamaEngine, "load", noted)
    return started


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no signals")
def test_a_killed_engine_is_told_and_started_anew_on_request(
    hand: Hand, home: Path, short_list: Path, children: list[LlamaEngine]
) -> None:
    screen = hand.use_list(short_list)
    hand.budgets(triage=2000, deep=0)
    # It must not be done before it is killed.
    hand.page.plan_panel.triage.waits.setValue(64)
    hand.trigger("start")
    hand.until(lambda: len(screen.live) == 3)
    process = children[0].process_id
    assert process
    os.kill(process, signal.SIGKILL)
    banner = hand.banner("process ended (signal 9")
    assert "takes too much memory" in banner.accessibleName()
    assert screen.state is RunState.UNFINISHED
    assert [payload["exit_code"] for payload in entries(home, kinds.ENGINE_CRASHED)] == [-9]
    # It shows in the rows that it was at work on.
    assert [cell(hand, row, Column.STATE) for row in range(3)] == ["interrupted"] * 3
    assert {pane.status.text() for pane in hand.page.wall.panes} == {"interrupted"}
    (restart,) = banner.buttons
    assert restart.text() == "Restart the engine and resume"
    hand.qtbot.mouseClick(restart, Qt.MouseButton.LeftButton)
    hand.until(lambda: len(children) == 2 and screen.live)
    hand.trigger("cancel_all")
    hand.until_state(RunState.COMPLETE)
    assert stored(home)[0].counts()["errors"] == 3


def test_a_model_that_does_not_load_leaves_the_list_as_it_is(
    hand: Hand, short_list: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF" + b"\0" * 100)
    hand.drop_file(broken)
    assert hand.page.model.text() == "broken.gguf"
    assert not hand.window.demo_warning.isVisible()
    screen = hand.use_list(short_list)
    hand.trigger("start")
    hand.banner("broken.gguf has version 0 of GGUF")
    assert screen.state is RunState.READY
    assert not screen.id


def test_a_thinking_format_that_is_only_guessed_is_said(
    qtbot: QtBot, short_list: Path, tmp_path: Path
) -> None:
    shape = Shape(vocabulary=512, width=128, layers=1, ffn=256)
    model = write_random_model(tmp_path / "chatml.gguf", shape)
    with window(qtbot, model=str(model)) as hand:
        hand.use_list(short_list)
        hand.budgets(triage=4, deep=8)
        hand.trigger("start")
        hand.banner("The thinking format 's1' is a guess")
        hand.until_state(RunState.COMPLETE)


def test_too_little_memory_is_named_and_a_smaller_setting_offered(
    qtbot: QtBot, short_list: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A context of 1 GiB a sequence: a few fit, 128 do not on any machine that runs these tests."""
    shape = Shape(vocabulary=512, width=256, layers=4, heads=4, kv_heads=4, context=1_000_000)
    model = write_random_model(tmp_path / "wide.gguf", shape)
    with window(qtbot, model=str(model), parallel=128) as hand:
        screen = hand.use_list(short_list)
        hand.budgets(triage=250_000, deep=250_000)
        hand.trigger("start")
        banner = hand.banner("of memory for their KV cache")
        assert "GB are free" in banner.accessibleName()
        assert screen.state is RunState.UNFINISHED
        (fewer,) = banner.buttons
        told = re.fullmatch(r"Run (\d+) at a time(, with a q8_0 cache)?", fewer.text())
        assert told
        wanted = int(told[1])
        assert 0 < wanted < 128
        # It is not tried again unasked.
        assert hand.desk.runs.running is None
        hand.desk.problems.raised.disconnect()
        hand.desk.runs.start = lambda screen: None  # type: ignore[method-assign]
        qtbot.mouseClick(fewer, Qt.MouseButton.LeftButton)
        value = hand.desk.preferences.value
        assert (value.parallel, value.kv_type) == (wanted, "q8_0" if told[2] else "f16")
        assert (value.model, value.context) == (str(model), 0)
