"""A child that dies before it has decoded is started again a step plainer; that is told and kept."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.budget import ThinkingBudget
from app.core.errors import EngineError
from app.core.sentence import Sentence
from app.engine.contract import (
    Chunk,
    EngineSettings,
    Exactness,
    ModelChangedError,
    OpenInfo,
    StepShape,
)
from app.engine.deaths import EngineCrashed
from app.engine.findings import Findings
from app.engine.fingerprint import machine_key
from app.engine.gpus import Backend, Gpu
from app.engine.host import LlamaEngine
from app.engine.known_steps import KIND, known_here
from app.engine.plainer import Plainer, Step
from app.engine.shapes import FEW_ROWS, shapes_for
from tests.support.dying import Fault, dies
from tests.support.forked import fork_engines
from tests.support.in_child import completed, run, settings, until
from tests.support.in_process import Bench, essence

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no signals")

BUFFERS, ROWS, FLASH, LAYERS, CPU = Step
Make = Callable[..., LlamaEngine]


@pytest.fixture
def make(model_files: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Makes engines that keep what they find out in one folder."""
    fork_engines(monkeypatch)

    def made(told: list[Sentence] | None = None, **settings_: object) -> LlamaEngine:
        changed = replace(settings(model_files["q8_0"]), **settings_)  # type: ignore[arg-type]
        return LlamaEngine(changed, None, tmp_path / "findings", told.append if told is not None else None)

    return made


def opened(engine: LlamaEngine) -> OpenInfo:
    engine.load()
    return engine.open(1024)


@pytest.mark.parametrize(
    ("fault", "steps", "when"),
    [
        (Fault(extra_buffers=True), (BUFFERS,), "while it loaded the model"),
        (Fault(rows=16), (BUFFERS, ROWS), "while it tested itself"),
        (Fault(flash=True, exit_code=-6), (BUFFERS, ROWS, FLASH), "while it tested itself"),
        (Fault(extra_buffers=True, exit_code=3), (BUFFERS,), "while it loaded the model"),
    ],
    ids=["load", "self-test", "context", "exit code"],
)
def test_it_steps_down_until_it_works_and_says_so(
    make: Make,
    bench: Bench,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    fault: Fault,
    steps: tuple[Step, ...],
    when: str,
) -> None:
    dies(monkeypatch, fault)
    told: list[Sentence] = []
    engine = make(told)
    try:
        info = opened(engine)
        plainer = info.model.plainer
        assert plainer
        assert plainer.steps == steps
        assert plainer.tried == ("as asked", *(step.value for step in steps[:-1]))
        assert len(plainer.died) == len(steps)
        how = f"signal {-fault.exit_code}, " if fault.exit_code < 0 else "exit code 3 "
        assert all(died.startswith(how) and died.endswith(when) for died in plainer.died)
        assert told == [plainer.sentence]
        assert info.exactness is Exactness.EXACT
        assert (info.parallel, info.prefill_chunk) == ((4, 16) if ROWS in steps else (4, 64))
        requests = {f"r{n}": bench.request(f"Case {n}", budget=ThinkingBudget(20), seed=n) for n in range(5)}
        traces = completed(run(engine, requests))
        assert traces.keys() == requests.keys()
    finally:
        engine.close()
    assert known_here(Findings(tmp_path / "findings")) == [plainer]


def test_without_a_self_test_the_first_decode_calls_are_tried_before_a_run(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    dies(monkeypatch, Fault(rows=16))
    engine = make(exact=False)
    info = opened(engine)
    assert info.exactness is Exactness.BEST_EFFORT
    assert info.model.plainer
    assert info.model.plainer.steps == (BUFFERS, ROWS)
    engine.close()


def test_what_was_found_is_known_at_the_next_start_and_can_be_forgotten(
    make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as broken:
        dies(broken, Fault(extra_buffers=True))
        first = make()
        found = opened(first).model.plainer
        first.close()
    assert found
    # Nothing dies now, and yet it runs as it is known to work, and says so.
    told: list[Sentence] = []
    second = make(told)
    assert opened(second).model.plainer == found
    assert told == [found.sentence]
    second.close()
    # A machine with another processor or build knows nothing of it.
    monkeypatch.setattr("app.engine.known_steps.machine_key", lambda: {"processor": "another"})
    elsewhere = make()
    assert opened(elsewhere).model.plainer is None
    assert known_here(Findings(tmp_path / "findings")) == []
    elsewhere.close()
    monkeypatch.undo()
    assert Findings(tmp_path / "findings").forget(KIND) == 1
    third = make()
    assert opened(third).model.plainer is None
    third.close()


def test_what_is_known_and_dies_nevertheless_steps_down_further(
    make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dies(monkeypatch, Fault(extra_buffers=True))
    first = make()
    opened(first)
    first.close()
    dies(monkeypatch, Fault(extra_buffers=True, flash=True))
    second = make()
    plainer = opened(second).model.plainer
    assert plainer
    assert plainer.steps == (BUFFERS, ROWS, FLASH)
    second.close()
    assert known_here(Findings(tmp_path / "findings")) == [plainer]


def test_on_a_gpu_fewer_layers_are_tried_and_then_the_processor(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.engine.host.gpus", lambda: (Gpu("a card", Backend.CUDA),))
    dies(monkeypatch, Fault(gpu=2))
    few = make()
    # Of the 2 blocks and the output layer a half, which is 1.
    assert (plainer := opened(few).model.plainer)
    assert plainer.steps == (BUFFERS, ROWS, FLASH, LAYERS)
    few.close()
    dies(monkeypatch, Fault(gpu=0))
    none = make()
    assert (plainer := opened(none).model.plainer)
    assert plainer.steps == (BUFFERS, ROWS, FLASH, LAYERS, CPU)
    none.close()


def test_one_layer_on_a_gpu_is_halved_to_none(make: Make) -> None:
    """Of one that was asked for none is left, which is no reason to refuse it."""
    plainer = Plainer((LAYERS,), ("as asked",), ("signal 11",), "2026-12-01")
    engine = make(gpu_layers=1, plainer=plainer)
    assert opened(engine).model.offloaded == 0
    engine.close()


def test_few_rows_are_few_on_a_gpu_too() -> None:
    assert {shape.rows for shape in shapes_for(True, 8, 132)} == {32, 33, 16}
    assert shapes_for(True, 8, 132, most=FEW_ROWS) == (StepShape(FEW_ROWS, fixed=True),)
    assert max(shape.rows for shape in shapes_for(False, 8, None, most=FEW_ROWS)) == FEW_ROWS


def test_what_is_known_leaves_a_cache_its_flash_attention(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    dies(monkeypatch, Fault(flash=True))
    engine = make()
    assert opened(engine).model.plainer
    engine.close()
    monkeypatch.undo()
    quantised = make(kv_type="q8_0")
    assert (plainer := opened(quantised).model.plainer)
    assert plainer.steps == (BUFFERS, ROWS)
    quantised.close()


def test_what_a_record_asks_for_is_not_kept_for_this_machine(
    make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dies(monkeypatch, Fault(rows=16))
    engine = make(plainer=Plainer((BUFFERS,), ("as asked",), ("signal 4, elsewhere",), "2026-01-01"))
    assert (plainer := opened(engine).model.plainer)
    assert plainer.steps == (BUFFERS, ROWS)
    engine.close()
    assert known_here(Findings(tmp_path / "findings")) == []


def test_layers_that_were_asked_for_are_no_reason_to_refuse_the_processor(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    plainer = Plainer((CPU,), ("as asked",), ("signal 11",), "2026-12-01")
    engine = make(gpu_layers=3, plainer=plainer)
    assert opened(engine).model.offloaded == 0
    engine.close()


def test_a_file_that_was_replaced_before_it_was_loaded_again_is_refused(
    make: Make, model_files: dict[str, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dies(monkeypatch, Fault(flash=True))
    shutil.copy(model_files["q8_0"], model := tmp_path / "model.gguf")
    engine = make(model=model)
    engine.load()
    shutil.copy(model_files["f16"], other := tmp_path / "other.gguf")
    other.replace(model)
    for _ in range(2):
        with pytest.raises(ModelChangedError, match="replaced while it was loaded"):
            engine.open(1024)
    engine.close()


def test_where_nothing_is_left_to_try_the_last_death_is_told(
    make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dies(monkeypatch, Fault(decode=1, exit_code=-4))
    engine = make()
    engine.load()
    with pytest.raises(EngineCrashed) as caught:
        engine.open(1024)
    told = str(caught.value)
    assert "signal 4, SIGILL" in told
    assert "uv sync --reinstall-package llama-cpp-python" in told
    assert told.endswith("All 3 plainer ways to run it were tried, and ended too.")
    assert list(Findings(tmp_path / "findings").all(KIND)) == []
    engine.close()


def test_a_cache_that_wants_flash_attention_keeps_it(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    dies(monkeypatch, Fault(flash=True))
    engine = make(kv_type="q8_0")
    engine.load()
    with pytest.raises(EngineCrashed, match="All 2 plainer ways"):
        engine.open(1024)
    engine.close()


@pytest.mark.parametrize("exit_code", [-signal.SIGTERM, 70, 1, 0])
def test_who_is_ended_or_errs_by_himself_is_not_started_again(
    make: Make, monkeypatch: pytest.MonkeyPatch, exit_code: int
) -> None:
    dies(monkeypatch, Fault(extra_buffers=True, exit_code=exit_code))
    engine = make()
    with pytest.raises(EngineCrashed) as caught:
        engine.load()
    assert caught.value.exit_code == exit_code
    engine.close()


def test_lack_of_memory_is_kept_for_that_model_alone(
    make: Make, model_files: dict[str, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dies(monkeypatch, Fault(extra_buffers=True, exit_code=-9))
    engine = make()
    found = opened(engine).model.plainer
    engine.close()
    monkeypatch.undo()
    again = make()
    assert opened(again).model.plainer == found
    again.close()
    other = make(model=model_files["f16"])
    assert opened(other).model.plainer is None
    other.close()
    assert known_here(Findings(tmp_path / "findings")) == [found]


def test_a_death_in_a_run_is_an_event_and_changes_the_next_start_alone(
    make: Make, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It dies of the first decode call after the three that try it out: a prompt's chunk, a cell, a step."""
    engine = make(exact=False)
    with monkeypatch.context() as broken:
        dies(broken, Fault(decode=4))
        opened(engine)
        engine.submit("long", bench.request(budget=ThinkingBudget(800, min_tokens=800)))
        with pytest.raises(EngineCrashed, match="what may have failed is then left out") as caught:
            until(engine, lambda seen: False)
        assert caught.value.exit_code == -signal.SIGSEGV
        engine.close()
    assert (plainer := opened(engine).model.plainer)
    assert plainer.steps == (BUFFERS,)
    assert plainer.died == ("signal 11, SIGSEGV in its first decode steps",)
    process = engine.process_id
    assert process
    # One token is enough to have decoded.
    engine.submit("long", bench.request(budget=ThinkingBudget(800, min_tokens=800)))
    until(engine, lambda seen: any(isinstance(event, Chunk) for event in seen))
    os.kill(process, signal.SIGSEGV)
    with pytest.raises(EngineCrashed, match="if it happens again"):
        until(engine, lambda seen: False)
    engine.close()
    assert opened(engine).model.plainer == plainer
    engine.close()


def test_the_ids_are_those_of_the_plain_engine(
    make: Make, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plain types are computed alike, repacked or not, wherever the self-test says exact."""
    request = bench.request(budget=ThinkingBudget(60), seed=3)
    usual = make()
    opened(usual)
    expected = essence(completed(run(usual, {"x": request}))["x"])
    usual.close()
    dies(monkeypatch, Fault(extra_buffers=True))
    stepped = make()
    assert opened(stepped).model.plainer
    assert essence(completed(run(stepped, {"x": request}))["x"]) == expected
    stepped.close()


def test_stopped_while_it_steps_down_it_is_stopped(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    dies(monkeypatch, Fault(decode=1))
    engine = make()
    engine.load()
    step_down = engine._step_down

    def stop_then(death: EngineCrashed) -> None:
        engine.stop()
        step_down(death)

    monkeypatch.setattr(engine, "_step_down", stop_then)
    with pytest.raises(EngineError, match="stopped"):
        engine.open(1024)
    assert engine.process_id is None


def test_settings_as_recorded_are_taken_as_they_are(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    plainer = Plainer((BUFFERS, ROWS), ("as asked", BUFFERS.value), ("x", "y"), "2026-12-01")
    assert Plainer.from_document(plainer.document()) == plainer
    engine = make(plainer=plainer)
    info = opened(engine)
    assert (info.model.plainer, info.prefill_chunk) == (plainer, 16)
    engine.close()
    usual = make()
    assert opened(usual).model.plainer is None
    usual.close()


@pytest.mark.parametrize(
    "broken", [{"steps": []}, {"died": []}, {"steps": ["none"]}, {"since": None, "tried": 1}]
)
def test_what_is_kept_in_another_form_counts_as_none(
    make: Make, tmp_path: Path, broken: dict[str, object]
) -> None:
    kept = {"steps": [BUFFERS.value], "tried": ["as asked"], "died": ["x"], "since": "2026-12-01", **broken}
    findings = Findings(tmp_path / "findings")
    findings.put(KIND, machine_key(), kept)
    assert known_here(findings) == []
    engine = make()
    assert opened(engine).model.plainer is None
    engine.close()


def test_equal_settings_are_equal(model_files: dict[str, Path]) -> None:
    """A kept engine is known by them."""
    assert EngineSettings(model_files["f16"]) == EngineSettings(model_files["f16"], plainer=None)
