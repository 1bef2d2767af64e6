"""An engine is ended at once from another thread, whatever it is being waited for."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from app.core.budget import ThinkingBudget
from app.core.errors import EngineError
from app.engine.contract import Chunk, Completed, EngineStopped, Event
from app.engine.host import LlamaEngine
from tests.support.dying import Fault, dies
from tests.support.in_child import settings, until, until_idle
from tests.support.in_process import Bench


@pytest.fixture
def engine(model_files: dict[str, Path]) -> Iterator[LlamaEngine]:
    """An engine that is not loaded."""
    engine = LlamaEngine(settings(model_files["q8_0"]))
    yield engine
    engine.close()


@pytest.fixture
def another() -> Iterator[ThreadPoolExecutor]:
    """Another thread."""
    with ThreadPoolExecutor(1) as pool:
        yield pool


def test_stopped_while_it_decodes_it_ends_the_wait_for_events(
    engine: LlamaEngine, another: ThreadPoolExecutor, bench: Bench
) -> None:
    engine.load()
    engine.open(4096)
    engine.submit("long", bench.request(budget=ThinkingBudget(3000, min_tokens=3000)))
    until(engine, lambda seen: any(isinstance(event, Chunk) for event in seen))
    child = engine.process_id
    assert child
    stopping = another.submit(engine.stop)
    with pytest.raises(EngineStopped):
        until(engine, lambda seen: False)
    stopping.result()
    assert engine.process_id is None
    assert not psutil.pid_exists(child)
    with pytest.raises(EngineStopped):
        engine.counters()
    engine.stop()
    engine.close()
    with pytest.raises(EngineError, match="closed"):
        engine.counters()


def test_stopped_while_it_loads_it_ends_the_load(engine: LlamaEngine, another: ThreadPoolExecutor) -> None:
    loading = another.submit(engine.load)
    while not (child := engine.process_id):
        assert not loading.done()
    engine.stop()
    with pytest.raises(EngineStopped):
        loading.result()
    assert not psutil.pid_exists(child)


def test_one_that_stands_still_is_seen_to_and_is_ended(engine: LlamaEngine, bench: Bench) -> None:
    engine.load()
    engine.open(4096)
    assert engine.responds(60)
    assert engine.silent_for() == 0
    engine.submit("long", bench.request(budget=ThinkingBudget(3000, min_tokens=3000)))
    until(engine, lambda seen: any(isinstance(event, Chunk) for event in seen))
    child = engine.process_id
    assert child
    psutil.Process(child).suspend()
    # Neither a message more than its pipe holds, nor its end, waits for it.
    for n in range(400):
        engine.submit(f"more {n}", bench.request("x " * 1500, budget=ThinkingBudget(1)))
    until(engine, lambda seen: engine.silent_for() > 1.5)
    assert not engine.responds(0.1)
    engine.pause(True)
    assert engine.silent_for() == 0
    engine.close()
    assert not psutil.pid_exists(child)
    assert engine.silent_for() == 0


def test_a_decode_call_that_never_returns_is_seen_though_the_process_lives(
    engine: LlamaEngine, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    dies(monkeypatch, Fault(rows=16, exit_code=None))
    with ThreadPoolExecutor(1) as pool:
        engine.load()
        opening = pool.submit(engine.open, 4096)
        # Two signs of life have come by then, each of which says that it does not get on.
        while engine.silent_for() < 2.5:
            with pytest.raises(TimeoutError):
                opening.result(0.05)
        engine.stop()
        with pytest.raises(EngineStopped):
            opening.result()


def test_an_engine_that_was_told_to_cancel_is_not_awaited(engine: LlamaEngine, bench: Bench) -> None:
    engine.load()
    engine.open(4096)
    engine.submit("long", bench.request(budget=ThinkingBudget(3000, min_tokens=3000)))
    until(engine, lambda seen: any(isinstance(event, Chunk) for event in seen))
    engine.cancel("long")
    assert engine.silent_for() == 0


def test_stopped_before_its_process_is_there_it_does_not_load(engine: LlamaEngine) -> None:
    engine.stop()
    with pytest.raises(EngineStopped):
        engine.load()
    assert engine.process_id is None


def test_a_decode_call_that_fails_ends_the_engine_in_a_sentence_and_keeps_what_was_done(
    engine: LlamaEngine, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    dies(monkeypatch, Fault(decode=400, fails=True))
    engine.load()
    engine.open(4096)
    engine.submit("short", bench.request(budget=ThinkingBudget(1)))
    until_idle(engine)
    engine.submit("long", bench.request(budget=ThinkingBudget(3000, min_tokens=3000)))
    events: list[Event] = []

    def take(seen: list[Event]) -> bool:
        events[:] = seen
        return False

    with pytest.raises(EngineError, match=r"failed to decode \(code -3\)"):
        until(engine, take)
    assert any(isinstance(event, Completed) and event.id == "short" for event in events)
    with pytest.raises(EngineError, match="failed to decode"):
        engine.counters()
