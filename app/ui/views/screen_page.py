"""The page of one list: its plan, its rows, the selected row, and the wall of live traces."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout

from app.core.plan import PassKind
from app.ui import words
from app.ui.look import Look
from app.ui.models.judgements import Opinion
from app.ui.models.plan_model import PlanModel
from app.ui.models.run_state import RunState
from app.ui.models.screen_model import ScreenModel
from app.ui.models.selection import Selection
from app.ui.preferences import PreferencesModel
from app.ui.views.actions import Actions
from app.ui.views.detail_view import DetailView
from app.ui.views.flow import Flow, Scrolled, Sheet
from app.ui.views.plan_panel import PlanPanel
from app.ui.views.standing_words import standing_said
from app.ui.views.table_view import TableView
from app.ui.views.wall import Wall
from app.ui.views.widgets import ElidedLabel, EmptyState, Fold, action_button, label, primary_button, set_role

_JUDGING = ("advance", "reject", "unsure", "withdraw", "cancel", "next", "previous")


class ScreenPage(QStackedWidget):
    """Empty until a list is opened."""

    def __init__(
        self,
        look: Look,
        plan: PlanModel,
        selection: Selection,
        actions: Actions,
        judge: Callable[[Opinion], None],
        more: Callable[[], None],
    ) -> None:
        super().__init__()
        self._selection, self._actions = selection, actions
        self.shown: ScreenModel | None = None
        self._last: RunState | None = None
        self.empty = EmptyState(
            look,
            "list",
            self.tr("Drop a list of hypotheses here, paste one, or press Ctrl+O."),
            self.tr("Screen the sample list"),
            actions["demo"].trigger,
        )
        self.plan_panel = PlanPanel(look, plan, more, actions["limits"].trigger)
        self.plan_fold = Fold(look, self.plan_panel, self.tr("Plan"))
        plan.changed.connect(self._tell_plan)
        self._plan = plan
        self._name = ElidedLabel(role="title")
        self._state = label("", "muted")
        self.model = action_button(actions["model"], text=True)
        self.table = TableView(
            look, lambda: [actions[n] for n in (*_JUDGING[:5], "retry", "replay", "copy_record")]
        )
        self.detail = DetailView(look, selection, judge)
        self.wall = Wall(look)
        actions.only_within(_JUDGING, self.table.table, self.detail)
        self.down = QSplitter(Qt.Orientation.Vertical)
        self.down.addWidget(self.table)
        self.down.addWidget(self.wall)
        self.down.setSizes([400, 240])
        self.down.setCollapsible(0, False)
        self.across = QSplitter(Qt.Orientation.Horizontal)
        self.across.setChildrenCollapsible(False)
        self.across.addWidget(self.down)
        self.across.addWidget(self.detail)
        self.across.setSizes([900, 460])
        inside = Sheet()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(16, 10, 16, 8)
        layout.setSpacing(8)
        layout.addWidget(self._head(look))
        layout.addWidget(self.plan_fold)
        layout.addWidget(self.plan_panel)
        self.standing = label(wrap=True, selectable=True)
        layout.addWidget(self.standing)
        layout.addWidget(self.across, 1)
        self._inside = Scrolled(inside, self.tr("Screen"), wide=False)
        self.addWidget(self.empty)
        self.addWidget(self._inside)
        self.table.selected.connect(selection.select)

    def _head(self, look: Look) -> Flow:
        icons = ("pause", "stop", "cancel_queued", "retry", "export", "open")
        start = primary_button(self._actions["start"], look, "start")
        buttons = [action_button(self._actions[name]) for name in icons]
        return Flow(self._name, self._state, self.model, *buttons, start)

    def show_screen(self, screen: ScreenModel | None) -> None:
        """Show another list."""
        if self.shown:
            self.shown.state_changed.disconnect(self._state_changed)
            self.shown.standing_changed.disconnect(self._tell_standing)
        self.shown = screen
        self.setCurrentWidget(self._inside if screen else self.empty)
        self._selection.show_screen(screen)
        self.table.show_screen(screen)
        self.wall.show_screen(screen)
        if screen:
            screen.state_changed.connect(self._state_changed)
            screen.standing_changed.connect(self._tell_standing)
            self._name.set_text(words.visible(screen.name))
            self._last = None
            self._state_changed()
            self.table.select_first()

    def set_model(self, name: str) -> None:
        """The name of the model that runs next."""
        self._actions["model"].setIconText(words.plain_label(words.visible(name)))
        self.model.setAccessibleName(self.tr("Model: {0}").format(words.isolated(name)))

    def move_selection(self, by: int) -> None:
        """Select the next or the previous row that is shown."""
        table = self.table.table
        row = max(0, min(table.currentIndex().row() + by, table.model().rowCount() - 1))
        table.setCurrentIndex(table.model().index(row, 0))

    def tick(self) -> None:
        """Bring the clocks up to date."""
        self.detail.tick()
        self.wall.tick()

    def save_layout(self, preferences: PreferencesModel) -> None:
        """Keep the columns and the splitters."""
        preferences.keep_layout("table", self.table.layout_state())
        preferences.keep_layout("across", self.across.saveState())
        preferences.keep_layout("down", self.down.saveState())

    def restore_layout(self, preferences: PreferencesModel) -> None:
        """The inverse of `save_layout`."""
        self.table.restore_layout(preferences.layout("table"))
        for name, splitter in (("across", self.across), ("down", self.down)):
            state = preferences.layout(name)
            if not state.isEmpty():
                splitter.restoreState(state)

    def _tell_plan(self) -> None:
        """The plan in one line."""
        now = self._plan.settings
        dials = {kind: now.dial(kind) for kind in PassKind}
        told = [f"{words.pass_name(k)} {words.dial(d.budget, d.waits)}" for k, d in dials.items()]
        text = self.tr("Plan: {0}, seed {1}").format(" \N{RIGHTWARDS ARROW} ".join(told), now.seed)
        if now.certificate:
            text += self.tr(", certificate {0}").format(now.certificate)
        self.plan_fold.set_text(text)

    def _tell_standing(self) -> None:
        """The certificate that the screen is run under, and what the audit of its rejects found."""
        text, warns = standing_said(self.shown.standing if self.shown else None)
        self.standing.setText(text)
        self.standing.setVisible(bool(text))
        set_role(self.standing, "unsure" if warns else "muted")

    def _state_changed(self) -> None:
        screen = self.shown
        if screen is None:
            return
        ready = screen.state is RunState.READY
        self.plan_panel.set_editable(ready)
        if self._last is None or self._last is RunState.READY:
            # A plan that is sealed gives its place to what comes of it.
            self.plan_fold.setChecked(ready)
        self._last = screen.state
        self._tell_plan()
        self._tell_standing()
        states = {
            RunState.READY: self.tr("not screened yet"),
            RunState.LOADING: self.tr("loading the model"),
            RunState.RUNNING: self.tr("running"),
            RunState.PAUSED: self.tr("paused"),
            RunState.STOPPING: self.tr("stopping"),
            RunState.UNFINISHED: self.tr("unfinished"),
            RunState.COMPLETE: self.tr("complete"),
            RunState.IMPORTED: self.tr("imported, only to be read"),
        }
        self._state.setText(states[screen.state])
