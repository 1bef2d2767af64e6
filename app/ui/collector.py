"""Collects Python's garbage on the window's thread alone."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_EVERY_MS = 200


class Collector(QObject):
    """Python collects on whichever thread allocates. Widgets may be in the garbage, and Qt lets only the
    window's thread delete them: on the services' thread that may end the process, at once or later.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        """Python does not collect by itself from now on, until `close`."""
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation that is due by Python's own thresholds."""
        for generation, (count, most) in reversed(
            list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))
        ):
            if count > most > 0:
                gc.collect(generation)
                return

    def close(self) -> None:
        """Leave it to Python again; when nothing of the window is left."""
        self._timer.stop()
        gc.enable()
