"""A screen's tokens follow from its plan and its rows: not from company, order or an earlier run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.core.sampling import SamplingParams
from app.service.records import trace_from_body
from app.service.screens import Screen
from app.service.sealing import seal
from app.store import Store
from tests.support.screens import (
    Loaded,
    completed,
    demo_rows,
    make_plan,
    results,
    run_screen,
    start,
    stop_after,
)

ROWS = 6
WARM = SamplingParams(temperature=0.8, top_p=0.95)


@pytest.fixture(scope="module")
def module_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("determinism") / "winnow.sqlite") as opened:
        yield opened


@pytest.fixture(scope="module")
def narrow_results(module_store: Store, narrow: Loaded) -> dict[str, Any]:
    """Six rows at temperature 0.8, seed 7, two at once."""
    plan = make_plan(narrow[1], sampling=WARM, seed=7)
    screen, _ = run_screen(module_store, narrow, plan, demo_rows(ROWS))
    return results(screen.document(module_store))


def digests(found: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {id: (row["triage"]["trace_sha256"], row["deep"]["trace_sha256"]) for id, row in found.items()}


def test_how_many_run_at_once_changes_nothing(
    module_store: Store, wide: Loaded, narrow_results: dict[str, Any]
) -> None:
    plan = make_plan(wide[1], sampling=WARM, seed=7)
    screen, _ = run_screen(module_store, wide, plan, demo_rows(ROWS))
    assert results(screen.document(module_store)) == narrow_results


def test_the_lists_order_and_length_change_nothing(
    module_store: Store, narrow: Loaded, narrow_results: dict[str, Any]
) -> None:
    source = demo_rows(ROWS)
    some = replace(source, hypotheses=source.hypotheses[:4][::-1])
    plan = make_plan(narrow[1], sampling=WARM, seed=7)
    screen, _ = run_screen(module_store, narrow, plan, some)
    found = results(screen.document(module_store))
    assert list(found) == [h.id for h in some.hypotheses]
    assert found == {id: narrow_results[id] for id in found}


def test_another_seed_gives_other_tokens(
    module_store: Store, wide: Loaded, narrow_results: dict[str, Any]
) -> None:
    plan = make_plan(wide[1], sampling=WARM, seed=8)
    screen, _ = run_screen(module_store, wide, plan, demo_rows(ROWS))
    found = digests(results(screen.document(module_store)))
    before = digests(narrow_results)
    assert all(found[id] != before[id] for id in found)


def test_a_stopped_run_leaves_nothing_behind_in_its_engine(
    module_store: Store, narrow: Loaded, narrow_results: dict[str, Any]
) -> None:
    """What a closed run had submitted must not be taken for the passes of the screen that follows."""
    other = make_plan(narrow[1], triage=60, deep=80, sampling=WARM, seed=1)
    stop_after(start(seal(module_store, other, demo_rows(ROWS)), module_store, narrow), 1)
    _let_it_end(narrow)
    plan = make_plan(narrow[1], sampling=WARM, seed=7)
    screen, _ = run_screen(module_store, narrow, plan, demo_rows(3))
    found = results(screen.document(module_store))
    assert found == {id: narrow_results[id] for id in found}


def _let_it_end(loaded: Loaded) -> None:
    """Wait until the engine computes nothing any more; what it has to report is then on its way to us."""
    engine, _ = loaded
    counts = None
    while counts != (counts := engine.counters()):
        pass


@pytest.mark.parametrize("triage", [0, 24])
def test_a_continued_trace_begins_with_the_triage_thinking(store: Store, narrow: Loaded, triage: int) -> None:
    plan = make_plan(narrow[1], triage=triage, deep=64, waits=0, continue_trace=True)
    screen, _ = run_screen(store, narrow, plan, demo_rows(4))
    assert len(completed(store, screen.id)) == 8
    for hypothesis in screen.source.hypotheses:
        first, second = (_trace(screen, store, hypothesis.id, i) for i in (0, 1))
        thought = len(first.thinking_ids)
        assert thought <= triage
        assert second.prompt_ids == first.prompt_ids
        assert second.thinking_ids[:thought] == first.thinking_ids
        assert len(second.thinking_ids) <= 64
        joints = [span for span in second.spans if span.offset == thought and span.reason.value == "wait"]
        if thought:
            (joint,) = joints
            assert second.thinking_ids[thought : thought + len(joint.ids)] == joint.ids
            assert len(second.thinking_ids) > thought + len(joint.ids)
            assert second.waits_used == 1
        assert second.fields != first.fields


def _trace(screen: Screen, store: Store, id: str, which: int) -> Any:
    record = [r for (key, _), r in sorted(screen.passes.items(), key=lambda p: p[0][1].name) if key == id]
    triage_then_deep = sorted(record, key=lambda r: r.kind.value, reverse=True)
    chosen = triage_then_deep[which]
    return trace_from_body(store.body(chosen.body), chosen.generation)


def test_stores_of_two_runs_are_apart(tmp_path: Path, narrow: Loaded) -> None:
    """Two screens of one list in one store have ids, traces and counts of their own."""
    with Store.open(tmp_path / "two.sqlite") as store:
        first, _ = run_screen(store, narrow, make_plan(narrow[1]), demo_rows(2))
        second, _ = run_screen(store, narrow, make_plan(narrow[1]), demo_rows(3))
        assert first.id != second.id
        assert (first.counts()["deep"], second.counts()["deep"]) == (2, 3)
        ids = {record.trace_id for screen in (first, second) for record in screen.passes.values()}
        assert len(ids) == 10
        assert Screen.load(store, first.id).counts() == first.counts()
