"""The table's model: sorting by value, in place, and again while a run changes the rows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.qtbot import QtBot

from app.core.hypothesis import Hypothesis
from app.core.plan import PassKind, Verdict
from app.service.judgement import Judgement
from app.service.rows import PassResult, Row
from app.service.screens import NotDone
from app.ui.models.rows_filter import RowsFilter, Show
from app.ui.models.rows_model import Column, RowsModel, RowState

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


def row(id: str, p: float | None = None, tokens: int = 0, **more: object) -> Row:
    hypothesis = Hypothesis(id, f"Title {id}", f"About {id}")
    if p is None:
        return Row(hypothesis, **more)  # type: ignore[arg-type]
    verdict = Verdict.ADVANCE if p > 0.5 else Verdict.REJECT
    triage = PassResult(PassKind.TRIAGE, "t", verdict, p, p > 0.5, False, tokens, 64, "natural", 0, "why")
    return Row(hypothesis, triage, None, verdict.value, None, **more)  # type: ignore[arg-type]


@pytest.fixture
def model(qtbot: QtBot) -> RowsModel:
    return RowsModel([row("b", 0.9, 5), row("a", 0.1, 30), row("d"), row("c", 0.9, 20)])


def ids(model: RowsModel) -> list[str]:
    return [each.hypothesis.id for each in model.rows]


def test_columns_sort_by_value_and_equals_stay_in_the_lists_order(model: RowsModel) -> None:
    model.sort(Column.TRIAGE, DOWN)
    assert ids(model) == ["b", "c", "a", "d"]
    model.sort(Column.TRIAGE, UP)
    assert ids(model) == ["d", "a", "b", "c"]
    model.sort(Column.TRIAGE_TOKENS, DOWN)
    assert ids(model) == ["a", "c", "b", "d"]
    model.sort(Column.ID, UP)
    assert ids(model) == ["a", "b", "c", "d"]
    model.sort(-1)
    assert ids(model) == ["b", "a", "d", "c"]
    for place, each in enumerate(model.rows):
        assert model.place_of(each.hypothesis.id) == place
        assert model.matches(place, f"about {each.hypothesis.id}")


def test_a_selection_moves_with_its_row(model: RowsModel, qtbot: QtBot) -> None:
    shown = RowsFilter()
    shown.setSourceModel(model)
    index = QPersistentModelIndex(shown.index(1, Column.TITLE))
    shown.sort(Column.ID, DOWN)
    assert index.data() == "Title a"
    assert index.row() == 3
    shown.show_only(Show.REJECTED)
    assert [shown.index(n, 0).data() for n in range(shown.rowCount())] == ["a"]


def test_a_row_that_changes_goes_where_it_belongs(model: RowsModel, qtbot: QtBot) -> None:
    model.sort(Column.TRIAGE, DOWN)
    with qtbot.waitSignal(model.layoutChanged):
        model.put(row("d", 1.0))
    assert ids(model) == ["d", "b", "c", "a"]
    model.sort(Column.ID, UP)
    model.put(row("d", 0.0))
    assert ids(model) == ["a", "b", "c", "d"]


def test_ids_sort_as_they_are_counted(qtbot: QtBot) -> None:
    names = ["10", "H-2", "1", "h-10", "2", "H-1b", "", "H-1", "9" * 5000, "007"]
    model = RowsModel([row(name) for name in names])
    model.sort(Column.ID, UP)
    assert ids(model) == ["", "1", "2", "007", "10", "9" * 5000, "H-1", "H-1b", "H-2", "h-10"]


def test_an_overridden_verdict_is_told_sorted_and_filtered(qtbot: QtBot) -> None:
    def judged(id: str, p: float | None, verdict: Verdict) -> Row:
        return row(id, p, judgement=Judgement(verdict, "why", "me", "2027-01-01T00:00:00Z"))

    model = RowsModel(
        [
            row("none", 0.9),
            judged("same", 0.9, Verdict.ADVANCE),
            judged("other", 0.9, Verdict.REJECT),
            judged("early", None, Verdict.REJECT),
        ]
    )
    cells = {each: model.index(n, Column.OVERRIDDEN) for n, each in enumerate(ids(model))}
    assert {each for each, cell in cells.items() if cell.data() == "overridden"} == {"other"}
    assert cells["other"].data(Qt.ItemDataRole.AccessibleTextRole) == "overridden"
    shown = RowsFilter()
    shown.setSourceModel(model)
    shown.show_only(Show.OVERRIDDEN)
    assert [shown.index(n, 0).data() for n in range(shown.rowCount())] == ["other"]
    model.sort(Column.OVERRIDDEN, DOWN)
    assert ids(model)[0] == "other"


def test_each_heading_has_its_own_name(model: RowsModel) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    names = [model.headerData(column, Qt.Orientation.Horizontal, role) for column in Column]
    assert len(set(names)) == len(Column)
    assert model.headerData(Column.DEEP_TOKENS, Qt.Orientation.Horizontal) == "Deep\ntokens"


def test_states_at_rest_and_in_a_run(model: RowsModel) -> None:
    def states() -> list[RowState]:
        return [model.state_of(place) for place in range(4)]

    done, new = RowState.DONE, RowState.NEW
    assert states() == [done, done, new, done]
    model.await_run(True)
    assert states() == [done, done, RowState.WAITING, done]
    model.set_state("d", RowState.THINKING)
    assert model.index(2, Column.STATE).data() == "thinking"
    failed = replace(row("d"), final="error", failure=NotDone("No room.", cancelled=False))
    model.put(failed)
    assert model.index(2, Column.STATE).data(Qt.ItemDataRole.ToolTipRole) == "<qt>No room.</qt>"
    assert states()[2] is RowState.FAILED


def test_text_of_a_user_is_no_markup_in_a_tool_tip(qtbot: QtBot) -> None:
    hostile = "<b>bold</b> & <img src=x>"
    model = RowsModel([Row(Hypothesis("1", "", hostile))])
    tip = model.index(0, Column.TITLE).data(Qt.ItemDataRole.ToolTipRole)
    assert "<b>" not in tip
    assert "&lt;b&gt;bold&lt;/b&gt; &amp;" in tip
    assert model.index(0, Column.TITLE).data() == hostile
