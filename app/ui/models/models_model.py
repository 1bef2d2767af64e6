"""The models there are, and the one task that runs with one of them: adding, verifying or downloading."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.core.sentence import Sentence
from app.service import model_tasks, models, paths
from app.service.fit import Machine
from app.service.installed import Installed, InstalledModel
from app.service.model_tasks import (
    ListedModel,
    Progress,
    Remark,
    Source,
    Stop,
    Stopped,
    Switch,
    TaskEvent,
)
from app.service.models import Hashed, Verified
from app.service.workbench import Workbench
from app.ui import words
from app.ui.background import Background
from app.ui.models.problems import Problem, Problems
from app.ui.models.proposals import how_to_load, proposed
from app.ui.models.used_model import UsedModel
from app.ui.preferences import Preferences, PreferencesModel
from app.ui.service_thread import ServiceThread


class Doing(Enum):
    """What is done with a model."""

    ADD = "add"
    VERIFY = "verify"
    DOWNLOAD = "download"


@dataclass(frozen=True, slots=True)
class Task:
    """What runs: with which model, by its id, or for one that is added by its file's name."""

    doing: Doing
    name: str
    switch: Switch = field(default_factory=Switch)


@dataclass(frozen=True, slots=True)
class Removed:
    """A model was forgotten, and these files of it deleted."""

    title: str
    deleted: tuple[Path, ...]


_Read = tuple[Machine, tuple[ListedModel, ...], dict[str, Stopped]]
Outcome = InstalledModel | Verified | Stopped | Removed


class ModelsModel(QObject):
    """What the Models page shows.

    Attributes:
        entries: all models, as they were when they were last read.
        machine: the free memory that they were reckoned against; None until it is known.
        task: what runs, if anything; `progress` and `remark` are of it.
        outcome: what the last one came to; None while one runs and where it failed.
        paused: downloads that can go on, by their model's id, also those of an earlier start.
    """

    entries_changed = Signal()
    # A task began, ended, or got on.
    state_changed = Signal()

    def __init__(
        self,
        service: ServiceThread,
        background: Background,
        preferences: PreferencesModel,
        used: UsedModel,
        problems: Problems,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._service, self._background = service, background
        self._preferences, self._used, self._problems = preferences, used, problems
        self.entries: tuple[ListedModel, ...] = ()
        self.machine: Machine | None = None
        self.task: Task | None = None
        self.progress: Progress | Hashed | None = None
        self.remark: Sentence | None = None
        self.outcome: Outcome | None = None
        self.paused: dict[str, Stopped] = {}
        self._wanted = 0
        preferences.changed.connect(self._read_again)

    def refresh(self, *, look: bool = True) -> None:
        """Read them; `look` asks again what memory is free, which takes a moment."""
        self._used.refresh()
        self._wanted += 1
        wanted, machine = self._wanted, None if look else self.machine
        how = how_to_load(self._preferences.value)

        def read(known: Installed) -> _Read:
            found = machine or model_tasks.this_machine()
            return found, model_tasks.listed(known, found, how), model_tasks.begun(paths.models())

        def take(found: _Read) -> None:
            if wanted == self._wanted:
                self.machine, self.entries, self.paused = found
                self.entries_changed.emit()

        def fail(error: Exception) -> None:
            self._problems.show(self.tr("The models cannot be listed"), error)

        self._service.call(
            lambda bench: Installed.read(bench.store),
            lambda known: self._background.run(lambda: read(known), take, fail),
            fail,
        )

    def store_changed(self) -> None:
        """Another store is open, in which others are installed."""
        self._read_again()

    def _read_again(self) -> None:
        """Bring up to date what was read; the page that is never shown reads nothing."""
        if self.entries:
            self.refresh(look=False)

    def entry(self, id: str) -> ListedModel | None:
        """The model of that id."""
        return next((each for each in self.entries if each.id == id), None)

    def in_use(self, entry: ListedModel) -> bool:
        """Whether the window runs it."""
        return entry.path is not None and Path(entry.path) == self._used.path

    # What is done at once

    def use(self, entry: ListedModel) -> None:
        """Run this model in the window from now on; of the default, whichever that is."""
        if entry.path is not None:
            self._used.use(Path(entry.path), by_default=entry.default)

    def proposal(self, entry: ListedModel) -> Preferences | None:
        """The preferences with which it fits this machine; None where they are so, or nothing would help."""
        if entry.fit is None or entry.blocked or self.machine is None:
            return None
        return proposed(self._preferences.value, entry.fit, gpu=self.machine.gpu > 0)

    def take_over(self, entry: ListedModel) -> None:
        """Load models from now on as this one fits; which one is loaded stays."""
        if value := self.proposal(entry):
            self._preferences.set(value)

    def choose_default(self, id: str) -> None:
        """Take this model wherever none is named."""

        def take(_none: None) -> None:
            # At once, for what is used next depends on it.
            self.entries = tuple(replace(each, default=each.id == id) for each in self.entries)
            self.entries_changed.emit()
            self.refresh(look=False)

        self._call(lambda bench: bench.choose_default(id), take, self.tr("The default was not changed"))

    def test_again(self, entry: ListedModel) -> None:
        """Let its self-test run again when it is next used."""

        def take(_none: None) -> None:
            self._problems.advise(Sentence("{} is tested again when it is next used.", entry.title))

        title = self.tr("The self-test is not repeated")
        self._call(lambda bench: bench.forget_self_test(entry.sha256), take, title)

    def remove(self, entry: ListedModel) -> None:
        """Forget a model; what Winnow downloaded of it is deleted."""

        def take(deleted: tuple[Path, ...]) -> None:
            self.paused.pop(entry.id, None)
            self.outcome = Removed(entry.title, deleted)
            self.state_changed.emit()
            self.refresh(look=False)

        self._call(
            lambda bench: models.remove(bench.store, entry.id, paths.models()),
            take,
            self.tr("The model was not removed"),
        )

    # What takes long

    def add(self, path: Path) -> None:
        """Install a file where it lies."""
        self._begin(
            Task(Doing.ADD, path.name),
            lambda where, switch: model_tasks.add(where, path, switch),
            self.tr("The model cannot be added"),
        )

    def verify(self, id: str) -> None:
        """Read every byte of it again."""
        self._begin(
            Task(Doing.VERIFY, id),
            lambda where, switch: model_tasks.verify(where, id, switch),
            self.tr("The model cannot be verified"),
        )

    def download(self, id: str) -> None:
        """Download a model of the catalogue, or go on with it."""
        self._download(Task(Doing.DOWNLOAD, id), Source(id))

    def download_file(self, repo: str, file: str, token: str = "") -> None:
        """Download a repository's file, or go on with it; a token is kept in the keyring first."""
        self._download(Task(Doing.DOWNLOAD, f"{repo}/{file}"), Source(repo, file, token))

    def pause(self) -> None:
        """Stop what runs; what has arrived of a download is kept."""
        self._stop(Stop.PAUSE)

    def cancel(self, id: str = "") -> None:
        """Stop what runs, and remove what has arrived; with an id, of a download that is paused."""
        if self.task is not None:
            self._stop(Stop.CANCEL)
        elif id in self.paused:
            # The Hub knows which files it is made of, so that it is asked once more.
            task = Task(Doing.DOWNLOAD, id)
            task.switch.stop(Stop.CANCEL)
            self._download(task, Source(id))

    def close(self) -> None:
        """Stop what runs, so that its thread ends."""
        self.pause()

    def _stop(self, how: Stop) -> None:
        if self.task is not None:
            self.task.switch.stop(how)
            self.state_changed.emit()

    def _download(self, task: Task, source: Source) -> None:
        self._begin(
            task,
            lambda where, switch: model_tasks.download(where, source, switch),
            self.tr("The model cannot be downloaded"),
        )

    def _begin(
        self, task: Task, make: Callable[[str | Path, Switch], Iterator[TaskEvent]], title: str
    ) -> None:
        if self.task is not None:
            return
        self.task, self.progress, self.remark, self.outcome = task, None, None, None
        where = self._preferences.value.store or paths.default_store()

        def fail(error: Exception) -> None:
            self._end()
            self._problems.show(title, error)

        self._background.follow(lambda: make(where, task.switch), self._take, self._end, fail)
        self.state_changed.emit()

    def _take(self, event: TaskEvent) -> None:
        match event:
            case Progress() | Hashed():
                self.progress = event
            case Remark():
                self.remark = event.text
            case InstalledModel() | Verified() | Stopped():
                self._keep(event)
        self.state_changed.emit()

    def _keep(self, outcome: InstalledModel | Verified | Stopped) -> None:
        """Note what the task came to."""
        task = self.task
        assert task
        self.outcome = outcome
        if task.doing is Doing.DOWNLOAD:
            self.paused.pop(task.name, None)
            if isinstance(outcome, Stopped) and outcome.how is Stop.PAUSE:
                self.paused[task.name] = outcome
        if isinstance(outcome, Verified):
            title = self.tr("{0} is not what was installed; install it again").format(outcome.model.title)
            for problem in outcome.problems:
                self._problems.raised.emit(Problem(title, words.sentence(problem)))

    def _end(self) -> None:
        self.task = self.progress = None
        self.state_changed.emit()
        self.refresh(look=False)

    def _call(self, function: Callable[[Workbench], object], then: Callable[..., None], title: str) -> None:
        self._service.call(function, then, lambda error: self._problems.show(title, error))
