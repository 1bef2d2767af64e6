"""`models self-test`, and what the commands say while a model is tested and once it was."""

from __future__ import annotations

import signal
import sys

import psutil
import pytest

from app.service import paths
from tests.support.command import Command

LINE = "testing whether sequences side by side change a token\n"
TAKEN = "; taken from the self-test of 20"
SHORT = ("think", "Is it so?", "--max-thinking", 8, "--answer-tokens", 4, "--json")


def test_it_is_tested_once_and_again_where_that_is_asked_for(winnow: Command) -> None:
    first, second = winnow(*SHORT), winnow(*SHORT)
    assert (first.code, second.code) == (0, 0)
    assert LINE in first.err
    assert LINE not in second.err
    whys = [done.document["engine"]["exactness_why"] for done in (first, second)]
    assert TAKEN not in whys[0]
    assert whys[1].startswith(whys[0] + TAKEN)
    assert first.document["trace_sha256"] == second.document["trace_sha256"]

    asked = winnow("models", "self-test", "--json")
    assert asked.code == 0
    assert LINE in asked.err
    document = asked.document
    assert document["seconds"] > 0
    assert {**document, "seconds": 0} == {
        "model": str(paths.DEMO_MODEL),
        "sha256": second.document["model_sha256"],
        "exactness": "exact",
        "why": whys[0],
        "seconds": 0,
    }
    told = winnow("models", "self-test", paths.DEMO_MODEL, "--threads", 1)
    assert (told.code, told.err) == (0, LINE)
    assert told.out.startswith(f"winnow-demo.gguf: exact ({whys[0]}); it took ")


def test_a_screen_and_a_replay_show_it_too(winnow: Command) -> None:
    options = ("--deep-budget", 8, "--triage-budget", 4, "--deep-waits", 0)
    screened = winnow("screen", paths.DEMO_LIST, *options)
    assert screened.code == 0, screened.err
    assert screened.err.count(LINE) == 1
    assert "exact (self-test passed" in screened.err
    replayed = winnow("replay", "--screen", "last", "--sample", 1)
    assert replayed.code == 0, replayed.err
    assert LINE not in replayed.err


def test_a_model_that_is_not_there(winnow: Command) -> None:
    done = winnow("models", "self-test", "nothing")
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("There is no model file nothing")


@pytest.mark.skipif(sys.platform == "win32", reason="a program's Ctrl-C cannot be pressed from outside there")
def test_ctrl_c_is_heard_while_a_model_is_tested(winnow: Command) -> None:
    process = winnow.begin("think", "Is it so?", "--max-thinking", 2000, "--min-thinking", 2000)
    assert process.stderr
    assert LINE in iter(process.stderr.readline, "")
    children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (3, "")
    assert err.endswith("Stopped; this generation is not kept.\n")
    assert psutil.wait_procs(children, timeout=30)[1] == []
