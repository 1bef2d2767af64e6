"""What llama.cpp says it can compute on, and which GPUs the machine has."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from pathlib import Path

import psutil
import pytest

from app.core.errors import EngineError
from app.engine import devices
from app.engine.devices import DeviceKind, probe
from app.engine.gpus import Backend, Gpu, gpus, multiprocessors, nvidia
from app.engine.runtime import LlamaLog, build_digest


def test_llama_cpp_says_what_it_is_and_finds() -> None:
    found = probe()
    assert found.version == version("llama-cpp-python")
    assert found.build == build_digest()
    assert found.commit
    assert "CPU" in found.backends
    (cpu,) = (device for device in found.devices if device.kind is DeviceKind.CPU)
    assert cpu.name == cpu.backend == "CPU"
    assert cpu.total == pytest.approx(psutil.virtual_memory().total, rel=0.01)
    assert found.offloads == bool(found.gpus)


def _end_at_once(connection: object) -> None:
    os._exit(9)


def _refuse(connection: object) -> None:
    connection.send(EngineError("llama.cpp does not load ({0}); install it again.", "no such library"))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("child", "why"),
    [(_end_at_once, "ended with code 9"), (_refuse, "no such library")],
)
def test_a_probe_that_fails_is_a_known_error(
    monkeypatch: pytest.MonkeyPatch, child: object, why: str
) -> None:
    monkeypatch.setattr(devices, "run_probe", child)
    with pytest.raises(EngineError, match=why):
        probe()


def test_a_probe_that_takes_too_long_is_ended() -> None:
    with pytest.raises(EngineError, match="did not say within 0 s"):
        probe(0.0)


def a_program(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = folder / "nvidia-smi"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


unix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")


@unix
def test_what_nvidia_smi_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = r"NVIDIA H100 80GB HBM3, 570.86.15, 81559\nNVIDIA GB10, 580.1, [N/A]\n"
    a_program(tmp_path, monkeypatch, f"printf '{lines}'")
    assert nvidia() == (
        Gpu("NVIDIA H100 80GB HBM3", Backend.CUDA, "570.86.15", 81559 * 2**20),
        Gpu("NVIDIA GB10", Backend.CUDA, "580.1", 0),
    )


@unix
@pytest.mark.parametrize("script", ["exit 9", "echo 'No devices were found'", "printf '\\377,1'"])
def test_an_nvidia_smi_that_fails_finds_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    a_program(tmp_path, monkeypatch, script)
    assert nvidia() == ()


@pytest.mark.skipif(sys.platform != "linux", reason="Linux lists its cards so")
def test_a_card_without_its_driver_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for number, maker in enumerate(("0x10de", "0x1002", "0x8086", "\N{DEGREE SIGN}")):
        device = tmp_path / f"card{number}" / "device"
        device.mkdir(parents=True)
        (device / "vendor").write_text(maker + "\n", encoding="utf-8")
    assert gpus(tmp_path) == (Gpu("NVIDIA GPU", Backend.CUDA), Gpu("AMD GPU", Backend.VULKAN))
    assert gpus(tmp_path / "none") == ()


class Driver:
    """CUDA's driver, as far as it is asked."""

    def __init__(self, code: int) -> None:
        self._code = code

    def cuInit(self, flags: int) -> int:  # noqa: N802 - CUDA's name
        return self._code

    def cuDeviceGetAttribute(self, value: object, attribute: int, device: int) -> int:  # noqa: N802
        assert (attribute, device) == (16, 0)
        value._obj.value = 132  # type: ignore[attr-defined]
        return 0


@pytest.mark.parametrize(("code", "count"), [(0, 132), (100, None)])
def test_multiprocessors_are_asked_of_the_driver(
    monkeypatch: pytest.MonkeyPatch, code: int, count: int | None
) -> None:
    monkeypatch.setattr("ctypes.CDLL", lambda _name: Driver(code))
    assert multiprocessors() == count


def test_without_a_driver_there_are_no_multiprocessors(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_name: str) -> None:
        raise OSError("libcuda.so.1: cannot open shared object file")

    monkeypatch.setattr("ctypes.CDLL", missing)
    assert multiprocessors() is None


def test_what_the_log_says_of_gpus_outlasts_its_lines() -> None:
    """A large model's load has more lines than are kept, and the file was opened for its header before."""
    log = LlamaLog()
    for _ in range(2):
        log.keep(2, b"llama_model_load: using device CUDA0 (NVIDIA H200) (0000:00:00.0) - 1 MiB free\n", None)
    log.keep(2, b"load_tensors: offloaded 65/65 layers to GPU\n", None)
    name = b"llama_model_loader: - kv 1: general.name str = load_tensors: offloaded 9/9 layers, "
    log.keep(2, name + b"using device CUDA9 (\n", None)
    for number in range(2000):
        log.keep(1, b"load_tensors: layer %d assigned to device CUDA0\n" % number, None)
    assert log.devices == ("CUDA0",)
    assert log.offloaded == 65
    assert len(log.lines) < 2000
