"""A machine is known by its processor, whatever its clock, and by the build of llama.cpp."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.engine import fingerprint


def test_it_is_kept_for_this_processor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert fingerprint.machine_key() == fingerprint.machine_key()
    if sys.platform != "linux":
        return
    told = "processor : 0\nmodel name : A\nflags : avx2\ncpu MHz : 1000\n\nprocessor : 1\nmodel name : A\n"
    (file := tmp_path / "cpuinfo").write_text(told)
    monkeypatch.setattr(fingerprint, "_CPUINFO", file)
    one = fingerprint.processor()
    file.write_text(told.replace("1000", "2000"))
    assert fingerprint.processor() == one
    file.write_text(told.replace("avx2", "avx2 amx_tile"))
    assert fingerprint.processor() != one
