"""A data folder of its own for each test, and windows in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.support.forked import fork_engines
from tests.support.window import SHORT_LIST, Hand, window


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the window keeps its store and its settings."""
    where = tmp_path / "home"
    where.mkdir()
    monkeypatch.setenv("WINNOW_HOME", str(where))
    return where


@pytest.fixture(autouse=True)
def quick_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine's process starts at once."""
    fork_engines(monkeypatch)


@pytest.fixture
def hand(qtbot: QtBot) -> Iterator[Hand]:
    """A window as at a first start."""
    with window(qtbot) as opened:
        yield opened


@pytest.fixture
def short_list(tmp_path: Path) -> Path:
    """Three hypotheses in a CSV file."""
    path = tmp_path / "ideas.csv"
    path.write_text(SHORT_LIST, encoding="utf-8")
    return path
