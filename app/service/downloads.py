"""Models from the Hub into the data folder."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import ModelError
from app.core.parts import stem_of
from app.hub.download import download as from_hub
from app.hub.hub_api import Hub
from app.hub.progress import Downloaded, DownloadEvent, Pace, Progress, Remark, Stage, Stop, Stopped, Switch
from app.hub.remote import Which
from app.service import paths
from app.service.hub_token import find_token
from app.service.installed import Installed, InstalledModel, ModelFile
from app.service.model_choice import catalogue
from app.service.models import Hashed, install, new_id

if TYPE_CHECKING:
    from app.store import Store

__all__ = [
    "DownloadEvent",
    "Hashed",
    "Progress",
    "Remark",
    "Stage",
    "Stop",
    "Stopped",
    "Switch",
    "Wanted",
    "download",
    "wanted",
]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to download. `id` and `title` are empty where they are to be made from the file's name."""

    repo: str
    file: Which
    id: str = ""
    title: str = ""


def wanted(source: str, file: str | None = None) -> Wanted:
    """A model of the catalogue by its id, or any by its repository and file.

    Raises:
        ModelError: the catalogue has none of that id on the Hub.
    """
    if file is not None:
        return Wanted(source, file)
    for spec in catalogue():
        if spec.id == source and spec.repo:
            return Wanted(spec.repo, spec.file or spec.is_this, spec.id, spec.title)
    raise ModelError(
        "The catalogue has no model {!r} to download; take one of main.py models list, or give "
        "OWNER/NAME and FILE.",
        source,
    )


def download(
    store: Store,
    what: Wanted,
    *,
    revision: str | None = None,
    folder: Path | None = None,
    switch: Switch | None = None,
) -> Generator[DownloadEvent | Hashed | InstalledModel, None, None]:
    """Download a model and pin it; a later call takes up what an earlier one left, also in another process.

    The last event is an InstalledModel, which is in the store, or Stopped. Until all files are here the store
    is not touched.

    Args:
        revision: a branch, a tag or a commit; the main branch by default.
        folder: instead of the data folder's models.
        switch: pauses or cancels it from another thread.

    Raises:
        DownloadError: what has arrived is kept, except where its digest is wrong.
        ModelError: it is no model that can be used: it is not pinned, nor fetched beyond its header.
    """
    where = folder or paths.models()
    events = from_hub(Hub(find_token), what.repo, what.file, where, revision=revision, pace=Pace(switch))
    with closing(events):
        for event in events:
            if isinstance(event, Downloaded):
                yield from _install(store, what, event)
            else:
                yield event


def _install(store: Store, what: Wanted, done: Downloaded) -> Generator[Hashed | InstalledModel, None, None]:
    known = Installed.read(store)
    path = done.path.absolute()
    same = known.at(path)
    id = what.id or (same.id if same else new_id(known, path, None, [spec.id for spec in catalogue()]))
    files = [ModelFile(str(one.path.absolute()), one.size, one.sha256) for one in done.files]
    yield from install(store, id, what.title or stem_of(path), done.repo, done.revision, files)
