"""Models from the Hub into the data folder; the user's token for it is kept in the system's keyring alone."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path

from app.core.errors import DownloadError
from app.hub.download import download as from_hub
from app.hub.hub_api import TOKEN, Hub
from app.hub.progress import Downloaded, DownloadEvent, Pace, Progress, Remark, Stage, Stop, Stopped, Switch
from app.report.keyrings import NoKeyringError, SystemKeyring
from app.service import paths
from app.service.records import Json

__all__ = [
    "DownloadEvent",
    "Downloaded",
    "Progress",
    "Remark",
    "Stage",
    "Stop",
    "Stopped",
    "Switch",
    "document",
    "download",
    "forget_token",
    "keep_token",
]


def download(
    repo: str,
    file: str,
    pin: Callable[[Downloaded], None],
    *,
    revision: str | None = None,
    folder: Path | None = None,
    switch: Switch | None = None,
) -> Generator[DownloadEvent, None, None]:
    """Download a model; a later call takes up what an earlier one left, also in another process.

    It computes and waits on the thread that iterates, and touches the store only through `pin`.

    Args:
        repo: OWNER/NAME.
        file: its name in the repository; any part of a split GGUF stands for all of them.
        pin: keeps the revision, sizes and digests; it is called before Downloaded is told.
        revision: a branch, a tag or a commit; the main branch by default.
        folder: instead of the data folder's models.
        switch: pauses or cancels it from another thread; then the last event is Stopped.

    Raises:
        DownloadError: what has arrived is kept, except where its digest is wrong.
    """
    pace = Pace(switch)
    with closing(
        from_hub(Hub(_token), repo, file, folder or paths.models(), revision=revision, pace=pace)
    ) as events:
        for event in events:
            if isinstance(event, Downloaded):
                pin(event)
            yield event


def document(done: Downloaded) -> Json:
    """A downloaded model as JSON."""
    return {
        "repo": done.repo,
        "revision": done.revision,
        "path": str(done.path),
        "size": done.size,
        "sha256": done.sha256,
        "files": [{"path": str(one.path), "size": one.size, "sha256": one.sha256} for one in done.files],
    }


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
