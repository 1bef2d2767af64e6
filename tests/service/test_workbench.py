"""What the window does with a workbench: run and steer, judge, look up, compare, reckon, export."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.core.budget import ThinkingBudget
from app.core.errors import BudgetError, EngineError, StoreError
from app.core.plan import PassKind, Verdict
from app.core.provenance import canonical_json, sha256_hex
from app.core.sampling import SamplingParams
from app.service import paths
from app.service.events import Opened
from app.service.judgement import judge
from app.service.kept_engine import Loading
from app.service.kinds import RUN_INTERRUPTED
from app.service.plan_settings import Dial, PlanSettings
from app.service.rows import Snapshot
from app.service.screens import Screen
from app.service.think import ThinkPrompt, Thought
from app.service.workbench import RowChanged, RunEvent, Sealed
from app.store import Store
from tests.support.screens import (
    SETTINGS,
    Bench,
    Loaded,
    check_whole,
    demo_rows,
    kinds,
    results,
    start,
    without_tests,
)

ROWS = 6
ASKED = ThinkPrompt("Do costs exceed the edge?", "", ThinkingBudget(24), SamplingParams(), 0, 8)


def the_sealed(events: list[RunEvent]) -> Snapshot:
    """The screen as it was when the run began."""
    (sealed,) = (event for event in events if isinstance(event, Sealed))
    return sealed.snapshot


def screened(bench: Bench, wanted: PlanSettings, rows: int = 1) -> str:
    """A screen that was run to its end."""
    return the_sealed(list(bench.start(demo_rows(rows), wanted))).id


def stopped(bench: Bench, wanted: PlanSettings) -> str:
    """A screen that was stopped after its first pass."""
    with closing(bench.start(demo_rows(ROWS), wanted)) as run:
        events: list[RunEvent] = []
        while not events or not isinstance(events[-1], RowChanged):
            events.append(next(run))
    return the_sealed(events).id


def test_a_screen_is_sealed_and_run_and_told_row_by_row(
    bench: Bench, wanted: PlanSettings, uninterrupted: dict[str, Any]
) -> None:
    run = without_tests(bench.start(demo_rows(ROWS), wanted))
    events = [event for event in run if not isinstance(event, Loading)]
    assert [type(event) for event in events[:2]] == [Sealed, Opened]
    sealed = the_sealed(events)
    assert [row.wants for row in sealed.rows] == [PassKind.TRIAGE] * ROWS
    assert not sealed.complete
    changed = [event for event in events if isinstance(event, RowChanged)]
    assert len(changed) == 2 * ROWS
    last = {event.row.hypothesis.id: event.row for event in changed}
    snapshot = bench.open(sealed.id)
    assert snapshot.complete
    assert snapshot.rows == tuple(last[h.id] for h in sealed.source.hypotheses)
    assert snapshot.plan == sealed.plan
    (summary,) = bench.summaries()
    assert (summary.id, summary.state) == (sealed.id, "complete")
    check_whole(bench.store, sealed.id, uninterrupted)


def test_a_screen_that_was_stopped_is_resumed(
    bench: Bench, wanted: PlanSettings, uninterrupted: dict[str, Any]
) -> None:
    id = stopped(bench, wanted)
    assert kinds(bench.store.entries())[-1] == RUN_INTERRUPTED
    before = {row.hypothesis.id: row for row in bench.open(id).rows}
    events = list(bench.resume(id))
    assert the_sealed(events).rows == tuple(before.values())
    again = [event for event in events if isinstance(event, RowChanged)]
    done = [pass_ for row in before.values() for pass_ in (row.triage, row.deep) if pass_]
    assert len(again) == 2 * ROWS - len(done)
    check_whole(bench.store, id, uninterrupted)


def test_the_model_stays_loaded(bench: Bench, wanted: PlanSettings) -> None:
    screened(bench, wanted)
    child = bench.child
    assert child
    events = [*bench.start(demo_rows(1), wanted), *bench.think(ASKED)]
    assert not any(isinstance(event, Loading) for event in events)
    assert bench.child == child


def test_what_another_process_did_is_seen(
    bench: Bench, wanted: PlanSettings, narrow: Loaded, tmp_path: Path
) -> None:
    id = stopped(bench, wanted)
    assert not bench.open(id).complete
    with Store.open(tmp_path / "bench.sqlite") as beside:
        list(start(Screen.load(beside, id), beside, narrow).events())
    assert bench.open(id).complete
    assert not any(isinstance(event, RowChanged) for event in bench.resume(id))


def test_a_run_is_steered_through_the_workbench(
    bench: Bench, wanted: PlanSettings, uninterrupted: dict[str, Any]
) -> None:
    last = demo_rows(ROWS).hypotheses[-1].id
    with closing(bench.start(demo_rows(ROWS), wanted)) as run:
        for event in run:
            if isinstance(event, Sealed):
                id = event.snapshot.id
                bench.pause(True)
                bench.cancel(last)
            elif isinstance(event, RowChanged) and event.row.failure:
                assert event.row.hypothesis.id == last
                assert (event.row.final, event.row.wants) == ("error", PassKind.TRIAGE)
                assert event.row.failure.cancelled
                assert bench.retry() == 1
                bench.pause(False)
    check_whole(bench.store, id, uninterrupted)


def test_outside_a_run_there_is_nothing_to_steer(bench: Bench) -> None:
    bench.pause(True)
    bench.cancel("H-001")
    bench.cancel_queued()
    bench.cancel_all()
    assert bench.retry() == 0
    assert bench.store.head() is None


def test_a_paused_run_that_is_left_does_not_hold_the_next(
    bench: Bench, wanted: PlanSettings, uninterrupted: dict[str, Any]
) -> None:
    with closing(bench.start(demo_rows(ROWS), wanted)) as run:
        for event in run:
            if isinstance(event, Opened):
                bench.pause(True)
                break
    (summary,) = bench.summaries()
    for event in bench.resume(summary.id):
        if isinstance(event, Opened):
            bench.pause(True)
            bench.cancel_all()
    assert bench.open(summary.id).complete
    assert [row.final for row in bench.open(summary.id).rows] == ["error"] * ROWS
    list(bench.resume(summary.id))
    check_whole(bench.store, summary.id, uninterrupted)


def test_nothing_else_runs_beside_a_run(
    bench: Bench, wanted: PlanSettings, uninterrupted: dict[str, Any], tmp_path: Path
) -> None:
    with closing(bench.start(demo_rows(ROWS), wanted)) as run:
        for event in run:
            if isinstance(event, Sealed):
                id = event.snapshot.id
            if isinstance(event, Opened):
                for other in (bench.think(ASKED), bench.start(demo_rows(1), wanted), bench.resume(id)):
                    with pytest.raises(EngineError, match="Something is running"):
                        next(other)
                with pytest.raises(EngineError, match="settings cannot change while"):
                    bench.configure(replace(SETTINGS, parallel=3))
                with pytest.raises(EngineError, match="store cannot change while"):
                    bench.change_store(lambda: Store.open(tmp_path / "other.sqlite"))
                bench.configure(SETTINGS)  # As they are.
    assert not (tmp_path / "other.sqlite").exists()
    assert [summary.id for summary in bench.summaries()] == [id]
    check_whole(bench.store, id, uninterrupted)


def test_nothing_else_runs_beside_a_prompt(bench: Bench, wanted: PlanSettings) -> None:
    with closing(bench.think(ASKED)) as thinking:
        while isinstance(next(thinking), Loading):
            with pytest.raises(EngineError, match="settings cannot change while"):
                bench.configure(replace(SETTINGS, parallel=3))
        with pytest.raises(EngineError, match="Something is running"):
            next(bench.start(demo_rows(1), wanted))
        *_, thought = thinking
    assert isinstance(thought, Thought)
    assert bench.summaries() == []


def test_a_prompt_after_a_run_that_was_left_is_its_own(bench: Bench, wanted: PlanSettings) -> None:
    *_, before = bench.think(ASKED)
    stopped(bench, wanted)
    *_, after = bench.think(ASKED)
    assert isinstance(before, Thought)
    assert isinstance(after, Thought)
    assert before.trace.sha256 == after.trace.sha256


def test_a_stored_pass_has_its_trace_and_its_record(bench: Bench, wanted: PlanSettings) -> None:
    id = stopped(bench, wanted)
    entries = {entry.seq: entry for entry in bench.store.entries()}
    for row in bench.open(id).rows:
        for kind, result in ((PassKind.TRIAGE, row.triage), (PassKind.DEEP, row.deep)):
            stored = bench.stored_pass(id, row.hypothesis.id, kind)
            assert (stored is None) == (result is None)
            if stored and result:
                assert stored.trace.sha256 == stored.record["trace_sha256"]
                assert len(stored.trace.thinking_ids) == result.thinking_tokens
                assert stored.record["trace_id"] == result.trace_id
                entry = entries[stored.record["seq"]]
                assert stored.record["hash"] == entry.hash
                said = {key: value for key, value in entry.payload.items() if key != "setup"}
                assert stored.record.items() >= said.items()
                setup = {key: stored.record[key] for key in ("engine", "format", "form")}
                assert sha256_hex(canonical_json(setup)) == entry.payload["setup"]


def test_a_row_is_judged_and_the_judgement_taken_back(bench: Bench, wanted: PlanSettings) -> None:
    id = screened(bench, wanted, rows=2)
    row = bench.open(id).rows[0]
    judged = bench.judge(id, row.hypothesis.id, Verdict.UNSURE, "Ask the desk.")
    assert judged.judgement
    assert (judged.judgement.verdict, judged.judgement.reason) == (Verdict.UNSURE, "Ask the desk.")
    assert judged.overridden
    assert replace(judged, judgement=None) == row
    assert bench.open(id).rows[0] == judged
    assert bench.judge(id, row.hypothesis.id, None, "") == row
    assert bench.open(id).rows[0] == row
    with pytest.raises(StoreError, match="has no hypothesis 'H-X'"):
        bench.judge(id, "H-X", Verdict.REJECT, "")


def test_a_row_can_be_judged_while_its_screen_runs(bench: Bench, wanted: PlanSettings) -> None:
    last: dict[str, RowChanged] = {}
    for event in bench.start(demo_rows(2), wanted):
        if isinstance(event, Sealed):
            id, first = event.snapshot.id, event.snapshot.source.hypotheses[0].id
            bench.judge(id, first, Verdict.REJECT, "Known since 1999.")
        if isinstance(event, RowChanged):
            last[event.row.hypothesis.id] = event
    assert last[first].row.judgement
    assert last[first].row.final in ("advance", "reject", "unsure")
    assert bench.open(id).rows[0] == last[first].row


def test_screens_are_compared_by_their_ids(bench: Bench, wanted: PlanSettings) -> None:
    first, second = screened(bench, wanted, rows=2), screened(bench, replace(wanted, deep=Dial(0, 0)))
    found = bench.compare(first, second)
    assert [(pair.first.budget, pair.second.budget) for pair in found.pairs] == [(40, 0)]
    assert (found.only_first, found.only_second) == (1, 0)


def test_a_screen_is_exported(bench: Bench, wanted: PlanSettings, tmp_path: Path) -> None:
    id = screened(bench, wanted)
    bench.export(id, tmp_path / "out.json")
    document = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert document.pop("report")["screen_id"] == id
    assert document == json.loads(json.dumps(Screen.load(bench.store, id).document(bench.store)))
    with pytest.raises(StoreError, match="has no screen 'zz'"):
        bench.export("zz", tmp_path / "none.json")


def test_the_cost_is_known_once_a_screen_was_run(bench: Bench, wanted: PlanSettings) -> None:
    before = bench.cost(100, wanted)
    assert (before.survivors, before.seconds, before.most_seconds) == (None, None, None)
    assert before.tokens == before.most_tokens
    id = screened(bench, wanted, ROWS)
    after = bench.cost(100, wanted)
    assert after.survivors == 1
    assert after.most_tokens == before.most_tokens
    usage = Screen.load(bench.store, id).usage()
    assert after.tokens == round((usage["thinking_tokens"] + usage["answer_tokens"]) * 100 / ROWS)
    assert after.seconds
    assert after.most_seconds
    assert 0 < after.seconds <= after.most_seconds
    bench.change_store(lambda: Store.open(Path(bench.store.location).with_name("empty.sqlite")))
    assert bench.cost(100, wanted) == before


def test_another_store_holds_other_screens(bench: Bench, wanted: PlanSettings, tmp_path: Path) -> None:
    id = screened(bench, wanted)
    bench.change_store(lambda: Store.open(tmp_path / "other.sqlite"))
    assert bench.summaries() == []
    with pytest.raises(StoreError, match=f"has no screen '{id}'"):
        bench.open(id)
    other = screened(bench, wanted)
    bench.change_store(lambda: Store.open(tmp_path / "bench.sqlite"))
    assert [summary.id for summary in bench.summaries()] == [id]
    assert results(Screen.load(bench.store, id).document(bench.store))
    assert other != id


def test_a_plan_that_no_row_fits_is_not_sealed(bench: Bench, wanted: PlanSettings) -> None:
    with pytest.raises(BudgetError, match="lower the budgets"):
        list(bench.start(demo_rows(2), replace(wanted, deep=Dial(32_768, 0))))
    assert bench.store.head() is None


def test_what_another_process_wrote_is_exported_and_compared(
    bench: Bench, wanted: PlanSettings, tmp_path: Path
) -> None:
    id = screened(bench, wanted)
    bench.open(id)
    with Store.open(bench.store.location) as other:
        judge(other, id, demo_rows(1).hypotheses[0].id, Verdict.REJECT, "elsewhere")
    bench.export(id, tmp_path / "out.json")
    (row,) = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["hypotheses"]
    assert row["judgement"]["reason"] == "elsewhere"


def test_a_screen_that_never_began_goes_on_with_the_model_that_it_was_sealed_with(
    bench: Bench, wanted: PlanSettings, tmp_path: Path
) -> None:
    other = tmp_path / "other.gguf"
    other.write_bytes(paths.DEMO_MODEL.read_bytes() + bytes(32))
    bench.configure(replace(SETTINGS, model=other, kv_type="f32"))
    events = bench.start(demo_rows(1), wanted)
    sealed = next(event for event in events if isinstance(event, Sealed))
    events.close()
    bench.configure(SETTINGS)
    list(bench.resume(sealed.snapshot.id))
    engine = bench.open(sealed.snapshot.id).engine
    assert engine["model"]["path"] == str(other)
    assert engine["load"]["kv_type"] == "f32"
