"""The trials ledger: every distinct text that was ever screened counts once, over all lists of a store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.errors import ReportError
from app.core.hurdles import hurdles
from app.service.sealing import seal
from app.service.trials import trials
from app.store import Store
from tests.support.screens import Loaded, demo_rows, make_plan, run_screen, too_long


def test_an_empty_store_has_no_trials(store: Store) -> None:
    found = trials(store)
    assert (found.distinct, found.listed, found.screens, found.passes, found.through) == (0, 0, 0, 0, 0)
    assert (found.hurdles, found.level) == ((), 0.05)


def test_a_text_counts_once_over_all_lists(store: Store, loose: Loaded) -> None:
    plan = make_plan(loose[1], triage=0, deep=0)
    rows = demo_rows(3)
    run_screen(store, loose, plan, rows)
    first, second, third = rows.hypotheses
    again = replace(first, id="other", title=f"  {first.title.upper()} ", row=7)
    run_screen(store, loose, plan, replace(rows, hypotheses=(again, second)))
    found = trials(store, 0.01)
    assert (found.distinct, found.listed, found.screens, found.passes) == (3, 3, 2, 10)
    assert (found.level, found.hurdles) == (0.01, hurdles(3, 0.01))
    changed = replace(third, statement=f"{third.statement} It does.")
    run_screen(store, loose, plan, replace(rows, hypotheses=(changed,)))
    assert trials(store).distinct == 4


def test_what_was_only_listed_or_failed_is_no_trial(store: Store, loose: Loaded) -> None:
    plan = make_plan(loose[1], triage=0, deep=0)
    seal(store, plan, demo_rows(2))
    found = trials(store)
    assert (found.distinct, found.listed, found.screens, found.hurdles) == (0, 2, 1, ())
    rows = demo_rows(1)
    run_screen(store, loose, plan, replace(rows, hypotheses=(*rows.hypotheses, too_long("L"))))
    found = trials(store)
    assert (found.distinct, found.listed, found.screens) == (1, 3, 2)


def test_a_level_that_is_none_is_refused(store: Store) -> None:
    with pytest.raises(ReportError, match="The level is 5"):
        trials(store, 5)
