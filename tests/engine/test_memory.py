"""A KV cache that does not fit into the memory is refused with the numbers, before it is made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing import Pipe
from pathlib import Path
from threading import Thread

import psutil
import pytest

from app.core.errors import ModelError, OutOfMemoryError
from app.engine.context import LlamaContext
from app.engine.contract import MAX_PARALLEL, Exactness, OpenInfo, StepShape
from app.engine.findings import Findings
from app.engine.host import LlamaEngine
from app.engine.llama import LlamaModel
from app.engine.messages import Beat, Load, Loading, Open, Refusal, Reply, SelfTest
from app.engine.selftest import Found
from app.engine.shapes import TESTED_CONTEXT
from app.engine.worker import Worker
from tests.support.in_child import completed, run, settings
from tests.support.in_process import THREADS, Bench
from tests.support.random_model import Shape, write_random_model

# Trained for so much that a single sequence of it would take terabytes.
SHAPE = Shape(layers=2, kv_heads=4, context=2_000_000_000)
TOKEN_BYTES = 2 * SHAPE.layers * SHAPE.kv_heads * (SHAPE.width // SHAPE.heads) * 2


@pytest.fixture(scope="module")
def boundless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaEngine]:
    path = write_random_model(tmp_path_factory.mktemp("memory") / "boundless.gguf", SHAPE, seed=1)
    engine = LlamaEngine(replace(settings(path), parallel=MAX_PARALLEL, exact=False))
    engine.load()
    yield engine
    engine.close()


def refused(engine: LlamaEngine, context: int) -> tuple[OutOfMemoryError, float, float]:
    """The error, and the two sizes in its sentence: needed and free, in GB."""
    with pytest.raises(OutOfMemoryError) as caught:
        engine.open(context)
    numbers = re.match(
        rf"{MAX_PARALLEL} sequences of ([0-9,]+) tokens need ([0-9,.]+) GB of memory for their KV cache, "
        r"and ([0-9,.]+) GB are free; ",
        str(caught.value),
    )
    assert numbers, str(caught.value)
    tokens, needed, free = (float(number.replace(",", "")) for number in numbers.groups())
    assert tokens == -(-context // 256) * 256
    assert needed == pytest.approx(MAX_PARALLEL * tokens * TOKEN_BYTES / 1e9, abs=0.05)
    return caught.value, needed, free


def test_where_fewer_fit_their_number_is_told_and_they_are_opened(
    boundless: LlamaEngine, bench: Bench
) -> None:
    # Half as much again as there is, so that one sequence takes about a hundredth of it.
    available = psutil.virtual_memory().available
    context = available * 3 // (2 * TOKEN_BYTES * MAX_PARALLEL)
    error, needed, free = refused(boundless, context)
    # The sizes are rounded to 0.1 GB.
    assert error.parallel == pytest.approx(MAX_PARALLEL * free / needed, abs=3)
    assert str(error).endswith(f"run {error.parallel} at a time.")
    opened = boundless.open(context, parallel=1)
    assert (opened.parallel, opened.context) == (1, -(-context // 256) * 256)
    assert completed(run(boundless, {"after": bench.request()})).keys() == {"after"}


def test_where_not_one_fits_another_way_is_told(boundless: LlamaEngine) -> None:
    error, _, _ = refused(boundless, SHAPE.context // 256 * 256)
    assert error.parallel is None
    assert str(error).endswith("lower the budget, or keep the KV cache as q8_0.")
    assert isinstance(error, ModelError)
    assert boundless.open(512, parallel=2).parallel == 2


class Asked:
    """A worker in a thread of this process, and its answers to calls."""

    def __init__(self, model: Path) -> None:
        self._ours, theirs = Pipe()
        self._thread = Thread(target=Worker(theirs, settings(model), Findings(None)).serve)
        self._thread.start()
        assert isinstance(self(Load()), Reply)

    def __call__(self, call: Load | Open) -> object:
        self._ours.send(call)
        while isinstance(reply := self._ours.recv(), Loading | SelfTest | Beat):
            pass
        return reply

    def opened(self, context: int, parallel: int) -> OpenInfo:
        reply = self(Open(context, parallel))
        assert isinstance(reply, Reply), reply
        assert isinstance(reply.value, OpenInfo)
        return reply.value

    def close(self) -> None:
        self._ours.close()
        self._thread.join()


@pytest.fixture
def asked(model_files: dict[str, Path]) -> Iterator[Asked]:
    worker = Asked(model_files["q8_0"])
    yield worker
    worker.close()


def test_without_memory_for_the_padding_steps_are_not_exact_until_there_is(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = 4 * TESTED_CONTEXT

    class Small(LlamaContext):
        def __init__(self, model: LlamaModel, *, slots: int, context: int, **more: object) -> None:
            if slots * context > room:
                raise OutOfMemoryError("There is no memory.")
            super().__init__(model, slots=slots, context=context, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("app.engine.worker.LlamaContext", Small)
    monkeypatch.setattr("app.engine.worker.shapes_for", lambda *_, **_more: (StepShape(8, fixed=True),))
    assert "no memory to try exactly 8 rows" in asked.opened(512, 2).why
    room = 8 * TESTED_CONTEXT
    assert asked.opened(512, 2).exactness is Exactness.EXACT
    loose = asked.opened(1024, 3)
    assert loose.exactness is Exactness.BEST_EFFORT
    assert loose.why == "no memory for 8 sequences of 1024 tokens, as exactly 8 rows with full padding need"
    assert isinstance(asked(Open(1024, 8)), Refusal)


def test_fewer_sequences_are_not_advised_where_padding_takes_as_much(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.engine.worker.shapes_for", lambda *_, **_more: (StepShape(8),))
    token_bytes = 2 * Shape().layers * Shape().kv_heads * (Shape().width // Shape().heads) * 2
    memory = psutil.virtual_memory()._replace(available=6 * 512 * token_bytes)
    monkeypatch.setattr("app.engine.footprint.psutil.virtual_memory", lambda: memory)
    reply = asked(Open(512, 2))
    assert isinstance(reply, Refusal)
    assert str(reply.error).startswith("8 sequences of 512 tokens need")
    assert str(reply.error).endswith("lower the budget, or keep the KV cache as q8_0.")
    assert isinstance(reply.error, OutOfMemoryError)
    assert reply.error.parallel is None


def test_the_self_test_is_not_repeated_for_widths_that_it_tries(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def counted(*arguments: object, **more: object) -> Found:
        tried.append(arguments[2])
        return Found(StepShape(2), "")

    monkeypatch.setattr("app.engine.worker.exact_shape", counted)
    for parallel in (4, 1, 16, 20, 20):
        asked.opened(512, parallel)
    assert tried == [16, 20]


def test_where_the_machine_is_busy_the_self_test_takes_fewer_threads(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = []

    def noted(*_arguments: object, threads: int | None, **_more: object) -> Found:
        taken.append(threads)
        return Found(StepShape(2), "", complete=False)

    monkeypatch.setattr("app.engine.worker.exact_shape", noted)
    monkeypatch.setattr("app.engine.worker.free_cores", lambda cores: cores + 3)
    asked.opened(512, 1)
    monkeypatch.setattr("app.engine.worker._TINY", 0)
    asked.opened(512, 1)
    assert taken == [1, THREADS + 3]
