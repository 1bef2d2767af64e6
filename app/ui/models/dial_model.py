"""Measuring the dial on a labelled list: what is asked, how far it is, and what it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.core.dial_plan import DialGoals
from app.core.errors import EngineError
from app.core.labelled import LabelledList
from app.core.sampling import SamplingParams
from app.intake import read_labelled
from app.service import paths
from app.service.kept_engine import Loading
from app.service.opening import SelfTest
from app.service.workbench import Workbench
from app.ui.background import Background
from app.ui.models.problems import Problems
from app.ui.service_thread import ServiceThread

if TYPE_CHECKING:
    from app.core.trace import Trace
    from app.dial.outcome import GridPoint
    from app.service.dial_events import DialProgress
    from app.service.dial_session import Behind, DialShown


@dataclass(frozen=True, slots=True)
class Asked:
    """What is measured: a grid, how it is sampled, and what is to be shown with it."""

    budgets: tuple[int, ...]
    waits: tuple[int, ...]
    seeds: int
    seed: int
    temperature: float
    goals: DialGoals


class DialModel(QObject):
    """One list and one run at a time; `shown` is what was measured last, of whatever run."""

    # A list was read, a run began or ended, or its progress changed.
    state_changed = Signal()
    shown_changed = Signal()

    def __init__(
        self,
        service: ServiceThread,
        background: Background,
        problems: Problems,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._service, self._background, self._problems = service, background, problems
        self.source: LabelledList | None = None
        self.busy = False
        self.loading: Loading | SelfTest | None = None
        self.progress: DialProgress | None = None
        self.shown: DialShown | None = None
        self._stopped = False
        # The run that goes on; a new one is the newest of the store once it is sealed.
        self._asked = "last"

    def read(self, path: Path) -> None:
        """Read a labelled list."""

        def take(source: LabelledList) -> None:
            self.source = source
            self.state_changed.emit()

        self._background.run(
            lambda: read_labelled(path),
            take,
            lambda error: self._problems.show(self.tr("The labelled list cannot be read"), error),
        )

    def read_demo(self) -> None:
        """Read the labelled sample list."""
        self.read(paths.DEMO_LABELLED)

    def measure(self, asked: Asked) -> None:
        """Seal a new run of the list and run it."""
        source = self.source
        if source is None or self.busy:
            return

        def make(bench: Workbench) -> Any:
            from app.service.dial import DialDraft

            name = "question" if source.questions else "triage"
            draft = DialDraft(
                prompt=paths.prompt_template(paths.PROMPTS / f"{name}.toml"),
                budgets=asked.budgets,
                waits=asked.waits,
                sampling=replace(SamplingParams(), temperature=asked.temperature),
                seeds=asked.seeds,
                seed=asked.seed,
                goals=asked.goals,
            )
            return bench.measure(source, draft)

        self._begin(make, "last")

    def go_on(self) -> None:
        """Go on with the run that is shown, where something of it is left."""
        if (shown := self.shown) and not shown.complete and not self.busy:
            self._begin(lambda bench: bench.measure_on(shown.dial_id), shown.dial_id)

    def stop(self) -> None:
        """Stop; what was measured is kept, and the run can go on."""
        if self.busy:
            self._stopped = True
            if self.loading is not None:
                self._service.stop_engine()
            self._service.stop_stream()

    def show_last(self) -> None:
        """Show the newest run of the store, unless one is shown."""
        if self.shown is None and not self.busy:
            self._show("last")

    def forget(self) -> None:
        """Another store is open: the run that was shown is not of it."""
        self.shown = self.progress = None
        self.shown_changed.emit()

    def behind(self, point: GridPoint, then: Callable[[tuple[Behind, ...]], None]) -> None:
        """The generations behind a point of what is shown."""
        if shown := self.shown:
            self._call(lambda bench: bench.behind(shown.dial_id, point), then)

    def trace(self, found: Behind, then: Callable[[Trace], None]) -> None:
        """The trace of one of them."""
        self._call(lambda bench: bench.reading_trace(found.reading), then)

    def _show(self, asked: str) -> None:
        def take(shown: DialShown | None) -> None:
            if shown and not self.busy:
                self.shown = shown
                self.shown_changed.emit()
                self.state_changed.emit()

        self._call(lambda bench: bench.dial(asked), take)

    def _call(self, function: Callable[..., object], then: Callable[..., None]) -> None:
        title = self.tr("The dial run cannot be read")
        self._service.call(function, then, lambda error: self._problems.show(title, error))

    def _begin(self, make: Callable[[Workbench], Any], asked: str) -> None:
        self._asked = asked
        self.busy, self.loading, self.progress, self._stopped = True, Loading(0.0), None, False
        self.state_changed.emit()
        self._service.stream(make, self._take, self._over, self._fail)

    def _take(self, events: list[Any]) -> None:
        from app.service.dial_events import DialOpened, DialProgress
        from app.service.dial_session import DialShown

        for event in events:
            match event:
                case Loading() | SelfTest():
                    self.loading = event
                case DialOpened():
                    self.loading = None
                case DialProgress():
                    self.progress = event
                case DialShown():
                    self.shown = event
                    self.shown_changed.emit()
        self.state_changed.emit()

    def _over(self, finished: bool = False) -> None:
        self.busy, self.loading = False, None
        self.state_changed.emit()
        if not finished:
            self._show(self._asked)

    def _fail(self, error: Exception) -> None:
        self._over()
        if not (self._stopped and isinstance(error, EngineError)):
            self._problems.show(self.tr("The measurement ended early"), error)
