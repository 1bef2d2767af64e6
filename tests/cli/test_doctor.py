"""`doctor`: the real machine, and an exit code that says whether something fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.engine.gpus import Backend, Gpu
from tests.support.command import Command, Outcome

Inside = Callable[..., Outcome]


def test_this_machine(winnow: Command) -> None:
    outcome = winnow("doctor", "--json")
    assert outcome.err == ""
    document = outcome.document
    assert outcome.code == (0 if document["ok"] else 1)
    names = {check["name"] for check in document["checks"]}
    assert names >= {"Python", "Qt", "llama.cpp", "GPU", "memory", "store", "model folder", "demo model"}
    assert all(set(check) == {"name", "ok", "detail", "fix"} for check in document["checks"])
    assert "CPU" in document["llama_cpp"]["backends"]
    assert {"version", "commit", "backends"} <= set(document["llama_cpp"])
    assert any(device["name"] == "CPU" for device in document["devices"])


def test_a_failure_is_exit_code_1_with_its_command(
    inside: Inside, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("app.cli.doctor.gpus", lambda: (Gpu("[red]\x1b[31mGPU", Backend.CUDA),))
    outcome = inside("doctor")
    assert outcome.code == 1
    assert "FAILS GPU: [red]" in outcome.out
    assert "\x1b" not in outcome.out
    assert "-> " in outcome.out
    assert "-DGGML_CUDA=on" in outcome.out
    assert not (tmp_path / "winnow.sqlite").exists()
