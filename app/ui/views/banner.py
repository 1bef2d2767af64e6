"""A strip above the page: what the user should know, or what went wrong and what to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout

from app.ui import icons
from app.ui.look import Look
from app.ui.models.problems import Problem
from app.ui.views.flow import Flow
from app.ui.views.widgets import Fold, button, label, row_of

_MOST = 3
_ICONS = {"info": ("info", "accent"), "warning": ("warning", "unsure"), "error": ("warning", "reject")}


class Banner(QFrame):
    """One message; it stays until it is closed."""

    closed = Signal()

    def __init__(
        self,
        look: Look,
        kind: str,
        text: str,
        actions: tuple[tuple[str, Callable[[], object]], ...] = (),
        *,
        title: str = "",
        details: str = "",
        closable: bool = True,
    ) -> None:
        """`kind` is "info", "warning" or "error"."""
        super().__init__()
        self._look, self._kind = look, kind
        self.setProperty("banner", kind)
        self.setAccessibleName(f"{title} {text}".strip())
        self._picture = QLabel()
        self.message = label(text, wrap=True, selectable=True)
        inside = QVBoxLayout()
        inside.setSpacing(2)
        if title:
            inside.addWidget(label(title, "heading"))
        inside.addWidget(self.message)
        if details:
            more = label(details, "muted", wrap=True, selectable=True)
            inside.addWidget(Fold(look, more, self.tr("Details"), unfolded=False))
            inside.addWidget(more)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 8, 4)
        layout.addWidget(self._picture)
        layout.addLayout(inside, 1)
        self.buttons = [button(text) for text, _ in actions]
        for each, (_, act) in zip(self.buttons, actions, strict=True):
            each.clicked.connect(lambda _checked, act=act: self._act(act))
        if self.buttons:
            layout.addWidget(Flow(*self.buttons))
        if closable:
            close = QToolButton()
            close.setProperty("flat", True)
            close.setAccessibleName(self.tr("Close this message"))
            close.setToolTip(self.tr("Close this message"))
            look.dress(close, "cross", "muted")
            close.clicked.connect(self.close_banner)
            layout.addWidget(close)
        look.changed.connect(self._redraw)
        self._redraw()

    @classmethod
    def of(cls, look: Look, problem: Problem) -> Banner:
        """An error with its remedies."""
        actions = tuple((remedy.label, remedy.act) for remedy in problem.remedies)
        return cls(look, "error", problem.message, actions, title=problem.title, details=problem.details)

    def close_banner(self) -> None:
        """Take it away."""
        self.setParent(None)
        self.closed.emit()
        self.deleteLater()

    def _act(self, act: Callable[[], object]) -> None:
        self.close_banner()
        act()

    def _redraw(self) -> None:
        icon, colour = _ICONS[self._kind]
        self._picture.setPixmap(
            icons.pixmap(icon, self._look.theme, colour, self.fontMetrics().lineSpacing() + 3)
        )


class Banners(QFrame):
    """The banners of a window, the newest on top and few at a time; the same text stands there once."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        # Not asked of the layout: its items end with their widgets, and what Python holds of them would not.
        self._banners: list[Banner] = []
        self.left = label("", "muted")
        self.close_all = button(self.tr("Close all messages"))
        self.close_all.clicked.connect(self._clear)
        self._rest = QFrame()
        rest = row_of(self.left, self.close_all, 1)
        rest.setContentsMargins(12, 0, 0, 0)
        self._rest.setLayout(rest)
        self._layout.addWidget(self._rest)
        self._arrange()

    def show_banner(self, banner: Banner) -> None:
        """Add a banner."""
        for earlier in self.banners:
            if earlier.accessibleName() == banner.accessibleName():
                earlier.close_banner()
        self._layout.insertWidget(0, banner)
        self._banners.insert(0, banner)
        banner.closed.connect(self._arrange)
        self._arrange()

    def _arrange(self) -> None:
        """Show the newest; the others come when those are closed."""
        self._banners = [banner for banner in self._banners if banner.parentWidget() is self]
        for place, banner in enumerate(self._banners):
            banner.setVisible(place < _MOST)
        left = len(self._banners) - _MOST
        self._rest.setVisible(left > 0)
        if left > 0:
            self.left.setText(self.tr("%Ln more message(s)", "", left))

    def _clear(self) -> None:
        for banner in self.banners:
            banner.close_banner()

    @property
    def banners(self) -> list[Banner]:
        """All that are not closed, from the newest."""
        return list(self._banners)
