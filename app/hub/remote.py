"""What the Hub tells of a model: its files with their sizes and digests, at a commit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from huggingface_hub import ModelInfo, constants

from app.core.errors import DownloadError
from app.hub.names import parts_of

# A file by its name, or by what is true of it alone.
Which = str | Callable[[str], bool]

_COMMIT = re.compile(r"[0-9a-f]{40}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file as the Hub has it: its name in the repository, its bytes, its SHA-256 in hex."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class RemoteModel:
    """All files of one model, the first one first, in a repository at a commit."""

    repo: str
    revision: str
    files: tuple[RemoteFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def model_of(repo: str, file: Which, info: ModelInfo) -> RemoteModel:
    """The model's files among those that the Hub tells of.

    Raises:
        DownloadError: they are not there, or not to be had with a check of their bytes.
        ValueError: what the Hub tells is no commit, size or digest.
    """
    there = {one.rfilename: one.lfs for one in info.siblings or ()}
    names = parts_of(file) if isinstance(file, str) else _only(repo, file, there)
    missing = [name for name in names if name not in there]
    if missing:
        raise DownloadError(
            "{0} has no file {1!r}; give one of the GGUF files that its page lists.", repo, missing[0]
        )
    if not _COMMIT.fullmatch(info.sha or ""):
        raise ValueError("no commit")
    files = []
    for name in names:
        lfs = there[name]
        if lfs is None:
            raise DownloadError(
                "The Hub gives no SHA-256 for {}, so that it could not be checked; take another file.", name
            )
        if type(lfs.size) is not int or lfs.size <= 0 or not _SHA256.fullmatch(lfs.sha256):
            raise ValueError("no size or digest")
        if lfs.size > constants.MAX_HTTP_DOWNLOAD_SIZE:
            raise DownloadError(
                "{0} has {1:,.1f} GB, and the Hub gives at most {2:,.0f} GB in one file; take a smaller "
                "quantisation or a split one.",
                name,
                lfs.size / 1e9,
                constants.MAX_HTTP_DOWNLOAD_SIZE / 1e9,
            )
        files.append(RemoteFile(name, lfs.size, lfs.sha256))
    return RemoteModel(repo, info.sha or "", tuple(files))


def _only(repo: str, is_this: Callable[[str], bool], there: Iterable[str]) -> tuple[str, ...]:
    """The files of the one model of which it is true."""
    found = sorted({parts_of(name) for name in there if is_this(name)})
    if len(found) != 1:
        raise DownloadError(
            "{0} has {1} models that may be meant; name one of the GGUF files that its page lists.",
            repo,
            len(found),
        )
    return found[0]
