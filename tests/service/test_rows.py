"""A screen as rows that can be handed to another thread."""

from __future__ import annotations

import pickle

import pytest

from app.core.plan import PassKind, SurvivalRule, Verdict
from app.service.judgement import judge
from app.service.rows import PassResult, Row, Snapshot, row_of
from app.service.screens import Screen
from app.service.sealing import seal
from app.store import Store
from tests.support.screens import Loaded, demo_rows, make_plan, run_screen, start

ROWS = 4


@pytest.fixture(scope="module")
def screen(loose: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Screen:
    """Four rows whose triage does not think, so that the deep pass changes its mind."""
    with Store.open(tmp_path_factory.mktemp("rows") / "winnow.sqlite") as store:
        return run_screen(store, loose, make_plan(loose[1], triage=0, deep=64), demo_rows(ROWS))[0]


def test_a_snapshot_is_the_screen_as_it_stands(screen: Screen) -> None:
    snapshot = Snapshot.of(screen)
    assert (snapshot.id, snapshot.at, snapshot.plan) == (screen.id, screen.at, screen.plan)
    assert (snapshot.source, snapshot.seconds) == (screen.source, screen.seconds)
    assert snapshot.complete
    assert snapshot.engine["load"]["parallel"] == 2
    assert [row.hypothesis for row in snapshot.rows] == list(screen.source.hypotheses)
    assert pickle.loads(pickle.dumps(snapshot.rows)) == snapshot.rows


def test_a_row_holds_what_its_passes_came_to(screen: Screen) -> None:
    for row in Snapshot.of(screen).rows:
        assert row.final == screen.final_verdict(row.hypothesis)
        assert (row.wants, row.failure, row.judgement) == (None, None, None)
        assert row.survivor
        for kind, result in ((PassKind.TRIAGE, row.triage), (PassKind.DEEP, row.deep)):
            record = screen.passes[row.hypothesis.id, kind]
            assert result == PassResult.of(record)
            assert result
            table = record.table()
            assert result.kind is kind
            assert (result.trace_id, result.verdict.value) == (table["trace_id"], table["verdict"])
            assert (result.p_advance, result.budget) == (table["p_advance"], table["budget"])
            assert (result.thinking_tokens, result.waits_used) == (
                table["thinking_tokens"],
                table["waits_used"],
            )
            assert (result.ended, result.reason) == (table["thinking_ended"], table["fields"]["reason"])
            assert result.survives == (kind is PassKind.TRIAGE)
            assert not result.audited


def test_a_row_is_flipped_where_the_deep_pass_changed_its_mind(screen: Screen) -> None:
    rows = Snapshot.of(screen).rows
    verdicts = [(row.triage.verdict, row.deep.verdict) for row in rows if row.triage and row.deep]
    assert [row.flipped for row in rows] == [one is not two for one, two in verdicts]
    assert 0 < sum(row.flipped for row in rows) < ROWS


def test_a_row_of_a_list_that_is_not_screened_wants_its_triage(store: Store, loose: Loaded) -> None:
    sealed = seal(store, make_plan(loose[1]), demo_rows(2))
    snapshot = Snapshot.of(sealed)
    assert snapshot.rows == tuple(map(Row, sealed.source.hypotheses))
    assert not snapshot.complete
    for row in snapshot.rows:
        assert (row.final, row.wants) == (None, PassKind.TRIAGE)
        assert (row.flipped, row.overridden, row.survivor) == (False, False, False)
    assert PassResult.of(None) is None


def test_rejected_and_cancelled_rows_say_so(store: Store, loose: Loaded) -> None:
    nobody = SurvivalRule(threshold=1.0, keep_unsure=False)
    sealed = seal(store, make_plan(loose[1], survival=nobody), demo_rows(2))
    run = start(sealed, store, loose)
    run.cancel(sealed.source.hypotheses[0].id)
    list(run.events())
    cancelled, rejected = Snapshot.of(Screen.load(store, sealed.id)).rows
    assert (cancelled.final, cancelled.wants, cancelled.triage) == ("error", PassKind.TRIAGE, None)
    assert cancelled.failure
    assert (cancelled.failure.message, cancelled.failure.cancelled) == ("cancelled", True)
    assert (rejected.final, rejected.wants, rejected.deep) == ("reject", None, None)
    assert rejected.triage
    assert not rejected.survivor
    assert not rejected.flipped


def test_a_row_is_overridden_where_a_person_says_otherwise(store: Store, loose: Loaded) -> None:
    screen, _ = run_screen(store, loose, make_plan(loose[1]), demo_rows(1))
    (hypothesis,) = screen.source.hypotheses
    final = screen.final_verdict(hypothesis)
    for verdict in Verdict:
        screen.take(judge(store, screen.id, hypothesis.id, verdict, ""))
        row = row_of(screen, hypothesis)
        assert row.judgement
        assert row.overridden == (verdict.value != final)
        assert row.final == final
    screen.take(judge(store, screen.id, hypothesis.id, None, ""))
    assert not row_of(screen, hypothesis).overridden
