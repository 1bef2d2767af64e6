"""A model's file that is written to during a run: the run ends, what ran is marked, and is done again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copyfile
from typing import Any, TypeVar

import pytest

from app.core.budget import ThinkingBudget
from app.core.provenance import sha256_hex
from app.core.sampling import SamplingParams
from app.engine.contract import Chunk, ModelChangedError
from app.engine.host import LlamaEngine
from app.report.signature import SigningKey
from app.service import kinds, paths
from app.service.bundles import verify_bundle, write_bundle
from app.service.chronicle import attempts
from app.service.dial import MeasuredDial
from app.service.dial_events import DialEvent, ItemMeasured, ItemNotMeasured
from app.service.events import Live, PassDone, PassNotDone, ScreenEvent
from app.service.plan_settings import PlanSettings
from app.service.recorded import of_screen
from app.service.replay import ReplayBegun, Replayed, replay
from app.service.screens import Screen
from app.service.sealing import seal
from app.service.summaries import summaries
from app.service.think import ThinkPrompt, think
from app.service.verification import verify_store
from app.service.workbench import RowChanged, Sealed
from app.store import Draft, Store
from tests.support import dials
from tests.support.screens import (
    SETTINGS,
    Bench,
    Loaded,
    check_whole,
    demo_rows,
    make_plan,
    run_screen,
    start,
)

T = TypeVar("T")

ROWS = 6
ASKED = ThinkPrompt("Why?", "", ThinkingBudget(3000, 3000), SamplingParams(), 0, 8)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """The demo model, to be written to."""
    return Path(copyfile(paths.DEMO_MODEL, tmp_path / "model.gguf"))


@pytest.fixture
def loaded(model: Path) -> Iterator[Loaded]:
    """It in an engine of its own, on two sequences."""
    engine = LlamaEngine(replace(SETTINGS, model=model))
    yield engine, engine.load()
    engine.close()


def overwrite(path: Path) -> None:
    """What `dd conv=notrunc` does."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(bytes(65536))


def drain(events: Iterable[T], follow: Callable[[T], None]) -> None:
    """Take all events."""
    for event in events:
        follow(event)


def restore(path: Path) -> None:
    """Put the file back, in place too."""
    with path.open("r+b") as file:
        file.write(paths.DEMO_MODEL.read_bytes())


def test_a_screen_ends_and_marks_what_ran_which_is_done_again(
    store: Store, loaded: Loaded, model: Path, narrow: Loaded, uninterrupted: dict[str, Any]
) -> None:
    plan = replace(make_plan(narrow[1]), model=model.name)
    id = seal(store, plan, demo_rows(ROWS)).id
    run = start(Screen.load(store, id), store, loaded)
    done: set[tuple[str, str]] = set()
    doubted: set[tuple[str, str]] = set()

    def follow(event: ScreenEvent) -> None:
        match event:
            case PassDone(hypothesis, record):
                done.add((hypothesis.id, record.kind.value))
            case PassNotDone(hypothesis, kind, message):
                doubted.add((hypothesis.id, kind.value))
                assert message == f"in doubt: the model file {model} was written to while it ran"
            case Live() if len(done) >= 2:
                overwrite(model)

    with pytest.raises(ModelChangedError) as ended:
        drain(run.events(), follow)
    told = str(ended.value)
    assert told.startswith(f"The model file {model} was written to while it was in use, so what ran since")
    assert doubted
    assert all(f"{id} {kind}" in told for id, kind in list(doubted)[:1]) or len(doubted) > 6
    assert not done & doubted

    entries = list(store.entries(subject=id))
    assert [entry.kind for entry in entries[-2:]] == [kinds.PASSES_DOUBTED, kinds.RUN_INTERRUPTED]
    marked = entries[-2].payload
    assert {(one["hypothesis"], one["pass"]) for one in marked["passes"]} == doubted
    assert marked["model"] == str(model)
    screen = Screen.load(store, id)
    assert screen.state == "unfinished"
    assert screen.counts()["doubted"] == len(doubted)
    assert {key for key, failure in screen.failures.items() if failure.doubted} == {
        (each.hypothesis, each.kind) for each in attempts(entries)
    }
    (summary,) = summaries(store)
    assert summary.counts["doubted"] == len(doubted)
    found = verify_store(store.location)
    assert found.ok
    assert {one["what"] for one in found.doubted} == {f"{id} {kind}" for id, kind in doubted}
    bundle = Path(store.location).with_name("bundle.zip")
    write_bundle(store, id, bundle, SigningKey.make())
    assert verify_bundle(bundle).doubted == found.doubted

    again = LlamaEngine(loaded[0].settings)
    with pytest.raises(Exception, match="is another; resume with the same file"):
        start(screen, store, (again, again.load()))
    again.close()
    restore(model)
    again = LlamaEngine(loaded[0].settings)
    list(start(screen, store, (again, again.load())).events())
    again.close()
    screen = check_whole(store, id, uninterrupted)
    assert screen.counts()["doubted"] == 0
    assert verify_store(store.location).doubted == ()
    assert all(each.done_by is not None for each in attempts(list(store.entries(subject=id))))


def test_a_pass_that_is_recorded_and_then_doubted_does_not_count(store: Store, narrow: Loaded) -> None:
    screen, _ = run_screen(store, narrow, make_plan(narrow[1]), demo_rows(1))
    (hypothesis,) = screen.source.hypotheses
    payload = {
        "screen_id": screen.id,
        "message": "in doubt",
        "model": "m.gguf",
        "passes": [{"hypothesis": hypothesis.id, "pass": "deep"}],
    }
    screen.take(store.append([Draft(kinds.PASSES_DOUBTED, payload)])[0])
    assert screen.deep_of(hypothesis) is None
    assert screen.final_verdict(hypothesis) == "error"
    assert [each.done_by for each in attempts(list(store.entries(subject=screen.id)))] == [None]


def test_a_dial_run_ends_and_marks_what_ran(
    store: Store, loaded: Loaded, model: Path, narrow: Loaded
) -> None:
    source = dials.labelled_rows(8)
    id = dials.seal(store, loaded, source).id
    missed: set[str] = set()

    def follow(event: DialEvent) -> None:
        if isinstance(event, ItemNotMeasured):
            missed.add(event.item.hypothesis.id)
        if isinstance(event, ItemMeasured):
            overwrite(model)

    with pytest.raises(ModelChangedError, match="is in doubt and not kept"):
        drain(dials.start(MeasuredDial.load(store, id), store, loaded).events(), follow)
    assert missed
    told = [entry for entry in store.entries(subject=id) if entry.kind == kinds.DIAL_ITEMS_DOUBTED]
    assert {one["hypothesis"] for one in told[0].payload["items"]} == missed
    dial = MeasuredDial.load(store, id)
    assert {hypothesis for hypothesis, _ in dial.failures} == missed
    assert not missed & {hypothesis for hypothesis, _ in dial.readings}
    assert len(verify_store(store.location).doubted) == len(missed)
    list(dials.start(dial, store, narrow).events())
    assert MeasuredDial.load(store, id).complete
    assert verify_store(store.location).doubted == ()


def test_a_prompt_that_is_thought_about_is_not_kept(store: Store, loaded: Loaded, model: Path) -> None:
    events = think(store, *loaded, paths.thinking_formats(), ASKED)
    next(event for event in events if isinstance(event, Chunk))
    overwrite(model)
    with pytest.raises(ModelChangedError, match="was written to"):
        list(events)
    (entry,) = store.entries()
    assert entry.kind == kinds.GENERATION_FAILED
    assert entry.payload["message"].startswith("in doubt: ")


def test_a_replay_ends(store: Store, loaded: Loaded, model: Path, narrow: Loaded) -> None:
    screen, _ = run_screen(store, narrow, make_plan(narrow[1]), demo_rows(ROWS))
    events = replay(store, *loaded, of_screen(store, screen.id))
    assert any(isinstance(event, ReplayBegun) for event in events)
    overwrite(model)
    graded: list[object] = []
    with pytest.raises(ModelChangedError, match="was written to"):
        graded.extend(events)
    assert not any(isinstance(event, Replayed) for event in graded)
    assert not list(store.entries(kind=kinds.TRACE_REPLAYED))


def test_in_the_window_a_model_that_changed_between_two_runs_is_loaded_anew(
    bench: Bench, model: Path, wanted: PlanSettings
) -> None:
    bench.configure(replace(SETTINGS, model=model))
    list(bench.start(demo_rows(1), wanted))
    first = bench.child
    overwrite(model)
    damaged = model.read_bytes()
    # Nothing ran meanwhile: what the file holds now is another model, and is sealed as such.
    changed = list(bench.start(demo_rows(1), wanted))
    second = bench.child
    assert second != first
    restore(model)
    again = list(bench.start(demo_rows(1), wanted))
    assert bench.child not in (first, second)
    digests = [
        event.snapshot.plan.model_sha256
        for events in (changed, again)
        for event in events
        if isinstance(event, Sealed)
    ]
    assert digests == [sha256_hex(damaged), sha256_hex(paths.DEMO_MODEL.read_bytes())]
    assert any(isinstance(event, RowChanged) for event in again)
