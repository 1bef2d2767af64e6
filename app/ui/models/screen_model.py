"""One list in the window: its rows, its live traces, and where its run stands."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from app.core.hypothesis import HypothesisList
from app.core.plan import PassKind, ScreeningPlan
from app.service.events import Live, Opened, Phase, Progress, SelfTest
from app.service.kept_engine import Loading
from app.service.rows import Row, Snapshot, Standing
from app.service.workbench import RowChanged, RunEvent, Sealed
from app.ui.models.live import LiveTrace
from app.ui.models.rows_model import RowsModel, RowState
from app.ui.models.run_state import RunState, step

Key = tuple[str, PassKind]


class ScreenModel(QObject):
    """A list that can be screened, or a screen from the store."""

    state_changed = Signal()
    progress_changed = Signal()
    standing_changed = Signal()
    # A LiveTrace began, got news, or ended (with its key).
    live_began = Signal(object, object)
    live_moved = Signal(object, object)
    live_ended = Signal(object, object)
    # A Row was replaced; its pass (None for a judgement).
    row_changed = Signal(object, object)

    def __init__(self, source: HypothesisList, parent: QObject | None = None) -> None:
        """A list that is not sealed yet."""
        super().__init__(parent)
        self.source = source
        self.id = ""
        self.at = ""
        self.plan: ScreeningPlan | None = None
        self.state = RunState.READY
        self.waits_for: Loading | SelfTest = Loading(0.0)
        self.progress: Progress | None = None
        self.standing: Standing | None = None
        self.live: dict[Key, LiveTrace] = {}
        self.rows = RowsModel((Row(hypothesis) for hypothesis in source.hypotheses), self)

    @classmethod
    def of(cls, snapshot: Snapshot, parent: QObject | None = None) -> ScreenModel:
        """A screen as the store has it."""
        model = cls(snapshot.source, parent)
        model._seal(snapshot)
        if snapshot.imported:
            model.state = RunState.IMPORTED
        else:
            model.state = RunState.COMPLETE if snapshot.complete else RunState.UNFINISHED
        return model

    @property
    def name(self) -> str:
        """The list's name."""
        return self.source.name

    @property
    def failures(self) -> int:
        """Rows of which a pass failed or was cancelled."""
        return sum(row.failure is not None for row in self.rows.rows)

    def enter(self, state: RunState) -> None:
        """Go to a state that may follow."""
        self.state = step(self.state, state)
        if state is RunState.LOADING:
            self.waits_for, self.progress = Loading(0.0), None
        for trace in self.live.values():
            trace.stand(state is RunState.PAUSED)
        self.rows.await_run(state.active)
        if not state.active:
            self._cut_short()
        self.state_changed.emit()

    def take(self, events: Iterable[RunEvent]) -> None:
        """Bring it up to date with what its run says."""
        for event in events:
            match event:
                case Live():
                    self._live(event)
                case RowChanged(row, kind):
                    self._settle(row, kind)
                case Progress():
                    self.progress = event
                case Loading() | SelfTest():
                    self.waits_for = event
                case Sealed(snapshot):
                    self._seal(snapshot)
                    self.rows.await_run(True)
                case Standing():
                    self.standing = event
                    self.standing_changed.emit()
                case Opened():
                    if self.state is RunState.LOADING:
                        self.enter(RunState.RUNNING)
        self.progress_changed.emit()

    def judged(self, row: Row) -> None:
        """A judgement was recorded."""
        self.rows.put(row)
        self.row_changed.emit(row, None)

    def _seal(self, snapshot: Snapshot) -> None:
        self.id, self.at, self.plan = snapshot.id, snapshot.at, snapshot.plan
        self.source, self.standing = snapshot.source, snapshot.standing
        self.rows.reset(snapshot.rows)

    def _cut_short(self) -> None:
        """What still ran when the run ended will bring nothing more."""
        cut, self.live = self.live, {}
        for key, trace in cut.items():
            trace.end()
            self.rows.set_state(key[0], RowState.INTERRUPTED)
            self.live_ended.emit(key, trace)

    def _live(self, news: Live) -> None:
        key = (news.hypothesis.id, news.kind)
        if key not in self.live:
            budget = self.plan.of(news.kind).budget.max_tokens if self.plan else None
            title = news.hypothesis.title or news.hypothesis.statement[:80]
            self.live[key] = LiveTrace(f"{news.hypothesis.id}  {title}", news.kind, budget)
            self.live_began.emit(key, self.live[key])
        trace = self.live[key]
        trace.take(news.event)
        if trace.reading:
            state = RowState.READING
        else:
            phase = getattr(news.event, "phase", Phase.THINKING)
            state = RowState.ANSWERING if phase is Phase.ANSWER else RowState.THINKING
        self.rows.set_state(news.hypothesis.id, state)
        self.live_moved.emit(key, trace)

    def _settle(self, row: Row, kind: PassKind) -> None:
        key = (row.hypothesis.id, kind)
        self.rows.put(row)
        trace = self.live.pop(key, None)
        if trace is not None:
            trace.end()
        self.row_changed.emit(row, kind)
        if trace is not None:
            self.live_ended.emit(key, trace)
