"""Which GPUs the machine has, whoever can use them: a hint, to tell that a build leaves one idle."""

from __future__ import annotations

import csv
import ctypes
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

_SECONDS = 10.0
_QUERY = ("--query-gpu=name,driver_version,memory.total", "--format=csv,noheader,nounits")
# CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT of cuda.h.
_MULTIPROCESSOR_COUNT = 16
_DRM = Path("/sys/class/drm")
# PCI's numbers of those who make GPUs for computing.
_MAKERS = {"0x10de": "NVIDIA", "0x1002": "AMD"}


class Backend(Enum):
    """What llama.cpp must be built with to use a GPU."""

    CUDA = "CUDA"
    METAL = "Metal"
    VULKAN = "Vulkan"


@dataclass(frozen=True, slots=True)
class Gpu:
    """A GPU of this machine; `driver` is empty and `total`, in bytes, is 0 where they are not known."""

    name: str
    backend: Backend
    driver: str = ""
    total: int = 0


def gpus(drm: Path = _DRM) -> tuple[Gpu, ...]:
    """The machine's GPUs, as far as the system tells; `drm` is where Linux lists its graphics cards."""
    if sys.platform == "darwin":
        if platform.machine() == "arm64":
            return (Gpu("Apple GPU", Backend.METAL),)
        return ()
    found = nvidia()
    makers = {_maker(card) for card in drm.glob("card*/device/vendor")} - {None}
    if not found and "NVIDIA" in makers:
        found = (Gpu("NVIDIA GPU", Backend.CUDA),)
    if "AMD" in makers:
        found += (Gpu("AMD GPU", Backend.VULKAN),)
    return found


def nvidia() -> tuple[Gpu, ...]:
    """What nvidia-smi lists; nothing where there is none or it fails."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return ()
    try:
        done = subprocess.run(
            [program, *_QUERY],
            capture_output=True,
            timeout=_SECONDS,
            check=True,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    found = []
    for row in csv.reader(done.stdout.splitlines(), skipinitialspace=True):
        if len(row) == 3:
            total = int(row[2]) * 2**20 if row[2].strip().isdigit() else 0
            found.append(Gpu(row[0], Backend.CUDA, row[1], total))
    return tuple(found)


def multiprocessors() -> int | None:
    """How many the first NVIDIA GPU has, by CUDA's driver; None where there is no driver or no GPU."""
    try:
        driver = ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError:
        return None
    count = ctypes.c_int()
    if driver.cuInit(0) or driver.cuDeviceGetAttribute(ctypes.byref(count), _MULTIPROCESSOR_COUNT, 0):
        return None
    return count.value


def _maker(vendor: Path) -> str | None:
    try:
        return _MAKERS.get(vendor.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None
