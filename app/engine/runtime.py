"""What llama.cpp says and runs on: its log, its build, the processor."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import re
from pathlib import Path
from typing import ClassVar

import llama_cpp
import psutil

# From the start of the line: a model's own name, which is logged too, may hold the same words.
_OFFLOADED = re.compile(r"\w+: offloaded (\d+)/\d+ layers")
_DEVICE = re.compile(r"\w+: using device (.+?) \(")
_KEPT_LINES = 1000
_LOOK_SECONDS = 0.2
_COMPUTES = re.compile(
    r"(lib)?(amd|c\.|cu|g?omp|hip|hsa|igc|iomp|m\.|mkl|nv|openblas|radeon|roc|sycl|vulkan|ze_)", re.IGNORECASE
)


class LlamaLog:
    """llama.cpp's log: what it says of GPUs, and its last lines, to explain a failure.

    Attributes:
        devices: the GPUs that it said it uses.
        offloaded: layers on a GPU, in its own words at the last load; 0 where it says nothing of it.
    """

    # llama.cpp calls the newest of these for as long as the process lives, whoever drops the log before.
    _callbacks: ClassVar[list[object]] = []

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.devices: tuple[str, ...] = ()
        self.offloaded = 0
        callback = llama_cpp.llama_log_callback(self.keep)
        self._callbacks.append(callback)
        llama_cpp.llama_log_set(callback, ctypes.c_void_p(0))

    def keep(self, _level: int, text: bytes, _data: object) -> None:
        """What llama.cpp calls with each line."""
        line = text.decode("utf-8", "replace")
        self.lines.append(line)
        # A large model's load has more lines than are kept.
        del self.lines[:-_KEPT_LINES]
        if found := _DEVICE.match(line):
            # It says so each time that it opens the file.
            self.devices = tuple(dict.fromkeys((*self.devices, found[1])))
        if found := _OFFLOADED.match(line):
            self.offloaded = int(found[1])

    def reason(self) -> str:
        """The last line that speaks of an error, without its function's name; empty if none does."""
        for line in reversed(self.lines):
            if "error" in line or "failed" in line:
                return line.strip().partition(": ")[2] or line.strip()
        return ""


def physical_cores() -> int:
    """Cores to compute on: physical ones, at most those this process may use."""
    allowed = len(psutil.Process().cpu_affinity()) if hasattr(psutil.Process, "cpu_affinity") else 1 << 10
    return max(1, min(psutil.cpu_count(logical=False) or 1, allowed))


def free_cores(cores: int) -> int:
    """How many of so many cores no program computes on now, at least 1; looks for a moment."""
    busy = psutil.cpu_percent(_LOOK_SECONDS, percpu=True)
    if hasattr(psutil.Process, "cpu_affinity"):
        busy = [busy[cpu] for cpu in psutil.Process().cpu_affinity() if cpu < len(busy)]
    return max(1, min(cores, round(sum(100 - each for each in busy) / 100)))


def system_info() -> str:
    """CPU and GPU features the libraries were built with and found."""
    return str(llama_cpp.llama_print_system_info().decode("utf-8", "replace")).strip()


def library_folder() -> Path:
    """Where the llama.cpp libraries in use lie."""
    # As llama-cpp-python has it.
    moved = os.environ.get("LLAMA_CPP_LIB_PATH")
    return Path(moved) if moved is not None else Path(llama_cpp.__file__).parent / "lib"


def loaded_libraries() -> list[list[str | int]]:
    """Libraries from outside llama.cpp's folder that compute in this process: path, bytes, changed at.

    OpenMP's, C's, and those of a GPU; none on a system that does not tell.
    """
    process = psutil.Process()
    if not hasattr(process, "memory_maps"):
        return []
    paths = {Path(each.path) for each in process.memory_maps() if _COMPUTES.match(Path(each.path).name)}
    found: list[list[str | int]] = []
    for path in sorted(path for path in paths if path.parent != library_folder()):
        with contextlib.suppress(OSError):
            stat = path.stat()
            found.append([str(path), stat.st_size, stat.st_mtime_ns])
    return found


def build_digest() -> str:
    """SHA-256 over the llama.cpp libraries in use, by name: what the record means by the engine's build."""
    total = hashlib.sha256()
    libraries = {p.resolve() for p in library_folder().iterdir() if p.suffix in {".so", ".dylib", ".dll"}}
    for library in sorted(libraries):
        total.update(library.name.encode() + b"\0" + hashlib.sha256(library.read_bytes()).digest())
    return total.hexdigest()
