"""The program as a user starts it: main.py in a process of its own, its data folder in a temporary one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
# Test files run two at a time, and llama.cpp's threads wait for one another by turning in circles.
ONE_THREAD = {"OMP_THREAD_LIMIT": "1"}
ALL_THREADS = {"OMP_THREAD_LIMIT": "64"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on stdout; anything beside it fails."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


@dataclass(frozen=True, slots=True)
class Command:
    """Starts main.py with WINNOW_HOME at `home`; a run that takes longer than so many seconds fails."""

    home: Path
    seconds: int = 100

    @property
    def store(self) -> Path:
        return self.home / "winnow.sqlite"

    @property
    def log(self) -> Path:
        return self.home / "logs" / "winnow.log"

    def __call__(self, *arguments: object, stdin: bytes = b"", **variables: str) -> Outcome:
        """Run to the end."""
        done = subprocess.run(
            self._words(arguments),
            input=stdin,
            capture_output=True,
            env=self._environment(variables),
            cwd=self.home,
            timeout=self.seconds,
            check=False,
        )
        return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())

    def begin(self, *arguments: object) -> subprocess.Popen[str]:
        """Start, and do not wait."""
        return subprocess.Popen(
            self._words(arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self._environment({}),
            cwd=self.home,
            encoding="utf-8",
        )

    def _words(self, arguments: tuple[object, ...]) -> list[str]:
        return [sys.executable, str(ROOT / "main.py"), *map(str, arguments)]

    def _environment(self, variables: dict[str, str]) -> dict[str, str]:
        # A terminal of a fixed width, so that nothing depends on where the tests run.
        fixed = {"WINNOW_HOME": str(self.home), "COLUMNS": "150", "PYTHONUTF8": "1"}
        return {**os.environ, **fixed, **ONE_THREAD, **variables}


def refused(outcome: Outcome, code: int = 3) -> str:
    """The one sentence of a known error; fails on a traceback, on output, or on more than a sentence."""
    assert outcome.code == code, outcome.err
    assert outcome.out == ""
    assert "Traceback" not in outcome.err
    lines = outcome.err.strip().splitlines()
    if code == 3:
        assert len(lines) == 1, outcome.err
        assert lines[0].endswith(".") or ": " in lines[0]
    return lines[-1]
