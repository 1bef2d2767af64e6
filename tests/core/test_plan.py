"""The plan of a screen: who survives, which seeds are used, who is audited, what is refused."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from app.core.answer import AnswerForm, Choice, Literal
from app.core.budget import ThinkingBudget, ThinkingEnd
from app.core.errors import BudgetError, PromptError
from app.core.hypothesis import Hypothesis
from app.core.plan import Assessment, PassKind, PassPlan, ScreeningPlan, SurvivalRule, Verdict
from app.core.prompt import PromptTemplate
from app.core.sampling import MAX_SEED, SamplingParams
from app.core.trace import Field, Trace, Usage

VERDICT = Choice("verdict", (" advance", " reject", " unsure"))
ADVANCE, REJECT, UNSURE = Verdict.ADVANCE, Verdict.REJECT, Verdict.UNSURE


def prompt(*parts: Choice | Literal) -> PromptTemplate:
    return PromptTemplate("p", 1, "", "", "", AnswerForm(parts or (VERDICT,)), b"p")


def pass_plan(most: int | None, waits: int = 0) -> PassPlan:
    return PassPlan(prompt(), ThinkingBudget(most, waits=waits), SamplingParams())


PLAN = ScreeningPlan("m.gguf", "0" * 64, "s1", pass_plan(20), pass_plan(200, 2), seed=5)
HYPOTHESES = [Hypothesis(f"H{n}", f"title {n}", f"statement {n}", row=n) for n in range(400)]


@pytest.mark.parametrize(
    ("threshold", "keep_unsure", "verdict", "p", "survives"),
    [
        (None, True, ADVANCE, 0.1, True),
        (None, True, REJECT, 0.9, False),
        (None, True, UNSURE, 0.0, True),
        (None, False, UNSURE, 0.9, False),
        (0.3, True, REJECT, 0.3, True),
        (0.3, True, REJECT, 0.29, False),
        (0.3, True, ADVANCE, 0.29, False),
        (0.3, True, UNSURE, 0.0, True),
        (0.3, False, UNSURE, 0.29, False),
        (0.3, False, UNSURE, 0.31, True),
        (0.0, False, REJECT, 0.0, True),
        (1.0, False, ADVANCE, 0.999, False),
        (1.0, False, ADVANCE, 1.0, True),
    ],
)
def test_who_survives(
    threshold: float | None, keep_unsure: bool, verdict: Verdict, p: float, survives: bool
) -> None:
    assert SurvivalRule(threshold, keep_unsure).survives(Assessment(verdict, p)) is survives


def trace_with(*fields: Field) -> Trace:
    return Trace(
        (1,), (), (), (), fields, "", "", ThinkingEnd.NATURAL, 0, Usage(1, 0, 0, 0, 0.0, 0.0, 0.0, 0.0)
    )


def test_an_assessment_reads_the_verdict_and_the_share_of_advance() -> None:
    field = Field("verdict", "reject", (("advance", 0.25), ("reject", 0.7), ("unsure", 0.05)))
    assert Assessment.of(trace_with(Field("reason", "x"), field)) == Assessment(REJECT, 0.25)
    with pytest.raises(PromptError, match="no choice named 'verdict'"):
        Assessment.of(trace_with(Field("reason", "x")))


@pytest.mark.parametrize("threshold", [-0.1, 1.1, float("nan")])
def test_a_threshold_outside_0_to_1_is_refused(threshold: float) -> None:
    with pytest.raises(BudgetError, match="threshold is"):
        SurvivalRule(threshold)


def test_each_generation_has_a_seed_of_its_own() -> None:
    seeds = {PLAN.seed_for(kind, h) for kind in PassKind for h in HYPOTHESES}
    assert len(seeds) == 2 * len(HYPOTHESES)
    assert all(0 <= seed <= MAX_SEED for seed in seeds)
    assert seeds.isdisjoint(replace(PLAN, seed=6).seed_for(kind, h) for kind in PassKind for h in HYPOTHESES)


def test_a_seed_depends_on_the_text_and_not_on_the_list() -> None:
    one = HYPOTHESES[7]
    seed = PLAN.seed_for(PassKind.TRIAGE, one)
    assert PLAN.seed_for(PassKind.TRIAGE, replace(one, row=900, label="good")) == seed
    assert PLAN.seed_for(PassKind.TRIAGE, replace(one, statement="another")) != seed
    assert PLAN.seed_for(PassKind.TRIAGE, replace(one, id="H8")) == seed
    assert replace(PLAN, triage=pass_plan(30)).seed_for(PassKind.TRIAGE, one) == seed
    shuffled = random.Random(0).sample(HYPOTHESES, len(HYPOTHESES))
    by_id = {h.id: PLAN.seed_for(PassKind.DEEP, h) for h in shuffled}
    assert [by_id[h.id] for h in HYPOTHESES] == [PLAN.seed_for(PassKind.DEEP, h) for h in HYPOTHESES]


def test_an_audit_takes_none_all_or_a_seeded_share() -> None:
    assert not any(PLAN.audits(h) for h in HYPOTHESES)
    assert all(replace(PLAN, audit_fraction=1.0).audits(h) for h in HYPOTHESES)
    tenth = replace(PLAN, audit_fraction=0.1)
    chosen = {h.id for h in HYPOTHESES if tenth.audits(h)}
    # Five standard deviations of a binomial of 400 and 0.1.
    assert 10 <= len(chosen) <= 70
    assert chosen == {h.id for h in reversed(HYPOTHESES) if tenth.audits(h)}
    assert chosen < {h.id for h in HYPOTHESES if replace(tenth, audit_fraction=0.4).audits(h)}
    assert chosen != {h.id for h in HYPOTHESES if replace(tenth, seed=6).audits(h)}


@pytest.mark.parametrize("fraction", [-0.1, 1.5])
def test_an_audited_share_outside_0_to_1_is_refused(fraction: float) -> None:
    with pytest.raises(BudgetError, match="share of audited rejects"):
        replace(PLAN, audit_fraction=fraction)


@pytest.mark.parametrize("seed", [-1, MAX_SEED + 1])
def test_a_seed_that_json_cannot_hold_is_refused(seed: int) -> None:
    with pytest.raises(BudgetError, match=f"The seed is {seed}"):
        replace(PLAN, seed=seed)


def test_a_pass_needs_a_definite_budget() -> None:
    with pytest.raises(BudgetError, match="definite"):
        replace(PLAN, deep=pass_plan(None))


def test_a_continued_trace_needs_a_larger_budget() -> None:
    assert replace(PLAN, continue_trace=True).continue_trace
    with pytest.raises(BudgetError, match=r"\(20\) must exceed the triage budget \(20\)"):
        replace(PLAN, deep=pass_plan(20), continue_trace=True)


@pytest.mark.parametrize(
    "parts",
    [
        (Literal("x"),),
        (Choice("choice", (" advance", " reject")),),
        (Choice("verdict", (" advance", " unsure")),),
        (Choice("verdict", (" advance", " reject", " maybe")),),
    ],
)
def test_a_prompt_without_a_proper_verdict_is_refused(parts: tuple[Choice | Literal, ...]) -> None:
    with pytest.raises(PromptError, match="needs a choice named 'verdict'"):
        PassPlan(prompt(*parts), ThinkingBudget(5), SamplingParams())


@pytest.mark.parametrize(
    ("name", "value"),
    [("temperature", -0.1), ("top_k", -1), ("top_p", 0.0), ("top_p", 1.1), ("min_p", -0.1), ("min_p", 1.1)],
)
def test_sampling_outside_its_range_is_refused_by_name(name: str, value: float) -> None:
    with pytest.raises(BudgetError, match=f"{name} is {value}"):
        SamplingParams(**{name: value})
