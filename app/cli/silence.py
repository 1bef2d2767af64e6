"""Tells of an engine that gives no sign of life, while the command waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.core.sentence import Sentence
from app.engine.contract import Engine
from app.service.silence import LONG, SENTENCE

_LOOK_EVERY = 1.0


class Silence:
    """Looks at an engine from a thread of its own, until `end`."""

    def __init__(self, engine: Engine, tell: Callable[[Sentence], None]) -> None:
        self._engine, self._tell = engine, tell
        self._over = threading.Event()
        threading.Thread(target=self._watch, name="winnow-silence", daemon=True).start()

    def end(self) -> None:
        """Look no more."""
        self._over.set()

    def _watch(self) -> None:
        told = False
        while not self._over.wait(_LOOK_EVERY):
            silent = self._engine.silent_for() >= LONG
            if silent and not told:
                self._tell(Sentence("{} Ctrl-C ends the run.", SENTENCE))
            told = silent
