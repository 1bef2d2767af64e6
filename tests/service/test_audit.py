"""What the audit of the rejects says of all of them, against the definition and against the whole truth."""

from __future__ import annotations

from math import comb

import pytest

from app.core.plan import SurvivalRule
from app.service.audit import audit_of
from app.store import Store
from tests.support.screens import Loaded, demo_rows, make_plan, run_screen

ROWS = 12
NOBODY_SURVIVES = SurvivalRule(threshold=1.0, keep_unsure=False)


def chance(hits: range, drawn: int, kind: int, population: int) -> float:
    """P(X in hits) where `kind` of the population are of a kind and X of the drawn are."""
    ways = sum(comb(kind, x) * comb(population - kind, drawn - x) for x in hits)
    return ways / comb(population, drawn)


@pytest.mark.parametrize("fraction", [0.5, 1.0])
def test_the_interval_is_that_of_the_definition(store: Store, narrow: Loaded, fraction: float) -> None:
    plan = make_plan(narrow[1], survival=NOBODY_SURVIVES, audit_fraction=fraction, seed=3)
    screen, _ = run_screen(store, narrow, plan, demo_rows(ROWS))
    found = audit_of(screen)
    assert found.rejects == ROWS - sum(record.survives for record in screen.passes.values())
    assert 0 < found.drawn == found.done <= found.rejects
    possible = [
        kind
        for kind in range(found.rejects + 1)
        if kind >= found.missed
        and kind <= found.rejects - (found.done - found.missed)
        and chance(range(found.missed, found.done + 1), found.done, kind, found.rejects) > 0.025
        and chance(range(found.missed + 1), found.done, kind, found.rejects) > 0.025
    ]
    assert found.total == (min(possible), max(possible))
    assert found.left == (min(possible) - found.missed, max(possible) - found.missed)
    if fraction == 1:
        assert found.total == (found.missed, found.missed)
    table = screen.document(store)["audit"]
    assert (table["rejects"], table["total_ci"]) == (found.rejects, list(found.total))


def test_without_an_audit_nothing_is_claimed(store: Store, narrow: Loaded) -> None:
    screen, _ = run_screen(store, narrow, make_plan(narrow[1]), demo_rows(2))
    found = audit_of(screen)
    assert (found.drawn, found.share, found.total, found.left) == (0, None, None, None)
    assert screen.document(store)["audit"]["total_ci"] is None
