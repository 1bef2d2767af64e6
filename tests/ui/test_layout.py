"""Whatever size and font: nothing cut, nothing on top of another; and what is shown of texts from outside."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.core.hypothesis import Hypothesis
from app.core.plan import Verdict
from app.service.rows import Row
from app.ui import words
from app.ui.models.judgements import Opinion
from app.ui.models.problems import Problem
from app.ui.models.rows_model import Column, RowsModel
from app.ui.models.run_state import RunState
from app.ui.views.flow import Scrolled
from app.ui.views.import_dialog import ImportDialog
from app.ui.views.plan_dialog import PlanDialog
from app.ui.views.results_table import ColumnMenu
from app.ui.views.settings_dialog import SettingsDialog
from app.ui.views.widgets import ElidedLabel, set_role
from tests.support.clashes import clashes
from tests.support.window import Hand, window

# Width, height, points: from the window's own least size to the largest font that the settings offer.
SIZES = ((900, 600, 10), (1280, 800, 18), (1440, 900, 24))


def look_at(hand: Hand, *pages: str) -> list[str]:
    """What clashes on the pages at all sizes, beginning with the present font: another one takes a second."""
    found = []
    preferences = hand.application.preferences
    for width, height, points in sorted(SIZES, reverse=preferences.value.font_size == SIZES[-1][-1]):
        preferences.set(replace(preferences.value, font_size=points))
        hand.window.resize(width, height)
        for page in pages:
            hand.window.go(page)
            hand.settle()
            if page == "models":
                hand.until(lambda: hand.desk.models.entries)
            assert (hand.window.width(), hand.window.height()) == (width, height)
            found += [f"{page} {width} x {height}, {points} pt: {each}" for each in settled(hand.window)]
    return found


def settled(root: QWidget) -> list[str]:
    """What clashes once the layouts have come to rest: one that changes its height makes others change."""
    for _ in range(10):
        QApplication.processEvents()
        if not (found := clashes(root)):
            break
    return found


@pytest.mark.parametrize("language", ["en", "de"])
def test_nothing_is_cut_and_nothing_overlaps(qtbot: QtBot, short_list: Path, language: str) -> None:
    with window(qtbot, language=language) as hand:
        assert look_at(hand, "screen", "history", "playground", "dial", "models") == []
        hand.use_list(short_list)
        hand.budgets(triage=8, deep=8)
        hand.run_to_end()
        hand.desk.judge(Opinion(Verdict.UNSURE, "Not our market."))
        hand.window.playground_page.example.click()
        hand.until(lambda: hand.desk.playground.thought)
        hand.window.say("info", "The screen is unfinished.", (("Resume it", print), ("Look at it", print)))
        assert look_at(hand, "screen", "history", "playground") == []
        hand.trigger("again")
        hand.until_state(RunState.READY)
        assert look_at(hand, "screen") == []


@pytest.mark.parametrize("points", [9, 24])
def test_dialogs_fit_a_screen(qtbot: QtBot, points: int) -> None:
    with window(qtbot, font_size=points) as hand:
        for open_it, kind in (
            (hand.window.dialogs.settings, SettingsDialog),
            (hand.window.dialogs.plan, PlanDialog),
        ):
            open_it()
            dialog: QDialog = hand.dialog(kind)
            assert dialog.width() <= 1440
            assert dialog.height() <= dialog.screen().availableSize().height()
            if points == 9:
                (area,) = (each for each in dialog.findChildren(Scrolled) if each.isVisible())
                assert area.verticalScrollBar().maximum() == 0
            assert settled(dialog) == []
            dialog.reject()


def test_few_messages_are_shown_and_the_rest_is_counted(hand: Hand) -> None:
    for number in range(14):
        hand.desk.problems.raised.emit(Problem("A list cannot be read", f"File {number} is no list."))
    shown = [banner for banner in hand.banners if banner.isVisible()]
    assert [banner.message.text() for banner in shown] == [f"File {n} is no list." for n in (13, 12, 11)]
    assert hand.window.banners.left.text() == "11 more messages"
    shown[1].close_banner()
    shown = [banner for banner in hand.banners if banner.isVisible()]
    assert [banner.message.text() for banner in shown] == [f"File {n} is no list." for n in (13, 11, 10)]
    assert hand.window.banners.left.text() == "10 more messages"
    hand.window.banners.close_all.click()
    assert hand.banners == []
    assert not hand.window.banners.left.isVisible()


def test_a_label_is_cut_anew_when_it_becomes_bold(hand: Hand) -> None:
    label = ElidedLabel()
    label.setParent(hand.window)
    label.show()
    text = "advance, P(advance) 0.68, 20 tokens, ended by itself"
    label.resize(label.fontMetrics().horizontalAdvance(text) + 1, 20)
    label.set_text(text)
    assert label.text() == text
    set_role(label, "advance")
    assert label.font().bold() or label.font().weight() > 500
    assert label.text().endswith("\N{HORIZONTAL ELLIPSIS}")
    assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()


def test_signs_that_turn_the_text_are_seen_and_turn_nothing(hand: Hand, tmp_path: Path) -> None:
    turning = "buy \u202ecod\u2069.exe"
    assert words.visible(turning) == "buy [U+202E]cod[U+2069].exe"
    assert words.isolated("\u05d0") == "\u2068\u05d0\u2069"
    assert words.isolated("ideas.csv") == "ideas.csv"
    model = RowsModel([Row(Hypothesis("\u202e1", turning, "About"))])
    assert model.index(0, Column.ID).data() == "[U+202E]1"
    assert model.index(0, Column.TITLE).data() == "buy [U+202E]cod[U+2069].exe"
    path = tmp_path / "turned.csv"
    path.write_text(f"id,title,hypothesis\nA,{turning},Costs exceed the edge.\n", encoding="utf-8")
    hand.use_list(path)
    hand.budgets(triage=4, deep=4)
    hand.trigger("start")
    hand.until(lambda: hand.page.wall.panes)
    for label in hand.window.findChildren(ElidedLabel):
        assert "\u202e" not in label.accessibleName()
    hand.until_state(RunState.COMPLETE)


# The table's columns by keyboard


def entry(menu: QMenu, text: str) -> None:
    """Choose a menu's entry by its text without the mnemonic."""
    (found,) = (each for each in menu.actions() if each.text().replace("&", "") == text)
    assert found.isEnabled()
    found.trigger()


def test_columns_are_sorted_and_moved_without_a_mouse(
    hand: Hand, short_list: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.use_list(short_list)
    table = hand.page.table.table
    header = table.horizontalHeader()

    def order() -> list[str]:
        return [table.model().index(row, 0).data() for row in range(3)]

    hand.focus(table)
    opened: list[QMenu] = []
    monkeypatch.setattr(ColumnMenu, "popup", lambda menu, _place: opened.append(menu))
    hand.qtbot.keyClick(
        table, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    entry(opened[0], "Sort by \u201cId\u201d, descending")
    assert order() == ["C", "B", "A"]
    entry(table.column_menu(), "In the list's order")
    assert order() == ["A", "B", "C"]
    assert header.sortIndicatorSection() == -1
    table.setCurrentIndex(table.model().index(0, Column.STATE))
    entry(table.column_menu(), "Move \u201cState\u201d left")
    assert header.visualIndex(Column.STATE) == Column.STATE - 1
    entry(table.column_menu(), "Move \u201cState\u201d right")
    assert header.visualIndex(Column.STATE) == Column.STATE
    # A hidden one is leapt over.
    table.setColumnHidden(Column.TRIAGE, True)
    entry(table.column_menu(), "Move \u201cState\u201d right")
    assert header.visualIndex(Column.STATE) == Column.TRIAGE_TOKENS
    entry(table.column_menu(), "Sort by \u201cState\u201d, ascending")
    entry(table.column_menu(), "Reset columns and order")
    assert header.visualIndex(Column.STATE) == Column.STATE
    assert not table.isColumnHidden(Column.TRIAGE)
    assert header.sortIndicatorSection() == -1


def test_the_third_click_gives_back_the_lists_order(hand: Hand, short_list: Path) -> None:
    hand.use_list(short_list)
    header = hand.page.table.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(Column.ID) + 10, header.height() // 2)
    seen = []
    for _ in range(3):
        hand.qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
        seen.append(header.sortIndicatorSection())
    assert seen == [0, 0, -1]


# Where files and the focus go


def text_of(field: QLineEdit | QPlainTextEdit) -> str:
    """What is written in it."""
    return field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()


def test_a_file_dropped_on_a_field_opens_the_list(hand: Hand, short_list: Path) -> None:
    hand.use_list(short_list)
    page = hand.window.playground_page
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(short_list))])
    rest = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    fields: list[QLineEdit | QPlainTextEdit] = [
        hand.page.table.search,
        hand.page.detail.reason,
        hand.page.plan_panel.seed,
        page.prompt,
        page.system,
    ]
    for field in fields:
        hand.window.go("screen" if hand.page.isAncestorOf(field) else "playground")
        field.setEnabled(True)
        target = field.viewport() if isinstance(field, QPlainTextEdit) else field
        middle, before = target.rect().center(), text_of(field)
        QApplication.sendEvent(target, QDragEnterEvent(middle, *rest))
        QApplication.sendEvent(target, QDropEvent(QPointF(middle), *rest))
        hand.dialog(ImportDialog).reject()
        hand.until(lambda: not any(isinstance(each, ImportDialog) for each in QApplication.topLevelWidgets()))
        assert text_of(field) == before


def test_the_first_key_screens_the_sample_list(hand: Hand) -> None:
    button = hand.page.empty.button
    assert hand.window.focusWidget() is button
    hand.qtbot.keyClick(button, Qt.Key.Key_Return)
    hand.until_state(RunState.RUNNING)
    hand.trigger("stop")
    hand.until_state(RunState.UNFINISHED)
