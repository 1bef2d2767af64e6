"""Several processes on one store, and the death of one in the middle of a transaction."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from app.store import Draft, Store
from tests.store.conftest import named_bodies

ROOT = Path(__file__).parents[2]

APPENDS = """
import sys
from app.store import Draft, Store, body_digest
name, path = sys.argv[1:]
print("ready", flush=True)
sys.stdin.readline()
with Store.open(path) as store:
    for number in range(60):
        body = b"shared %d" % number
        payload = {"by": name, "number": number, "bodies": [body_digest(body)]}
        store.append([Draft("one", payload, (body,)), Draft("two", payload)])
"""

DIES_BEFORE_COMMIT = """
import os, sys
from sqlalchemy import Engine, event
from app.store import Draft, Store
with Store.open(sys.argv[1]) as store:
    def commit(connection):
        print("flushed", flush=True)
        sys.stdin.readline()
    event.listen(Engine, "commit", commit)
    store.append([Draft("lost", {"number": n}, (os.urandom(3_000_000),)) for n in range(3)])
"""


def start(code: str, *arguments: str | Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "error", "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_two_processes_make_and_fill_one_store(tmp_path: Path) -> None:
    where = tmp_path / "new" / "s.db"
    with ExitStack() as stack:
        processes = [stack.enter_context(start(APPENDS, name, where)) for name in ("a", "b")]
        for process in processes:
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            process.stdin.write("\n")
            process.stdin.flush()
        for process in processes:
            process.communicate()
    assert [process.returncode for process in processes] == [0, 0]
    with Store.open(where) as store:
        assert list(store.verify(named_bodies)) == []
        entries = list(store.entries())
    assert Counter(entry.payload["by"] for entry in entries) == {"a": 120, "b": 120}
    for name in ("a", "b"):
        numbers = [entry.payload["number"] for entry in entries if entry.payload["by"] == name]
        assert numbers == sorted(numbers)
    for first, second in zip(entries[::2], entries[1::2], strict=True):
        assert (first.kind, second.kind) == ("one", "two")
        assert first.payload == second.payload


def test_a_process_killed_before_its_commit_leaves_the_last_commit(path: Path) -> None:
    with Store.open(path) as store:
        before = list(store.entries())
    with start(DIES_BEFORE_COMMIT, path) as process:
        assert process.stdout.readline() == "flushed\n"
        assert path.with_name(path.name + "-wal").stat().st_size > 3_000_000  # it did reach the disk
        process.kill()
    with Store.open(path) as store:
        assert list(store.entries()) == before
        assert list(store.verify(named_bodies)) == []
        assert store.append([Draft("k", {})])[0].seq == 7
