"""Layouts that give way: widgets that go on in the next line, and pages that scroll only where they must."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QSizePolicy,
    QSpacerItem,
    QStyle,
    QWidget,
)


class FlowLayout(QLayout):
    """Widgets side by side; where the width ends they go on in the next line.

    In each line those that can grow share what is left of it, or else the stretches do.
    """

    def __init__(self, *parts: QWidget | int, spacing: int = 8) -> None:
        """A number is a stretch."""
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)
        for part in parts:
            if isinstance(part, int):
                self.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum))
            else:
                self.addWidget(part)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        # Asked many times for each time that a layout comes to rest.
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), place=False)
        return self._heights[width]

    def invalidate(self) -> None:
        """Something in it has changed."""
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:  # noqa: N802
        shown = self._shown()
        width = sum(map(_natural, shown)) + self.spacing() * max(0, len(shown) - 1)
        return QSize(width, max((item.sizeHint().height() for item in shown), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802
        shown = self._shown()
        width = max((max(item.minimumSize().width(), _least(item)) for item in shown), default=0)
        return QSize(width, max((item.minimumSize().height() for item in shown), default=0))

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, int]]]:
        """The items of each line with their widths; a stretch has none."""
        lines: list[list[tuple[QLayoutItem, int]]] = [[]]
        used = -self.spacing()
        for item in self._items:
            if item.spacerItem():
                lines[-1].append((item, 0))
                continue
            if item.isEmpty():
                continue
            wanted = min(_natural(item), width)
            if used >= 0 and used + self.spacing() + wanted > width:
                lines.append([])
                used = -self.spacing()
            lines[-1].append((item, wanted))
            used += self.spacing() + wanted
        return [line for line in lines if any(not item.spacerItem() for item, _ in line)]

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        top = rect.top()
        for line in self._lines(rect.width()):
            line = self._grown(line, rect.width())
            height = max(_height(item, width) for item, width in line)
            left = rect.left()
            for item, width in line:
                if item.spacerItem():
                    left += width
                    continue
                if place:
                    direction, parent = Qt.LayoutDirection.LeftToRight, self.parentWidget()
                    if parent:
                        direction = parent.layoutDirection()
                    at = QRect(left, top, width, height)
                    item.setGeometry(QStyle.visualRect(direction, rect, at))
                left += width + self.spacing()
            top += height + self.spacing()
        return max(0, top - self.spacing() - rect.top())

    def _grown(self, line: list[tuple[QLayoutItem, int]], width: int) -> list[tuple[QLayoutItem, int]]:
        widgets = [item for item, _ in line if not item.spacerItem()]
        left = width - sum(wide for _, wide in line) - self.spacing() * (len(widgets) - 1)
        growers = [item for item in widgets if _grows(item)]
        sharing = growers or [item for item, _ in line if item.spacerItem()]
        found = []
        for item, wide in line:
            if any(item is each for each in sharing):
                share = left // len(sharing)
                if not item.spacerItem():
                    share = min(share, item.maximumSize().width() - wide)
                left -= share
                sharing = sharing[1:]
                wide += share
            found.append((item, wide))
        return found


def _least(item: QLayoutItem) -> int:
    """The least width of what asks for none: of a label that cuts its text, what it should show of it."""
    widget = item.widget()
    ignored = widget is not None and widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored
    return widget.minimumSizeHint().width() if widget is not None and ignored else 0


def _natural(item: QLayoutItem) -> int:
    """The width that an item takes where there is room: a text that may break, on one line."""
    widget = item.widget()
    if isinstance(widget, QLabel) and widget.wordWrap():
        return max(map(widget.fontMetrics().horizontalAdvance, widget.text().split("\n"))) + 2
    return max(item.sizeHint().width(), _least(item))


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()


def _grows(item: QLayoutItem) -> bool:
    widget = item.widget()
    if widget is None:
        return False
    policy = widget.sizePolicy().horizontalPolicy()
    return policy is QSizePolicy.Policy.Ignored or bool(
        policy.value & QSizePolicy.PolicyFlag.ExpandFlag.value
    )


class Sheet(QWidget):
    """A part of a page that says how high it must be at the width that it has."""

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """The least height: a scroll area scrolls what is higher than itself."""
        layout = self.layout()
        if layout is None:
            return super().heightForWidth(width)
        return layout.totalMinimumHeightForWidth(width)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        hint = super().minimumSizeHint()
        return QSize(hint.width(), max(hint.height(), self.heightForWidth(max(hint.width(), self.width()))))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class Scrolled(QScrollArea):
    """Scrolls a sheet where there is too little room for it; as wide as the sheet must be."""

    def __init__(self, sheet: QWidget, name: str, *, least_lines: int = 4, wide: bool = True) -> None:
        """A page.

        Args:
            sheet: what is scrolled.
            name: for screen readers.
            least_lines: how high the area is at least.
            wide: whether it asks for the sheet's least width; else it scrolls sideways too.
        """
        super().__init__()
        self._sheet, self._least_lines, self._wide = sheet, least_lines, wide
        self.setWidget(sheet)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setAccessibleName(name)
        # What is in it has the focus, and the area follows that.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The whole sheet."""
        return self._sheet.sizeHint().expandedTo(self.minimumSizeHint())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        height = self.fontMetrics().lineSpacing() * self._least_lines
        if not self._wide:
            return QSize(self.fontMetrics().averageCharWidth() * 20, height)
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._sheet.minimumSizeHint().width() + bar, height)


class Capped(QScrollArea):
    """As high as its text at the width that it has, up to some lines; the rest scrolls."""

    def __init__(self, text: QWidget, name: str, lines: int) -> None:
        super().__init__()
        self._text, self._lines = text, lines
        self.setWidget(text)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        most = self.fontMetrics().lineSpacing() * self._lines
        whole = self._text.heightForWidth(width)
        return whole if 0 <= whole <= most else most

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(super().sizeHint().width(), self.heightForWidth(max(self.width(), 1)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.fontMetrics().averageCharWidth() * 20, self.fontMetrics().lineSpacing())

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().viewportEvent(event)


def fit(dialog: QWidget, width: int) -> None:
    """Make a dialog as high as what is in it, and no larger than the screen."""
    hint, screen = dialog.sizeHint(), dialog.screen().availableSize() * 0.9
    dialog.resize(QSize(max(width, hint.width()), hint.height()).boundedTo(screen))
