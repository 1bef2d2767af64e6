"""The pages at the window's left edge."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout

from app.ui.look import Look
from app.ui.views.actions import Actions, plain


class _PageButton(QToolButton):
    """As wide as its text when that is bold, as it is on the page that is shown."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        bold = self.font()
        bold.setBold(True)
        metrics = QFontMetrics(bold)
        wide = max(metrics.horizontalAdvance(self.text()) + 20, 5 * metrics.height())
        return super().sizeHint().expandedTo(QSize(wide, 0))


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
            each = _PageButton(plain(action.text()))
            each.setToolTip(action.toolTip())
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
