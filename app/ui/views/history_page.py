"""The screens of the store: open one, compare two, take one's plan, export."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QTableView, QVBoxLayout

from app.service.summaries import ScreenSummary
from app.ui.look import Look
from app.ui.models.history_model import HistoryColumn, HistoryModel
from app.ui.views.flow import FlowLayout, Scrolled, Sheet
from app.ui.views.widgets import EmptyState, button, label

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
_LEAST_LINES = 6


class _Table(QTableView):
    """Rows and columns as high and wide as their text."""

    def fit(self) -> None:
        """For the font in use."""
        line = self.fontMetrics().lineSpacing()
        self.verticalHeader().setDefaultSectionSize(line + 14)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, round(width * line))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self.model() is not None:
            self.fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        hint = super().minimumSizeHint()
        return hint.expandedTo(QSize(0, self.fontMetrics().lineSpacing() * _LEAST_LINES))


@dataclass(frozen=True, slots=True)
class HistoryActions:
    """What the page can ask for."""

    open: Callable[[ScreenSummary], None]
    compare: Callable[[ScreenSummary, ScreenSummary], None]
    use_plan: Callable[[ScreenSummary], None]
    export: Callable[[ScreenSummary], None]
    begin: Callable[[], object]


class HistoryPage(QStackedWidget):
    """A table of screens and what can be done with those that are selected."""

    def __init__(self, look: Look, model: HistoryModel, actions: HistoryActions) -> None:
        super().__init__()
        self._model, self._actions = model, actions
        self.table = _Table()
        self.table.setAccessibleName(self.tr("Screens"))
        self.table.setModel(model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionsMovable(True)
        self.table.fit()
        header.setStretchLastSection(True)
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
        layout.addWidget(label(self.tr("History"), "title"))
        layout.addWidget(self.table, 1)
        layout.addLayout(FlowLayout(hint, 1, self.export, self.use_plan, self.compare, self.open))
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
