"""The parent's side of the llama.cpp engine: starts the worker, sends messages, sees its end as a value."""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from time import monotonic
from typing import cast

from app.core.answer import AnswerForm
from app.core.budget import ThinkingBudget
from app.core.errors import EngineError
from app.core.request import GenerationRequest, PromptIds, PromptText
from app.core.sentence import Sentence
from app.core.thinking import ThinkingFormat
from app.core.trace import Trace
from app.engine import messages
from app.engine.child import run_worker
from app.engine.contract import (
    Counters,
    EngineSettings,
    EngineStopped,
    Event,
    LoadProgress,
    ModelInfo,
    OpenInfo,
)

_CLOSE_SECONDS = 5.0
_KILLED = -9


class EngineCrashed(EngineError):  # noqa: N818 - an event's name, as in the architecture
    """The engine's process ended by itself. A negative exit code is a signal's number."""

    def __init__(self, template: str, *values: object, exit_code: int | None = None) -> None:
        super().__init__(template, *values)
        self.exit_code = exit_code


@dataclass(slots=True)
class _Child:
    process: SpawnProcess
    connection: Connection


class LlamaEngine:
    """An Engine (see contract.py) that runs llama.cpp in a child process."""

    def __init__(
        self, settings: EngineSettings, log_path: Path | None = None, findings: Path | None = None
    ) -> None:
        """`log_path` takes the traceback of an unforeseen error in the child; `findings` is the folder in
        which what was found out about machine and model is kept, None to find it out each time.
        """
        self.settings = settings
        self._log_path = log_path
        self._findings = findings
        self._child: _Child | None = None
        self._backlog: list[Event] = []
        self._end: EngineError | None = None
        self._stopped = False

    @property
    def process_id(self) -> int | None:
        """The child's process id while it runs."""
        return self._child.process.pid if self._child else None

    def load(self, progress: LoadProgress | None = None) -> ModelInfo:
        """See Engine.load; starts the child if need be."""
        if self._child is None:
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            log = str(self._log_path) if self._log_path else None
            process = context.Process(
                target=run_worker,
                args=(theirs, self.settings, log, self._findings),
                name="winnow-engine",
                daemon=True,
            )
            process.start()
            theirs.close()
            self._child = _Child(process, ours)
            if self._stopped:  # While it was being started.
                process.kill()
        return cast(ModelInfo, self._call(messages.Load(), progress))

    def tokens(self, names: Collection[str]) -> frozenset[str]:
        """See Engine.tokens."""
        return cast(frozenset[str], self._call(messages.Tokens(frozenset(names))))

    def render(self, prompts: Sequence[PromptText], thinking: ThinkingFormat) -> tuple[PromptIds, ...]:
        """See Engine.render."""
        return cast(tuple[PromptIds, ...], self._call(messages.Render(tuple(prompts), thinking)))

    def overhead(self, form: AnswerForm, thinking: ThinkingFormat, wait_text: str | None) -> int:
        """See Engine.overhead."""
        return cast(int, self._call(messages.Overhead(form, thinking, wait_text)))

    def open(self, context: int, parallel: int | None = None) -> OpenInfo:
        """See Engine.open."""
        return cast(OpenInfo, self._call(messages.Open(context, parallel)))

    def counters(self) -> Counters:
        """What the engine computed since it was opened."""
        return cast(Counters, self._call(messages.Count()))

    def submit(
        self,
        id: str,
        request: GenerationRequest,
        *,
        first: bool = False,
        recorded: Trace | None = None,
        smaller: Sequence[ThinkingBudget] = (),
    ) -> None:
        """See Engine.submit."""
        self._send(messages.Submit(id, request, first, recorded, tuple(smaller)))

    def cancel(self, id: str | None = None) -> None:
        """See Engine.cancel."""
        self._send(messages.Cancel(id))

    def pause(self, paused: bool) -> None:
        """See Engine.pause."""
        self._send(messages.Pause(paused))

    def events(self, timeout: float) -> list[Event]:
        """See Engine.events."""
        deadline = monotonic() + (0 if self._backlog else timeout)
        try:
            while (message := self._receive(deadline)) is not None:
                if isinstance(message, messages.Events):
                    self._backlog += message.events
                    deadline = 0
        except (EngineCrashed, EngineStopped):
            # What the child had completed comes first; the next call raises.
            if not self._backlog:
                raise
        events, self._backlog = self._backlog, []
        return events

    def stop(self) -> None:
        """See Engine.stop."""
        self._stopped = True
        if child := self._child:
            child.process.kill()

    def close(self) -> None:
        """See Engine.close. The child is asked to end, then ended."""
        child, self._child, self._end, self._stopped = self._child, None, None, False
        if child is None:
            return
        child.connection.close()
        child.process.join(_CLOSE_SECONDS)
        if child.process.is_alive():
            child.process.kill()
            child.process.join()

    def _call(self, call: messages.Call, progress: LoadProgress | None = None) -> object:
        self._send(call)
        while True:
            match self._receive(None):
                case messages.Loading(share):
                    if progress:
                        progress(share)
                case messages.Reply(value):
                    return value
                case messages.Refusal(error):
                    raise error
                case messages.Events(events):
                    self._backlog += events

    def _receive(self, deadline: float | None) -> object | None:
        """The next message; None when none came until the deadline (None waits for ever)."""
        child = self._running()
        try:
            if deadline is not None and not child.connection.poll(max(0.0, deadline - monotonic())):
                return None
            return cast(object, child.connection.recv())
        except (EOFError, OSError) as error:
            raise self._ended(child) from error

    def _send(self, message: messages.Message) -> None:
        child = self._running()
        try:
            child.connection.send(message)
        except OSError as error:
            raise self._ended(child) from error

    def _running(self) -> _Child:
        if self._child is None:
            raise self._end or EngineError("The engine is closed.")
        return self._child

    def _ended(self, child: _Child) -> EngineError:
        with contextlib.suppress(EOFError, OSError):
            while child.connection.poll():
                if isinstance(message := child.connection.recv(), messages.Events):
                    self._backlog += message.events
        child.process.join(_CLOSE_SECONDS)
        code, stopped = child.process.exitcode, self._stopped
        self.close()
        self._end = (
            EngineStopped("The engine was stopped.")
            if stopped
            else EngineCrashed(
                "The engine's process ended ({}); what was completed is kept. Resume the screen, and if it "
                "happens again, try fewer parallel sequences or another model.",
                _how(code),
                exit_code=code,
            )
        )
        return self._end


def _how(exit_code: int | None) -> Sentence:
    """How a process ended."""
    if exit_code == _KILLED:
        return Sentence(
            "signal {}, which is how a system ends a program that takes too much memory", -exit_code
        )
    if exit_code is not None and exit_code < 0:
        return Sentence("signal {}", -exit_code)
    return Sentence("exit code {}", exit_code)
