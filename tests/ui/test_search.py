"""Searching all traces in the window: the words of real traces, from the field to the row."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.core.plan import PassKind
from app.core.wording import words
from app.service.workbench import StoredPass
from app.ui.models.run_state import RunState
from app.ui.models.search_model import HitColumn
from app.ui.views.search_view import SearchView
from tests.support.window import Hand


@pytest.fixture
def screened(hand: Hand, short_list: Path) -> Hand:
    """A window with a complete screen."""
    hand.use_list(short_list)
    hand.budgets(triage=8, deep=8)
    hand.run_to_end()
    hand.until(lambda: hand.page.detail.record.text)
    return hand


def searched(hand: Hand, text: str) -> SearchView:
    """The view once a text was typed and looked for."""
    view, model = hand.window.history_page.search, hand.desk.search
    hand.window.go("history")
    hand.until(lambda: view.field.isVisible())
    hand.focus(view.field)
    view.field.clear()
    hand.qtbot.keyClicks(view.field, text)
    hand.until(lambda: model.text == text.strip() and not model.searching)
    return view


def a_word_of(hand: Hand, hypothesis: str) -> str:
    """A word of that row's triage trace."""
    hand.page.table.select(hypothesis)
    hand.until(lambda: isinstance(hand.desk.selection.passes[PassKind.TRIAGE], StoredPass))
    stored = hand.desk.selection.passes[PassKind.TRIAGE]
    assert isinstance(stored, StoredPass)
    return max(words(stored.trace.thinking_text), key=len)


def test_a_word_of_a_trace_opens_its_row(screened: Hand) -> None:
    hand = screened
    word = a_word_of(hand, "C")
    screen_id = hand.desk.shown.id
    hand.trigger("again")
    hand.until_state(RunState.READY)
    view = searched(hand, f"gamma {word}")
    model = hand.desk.search
    assert view.isVisible()
    assert not hand.window.history_page.table.isVisible()
    place = [model.hit(row).kind for row in range(model.rowCount())].index(PassKind.TRIAGE)
    assert model.index(place, HitColumn.HYPOTHESIS).data() == "C Gamma"
    assert model.index(place, HitColumn.PASS).data() == "Triage"
    assert model.index(place, HitColumn.LIST).data() == "ideas.csv"
    hit = model.hit(place)
    assert word in [hit.snippet.text[a:b].lower() for a, b in hit.snippet.marks]
    view.table.grab()
    hand.qtbot.keyClick(view.field, Qt.Key.Key_Return)
    hand.until(view.table.hasFocus)
    view.table.setCurrentIndex(model.index(place, 0))
    hand.qtbot.keyClick(view.table, Qt.Key.Key_Return)
    hand.until(lambda: hand.desk.shown and hand.desk.shown.id == screen_id)
    hand.until(lambda: hand.desk.selection.row and hand.desk.selection.row.hypothesis.id == "C")
    assert hand.window.pages.currentWidget() is hand.page


def test_escape_brings_the_screens_back(screened: Hand) -> None:
    hand = screened
    view = searched(hand, "nowhere in it")
    assert view.told.text() == "No trace has all of these words."
    hand.qtbot.keyClick(view.field, Qt.Key.Key_Escape)
    assert view.field.text() == ""
    assert not view.isVisible()
    assert hand.window.history_page.table.isVisible()
    view = searched(hand, "gamma")
    assert view.told.text() == "2 traces found"
    hand.focus(view.table)
    hand.qtbot.keyClick(view.table, Qt.Key.Key_Escape)
    assert not view.isVisible()
    assert view.field.hasFocus()


def test_the_latest_text_wins(screened: Hand) -> None:
    hand = screened
    model = hand.desk.search
    for text in ("alpha", "beta", "gamma"):
        model.ask(text)
        model._waiting.stop()
        model._step()
    hand.until(lambda: not model.searching)
    hand.settle()
    assert {model.hit(row).hypothesis for row in range(model.rowCount())} == {"C"}
    model.ask(" ")
    assert (model.rowCount(), model.searching) == (0, False)


def test_a_generation_by_hand_has_no_row(screened: Hand) -> None:
    hand = screened
    page = hand.window.playground_page
    hand.window.go("playground")
    page.prompt.setPlainText("x")
    page.most.setValue(8)
    page.think.click()
    hand.until(lambda: hand.desk.playground.thought is not None)
    thought = hand.desk.playground.thought
    view = searched(hand, max(words(thought.trace.thinking_text), key=len))
    model = hand.desk.search
    place = [model.hit(row).trace_id for row in range(model.rowCount())].index(thought.trace_id)
    assert model.index(place, HitColumn.PASS).data() == "by hand"
    view.table.activated.emit(model.index(place, 0))
    assert "of the playground" in view.told.text()
    assert hand.window.pages.currentWidget() is hand.window.history_page


def test_an_older_store_is_indexed_first(screened: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    hand = screened
    monkeypatch.setattr("app.service.indexing._BATCH", 2)
    hand.desk.service.call(lambda bench: bench.store.clear_index(), None, pytest.fail)
    model = hand.desk.search
    told: list[int] = []
    model.changed.connect(lambda: told.append(model.unindexed))
    assert searched(hand, "gamma").told.text() == "2 traces found"
    assert [*dict.fromkeys(told)] == [0, 4, 2]
