"""The parent's side of the llama.cpp engine: starts the worker, sends messages, sees its end as a value.

A child that dies before it has decoded is started again, each time a step plainer.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
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
    Cancelled,
    Checked,
    Chunk,
    Completed,
    Counters,
    EngineSettings,
    EngineStopped,
    Event,
    Failed,
    LoadProgress,
    ModelChangedError,
    ModelInfo,
    OpenInfo,
    SelfTestProgress,
)
from app.engine.deaths import (
    EngineCrashed,
    Stage,
    all_died,
    blames_computing,
    crashed,
    may_step_down,
    noted,
    plainer_next,
)
from app.engine.findings import Findings
from app.engine.gpus import gpus
from app.engine.known_steps import KnownSteps
from app.engine.link import Link
from app.engine.plainer import Plainer, fitting, next_step

__all__ = ["EngineCrashed", "LlamaEngine"]


class LlamaEngine:
    """An Engine (see contract.py) that runs llama.cpp in a child process."""

    def __init__(
        self,
        settings: EngineSettings,
        log_path: Path | None = None,
        findings: Path | None = None,
        tell: Callable[[Sentence], None] | None = None,
    ) -> None:
        """Starts nothing yet.

        Args:
            log_path: takes the traceback of an unforeseen error in the child.
            findings: the folder in which what was found out about machine and model is kept; None finds it
                out each time.
            tell: takes what the user is to know of an engine that runs plainer than it was asked to.
        """
        self.settings = settings
        self._log_path = log_path
        self._findings, self._tell = findings, tell
        self._known = KnownSteps(Findings(findings), settings.model)
        self._plainer: Plainer | None = None
        self._digest = ""
        self._link: Link | None = None
        self._stage = Stage.LOADING
        self._backlog: list[Event] = []
        self._running: set[str] = set()
        self._paused = False
        self._end: EngineError | None = None
        self._stopped = False

    @property
    def process_id(self) -> int | None:
        """The child's process id while it runs."""
        return self._link.process.pid if self._link else None

    def load(self, progress: LoadProgress | None = None) -> ModelInfo:
        """See Engine.load; starts the child if need be."""
        if self._link is None:
            # As recorded where a record is to be met; else as this machine is known to need it.
            self._plainer = self.settings.plainer or fitting(
                self._known.find(), flash_only=self._flash_only, gpu=self.settings.gpu_layers != 0
            )
        return self._load(progress)

    def _load(self, progress: LoadProgress | None) -> ModelInfo:
        while True:
            if self._link is None:
                self._start()
            try:
                info = cast(ModelInfo, self._call(messages.Load(), progress))
            except EngineCrashed as death:
                self._step_down(death)
            else:
                self._digest = info.sha256
                return info

    def _load_again(self) -> None:
        """Load the same in a new child. Raises ModelChangedError where the file is another by now."""
        before = self._digest
        self._load(None)
        if self._digest != before:
            raise self._over(
                ModelChangedError(
                    "The model file {} was replaced while it was loaded; start again.", self.settings.model
                )
            )

    def _start(self) -> None:
        self._stage, self._end = Stage.LOADING, None
        settings = replace(self.settings, plainer=self._plainer)
        log = str(self._log_path) if self._log_path else None
        self._link = Link(run_worker, settings, log, self._findings)
        if self._stopped:  # While it was being started.
            self._link.kill()

    def _step_down(self, death: EngineCrashed) -> None:
        """Have the next child run a step plainer. Raises EngineCrashed where that is of no use."""
        if not may_step_down(death.exit_code):
            raise death
        before = self._plainer
        step = next_step(
            before.steps if before else (),
            flash_only=self._flash_only,
            gpu=self.settings.gpu_layers != 0 and bool(gpus()),
        )
        if step is None:
            self._plainer = None
            raise all_died(death, len(before.steps)) if before else death
        today = datetime.datetime.now().astimezone().date().isoformat()
        self._plainer = Plainer.after(before, step, noted(death), today)
        if not self.settings.plainer:  # What another machine needed is not this one's.
            self._known.died(death.exit_code)

    @property
    def _flash_only(self) -> bool:
        """Whether the cache's type wants Flash Attention."""
        return self.settings.kv_type == "q8_0"

    def tokens(self, names: Collection[str]) -> frozenset[str]:
        """See Engine.tokens."""
        return cast(frozenset[str], self._call(messages.Tokens(frozenset(names))))

    def render(self, prompts: Sequence[PromptText], thinking: ThinkingFormat) -> tuple[PromptIds, ...]:
        """See Engine.render."""
        return cast(tuple[PromptIds, ...], self._call(messages.Render(tuple(prompts), thinking)))

    def overhead(self, form: AnswerForm, thinking: ThinkingFormat, wait_text: str | None) -> int:
        """See Engine.overhead."""
        return cast(int, self._call(messages.Overhead(form, thinking, wait_text)))

    def open(
        self, context: int, parallel: int | None = None, progress: SelfTestProgress | None = None
    ) -> OpenInfo:
        """See Engine.open. Until it has decoded, a child that dies is started again, a step plainer."""
        self._running.clear()
        while True:
            self._stage = Stage.TESTING
            try:
                opened = cast(OpenInfo, self._call(messages.Open(context, parallel), tested=progress))
            except EngineCrashed as death:
                self._step_down(death)
                self._load_again()
            else:
                self._stage = Stage.FIRST
                self._known.keep(self._plainer)
                if self._plainer and self._tell:
                    self._tell(self._plainer.sentence)
                return opened

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
        self._running.add(id)
        self._send(messages.Submit(id, request, first, recorded, tuple(smaller)))

    def cancel(self, id: str | None = None) -> None:
        """See Engine.cancel."""
        # Whoever cancels may not wait for it.
        self._running -= self._running if id is None else {id}
        self._send(messages.Cancel(id))

    def pause(self, paused: bool) -> None:
        """See Engine.pause."""
        self._paused = paused
        self._send(messages.Pause(paused))

    def events(self, timeout: float) -> list[Event]:
        """See Engine.events."""
        deadline = monotonic() + (0 if self._backlog else timeout)
        try:
            while (message := self._receive(deadline)) is not None:
                if isinstance(message, messages.Events):
                    self._backlog += message.events
                    deadline = 0
        except EngineError:
            # What the child had completed comes first; the next call raises.
            if not self._backlog:
                raise
        events, self._backlog = self._backlog, []
        ended = {event.id for event in events if isinstance(event, Completed | Checked | Cancelled | Failed)}
        self._running -= ended
        if self._stage is Stage.FIRST and any(isinstance(e, Chunk | Completed | Checked) for e in events):
            self._stage = Stage.RUNNING
        self._await_signs()
        return events

    def responds(self, seconds: float) -> bool:
        """See Engine.responds."""
        self._send(messages.Count())
        deadline = monotonic() + seconds
        while (message := self._receive(deadline)) is not None:
            if isinstance(message, messages.Events):
                self._backlog += message.events
            if isinstance(message, messages.Reply | messages.Refusal):
                return True
        return False

    def silent_for(self) -> float:
        """See Engine.silent_for."""
        return link.silent_for() if (link := self._link) else 0.0

    def stop(self) -> None:
        """See Engine.stop."""
        self._stopped = True
        if link := self._link:
            link.kill()

    def close(self) -> None:
        """See Engine.close. The child is asked to end, then ended."""
        self._close()
        self._stopped = False

    def _close(self) -> int | None:
        """Close, with the child's exit code."""
        link, self._link, self._end, self._paused = self._link, None, None, False
        self._running.clear()
        return link.close() if link else None

    def _call(
        self,
        call: messages.Call,
        progress: LoadProgress | None = None,
        tested: SelfTestProgress | None = None,
    ) -> object:
        self._send(call)
        self._child().await_signs(True)
        try:
            while True:
                match self._receive(None):
                    case messages.Loading(share):
                        if progress:
                            progress(share)
                    case messages.SelfTest(done, total):
                        if tested:
                            tested(done, total)
                    case messages.Reply(value):
                        return value
                    case messages.Refusal(error):
                        raise error
                    case messages.Events(events):
                        self._backlog += events
        finally:
            self._await_signs()

    def _await_signs(self) -> None:
        if self._link:
            self._link.await_signs(bool(self._running) and not self._paused)

    def _receive(self, deadline: float | None) -> object | None:
        """The next message; None when none came until the deadline (None waits for ever)."""
        link = self._child()
        try:
            message = link.receive(deadline)
        except (EOFError, OSError) as error:
            raise self._ended(link) from error
        if isinstance(message, messages.Ended):
            raise self._over(message.error)
        return message

    def _send(self, message: messages.Message) -> None:
        link = self._child()
        try:
            link.send(message)
        except OSError as error:
            raise self._ended(link) from error
        self._await_signs()

    def _child(self) -> Link:
        if self._link is None:
            raise self._end or EngineError("The engine is closed.")
        return self._link

    def _ended(self, link: Link) -> EngineError:
        with contextlib.suppress(EOFError, OSError):
            while (message := link.receive(0)) is not None:
                match message:
                    case messages.Events(events):
                        self._backlog += events
                    case messages.Ended(error):
                        return self._over(error)
        stopped, stage = self._stopped, self._stage
        code = self._close()
        if stopped:
            return self._over(EngineStopped("The engine was stopped."))
        death = crashed(code, stage)
        if stage is Stage.FIRST and blames_computing(code) and not self.settings.plainer:
            # A run does not change its engine; the next one begins with another.
            with contextlib.suppress(EngineCrashed):
                self._step_down(death)
                self._known.keep(self._plainer)
                death = plainer_next(death)
        return self._over(death)

    def _over(self, error: EngineError) -> EngineError:
        """Let go of the child; every later call gets the error too."""
        self._close()
        self._end = error
        return error
