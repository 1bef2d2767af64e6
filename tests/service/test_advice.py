"""What is said of a model that may not fit, and of a GPU that stays idle."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.core.errors import EngineError, ModelError
from app.engine.contract import EngineSettings
from app.engine.devices import Device, DeviceKind, Probe
from app.engine.gpus import Backend, Gpu
from app.service import advice, machine, paths
from app.service.advice import before_load, idle_gpu
from tests.support.screens import SETTINGS, Loaded

GB = 10**9
CARD = Gpu("NVIDIA H100", Backend.CUDA)


def probed(gpu: int = 0) -> Probe:
    devices = (Device("CUDA0", "NVIDIA H100", "CUDA", DeviceKind.GPU, gpu, gpu),) if gpu else ()
    return Probe("0", "c", "b", "s", ("CPU",), devices, bool(gpu))


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> EngineSettings:
    """The demo model as if it were a large one, on a machine where 300 MB are free."""
    monkeypatch.setattr(advice, "LEAST_SIZE", 0)
    monkeypatch.setattr(
        machine.psutil, "virtual_memory", lambda: type("Memory", (), {"available": 300 * 10**6})
    )
    return EngineSettings(paths.DEMO_MODEL, parallel=128, exact=False)


def test_what_does_not_fit_comes_with_options_that_do(little: EngineSettings) -> None:
    told = before_load(little, probed)
    assert told is not None
    assert told.startswith(
        "winnow-demo.gguf may not fit: 128 sequences of 4,096 tokens take 0.5 GB of memory"
    )
    words = told.partition("try ")[2].rstrip(".").split()
    given = dict(zip(words[::2], words[1::2], strict=True))
    parallel = int(given.pop("--parallel"))
    assert 1 <= parallel < 128
    assert not given
    assert before_load(replace(little, parallel=parallel), probed) is None


def test_a_gpu_is_spoken_of_where_there_is_one(little: EngineSettings) -> None:
    told = before_load(replace(little, gpu_layers=5), lambda: probed(2 * GB // 3))
    assert told is not None
    assert "GB on the GPU, of which 0.7 GB are free" in told


def test_where_nothing_fits_a_smaller_model_does(little: EngineSettings) -> None:
    told = before_load(replace(little, gpu_layers=5), probed)
    assert told is not None
    assert told.endswith("take a smaller one.")


def test_what_fits_is_not_spoken_of(little: EngineSettings) -> None:
    assert before_load(replace(little, parallel=1), probed) is None


def test_a_small_model_is_not_worth_asking_for() -> None:
    def asked() -> Probe:
        raise AssertionError

    assert before_load(SETTINGS, asked) is None


def test_what_llama_cpp_cannot_say_is_left_to_loading(little: EngineSettings) -> None:
    def fail() -> Probe:
        raise EngineError("llama.cpp does not load.")

    assert before_load(little, fail) is None


def test_a_file_that_cannot_be_loaded_is_refused_before(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="There is no model file"):
        before_load(replace(SETTINGS, model=tmp_path / "none.gguf"), probed)


def test_a_gpu_that_stays_idle_is_named(loose: Loaded) -> None:
    model = loose[1]
    every = replace(SETTINGS, gpu_layers=None)
    told = idle_gpu(every, model, lambda: (CARD,))
    assert told is not None
    assert told.startswith("NVIDIA H100 stays idle")
    assert "-DGGML_CUDA=on" in told
    assert idle_gpu(every, model, tuple) is None
    assert idle_gpu(replace(SETTINGS, gpu_layers=0), model, lambda: (CARD,)) is None
    assert idle_gpu(every, replace(model, offloaded=5), lambda: (CARD,)) is None
