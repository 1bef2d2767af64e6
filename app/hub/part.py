"""A file that is not yet whole: NAME.part, and beside it NAME.part.json that says of what it is a part."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from app.core.errors import DownloadError
from app.core.lock import open_locked
from app.hub.remote import RemoteFile, RemoteModel

_BLOCK = 1 << 20
_LONGEST_NOTE = 10_000


@dataclass(frozen=True, slots=True)
class Note:
    """Of what a file is a part. `etag` is None where the server gave none."""

    repo: str
    file: str
    revision: str
    size: int
    sha256: str
    etag: str | None

    def same(self, other: Note) -> bool:
        """Whether both tell of the same bytes, be it at two revisions."""
        return (self.size, self.sha256) == (other.size, other.sha256)


def part_of(target: Path) -> Path:
    """Where the part of a file lies."""
    return target.with_name(f"{target.name}.part")


def note_of(target: Path) -> Path:
    """Where the note beside the part lies."""
    return target.with_name(f"{target.name}.part.json")


def kept(target: Path) -> int:
    """Bytes of a file that have arrived so far, which may be of another revision."""
    try:
        return part_of(target).stat().st_size
    except OSError:
        return 0


def discard(target: Path) -> None:
    """Remove what has arrived of a file."""
    part_of(target).unlink(missing_ok=True)
    note_of(target).unlink(missing_ok=True)


def discard_if_free(target: Path) -> None:
    """The same, unless another process downloads it."""
    with suppress(DownloadError):
        _opened(part_of(target)).close()
        discard(target)


class Part:
    """The part of one file, opened and locked. What is written is hashed as it is written.

    Attributes:
        there: bytes that were there when it was opened.
        received: bytes that are there and hashed.
        etag: of the bytes that are there; None where it is not known.
        outdated: whether a part of other content was there, which is gone now.
    """

    def __init__(self, target: Path, model: RemoteModel, file: RemoteFile) -> None:
        """Open the part, or make it.

        Raises:
            DownloadError: another process downloads the same file.
            OSError: the folder cannot be written.
        """
        self.target = target
        target.parent.mkdir(parents=True, exist_ok=True)
        self._file = _opened(part_of(target))
        self._note = Note(model.repo, file.name, model.revision, file.size, file.sha256, None)
        self._hash = hashlib.sha256()
        self.received = 0
        before = _read_note(note_of(target))
        there = self._file.seek(0, os.SEEK_END)
        fits = before is not None and before.same(self._note) and there <= file.size
        self.outdated = there > 0 and not fits
        self.etag = before.etag if before is not None and fits and there else None
        self.there = there if fits else 0
        self._file.truncate(self.there)
        self._file.seek(0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            self._file.close()
        finally:
            # After a rename there is none; a part of nothing is of no use.
            if kept(self.target) == 0:
                discard(self.target)

    def take_up(self) -> Iterator[int]:
        """Hash what is there already; yields the bytes hashed so far."""
        while block := self._file.read(_BLOCK):
            self._hash.update(block)
            self.received += len(block)
            yield self.received

    def begin(self, etag: str | None) -> None:
        """Note what the bytes to come belong to."""
        self.etag = etag
        noted = asdict(self._note) | {"etag": etag}
        beside = note_of(self.target)
        new = beside.with_name(f"{beside.name}.new")
        new.write_text(json.dumps(noted, indent=1), encoding="utf-8")
        new.replace(beside)

    def write(self, data: bytes) -> None:
        """Append bytes; those beyond the file's size are not taken."""
        data = data[: self._note.size - self.received]
        self._file.write(data)
        self._hash.update(data)
        self.received += len(data)

    def read(self, look: Callable[[BinaryIO], None]) -> None:
        """Let someone read the bytes that are there from the first one on; then they are written on."""
        try:
            self._file.seek(0)
            look(self._file)
        finally:
            self._file.seek(0, os.SEEK_END)

    def is_whole(self) -> bool:
        """Whether all bytes are there."""
        return self.received == self._note.size

    def restart(self) -> None:
        """Drop what is there."""
        self._file.seek(0)
        self._file.truncate()
        self._hash = hashlib.sha256()
        self.received, self.etag = 0, None

    def finish(self) -> None:
        """Make it the file, in one step, if its digest is right.

        Raises:
            DownloadError: the digest is wrong; nothing is kept.
        """
        digest = self._hash.hexdigest()
        if digest != self._note.sha256:
            self.restart()
            raise DownloadError(
                "What arrived of {0} has the SHA-256 {1}, but the Hub gives {2}; nothing of it is kept, "
                "download it again.",
                self._note.file,
                digest,
                self._note.sha256,
            )
        self._file.flush()
        os.fsync(self._file.fileno())
        if os.name == "nt":  # Where an open file cannot be renamed; elsewhere the lock holds until it is.
            self._file.close()
        part_of(self.target).replace(self.target)
        note_of(self.target).unlink(missing_ok=True)


def _opened(path: Path) -> BinaryIO:
    """The file for reading and writing, locked. Raises DownloadError where another process has it."""
    if (descriptor := open_locked(path)) is not None:
        return os.fdopen(descriptor, "r+b")
    raise DownloadError("{} is being downloaded by another Winnow; wait for it, or stop it first.", path)


def _read_note(path: Path) -> Note | None:
    """A note; None where there is none that can be used."""
    try:
        with path.open("rb") as file:
            return Note(**json.loads(file.read(_LONGEST_NOTE)))
    except (OSError, ValueError, TypeError, RecursionError):
        return None
