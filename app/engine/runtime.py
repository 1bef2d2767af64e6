"""What llama.cpp says and runs on: its log, its build, the processor."""

from __future__ import annotations

import ctypes
import hashlib
import re
from pathlib import Path
from typing import ClassVar

import llama_cpp
import psutil

_OFFLOADED = re.compile(r"offloaded (\d+)/(\d+) layers")
_DEVICE = re.compile(r"using device (.+?) \(")
_KEPT_LINES = 1000


class LlamaLog:
    """llama.cpp's log, of which the last lines are kept to explain a failure."""

    # llama.cpp calls the newest of these for as long as the process lives, whoever drops the log before.
    _callbacks: ClassVar[list[object]] = []

    def __init__(self) -> None:
        self.lines: list[str] = []
        callback = llama_cpp.llama_log_callback(self._keep)
        self._callbacks.append(callback)
        llama_cpp.llama_log_set(callback, ctypes.c_void_p(0))

    def _keep(self, level: int, text: bytes, _data: object) -> None:
        self.lines.append(text.decode("utf-8", "replace"))
        del self.lines[:-_KEPT_LINES]

    def reason(self) -> str:
        """The last line that speaks of an error, without its function's name; empty if none does."""
        for line in reversed(self.lines):
            if "error" in line or "failed" in line:
                return line.strip().partition(": ")[2] or line.strip()
        return ""

    def offloaded(self) -> int:
        """Layers on a GPU, in llama.cpp's own words at load; 0 where it says nothing of it."""
        found = _OFFLOADED.findall("".join(self.lines))
        return int(found[-1][0]) if found else 0

    def devices(self) -> tuple[str, ...]:
        """The GPUs that llama.cpp said it uses; it says so each time that it reads the file."""
        return tuple(dict.fromkeys(_DEVICE.findall("".join(self.lines))))


def physical_cores() -> int:
    """Cores to compute on: physical ones, at most those this process may use."""
    allowed = len(psutil.Process().cpu_affinity()) if hasattr(psutil.Process, "cpu_affinity") else 1 << 10
    return max(1, min(psutil.cpu_count(logical=False) or 1, allowed))


def system_info() -> str:
    """CPU and GPU features the libraries were built with and found."""
    return str(llama_cpp.llama_print_system_info().decode("utf-8", "replace")).strip()


def build_digest() -> str:
    """SHA-256 over the llama.cpp libraries in use, by name: what the record means by the engine's build."""
    folder = Path(llama_cpp.__file__).parent / "lib"
    total = hashlib.sha256()
    libraries = {p.resolve() for p in folder.iterdir() if p.suffix in {".so", ".dylib", ".dll"}}
    for library in sorted(libraries):
        total.update(library.name.encode() + b"\0" + hashlib.sha256(library.read_bytes()).digest())
    return total.hexdigest()
