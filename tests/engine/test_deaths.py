"""Each way in which an engine's process dies has a sentence of its own."""

from __future__ import annotations

import os
import signal

import pytest

from app.engine.deaths import Stage, crashed

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no signals")


@pytest.mark.parametrize(
    ("exit_code", "words"),
    [
        (-signal.SIGILL, "another processor"),
        (-signal.SIGSEGV, "fault in llama.cpp or in a driver"),
        (-signal.SIGBUS, "models verify"),
        (-signal.SIGABRT, "writes to the terminal"),
        (-signal.SIGKILL, "too much memory"),
        (137, "too much memory"),
        (0xC000001D, "another processor"),
        (70, "in the log"),
        (5, "main.py doctor"),
    ],
)
def test_each_death_has_its_own_sentence(exit_code: int, words: str) -> None:
    for stage in Stage:
        told = str(crashed(exit_code, stage))
        assert words in told
        assert ("fewer parallel sequences" in told) == (exit_code in (-signal.SIGKILL, 137))
        assert str(abs(exit_code)) in told
