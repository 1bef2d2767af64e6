"""A name in a store has one holder, and is free when that one has let go or ended, however it ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from app.core.errors import StoreError
from app.service import paths
from app.store import Store
from tests.support.command import ROOT

HOLDER = """
import sys
from app.store import Store
store = Store.open(sys.argv[1])
held = store.claim(sys.argv[2])
print(held is not None, flush=True)
input()
"""
WITH_ENGINE = """
import sys
from pathlib import Path
from app.engine.contract import EngineSettings
from app.engine.host import LlamaEngine
from app.store import Store
if __name__ == "__main__":
    held = Store.open(sys.argv[1]).claim(sys.argv[2])
    engine = LlamaEngine(EngineSettings(Path(sys.argv[3]), gpu_layers=0, threads=1, parallel=1))
    engine.load()
    print(held is not None, engine.process_id, flush=True)
    input()
"""

Started = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "winnow.sqlite") as opened:
        yield opened


@pytest.fixture
def started() -> Iterator[Started]:
    """Starts a program with a store and a name, and kills it in the end."""
    processes: list[subprocess.Popen[str]] = []

    def start(program: str, *arguments: object) -> subprocess.Popen[str]:
        words = [sys.executable, "-c", program, *map(str, arguments)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        processes.append(subprocess.Popen(words, cwd=ROOT, encoding="utf-8", **pipes))
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def told(process: subprocess.Popen[str]) -> list[str]:
    """The line that a program prints."""
    assert process.stdout is not None
    return process.stdout.readline().split()


def test_one_at_a_time_has_a_name(store: Store, tmp_path: Path) -> None:
    first = store.claim("one")
    assert first is not None
    assert store.claim("one") is None
    other = store.claim("two")
    assert other is not None
    other.release()
    first.check()
    first.release()
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".lock"] == []
    again = store.claim("one")
    assert again is not None
    again.release()


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_a_store_of_two_names_is_one(store: Store, tmp_path: Path) -> None:
    (tmp_path / "link.sqlite").symlink_to(tmp_path / "winnow.sqlite")
    (tmp_path / "folder").symlink_to(tmp_path)
    held = store.claim("one")
    assert held is not None
    for name in ("link.sqlite", "folder/winnow.sqlite", "folder/link.sqlite"):
        with Store.open(tmp_path / name) as same:
            assert same.claim("one") is None
    held.release()


def test_a_killed_process_holds_nothing(store: Store, started: Started) -> None:
    process = started(HOLDER, store.location, "one")
    assert told(process) == ["True"]
    assert store.claim("one") is None
    process.kill()
    process.wait()
    held = store.claim("one")
    assert held is not None
    held.release()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_an_engine_that_outlives_its_process_holds_nothing(
    store: Store, started: Started, tmp_path: Path
) -> None:
    program = tmp_path / "program.py"
    program.write_text(WITH_ENGINE)
    run = f"import runpy, sys; sys.path.insert(0, {str(ROOT)!r}); sys.argv[0] = {str(program)!r}\n"
    run += "runpy.run_path(sys.argv[0], run_name='__main__')"
    process = started(run, store.location, "one", paths.DEMO_MODEL)
    held, child = told(process)
    assert held == "True"
    engine = psutil.Process(int(child))
    engine.send_signal(signal.SIGSTOP)
    try:
        assert store.claim("one") is None
        process.kill()
        process.wait()
        assert engine.is_running()
        mine = store.claim("one")
        assert mine is not None
        mine.release()
    finally:
        engine.kill()


@pytest.mark.skipif(os.name == "nt", reason="an open file is not removed there")
def test_a_lock_that_was_removed_is_found_lost(store: Store, tmp_path: Path) -> None:
    first = store.claim("one")
    assert first is not None
    (lock,) = tmp_path.glob("*.lock")
    lock.unlink()
    second = store.claim("one")
    assert second is not None
    with pytest.raises(StoreError, match=r"lock of this run in .* was lost"):
        first.check()
    first.release()
    second.check()
    assert lock.exists()
    second.release()


def test_where_no_lock_can_be_made_that_is_told(store: Store, tmp_path: Path) -> None:
    (tmp_path / "winnow.sqlite-one.lock").mkdir()
    with pytest.raises(StoreError, match=r"-one\.lock cannot be made and locked"):
        store.claim("one")
