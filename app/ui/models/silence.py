"""Tells of an engine that gives no sign of life."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from app.core.sentence import Sentence
from app.service.silence import LONG, SENTENCE
from app.ui.models.problems import Problems
from app.ui.service_thread import ServiceThread

_LOOK_EVERY_MS = 1000


class Silence(QObject):
    """Looks at the engine now and then; once it is silent that is said, and not again before it was heard."""

    def __init__(self, service: ServiceThread, problems: Problems, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service, self._problems = service, problems
        self._told = False
        timer = QTimer(self, interval=_LOOK_EVERY_MS)
        timer.timeout.connect(self.look)
        timer.start()

    def look(self) -> None:
        """Tell, if there is something to tell."""
        silent = self._service.silent_for() >= LONG
        if silent and not self._told:
            self._problems.advise(Sentence("{} Stop ends the run.", SENTENCE))
        self._told = silent
