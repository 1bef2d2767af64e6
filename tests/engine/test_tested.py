"""The self-test's result is kept for all that decides it, and for nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
import pytest

from app.engine import runtime, tested
from app.engine.contract import EngineSettings, Hardware, ModelInfo, OpenInfo, StepShape
from app.engine.findings import SELF_TEST, Findings
from app.engine.host import LlamaEngine
from app.engine.plainer import Plainer, Step
from app.engine.selftest import Found
from app.engine.shapes import GROWING
from tests.support.in_child import settings

FOUND = Found(StepShape(2), "self-test passed", drafts=True)
MODEL = ModelInfo(
    path="a.gguf",
    sha256="1f",
    size=1,
    description="",
    parameters=1,
    vocabulary=1,
    context_trained=1,
    chat_template="",
    layers=3,
    offloaded=3,
    devices=("CUDA0",),
    engine="llama.cpp",
    build="b1",
    system="AVX2 = 1",
    hardware=(Hardware("CUDA0", "NVIDIA H200", 1, "580.1"),),
)


def start(settings: EngineSettings, findings: Path | None) -> tuple[OpenInfo, int]:
    """What a start in a child of its own comes to, and how many pieces of the self-test it told of."""
    told: list[tuple[int, int]] = []
    engine = LlamaEngine(settings, findings=findings)
    try:
        engine.load()
        return engine.open(256, progress=lambda *pair: told.append(pair)), len(told)
    finally:
        engine.close()


def test_a_later_start_takes_over_what_an_earlier_one_found(
    model_files: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    how = settings(model_files["f16"])
    first, pieces = start(how, tmp_path)
    assert pieces > 10
    second, none = start(how, tmp_path)
    assert none == 0
    today = datetime.now(UTC).date().isoformat()
    assert second == replace(first, why=f"{first.why}; taken from the self-test of {today}")
    # Other sequences and another room are tested alike; other threads, another cache and chunk are not.
    assert start(replace(how, parallel=2, context=512), tmp_path)[1] == 0
    for other in (
        replace(how, threads=2),
        replace(how, kv_type="f32"),
        replace(how, prefill_chunk=16),
        replace(how, parallel=17),
        replace(how, model=model_files["q8_0"]),
    ):
        assert start(other, tmp_path)[1] > 10
    assert len(list(Findings(tmp_path).all(SELF_TEST))) == 6
    monkeypatch.setenv("GGML_SOMETHING", "1")
    assert start(how, tmp_path)[1] > 10
    monkeypatch.delenv("GGML_SOMETHING")
    assert start(how, tmp_path)[1] == 0
    assert start(how, None)[1] > 10
    assert Findings(tmp_path).forget(SELF_TEST) == 7
    assert start(how, tmp_path)[1] > 10


PLAINER = Plainer((Step.NO_EXTRA_BUFFERS,), ("as asked",), ("signal 11",), "2026-12-01")


def key(model: ModelInfo = MODEL, how: EngineSettings | None = None, **more: Any) -> dict[str, Any]:
    usual = {"threads": 4, "tried": GROWING, "slots": 16}
    return tested.deciding(model, how or EngineSettings(Path("a.gguf")), **{**usual, **more})


def test_whatever_decides_it_is_in_the_key() -> None:
    file = Path("a.gguf")
    others = [
        key(replace(MODEL, sha256="2f")),
        key(replace(MODEL, build="b2")),
        key(replace(MODEL, system="AVX2 = 1 | AMX_INT8 = 1")),
        key(replace(MODEL, offloaded=2)),
        key(replace(MODEL, devices=("CUDA1",))),
        key(replace(MODEL, hardware=(replace(MODEL.hardware[0], driver="580.2"),))),
        key(how=EngineSettings(file, kv_type="q8_0")),
        key(how=EngineSettings(file, prefill_chunk=8)),
        key(how=EngineSettings(file, plainer=PLAINER)),
        key(threads=5),
        key(tried=GROWING[1:]),
        key(slots=17),
    ]
    assert all(other != key() for other in others)
    # When it was found out, and what had died, has no part in it.
    later = replace(PLAINER, since="2027-01-01", died=("signal 4",))
    assert key(how=EngineSettings(file, plainer=later)) == key(how=EngineSettings(file, plainer=PLAINER))
    same = EngineSettings(Path("b.gguf"), gpu_layers=3, threads=2, parallel=3, context=9, exact=False)
    assert key(replace(MODEL, path="b.gguf"), same) == key()


def test_so_are_the_libraries_beside_and_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    before = key()
    for name, value in (("loaded_libraries", []), ("processor", "Xeon")):
        with monkeypatch.context() as patch:
            patch.setattr(tested, name, lambda value=value: value)
            assert key() != before


def test_what_is_loaded_from_elsewhere_is_told() -> None:
    if not hasattr(psutil.Process, "memory_maps"):
        pytest.skip("this system does not tell what is mapped")
    libraries = runtime.loaded_libraries()
    assert any("libc" in str(path) or "ucrt" in str(path) or "msvc" in str(path) for path, *_ in libraries)
    for path, size, changed in libraries:
        stat = Path(str(path)).stat()
        assert (size, changed) == (stat.st_size, stat.st_mtime_ns)
        assert Path(str(path)).parent != runtime.library_folder()


def test_what_a_lack_of_memory_may_have_decided_is_not_kept(tmp_path: Path) -> None:
    findings = Findings(tmp_path)
    tested.keep(findings, key(), FOUND._replace(complete=False))
    assert tested.kept(findings, key()) is None
    tested.keep(findings, key(), FOUND)
    kept = tested.kept(findings, key())
    assert kept
    assert kept._replace(why="") == FOUND._replace(why="")
    assert kept.why.startswith("self-test passed; taken from the self-test of 20")
    tested.keep(findings, key(), Found(None, "self-test failed"))
    assert (kept := tested.kept(findings, key()))
    assert kept.shape is None


def test_what_was_kept_in_another_form_counts_as_none(tmp_path: Path) -> None:
    findings = Findings(tmp_path)
    odd = {"shape": {"rows": 2, "odd": 1}, "why": "", "drafts": True, "at": ""}
    for value in ({}, {"shape": 3}, odd, {**odd, "shape": []}, {"shape": None}):
        findings.put(SELF_TEST, key(), value)
        assert tested.kept(findings, key()) is None


@pytest.mark.parametrize(
    ("busy", "allowed", "cores", "free"),
    [
        ([0, 3], [0, 1], 2, 2),
        ([100, 3], [0, 1], 2, 1),
        ([100, 100], [0, 1], 2, 1),
        ([100, 0, 0, 0], [0, 1, 2, 3], 4, 3),
        ([0, 0, 0, 0, 100, 0, 0, 0], range(8), 4, 4),
        ([100, 0, 0, 100], [1, 2], 2, 2),
    ],
)
def test_cores_are_free_where_no_program_computes(
    monkeypatch: pytest.MonkeyPatch, busy: list[float], allowed: list[int], cores: int, free: int
) -> None:
    monkeypatch.setattr(psutil, "cpu_percent", lambda *_, **__: busy)
    monkeypatch.setattr(psutil.Process, "cpu_affinity", lambda _: list(allowed), raising=False)
    assert runtime.free_cores(cores) == free
