"""What of this machine decides whether llama.cpp runs on it, told without loading llama.cpp."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from app.engine.gpus import gpus

_CPUINFO = Path("/proc/cpuinfo")
# Of /proc/cpuinfo, what does not change from one core or moment to the next (x86, then ARM).
_LASTING = (
    *("vendor_id", "cpu family", "model", "model name", "stepping", "flags"),
    *("CPU implementer", "CPU architecture", "CPU variant", "CPU part", "CPU revision", "Features"),
)


def machine_key() -> dict[str, Any]:
    """The processor, the build of llama.cpp and the GPUs' drivers: JSON, equal while none of them changes."""
    return {"processor": processor(), "build": _build(), "drivers": sorted({g.driver for g in gpus()})}


def processor() -> str:
    """The processor's name, and a digest of what it can do where the system tells."""
    if sys.platform == "darwin":
        return _sysctl("machdep.cpu.brand_string") or platform.machine()
    try:
        told = _CPUINFO.read_text(encoding="utf-8", errors="replace").partition("\n\n")[0]
    except OSError:
        return f"{platform.machine()} {platform.processor()}"
    facts = {
        key.strip(): value.strip() for key, _, value in (line.partition(":") for line in told.split("\n"))
    }
    lasting = [f"{name}: {facts[name]}" for name in _LASTING if name in facts]
    digest = hashlib.sha256("\n".join(lasting).encode()).hexdigest()[:16]
    return f"{facts.get('model name') or platform.machine()} {digest}"


def _build() -> str:
    """Of llama.cpp's libraries as they lie on the disk; to read them all would take a while."""
    spec = find_spec("llama_cpp")
    found = Path(spec.origin).parent / "lib" if spec and spec.origin else Path()
    # As llama-cpp-python has it.
    folder = Path(os.environ.get("LLAMA_CPP_LIB_PATH") or found)
    try:
        files = [(file.name, file.stat()) for file in sorted(folder.iterdir())]
    except OSError:
        return ""
    told = "\n".join(f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in files)
    return hashlib.sha256(told.encode()).hexdigest()


def _sysctl(name: str) -> str:
    try:
        done = subprocess.run(
            ["/usr/sbin/sysctl", "-n", name], capture_output=True, timeout=5, check=True, text=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()
