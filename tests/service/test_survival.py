"""Who gets the deep pass: the rule, the threshold, the audit sample."""

from __future__ import annotations

from statistics import median

from app.core.plan import ScreeningPlan, SurvivalRule, Verdict
from app.service.screens import Screen
from app.service.sealing import seal
from app.store import Store
from tests.support.screens import Loaded, completed, demo_rows, make_plan, run_screen

ROWS = 4
NOBODY = SurvivalRule(threshold=1.0, keep_unsure=False)


def check(screen: Screen) -> None:
    """The deep pass went to survivors and audited rejects alone, and each final verdict follows."""
    plan = screen.plan
    for hypothesis in screen.source.hypotheses:
        triage, deep = screen.triage_of(hypothesis), screen.deep_of(hypothesis)
        assert triage is not None
        assert triage.survives == plan.survival.survives(triage.assessment)
        assert (deep is not None) == (triage.survives or plan.audits(hypothesis))
        if deep is None:
            assert screen.final_verdict(hypothesis) == "reject"
        else:
            assert deep.audited == (not triage.survives)
            assert not deep.survives
            assert screen.final_verdict(hypothesis) == deep.assessment.verdict.value
    counts = screen.counts()
    assert counts["deep"] == counts["survivors"] + counts["audited"]
    assert counts["advanced"] + counts["rejected"] + counts["unsure"] == counts["triaged"] == ROWS


def run(store: Store, loaded: Loaded, plan: ScreeningPlan) -> Screen:
    screen, _ = run_screen(store, loaded, plan, demo_rows(ROWS))
    check(screen)
    return screen


def test_a_threshold_parts_the_list_at_its_probability(store: Store, narrow: Loaded) -> None:
    all_of_them = run(store, narrow, make_plan(narrow[1]))
    shares = {key[0]: record.assessment.p_advance for key, record in all_of_them.passes.items()}
    triage = {
        h.id: record.assessment.p_advance
        for h in all_of_them.source.hypotheses
        if (record := all_of_them.triage_of(h))
    }
    assert shares.keys() == triage.keys()
    middle = median(triage.values())
    rule = SurvivalRule(threshold=middle, keep_unsure=False)
    parted = run(store, narrow, make_plan(narrow[1], survival=rule))
    survivors = {h.id for h in parted.source.hypotheses if parted.deep_of(h)}
    assert survivors == {id for id, share in triage.items() if share >= middle}
    assert 0 < len(survivors) < ROWS


def test_without_a_threshold_the_verdict_decides(store: Store, loose: Loaded) -> None:
    screen = run(store, loose, make_plan(loose[1], survival=SurvivalRule()))
    for hypothesis in screen.source.hypotheses:
        triage = screen.triage_of(hypothesis)
        assert triage is not None
        assert triage.survives == (triage.assessment.verdict is not Verdict.REJECT)


def test_an_audit_of_everything_sends_every_reject_deep(store: Store, loose: Loaded) -> None:
    screen = run(store, loose, make_plan(loose[1], survival=NOBODY, audit_fraction=1.0))
    assert screen.counts()["deep"] == ROWS
    assert screen.counts()["audited"] == ROWS - screen.counts()["survivors"]


def test_an_audit_sample_is_the_seeds(store: Store, loose: Loaded) -> None:
    source = demo_rows(ROWS)

    def sample(seed: int) -> set[str]:
        plan = make_plan(loose[1], survival=NOBODY, audit_fraction=0.5, seed=seed)
        return {h.id for h in source.hypotheses if plan.audits(h)}

    seed = next(s for s in range(100) if 0 < len(sample(s)) < ROWS and sample(s) != sample(s + 1))
    plan = make_plan(loose[1], survival=NOBODY, audit_fraction=0.5, seed=seed)
    first, again = run(store, loose, plan), run(store, loose, plan)
    went = [{id for id, kind in completed(store, screen.id) if kind == "deep"} for screen in (first, again)]
    survivors = {h.id for h in first.source.hypotheses if (t := first.triage_of(h)) and t.survives}
    assert went[0] == went[1] == sample(seed) | survivors


def test_where_nobody_goes_deep_the_screen_is_complete(store: Store, loose: Loaded) -> None:
    screen = run(store, loose, make_plan(loose[1], survival=NOBODY))
    assert screen.complete
    assert all(
        (record := screen.triage_of(h)) and not (record.survives and screen.deep_of(h) is None)
        for h in screen.source.hypotheses
    )


def test_a_sealed_screen_that_never_ran_is_unfinished(store: Store, loose: Loaded) -> None:
    screen = seal(store, make_plan(loose[1]), demo_rows(2))
    document = screen.document(store)
    assert document["state"] == "unfinished"
    assert document["counts"]["triaged"] == 0
    assert [row["final_verdict"] for row in document["hypotheses"]] == [None, None]
