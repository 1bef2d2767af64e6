"""The one thread that runs the services, and the way its results come back to the window's thread."""

from __future__ import annotations

import queue
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal

from app.core.errors import KnownError
from app.service.events import Live
from app.service.workbench import RowChanged, Workbench
from app.ui.background import known

T = TypeVar("T")

Failed = Callable[[Exception], None]
Stream = Generator[Any, None, None]

# Events that come in numbers; they are handed over together with the next one of another kind.
_MANY = (Live, RowChanged)


# How long the engine may take to let go of what it does.
_PATIENCE_MS = 3000


@dataclass(frozen=True, slots=True)
class _Call(Generic[T]):
    function: Callable[[Workbench], T]
    then: Callable[[T], None] | None
    failed: Failed


# Whether the stream came to its end; else it was closed before.
Ended = Callable[[bool], None]


@dataclass(slots=True)
class _Running:
    stream: Stream
    each: Callable[[list[Any]], None]
    ended: Ended
    failed: Failed


@dataclass(frozen=True, slots=True)
class _Begin:
    make: Callable[[Workbench], Stream]
    each: Callable[[list[Any]], None]
    ended: Ended
    failed: Failed


class _Open:
    """Make the workbench anew where it could not be made before."""


class ServiceThread(QThread):
    """Runs jobs in their order, and between them the steps of one stream.

    A stream's events come back in lists, about thirty a second while tokens flow. All callbacks are called on
    the thread that this object lives in.
    """

    _deliver = Signal(object)
    # The workbench could not be made: a KnownError or an UnforeseenError. All that is asked fails with it.
    broken = Signal(object)
    # It was made at a later attempt.
    mended = Signal()

    def __init__(
        self, make: Callable[[], Workbench], log: Callable[[], Path], parent: QObject | None = None
    ) -> None:
        """`make` is called on the new thread; `log` names the file that takes the tracebacks of bugs."""
        super().__init__(parent)
        self._make, self._log = make, log
        self._jobs: queue.SimpleQueue[_Call[Any] | _Begin | _Open | None] = queue.SimpleQueue()
        self._running: _Running | None = None
        self._bench: Workbench | None = None
        self._why_broken: Exception | None = None
        self._deliver.connect(self._on_window_thread, Qt.ConnectionType.QueuedConnection)
        # An engine that does not answer keeps the thread from stopping the stream.
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self.stop_engine)

    def call(
        self, function: Callable[[Workbench], T], then: Callable[[T], None] | None, failed: Failed
    ) -> None:
        """Run a function on the workbench; its result goes to `then`, its error to `failed`."""
        self._jobs.put(_Call(function, then, failed))

    def stream(
        self,
        make: Callable[[Workbench], Stream],
        each: Callable[[list[Any]], None],
        ended: Ended,
        failed: Failed,
    ) -> None:
        """Run a generator; one at a time. It ends with `ended`, or with `failed`."""
        self._jobs.put(_Begin(make, each, ended, failed))

    def open_again(self) -> None:
        """Make the workbench, if it could not be made before."""
        self._jobs.put(_Open())

    def stop_stream(self) -> None:
        """Close the stream that runs; `ended` is called then.

        Where that takes long, or is asked for a second time, the engine is ended, and the stream with it.
        """
        if self._patience.isActive():
            self.stop_engine()
            return
        self._patience.start()

        def stopped(_nothing: object) -> None:
            self._patience.stop()

        self.call(lambda _bench: self._close_stream(), stopped, stopped)

    def silent_for(self) -> float:
        """Seconds since the engine was last seen to get on with its work."""
        return bench.silent_for() if (bench := self._bench) else 0.0

    @property
    def whole(self) -> bool:
        """Whether the workbench could be made, or is still being made."""
        return self._why_broken is None

    def stop_engine(self) -> None:
        """End the engine at once, whatever the thread is waiting for."""
        if bench := self._bench:
            bench.stop_engine()

    def close(self) -> None:
        """Close the stream and the workbench, and wait for the thread; what was completed is in the store."""
        if self.isRunning():
            self._jobs.put(None)
            if not self.wait(_PATIENCE_MS):
                self.stop_engine()
                self.wait()

    def run(self) -> None:
        """The thread itself."""
        self._open()
        while self._step():
            pass
        self._close_stream()
        if self._bench:
            self._bench.close()

    def _open(self) -> bool:
        """Make the workbench; whether that worked."""
        try:
            self._bench, self._why_broken = self._make(), None
        except Exception as error:
            self._why_broken = known(error, self._log)
            self._tell(self.broken.emit, self._why_broken)
            return False
        return True

    def _step(self) -> bool:
        """One job, or one batch of the stream; False at the end."""
        try:
            job = self._jobs.get(block=self._running is None)
        except queue.Empty:
            self._advance()
            return True
        match job:
            case None:
                return False
            case _Open():
                if self._bench is None and self._open():
                    self._tell(self.mended.emit)
            case _ if self._bench is None:
                assert self._why_broken
                self._tell(job.failed, self._why_broken)
            case _Call():
                self._call(job, self._bench)
            case _Begin():
                self._begin(job, self._bench)
        return True

    def _call(self, job: _Call[Any], bench: Workbench) -> None:
        try:
            result = job.function(bench)
        except Exception as error:
            self._tell(job.failed, known(error, self._log))
        else:
            if job.then:
                self._tell(job.then, result)

    def _begin(self, job: _Begin, bench: Workbench) -> None:
        if self._running:
            self._tell(job.failed, KnownError("Something is running already; stop it first."))
        else:
            self._running = _Running(job.make(bench), job.each, job.ended, job.failed)

    def _advance(self) -> None:
        running = self._running
        assert running
        batch: list[Any] = []
        try:
            while not batch or isinstance(batch[-1], _MANY):
                batch.append(next(running.stream))
        except StopIteration:
            self._running = None
            self._tell(running.each, batch)
            self._tell(running.ended, True)
        except Exception as error:
            self._running = None
            self._tell(running.each, batch)
            self._tell(running.failed, known(error, self._log))
        else:
            self._tell(running.each, batch)

    def _close_stream(self) -> None:
        if running := self._running:
            self._running = None
            try:
                running.stream.close()
            except Exception as error:
                self._tell(running.failed, known(error, self._log))
            else:
                self._tell(running.ended, False)

    def _tell(self, function: Callable[..., None], *arguments: object) -> None:
        self._deliver.emit(lambda: function(*arguments))

    def _on_window_thread(self, function: Callable[[], None]) -> None:
        function()
