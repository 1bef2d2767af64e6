"""One file from the Hub: taken up where it stopped, hashed as it arrives, tried again when it breaks off."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import DownloadError
from app.core.sentence import Sentence
from app.hub.early import EarlyLook
from app.hub.hub_api import BusyError, DroppedError, Hub, Stream
from app.hub.part import Part
from app.hub.progress import DownloadedFile, Pace, Progress, Remark
from app.hub.remote import RemoteFile, RemoteModel

Told = Generator[Progress | Remark, None, None]

_BLOCK = 1 << 20


class ChangedError(Exception):
    """The Hub has other content now than when it was asked."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """A file to fetch. `before` are the bytes of the model's files before it: the first has the header."""

    hub: Hub
    model: RemoteModel
    file: RemoteFile
    target: Path
    pace: Pace
    before: int

    def run(self) -> Generator[Progress | Remark, None, DownloadedFile]:
        """Do it, or check what is there.

        Raises:
            ChangedError: the content changed meanwhile; nothing of it is kept.
            DownloadError: it does not arrive, has the wrong digest, or something else is there.
            UnusableError: what arrives is no model that can be used; nothing of it is kept.
            OSError: it cannot be written.
            StopAskedError: by the switch.
        """
        self.pace.new_file()
        if self.target.exists():
            yield from self._check_existing()
        else:
            with Part(self.target, self.model, self.file) as part:
                yield from self._fetch(part)
        return DownloadedFile(self.target, self.file.size, self.file.sha256)

    def _check_existing(self) -> Iterator[Progress]:
        size, done, found = self.target.stat().st_size, 0, hashlib.sha256()
        with self.target.open("rb") as stream:
            while size == self.file.size and (block := stream.read(_BLOCK)):
                found.update(block)
                done += len(block)
                yield from self.pace.checking(self.file.name, done, size)
        if found.hexdigest() != self.file.sha256:
            raise DownloadError(
                "{0} is there with other content than the Hub has at revision {1}; rename or remove it.",
                self.target,
                self.model.revision,
            )

    def _fetch(self, part: Part) -> Told:
        if part.outdated:
            yield self._remark(Sentence("What had arrived before is of another version; it starts anew."))
        for done in part.take_up():
            yield from self.pace.checking(self.file.name, done, part.there)
        fails, most = 0, part.received
        while why := (yield from self._connect(part)):
            # A server that always begins anew makes no headway, however much it sends.
            fails = 0 if part.received > most else fails + 1
            most = max(most, part.received)
            if fails >= len(self.pace.waits):
                raise DownloadError(
                    "{0} does not arrive ({1}); {2:,} of {3:,} bytes are kept, start it again to go on.",
                    self.file.name,
                    str(why),
                    part.received,
                    self.file.size,
                )
            if isinstance(why, BusyError):
                yield self._remark(busy(why))
                yield from self.pace.heed(
                    fails, why.seconds, self.file.name, self.before + part.received, self.model.size
                )
            else:
                yield self._remark(Sentence("The connection broke off ({}); it is tried again.", str(why)))
                self.pace.wait(fails)
        part.finish()

    def _connect(self, part: Part) -> Generator[Progress | Remark, None, DroppedError | None]:
        """Ask once for what is missing; returns why it did not come, if it did not."""
        if part.is_whole():
            return None
        try:
            with self.hub.read(self.model, self.file, part.received) as stream:
                yield from self._receive(stream, part)
        except DroppedError as error:
            return error
        return None if part.is_whole() else DroppedError("it ended early")

    def _receive(self, stream: Stream, part: Part) -> Told:
        """Append what a stream brings."""
        if stream.etag and part.etag and stream.etag != part.etag:
            part.restart()
            raise ChangedError
        if part.received and stream.offset != part.received:
            part.restart()
            self.pace.new_file()
            yield self._remark(Sentence("The server cannot go on from the middle; the file starts anew."))
        if stream.offset != part.received:
            return
        part.begin(stream.etag or part.etag)
        early = EarlyLook(self.file.name, self.file.size) if self.before == 0 else None
        for chunk in stream.chunks:
            part.write(chunk)
            if early:
                early.take(part)
            yield from self.pace.downloading(self.file.name, self.before + part.received, self.model.size)
            if part.is_whole():
                return

    def _remark(self, text: Sentence) -> Remark:
        return Remark(self.file.name, text)


def busy(error: BusyError) -> Sentence:
    """What the user is told of a server that asks to wait."""
    return Sentence(
        "The server is busy ({0}) and asks to wait {1:,.0f} s; then it goes on.", str(error), error.seconds
    )
