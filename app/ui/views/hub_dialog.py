"""Any model of the Hub: its repository, its file, and a token where it is private."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from app.ui.views.flow import Scrolled, Sheet, fit
from app.ui.views.widgets import add_row, form, label


class HubDialog(QDialog):
    """What is to be downloaded; nothing of the token is kept here."""

    def __init__(self, repo: str, file: str, parent: QWidget) -> None:
        """`repo` and `file` are proposed."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Download from the Hub"))
        self.repo, self.file, self.token = QLineEdit(repo), QLineEdit(file), QLineEdit()
        self.repo.setPlaceholderText("bartowski/simplescaling_s1.1-32B-GGUF")
        self.file.setPlaceholderText("simplescaling_s1.1-32B-Q4_K_M.gguf")
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.setPlaceholderText(self.tr("only for private models"))
        page = Sheet()
        rows = form(page)
        for text, field in (
            (self.tr("Repository"), self.repo),
            (self.tr("GGUF file; of a split one any part"), self.file),
            (self.tr("Access token"), self.token),
        ):
            add_row(rows, text, field)
            field.setAccessibleName(text)
        told = self.tr(
            "A download that was paused goes on. A token goes into the system's keyring, or where there is "
            "none into a file that only you may read, and is sent to the Hub alone."
        )
        rows.addRow(label(told, "muted", wrap=True))
        cancel = QDialogButtonBox.StandardButton.Cancel
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | cancel)
        self.start = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.start.setText(self.tr("Download"))
        self.start.setProperty("primary", True)
        buttons.button(cancel).setText(self.tr("Cancel"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(Scrolled(page, self.windowTitle()), 1)
        layout.addWidget(buttons)
        for field in (self.repo, self.file):
            field.textChanged.connect(self._enable)
        self._enable()
        fit(self, 640)

    def _enable(self) -> None:
        self.start.setEnabled(bool(self.repo.text().strip() and self.file.text().strip()))
