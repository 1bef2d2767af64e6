"""The command line, in a fresh data folder: as a process, or within this one where that is enough."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.cli.app import run
from tests.support.command import ONE_THREAD, Command, Outcome
from tests.support.forked import fork_engines


@pytest.fixture
def winnow(tmp_path: Path) -> Command:
    return Command(tmp_path)


@pytest.fixture
def inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., Outcome]]:
    """`app.cli.app.run` in this process, which may have been tampered with; spares a start."""
    monkeypatch.setenv("WINNOW_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "150")
    for name, value in ONE_THREAD.items():
        monkeypatch.setenv(name, value)
    fork_engines(monkeypatch)
    monkeypatch.chdir(tmp_path)
    before = signal.getsignal(signal.SIGTERM)

    def command(*arguments: object) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["main.py", *map(str, arguments)])
        code = run()
        return Outcome(code, *capsys.readouterr())

    yield command
    signal.signal(signal.SIGTERM, before)
