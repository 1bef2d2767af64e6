"""Replaying what is in the ledger: identical on the same engine in any company, else told where it parts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.core.budget import ThinkingBudget
from app.core.errors import StoreError
from app.core.sampling import SamplingParams
from app.service import paths, recorded
from app.service.kinds import PASS_COMPLETED, TRACE_REPLAYED
from app.service.recorded import Recorded, settings_for
from app.service.replay import Grade, ReplayBegun, Replayed, replay
from app.service.screens import Screen
from app.service.think import ThinkPrompt, Thought, think
from app.store import Store
from tests.support.screens import (
    SETTINGS,
    Loaded,
    demo_rows,
    make_plan,
    named_bodies,
    run_screen,
    without_tests,
)

HOT = SamplingParams(temperature=0.8, top_p=0.95)


@pytest.fixture(scope="module")
def screened(narrow: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, str]]:
    """Six rows through both passes, sampled, on two sequences."""
    with Store.open(tmp_path_factory.mktemp("screened") / "winnow.sqlite") as store:
        plan = make_plan(narrow[1], sampling=HOT, waits=2, seed=5)
        screen, _ = run_screen(store, narrow, plan, demo_rows(6))
        yield store, screen.id


def grades(store: Store, loaded: Loaded, found: list[Recorded], **more: Any) -> list[Replayed]:
    return [event for event in replay(store, *loaded, found, **more) if isinstance(event, Replayed)]


@pytest.mark.parametrize("prefill", [False, True])
def test_a_screen_is_identical_at_another_width(
    screened: tuple[Store, str], wide: Loaded, prefill: bool
) -> None:
    store, id = screened
    found = recorded.of_screen(store, id)
    assert len(found) == 12
    before = len(list(store.entries(kind=TRACE_REPLAYED)))
    events = list(without_tests(replay(store, *wide, found[::-1], prefill=prefill)))
    begun, done = events[0], events[1:]
    assert isinstance(begun, ReplayBegun)
    assert (begun.total, begun.opened.parallel) == (12, 8)
    assert {event.recorded.trace_id for event in done if isinstance(event, Replayed)} == {
        one.trace_id for one in found
    }
    for event in done:
        assert isinstance(event, Replayed)
        assert (event.grade, event.why, event.diverged_at) == (Grade.IDENTICAL, "", None)
    entries = list(store.entries(kind=TRACE_REPLAYED, subject=id))[before:]
    assert len(entries) == 12
    assert {entry.payload["how"] for entry in entries} == {"prefill" if prefill else "generation"}
    assert list(store.verify(named_bodies)) == []
    # The screen itself is what it was.
    assert Screen.load(store, id).complete


def test_a_continued_deep_pass_and_a_prompt_by_hand_are_replayed(narrow: Loaded, store: Store) -> None:
    screen, _ = run_screen(store, narrow, make_plan(narrow[1], continue_trace=True), demo_rows(2))
    asked = ThinkPrompt("Does it pay?", "", ThinkingBudget(30, waits=1), HOT, 9, 12)
    thought = list(think(store, *narrow, paths.thinking_formats(), asked))[-1]
    assert isinstance(thought, Thought)
    found = [*recorded.of_screen(store, screen.id), recorded.find(store, thought.trace_id)]
    assert any(one.request.continued for one in found)
    for prefill in (False, True):
        done = grades(store, narrow, found, prefill=prefill)
        assert [one.grade for one in done] == [Grade.IDENTICAL] * 5
    assert found[-1].name == thought.trace_id
    assert found[0].name == "H-001 triage"


@pytest.mark.parametrize("prefill", [False, True])
def test_a_token_edited_by_hand_diverges_exactly_there(
    screened: tuple[Store, str], narrow: Loaded, prefill: bool
) -> None:
    store, id = screened
    one = next(one for one in recorded.of_screen(store, id) if len(one.trace.thinking_ids) > 8)
    spans = {at for span in one.trace.spans for at in range(span.offset, span.offset + len(span.ids))}
    at = next(at for at in range(5, 30) if at not in spans)
    ids = list(one.trace.thinking_ids)
    was, ids[at] = ids[at], 70 if ids[at] != 70 else 71
    edited = replace(one, trace=replace(one.trace, thinking_ids=tuple(ids)))
    (found,) = grades(store, narrow, [edited], prefill=prefill)
    assert found.grade is Grade.DIVERGED
    assert found.diverged_at == at
    assert found.difference
    assert found.difference.p_recorded is not None
    assert found.difference.p_drawn
    assert f"Id {at} differs: recorded {found.difference.recorded!r}, now" in found.why
    assert "a gap of" in found.why
    if not prefill:
        assert found.trace
        assert found.trace.thinking_ids[at] == was
        entry = list(store.entries(kind=TRACE_REPLAYED))[-1]
        assert entry.payload["diverged_at"] == at
        assert store.body(entry.payload["body"])
    assert list(store.verify(named_bodies)) == []


def test_another_model_is_not_comparable_and_not_run(screened: tuple[Store, str], narrow: Loaded) -> None:
    store, id = screened
    one = recorded.of_screen(store, id)[0]
    other = replace(one, request=replace(one.request, model_sha256="0" * 64))
    (found,) = grades(store, narrow, [other])
    assert found.grade is Grade.NOT_COMPARABLE
    assert found.why.startswith("The model differs: recorded ")
    assert found.trace is None


def test_differing_inputs_are_named(screened: tuple[Store, str], narrow: Loaded) -> None:
    store, id = screened
    one = recorded.of_screen(store, id)[0]
    elsewhere = {**one.engine, "build": "another", "load": {**one.engine["load"], "kv_type": "q8_0"}}
    (same,) = grades(store, narrow, [replace(one, engine=elsewhere)])
    assert same.grade is Grade.IDENTICAL
    assert same.why == "The same ids, although there differ: build of llama.cpp, type of the KV cache."
    edited = replace(
        one, engine=elsewhere, trace=replace(one.trace, thinking_ids=(71, *one.trace.thinking_ids[1:]))
    )
    (other,) = grades(store, narrow, [edited])
    assert other.grade is Grade.NOT_COMPARABLE
    assert other.diverged_at == 0
    assert other.why.startswith("There differ: build of llama.cpp, type of the KV cache. Id 0 differs")


def test_an_engine_that_is_not_exact_tolerates_near_ties_in_a_prefill(
    screened: tuple[Store, str], loose: Loaded
) -> None:
    store, id = screened
    one = recorded.of_screen(store, id)[0]
    edited = replace(one, trace=replace(one.trace, thinking_ids=(71, *one.trace.thinking_ids[1:])))
    (strict,) = grades(store, loose, [edited], prefill=True, tolerance=0.0)
    assert strict.diverged_at == 0
    assert strict.grade is Grade.NOT_COMPARABLE
    assert "sequences at a time" not in strict.why
    (lax,) = grades(store, loose, [edited], prefill=True, tolerance=1.0)
    assert lax.grade is Grade.IDENTICAL
    assert lax.tolerated >= 1


def test_leaving_it_ends_the_rest(screened: tuple[Store, str], narrow: Loaded) -> None:
    store, id = screened
    found = recorded.of_screen(store, id)
    before = len(list(store.entries(kind=TRACE_REPLAYED)))
    with closing(replay(store, *narrow, found)) as run:
        events = without_tests(run)
        assert isinstance(next(events), ReplayBegun)
        assert isinstance(next(events), Replayed)
    assert len(list(store.entries(kind=TRACE_REPLAYED))) == before + 1
    assert [one.grade for one in grades(store, narrow, found[:1])] == [Grade.IDENTICAL]


def test_what_is_replayed_is_found(screened: tuple[Store, str]) -> None:
    store, id = screened
    found = recorded.of_screen(store, id)
    trace_id = found[3].trace_id
    assert recorded.find(store, trace_id) == found[3]
    assert recorded.find(store, trace_id[:12]) == found[3]
    for wrong in ("", "zz"):
        with pytest.raises(StoreError, match="there is no trace"):
            recorded.find(store, wrong)
    sample = recorded.of_screen(store, id, sample=4, seed=1)
    assert len(sample) == 4
    assert sample == recorded.of_screen(store, id, sample=4, seed=1)
    assert sample != recorded.of_screen(store, id, sample=4, seed=2)
    assert recorded.of_screen(store, id, sample=99) == found
    assert {one.hypothesis for one in recorded.of_rows(store, id, ["H-002"])} == {"H-002"}
    with pytest.raises(StoreError, match="nothing to replay"):
        recorded.of_rows(store, id, ["H-099"])
    with pytest.raises(StoreError, match="nothing to replay"):
        recorded.of_screen(store, "none")


def test_the_engine_is_loaded_as_it_was_recorded(screened: tuple[Store, str]) -> None:
    store, id = screened
    one = recorded.of_screen(store, id)[0]
    settings = settings_for(one, replace(SETTINGS, parallel=5, kv_type="q8_0", exact=False))
    assert settings == replace(SETTINGS, parallel=5, gpu_layers=0)
    assert settings_for(one, SETTINGS, Path("other.gguf")).model == Path("other.gguf")
    moved = {**one.engine, "model": {**one.engine["model"], "path": "/elsewhere/winnow-demo.gguf"}}
    assert settings_for(replace(one, engine=moved), SETTINGS).model == paths.DEMO_MODEL
    assert len(list(store.entries(kind=PASS_COMPLETED))) == 12
