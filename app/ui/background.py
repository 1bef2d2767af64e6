"""Work that needs neither the window's store nor its engine, on a thread of its own: it waits for no run."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from app.core.errors import KnownError

T = TypeVar("T")


class UnforeseenError(Exception):
    """A bug; its traceback is in the log at `log`."""

    def __init__(self, error: BaseException, log: Path) -> None:
        super().__init__(f"{type(error).__name__}: {error}")
        self.log = log


def known(error: Exception, log: Callable[[], Path]) -> Exception:
    """A known error as it is; a bug goes into the log."""
    if isinstance(error, KnownError):
        return error
    path = log()
    with path.open("a", encoding="utf-8") as file:
        traceback.print_exception(error, file=file)
    return UnforeseenError(error, path)


class Background(QObject):
    """Runs functions beside the window; their results come back on the thread that this object lives in."""

    _deliver = Signal(object)

    def __init__(self, log: Callable[[], Path], parent: QObject | None = None) -> None:
        """`log` names the file that takes the tracebacks of bugs."""
        super().__init__(parent)
        self._log = log
        # One that was given up may still be reading, and a download may take hours.
        self._pool = ThreadPoolExecutor(3)
        self._deliver.connect(self._on_this_thread, Qt.ConnectionType.QueuedConnection)

    def run(
        self, function: Callable[[], T], then: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Run a function; its result goes to `then`, its error to `failed`."""

        def work() -> None:
            try:
                result = function()
            except Exception as error:
                found = known(error, self._log)
                self._deliver.emit(lambda: failed(found))
            else:
                self._deliver.emit(lambda: then(result))

        self._pool.submit(work)

    def follow(
        self,
        make: Callable[[], Iterator[T]],
        each: Callable[[T], None],
        ended: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run a generator; what it yields goes to `each`, and last comes `ended` or `failed`."""

        def work() -> None:
            for event in make():
                self._deliver.emit(partial(each, event))

        self.run(work, lambda _none: ended(), failed)

    def close(self) -> None:
        """Wait for what runs; what waits is dropped."""
        self._pool.shutdown(cancel_futures=True)

    def _on_this_thread(self, function: Callable[[], None]) -> None:
        function()
