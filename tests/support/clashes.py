"""What a window shows badly: texts without room, and widgets that lie on one another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLayout,
    QSplitter,
    QStackedLayout,
    QTabBar,
    QWidget,
)

from app.ui.views.widgets import ElidedLabel

# Rounding.
_SLACK = 1


def clashes(root: QWidget) -> list[str]:
    """Each clash in words; empty where all is well."""
    found = [*cramped(root), *overlapping(root), *outside(root)]
    least = root.minimumSizeHint()
    if least.width() > root.width() or least.height() > root.height():
        found.append(f"the window needs {least.width()} x {least.height()}")
    return found


def shown(root: QWidget) -> Iterator[QWidget]:
    """The widgets that are visible, scrolled into sight or not."""
    for widget in root.findChildren(QWidget):
        if widget.isVisibleTo(root) and widget.width() and not isinstance(widget.parentWidget(), QTabBar):
            yield widget


def cramped(root: QWidget) -> Iterator[str]:
    """The labels, buttons and fields that are smaller than their text."""
    for widget in shown(root):
        needed = _needed(widget)
        if needed.width() > widget.width() + _SLACK or needed.height() > widget.height() + _SLACK:
            size = f"{widget.width()} x {widget.height()}"
            yield f"{_name(widget)} has {size} and needs {needed.width()} x {needed.height()}"


def _needed(widget: QWidget) -> QSize:
    match widget:
        case QLabel() if not widget.text():
            return QSize(0, 0)
        case ElidedLabel():
            return QSize(0, widget.fontMetrics().height())
        case QLabel() if widget.wordWrap():
            return QSize(widget.minimumSizeHint().width(), widget.heightForWidth(widget.width()))
        case QLabel() | QAbstractButton() | QAbstractSpinBox() | QComboBox():
            return widget.minimumSizeHint() if isinstance(widget, QComboBox) else widget.sizeHint()
    return QSize(0, 0)


def overlapping(root: QWidget) -> Iterator[str]:
    """The parts of one layout or splitter that lie on one another."""
    for layout in root.findChildren(QLayout):
        parent = layout.parentWidget()
        if parent is None or not parent.isVisibleTo(root) or isinstance(layout, QStackedLayout):
            continue
        # Not asked for its items: they end with their widgets, and what Python holds of them would not.
        widgets = [each for each in parent.children() if isinstance(each, QWidget)]
        inside = [each for each in widgets if layout.indexOf(each) >= 0 and not each.isHidden()]
        layouts = [each for each in layout.children() if isinstance(each, QLayout) and not each.isEmpty()]
        yield from _clash([(_of(each), each.geometry()) for each in (*inside, *layouts)])
    for splitter in root.findChildren(QSplitter):
        widgets = [splitter.widget(number) for number in range(splitter.count())]
        yield from _clash([(_of(each), each.geometry()) for each in widgets if each.isVisibleTo(root)])


def _clash(parts: list[tuple[str, QRect]]) -> Iterator[str]:
    for (one, first), (two, second) in combinations(parts, 2):
        common = first.intersected(second)
        if common.width() > _SLACK and common.height() > _SLACK:
            yield f"{one} and {two} overlap by {common.width()} x {common.height()}"


def outside(root: QWidget) -> Iterator[str]:
    """The widgets of a layout that stick out of what holds them, where that does not scroll."""
    for widget in shown(root):
        parent = widget.parentWidget()
        if parent is None or widget.isWindow() or parent.layout() is None:
            continue
        if parent.layout().indexOf(widget) < 0 or isinstance(parent.parentWidget(), QAbstractScrollArea):
            continue
        beyond = widget.geometry()
        room = parent.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
        if beyond.width() and beyond.height() and not room.contains(beyond):
            yield f"{_name(widget)} at {beyond.getRect()} sticks out of {parent.size().toTuple()}"


def _of(thing: QWidget | QLayout) -> str:
    return _name(thing) if isinstance(thing, QWidget) else f"a layout in {_name(thing.parentWidget())}"


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else widget.accessibleName()
    return f"{type(widget).__name__} {text!r} in {type(widget.parentWidget()).__name__}"
