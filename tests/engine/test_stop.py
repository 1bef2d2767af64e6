"""An engine is ended at once from another thread, whatever it is being waited for."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from app.core.budget import ThinkingBudget
from app.core.errors import EngineError
from app.engine.contract import Chunk, EngineStopped
from app.engine.host import LlamaEngine
from tests.support.in_child import settings, until
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


def test_stopped_before_its_process_is_there_it_does_not_load(engine: LlamaEngine) -> None:
    engine.stop()
    with pytest.raises(EngineStopped):
        engine.load()
    assert engine.process_id is None
