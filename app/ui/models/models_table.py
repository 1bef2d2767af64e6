"""The models there are as a table."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.service.model_tasks import ListedModel
from app.ui import model_words, words
from app.ui.models.models_model import ModelsModel
from app.ui.models.used_model import UsedModel

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class ModelColumn(IntEnum):
    """The table's columns."""

    TITLE = 0
    QUANTISATION = 1
    SIZE = 2
    THINKS = 3
    LICENCE = 4
    HERE = 5
    FITS = 6
    USED = 7


class ModelsTable(QAbstractTableModel):
    """A line a model, in the catalogue's order; a line stays where it is while the models are the same."""

    def __init__(self, model: ModelsModel, used: UsedModel) -> None:
        super().__init__(model)
        self._model = model
        self._entries = model.entries
        model.entries_changed.connect(self._read)
        model.state_changed.connect(self._redraw)
        used.changed.connect(self._redraw)

    def entry(self, place: int) -> ListedModel:
        """The model at a place of the table."""
        return self._entries[place]

    def _read(self) -> None:
        new = self._model.entries
        if [each.id for each in new] == [each.id for each in self._entries]:
            self._entries = new
            self._redraw()
        else:
            self.beginResetModel()
            self._entries = new
            self.endResetModel()

    def _redraw(self) -> None:
        if self._entries:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def rowCount(self, parent: Index = _TOP) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = _TOP) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(ModelColumn)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation is Qt.Orientation.Vertical:
            return None
        return (
            self.tr("Model"),
            self.tr("Quantisation"),
            self.tr("Size"),
            self.tr("Thinking"),
            self.tr("Licence"),
            self.tr("Here"),
            self.tr("Fits"),
            self.tr("Used"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(self._entries[index.row()], index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == ModelColumn.SIZE:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _text(self, entry: ListedModel, column: int) -> str:
        match column:
            case ModelColumn.TITLE:
                return words.visible(entry.title)
            case ModelColumn.QUANTISATION:
                return words.visible(entry.quantisation)
            case ModelColumn.SIZE:
                return model_words.size(entry.size) if entry.size else ""
            case ModelColumn.THINKS:
                return model_words.thinking(entry)
            case ModelColumn.LICENCE:
                return words.visible(entry.licence)
            case ModelColumn.HERE:
                return self._here(entry)
            case ModelColumn.FITS:
                return model_words.fits(entry)
        used = [self.tr("in use")] if self._model.in_use(entry) else []
        return ", ".join([*used, *([self.tr("default")] if entry.default else [])])

    def _here(self, entry: ListedModel) -> str:
        task, paused = self._model.task, self._model.paused.get(entry.id)
        if task and task.name == entry.id and self._model.progress:
            done, size = self._model.progress.done, self._model.progress.size
            return words.percent(done / size) if size else ""
        if paused:
            share = words.percent(paused.done / paused.size) if paused.size else ""
            return self.tr("paused, {0}").format(share) if share else self.tr("paused")
        if entry.missing:
            return self.tr("missing")
        if entry.problem:
            return self.tr("damaged")
        if entry.blocked:
            return self.tr("not usable")
        return self.tr("yes") if entry.path else ""
