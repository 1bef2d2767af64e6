"""The whole window's state: which list is shown, which runs, and the view-models that they share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.hypothesis import HypothesisList
from app.intake import SUFFIXES, read_list
from app.service import paths
from app.service.compare import Comparison
from app.service.cost import Cost
from app.service.plan_settings import PlanSettings
from app.service.rows import Row, Snapshot
from app.service.verification import BUNDLE_SUFFIX
from app.ui.background import Background
from app.ui.models.checks import Checks
from app.ui.models.dial_model import DialModel
from app.ui.models.history_model import HistoryModel
from app.ui.models.imports import Imports
from app.ui.models.judgements import Judgements, Opinion
from app.ui.models.plan_model import PlanModel
from app.ui.models.playground_model import PlaygroundModel
from app.ui.models.problems import Problems
from app.ui.models.replays import Replays
from app.ui.models.run_state import RunState
from app.ui.models.runs import Runs
from app.ui.models.screen_model import ScreenModel
from app.ui.models.search_model import SearchModel
from app.ui.models.selection import Selection
from app.ui.models.silence import Silence
from app.ui.models.used_model import UsedModel
from app.ui.preferences import PreferencesModel
from app.ui.service_thread import ServiceThread

if TYPE_CHECKING:
    from app.service.bundles import BundleVerification
    from app.ui.models.models_model import ModelsModel

T = TypeVar("T")

_COST_DELAY_MS = 60
MODEL_SUFFIX = ".gguf"


class Desk(QObject):
    """Everything that views bind to."""

    # Another list or screen is shown (or none).
    shown_changed = Signal()

    def __init__(
        self,
        service: ServiceThread,
        background: Background,
        preferences: PreferencesModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.service, self.background, self.preferences = service, background, preferences
        self.problems = Problems(self)
        self.used = UsedModel(service, preferences, self.problems, self)
        self.plan = PlanModel(self)
        self.imports = Imports(background, self.problems, self)
        self.history = HistoryModel(service, self.problems, self)
        self.search = SearchModel(service, self.problems, self)
        self.judgements = Judgements(service, self.problems, self)
        self.selection = Selection(service, self.problems, self)
        self.playground = PlaygroundModel(service, self.problems, self)
        self.checks = Checks(background, self.problems, self)
        self.replays = Replays(service, self.problems, self)
        self.dial = DialModel(service, background, self.problems, self)
        self._models: ModelsModel | None = None
        self.runs = Runs(service, background, self.plan, preferences, self.used, self.problems, self)
        self.shown: ScreenModel | None = None
        self._own_settings = self.plan.settings
        self._reckoning = QTimer(self, singleShot=True, interval=_COST_DELAY_MS)
        self._reckoning.timeout.connect(self._reckon)
        self.plan.changed.connect(self._plan_changed)
        self.runs.ended.connect(self._run_ended)
        self.judgements.judged.connect(self._judged)
        for changed in (self.dial.shown_changed, self.history.refreshed):
            changed.connect(self._learn_certificates)
        service.mended.connect(self.store_changed)
        for changed in (preferences.changed, self.used.changed):
            changed.connect(lambda *_: self._reckoning.start())
        # Another program may have chosen another default: what runs now is what is shown.
        self.runs.running_changed.connect(self.used.refresh)
        self.used.refresh()
        self._silence = Silence(service, self.problems, self)

    @property
    def by_hand(self) -> bool:
        """Whether a prompt, a replay or a measurement has the engine to itself."""
        return self.playground.busy or self.replays.busy or self.dial.busy

    # Lists

    def read(self, path: Path) -> None:
        """Read a list, for the preview."""
        self.imports.read_file(path)

    def use(self, source: HypothesisList) -> ScreenModel:
        """Show a list that is not screened yet."""
        screen = ScreenModel(source, self)
        self.show(screen)
        return screen

    def begin_demo(self) -> None:
        """Open the sample list and run it."""

        def take(source: HypothesisList) -> None:
            self.runs.start(self.use(source))

        self._beside(_demo_list, take, self.tr("The sample list cannot be read"))

    def open(self, screen_id: str, then: Callable[[ScreenModel], None] | None = None) -> None:
        """Show a screen of the store."""
        running = self.runs.running
        if running and running.id == screen_id:
            self.show(running)
            if then:
                then(running)
            return

        def take(snapshot: Snapshot) -> None:
            screen = ScreenModel.of(snapshot, self)
            self.show(screen)
            if then:
                then(screen)

        self._call(lambda bench: bench.open(screen_id), take, self.tr("The screen cannot be opened"))

    def resume(self, screen_id: str) -> None:
        """Open a screen and go on with it."""

        def go_on(screen: ScreenModel) -> None:
            if screen is not self.runs.running:
                self.runs.start(screen)

        self.open(screen_id, go_on)

    def show(self, screen: ScreenModel | None) -> None:
        """Show another list or screen; a sealed one shows its plan, which cannot be changed."""
        before, self.shown = self.shown, screen
        if screen is not None and screen.plan is not None:
            self.plan.use_plan(screen.plan)
        else:
            self.plan.set(self._own_settings)
        self.shown_changed.emit()
        self._reckoning.start()
        if before is not None and before is not self.runs.running and before is not screen:
            # It goes when nobody holds it any more, such as a step to undo.
            before.setParent(None)

    def list_again(self) -> None:
        """Show the list of the screen that is shown, under the plan as it is set, not screened yet."""
        if self.shown and self.shown.id:
            self._own_settings = self.plan.settings
            self.use(self.shown.source)

    def use_plan_of(self, screen_id: str, then: Callable[[], None]) -> None:
        """Set the dials as a screen had them."""

        def take(snapshot: Snapshot) -> None:
            self._own_settings = PlanSettings.of(snapshot.plan)
            if self.shown is None or self.shown.state is RunState.READY:
                self.plan.set(self._own_settings)
            then()

        self._call(lambda bench: bench.open(screen_id), take, self.tr("The screen cannot be opened"))

    def compare(self, first: str, second: str, then: Callable[[Comparison], None]) -> None:
        """Two screens side by side."""
        self._call(lambda bench: bench.compare(first, second), then, self.tr("They cannot be compared"))

    def export(self, screen_id: str, path: Path, then: Callable[[], None]) -> None:
        """Write a screen to a file, as what its suffix says."""
        self._call(
            lambda bench: bench.export(screen_id, path),
            lambda _none: then(),
            self.tr("The results cannot be exported"),
        )

    def import_bundle(self, path: Path, then: Callable[[BundleVerification], None]) -> None:
        """Take the screen of a bundle into the store, and show it."""

        def take(found: BundleVerification) -> None:
            assert found.screen_id
            self.history.refresh()
            self.search.again()
            self.open(found.screen_id)
            then(found)

        self._call(lambda bench: bench.import_bundle(path), take, self.tr("The bundle cannot be imported"))

    def formats(self, then: Callable[[tuple[str, ...]], None]) -> None:
        """The names of the thinking formats."""
        self._beside(_format_names, then, self.tr("The thinking formats cannot be read"))

    def store_changed(self) -> None:
        """Another store is open: nothing of the one before stays."""
        self.judgements.forget()
        self.show(None)
        self.history.refresh()
        self.search.again()
        self.dial.forget()
        self.used.refresh()
        if self._models:
            self._models.store_changed()

    @property
    def models(self) -> ModelsModel:
        """The models there are; made when they are first asked for, so that the window is there sooner."""
        if self._models is None:
            from app.ui.models.models_model import ModelsModel

            made = ModelsModel(
                self.service, self.background, self.preferences, self.used, self.problems, self
            )
            self._models = made
        return self._models

    def close(self) -> None:
        """End what runs beside the services."""
        if self._models:
            self._models.close()

    # The shown screen

    def start(self) -> None:
        """Run what is shown, or go on with it; of a complete screen, offer its list anew."""
        shown = self.shown
        if shown and shown is self.runs.running:
            self.runs.go_on()
        elif shown and shown.state is RunState.COMPLETE:
            self.list_again()
        elif shown:
            self.runs.start(shown)

    def judge(self, opinion: Opinion) -> None:
        """Judge the selected row."""
        row = self.selection.row
        if row and self.shown:
            self.judgements.judge(self.shown, row.hypothesis.id, opinion)

    def _judged(self, screen_id: str, row: Row) -> None:
        for screen in {self.shown, self.runs.running}:
            if screen and screen.id == screen_id:
                screen.judged(row)

    def _run_ended(self, screen: ScreenModel) -> None:
        self.history.refresh()
        if screen is not self.shown:
            screen.setParent(None)
        self._reckoning.start()

    def _learn_certificates(self) -> None:
        """Those of the store are presets of the plan."""
        self.service.call(lambda bench: bench.certificates(), self.plan.set_certificates, lambda _error: None)

    def _plan_changed(self) -> None:
        """What the user sets for a new list is kept while a sealed plan is shown."""
        if self.shown is None or self.shown.state is RunState.READY:
            self._own_settings = self.plan.settings
        self._reckoning.start()

    def _reckon(self) -> None:
        """Ask what the plan will cost."""
        if self.shown is None:
            self.plan.set_cost(None)
            return
        rows, settings = len(self.shown.source.hypotheses), self.plan.settings

        def take(found: Cost | Exception) -> None:
            if settings == self.plan.settings:
                self.plan.set_cost(found)

        self.service.call(lambda bench: bench.cost(rows, settings), take, take)

    def _beside(self, function: Callable[[], T], then: Callable[[T], None], title: str) -> None:
        self.background.run(function, then, lambda error: self.problems.show(title, error))

    def _call(self, function: Callable[..., object], then: Callable[..., None], title: str) -> None:
        self.service.call(function, then, lambda error: self.problems.show(title, error))


def is_model(path: Path) -> bool:
    """Whether a file that was dropped is a model."""
    return path.suffix.lower() == MODEL_SUFFIX


def is_bundle(path: Path) -> bool:
    """Whether a file that was dropped is a bundle."""
    return path.suffix.lower() == BUNDLE_SUFFIX


def list_filter() -> str:
    """The patterns of a file dialog for lists."""
    return " ".join(f"*{suffix}" for suffix in SUFFIXES)


def _format_names() -> tuple[str, ...]:
    return tuple(each.name for each in paths.thinking_formats())


def _demo_list() -> HypothesisList:
    return read_list(paths.DEMO_LIST)
