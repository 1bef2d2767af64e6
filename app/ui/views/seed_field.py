"""A field for a seed; what is none cannot be typed."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QLineEdit

from app.core.sampling import MAX_SEED
from app.ui import words


class SeedField(QLineEdit):
    """Holds a whole number from 0 to MAX_SEED; empty it stands for the number that it shows dimmed."""

    def __init__(self, seed: int = 0) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Seed"))
        self.setToolTip(self.tr("A whole number from 0 to {0}").format(words.number(MAX_SEED)))
        self.setValidator(_SeedValidator(self))
        self.set_seed(seed)

    @property
    def seed(self) -> int:
        """The number."""
        return int(self.text() or self.placeholderText())

    def set_seed(self, seed: int) -> None:
        """Show a number; the cursor stays where it is already shown."""
        self.setPlaceholderText(str(seed))
        if (self.text() and int(self.text()) != seed) or not self.hasFocus():
            self.setText(str(seed))


class _SeedValidator(QValidator):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        if not text:
            return QValidator.State.Acceptable, text, position
        good = text.isascii() and text.isdigit() and int(text) <= MAX_SEED
        return QValidator.State.Acceptable if good else QValidator.State.Invalid, text, position
