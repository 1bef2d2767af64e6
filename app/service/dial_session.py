"""A dial run as a window follows it: what it shows so far, and the traces behind a point."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from app.core.dial_plan import DialPlan
from app.core.labelled import Labelled
from app.core.trace import Trace
from app.dial.outcome import GridPoint, Outcome
from app.engine.contract import Engine, ModelInfo
from app.service.certificates import IssuedCertificate
from app.service.dial import MeasuredDial
from app.service.dial_events import DialEvent
from app.service.dial_records import Reading
from app.service.dial_result import DialResult, certified, result_of
from app.service.dial_run import DialRun
from app.service.records import trace_from_body

if TYPE_CHECKING:
    from app.core.thinking import ThinkingFormat
    from app.store import Store

_SHOWN_EVERY = 2.0


@dataclass(frozen=True, slots=True)
class DialShown:
    """A dial run as it stands.

    Attributes:
        result: None while no item is measured at all points.
        certificate: None where none is issued: the run is not complete, or shows none.
        generated, separate: tokens, as `MeasuredDial.tokens` has them.
    """

    dial_id: str
    list_name: str
    plan: DialPlan
    complete: bool
    failures: int
    generated: int
    separate: int
    result: DialResult | None
    certificate: IssuedCertificate | None


@dataclass(frozen=True, slots=True)
class Behind:
    """One generation behind a point of the curve."""

    item: Labelled
    repetition: int
    reading: Reading
    outcome: Outcome


def follow(
    store: Store,
    engine: Engine,
    model: ModelInfo,
    formats: tuple[ThinkingFormat, ...],
    dial: MeasuredDial,
) -> Generator[DialEvent | DialShown, None, None]:
    """Run what is left of a dial, and tell every few seconds and at the end what it shows.

    Raises:
        KnownError: as `DialRun` and its events do.
    """
    told = monotonic()
    for event in DialRun(dial, store, engine, model, formats).events():
        yield event
        if monotonic() - told > _SHOWN_EVERY:
            yield shown(store, dial)
            told = monotonic()
    yield shown(store, dial)


def shown(store: Store, dial: MeasuredDial) -> DialShown:
    """How a dial run stands; where it is complete and shows a certificate, that is issued."""
    result = result_of(dial)
    issued = certified(store, dial, result) if result else None
    generated, separate = dial.tokens()
    name = dial.source.source.name
    return DialShown(
        dial.id, name, dial.plan, dial.complete, len(dial.failures), generated, separate, result, issued
    )


def behind(store: Store, dial_id: str, point: GridPoint) -> tuple[Behind, ...]:
    """The generations behind a point, in the list's order. Raises StoreError."""
    dial = MeasuredDial.load(store, dial_id)
    items = {item.hypothesis.id: item for item in dial.source.items}
    found = [(key, dial.readings.get(key, {}).get(point)) for key in dial.items()]
    return tuple(
        Behind(items[id], repetition, reading, reading.outcome(items[id], repetition))
        for (id, repetition), reading in found
        if reading is not None
    )


def trace_of(store: Store, reading: Reading) -> Trace:
    """The trace of a reading. Raises StoreError where its body is missing or damaged."""
    return trace_from_body(store.body(reading.body), reading.record)
