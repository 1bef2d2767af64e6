"""Layouts that give way: widgets that go on in the next line, and pages that scroll only where they must."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QWidget,
)

_CHANGES = (
    QEvent.Type.LayoutRequest,
    QEvent.Type.ChildRemoved,
    QEvent.Type.FontChange,
    QEvent.Type.StyleChange,
    # A part that changes while the page is not shown asks for nothing.
    QEvent.Type.Show,
)


class Flow(QWidget):
    """Widgets side by side; where the width ends they go on in the next line.

    In each line those that can grow share what is left of it, or else the stretches do. It is no layout: the
    items of a layout end with their widgets, and what Python holds of them would not.
    """

    def __init__(self, *parts: QWidget | int, spacing: int = 8) -> None:
        """A number is a stretch."""
        super().__init__()
        self._parts = [part if isinstance(part, QWidget) else None for part in parts]
        self._spacing = spacing
        self._heights: dict[int, int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for part in self._widgets():
            part.setParent(self)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        # Asked many times for each time that a page comes to rest.
        if width not in self._heights:
            self._heights[width] = self._arrange(width, place=False)
        return self._heights[width]

    def sizeHint(self) -> QSize:  # noqa: N802
        shown = self._shown()
        width = sum(map(_natural, shown)) + self._spacing * max(0, len(shown) - 1)
        return QSize(width, max((_hint(part).height() for part in shown), default=0))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        shown = self._shown()
        width = max((max(_minimum(part).width(), _least(part)) for part in shown), default=0)
        return QSize(width, max((_minimum(part).height() for part in shown), default=0))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._arrange(self.width(), place=True)

    def event(self, event: QEvent) -> bool:
        if event.type() in _CHANGES:
            self._heights.clear()
            self.updateGeometry()
            self._arrange(self.width(), place=True)
        return super().event(event)

    def _widgets(self) -> list[QWidget]:
        return [part for part in self._parts if part is not None]

    def _shown(self) -> list[QWidget]:
        return [part for part in self._widgets() if not part.isHidden()]

    def _lines(self, width: int) -> list[list[tuple[QWidget | None, int]]]:
        """The parts of each line with their widths; a stretch has none."""
        lines: list[list[tuple[QWidget | None, int]]] = [[]]
        used = -self._spacing
        for part in self._parts:
            if part is None:
                lines[-1].append((part, 0))
                continue
            if part.isHidden():
                continue
            wanted = min(_natural(part), width)
            if used >= 0 and used + self._spacing + wanted > width:
                lines.append([])
                used = -self._spacing
            lines[-1].append((part, wanted))
            used += self._spacing + wanted
        return [line for line in lines if any(part is not None for part, _ in line)]

    def _arrange(self, width: int, *, place: bool) -> int:
        top = 0
        for line in self._lines(width):
            grown = self._grown(line, width)
            height = max(_height(part, wide) for part, wide in grown if part is not None)
            left = 0
            for part, wide in grown:
                if part is None:
                    left += wide
                    continue
                if place:
                    at = QRect(left, top, wide, height)
                    part.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), at))
                left += wide + self._spacing
            top += height + self._spacing
        return max(0, top - self._spacing)

    def _grown(self, line: list[tuple[QWidget | None, int]], width: int) -> list[tuple[QWidget | None, int]]:
        count = sum(part is not None for part, _ in line)
        left = width - sum(wide for _, wide in line) - self._spacing * (count - 1)
        growers = [number for number, (part, _) in enumerate(line) if part is not None and _grows(part)]
        sharing = growers or [number for number, (part, _) in enumerate(line) if part is None]
        found = []
        for number, (part, wide) in enumerate(line):
            if number in sharing:
                share = left // len(sharing)
                if part is not None:
                    share = min(share, part.maximumWidth() - wide)
                left -= share
                sharing = sharing[1:]
                wide += share
            found.append((part, wide))
        return found


def _ignored(part: QWidget) -> bool:
    return part.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored


def _hint(part: QWidget) -> QSize:
    """What a widget asks for, within its bounds."""
    hint = part.sizeHint().expandedTo(part.minimumSizeHint())
    return hint.boundedTo(part.maximumSize()).expandedTo(part.minimumSize())


def _minimum(part: QWidget) -> QSize:
    """The least that a widget can do with."""
    shrinks = bool(part.sizePolicy().horizontalPolicy().value & QSizePolicy.PolicyFlag.ShrinkFlag.value)
    width = part.minimumSizeHint().width() if shrinks else _hint(part).width()
    least = QSize(0 if _ignored(part) else width, _hint(part).height())
    return least.boundedTo(part.maximumSize()).expandedTo(part.minimumSize())


def _least(part: QWidget) -> int:
    """The least width of what asks for none: of a label that cuts its text, what it should show of it."""
    return part.minimumSizeHint().width() if _ignored(part) else 0


def _natural(part: QWidget) -> int:
    """The width that a widget takes where there is room: a text that may break, on one line."""
    if isinstance(part, QLabel) and part.wordWrap():
        return max(map(part.fontMetrics().horizontalAdvance, part.text().split("\n"))) + 2
    return _least(part) if _ignored(part) else _hint(part).width()


def _height(part: QWidget, width: int) -> int:
    return part.heightForWidth(width) if part.hasHeightForWidth() else _hint(part).height()


def _grows(part: QWidget) -> bool:
    policy = part.sizePolicy().horizontalPolicy()
    return _ignored(part) or bool(policy.value & QSizePolicy.PolicyFlag.ExpandFlag.value)


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
