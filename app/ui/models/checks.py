"""Checking a record, a store or a bundle, beside everything else."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.core.errors import KnownError
from app.service.verification import Verification, is_bundle, verify_store
from app.ui.background import Background
from app.ui.models.problems import Problems


class Checks(QObject):
    """One check at a time; `found` is what the last one came to, or `error` why it could not be made."""

    state_changed = Signal()

    def __init__(self, background: Background, problems: Problems, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background, self._problems = background, problems
        self.busy = False
        self.found: Verification | None = None
        self.error: Exception | None = None
        self._round = 0

    def check(self, where: str, anchor: str | None) -> None:
        """Check the store or the bundle at a path or URL, without writing.

        Args:
            anchor: the hash of an entry that must be in its chain.
        """
        self._round += 1
        self.busy, self.found, self.error, mine = True, None, None, self._round

        def take(found: Verification) -> None:
            if mine == self._round:
                self.busy, self.found = False, found
                self.state_changed.emit()

        def fail(error: Exception) -> None:
            if mine == self._round:
                self.busy, self.error = False, error
                self.state_changed.emit()
                if not isinstance(error, KnownError):
                    self._problems.show(self.tr("The record cannot be checked"), error)

        self.state_changed.emit()
        self._background.run(lambda: _checked(where, anchor), take, fail)

    def forget(self) -> None:
        """Drop what was found, or is being looked for."""
        self._round += 1
        self.busy, self.found, self.error = False, None, None


def _checked(where: str, anchor: str | None) -> Verification:
    if not is_bundle(where):
        return verify_store(where, anchor)
    # The signature's library takes a good part of a second to load.
    from app.service.bundles import verify_bundle

    return verify_bundle(Path(where), anchor=anchor)
