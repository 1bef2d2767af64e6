"""The pages at the window's left edge."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout

from app.ui.look import Look
from app.ui.views.actions import Actions, plain

_WIDTH = 88


class Sidebar(QFrame):
    """One button a page, and the settings at the bottom."""

    chosen = Signal(str)

    def __init__(self, look: Look, actions: Actions, pages: tuple[str, ...]) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self._pages = pages
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 10, 6, 10)
        for number, name in enumerate((*pages, "settings")):
            action = actions[name]
            each = QToolButton()
            each.setText(plain(action.text()))
            each.setAccessibleName(each.text())
            each.setToolTip(action.toolTip())
            each.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            each.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            each.setMinimumWidth(_WIDTH)
            look.dress(each, name)
            if name in pages:
                each.setCheckable(True)
                self._group.addButton(each, number)
            else:
                layout.addStretch(1)
                each.clicked.connect(action.trigger)
            layout.addWidget(each)
        self._group.idClicked.connect(lambda number: self.chosen.emit(pages[number]))

    def show_page(self, name: str) -> None:
        """Mark the page that is shown."""
        self._group.button(self._pages.index(name)).setChecked(True)
