"""What a user sets becomes a plan, and a plan's settings can be taken up again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.core.errors import BudgetError, PromptError
from app.core.plan import PassKind, ScreeningPlan
from app.core.sampling import SamplingParams
from app.core.thinking import ChosenFormat
from app.service import paths
from app.service.plan_settings import Dial, PlanSettings, presets
from app.service.thinking import format_for
from tests.support.screens import Loaded, make_plan

OWN = PlanSettings(
    Dial(100, 2),
    Dial(900, 5),
    seed=7,
    threshold=0.25,
    keep_unsure=False,
    audit_fraction=0.5,
    continue_trace=True,
    sampling=SamplingParams(0.7, top_k=40, top_p=0.9, min_p=0.01),
    format="s1",
)


def plan_of(settings: PlanSettings, loaded: Loaded) -> ScreeningPlan:
    engine, model = loaded
    draft = settings.draft()
    thinking = format_for(engine, model, paths.thinking_formats(), draft.format)
    return draft.plan(engine, model, ChosenFormat(thinking))


def test_settings_become_a_plan(wanted: PlanSettings, loose: Loaded) -> None:
    assert wanted.format == "auto"
    assert plan_of(wanted, loose) == make_plan(loose[1])


def test_every_setting_is_in_the_plan(loose: Loaded) -> None:
    plan = plan_of(OWN, loose)
    for kind, budget, waits in ((PassKind.TRIAGE, 100, 2), (PassKind.DEEP, 900, 5)):
        assert (plan.of(kind).budget.max_tokens, plan.of(kind).budget.waits) == (budget, waits)
        assert plan.of(kind).sampling == OWN.sampling
        assert plan.of(kind).prompt == paths.prompt_template(paths.PROMPTS / f"{kind.value}.toml")
    assert (plan.survival.threshold, plan.survival.keep_unsure) == (0.25, False)
    assert (plan.seed, plan.audit_fraction, plan.continue_trace) == (7, 0.5, True)


@pytest.mark.parametrize("settings", [OWN, PlanSettings(Dial(0, 0), Dial(1, 0), format="s1")])
def test_a_plans_settings_make_the_same_plan_again(settings: PlanSettings, loose: Loaded) -> None:
    plan = plan_of(settings, loose)
    assert PlanSettings.of(plan) == settings
    assert plan_of(PlanSettings.of(plan), loose) == plan


def test_a_format_that_was_guessed_is_not_asked_for_again(loose: Loaded) -> None:
    plan = replace(plan_of(OWN, loose), guessed=True)
    assert PlanSettings.of(plan) == replace(OWN, format="auto")


def test_prompts_of_ones_own_stay_behind(wanted: PlanSettings, loose: Loaded) -> None:
    taken_up = PlanSettings.of(plan_of(wanted, loose))
    assert taken_up == replace(wanted, format="s1", triage_prompt=None, deep_prompt=None)


def test_the_presets_are_plans(loose: Loaded) -> None:
    found = presets()
    assert [preset.id for preset in found] == ["demo", "quick", "standard", "thorough"]
    for preset in found:
        settings = PlanSettings(preset.triage, preset.deep)
        assert PlanSettings.of(plan_of(settings, loose)) == replace(settings, format="s1")
        assert settings.dial(PassKind.TRIAGE) == preset.triage
        assert settings.dial(PassKind.DEEP) == preset.deep
        assert 0 < preset.triage.budget < preset.deep.budget
        assert plan_of(replace(settings, continue_trace=True), loose).continue_trace


@pytest.mark.parametrize(
    ("change", "error", "why"),
    [
        ({"triage": Dial(-1, 0)}, BudgetError, "max_tokens is -1"),
        ({"deep": Dial(10, -1)}, BudgetError, "waits is -1"),
        ({"threshold": 1.5}, BudgetError, "threshold is 1.5"),
        ({"audit_fraction": 2.0}, BudgetError, "share of audited rejects is 2.0"),
        ({"deep": Dial(100, 0)}, BudgetError, r"deep budget \(100\) must exceed"),
        ({"format": "klingon"}, PromptError, "no thinking format 'klingon'"),
        ({"deep_prompt": Path("nowhere.toml")}, PromptError, r"nowhere\.toml cannot be read"),
        ({"triage_prompt": paths.PRESETS}, PromptError, "needs 'name'"),
    ],
)
def test_what_cannot_be_is_refused(
    change: dict[str, object], error: type[Exception], why: str, loose: Loaded
) -> None:
    settings = replace(OWN, **change)  # type: ignore[arg-type]
    with pytest.raises(error, match=why):
        plan_of(settings, loose)
