"""Running a list: start, pause, stop, cancel, retry, and what happens when the engine dies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.core.errors import EngineError, OutOfMemoryError
from app.service.workbench import Workbench
from app.ui.background import Background
from app.ui.models.plan_model import PlanModel
from app.ui.models.problems import Problems, Remedy
from app.ui.models.run_state import RunState
from app.ui.models.screen_model import ScreenModel
from app.ui.models.used_model import UsedModel
from app.ui.preferences import Preferences, PreferencesModel
from app.ui.service_thread import ServiceThread

if TYPE_CHECKING:
    from app.service.fit import Fit, Machine


class Runs(QObject):
    """At most one list runs; `running` is it."""

    running_changed = Signal()
    # A ScreenModel's run came to its end or was stopped.
    ended = Signal(object)

    def __init__(
        self,
        service: ServiceThread,
        background: Background,
        plan: PlanModel,
        preferences: PreferencesModel,
        used: UsedModel,
        problems: Problems,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._service, self._background, self._plan = service, background, plan
        self._preferences, self._used, self._problems = preferences, used, problems
        self.running: ScreenModel | None = None

    def start(self, screen: ScreenModel) -> None:
        """Seal a list with the plan as it is set, and run it; or go on with a sealed one as it was."""
        if self.running or screen.state.active:
            return
        settings, source, screen_id = self._plan.settings, screen.source, screen.id

        def make(bench: Workbench) -> Any:
            return bench.resume(screen_id) if screen_id else bench.start(source, settings)

        self.running = screen
        screen.enter(RunState.LOADING)
        self.running_changed.emit()
        self._service.stream(make, screen.take, lambda finished: self._over(screen, finished), self._fail)

    def pause(self) -> None:
        """Stop computing; the work stays."""
        self._steer(RunState.RUNNING, RunState.PAUSED, lambda bench: bench.pause(True))

    def go_on(self) -> None:
        """Compute again."""
        self._steer(RunState.PAUSED, RunState.RUNNING, lambda bench: bench.pause(False))

    def stop(self) -> None:
        """End the run; the screen can be resumed. A second time it ends the engine, whatever that does."""
        screen = self.running
        if screen is None:
            return
        if screen.state is RunState.STOPPING:
            self._service.stop_engine()
            return
        loading = screen.state is RunState.LOADING
        screen.enter(RunState.STOPPING)
        if loading:
            # The thread may be waiting for the model; nothing is lost with the process that loads it.
            self._service.stop_engine()
        self._service.stop_stream()

    def cancel(self, hypothesis_id: str) -> None:
        """Cancel one hypothesis."""
        self._call(lambda bench: bench.cancel(hypothesis_id))

    def cancel_queued(self) -> None:
        """Cancel all that has not begun."""
        self._call(lambda bench: bench.cancel_queued())

    def cancel_all(self) -> None:
        """Cancel all that is left to do."""
        self._call(lambda bench: bench.cancel_all())

    def retry(self, screen: ScreenModel) -> None:
        """Do again what failed or was cancelled."""
        if screen is self.running:
            self._call(lambda bench: bench.retry())
        else:
            self.start(screen)

    def _steer(self, before: RunState, after: RunState, act: Any) -> None:
        screen = self.running
        if screen is None or screen.state is not before:
            return

        def acted(_none: None) -> None:
            if screen.state is before:
                screen.enter(after)

        self._call(act, acted)

    def _call(self, act: Any, then: Any = None) -> None:
        self._service.call(act, then, lambda error: self._problems.show(self.tr("That did not work"), error))

    def _over(self, screen: ScreenModel, finished: bool) -> None:
        """The run came to its end, or was stopped before."""
        if not screen.id:
            screen.enter(RunState.READY)
        else:
            screen.enter(RunState.COMPLETE if finished else RunState.UNFINISHED)
        self._free(screen)

    def _fail(self, error: Exception) -> None:
        screen = self.running
        assert screen
        stopped = screen.state is RunState.STOPPING
        screen.enter(RunState.UNFINISHED if screen.id else RunState.READY)
        self._free(screen)
        if stopped and isinstance(error, EngineError):
            return  # That was wanted: the engine was ended while it loaded, or since it did not answer.
        if isinstance(error, OutOfMemoryError):
            self._propose(error, screen)
        else:
            restart = Remedy(self.tr("Restart the engine and resume"), lambda: self.start(screen))
            self._tell(error, (restart,) if isinstance(error, EngineError) else ())

    def _free(self, screen: ScreenModel) -> None:
        self.running = None
        self.running_changed.emit()
        self.ended.emit(screen)

    def _tell(self, error: Exception, remedies: tuple[Remedy, ...] = ()) -> None:
        self._problems.show(self.tr("The run ended early"), error, remedies)

    def _propose(self, error: OutOfMemoryError, screen: ScreenModel) -> None:
        """Tell that memory lacked, with a setting of the model that fits and is as long as the plan needs."""
        # What reckons takes a while to load.
        from app.service.model_tasks import reckoned
        from app.ui import model_words
        from app.ui.models.proposals import how_to_load, proposed

        value, path, context = self._preferences.value, self._used.path, error.context

        def again(new: Preferences) -> None:
            # Of what is set when it is asked for, only how models are loaded changes.
            now, layers = self._preferences.value, new.gpu_layers
            self._preferences.set(replace(now, parallel=new.parallel, kv_type=new.kv_type, gpu_layers=layers))
            self.start(screen)

        def by_error(*_: object) -> None:
            """What the engine itself knows to fit, where there is no better word."""
            if fewer := error.parallel:
                new = replace(value, parallel=fewer)
                self._tell(error, (Remedy(self.tr("Run %Ln at a time", "", fewer), lambda: again(new)),))
            else:
                self._tell(error)

        def take(found: tuple[Fit, Machine] | None) -> None:
            new = proposed(value, found[0], gpu=found[1].gpu > 0) if found else None
            if found is None or new is None or new.context != value.context:
                by_error()
                return
            text = self.tr("Run %Ln at a time", "", new.parallel) + model_words.less(found[0])
            self._tell(error, (Remedy(text, lambda: again(new)),))

        if path is None or context is None:
            by_error()
            return
        how = how_to_load(value)
        self._background.run(lambda: reckoned(path, how, context), take, by_error)
