"""A screen's process is interrupted and killed; each time it goes on where it stood."""

from __future__ import annotations

import os
import signal
import subprocess
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from app.service import paths
from app.service.kinds import PASS_COMPLETED, RUN_INTERRUPTED
from app.store import Store
from tests.support.command import Command, Outcome
from tests.support.screens import completed, kinds, named_bodies, results

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")

ROWS = 8
PLAN = ["--triage-budget", 48, "--deep-budget", 192, "--deep-waits", 6, "--threshold", 0, "--parallel", 2]
# More than the time limit of tests allows.
_POLLS = 60_000


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first demo rows."""
    lines = paths.DEMO_LIST.read_text(encoding="utf-8").splitlines(keepends=True)[: ROWS + 1]
    path = tmp_path_factory.mktemp("rows") / "first.csv"
    path.write_text("".join(lines), encoding="utf-8")
    return path


def passes(where: Path) -> int:
    """Completed passes of a store; 0 while there is none."""
    if not where.exists():
        return 0
    with Store.open(where) as store:
        return len(list(store.entries(kind=PASS_COMPLETED)))


def stop_at(process: subprocess.Popen[str], where: Path, wanted: int, stop: Callable[[], None]) -> Outcome:
    """Stop a running screen once its store holds that many passes."""
    assert process.stderr is not None
    first = process.stderr.readline()
    assert first.startswith("screen "), first
    with Store.open(where) as store:
        for _ in range(_POLLS):
            if len(list(store.entries(kind=PASS_COMPLETED))) >= wanted:
                break
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.01)
    assert process.poll() is None, process.communicate()
    stop()
    out, err = process.communicate(timeout=60)
    return Outcome(process.returncode, out, err)


def test_interrupted_and_killed_it_ends_as_if_it_had_not_been(
    winnow: Command, inside: Callable[..., Outcome], tmp_path: Path, rows: Path
) -> None:
    where = tmp_path / "my store.sqlite"
    whole = inside("screen", rows, "--json", *PLAN)
    assert whole.code == 0, whole.err

    process = winnow.begin("screen", rows, "--store", where, "--json", *PLAN)
    stopped = stop_at(process, where, 1, lambda: process.send_signal(signal.SIGINT))
    assert stopped.code == 3
    assert stopped.out == ""
    assert "Traceback" not in stopped.err
    with Store.open(where) as store:
        assert kinds(store.entries())[-1] == RUN_INTERRUPTED
        (id,) = {entry.payload["screen_id"] for entry in store.entries()}
    last = stopped.err.splitlines()[-1]
    assert last.startswith("Stopped after ")
    assert last.endswith(f"main.py screen --resume {id} --store '{where}'")

    before = passes(where)
    process = winnow.begin("screen", "--resume", "last", "--store", where)
    children: list[psutil.Process] = []

    def kill() -> None:
        children.extend(psutil.Process(process.pid).children(recursive=True))
        process.kill()

    killed = stop_at(process, where, before + 1, kill)
    assert killed.code == -signal.SIGKILL
    assert children
    _, alive = psutil.wait_procs(children, timeout=30)
    assert alive == []

    assert before + 1 <= passes(where) < 2 * ROWS
    resumed = inside("screen", "--resume", id[:6], "--store", where, "--json")
    assert resumed.code == 0, resumed.err
    document = resumed.document
    assert document["screen_id"] == id
    assert document["state"] == "complete"
    assert results(document) == results(whole.document)
    assert document["counts"] == whole.document["counts"]
    assert document["plan"] == whole.document["plan"]
    with Store.open(where) as store:
        assert set(Counter(completed(store, id)).values()) == {1}
        assert list(store.verify(named_bodies)) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_silent_engine_does_not_keep_it_from_being_stopped(
    winnow: Command, rows: Path, number: signal.Signals
) -> None:
    process = winnow.begin("screen", rows, *PLAN)

    def stop() -> None:
        for child in psutil.Process(process.pid).children():
            if any("spawn_main" in word for word in child.cmdline()):
                child.suspend()
        process.send_signal(number)

    stopped = stop_at(process, winnow.store, 1, stop)
    assert stopped.code == 3
    assert "Stopped after" in stopped.err
    assert winnow("screen", "--resume", "last", "--json").document["counts"]["triaged"] == ROWS


def test_interrupted_twice_it_ends_too(winnow: Command, rows: Path) -> None:
    process = winnow.begin("screen", rows, *PLAN)

    def stop() -> None:
        for child in psutil.Process(process.pid).children():
            if any("spawn_main" in word for word in child.cmdline()):
                child.suspend()
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.5)
        process.send_signal(signal.SIGINT)

    stopped = stop_at(process, winnow.store, 1, stop)
    assert stopped.code == 3
    assert "Stopped" in stopped.err
