"""Two screens side by side, matched by what their hypotheses say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from app.core.plan import PassKind, SurvivalRule, Verdict
from app.service.compare import compare
from app.service.judgement import judge
from app.service.screens import Screen
from app.service.sealing import seal
from app.store import Store
from tests.support.screens import Loaded, demo_rows, make_plan, run_screen, start

ROWS = 4


@dataclass(frozen=True, slots=True)
class Screens:
    """Four rows under a plan, again under the same one, and without any thinking."""

    store: Store
    first: Screen
    again: Screen
    thoughtless: Screen


@pytest.fixture(scope="module")
def screens(narrow: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screens]:
    with Store.open(tmp_path_factory.mktemp("compare") / "winnow.sqlite") as store:
        plan = make_plan(narrow[1])
        without = make_plan(narrow[1], triage=0, deep=0, waits=0, seed=1)
        first, again, thoughtless = (
            run_screen(store, narrow, each, demo_rows(ROWS))[0] for each in (plan, plan, without)
        )
        yield Screens(store, first, again, thoughtless)


def test_under_the_same_plan_nothing_changes(screens: Screens) -> None:
    found = compare(screens.first, screens.again)
    assert len(found.pairs) == ROWS
    assert found.changed == found.differences == ()
    assert (found.only_first, found.only_second) == (0, 0)
    for pair in found.pairs:
        assert pair.first == pair.second
        assert pair.first.decided_by is PassKind.DEEP
        assert pair.first.budget == 40
        assert 0 < pair.first.thinking_tokens <= 40


def test_under_another_budget_verdicts_change_and_the_budgets_stand_beside_them(screens: Screens) -> None:
    found = compare(screens.first, screens.thoughtless)
    assert 0 < len(found.changed) < ROWS
    for pair in found.pairs:
        assert (pair.first.budget, pair.second.budget) == (40, 0)
        assert pair.second.thinking_tokens == 0
        assert pair.changed == (pair.first.verdict != pair.second.verdict)
        assert pair.first.p_advance != pair.second.p_advance
        for side, screen in ((pair.first, screens.first), (pair.second, screens.thoughtless)):
            assert side.verdict == screen.final_verdict(pair.hypothesis)
    assert found.differences == (
        ("triage.budget.max_tokens", "24", "0"),
        ("deep.budget.max_tokens", "40", "0"),
        ("deep.budget.waits", "1", "0"),
        ("seed", "0", "1"),
    )


def test_a_person_changes_no_verdict_of_the_models(screens: Screens) -> None:
    before = compare(screens.first, screens.again)
    id = screens.first.source.hypotheses[0].id
    judge(screens.store, screens.first.id, id, Verdict.UNSURE, "Both are wrong.")
    judged = Screen.load(screens.store, screens.first.id)
    assert judged.judgements
    assert compare(judged, screens.again) == before


def test_lists_that_overlap_are_matched_by_their_text(store: Store, loose: Loaded) -> None:
    one, two, three = demo_rows(3).hypotheses
    plan = make_plan(loose[1])
    first = seal(store, plan, replace(demo_rows(3), hypotheses=(one, two, three)))
    shouted = replace(two, id="S", title=two.title.upper() + " ", row=90, label="good")
    second = seal(store, plan, replace(demo_rows(3), hypotheses=(replace(one, statement="Other."), shouted)))
    found = compare(first, second)
    (pair,) = found.pairs
    assert pair.hypothesis == two
    assert (found.only_first, found.only_second) == (2, 1)
    assert compare(second, first).pairs[0].hypothesis == shouted


def test_what_is_not_settled_has_no_verdict(store: Store, loose: Loaded, screens: Screens) -> None:
    fresh = seal(store, make_plan(loose[1]), demo_rows(2))
    found = compare(fresh, screens.first)
    assert len(found.changed) == 2
    for pair in found.pairs:
        side = pair.first
        assert (side.verdict, side.p_advance, side.budget, side.decided_by) == (None, None, None, None)
        assert side.thinking_tokens == 0
    assert found.only_second == ROWS - 2
    # Cancelled, and rejected by triage alone.
    nobody = SurvivalRule(threshold=1.0, keep_unsure=False)
    strict = seal(store, make_plan(loose[1], survival=nobody), demo_rows(2))
    run = start(strict, store, loose)
    run.cancel(fresh.source.hypotheses[0].id)
    list(run.events())
    sides = [pair.second for pair in compare(fresh, Screen.load(store, strict.id)).pairs]
    assert [side.verdict for side in sides] == ["error", "reject"]
    assert [side.decided_by for side in sides] == [None, PassKind.TRIAGE]
    assert [side.budget for side in sides] == [None, 24]


def test_each_field_of_the_plans_that_differs_is_named(store: Store, loose: Loaded) -> None:
    plan = make_plan(loose[1])
    other = replace(
        plan, survival=SurvivalRule(None, keep_unsure=False), audit_fraction=0.5, continue_trace=True
    )
    found = compare(seal(store, plan, demo_rows(1)), seal(store, other, demo_rows(1)))
    assert found.differences == (
        ("survival.threshold", "0", ""),
        ("survival.keep_unsure", "True", "False"),
        ("audit_fraction", "0", "0.5"),
        ("continue_trace", "False", "True"),
    )
