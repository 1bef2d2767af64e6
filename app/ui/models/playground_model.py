"""One generation by hand: a prompt, the dial, and its trace as it comes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from app.core.budget import ThinkingBudget
from app.core.errors import KnownError
from app.core.sampling import SamplingParams
from app.service.events import Chunk, OpenInfo, PromptProgress
from app.service.kept_engine import Loading
from app.service.opening import SelfTest
from app.service.think import ThinkPrompt, Thought
from app.ui.models.live import LiveTrace
from app.ui.models.problems import Problems
from app.ui.service_thread import ServiceThread


class PlaygroundModel(QObject):
    """`trace` grows while `busy`; `thought` is the finished generation."""

    state_changed = Signal()
    moved = Signal()

    def __init__(self, service: ServiceThread, problems: Problems, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service, self._problems = service, problems
        self.busy = False
        self.loading: Loading | SelfTest | None = None
        self.trace: LiveTrace | None = None
        self.thought: Thought | None = None
        self._stopped = False

    def run(
        self,
        prompt: str,
        system: str,
        budget: tuple[int | None, int, int, str],
        sampling: tuple[float, int, float, float],
        seed: int,
        answer_tokens: int,
    ) -> None:
        """Think about a prompt.

        Args:
            budget: maximum (None fills the context), minimum, Waits and Wait text ("" is the format's own).
            sampling: temperature, top-k, top-p, min-p.
        """
        if self.busy:
            return
        most, least, waits, wait_text = budget
        try:
            asked = ThinkPrompt(
                prompt=prompt,
                system=system,
                budget=ThinkingBudget(most, least, waits, wait_text or None),
                sampling=SamplingParams(*sampling),
                seed=seed,
                answer_tokens=answer_tokens,
            )
        except KnownError as error:
            self._problems.show(self.tr("That cannot be asked"), error)
            return
        self.busy, self.loading, self.thought, self._stopped = True, Loading(0.0), None, False
        self.trace = LiveTrace(prompt[:80], None, most)
        self.state_changed.emit()
        self._service.stream(lambda bench: bench.think(asked), self._take, self._over, self._fail)

    def stop(self) -> None:
        """Stop; what was generated so far stays on the screen, and is not kept."""
        if self.busy:
            self._stopped = True
            if self.loading is not None:
                self._service.stop_engine()
            self._service.stop_stream()

    def _take(self, events: list[Any]) -> None:
        assert self.trace
        for event in events:
            match event:
                case Loading() | SelfTest():
                    self.loading = event
                case OpenInfo():
                    self.loading = None
                case PromptProgress() | Chunk():
                    self.trace.take(event)
                case Thought():
                    self.thought = event
        self.moved.emit()

    def _over(self, _finished: bool = False) -> None:
        self.busy, self.loading = False, None
        self.state_changed.emit()

    def _fail(self, error: Exception) -> None:
        self._over()
        if not self._stopped:
            self._problems.show(self.tr("The generation ended early"), error)
