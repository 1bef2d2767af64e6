"""Before a screen: a draft becomes a plan for a loaded model, and plan and list go into the ledger."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.hypothesis import HypothesisList
from app.core.plan import PassKind, PassPlan, ScreeningPlan, SurvivalRule
from app.core.provenance import sha256_hex
from app.core.thinking import ChosenFormat, ThinkingFormat
from app.engine.contract import Engine, ModelInfo
from app.service.kinds import LIST_IMPORTED, PLAN_SEALED
from app.service.records import list_body
from app.service.requests import Requests
from app.service.screens import Screen
from app.service.thinking import chosen_for, day_for
from app.store import Draft

if TYPE_CHECKING:
    from app.store import Store

_BY_VERDICT = SurvivalRule()


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """All of a plan but its model; the fields are those of `ScreeningPlan`.

    Attributes:
        format: a thinking format's name, or "auto" for the one that the model's chat template speaks.
    """

    triage: PassPlan
    deep: PassPlan
    seed: int = 0
    survival: SurvivalRule = _BY_VERDICT
    audit_fraction: float = 0.0
    continue_trace: bool = False
    format: str = "auto"

    def plan(self, engine: Engine, model: ModelInfo, chosen: ChosenFormat) -> ScreeningPlan:
        """The plan for a loaded model and its format, with which budgets and answer forms are checked.

        Raises:
            BudgetError: the budgets cannot be.
            PromptError: an option of an answer form has no tokens.
        """
        thinking = chosen.format
        plan = ScreeningPlan(
            model=Path(model.path).name,
            model_sha256=model.sha256,
            format=thinking.name,
            triage=self.triage,
            deep=self.deep,
            seed=self.seed,
            survival=self.survival,
            audit_fraction=self.audit_fraction,
            continue_trace=self.continue_trace,
            guessed=chosen.guessed,
            date=day_for(model),
        )
        for kind in PassKind:
            of_pass = plan.of(kind)
            engine.overhead(of_pass.prompt.form, thinking, of_pass.budget.wait_text)
        return plan


def begin(
    store: Store,
    draft: PlanDraft,
    source: HypothesisList,
    engine: Engine,
    model: ModelInfo,
    formats: tuple[ThinkingFormat, ...],
) -> Screen:
    """Seal a draft for a loaded model; nothing is written where it could not be run.

    Raises:
        BudgetError: no row fits the model's context, or see `PlanDraft.plan`.
        ModelError, PromptError: see `PlanDraft.plan` and `choose_format`.
    """
    chosen = chosen_for(store, engine, model, formats, draft.format)
    plan = draft.plan(engine, model, chosen)
    requests = Requests(Screen("", "", plan, source, store.body), store, engine, model, chosen.format)
    requests.room([(hypothesis, PassKind.TRIAGE) for hypothesis in source.hypotheses])
    return seal(store, plan, source)


def seal(store: Store, plan: ScreeningPlan, source: HypothesisList) -> Screen:
    """Write the list and the plan into the ledger, before the first token; returns the new screen."""
    screen_id = secrets.token_hex(6)
    body = list_body(source)
    imported = {
        "screen_id": screen_id,
        "name": source.name,
        "sha256": source.sha256,
        "received": source.received,
        "hypotheses": len(source.hypotheses),
        "duplicates": len(source.duplicates),
        "unreadable": len(source.unreadable),
        "body": sha256_hex(body),
    }
    sealed = {"screen_id": screen_id, "plan": plan.record()}
    prompts = (plan.triage.prompt.source, plan.deep.prompt.source)
    store.append([Draft(LIST_IMPORTED, imported, (body,)), Draft(PLAN_SEALED, sealed, prompts)])
    return Screen.load(store, screen_id)
