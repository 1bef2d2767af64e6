"""Models from the Hub into the data folder; the user's token for it is kept in the system's keyring alone."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import DownloadError, ModelError
from app.core.parts import stem_of
from app.hub.download import download as from_hub
from app.hub.hub_api import TOKEN, Hub
from app.hub.progress import Downloaded, DownloadEvent, Pace, Progress, Remark, Stage, Stop, Stopped, Switch
from app.hub.remote import Which
from app.report.keyrings import NoKeyringError, SystemKeyring
from app.service import paths
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
    "forget_token",
    "keep_token",
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
        ModelError: what has arrived is no model; it is not pinned.
    """
    where = folder or paths.models()
    events = from_hub(Hub(_token), what.repo, what.file, where, revision=revision, pace=Pace(switch))
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


def keep_token(token: str) -> str:
    """Keep an access token for the Hub in the keyring; returns the host that it is for, and is only sent to.

    Raises:
        DownloadError: it is no token, or there is no keyring.
    """
    if not TOKEN.fullmatch(token):
        raise DownloadError("That is no token; copy it whole from your settings on the Hub.")
    host = Hub(_token).host
    _in_keyring(lambda: _entry(host).set(token))
    return host


def forget_token() -> str:
    """Remove the token from the keyring; returns the host that it was for. Raises DownloadError."""
    host = Hub(_token).host
    _in_keyring(_entry(host).forget)
    return host


def _token(host: str) -> str | None:
    """The user's token for a host; None where none is kept or the keyring is not to be had."""
    try:
        return _entry(host).get()
    except NoKeyringError:
        return None


def _entry(host: str) -> SystemKeyring:
    return SystemKeyring(f"hub-token {host}")


def _in_keyring(ask: Callable[[], None]) -> None:
    try:
        ask()
    except NoKeyringError as error:
        raise DownloadError(
            "The token is kept in the system's keyring alone, which is not to be had ({}); unlock it or set "
            "one up.",
            str(error),
        ) from None
