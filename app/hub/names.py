"""Names from the Hub: where a file goes, and which files are one model."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from app.core import parts
from app.core.errors import DownloadError

_REPO = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*", re.ASCII)
# What Windows takes for a device, a stream or another name; refused everywhere, so that a folder can move.
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_UNSAFE = frozenset('\\:*?"<>|')
_LONGEST = 200


def check_repo(repo: str) -> str:
    """A repository's name, OWNER/NAME. Raises DownloadError where it is none."""
    if not _REPO.fullmatch(repo) or ".." in repo or "--" in repo:
        raise DownloadError("{!r} is not a repository of the Hub; give it as OWNER/NAME.", repo)
    return repo


def place(folder: Path, repo: str, file: str) -> Path:
    """Where a repository's file goes: FOLDER/OWNER/NAME/FILE, and never outside the folder.

    Raises:
        DownloadError: the name is not that of a GGUF file, or would lead elsewhere, also by a link.
    """
    names = file.split("/")
    if not all(map(_safe, names)) or PurePosixPath(file).suffix.lower() != ".gguf":
        raise DownloadError("{!r} is no name for a GGUF file; give one that the repository lists.", file)
    path = folder.joinpath(*check_repo(repo).split("/"), *names)
    if not path.resolve().is_relative_to(folder.resolve()):
        raise DownloadError("{0} would lie outside {1}; remove the link that leads there.", path, folder)
    return path


def _safe(name: str) -> bool:
    """Whether a part of a path is the same plain name on every system."""
    return (
        0 < len(name) <= _LONGEST
        and name.isprintable()
        and _UNSAFE.isdisjoint(name)
        and not name.startswith(".")
        and not name.endswith((".", " "))
        and not _DEVICE.fullmatch(name)
    )


def parts_of(file: str) -> tuple[str, ...]:
    """All files of the model that a file belongs to, the first one first: more than one for a split GGUF."""
    return tuple(path.as_posix() for path in parts.parts_of(Path(file)))
