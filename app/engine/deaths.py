"""How an engine's process ended: its signal or exit code, the likely cause, and what to do."""

from __future__ import annotations

import signal
from enum import Enum, auto

from app.core.errors import EngineError
from app.core.sentence import Sentence

# What the child exits with on an error that it does not know.
BUG = 70
# What Python exits with before it has begun, as when it is interrupted while it imports.
_PYTHON = 1
_MEMORY = 137  # A shell's word for signal 9.
# Windows' exceptions, as the signals that they would be elsewhere.
_WINDOWS = {
    0xC000001D: "SIGILL",
    0xC0000005: "SIGSEGV",
    0xC0000006: "SIGBUS",
    0xC0000409: "SIGABRT",
    0xC0000017: "SIGKILL",
    0xC000013A: "SIGINT",
}
# Ended by somebody, or as it should.
_WANTED = {"SIGTERM", "SIGINT", "SIGHUP"}


class Stage(Enum):
    """What the engine was doing."""

    LOADING = auto()
    TESTING = auto()  # itself, and the first decode call
    FIRST = auto()  # the first decode calls of a run
    RUNNING = auto()


_WHILE = {
    Stage.LOADING: Sentence("while it loaded the model"),
    Stage.TESTING: Sentence("while it tested itself"),
    Stage.FIRST: Sentence("in its first decode steps"),
    Stage.RUNNING: Sentence("while it ran"),
}


class EngineCrashed(EngineError):  # noqa: N818 - an event's name, as in the architecture
    """The engine's process ended by itself.

    Attributes:
        exit_code: a negative one is a signal's number.
        stage: what it was doing.
    """

    def __init__(
        self,
        template: str,
        *values: object,
        exit_code: int | None = None,
        stage: Stage = Stage.RUNNING,
    ) -> None:
        super().__init__(template, *values)
        self.exit_code, self.stage = exit_code, stage


def crashed(exit_code: int | None, stage: Stage) -> EngineCrashed:
    """The error for a process that ended like this."""
    how, advice = died(exit_code), _advice(exit_code)
    if stage in (Stage.LOADING, Stage.TESTING):
        return EngineCrashed(
            "The engine's process ended {0} ({1}): {2}.",
            _WHILE[stage],
            how,
            advice,
            exit_code=exit_code,
            stage=stage,
        )
    return EngineCrashed(
        "The engine's process ended ({0}); what was completed is kept. Resume it or start again; if it "
        "happens again: {1}.",
        how,
        advice,
        exit_code=exit_code,
        stage=stage,
    )


def plainer_next(death: EngineCrashed) -> EngineCrashed:
    """The error of a run where the next one will be on an engine that is a step plainer."""
    return EngineCrashed(
        "The engine's process ended {0} ({1}); what was completed is kept. Resume it or start again: what "
        "may have failed is then left out, and main.py doctor says what that is.",
        _WHILE[death.stage],
        died(death.exit_code),
        exit_code=death.exit_code,
        stage=death.stage,
    )


def all_died(last: EngineCrashed, tried: int) -> EngineCrashed:
    """The error where no plainer way is left."""
    return EngineCrashed(
        "{0} All {1} plainer ways to run it were tried, and ended too.",
        last.sentence,
        tried,
        exit_code=last.exit_code,
        stage=last.stage,
    )


def died(exit_code: int | None) -> Sentence:
    """How a process ended, in few words."""
    name = _name(exit_code)
    if exit_code is not None and exit_code < 0:
        return Sentence("signal {0}, {1}", -exit_code, name) if name else Sentence("signal {}", -exit_code)
    if name:
        return Sentence("exit code {0}, {1}", exit_code, name)
    return Sentence("exit code {}", exit_code)


def noted(error: EngineCrashed) -> str:
    """How and when it died, for the record."""
    return f"{died(error.exit_code)} {_WHILE[error.stage]}"


def may_step_down(exit_code: int | None) -> bool:
    """Whether it died of what it computes: not by somebody's wish, and not of a mistake of Winnow's own."""
    return exit_code not in (None, 0, _PYTHON, BUG) and _name(exit_code) not in _WANTED


def lacks_memory(exit_code: int | None) -> bool:
    """Whether the system ended it, as it does with one that takes too much memory."""
    return _name(exit_code) == "SIGKILL"


def blames_computing(exit_code: int | None) -> bool:
    """Whether another way to compute may help: not where memory lacked or the file could not be read."""
    return may_step_down(exit_code) and _name(exit_code) not in ("SIGKILL", "SIGBUS")


def _name(exit_code: int | None) -> str:
    """A signal's name; empty for other ends."""
    if exit_code == _MEMORY:
        return "SIGKILL"
    if exit_code is None or exit_code >= 0:
        return _WINDOWS.get(exit_code or 0, "")
    try:
        return signal.Signals(-exit_code).name
    except ValueError:
        return ""


def _advice(exit_code: int | None) -> Sentence:
    """The likely cause, and what to do."""
    if exit_code == BUG:
        return Sentence("an error that Winnow does not know; its details are in the log")
    return _CAUSES.get(_name(exit_code), Sentence("run main.py doctor, or try another model"))


_CAUSES: dict[str, Sentence] = {
    "SIGILL": Sentence(
        "llama.cpp was compiled for another processor and met an instruction that this one does not have; "
        "compile it for this one: uv sync --reinstall-package llama-cpp-python"
    ),
    "SIGSEGV": Sentence(
        "a fault in llama.cpp or in a driver; run main.py doctor, and where a GPU is used bring its driver "
        "up to date or try --gpu-layers 0"
    ),
    "SIGBUS": Sentence(
        "the model's file could not be read any more: it was cut off, or its disk or network failed; check "
        "it with main.py models verify"
    ),
    "SIGABRT": Sentence(
        "llama.cpp gave up with an error of its own, which it writes to the terminal; try another model, or "
        "--kv-type f16, or where a GPU is used --gpu-layers 0"
    ),
    "SIGFPE": Sentence("a fault in llama.cpp; try another model"),
    "SIGKILL": Sentence(
        "that is how a system ends a program that takes too much memory; run fewer parallel sequences, a "
        "smaller context, or a smaller model"
    ),
    "SIGTERM": Sentence("another program asked it to end; start it again"),
    "SIGHUP": Sentence("its terminal was closed; start it again"),
    "SIGINT": Sentence("it was interrupted; start it again"),
}
