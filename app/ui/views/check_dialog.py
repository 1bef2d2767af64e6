"""Checking a record: does it hold, and what of it does not."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import KnownError
from app.core.provenance import in_groups
from app.service.verification import Verification
from app.ui import words
from app.ui.look import Look
from app.ui.models.checks import Checks
from app.ui.views.widgets import add_row, button, form, label, row_of, set_role


class CheckDialog(QDialog):
    """Checks the store that is open, or a bundle or store that is chosen."""

    def __init__(self, look: Look, checks: Checks, where: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._checks = checks
        self.setWindowTitle(self.tr("Check a record"))
        self.resize(760, 520)
        self.where = QLineEdit(where)
        self.choose = button(self.tr("Choose…"))
        self.anchor = QLineEdit()
        self.anchor.setPlaceholderText(self.tr("64 hexadecimal digits, if you noted some"))
        self.anchor.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9a-fA-F]{64}"), self))
        self.check = button(self.tr("Check"), primary=True)
        look.dress(self.check, "check", "on_accent")
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(self.tr("The record is being checked"))
        self.told = label(wrap=True, selectable=True)
        self.more = label(wrap=True, selectable=True)
        self.problems = QListWidget()
        self.problems.setAccessibleName(self.tr("What does not hold"))
        self.problems.setWordWrap(True)
        self._lay_out()
        self.choose.clicked.connect(self._choose)
        self.check.clicked.connect(self._start)
        self.where.textChanged.connect(lambda _text: self._changed())
        self.anchor.textChanged.connect(lambda _text: self._changed())
        checks.state_changed.connect(self._show)
        self.finished.connect(lambda _code: checks.forget())
        checks.forget()
        self._show()

    def _lay_out(self) -> None:
        fields = form()
        place = QWidget()
        both = row_of(self.where, self.choose)
        both.setContentsMargins(0, 0, 0, 0)
        place.setLayout(both)
        add_row(fields, self.tr("Store or bundle"), place)
        self.where.setAccessibleName(self.tr("Store or bundle"))
        add_row(fields, self.tr("Head noted earlier"), self.anchor)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        close.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        told = self.tr(
            "Every entry of the ledger and every stored byte is read and compared with its digest; nothing "
            "is written. A head that you noted elsewhere shows that all up to it is as it was."
        )
        layout.addWidget(label(told, "muted", wrap=True))
        layout.addLayout(fields)
        layout.addLayout(row_of(1, self.check))
        layout.addWidget(self._busy)
        layout.addWidget(self.told)
        layout.addWidget(self.more)
        layout.addWidget(self.problems, 10)
        layout.addStretch(1)
        layout.addWidget(close)

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("A store or a bundle"), self.where.text(), self.tr("All files (*)")
        )
        if name:
            self.where.setText(name)

    def _changed(self) -> None:
        """What was found is not about what is asked now."""
        self._checks.forget()
        self._show()

    def _start(self) -> None:
        self._checks.check(self.where.text().strip(), self.anchor.text().lower() or None)

    def _show(self) -> None:
        busy, found, error = self._checks.busy, self._checks.found, self._checks.error
        whole = not self.anchor.text() or self.anchor.hasAcceptableInput()
        self.check.setEnabled(not busy and whole and bool(self.where.text().strip()))
        self._busy.setVisible(busy)
        self.told.setVisible(found is not None or error is not None)
        self.more.setVisible(found is not None)
        self.problems.setVisible(bool(found and found.problems))
        if found:
            self._tell(found)
        elif error:
            bug = self.tr("The record cannot be checked.")
            self.told.setText(words.sentence(error) if isinstance(error, KnownError) else bug)
            set_role(self.told, "reject")

    def _tell(self, found: Verification) -> None:
        place = words.isolated(found.location)
        holds = self.tr("{0} holds.") if found.ok else self.tr("{0} does not hold.")
        self.told.setText(holds.format(place))
        set_role(self.told, "advance" if found.ok else "reject")
        lines = [self.tr("%Ln entry(ies); head {0}", "", found.entries).format(found.head or "\N{EN DASH}")]
        document = found.document()
        if signer := document.get("fingerprint"):
            lines.append(
                self.tr(
                    "Screen {0}, signed by the key {1}. Ask the signer whether that is theirs: anyone can "
                    "sign with a key of their own."
                ).format(document["screen_id"], in_groups(signer))
            )
        if found.doubted:
            told = self.tr(
                "%Ln pass(es) in doubt: a model's file was written to meanwhile", "", len(found.doubted)
            )
            lines.append(told)
        self.more.setText("\n".join(lines))
        self.problems.clear()
        for problem in found.problems:
            entry = "" if problem.seq is None else self.tr("entry {0}: ").format(problem.seq)
            self.problems.addItem(words.visible(entry + problem.what))
