"""The wall: a pane for each running sequence, its text as it comes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QProgressBar,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.plan import PassKind
from app.service.rows import Row
from app.ui import words
from app.ui.look import Look
from app.ui.models.live import LiveTrace
from app.ui.models.screen_model import Key, ScreenModel
from app.ui.views.pass_view import live_status
from app.ui.views.trace_text import TraceText
from app.ui.views.widgets import ElidedLabel, EmptyState, label, row_of, set_role

_LINES = 120
_STEPS = 40
# In lines of text.
_PANE_WIDTH, _PANE_HEIGHT = 17, 10


class LivePane(QFrame):
    """One running pass; when it has ended, what came of it until the place is needed again."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.key: Key | None = None
        self.trace: LiveTrace | None = None
        self._given = (0, 0)
        self._title = ElidedLabel(role="heading")
        self._pass = label("", "muted")
        self.status = ElidedLabel(role="muted")
        self._budget = 1
        self._used = QProgressBar()
        self._used.setRange(0, _STEPS)
        self._used.setTextVisible(False)
        self._text = TraceText(look, self.tr("Live trace"), lines=_LINES)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(3)
        head = row_of(self._title, self._pass)
        head.setStretch(0, 1)
        layout.addLayout(head)
        layout.addWidget(self.status)
        layout.addWidget(self._used)
        layout.addWidget(self._text, 1)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        height = _PANE_HEIGHT * self.fontMetrics().lineSpacing()
        return super().minimumSizeHint().expandedTo(QSize(0, height))

    @property
    def busy(self) -> bool:
        """Whether its pass still runs."""
        return self.trace is not None

    def begin(self, key: Key, trace: LiveTrace) -> None:
        """Show a pass from its beginning."""
        self.key, self.trace, self._given = key, trace, (0, 0)
        self._title.set_text(words.isolated(trace.title))
        self._pass.setText(words.pass_name(key[1]))
        self._text.setAccessibleName(self.tr("Live trace of {0}").format(words.isolated(trace.title)))
        self._budget = max(trace.budget or 1, 1)
        self._show_used(0)
        self._used.setAccessibleName(self.tr("Thinking tokens of the budget"))
        set_role(self.status, "muted")
        self._text.show_segments(())
        self.grow()

    def grow(self) -> None:
        """Show what is new; a pane out of sight waits until it comes into it."""
        trace = self.trace
        if trace is None or self.visibleRegion().isEmpty():
            return
        self._show_new()
        self.tick()

    def _show_new(self) -> None:
        if trace := self.trace:
            thought, answered = self._given
            self._text.append_segments((*trace.thinking[thought:], *trace.answer[answered:]))
            self._given = len(trace.thinking), len(trace.answer)

    def tick(self) -> None:
        """Bring the clock up to date."""
        if (trace := self.trace) and not self.visibleRegion().isEmpty():
            self.status.set_text(live_status(trace))
            self._show_used(trace.tokens)

    def _show_used(self, tokens: int) -> None:
        """In steps: a progress bar draws itself at once whenever a pixel of it changes."""
        self._used.setValue(min(_STEPS, _STEPS * tokens // self._budget))

    def end(self, row: Row | None) -> None:
        """The pass is over."""
        self._show_new()
        key, self.trace = self.key, None
        result = None
        if row and key:
            result = row.triage if key[1] is PassKind.TRIAGE else row.deep
        if result is None:
            self.status.set_text(row.failure.message if row and row.failure else self.tr("interrupted"))
            return
        self._show_used(result.thinking_tokens)
        verdict, share = words.verdict(result.verdict.value), words.number(result.p_advance, 2)
        told = self.tr("{0}, P(advance) {1}, %Ln token(s), {2}", "", result.thinking_tokens)
        self.status.set_text(told.format(verdict, share, words.ended(result.ended)))
        set_role(self.status, result.verdict.value)


class Wall(QStackedWidget):
    """The panes of the screen that is shown."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._screen: ScreenModel | None = None
        self._panes: list[LivePane] = []
        self._columns = 0
        self._empty = EmptyState(look, "screen", self.tr("Traces appear here while a screen runs."))
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(self.tr("Live traces"))
        self._inside = QWidget()
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._area.setWidget(self._inside)
        self._area.verticalScrollBar().valueChanged.connect(self.tick)
        self.addWidget(self._empty)
        self.addWidget(self._area)

    @property
    def panes(self) -> tuple[LivePane, ...]:
        """All panes, in their order."""
        return tuple(self._panes)

    def show_screen(self, screen: ScreenModel | None) -> None:
        """Show another screen's running passes."""
        if self._screen:
            self._screen.live_began.disconnect(self._began)
            self._screen.live_moved.disconnect(self._moved)
            self._screen.live_ended.disconnect(self._ended)
            self._screen.state_changed.disconnect(self._state_changed)
        self._screen = screen
        for pane in self._panes:
            pane.setParent(None)
            pane.deleteLater()
        self._panes = []
        self.setCurrentWidget(self._empty)
        if screen:
            screen.live_began.connect(self._began)
            screen.live_moved.connect(self._moved)
            screen.live_ended.connect(self._ended)
            screen.state_changed.connect(self._state_changed)
            for key, trace in screen.live.items():
                self._began(key, trace)

    def tick(self) -> None:
        """Bring the clocks up to date."""
        for pane in self._panes:
            pane.grow()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._arrange()

    def _began(self, key: Key, trace: LiveTrace) -> None:
        pane = next((pane for pane in self._panes if not pane.busy), None)
        if pane is None:
            pane = LivePane(self._look)
            self._panes.append(pane)
            self._arrange(anew=True)
        pane.begin(key, trace)
        self.setCurrentWidget(self._area)

    def _moved(self, key: Key, _trace: LiveTrace) -> None:
        for pane in self._panes:
            if pane.key == key and pane.busy:
                pane.grow()

    def _ended(self, key: Key, _trace: LiveTrace) -> None:
        screen = self._screen
        for pane in self._panes:
            if pane.key == key and pane.busy:
                place = screen.rows.place_of(key[0]) if screen else None
                pane.end(screen.rows.row(place) if screen and place is not None else None)

    def _state_changed(self) -> None:
        if self._screen and not self._screen.state.active:
            for pane in self._panes:
                if pane.busy:
                    pane.end(None)

    def _arrange(self, *, anew: bool = False) -> None:
        columns = max(1, self.width() // (_PANE_WIDTH * self.fontMetrics().lineSpacing()))
        if columns == self._columns and not anew:
            return
        self._columns = columns
        for number, pane in enumerate(self._panes):
            self._grid.addWidget(pane, number // columns, number % columns)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
