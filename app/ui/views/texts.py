"""Texts to read: the honest limits of the dial, the keyboard shortcuts, what this program is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.ui.views.widgets import label

translate = QCoreApplication.translate


class TextDialog(QDialog):
    """Paragraphs under a title."""

    def __init__(self, title: str, paragraphs: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        body = QWidget()
        lines = QVBoxLayout(body)
        lines.setSpacing(10)
        for text in paragraphs:
            lines.addWidget(label(text, wrap=True, selectable=True))
        lines.addStretch(1)
        _finish(self, title, body)
        self.resize(620, 520)


class ShortcutsDialog(QDialog):
    """Every action that has a key, and what the keys of the views do."""

    def __init__(
        self, groups: Sequence[tuple[str, Sequence[tuple[str, str]]]], parent: QWidget | None = None
    ) -> None:
        """`groups` are headings with their (what it does, keys)."""
        super().__init__(parent)
        body = QWidget()
        grid = QGridLayout(body)
        grid.setColumnStretch(0, 1)
        number = 0
        for heading, lines in groups:
            grid.addWidget(label(heading, "heading"), number, 0, 1, 2)
            number += 1
            for text, keys in lines:
                grid.addWidget(label(text), number, 0)
                grid.addWidget(label(keys), number, 1, Qt.AlignmentFlag.AlignRight)
                number += 1
        grid.setRowStretch(number, 1)
        _finish(self, self.tr("Keyboard"), body)
        self.resize(560, 620)


def limits_of_the_dial() -> tuple[str, ...]:
    """The honest limits, from the paper (arXiv 2501.19393) and from what was measured here."""
    return (
        translate(
            "limits",
            "Thinking time is a parameter here: you set it, measure what it buys, and hold it fixed "
            "when a result has to be reproduced. That is worth something only with these limits in "
            "mind.",
        ),
        translate(
            "limits",
            "The published gains of budget forcing are on competition mathematics, the friendliest "
            "terrain there is. Whether they carry over to your hypotheses is to be measured on your "
            "own work.",
        ),
        translate(
            "limits",
            "The dial has a top end. In the paper more Waits stop helping at about six, and the model"
            " begins to loop.",
        ),
        translate(
            "limits",
            "Its step from 50.0 to 56.7 % on AIME24 is two problems of thirty; the 95 % intervals are"
            " 33 to 67 and 39 to 73 %. Ask of any accuracy its n and its interval.",
        ),
        translate(
            "limits",
            "s1's traces were distilled from a stronger model. A budget brings out what was learnt; "
            "it adds no knowledge.",
        ),
        translate(
            "limits",
            "A verdict is a model's opinion, not a statistical test, and P(advance) is the "
            "probability that the model gives to a word.",
        ),
        translate(
            "limits",
            "“Exact” means that equal requests give equal tokens on this machine, this build and this"
            " model file, whatever runs beside them. It does not hold across machines.",
        ),
    )


def keys_of(action: QAction) -> str:
    """An action's shortcuts as the system writes them."""
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(sequence.toString(native) for sequence in action.shortcuts())


def _finish(dialog: QDialog, title: str, body: QWidget) -> None:
    dialog.setWindowTitle(title)
    area = QScrollArea()
    area.setWidget(body)
    area.setWidgetResizable(True)
    area.setAccessibleName(title)
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    close.button(QDialogButtonBox.StandardButton.Close).setText(translate("texts", "Close"))
    close.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(label(title, "title"))
    layout.addWidget(area, 1)
    layout.addWidget(close)
