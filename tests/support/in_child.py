"""Driving the engine in its child process: settings, and waiting for events without a clock."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil

from app.core.request import GenerationRequest
from app.core.trace import Trace
from app.engine.contract import Cancelled, Completed, EngineSettings, Event, Failed
from app.engine.host import LlamaEngine
from tests.support.in_process import CHUNK, THREADS

# Far more than a test has time for: what does not come is ended by the time limit of tests.
POLLS = 30_000


def settings(model: Path) -> EngineSettings:
    return EngineSettings(model, threads=THREADS, parallel=4, prefill_chunk=CHUNK)


def until(engine: LlamaEngine, done: Callable[[list[Event]], bool]) -> list[Event]:
    """Events until the condition holds of all so far."""
    events: list[Event] = []
    for _ in range(POLLS):
        if done(events):
            return events
        events += engine.events(0.1)
    raise AssertionError(f"not reached; the last events: {events[-3:]}")


def ended(events: Sequence[Event], *ids: str) -> bool:
    """Whether each of the ids has ended one way or another."""
    return set(ids) <= {e.id for e in events if isinstance(e, Completed | Cancelled | Failed)}


def end_of(events: Sequence[Event], id: str) -> Event:
    (event,) = (e for e in events if e.id == id and isinstance(e, Completed | Cancelled | Failed))
    return event


def completed(events: Sequence[Event]) -> dict[str, Trace]:
    return {e.id: e.trace for e in events if isinstance(e, Completed)}


def run(engine: LlamaEngine, requests: dict[str, GenerationRequest]) -> list[Event]:
    for id, request in requests.items():
        engine.submit(id, request)
    return until(engine, lambda events: ended(events, *requests))


def await_death(process_id: int) -> None:
    """Wait until a child has died, and leave its exit code to be collected."""
    if hasattr(os, "waitid"):
        os.waitid(os.P_PID, process_id, os.WEXITED | os.WNOWAIT)
    else:
        psutil.Process(process_id).wait()


def until_idle(engine: LlamaEngine) -> None:
    """Wait until the engine has done all that it was given; its events are left to be taken.

    Between two of its answers it computes something, where there is something to compute.
    """
    before = engine.counters()
    for _ in range(POLLS):
        now = engine.counters()
        if now == before:
            return
        before = now
    raise AssertionError(f"it still computes: {before}")
