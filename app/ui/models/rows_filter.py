"""Which rows of the table are shown."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QObject, QSortFilterProxyModel, Qt

from app.service.rows import Row
from app.ui.models.rows_model import Index, RowsModel, overridden


class Show(Enum):
    """Which rows are shown."""

    ALL = auto()
    SURVIVORS = auto()
    REJECTED = auto()
    UNSURE = auto()
    FLIPPED = auto()
    OVERRIDDEN = auto()
    ERRORS = auto()

    def has(self, row: Row) -> bool:
        """Whether a row is one of them."""
        match self:
            case Show.SURVIVORS:
                return row.survivor
            case Show.REJECTED:
                return row.final == "reject"
            case Show.UNSURE:
                return row.final == "unsure"
            case Show.FLIPPED:
                return row.flipped
            case Show.OVERRIDDEN:
                return overridden(row)
            case Show.ERRORS:
                return row.final == "error"
        return True


class RowsFilter(QSortFilterProxyModel):
    """Which rows are shown; the model sorts them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show, self._needle = Show.ALL, ""

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort all rows, shown or not."""
        model = self.sourceModel()
        if isinstance(model, RowsModel):
            model.sort(column, order)

    def show_only(self, show: Show) -> None:
        """Show only these rows."""
        self.beginFilterChange()
        self._show = show
        self.endFilterChange()

    def search(self, text: str) -> None:
        """Show only rows whose id, title or statement hold the text."""
        self.beginFilterChange()
        self._needle = text.strip().casefold()
        self.endFilterChange()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:  # noqa: N802
        model = self.sourceModel()
        assert isinstance(model, RowsModel)
        if self._needle and not model.matches(source_row, self._needle):
            return False
        return self._show is Show.ALL or self._show.has(model.row(source_row))
