"""Two screens side by side: what differs in their plans, and which verdicts changed."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.service.compare import Comparison, Pair, Side
from app.service.summaries import ScreenSummary
from app.ui import words
from app.ui.look import Look
from app.ui.views.widgets import label, row_of

_DIFFERENCES_SHOWN = 12
_NONE = "\N{EN DASH}"
_ARROW = "\N{RIGHTWARDS ARROW}"


class CompareDialog(QDialog):
    """Shows a Comparison of two screens."""

    def __init__(
        self,
        look: Look,
        first: ScreenSummary,
        second: ScreenSummary,
        found: Comparison,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._found = look, found
        self.setWindowTitle(self.tr("Compare two screens"))
        self.resize(1000, 620)
        self.told = label(wrap=True)
        self.told.setText(self._summary())
        differences = found.differences[:_DIFFERENCES_SHOWN]
        plans = "\n".join(
            f"{words.plan_field(key)}: {words.isolated(one) or _NONE} {_ARROW} {words.isolated(two) or _NONE}"
            for key, one, two in differences
        )
        if len(found.differences) > _DIFFERENCES_SHOWN:
            plans += "\n\N{HORIZONTAL ELLIPSIS}"
        self.only_changed = QCheckBox(self.tr("Only verdicts that changed"))
        self.only_changed.setChecked(True)
        self.only_changed.toggled.connect(self._fill)
        self.table = QTableWidget()
        self.table.setAccessibleName(self.tr("Verdicts of both screens"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.table.horizontalHeader().setStretchLastSection(True)
        self._headings = (
            self.tr("Id"),
            self.tr("Title"),
            self.tr("First"),
            self.tr("decided by"),
            self.tr("Second"),
            self.tr("decided by"),
        )
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        close.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for which, screen in ((self.tr("First"), first), (self.tr("Second"), second)):
            what = f"{words.isolated(screen.list_name)}, {words.moment(screen.at)}, {screen.id}"
            layout.addLayout(row_of(label(which, "heading"), label(what, "muted", selectable=True), 1))
        layout.addWidget(self.told)
        layout.addWidget(label(self.tr("Differences of the plans"), "heading"))
        same = self.tr("None: both were run under the same plan.")
        layout.addWidget(label(plans or same, "muted", wrap=True, selectable=True))
        layout.addWidget(self.only_changed)
        layout.addWidget(self.table, 1)
        layout.addWidget(close)
        self._fill()

    def _summary(self) -> str:
        found = self._found
        told = self.tr("%Ln hypothesis(es) stand in both", "", len(found.pairs))
        told += self.tr("; %Ln verdict(s) changed", "", len(found.changed))
        moves = Counter((p.first.verdict, p.second.verdict) for p in found.changed)
        if moves:
            parts = (f"{_word(a)} {_ARROW} {_word(b)}: {count}" for (a, b), count in moves.most_common())
            told += f" ({', '.join(parts)})"
        if found.only_first or found.only_second:
            told += self.tr("; {0} only in the first, {1} only in the second").format(
                found.only_first, found.only_second
            )
        return told + "."

    def _fill(self) -> None:
        pairs = self._found.changed if self.only_changed.isChecked() else self._found.pairs
        self.table.setColumnCount(len(self._headings))
        self.table.setHorizontalHeaderLabels(self._headings)
        self.table.setRowCount(len(pairs))
        for number, pair in enumerate(pairs):
            self._fill_row(number, pair)
        for column, width in enumerate((80, 220, 110, 225, 110)):
            self.table.setColumnWidth(column, width)

    def _fill_row(self, number: int, pair: Pair) -> None:
        hypothesis = pair.hypothesis
        texts = [words.visible(t) for t in (hypothesis.id, hypothesis.title or hypothesis.statement[:100])]
        for side in (pair.first, pair.second):
            texts += [_verdict(side), self._by(side)]
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            shown = {2: pair.first, 4: pair.second}.get(column)
            if shown is not None and shown.verdict:
                item.setForeground(self._look.theme.color(shown.verdict))
            self.table.setItem(number, column, item)

    def _by(self, side: Side) -> str:
        """Which pass decided it, and what it spent."""
        if side.decided_by is None:
            return ""
        return self.tr("{0}, {1} of {2} tokens").format(
            words.pass_name(side.decided_by),
            words.number(side.thinking_tokens),
            words.number(side.budget or 0),
        )


def _word(verdict: str | None) -> str:
    return words.verdict(verdict) or _NONE


def _verdict(side: Side) -> str:
    text = _word(side.verdict)
    return text if side.p_advance is None else f"{text} {words.number(side.p_advance, 2)}"
