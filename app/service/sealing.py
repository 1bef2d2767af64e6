"""Before a screen: checking that its plan can be run, and writing plan and list into the ledger."""

from __future__ import annotations

import secrets

from app.core.hypothesis import HypothesisList
from app.core.plan import PassKind, ScreeningPlan
from app.core.provenance import sha256_hex
from app.core.thinking import ThinkingFormat
from app.engine.contract import Engine
from app.service.records import list_body
from app.service.screens import LIST_IMPORTED, PLAN_SEALED, Screen
from app.store import Draft, Store


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


def check_enforceable(engine: Engine, plan: ScreeningPlan, thinking: ThinkingFormat) -> None:
    """Before a plan is sealed: its budgets and answer forms work with the loaded model.

    Raises:
        BudgetError: the format's delimiters are not tokens of this model.
        PromptError: an option of the answer form has no tokens.
    """
    for kind in PassKind:
        chosen = plan.of(kind)
        engine.overhead(chosen.prompt.form, thinking, chosen.budget.wait_text)
