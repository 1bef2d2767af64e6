"""The row that is looked at: its passes, live or from the store."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.core.plan import PassKind
from app.service.rows import Row
from app.service.workbench import StoredPass
from app.ui.models.live import LiveTrace
from app.ui.models.problems import Problems
from app.ui.models.screen_model import ScreenModel
from app.ui.service_thread import ServiceThread

Shown = LiveTrace | StoredPass | None


class Selection(QObject):
    """One row of one screen."""

    # Another row, or none.
    changed = Signal()
    # The row's own values changed.
    row_changed = Signal()
    # A pass of it is to be shown anew, or has grown (live); the argument is its PassKind.
    pass_changed = Signal(object)
    pass_grew = Signal(object)

    def __init__(self, service: ServiceThread, problems: Problems, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service, self._problems = service, problems
        self.screen: ScreenModel | None = None
        self._id = ""
        self.passes: dict[PassKind, Shown] = dict.fromkeys(PassKind)

    @property
    def row(self) -> Row | None:
        """The row as it stands."""
        place = self.screen.rows.place_of(self._id) if self.screen else None
        return self.screen.rows.row(place) if self.screen and place is not None else None

    def show_screen(self, screen: ScreenModel | None) -> None:
        """Look at another screen; no row is selected."""
        if screen is self.screen:
            return
        if self.screen:
            self.screen.live_began.disconnect(self._live_began)
            self.screen.live_moved.disconnect(self._live_moved)
            self.screen.live_ended.disconnect(self._live_ended)
            self.screen.row_changed.disconnect(self._row_changed)
        self.screen = screen
        if screen:
            screen.live_began.connect(self._live_began)
            screen.live_moved.connect(self._live_moved)
            screen.live_ended.connect(self._live_ended)
            screen.row_changed.connect(self._row_changed)
        self.select("")

    def select(self, hypothesis_id: str) -> None:
        """Look at a row; "" is none."""
        self._id = hypothesis_id
        self.passes = dict.fromkeys(PassKind)
        self.changed.emit()
        row = self.row
        if row is None or self.screen is None:
            return
        for kind in PassKind:
            live = self.screen.live.get((hypothesis_id, kind))
            if live:
                self._show(kind, live)
            else:
                self._fetch(kind)

    def _fetch(self, kind: PassKind) -> None:
        """Read a completed pass from the store."""
        screen, hypothesis_id = self.screen, self._id
        assert screen
        screen_id = screen.id
        if not screen_id:
            return

        def take(stored: StoredPass | None) -> None:
            # The user may have gone on to another row meanwhile.
            if screen is self.screen and hypothesis_id == self._id and stored is not None:
                self._show(kind, stored)

        self._service.call(
            lambda bench: bench.stored_pass(screen_id, hypothesis_id, kind),
            take,
            lambda error: self._problems.show(self.tr("The trace cannot be shown"), error),
        )

    def _show(self, kind: PassKind, shown: Shown) -> None:
        self.passes[kind] = shown
        self.pass_changed.emit(kind)

    def _live_began(self, key: tuple[str, PassKind], trace: LiveTrace) -> None:
        if key[0] == self._id:
            self._show(key[1], trace)

    def _live_moved(self, key: tuple[str, PassKind], _trace: LiveTrace) -> None:
        if key[0] == self._id:
            self.pass_grew.emit(key[1])

    def _live_ended(self, key: tuple[str, PassKind], _trace: LiveTrace) -> None:
        """It stays as it is, unless its result comes from the store."""
        if key[0] == self._id:
            self.pass_grew.emit(key[1])

    def _row_changed(self, row: Row, kind: PassKind | None) -> None:
        if row.hypothesis.id == self._id:
            self.row_changed.emit()
            if kind is not None:
                self._fetch(kind)
