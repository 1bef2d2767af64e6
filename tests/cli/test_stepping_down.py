"""An engine that dies here is stepped down, which is told, recorded, replayed and forgotten."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.command import Outcome
from tests.support.dying import Fault, dies

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no signals")

Inside = Callable[..., Outcome]
RUNS = "no extra buffers"


def check(outcome: Outcome, name: str) -> dict[str, object]:
    (found,) = (each for each in outcome.document["checks"] if each["name"] == name)
    return found


def test_it_is_told_recorded_kept_replayed_and_forgotten(
    inside: Inside, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (rows := tmp_path / "rows.txt").write_text("Costs of 20 bps exceed the gross edge of 10 bps.\n")
    broken = pytest.MonkeyPatch()
    dies(broken, Fault(extra_buffers=True))
    try:
        screened = inside("screen", rows, "--json")
        thought = inside("think", "Why?", "--max-thinking", 8, "--json")
        doctor = inside("doctor", "--json")
    finally:
        broken.undo()
    for outcome in (screened, thought):
        assert outcome.code == 0
        plainer = outcome.document["engine"]["plainer"]
        assert (plainer["tried"], plainer["runs"]) == (["as asked"], RUNS)
        assert plainer["died"] == ["signal 11, SIGSEGV while it loaded the model"]
        assert "llama.cpp ended on this machine (as asked: signal 11, SIGSEGV while" in outcome.err
        assert "main.py doctor --forget-plainer" in outcome.err
    assert check(doctor, "computes")["ok"]
    assert "no extra buffers" in str(check(doctor, "plainer")["detail"])
    # Nothing dies any more: what is known is still taken, and a replay is of what was recorded.
    replayed = inside("replay", thought.document["trace_id"], "--json")
    assert replayed.document["results"][0]["grade"] == "identical"
    forgotten = inside("doctor", "--forget-plainer", "--json")
    assert "stepped down to: forgotten" in forgotten.err
    assert "nothing to forget" in inside("doctor", "--forget-plainer").err
    assert check(forgotten, "plainer")["detail"] == "llama.cpp runs as it is asked to"
    assert inside("think", "Why?", "--max-thinking", 8, "--json").document["engine"]["plainer"] is None
    again = inside("replay", thought.document["trace_id"], "--json")
    assert again.document["results"][0]["grade"] == "identical"
    assert "runs plainer" in again.err


def test_where_nothing_helps_one_sentence_says_what_to_do(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    dies(monkeypatch, Fault(decode=1, exit_code=-4))
    outcome = inside("think", "Why?")
    assert outcome.code == 3
    assert "signal 4, SIGILL" in outcome.err
    assert "uv sync --reinstall-package llama-cpp-python" in outcome.err
    doctor = inside("doctor", "--json")
    assert doctor.code == 1
    assert not check(doctor, "computes")["ok"]
