"""The screens of a store at a glance: the same as reading each of them, in whatever state it is."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from app.core.plan import Verdict
from app.service.events import PassDone
from app.service.judgement import judge
from app.service.screens import Screen
from app.service.sealing import seal
from app.service.summaries import ScreenSummary, summaries
from app.store import Store
from tests.support.screens import (
    Loaded,
    demo_rows,
    make_plan,
    run_screen,
    start,
    stop_after,
    too_long,
)


def check(store: Store, *states: str) -> list[ScreenSummary]:
    """The summaries agree with the screens, in their order."""
    found = summaries(store)
    assert [summary.state for summary in found] == list(states)
    for summary in found:
        screen = Screen.load(store, summary.id)
        assert summary.counts == screen.counts()
        assert summary.complete == screen.complete
        assert summary.at == screen.at
        assert (summary.list_name, summary.hypotheses) == (
            screen.source.name,
            len(screen.source.hypotheses),
        )
        assert summary.plan == screen.plan.record()
    return found


def test_a_store_without_screens_has_none(store: Store) -> None:
    assert summaries(store) == []


def test_several_screens_are_told_oldest_first(store: Store, loose: Loaded) -> None:
    plan = make_plan(loose[1])
    ids = [run_screen(store, loose, plan, demo_rows(2))[0].id]
    ids.append(seal(store, plan, demo_rows(3)).id)
    source = replace(demo_rows(1), name="long.csv", hypotheses=(*demo_rows(1).hypotheses, too_long("L")))
    ids.append(run_screen(store, loose, plan, source)[0].id)
    found = check(store, "complete", "unfinished", "complete")
    assert [summary.id for summary in found] == ids
    assert [summary.counts["triaged"] for summary in found] == [2, 0, 1]
    assert [summary.counts["errors"] for summary in found] == [0, 0, 1]
    assert found[2].list_name == "long.csv"


def test_a_stopped_screen_is_unfinished_until_it_is_resumed(store: Store, loose: Loaded) -> None:
    screen = seal(store, make_plan(loose[1]), demo_rows(3))
    stop_after(start(screen, store, loose), 1)
    (stopped,) = check(store, "unfinished")
    assert 1 <= stopped.counts["triaged"] + stopped.counts["deep"] < 6
    list(start(Screen.load(store, screen.id), store, loose).events())
    (whole,) = check(store, "complete")
    assert whole.counts["deep"] == 3


def test_a_run_without_an_end_is_told_by_its_passes(store: Store, loose: Loaded) -> None:
    """As the ledger is while a screen runs, it stays where the program is killed."""
    screen = seal(store, make_plan(loose[1]), demo_rows(3))
    stop_after(start(screen, store, loose), 1)
    (stopped,) = check(store, "unfinished")
    run = start(Screen.load(store, screen.id), store, loose)
    with closing(run.events()) as events:
        for event in events:
            if isinstance(event, PassDone):
                (running,) = check(store, "unfinished")
                assert running.counts != stopped.counts
    check(store, "complete")


def test_a_complete_screen_that_goes_on_is_unfinished_meanwhile(store: Store, loose: Loaded) -> None:
    screen = seal(store, make_plan(loose[1]), demo_rows(2))
    run = start(screen, store, loose)
    unwanted = screen.source.hypotheses[1]
    run.cancel(unwanted.id)
    list(run.events())
    (cancelled,) = check(store, "complete")
    assert cancelled.counts["errors"] == 1
    for event in start(Screen.load(store, screen.id), store, loose).events():
        if isinstance(event, PassDone):
            check(store, "unfinished")
    (whole,) = check(store, "complete")
    assert whole.counts["errors"] == 0


def test_a_judgement_changes_nothing_of_it(store: Store, loose: Loaded) -> None:
    screen, _ = run_screen(store, loose, make_plan(loose[1]), demo_rows(1))
    before = check(store, "complete")
    judge(store, screen.id, screen.source.hypotheses[0].id, Verdict.UNSURE, "")
    assert check(store, "complete") == before
