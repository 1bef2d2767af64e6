"""Memory that a loaded model takes: on the GPUs by nvidia-smi, in main memory by the engine's process."""

from __future__ import annotations

import shutil
import subprocess

import psutil

_QUERY = ("--query-gpu=memory.used", "--format=csv,noheader,nounits")
_SECONDS = 30


def gpu_used() -> int:
    """Bytes in use on all GPUs, by every program; 0 where there is none."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return 0
    done = subprocess.run([program, *_QUERY], capture_output=True, text=True, timeout=_SECONDS, check=True)
    return sum(int(line) for line in done.stdout.split()) * 2**20


def process_used(process_id: int | None) -> int:
    """Bytes of main memory that a process holds, its mapped files included."""
    return int(psutil.Process(process_id).memory_info().rss)
