"""Before a list is used: what its columns are taken for, what is left out and why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHeaderView,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.hypothesis import RejectedRow
from app.ui import words
from app.ui.look import Look
from app.ui.models.imports import ImportPreview
from app.ui.views.widgets import label, set_role

_SHOWN = 200
_ROLES = ("id", "title", "statement", "label", "detail", "")


class ImportDialog(QDialog):
    """Accepted, `preview.found` is to be used."""

    def __init__(self, look: Look, preview: ImportPreview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview = preview
        self.setWindowTitle(self.tr("Open {0}").format(words.isolated(preview.raw.name)))
        self.resize(820, 560)
        self._told = label(wrap=True)
        self.boxes: dict[str, QComboBox] = {}
        columns = QWidget()
        self._columns = QGridLayout(columns)
        self._columns.setColumnStretch(2, 1)
        self._fill_columns()
        area = QScrollArea()
        area.setWidget(columns)
        area.setWidgetResizable(True)
        area.setAccessibleName(self.tr("Columns"))
        area.setMaximumHeight(220)
        self._used = _table(self.tr("Hypotheses that are used"))
        self._left_out = _table(self.tr("Rows that are left out"))
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("Rows"))
        self.tabs.addTab(self._used, "")
        self.tabs.addTab(self._left_out, "")
        cancel = QDialogButtonBox.StandardButton.Cancel
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | cancel)
        self.ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(self.tr("Use this list"))
        self.ok.setProperty("primary", True)
        self._buttons.button(cancel).setText(self.tr("Cancel"))
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self._told)
        if self.boxes:
            layout.addWidget(label(self.tr("Columns"), "heading"))
            layout.addWidget(area)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self._buttons)
        preview.changed.connect(self._show)
        self._show()
        self.ok.setFocus()

    def _fill_columns(self) -> None:
        names = self._role_names()
        for number, (column, taken_for) in enumerate(self.preview.columns):
            box = QComboBox()
            box.setAccessibleName(self.tr("What {0} is").format(words.isolated(column)))
            for role in _ROLES:
                box.addItem(names[role], role)
            role = taken_for if taken_for in _ROLES else "detail"
            box.setCurrentIndex(_ROLES.index(role))
            box.activated.connect(lambda index, column=column: self.preview.set_role(column, _ROLES[index]))
            self._columns.addWidget(label(words.visible(column)), number, 0)
            self._columns.addWidget(box, number, 1)
            if taken_for not in _ROLES:
                read_as = self.tr("read as: {0}").format(words.isolated(taken_for))
                self._columns.addWidget(label(read_as, "muted"), number, 2)
            self.boxes[column] = box

    def _role_names(self) -> dict[str, str]:
        return {
            "id": self.tr("Id"),
            "title": self.tr("Title"),
            "statement": self.tr("Statement"),
            "label": self.tr("Your label (never shown to a model)"),
            "detail": self.tr("Detail, shown to the model"),
            "": self.tr("Not used"),
        }

    def _show(self) -> None:
        found = self.preview.found
        self.ok.setEnabled(found is not None)
        if found is None:
            self._told.setText(words.sentence(self.preview.why_not or ""))
            set_role(self._told, "error")
            _fill(self._used, (), ())
            _fill(self._left_out, (), ())
            return
        set_role(self._told, "")
        told = self.tr("%Ln hypothesis(es) will be screened", "", len(found.hypotheses))
        left_out = (*found.duplicates, *found.unreadable)
        if left_out:
            told += self.tr("; %Ln row(s) left out", "", len(left_out))
        self._told.setText(told + ".")
        self.tabs.setTabText(0, self.tr("Used ({0})").format(words.number(len(found.hypotheses))))
        self.tabs.setTabText(1, self.tr("Left out ({0})").format(words.number(len(left_out))))
        self.tabs.setTabEnabled(1, bool(left_out))
        _fill(
            self._used,
            (self.tr("Row"), self.tr("Id"), self.tr("Title"), self.tr("Statement"), self.tr("Details")),
            [
                (
                    str(h.row),
                    words.visible(h.id),
                    words.visible(h.title),
                    words.visible(h.statement),
                    "; ".join(f"{words.isolated(name)}: {words.isolated(text)}" for name, text in h.details),
                )
                for h in found.hypotheses[:_SHOWN]
            ],
        )
        _fill(
            self._left_out,
            (self.tr("Row"), self.tr("Why"), self.tr("Text")),
            [(str(row.row), self._why(row), words.visible(row.text)) for row in left_out[:_SHOWN]],
        )

    def _why(self, row: RejectedRow) -> str:
        reason = words.sentence(row.reason)
        if row.of_row is None:
            return reason
        return self.tr("{0} as in row {1}").format(reason, row.of_row)


def _table(name: str) -> QTableWidget:
    made = QTableWidget()
    made.setAccessibleName(name)
    made.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    made.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    made.setTabKeyNavigation(False)
    made.setShowGrid(False)
    made.setWordWrap(False)
    made.verticalHeader().hide()
    made.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    made.horizontalHeader().setStretchLastSection(True)
    made.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
    return made


def _fill(table: QTableWidget, headings: tuple[str, ...], rows: list[tuple[str, ...]] | tuple[()]) -> None:
    first = table.columnCount() == 0
    table.setColumnCount(len(headings))
    table.setHorizontalHeaderLabels(headings)
    table.setRowCount(len(rows))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            table.setItem(number, column, QTableWidgetItem(" ".join(text.split())[:300]))
    if first and headings:
        for column in range(len(headings) - 1):
            table.resizeColumnToContents(column)
            table.setColumnWidth(column, min(table.columnWidth(column) + 12, 240))
