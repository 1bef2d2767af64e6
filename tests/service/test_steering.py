"""A run that is steered while it goes on: paused, cancelled in part or in whole, retried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from time import monotonic
from typing import Any

import pytest

from app.core.hypothesis import Hypothesis, HypothesisList
from app.core.plan import PassKind
from app.service.events import Live, Opened, PassDone, PassNotDone, ScreenEvent
from app.service.kinds import PASS_CANCELLED, SCREEN_COMPLETED
from app.service.progress import Progress
from app.service.records import Json
from app.service.screens import Screen
from app.service.sealing import seal
from app.store import Store
from tests.support.in_child import until_idle
from tests.support.screens import (
    Loaded,
    check_whole,
    demo_rows,
    kinds,
    make_plan,
    results,
    start,
    too_long,
    without_tests,
)

ROWS = 6
# Two sequences are run at once, and the engine is given twice as many.
SUBMITTED = 4
Key = tuple[str, PassKind]


class Steered:
    """A run on two sequences, and what it has told so far."""

    def __init__(self, store: Store, loaded: Loaded, source: HypothesisList) -> None:
        self.store, self.engine = store, loaded[0]
        self.screen = seal(store, make_plan(loaded[1]), source)
        self.run = start(self.screen, store, loaded)
        self.stream = self.run.events()
        self.events: list[ScreenEvent] = []

    @property
    def hypotheses(self) -> tuple[Hypothesis, ...]:
        return self.screen.source.hypotheses

    def take(self, kind: type[ScreenEvent], count: int = 1) -> None:
        """The events up to that many more of a kind."""
        while count:
            self.events.append(next(self.stream))
            count -= isinstance(self.events[-1], kind)

    def submit_held(self) -> None:
        """Give the engine its first requests, and let it compute none of them yet."""
        self.run.pause(True)
        self.take(Progress, 2)

    def hold(self) -> None:
        """Pause, and be told all that was computed before."""
        self.run.pause(True)
        # What stands before the second answer was sent when the engine stood still.
        self.engine.counters()
        self.engine.counters()
        self.take(Progress, 2)

    def finish(self) -> Screen:
        """Go on to the end; the screen as it is in the store."""
        self.run.pause(False)
        self.events += self.stream
        return Screen.load(self.store, self.screen.id)

    def resume(self, loaded: Loaded) -> None:
        """Run what is left, in a run of its own."""
        list(start(Screen.load(self.store, self.screen.id), self.store, loaded).events())

    @property
    def progress(self) -> list[Progress]:
        return [event for event in self.events if isinstance(event, Progress)]

    @property
    def refused(self) -> list[Key]:
        return [(e.hypothesis.id, e.kind) for e in self.events if isinstance(e, PassNotDone)]

    @property
    def done(self) -> set[Key]:
        return {(e.hypothesis.id, e.record.kind) for e in self.events if isinstance(e, PassDone)}

    @property
    def running(self) -> set[Key]:
        begun = {(e.hypothesis.id, e.kind) for e in self.events if isinstance(e, Live)}
        return begun - self.done - set(self.refused)

    def end(self) -> Json:
        """What the ledger says of the run's end."""
        (entry,) = self.store.entries(kind=SCREEN_COMPLETED, subject=self.screen.id)
        return entry.payload


Steer = Callable[..., Steered]


@pytest.fixture
def steer(store: Store, narrow: Loaded) -> Iterator[Steer]:
    """Begins a run of the first demo rows, or of another list."""
    with ExitStack() as after:
        after.callback(narrow[0].pause, False)

        def begin(source: HypothesisList | None = None) -> Steered:
            steered = Steered(store, narrow, source or demo_rows(ROWS))
            after.callback(steered.stream.close)
            return steered

        yield begin


def all_cancelled(screen: Screen) -> bool:
    """Whether each failure is a cancellation."""
    return all(failure.cancelled for failure in screen.failures.values())


def test_a_pause_computes_nothing_and_takes_no_time(
    steer: Steer, store: Store, uninterrupted: dict[str, Any]
) -> None:
    began = monotonic()
    steered = steer()
    steered.take(PassDone)
    steered.hold()
    held, computed, before = monotonic(), steered.engine.counters(), steered.progress[-1]
    told = len(steered.events)
    steered.take(Progress, 3)
    assert steered.events[told:] == [before] * 3
    assert steered.engine.counters() == computed
    pause = monotonic() - held
    screen = steered.finish()
    most = monotonic() - began - pause
    check_whole(store, screen.id, uninterrupted)
    end = steered.end()
    # To the millisecond, as they are written.
    assert 0 < end["decoding_seconds"] <= end["seconds"] <= most + 0.001
    for record in screen.passes.values():
        usage = record.generation["usage"]
        assert sum(usage[name] for name in ("queue_seconds", "prefill_seconds", "decode_seconds")) <= most


def test_a_run_paused_before_it_begins_stands_at_nothing(
    steer: Steer, store: Store, uninterrupted: dict[str, Any]
) -> None:
    steered = steer()
    steered.submit_held()
    assert isinstance(next(without_tests(steered.events)), Opened)
    assert [(p.seconds, p.tokens, p.eta) for p in steered.progress] == [(0.0, 0, None)] * 2
    assert steered.engine.counters().prefilled_tokens == 0
    steered.run.pause(True)  # That it is already.
    screen = steered.finish()
    check_whole(store, screen.id, uninterrupted)
    assert 0 < steered.end()["decoding_seconds"] <= steered.end()["seconds"]


def test_what_waits_is_cancelled_alone(steer: Steer, store: Store, uninterrupted: dict[str, Any]) -> None:
    steered = steer()
    steered.submit_held()
    # The one waits in the engine, the other is still to be given to it.
    unwanted = [steered.hypotheses[SUBMITTED - 1].id, steered.hypotheses[-1].id]
    for id in unwanted:
        steered.run.cancel(id)
    steered.run.cancel("of no list")
    screen = steered.finish()
    assert sorted(steered.refused) == [(id, PassKind.TRIAGE) for id in unwanted]
    assert screen.failures.keys() == set(steered.refused)
    assert all_cancelled(screen)
    rest = {id: row for id, row in results(screen.document(store)).items() if id not in unwanted}
    assert rest == {id: row for id, row in uninterrupted.items() if id not in unwanted}


def test_what_runs_is_cancelled_alone(
    steer: Steer, store: Store, narrow: Loaded, uninterrupted: dict[str, Any]
) -> None:
    steered = steer()
    steered.take(Live)
    steered.hold()
    unwanted = min(steered.running, key=str)
    steered.run.cancel(unwanted[0])
    screen = steered.finish()
    assert steered.refused == [unwanted]
    assert unwanted not in screen.passes
    assert len(screen.passes) == 2 * ROWS - (2 if unwanted[1] is PassKind.TRIAGE else 1)
    assert kinds(store.entries(subject=screen.id)).count(PASS_CANCELLED) == 1
    steered.resume(narrow)
    check_whole(store, screen.id, uninterrupted)


def test_one_that_is_cancelled_while_its_triage_ends_does_not_go_deep(steer: Steer) -> None:
    steered = steer()
    steered.submit_held()
    steered.run.pause(False)
    until_idle(steered.engine)
    assert not steered.done
    unwanted = steered.hypotheses[0]
    steered.run.cancel(unwanted.id)
    screen = steered.finish()
    assert steered.refused == [(unwanted.id, PassKind.DEEP)]
    assert screen.triage_of(unwanted)
    assert screen.final_verdict(unwanted) == "error"
    assert len(screen.passes) == 2 * ROWS - 1


def test_where_the_waiting_is_cancelled_what_runs_goes_on(steer: Steer) -> None:
    steered = steer()
    steered.take(PassDone)
    steered.hold()
    running, done = steered.running, steered.done
    assert running
    steered.run.cancel_queued()
    screen = steered.finish()
    settled = {id for id, _ in running} | {id for id, kind in done if kind is PassKind.DEEP}
    finals = {h.id: screen.final_verdict(h) for h in screen.source.hypotheses}
    assert {id for id, final in finals.items() if final != "error"} == settled
    assert len(settled) < ROWS
    assert all_cancelled(screen)


def test_where_all_is_cancelled_the_screen_ends(
    steer: Steer, store: Store, narrow: Loaded, uninterrupted: dict[str, Any]
) -> None:
    steered = steer()
    steered.take(PassDone)
    steered.hold()
    done = steered.done
    steered.run.cancel_all()
    screen = steered.finish()
    assert screen.complete
    assert screen.passes.keys() == done
    assert {id for id, _ in screen.failures} == {h.id for h in screen.source.hypotheses if screen.wants(h)}
    assert all_cancelled(screen)
    assert steered.end()["counts"] == screen.counts()
    steered.resume(narrow)
    check_whole(store, screen.id, uninterrupted)


def test_what_survives_while_all_is_cancelled_does_not_go_deep(
    steer: Steer, store: Store, narrow: Loaded, uninterrupted: dict[str, Any]
) -> None:
    steered = steer()
    steered.submit_held()
    steered.run.pause(False)
    until_idle(steered.engine)
    assert not steered.done
    steered.run.cancel_all()
    screen = steered.finish()
    counts = screen.counts()
    assert (counts["triaged"], counts["survivors"]) == (SUBMITTED, SUBMITTED)
    assert (counts["deep"], counts["errors"]) == (0, ROWS)
    assert sorted(kind.value for _, kind in steered.refused) == ["deep"] * SUBMITTED + ["triage"] * 2
    steered.resume(narrow)
    check_whole(store, screen.id, uninterrupted)


def test_all_can_be_cancelled_before_the_engine_is_open(steer: Steer) -> None:
    source = demo_rows(ROWS)
    steered = steer(replace(source, hypotheses=(too_long("L"), *source.hypotheses)))
    steered.take(PassNotDone)
    steered.run.cancel_all()
    screen = steered.finish()
    assert [id for id, _ in steered.refused] == ["L", *(h.id for h in source.hypotheses)]
    assert not any(isinstance(event, Opened) for event in steered.events)
    assert screen.complete
    assert [screen.failures[key].cancelled for key in steered.refused] == [False] + [True] * ROWS
    assert [screen.final_verdict(h) for h in screen.source.hypotheses] == ["error"] * (ROWS + 1)


def test_what_was_cancelled_is_retried_in_the_same_run(
    steer: Steer, store: Store, uninterrupted: dict[str, Any]
) -> None:
    steered = steer()
    steered.submit_held()
    assert steered.run.retry() == 0
    steered.run.cancel(steered.hypotheses[-1].id)
    steered.take(PassNotDone)
    assert steered.run.retry() == 1
    assert steered.run.retry() == 0  # It waits already.
    screen = steered.finish()
    assert not screen.failures
    assert len(steered.refused) == 1
    check_whole(store, screen.id, uninterrupted)


def test_all_that_was_cancelled_is_retried_in_the_same_run(
    steer: Steer, store: Store, uninterrupted: dict[str, Any]
) -> None:
    steered = steer()
    steered.submit_held()
    steered.run.cancel_all()
    steered.take(PassNotDone, ROWS)
    assert steered.run.retry() == ROWS
    check_whole(store, steered.finish().id, uninterrupted)


def test_what_failed_is_retried_and_fails_again(steer: Steer) -> None:
    steered = steer(replace(demo_rows(1), hypotheses=(too_long("L"), *demo_rows(1).hypotheses)))
    steered.take(PassNotDone)
    assert steered.run.retry() == 1
    screen = steered.finish()
    assert steered.refused == [("L", PassKind.TRIAGE)] * 2
    assert not screen.failures["L", PassKind.TRIAGE].cancelled
    assert (screen.counts()["errors"], screen.counts()["deep"]) == (1, 1)
    assert screen.complete
