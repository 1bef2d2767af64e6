"""A table of whole rows, as high and wide as their text in the font in use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

_LEAST_LINES = 6


class FittedTable(QTableView):
    """To be read, not edited; the last column takes what the others leave."""

    def __init__(self, name: str, model: QAbstractItemModel, widths: Mapping[Any, float]) -> None:
        """A table.

        Args:
            name: for screen readers.
            widths: of the columns, in lines of text, so that they grow with the font.
        """
        super().__init__()
        self._widths = widths
        self.setAccessibleName(name)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionsMovable(True)
        self._fit()
        header.setStretchLastSection(True)

    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing()
        self.verticalHeader().setDefaultSectionSize(line + 14)
        for column, width in self._widths.items():
            self.setColumnWidth(column, round(width * line))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self.model() is not None:
            self._fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        hint = super().minimumSizeHint()
        return hint.expandedTo(QSize(0, self.fontMetrics().lineSpacing() * _LEAST_LINES))
