"""Opening an engine without keeping its caller waiting: what the self-test has done, meanwhile."""

from __future__ import annotations

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass

from app.engine.contract import Engine, OpenInfo

_POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class SelfTest:
    """Exactness is being tested: pieces that are done, of so many as are known of so far."""

    done: int
    total: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.done / self.total


def opening(engine: Engine, context: int) -> Generator[SelfTest, None, OpenInfo]:
    """`engine.open` on a thread of its own, so that the caller can do other things.

    Whoever leaves it before its end ends the engine: a self-test cannot be broken off otherwise.
    """
    told: list[SelfTest] = []

    def progress(done: int, total: int) -> None:
        told[:] = [SelfTest(done, total)]

    with ThreadPoolExecutor(1) as pool:
        opened = None
        try:
            run = pool.submit(engine.open, context, progress=progress)
            while opened is None:
                try:
                    opened = run.result(_POLL_SECONDS)
                except NotYet:
                    yield from told
        except (GeneratorExit, KeyboardInterrupt):
            engine.stop()
            raise
    # However fast it was.
    yield from told
    return opened
