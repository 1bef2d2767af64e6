"""What the doctor finds: all well, and each thing that can be wrong, with what to do about it."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.core.errors import EngineError
from app.engine.contract import Exactness, ModelInfo, OpenInfo, StepShape
from app.engine.devices import Device, DeviceKind, Probe
from app.engine.gpus import Backend, Gpu
from app.engine.plainer import Plainer, Step
from app.service import doctor, models, paths
from app.service.doctor import Check, Diagnosis, diagnose
from app.service.machine import machine_of
from app.store import Store

GB = 10**9
CPU = Device("CPU", "a processor", "CPU", DeviceKind.CPU, 8 * GB, 16 * GB)
H100 = Device("CUDA0", "NVIDIA H100", "CUDA", DeviceKind.GPU, 70 * GB, 80 * GB)
CARD = Gpu("NVIDIA H100", Backend.CUDA, "570.86.15", 80 * GB)

MODEL = ModelInfo("/m.gguf", "0" * 64, 1, "", 1, 1, 4096, "", 1, 0, ("CUDA0",), "llama.cpp", "0" * 64, "")
OPENED = OpenInfo(MODEL, Exactness.BEST_EFFORT, "", 256, 1, StepShape(1), 1, "f16", 256)


def probed(*backends: str, devices: tuple[Device, ...] = (CPU,)) -> Probe:
    return Probe("0.3.36", "c0ffee", "b" * 64, "AVX2", (*backends, "CPU"), devices, bool(backends))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WINNOW_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def look(
    store: str | Path | None = None,
    ask: Callable[[], Probe] = probed,
    gpus: tuple[Gpu, ...] = (),
    compute: Callable[[], OpenInfo] = lambda: OPENED,
    known: tuple[Plainer, ...] = (),
) -> Diagnosis:
    return diagnose(store or paths.default_store(), ask, lambda: gpus, compute, lambda: known)


def check(found: Diagnosis, name: str) -> Check:
    (one,) = (each for each in found.checks if each.name == name)
    assert one.ok or one.fix
    assert found.ok == all(each.ok for each in found.checks)
    return one


def test_a_sound_machine_passes_and_nothing_is_made(home: Path) -> None:
    found = look()
    assert found.ok, [each for each in found.checks if not each.ok]
    assert not home.exists()
    assert not any(each.fix for each in found.checks)
    document = found.document()
    assert document["llama_cpp"]["backends"] == ["CPU"]
    assert (document["llama_cpp"]["version"], document["llama_cpp"]["commit"]) == ("0.3.36", "c0ffee")
    assert document["devices"][0]["kind"] == "cpu"


def test_a_llama_cpp_that_fails_is_installed_again() -> None:
    def fail() -> Probe:
        raise EngineError("llama.cpp ended with code {0} when asked.", -4)

    found = look(ask=fail)
    engine = check(found, "llama.cpp")
    assert not engine.ok
    assert "code -4" in engine.detail
    assert engine.fix == "uv sync --reinstall-package llama-cpp-python"
    assert found.document()["llama_cpp"] is None


def test_it_is_told_that_llama_cpp_computes_and_on_what() -> None:
    assert check(look(), "computes").detail == "llama.cpp computes: one token of the demo model, on CUDA0"

    def die() -> OpenInfo:
        raise EngineError("The engine's process ended.")

    failed = check(look(compute=die), "computes")
    assert (failed.ok, failed.detail) == (False, "The engine's process ended.")
    assert failed.fix == "uv sync --reinstall-package llama-cpp-python"


def test_a_step_down_is_told_and_how_to_forget_it() -> None:
    assert check(look(), "plainer") == Check("plainer", True, "llama.cpp runs as it is asked to")
    steps = (Step.NO_EXTRA_BUFFERS, Step.FEW_ROWS)
    found = check(look(known=(Plainer(steps, ("a", "b"), ("x", "signal 11"), "2026-12-01"),)), "plainer")
    assert found.ok
    assert "no extra buffers); fewer sequences" in found.detail
    assert "(a: x; b: signal 11)" in found.detail
    assert found.fix == "main.py doctor --forget-plainer"


def test_a_gpu_in_use_is_told_with_its_driver() -> None:
    gpu = check(look(ask=lambda: probed("CUDA", devices=(H100, CPU)), gpus=(CARD,)), "GPU")
    assert gpu == Check("GPU", True, "NVIDIA H100 (CUDA), 70.0 of 80.0 GB free; driver 570.86.15")


@pytest.mark.skipif(os.name == "nt", reason="the command is another one there")
@pytest.mark.parametrize(
    ("gpu", "switch"),
    [
        (CARD, "GGML_CUDA"),
        (Gpu("AMD GPU", Backend.VULKAN), "GGML_VULKAN"),
        (Gpu("Apple GPU", Backend.METAL), "GGML_METAL"),
    ],
)
def test_a_gpu_that_the_build_cannot_use_comes_with_the_command(gpu: Gpu, switch: str) -> None:
    found = check(look(gpus=(gpu,)), "GPU")
    assert not found.ok
    assert gpu.name in found.detail
    assert "the processor does the work" in found.detail
    command = f'CMAKE_ARGS="-D{switch}=on" uv sync --reinstall-package llama-cpp-python'
    assert found.fix == command
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert gpu is not CARD or command in readme


def test_a_missing_toolkit_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    assert "nvcc" in check(look(gpus=(CARD,)), "GPU").detail
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}")
    assert "nvcc" not in check(look(gpus=(CARD,)), "GPU").detail


def test_a_backend_that_finds_no_device_lacks_a_driver() -> None:
    found = check(look(ask=lambda: probed("CUDA"), gpus=(CARD,)), "GPU")
    assert not found.ok
    assert "finds no device" in found.detail
    assert "driver" in found.fix


def test_qt_python_and_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(doctor, "version", none)
    monkeypatch.setattr(doctor.sys, "version_info", (3, 9, 1))
    little = SimpleNamespace(available=10**8, total=10**9)
    monkeypatch.setattr(doctor.psutil, "virtual_memory", lambda: little)
    found = look()
    assert [check(found, name).ok for name in ("Python", "Qt", "memory")] == [False] * 3
    assert "0.1 of 1.0 GB free" in check(found, "memory").detail


def test_a_store_is_told_and_a_broken_one_too(tmp_path: Path) -> None:
    with Store.open(tmp_path / "winnow.sqlite"):
        pass
    assert "winnow.sqlite, 0 entries" in check(look(tmp_path / "winnow.sqlite"), "store").detail
    (tmp_path / "text.sqlite").write_bytes(b"no database\n" * 100)
    broken = check(look(tmp_path / "text.sqlite"), "store")
    assert not broken.ok
    assert "is not a database" in broken.detail


def test_installed_models_are_looked_for(tmp_path: Path) -> None:
    file = tmp_path / "mine.gguf"
    file.write_bytes(paths.DEMO_MODEL.read_bytes())
    where = tmp_path / "winnow.sqlite"
    with Store.open(where) as store:
        *_, _model = models.add(store, file)
    assert check(look(where), "model") == Check("model", True, f"mine: {file}")
    file.unlink()
    gone = check(look(where), "model")
    assert (gone.ok, gone.fix) == (False, "main.py models remove mine")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the administrator may write anywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    found = look()
    tmp_path.chmod(0o700)
    assert not check(found, "store").ok
    assert not check(found, "model folder").ok


def test_a_data_folder_that_is_a_file(home: Path) -> None:
    home.write_text("a file", encoding="utf-8")
    found = look()
    assert [check(found, name).ok for name in ("store", "model folder")] == [False, False]


def test_a_catalogue_that_cannot_be_used(home: Path) -> None:
    home.mkdir()
    (home / "catalogue.toml").write_text("x = [", encoding="utf-8")
    assert "is not TOML" in check(look(), "catalogue").detail


def test_a_damaged_demo_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "DEMO_MODEL", tmp_path / "none.gguf")
    assert not check(look(), "demo model").ok


def test_memory_is_that_of_the_devices() -> None:
    assert machine_of(None).gpu == 0
    machine = machine_of(probed("CUDA", devices=(H100, H100, CPU)))
    assert (machine.gpu, machine.shared) == (140 * GB, False)
    metal = Device("MTL0", "Apple M4", "MTL", DeviceKind.GPU, 20 * GB, 20 * GB)
    assert machine_of(probed("MTL", devices=(metal, CPU))).shared
