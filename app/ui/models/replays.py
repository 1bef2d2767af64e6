"""Replays of recorded passes: one at a time, their grades as they come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.core.errors import EngineError
from app.service.kept_engine import Loading
from app.service.opening import SelfTest
from app.service.replay import Grade, ReplayBegun, Replayed
from app.service.workbench import Workbench
from app.ui.models.problems import Problems
from app.ui.service_thread import ServiceThread


class Replays(QObject):
    """`done` grows while `busy`; `total` is 0 until the engine is ready."""

    # It began, ended, or what is known of its progress changed.
    state_changed = Signal()
    # A Replayed more.
    replayed = Signal(object)

    def __init__(self, service: ServiceThread, problems: Problems, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service, self._problems = service, problems
        self.busy = False
        self.loading: Loading | SelfTest | None = None
        self.total = 0
        self.done: list[Replayed] = []
        self._stopped = False

    @property
    def identical(self) -> int:
        """How many are identical so far."""
        return sum(one.grade is Grade.IDENTICAL for one in self.done)

    def run(self, screen_id: str, hypotheses: Sequence[str] | None, *, prefill: bool) -> None:
        """Replay the passes of some rows of a screen, or of all with None."""
        if self.busy:
            return
        self.busy, self.loading, self.total, self.done, self._stopped = True, Loading(0.0), 0, [], False
        self.state_changed.emit()

        def make(bench: Workbench) -> Any:
            return bench.replay(screen_id, hypotheses, prefill=prefill)

        self._service.stream(make, self._take, self._over, self._fail)

    def stop(self) -> None:
        """Stop; what was graded is in the ledger."""
        if self.busy:
            self._stopped = True
            if self.loading is not None:
                self._service.stop_engine()
            self._service.stop_stream()

    def _take(self, events: list[Any]) -> None:
        for event in events:
            match event:
                case Loading() | SelfTest():
                    self.loading = event
                case ReplayBegun(total):
                    self.loading, self.total = None, total
                case Replayed():
                    self.done.append(event)
                    self.replayed.emit(event)
        self.state_changed.emit()

    def _over(self, _finished: bool = False) -> None:
        self.busy, self.loading = False, None
        self.state_changed.emit()

    def _fail(self, error: Exception) -> None:
        self._over()
        if not (self._stopped and isinstance(error, EngineError)):
            self._problems.show(self.tr("The replay ended early"), error)
