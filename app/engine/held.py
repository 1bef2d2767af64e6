"""A model's files, held open from before they are hashed: whether they were written to since."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from app.core.errors import ModelError
from app.engine.contract import ModelChangedError

_BLOCK = 8 * 2**20
_Identity = tuple[int, int, int, int]


class HeldFiles:
    """All parts of a model. llama.cpp maps them, so what is written into them later is computed with.

    A file that is removed, or replaced by another under its name, stays as it was where it is mapped, and so
    it does here: once it is loaded, only the open file is asked. A system sets the time of a change before
    the change itself, but for Windows and network drives, which may tell of it late.
    """

    def __init__(self, parts: Sequence[Path]) -> None:
        """Open them, and note what they are.

        Raises:
            ModelError: one of them cannot be read.
        """
        self._parts = parts
        self._files: list[BinaryIO] = []
        for part in parts:
            try:
                self._files.append(part.open("rb"))
            except OSError as error:
                self.close()
                raise ModelError(
                    "The model file {0} cannot be read ({1}); check its permissions.", part, error.strerror
                ) from error
        self._were = [_identity(os.fstat(file.fileno())) for file in self._files]

    def close(self) -> None:
        """Let go of them."""
        for file in self._files:
            file.close()

    @property
    def size(self) -> int:
        """Bytes of all parts."""
        return sum(size for _, _, size, _ in self._were)

    def sha256(self, progress: Callable[[float], None]) -> str:
        """Digest of the parts one behind the other; `progress` gets the share that is read.

        Raises:
            ModelError: one of them cannot be read to its end.
        """
        hashed, size, read = hashlib.sha256(), max(self.size, 1), 0
        for part, file in zip(self._parts, self._files, strict=True):
            for block in _blocks(part, file):
                hashed.update(block)
                read += len(block)
                progress(min(read / size, 1.0))
        return hashed.hexdigest()

    def check(self) -> None:
        """Raises ModelChangedError where one of them was written to, or cannot be asked any more."""
        for part, file, was in zip(self._parts, self._files, self._were, strict=True):
            try:
                same = _identity(os.fstat(file.fileno())) == was
            except OSError:
                same = False
            if not same:
                raise ModelChangedError(
                    "The model file {} was written to while it was in use; put back what it was, and resume "
                    "or start again.",
                    part,
                )

    def check_loaded(self) -> None:
        """Raises ModelChangedError where what was just loaded by its name is not what is held here.

        By size and time alone, as some network drives give a file a new number each time it is looked up.
        """
        self.check()
        for part, was in zip(self._parts, self._were, strict=True):
            try:
                same = _identity(part.stat())[2:] == was[2:]
            except OSError:
                same = False
            if not same:
                raise ModelChangedError(
                    "The model file {} was replaced while it was loaded; start again.", part
                )


def _blocks(part: Path, file: BinaryIO) -> Iterator[bytes]:
    try:
        while block := file.read(_BLOCK):
            yield block
    except OSError as error:
        raise ModelError("The model file {0} cannot be read: {1}.", part, error.strerror) from error


def _identity(found: os.stat_result) -> _Identity:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
