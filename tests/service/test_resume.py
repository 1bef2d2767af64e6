"""A screen that was stopped, killed or refused, and then resumed: nothing lost, nothing run twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import BudgetError, ModelError, PromptError, StoreError
from app.engine.host import EngineCrashed
from app.service import paths
from app.service.events import Live, PassDone, PassNotDone
from app.service.kinds import ENGINE_CRASHED, PASS_CANCELLED, PASS_FAILED, RUN_INTERRUPTED, RUN_STARTED
from app.service.screening import ScreenRun
from app.service.screens import Screen, resolve, screen_ids
from app.service.sealing import seal
from app.store import Draft, Store
from tests.support.command import ROOT
from tests.support.screens import (
    Loaded,
    check_whole,
    completed,
    demo_rows,
    kinds,
    load_engine,
    make_plan,
    results,
    run_screen,
    start,
    stop_after,
    too_long,
)

ROWS = 6


def test_stopped_again_and_again(store: Store, narrow: Loaded, uninterrupted: dict[str, Any]) -> None:
    id = seal(store, make_plan(narrow[1]), demo_rows(ROWS)).id
    kept = 0
    for passes in (0, 1, 5):
        stop_after(start(Screen.load(store, id), store, narrow), passes)
        screen = Screen.load(store, id)
        assert screen.state == "unfinished"
        assert len(screen.passes) >= kept + passes
        kept = len(screen.passes)
    told = kinds(store.entries(subject=id))
    assert told.count(RUN_INTERRUPTED) == 2  # the first was closed before it had begun
    assert told.count(RUN_STARTED) == 2
    assert kept < 2 * ROWS
    events = list(start(Screen.load(store, id), store, narrow).events())
    assert sum(isinstance(event, PassDone) for event in events) == 2 * ROWS - kept
    screen = check_whole(store, id, uninterrupted)
    seconds = [entry.payload["seconds"] for entry in store.entries(subject=id) if "seconds" in entry.payload]
    assert screen.seconds == pytest.approx(sum(seconds))


def test_a_complete_screen_runs_nothing(store: Store, narrow: Loaded) -> None:
    screen, _ = run_screen(store, narrow, make_plan(narrow[1]), demo_rows(1))
    before = store.head()
    assert list(start(screen, store, narrow).events()) == []
    assert store.head() == before


def test_a_killed_engine_is_told_and_its_screen_resumed(
    store: Store, narrow: Loaded, uninterrupted: dict[str, Any]
) -> None:
    loaded = load_engine(2)
    id = seal(store, make_plan(loaded[1]), demo_rows(ROWS)).id
    child = loaded[0].process_id
    assert child is not None
    events = start(Screen.load(store, id), store, loaded).events()
    done = (event for event in events if isinstance(event, PassDone))
    for _ in range(3):
        next(done)
    os.kill(child, signal.SIGKILL)
    with pytest.raises(EngineCrashed) as crash:
        list(events)
    assert crash.value.exit_code == -signal.SIGKILL
    screen = Screen.load(store, id)
    assert 3 <= len(screen.passes) < 2 * ROWS
    last = store.head()
    assert last is not None
    assert last.kind == ENGINE_CRASHED
    assert last.payload["exit_code"] == -signal.SIGKILL
    assert last.payload["message"] == str(crash.value)
    assert RUN_INTERRUPTED not in kinds(store.entries(subject=id))
    list(start(screen, store, narrow).events())
    check_whole(store, id, uninterrupted)


def test_a_cancelled_pass_is_run_when_the_screen_is_resumed(
    store: Store, narrow: Loaded, uninterrupted: dict[str, Any]
) -> None:
    screen = seal(store, make_plan(narrow[1]), demo_rows(ROWS))
    run = start(screen, store, narrow)
    unwanted = screen.source.hypotheses[2]
    narrow[0].pause(True)
    messages = []
    for event in run.events():
        if isinstance(event, PassNotDone):
            messages.append((event.hypothesis, event.message))
            narrow[0].pause(False)
        elif not messages and not isinstance(event, Live):
            run.cancel(unwanted.id)
    assert set(messages) == {(unwanted, "cancelled")}
    assert PASS_CANCELLED in kinds(store.entries(subject=screen.id))
    found = Screen.load(store, screen.id)
    assert found.final_verdict(unwanted) == "error"
    assert found.counts()["errors"] == 1
    assert found.counts()["triaged"] == ROWS - 1
    list(start(found, store, narrow).events())
    check_whole(store, screen.id, uninterrupted)


def test_another_model_is_refused(store: Store, narrow: Loaded) -> None:
    screen = seal(store, make_plan(narrow[1]), demo_rows(1))
    with pytest.raises(ModelError, match=r"sealed with the model winnow-demo\.gguf"):
        start(screen, store, (narrow[0], replace(narrow[1], sha256="0" * 64)))


def test_a_row_too_long_is_an_error_and_the_others_go_on(
    store: Store, narrow: Loaded, uninterrupted: dict[str, Any]
) -> None:
    source = demo_rows(2)
    source = replace(source, hypotheses=(too_long("L"), *source.hypotheses))
    screen, events = run_screen(store, narrow, make_plan(narrow[1]), source)
    (refused,) = (event for event in events if isinstance(event, PassNotDone))
    assert refused.hypothesis.id == "L"
    assert f"{narrow[1].context_trained:,}" in refused.message
    document = screen.document(store)
    found = results(document)
    row = found.pop("L")
    assert (row["final_verdict"], row["triage"], row["deep"]) == ("error", None, None)
    assert row["error"] == refused.message
    assert found == {id: uninterrupted[id] for id in found}
    assert document["state"] == "complete"
    assert document["counts"]["errors"] == 1
    assert kinds(store.entries(subject=screen.id)).count(PASS_FAILED) == 1


def test_a_screen_stopped_before_its_last_too_long_row_can_be_completed(store: Store, narrow: Loaded) -> None:
    source = demo_rows(1)
    source = replace(source, hypotheses=(*source.hypotheses, too_long("L")))
    screen = seal(store, make_plan(narrow[1]), source)
    stop_after(start(screen, store, narrow), 2)
    list(start(Screen.load(store, screen.id), store, narrow).events())
    found = Screen.load(store, screen.id)
    assert found.complete
    assert [found.final_verdict(h) for h in found.source.hypotheses][1] == "error"
    assert set(Counter(completed(store, screen.id)).values()) == {1}


def test_where_every_row_is_too_long_the_run_is_refused(store: Store, narrow: Loaded) -> None:
    source = replace(demo_rows(1), hypotheses=(too_long("L"), too_long("M")))
    screen = seal(store, make_plan(narrow[1]), source)
    with pytest.raises(BudgetError, match=f"more than the model's context of {narrow[1].context_trained:,}"):
        list(start(screen, store, narrow).events())
    assert Screen.load(store, screen.id).state == "unfinished"


def test_screens_are_found_by_last_id_and_beginning(store: Store, narrow: Loaded) -> None:
    with pytest.raises(StoreError, match="holds no screen yet"):
        resolve(store, "last")
    ids = [seal(store, make_plan(narrow[1], seed=n), demo_rows(1)).id for n in range(20)]
    assert list(screen_ids(store)) == ids
    assert resolve(store, "last") == ids[-1]
    unique = next(n for n in range(1, 13) if sum(id.startswith(ids[3][:n]) for id in ids) == 1)
    assert resolve(store, ids[3]) == resolve(store, ids[3][:unique]) == ids[3]
    # Twenty ids begin with one of sixteen digits.
    twice = next(id[0] for id in ids if sum(other[0] == id[0] for other in ids) > 1)
    with pytest.raises(StoreError, match="several screens begin with"):
        resolve(store, twice)
    for unknown in ("zz", ""):
        with pytest.raises(StoreError, match="there is no screen"):
            resolve(store, unknown)
    with pytest.raises(StoreError, match="has no screen 'zz'"):
        Screen.load(store, "zz")


HOLDER = """
import sys
from app.store import Store
held = Store.open(sys.argv[1]).claim(sys.argv[2])
print(held is not None, flush=True)
input()
"""


def test_a_screen_that_another_process_runs_is_not_run_again(store: Store, narrow: Loaded) -> None:
    screen = seal(store, make_plan(narrow[1]), demo_rows(1))
    words = [sys.executable, "-c", HOLDER, store.location, screen.id]
    other = subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == b"True\n"
        with pytest.raises(StoreError, match="run by another process; wait"):
            list(start(Screen.load(store, screen.id), store, narrow).events())
        # What the ledger tells of it is to be shown alone: as if of another machine, and begun another day.
        process = {"host": "elsewhere", "pid": other.pid, "created": 0}
        payload = {"screen_id": screen.id, "engine": {}, "thinking": {}, "process": process}
        store.append([Draft(RUN_STARTED, payload)])
        with pytest.raises(StoreError, match=f"run by process {other.pid} on elsewhere; wait"):
            list(start(Screen.load(store, screen.id), store, narrow).events())
        assert not completed(store, screen.id)
    finally:
        other.kill()
        other.communicate()
    list(start(Screen.load(store, screen.id), store, narrow).events())
    assert Screen.load(store, screen.id).complete


def test_what_another_process_has_done_meanwhile_is_not_done_again(
    store: Store, narrow: Loaded, uninterrupted: dict[str, Any]
) -> None:
    id = seal(store, make_plan(narrow[1]), demo_rows(ROWS)).id
    first, second, third = (start(Screen.load(store, id), store, narrow) for _ in range(3))
    done = stop_after(first, 5)
    events = list(second.events())
    assert 0 < sum(isinstance(event, PassDone) for event in events) <= 2 * ROWS - len(done)
    assert list(third.events()) == []
    check_whole(store, id, uninterrupted)


def test_a_run_ends_where_its_lock_was_taken_away(
    store: Store, narrow: Loaded, uninterrupted: dict[str, Any]
) -> None:
    id = seal(store, make_plan(narrow[1]), demo_rows(ROWS)).id
    events = start(Screen.load(store, id), store, narrow).events()
    next(event for event in events if isinstance(event, PassDone))
    (lock,) = Path(store.location).parent.glob("*.lock")
    lock.unlink()
    with pytest.raises(StoreError, match="was lost, so the run ended; resume it"):
        list(events)
    list(start(Screen.load(store, id), store, narrow).events())
    check_whole(store, id, uninterrupted)


def test_an_edited_thinking_format_is_refused(store: Store, narrow: Loaded) -> None:
    screen = seal(store, make_plan(narrow[1]), demo_rows(2))
    stop_after(start(screen, store, narrow), 1)
    edited = tuple(replace(f, forced_end=f.forced_end + " Now:") for f in paths.thinking_formats())
    with pytest.raises(PromptError, match="was edited since"):
        ScreenRun(Screen.load(store, screen.id), store, *narrow, edited)


def test_a_deep_budget_that_fits_no_row_is_refused_before_decoding(store: Store, narrow: Loaded) -> None:
    screen = seal(store, make_plan(narrow[1], deep=100_000), demo_rows(2))
    with pytest.raises(BudgetError, match="Every request of a pass"):
        list(start(screen, store, narrow).events())
    assert not completed(store, screen.id)
