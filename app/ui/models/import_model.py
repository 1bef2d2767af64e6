"""A list before it is used: what its columns are taken for, and what of it would be left out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.core.errors import ListError
from app.core.hypothesis import HypothesisList
from app.intake import RawList, read_rows, read_text
from app.ui.models.problems import Problems
from app.ui.service_thread import ServiceThread


class ImportModel(QObject):
    """Reads a file or a text on the services' thread; `raw` and `found` are what came of it."""

    # The list is read: show the preview.
    ready = Signal()
    # The columns were given other roles, or no usable row is left (`why_not`).
    changed = Signal()

    def __init__(self, service: ServiceThread, problems: Problems, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service, self._problems = service, problems
        self.raw: RawList | None = None
        self.found: HypothesisList | None = None
        self.why_not = ""
        self.roles: dict[str, str] = {}
        self._columns: tuple[tuple[str, str], ...] = ()

    def read_file(self, path: Path) -> None:
        """Read a list."""
        self._service.call(lambda _bench: _read(read_rows(path)), self._take, self._fail)

    def read_text(self, text: str, name: str) -> None:
        """Read pasted or dropped text."""
        self._service.call(lambda _bench: _read(read_text(text, name)), self._take, self._fail)

    def set_role(self, column: str, role: str) -> None:
        """Say what a column is, one of `app.intake.ROLES`."""
        raw = self.raw
        if raw is None:
            return
        self.roles[column] = role
        roles = dict(self.roles)
        self._service.call(lambda _bench: _assembled(raw, roles), self._change, self._fail)

    def columns(self) -> tuple[tuple[str, str], ...]:
        """(column as written, what it is taken for)."""
        return tuple((name, self.roles.get(name, taken_for)) for name, taken_for in self._columns)

    def _take(self, read: tuple[RawList, HypothesisList | None, str]) -> None:
        self.raw, found, self.why_not = read
        self.roles = {}
        self._columns = ()
        self._keep(found)
        self.ready.emit()

    def _change(self, assembled: tuple[HypothesisList | None, str]) -> None:
        found, self.why_not = assembled
        self._keep(found)
        self.changed.emit()

    def _keep(self, found: HypothesisList | None) -> None:
        self.found = found
        if found:
            self._columns = found.columns

    def _fail(self, error: Exception) -> None:
        self._problems.show(self.tr("The list cannot be read"), error)


def _read(raw: RawList) -> tuple[RawList, HypothesisList | None, str]:
    return raw, *_assembled(raw, {})


def _assembled(raw: RawList, roles: Mapping[str, str]) -> tuple[HypothesisList | None, str]:
    """The list, or why there is none: the user may still give the columns other roles."""
    try:
        return raw.assemble(roles), ""
    except ListError as error:
        return None, error.sentence
