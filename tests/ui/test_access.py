"""For those who do not see it or have no mouse: names, reach by the tabulator, keys that do not clash."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDial,
    QDialog,
    QLabel,
    QLineEdit,
    QProgressBar,
    QScrollBar,
    QTabBar,
    QWidget,
)

from app.ui.models.run_state import RunState
from app.ui.views.actions import Actions
from app.ui.views.hub_dialog import HubDialog
from app.ui.views.import_dialog import ImportDialog
from app.ui.views.plan_dialog import PlanDialog
from app.ui.views.settings_dialog import SettingsDialog
from app.ui.views.texts import ShortcutsDialog, TextDialog
from tests.support.window import Hand

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QDial,
    QLineEdit,
    QProgressBar,
    QTabBar,
)
# Parts that Qt makes, and names as it likes; all else is ours, a tab bar too.
QTS_OWN = ("qt_scrollarea_viewport", "qt_menubar_ext_button")


def own(widget: QWidget) -> bool:
    """Whether it is ours, and no part of a spin box, a combo box, a table or a scroll area."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractSpinBox | QComboBox | QLineEdit | QAbstractItemView | QTabBar):
            return False
        parent = parent.parentWidget()
    return not isinstance(widget, QScrollBar) and widget.objectName() not in QTS_OWN


def controls(root: QWidget) -> Iterator[QWidget]:
    """What can be seen and used of a window."""
    for widget in root.findChildren(QWidget):
        if isinstance(widget, CONTROLS) and own(widget) and widget.isVisibleTo(root):
            yield widget


def nameless(root: QWidget) -> list[str]:
    """The controls for which a screen reader has nothing to say."""
    found = []
    for widget in controls(root):
        interface = QAccessible.queryAccessibleInterface(widget)
        if not interface.text(QAccessible.Text.Name).strip():
            found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    return found


@pytest.fixture
def screened(hand: Hand, short_list: Path) -> Hand:
    """A window with a complete screen, a row selected."""
    hand.use_list(short_list)
    hand.budgets(triage=8, deep=8)
    hand.run_to_end()
    hand.until(lambda: hand.page.detail.record.text)
    return hand


def test_every_control_has_a_name(screened: Hand) -> None:
    hand = screened
    assert nameless(hand.window) == []
    for page in ("history", "playground", "dial", "models"):
        hand.window.go(page)
        hand.settle()
        assert nameless(hand.window) == [], page
    hand.trigger("again")
    hand.until_state(RunState.READY)
    assert nameless(hand.window) == []


def test_every_dialogs_control_has_a_name(hand: Hand, short_list: Path) -> None:
    opened: list[QDialog] = []
    hand.drop_file(short_list)
    opened.append(hand.dialog(ImportDialog))
    for open_it, kind in (
        (hand.window.dialogs.settings, SettingsDialog),
        (hand.window.dialogs.plan, PlanDialog),
        (lambda: hand.window.dialogs.keys(hand.window.acts), ShortcutsDialog),
        (hand.window.dialogs.limits, TextDialog),
        (lambda: hand.window.models_page.hub.click(), HubDialog),
    ):
        open_it()
        opened.append(hand.dialog(kind))
        assert nameless(opened[-1]) == [], kind
        opened[-1].reject()
    assert nameless(opened[0]) == []


def reached(hand: Hand, root: QWidget) -> set[QWidget]:
    """What the tabulator comes to, until it comes round."""
    seen: list[QWidget] = []
    for _ in range(300):
        hand.qtbot.keyClick(hand.window.focusWidget() or root, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        if focus is None or focus in seen:
            break
        seen.append(focus)
    return set(seen)


def unreached(hand: Hand) -> list[str]:
    """The controls of the shown page that the tabulator does not come to."""
    hand.window.activateWindow()
    hand.until(hand.window.isActiveWindow)
    found = reached(hand, hand.window)
    missed = []
    for widget in controls(hand.window):
        inside = QPoint(widget.width() // 2, widget.height() // 2)
        usable = widget.isEnabled() and widget.isVisible() and widget.rect().contains(inside)
        wants = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if usable and wants and widget not in found and widget.focusProxy() not in found:
            missed.append(f"{type(widget).__name__} {widget.accessibleName()!r}")
    for widget in controls(hand.window):
        if isinstance(widget, QAbstractButton) and widget.isEnabled() and widget.isVisible():
            keyboard = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
            # Within an exclusive group the arrow keys move on.
            assert keyboard or widget.group(), widget.accessibleName()
    return missed


def test_the_tabulator_reaches_every_control(screened: Hand) -> None:
    for page in ("screen", "history", "playground", "dial", "models"):
        screened.window.go(page)
        screened.settle()
        assert unreached(screened) == [], page


def test_no_key_stands_for_two_actions(hand: Hand) -> None:
    acts = hand.window.acts
    names = [name for _, group in Actions.GROUPS for name in group if name]
    keys = Counter(sequence.toString() for name in names for sequence in acts[name].shortcuts())
    assert [key for key, count in keys.items() if count > 1] == []
    assert len(names) == len(set(names))


def test_f1_lists_every_key(hand: Hand) -> None:
    hand.trigger("keys")
    labels = hand.dialog(ShortcutsDialog).findChildren(QLabel)
    listed = {key for each in labels for key in each.text().split(", ")}
    # What the window and all that is in it have, wherever it was made.
    native = QKeySequence.SequenceFormat.NativeText
    holders = [hand.window, *hand.window.findChildren(QWidget)]
    had = {
        key.toString(native) for each in holders for action in each.actions() for key in action.shortcuts()
    }
    had |= {each.key().toString(native) for each in hand.window.findChildren(QShortcut)}
    assert len(had) > 25
    assert had - listed == set()


def test_letters_typed_into_a_field_judge_nothing(screened: Hand) -> None:
    hand = screened
    hand.focus(hand.page.detail.reason)
    hand.qtbot.keyClicks(hand.page.detail.reason, "aru")
    assert hand.page.detail.reason.text() == "aru"
    hand.focus(hand.page.table.search)
    hand.qtbot.keyClicks(hand.page.table.search, "r")
    hand.settle()
    assert all(row.judgement is None for row in hand.desk.shown.rows.rows)


def test_menus_have_their_own_mnemonics(hand: Hand) -> None:
    def mnemonics(actions: list[QAction]) -> list[str]:
        texts = [action.text() for action in actions if not action.isSeparator()]
        return [text[text.index("&") + 1].lower() for text in texts if "&" in text]

    bar = hand.window.menuBar().actions()
    assert len(set(mnemonics(bar))) == len(bar)
    for entry in bar:
        letters = mnemonics(entry.menu().actions())
        assert len(letters) == len(set(letters)), entry.text()
