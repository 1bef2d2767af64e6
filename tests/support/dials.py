"""Small real dial runs for tests: the first labelled demo rows, short answers, a grid of few points."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.core.labelled import LabelledList
from app.intake import read_labelled
from app.service import paths
from app.service.dial import DialDraft, MeasuredDial, seal_dial
from app.service.dial_events import DialEvent, ItemMeasured
from app.service.dial_run import DialRun
from app.store import Store
from tests.support.screens import Loaded, short_prompt

BUDGETS = (0, 8, 24, 48)
WAITS = (0, 1)


def labelled_rows(count: int) -> LabelledList:
    """The first rows of the shipped labelled list."""
    source = read_labelled(paths.RESOURCES / "examples" / "demo-labelled.csv")
    return cut_to(source, count)


def cut_to(source: LabelledList, count: int) -> LabelledList:
    """Its first items."""
    items = source.items[:count]
    inner = replace(source.source, hypotheses=tuple(item.hypothesis for item in items))
    return replace(source, source=inner, items=items)


def draft(**more: Any) -> DialDraft:
    """A plan's draft; `more` are further fields of DialDraft."""
    return DialDraft(**{"prompt": short_prompt("triage"), "budgets": BUDGETS, "waits": WAITS, **more})


def seal(store: Store, loaded: Loaded, source: LabelledList, **more: Any) -> MeasuredDial:
    """A sealed dial run."""
    formats, settings = paths.thinking_formats(), loaded[0].settings
    return seal_dial(store, draft(**more), source, *loaded, formats, settings)


def start(dial: MeasuredDial, store: Store, loaded: Loaded) -> DialRun:
    """A run of what is not yet measured."""
    return DialRun(dial, store, *loaded, paths.thinking_formats())


def run_dial(
    store: Store, loaded: Loaded, source: LabelledList, **more: Any
) -> tuple[MeasuredDial, list[DialEvent]]:
    """Seal and run to the end; read anew from the store."""
    sealed = seal(store, loaded, source, **more)
    events = list(start(sealed, store, loaded).events())
    return MeasuredDial.load(store, sealed.id), events


def stop_after(run: DialRun, items: int) -> list[ItemMeasured]:
    """Take that many measured items from a run, then close it."""
    events = run.events()
    done: list[ItemMeasured] = []
    try:
        while len(done) < items:
            event = next(events)
            if isinstance(event, ItemMeasured):
                done.append(event)
    finally:
        events.close()
    return done


def digests(dial: MeasuredDial) -> dict[tuple[object, ...], str]:
    """Digest of all ids of each reading, by item and point."""
    return {
        (*key, point): reading.record["trace_sha256"]
        for key, by_point in dial.readings.items()
        for point, reading in by_point.items()
    }
