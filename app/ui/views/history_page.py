"""The screens of the store: open one, compare two, take one's plan, export."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from app.service.summaries import ScreenSummary
from app.ui.look import Look
from app.ui.models.history_model import HistoryColumn, HistoryModel
from app.ui.models.search_model import SearchModel
from app.ui.views.fitted_table import FittedTable
from app.ui.views.flow import Flow, Scrolled, Sheet
from app.ui.views.search_view import SearchView
from app.ui.views.widgets import EmptyState, button, label, row_of

# In lines of text, so that they grow with the font.
_WIDTHS = {
    HistoryColumn.AT: 8.8,
    HistoryColumn.LIST: 12.9,
    HistoryColumn.STATE: 5.9,
    HistoryColumn.TRIAGED: 5.3,
    HistoryColumn.ADVANCED: 5.3,
    HistoryColumn.BUDGETS: 10.6,
    HistoryColumn.SEED: 4.7,
    HistoryColumn.MODEL: 11.8,
    HistoryColumn.ID: 7.6,
}


@dataclass(frozen=True, slots=True)
class HistoryActions:
    """What the page can ask for."""

    open: Callable[[ScreenSummary], None]
    compare: Callable[[ScreenSummary, ScreenSummary], None]
    use_plan: Callable[[ScreenSummary], None]
    export: Callable[[ScreenSummary], None]
    begin: Callable[[], object]
    open_hit: Callable[[str, str], None]


class HistoryPage(QStackedWidget):
    """A table of screens and what can be done with those that are selected."""

    def __init__(self, look: Look, model: HistoryModel, search: SearchModel, actions: HistoryActions) -> None:
        super().__init__()
        self._model, self._actions = model, actions
        self.table = FittedTable(self.tr("Screens"), model, _WIDTHS)
        self.open = button(self.tr("Open"), primary=True)
        self.compare = button(self.tr("Compare two"))
        self.use_plan = button(self.tr("Use its plan"), tip=self.tr("Set the dials as this screen had them"))
        self.export = button(self.tr("Export…"))
        for each, icon in ((self.compare, "compare"), (self.use_plan, "duplicate"), (self.export, "export")):
            look.dress(each, icon)
        look.dress(self.open, "open", "on_accent")
        hint = label(self.tr("Select two screens to compare their verdicts."), "muted")
        inside = Sheet()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(16, 12, 16, 12)
        screens = Sheet()
        below = QVBoxLayout(screens)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.table, 1)
        below.addWidget(Flow(hint, 1, self.export, self.use_plan, self.compare, self.open))
        self.search = SearchView(look, search, screens, actions.open_hit)
        head = row_of(label(self.tr("History"), "title"), self.search.field)
        head.setStretch(1, 1)
        layout.addLayout(head)
        layout.addWidget(self.search, 1)
        layout.addWidget(screens, 1)
        self._inside = Scrolled(inside, self.tr("History"), wide=False)
        self._empty = EmptyState(
            look, "history", self.tr("No screen yet."), self.tr("Go to the list"), actions.begin
        )
        self.addWidget(self._empty)
        self.addWidget(self._inside)
        self.open.clicked.connect(lambda: self._one(actions.open))
        self.use_plan.clicked.connect(lambda: self._one(actions.use_plan))
        self.export.clicked.connect(lambda: self._one(actions.export))
        self.compare.clicked.connect(self._compare)
        self.table.activated.connect(self._activated)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        model.refreshed.connect(self._refreshed)
        self._refreshed()

    @property
    def chosen(self) -> list[ScreenSummary]:
        """The screens that are selected, from the top."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self._model.summary(row) for row in rows]

    def _refreshed(self) -> None:
        self.setCurrentWidget(self._inside if self._model.rowCount() else self._empty)
        self._enable()

    def _enable(self) -> None:
        count = len(self.chosen)
        for each in (self.open, self.use_plan, self.export):
            each.setEnabled(count == 1)
        self.compare.setEnabled(count == 2)

    def _activated(self, index: QModelIndex) -> None:
        self._actions.open(self._model.summary(index.row()))

    def _one(self, act: Callable[[ScreenSummary], None]) -> None:
        if len(chosen := self.chosen) == 1:
            act(chosen[0])

    def _compare(self) -> None:
        if len(chosen := self.chosen) == 2:
            # The older one first.
            self._actions.compare(chosen[1], chosen[0])
