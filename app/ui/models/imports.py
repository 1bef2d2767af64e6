"""Lists before they are used: what their columns are taken for, and what of them would be left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.core.errors import ListError
from app.core.hypothesis import HypothesisList
from app.core.sentence import Sentence
from app.intake import RawList, read_rows, read_text
from app.ui.background import Background
from app.ui.models.problems import Problems

Assembled = tuple[HypothesisList | None, Sentence | None]


class ImportPreview(QObject):
    """One list that was read.

    Attributes:
        found: what would be used of it; None where no row is usable, and `why_not` says why.
        columns: (column as written, what it is taken for).
    """

    # The columns were given other roles.
    changed = Signal()

    def __init__(
        self, raw: RawList, assembled: Assembled, background: Background, problems: Problems
    ) -> None:
        super().__init__(problems)
        self._background, self._problems = background, problems
        self.raw = raw
        self.found, self.why_not = assembled
        self._roles: dict[str, str] = {}
        self._asked = 0
        self._columns = self.found.columns if self.found else raw.columns

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """See the class."""
        return tuple((name, self._roles.get(name, taken_for)) for name, taken_for in self._columns)

    def set_role(self, column: str, role: str) -> None:
        """Say what a column is, one of `app.intake.ROLES`."""
        self._roles[column] = role
        self._asked += 1
        raw, roles, asked = self.raw, dict(self._roles), self._asked

        def take(assembled: Assembled) -> None:
            if asked == self._asked:
                self._change(assembled)

        self._background.run(
            lambda: _assembled(raw, roles),
            take,
            lambda error: self._problems.show(self.tr("The list cannot be read"), error),
        )

    def _change(self, assembled: Assembled) -> None:
        self.found, self.why_not = assembled
        if self.found:
            self._columns = self.found.columns
        self.changed.emit()


class Imports(QObject):
    """Reads files and texts, one at a time; `reading` names the one that is being read, or is empty."""

    # An ImportPreview to be shown.
    ready = Signal(object)
    state_changed = Signal()

    def __init__(self, background: Background, problems: Problems, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background, self._problems = background, problems
        self.reading = ""
        self._wanted = 0

    def read_file(self, path: Path) -> None:
        """Read a list."""
        self._read(path.name, lambda: read_rows(path))

    def read_text(self, text: str, name: str) -> None:
        """Read pasted or dropped text."""
        self._read(name, lambda: read_text(text, name))

    def cancel(self) -> None:
        """Forget what is being read."""
        self._wanted += 1
        self._end()

    def _read(self, name: str, read: Callable[[], RawList]) -> None:
        self._wanted += 1
        self.reading, wanted = name, self._wanted
        self.state_changed.emit()

        def work() -> tuple[RawList, Assembled]:
            raw = read()
            return raw, _assembled(raw, {})

        def take(done: tuple[RawList, Assembled]) -> None:
            if wanted == self._wanted:
                self._end()
                self.ready.emit(ImportPreview(*done, self._background, self._problems))

        def fail(error: Exception) -> None:
            if wanted == self._wanted:
                self._end()
                self._problems.show(self.tr("The list cannot be read"), error)

        self._background.run(work, take, fail)

    def _end(self) -> None:
        self.reading = ""
        self.state_changed.emit()


def _assembled(raw: RawList, roles: Mapping[str, str]) -> Assembled:
    """The list, or why there is none: the user may still give the columns other roles."""
    try:
        return raw.assemble(roles), None
    except ListError as error:
        return None, error.sentence
