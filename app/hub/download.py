"""A model from the Hub to this machine: all of its files, or what is missing of them."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Generator, Sequence
from pathlib import Path

from app.core.errors import DownloadError
from app.core.sentence import Sentence
from app.hub.fetch import ChangedError, Fetch, busy
from app.hub.hub_api import BusyError, Hub
from app.hub.names import parts_of, place
from app.hub.part import discard, discard_if_free, kept
from app.hub.progress import (
    Downloaded,
    DownloadedFile,
    DownloadEvent,
    Pace,
    Remark,
    Stop,
    StopAskedError,
    Stopped,
)
from app.hub.remote import RemoteModel, Which

# Bytes left free for everything else, the store's growth above all.
SPARE = 500_000_000

_MOST_CHANGES = 3
_ROOM = Sentence("make room there")
_RIGHTS = Sentence("make it a folder that you may write, or name another with WINNOW_HOME")
_REMEDIES = {
    errno.ENOSPC: _ROOM,
    getattr(errno, "EDQUOT", errno.ENOSPC): _ROOM,
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EROFS: _RIGHTS,
    errno.EFBIG: Sentence("its file system takes no file so large: name another folder with WINNOW_HOME"),
    errno.ENAMETOOLONG: Sentence("name a folder with a shorter path with WINNOW_HOME"),
    errno.EMFILE: Sentence("close what has many files open, or allow more (ulimit -n)"),
    errno.ENFILE: Sentence("close what has many files open"),
}
_GB = 1e9


def download(
    hub: Hub, repo: str, file: Which, folder: Path, *, revision: str | None = None, pace: Pace | None = None
) -> Generator[DownloadEvent, None, None]:
    """Download a model. The last event is Downloaded or Stopped.

    To close the generator keeps what has arrived.

    Args:
        repo: OWNER/NAME.
        file: its name in the repository, or what is true of it; any part of a split GGUF stands for all.
        folder: the files go to FOLDER/OWNER/NAME/.
        revision: a branch, a tag or a commit; the main branch by default.

    Raises:
        DownloadError: what has arrived is kept, except where its digest is wrong.
        UnusableError: its header, which arrives first, says that it is no model that can be used.
    """
    pace = pace or Pace()
    try:
        if isinstance(file, str):
            place(folder, repo, file)  # Refused before anybody is asked.
        for _ in range(_MOST_CHANGES):
            try:
                model = yield from _find(hub, repo, file, revision, pace)
            except StopAskedError:
                yield _left(repo, file, folder, pace)
                return
            try:
                yield from _all_files(hub, model, folder, pace)
                return
            except ChangedError:
                yield Remark(
                    model.files[0].name, Sentence("It was changed on the Hub meanwhile; it starts anew.")
                )
        raise DownloadError("{} keeps changing on the Hub; try again later.", repo)
    except OSError as error:
        # The connection's own errors became others where they arose: what is left is the disk's.
        raise DownloadError(
            "{0} cannot be kept in {1} ({2}); {3}; what has arrived stays, start it again to go on.",
            repo,
            error.filename or folder,
            error.strerror or type(error).__name__,
            _REMEDIES.get(error.errno or 0, Sentence("check that disk")),
        ) from error


def _find(
    hub: Hub, repo: str, file: Which, revision: str | None, pace: Pace
) -> Generator[DownloadEvent, None, RemoteModel]:
    """Ask the Hub what the files are, and again where it asks to wait. Raises StopAskedError."""
    fails = 0
    while True:
        try:
            return hub.find(repo, file, revision)
        except BusyError as error:
            fails += 1
            if fails >= len(pace.waits):
                raise DownloadError("{0} stays busy ({1}); try again later.", hub.host, str(error)) from None
            yield Remark("", busy(error))
            yield from pace.heed(fails, error.seconds, "", 0, 0)


def _left(repo: str, file: Which, folder: Path, pace: Pace) -> Stopped:
    """Stopped before the Hub has said what the model's files are: those that are begun are known."""
    is_this = file if callable(file) else parts_of(file).__contains__
    below = folder / repo
    begun = [path.with_suffix("") for path in below.rglob("*.part")]
    begun = [target for target in begun if is_this(target.relative_to(below).as_posix())]
    how = pace.switch.asked or Stop.PAUSE
    if how is Stop.CANCEL:
        for target in begun:
            discard_if_free(target)
    return Stopped(how, sum(map(kept, begun)), 0)


def _all_files(
    hub: Hub, model: RemoteModel, folder: Path, pace: Pace
) -> Generator[DownloadEvent, None, None]:
    targets = [place(folder, model.repo, file.name) for file in model.files]
    was_whole = all(target.exists() for target in targets)
    _check_space(model, folder, targets)
    done: list[DownloadedFile] = []
    try:
        for file, target in zip(model.files, targets, strict=True):
            before = sum(one.size for one in done)
            done.append((yield from Fetch(hub, model, file, target, pace, before).run()))
    except StopAskedError:
        how = pace.switch.asked or Stop.PAUSE
        if how is Stop.CANCEL and not was_whole:
            for target in targets:
                discard(target)
            for one in done:
                one.path.unlink()
        yield Stopped(how, _here(model, targets), model.size)
        return
    yield Downloaded(model.repo, model.revision, tuple(done))


def _here(model: RemoteModel, targets: Sequence[Path]) -> int:
    """Bytes of the model that are on this machine."""
    return sum(
        file.size if target.exists() else min(kept(target), file.size)
        for file, target in zip(model.files, targets, strict=True)
    )


def _check_space(model: RemoteModel, folder: Path, targets: Sequence[Path]) -> None:
    """Raises DownloadError where the disk has too little space for what is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    missing, free = model.size - _here(model, targets), shutil.disk_usage(folder).free
    if missing and missing + SPARE > free:
        raise DownloadError(
            "{0} needs {1:,.1f} GB more and {2:,.1f} GB to spare, and {3} has {4:,.1f} GB free; make room, "
            "or take a smaller quantisation.",
            model.files[0].name,
            missing / _GB,
            SPARE / _GB,
            folder,
            free / _GB,
        )
