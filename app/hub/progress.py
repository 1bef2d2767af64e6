"""What a download tells while it runs, and the switch that stops it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from threading import Event

from app.core.sentence import Sentence
from app.hub.speed import Meter

# How long to wait before each new try while not one byte more arrives, in seconds.
WAITS = (1.0, 2.0, 4.0, 8.0, 16.0)


class Stage(Enum):
    """What is going on with a file."""

    CHECKING = "checking"
    DOWNLOADING = "downloading"
    WAITING = "waiting"


class Stop(Enum):
    """How a download is stopped: what has arrived is kept, or removed."""

    PAUSE = "pause"
    CANCEL = "cancel"


class StopAskedError(Exception):
    """The switch was used."""


class Switch:
    """Stops a download, from any thread. It is not used again for another one."""

    def __init__(self) -> None:
        self._event = Event()
        self._asked: Stop | None = None

    def stop(self, how: Stop) -> None:
        """Ask for it; the download ends with its next bytes, or when the wait for them ends."""
        self._asked = how
        self._event.set()

    @property
    def asked(self) -> Stop | None:
        """What was asked for."""
        return self._asked

    def wait(self, seconds: float) -> None:
        """Return after that time, or when a stop is asked for."""
        self._event.wait(seconds)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is.

    Attributes:
        file: the one at work, as its repository names it; empty while that is not known.
        done: bytes of the whole model that are here; while checking, bytes of this file that are checked.
        size: bytes of the whole model; while checking, of what there is of this file.
        speed: bytes a second from the network; None while it is not known.
        left: seconds until all is here; None while that is not known. While waiting, until it goes on.
    """

    stage: Stage
    file: str
    done: int
    size: int
    speed: float | None = None
    left: float | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that the user should know: a new try, or a file that starts anew."""

    file: str
    text: Sentence


@dataclass(frozen=True, slots=True)
class Stopped:
    """It was stopped, with so many bytes of the model here: none after a cancellation in the midst of it."""

    how: Stop
    done: int
    size: int


@dataclass(frozen=True, slots=True)
class DownloadedFile:
    """A file that is whole. `sha256`, in hex, is the Hub's and that of the bytes here."""

    path: Path
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Downloaded:
    """All files of a model are here, the first one first; `revision` is the commit that they are of."""

    repo: str
    revision: str
    files: tuple[DownloadedFile, ...]

    @property
    def path(self) -> Path:
        """The file that llama.cpp is given."""
        return self.files[0].path

    @property
    def sha256(self) -> str:
        """Of the file that llama.cpp is given."""
        return self.files[0].sha256

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


DownloadEvent = Progress | Remark | Stopped | Downloaded


class Pace:
    """When progress is told, how long is waited, and whether to go on."""

    def __init__(
        self,
        switch: Switch | None = None,
        clock: Callable[[], float] = time.monotonic,
        every: float = 0.1,
        waits: tuple[float, ...] = WAITS,
    ) -> None:
        """`every` is the least time in seconds between two events of progress."""
        self.switch, self.waits = switch or Switch(), waits
        self._clock, self._every = clock, every
        self._told = float("-inf")
        self._meter = Meter()

    def checking(self, file: str, done: int, size: int) -> Iterator[Progress]:
        """Progress, if it is time. Raises StopAskedError."""
        if self._due(last=done == size):
            yield Progress(Stage.CHECKING, file, done, size)

    def downloading(self, file: str, done: int, size: int) -> Iterator[Progress]:
        """Progress, if it is time. Raises StopAskedError."""
        self._meter.add(self._clock(), done)
        if self._due(last=done == size):
            yield Progress(
                Stage.DOWNLOADING, file, done, size, self._meter.speed, self._meter.left(size - done)
            )

    def new_file(self) -> None:
        """What is told next does not go on from what was told last."""
        self._meter.reset()

    def wait(self, fails: int) -> None:
        """Wait before a new try, after so many tries that brought nothing. Raises StopAskedError."""
        self.switch.wait(self.waits[fails])
        self.go_on()

    def heed(self, fails: int, seconds: float, file: str, done: int, size: int) -> Iterator[Progress]:
        """Wait as a server asks, and not less than without its word; tells each second how long.

        Raises:
            StopAskedError: at once.
        """
        self.go_on()
        now = self._clock()
        end = now + max(seconds, self.waits[fails])
        while now < end:
            yield Progress(Stage.WAITING, file, done, size, left=end - now)
            self.switch.wait(min(1.0, end - now))
            self.go_on()
            now = self._clock()
        self._meter.reset()

    def go_on(self) -> None:
        """Raises StopAskedError where the switch was used."""
        if self.switch.asked:
            raise StopAskedError

    def _due(self, *, last: bool) -> bool:
        self.go_on()
        now = self._clock()
        if now - self._told < self._every and not last:
            return False
        self._told = now
        return True
