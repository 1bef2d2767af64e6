"""The one thread that runs the services, and the way its results come back to the window's thread."""

from __future__ import annotations

import queue
import traceback
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QThread, Signal

from app.core.errors import KnownError
from app.service.events import Live
from app.service.workbench import RowChanged, Workbench

T = TypeVar("T")

Failed = Callable[[Exception], None]
Stream = Generator[Any, None, None]

# Events that come in numbers; they are handed over together with the next one of another kind.
_MANY = (Live, RowChanged)


class UnforeseenError(Exception):
    """A bug; its traceback is in the log at `log`."""

    def __init__(self, error: BaseException, log: Path) -> None:
        super().__init__(f"{type(error).__name__}: {error}")
        self.log = log


@dataclass(frozen=True, slots=True)
class _Call(Generic[T]):
    function: Callable[[Workbench], T]
    then: Callable[[T], None] | None
    failed: Failed


@dataclass(slots=True)
class _Running:
    stream: Stream
    each: Callable[[list[Any]], None]
    ended: Callable[[], None]
    failed: Failed


@dataclass(frozen=True, slots=True)
class _Begin:
    make: Callable[[Workbench], Stream]
    each: Callable[[list[Any]], None]
    ended: Callable[[], None]
    failed: Failed


class ServiceThread(QThread):
    """Runs jobs in their order, and between them the steps of one stream.

    A stream's events come back in lists, about thirty a second while tokens flow. All callbacks are called on
    the thread that this object lives in.
    """

    _deliver = Signal(object)
    # The workbench could not be made: a KnownError or an UnforeseenError.
    broken = Signal(object)

    def __init__(
        self, make: Callable[[], Workbench], log: Callable[[], Path], parent: QObject | None = None
    ) -> None:
        """`make` is called on the new thread; `log` names the file that takes the tracebacks of bugs."""
        super().__init__(parent)
        self._make, self._log = make, log
        self._jobs: queue.SimpleQueue[_Call[Any] | _Begin | None] = queue.SimpleQueue()
        self._running: _Running | None = None
        self._bench: Workbench | None = None
        self._deliver.connect(self._on_window_thread, Qt.ConnectionType.QueuedConnection)

    def call(
        self, function: Callable[[Workbench], T], then: Callable[[T], None] | None, failed: Failed
    ) -> None:
        """Run a function on the workbench; its result goes to `then`, its error to `failed`."""
        self._jobs.put(_Call(function, then, failed))

    def stream(
        self,
        make: Callable[[Workbench], Stream],
        each: Callable[[list[Any]], None],
        ended: Callable[[], None],
        failed: Failed,
    ) -> None:
        """Run a generator; one at a time. It ends with `ended`, or with `failed`."""
        self._jobs.put(_Begin(make, each, ended, failed))

    def stop_stream(self) -> None:
        """Close the stream that runs; `ended` is called then."""
        self.call(lambda _bench: self._close_stream(), None, lambda _error: None)

    def stop_engine(self) -> None:
        """End the engine at once, whatever the thread is waiting for."""
        if bench := self._bench:
            bench.stop_engine()

    def close(self) -> None:
        """Close the stream and the workbench, and wait for the thread; what was completed is in the store."""
        if self.isRunning():
            self._jobs.put(None)
            self.wait()

    def run(self) -> None:
        """The thread itself."""
        try:
            self._bench = self._make()
        except Exception as error:
            self._tell(self.broken.emit, self._known(error))
            return
        with self._bench:
            while self._step(self._bench):
                pass
            self._close_stream()

    def _step(self, bench: Workbench) -> bool:
        """One job, or one batch of the stream; False at the end."""
        try:
            job = self._jobs.get(block=self._running is None)
        except queue.Empty:
            self._advance()
            return True
        match job:
            case None:
                return False
            case _Call(function, then, failed):
                try:
                    result = function(bench)
                except Exception as error:
                    self._tell(failed, self._known(error))
                else:
                    if then:
                        self._tell(then, result)
            case _Begin(make, each, ended, failed):
                if self._running:
                    self._tell(failed, KnownError("Something is running already; stop it first."))
                else:
                    self._running = _Running(make(bench), each, ended, failed)
        return True

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
            self._tell(running.ended)
        except Exception as error:
            self._running = None
            self._tell(running.each, batch)
            self._tell(running.failed, self._known(error))
        else:
            self._tell(running.each, batch)

    def _close_stream(self) -> None:
        if running := self._running:
            self._running = None
            try:
                running.stream.close()
            except Exception as error:
                self._tell(running.failed, self._known(error))
            else:
                self._tell(running.ended)

    def _known(self, error: Exception) -> Exception:
        """A known error as it is; a bug goes into the log."""
        if isinstance(error, KnownError):
            return error
        log = self._log()
        with log.open("a", encoding="utf-8") as file:
            traceback.print_exception(error, file=file)
        return UnforeseenError(error, log)

    def _tell(self, function: Callable[..., None], *arguments: object) -> None:
        self._deliver.emit(lambda: function(*arguments))

    def _on_window_thread(self, function: Callable[[], None]) -> None:
        function()
