"""Keeping the machine from sleeping while a screen runs, where the system lets us."""

from __future__ import annotations

from contextlib import ExitStack

from PySide6.QtCore import QObject, Signal


class Awake(QObject):
    """`held` says whether sleep is really held off; it is never claimed where the system refused."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stack = ExitStack()
        self.held = False

    def hold(self, wanted: bool) -> None:
        """Hold sleep off, or let it come."""
        if wanted == self.held:
            return
        if wanted:
            from wakepy import keep  # Long to import, and not needed before a run.

            mode = self._stack.enter_context(keep.running(on_fail="pass"))
            self.held = bool(mode.active)
            if not self.held:
                self._stack.close()
        else:
            self._stack.close()
            self.held = False
        self.changed.emit()
