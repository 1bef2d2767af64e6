"""What takes long with a model, beside everything else: each task has the store open for itself.

A download may run for hours and reading a large file for minutes, so neither can have the thread that runs
the screens. The store is made for several writers, and all that a task writes comes at its end. Where another
store is opened meanwhile, a task still ends in the one that it began with.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from app.core.errors import EngineError
from app.core.sentence import Sentence
from app.engine.contract import EngineSettings
from app.engine.devices import probe
from app.hub.header import read_header
from app.hub.progress import DownloadEvent, Progress, Remark, Stage, Stop, Stopped, Switch
from app.service import models, paths
from app.service.fit import Fit, Machine, Weighed, fit
from app.service.installed import Installed, InstalledModel
from app.service.machine import machine_of
from app.service.model_choice import catalogue
from app.service.model_list import ListedModel, list_models
from app.service.models import Hashed, Verified

__all__ = [
    "ListedModel",
    "Loading",
    "Progress",
    "Remark",
    "Source",
    "Stage",
    "Stop",
    "Stopped",
    "Switch",
    "TaskEvent",
    "add",
    "begun",
    "download",
    "listed",
    "reckoned",
    "this_machine",
    "verify",
]

TaskEvent = DownloadEvent | Hashed | InstalledModel | Verified


@dataclass(frozen=True, slots=True)
class Source:
    """What to download: a model of the catalogue by its id, or a repository's file, with a token to keep."""

    id: str
    file: str | None = None
    token: str = field(default="", repr=False)


# Seconds between two events that tell how much is read.
_EVERY = 0.1


@dataclass(frozen=True, slots=True)
class Loading:
    """How the user loads models.

    Attributes:
        gpu_layers: None are as many as fit. context: tokens of a sequence, None takes the usual number.
    """

    parallel: int
    gpu_layers: int | None
    kv_type: str
    exact: bool
    context: int | None = None

    def settings(self, model: Path) -> EngineSettings:
        """The engine's settings for a model. Raises ModelError where they cannot be."""
        return EngineSettings(
            model,
            parallel=self.parallel,
            gpu_layers=self.gpu_layers,
            context=self.context,
            kv_type=self.kv_type,
            exact=self.exact,
        )


def listed(known: Installed, machine: Machine, how: Loading) -> tuple[ListedModel, ...]:
    """The catalogue and what is installed, with what each takes of this machine if it is loaded so.

    Raises:
        CatalogueError: a catalogue cannot be used.
        ModelError: nothing can be loaded so.
    """
    return tuple(list_models(known, catalogue(), machine, how.settings(paths.DEMO_MODEL)))


def reckoned(model: Path, how: Loading, context: int) -> tuple[Fit, Machine] | None:
    """What a model that did not fit takes with so many tokens a sequence, and what would fit.

    Returns:
        None where its file does not say its dimensions.
    """
    weighed = Weighed.of(read_header(model))
    if weighed is None:
        return None
    machine = this_machine()
    return fit(weighed, how.settings(model), machine, context), machine


def begun(folder: Path) -> dict[str, Stopped]:
    """Downloads of the catalogue that were left before their end, by their model's id.

    Args:
        folder: where downloads go. How large a model is in all is the catalogue's word, or 0 without one.
    """
    found = {}
    for spec in catalogue():
        below = folder / spec.repo
        for part in sorted(below.rglob("*.part")) if spec.repo else ():
            if spec.is_this(part.relative_to(below).with_suffix("").as_posix()):
                found[spec.id] = Stopped(Stop.PAUSE, part.stat().st_size, spec.size or 0)
    return found


def this_machine() -> Machine:
    """Its free memory. Where llama.cpp does not say what it finds, no GPU is counted; loading says why."""
    try:
        return machine_of(probe())
    except EngineError:
        return machine_of(None)


def add(where: str | Path, path: Path, switch: Switch) -> Iterator[TaskEvent]:
    """Install a local GGUF where it lies. Raises KnownError as `models.add` does."""
    from app.store import Store

    with Store.open(where) as store:
        reserved = [spec.id for spec in catalogue()]
        yield from _told(models.add(store, path, reserved=reserved), switch)


def verify(where: str | Path, id: str, switch: Switch) -> Iterator[TaskEvent]:
    """Compare a model's files with what was pinned. Raises KnownError as `models.verify` does."""
    from app.store import Store

    with Store.open(where) as store:
        yield from _told(models.verify(store, id), switch)


def download(where: str | Path, source: Source, switch: Switch) -> Iterator[TaskEvent]:
    """Download a model and pin it. Raises KnownError as `downloads.download` and `keep_token` do."""
    # The Hub's client takes a good part of a second to load.
    from app.service import downloads, hub_token
    from app.store import Store

    if source.token and (file := hub_token.keep_token(source.token).file):
        yield Remark("", Sentence("There is no keyring; the token is in {}, which only you may read.", file))
    with Store.open(where) as store:
        wanted = downloads.wanted(source.id, source.file)
        yield from _told(downloads.download(store, wanted, switch=switch), switch)


def _told(events: Generator[TaskEvent, None, None], switch: Switch) -> Iterator[TaskEvent]:
    """As they come, but how much is read only now and then; the switch ends reading too."""
    last = float("-inf")
    with closing(events):
        for event in events:
            if isinstance(event, Hashed):
                if switch.asked:
                    # What is read is here already, so that there is nothing to remove.
                    yield Stopped(Stop.PAUSE, event.done, event.size)
                    return
                now = time.monotonic()
                if now - last < _EVERY:
                    continue
                last = now
            yield event
