"""A dial run through the real engine and a real store: shared tokens, resumption, refusals, replay."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.dial_plan import DialGoals
from app.core.errors import BudgetError, ModelError, PromptError, StoreError
from app.core.hypothesis import Hypothesis
from app.core.labelled import Labelled
from app.core.sampling import SamplingParams
from app.engine.host import LlamaEngine
from app.intake import labelled, read_text
from app.service import kinds, paths
from app.service.dial import MeasuredDial, resolve_dial
from app.service.dial_events import DialOpened, DialProgress, ItemMeasured, ItemNotMeasured
from app.service.dial_run import DialRun
from app.service.recorded import find
from app.service.replay import Grade, Replayed, replay
from app.service.verification import bodies_of
from app.store import Store
from tests.support.dials import (
    BUDGETS,
    WAITS,
    digests,
    labelled_rows,
    run_dial,
    seal,
    start,
    stop_after,
)
from tests.support.screens import SETTINGS, Bench, Loaded, short_prompt, too_long

SAMPLED = SamplingParams(temperature=0.8)
SIX = (0, 8, 16, 24, 32, 48)


@pytest.mark.parametrize("sampling", [SamplingParams(), SAMPLED], ids=["greedy", "sampled"])
def test_read_off_ids_are_those_of_separate_runs(
    store: Store, narrow: Loaded, sampling: SamplingParams
) -> None:
    source = labelled_rows(4)
    shared, events = run_dial(store, narrow, source, budgets=SIX, sampling=sampling)
    separate, _ = run_dial(store, narrow, source, budgets=SIX, sampling=sampling, separate=True)
    assert digests(shared) == digests(separate)
    assert len(digests(shared)) == 4 * (len(SIX) * len(WAITS) - 1)  # at budget 0 a Wait has no room
    generated, of_separate_runs = shared.tokens()
    assert separate.tokens() == (of_separate_runs, of_separate_runs)
    assert generated < of_separate_runs / 2, (generated, of_separate_runs)
    assert shared.grid().keys() == separate.grid().keys()
    opened = next(event for event in events if isinstance(event, DialOpened))
    assert opened.shares
    last = [event for event in events if isinstance(event, DialProgress)][-1]
    assert (last.done, last.errors, last.eta) == (last.total, 0, 0)
    assert (last.generated, last.separate) == (generated, of_separate_runs)


def test_an_item_is_in_the_store_before_it_is_shown(store: Store, narrow: Loaded) -> None:
    sealed = seal(store, narrow, labelled_rows(3))
    shown = 0
    for event in start(sealed, store, narrow).events():
        if isinstance(event, ItemMeasured):
            shown += 1
            there = MeasuredDial.load(store, sealed.id)
            kept = there.readings[event.item.hypothesis.id, event.repetition]
            assert set(kept) == {reading.point for reading in event.readings}
    assert shown == 3
    entries = list(store.entries(subject=sealed.id))
    assert [entry.kind for entry in entries] == [
        kinds.DIAL_SEALED,
        kinds.DIAL_RUN_STARTED,
        *[kinds.DIAL_ITEM_COMPLETED] * 3,
        kinds.DIAL_RUN_ENDED,
    ]
    assert list(store.verify(bodies_of)) == []


def test_a_stopped_run_goes_on_with_what_is_not_measured(store: Store, narrow: Loaded) -> None:
    source = labelled_rows(6)
    whole, _ = run_dial(store, narrow, source, sampling=SAMPLED, seeds=2)
    sealed = seal(store, narrow, source, sampling=SAMPLED, seeds=2)
    stop_after(start(sealed, store, narrow), 2)
    stopped = MeasuredDial.load(store, sealed.id)
    assert not stopped.complete
    assert 2 <= len(stopped.readings) < 12
    list(start(stopped, store, narrow).events())
    resumed = MeasuredDial.load(store, sealed.id)
    assert resumed.complete
    assert digests(resumed) == digests(whole)
    measured = Counter(
        (entry.payload["hypothesis"], entry.payload["repetition"])
        for entry in store.entries(kind=kinds.DIAL_ITEM_COMPLETED, subject=sealed.id)
    )
    assert set(measured.values()) == {1}
    assert len(measured) == 12
    assert list(start(resumed, store, narrow).events()) == []
    assert list(store.verify(bodies_of)) == []


def test_one_process_at_a_time_runs_it_and_takes_up_what_another_did(store: Store, narrow: Loaded) -> None:
    id = seal(store, narrow, labelled_rows(4), budgets=(8,), waits=(0,)).id
    first, second, third = (start(MeasuredDial.load(store, id), store, narrow) for _ in range(3))
    held = store.claim(id)
    assert held is not None
    with pytest.raises(StoreError, match=f"The dial run {id} is being run by another process"):
        list(first.events())
    held.release()
    stop_after(first, 2)
    list(second.events())
    assert list(third.events()) == []
    measured = [e.payload["hypothesis"] for e in store.entries(kind=kinds.DIAL_ITEM_COMPLETED)]
    assert sorted(measured) == sorted(item.hypothesis.id for item in labelled_rows(4).items)


def test_seeds_differ_and_are_the_same_at_all_points(store: Store, narrow: Loaded) -> None:
    dial, _ = run_dial(store, narrow, labelled_rows(1), sampling=SAMPLED, seeds=2)
    seeds = {
        entry.payload["repetition"]: entry.payload["seed"]
        for entry in store.entries(kind=kinds.DIAL_ITEM_COMPLETED, subject=dial.id)
    }
    assert len(set(seeds.values())) == 2
    for outcomes in dial.grid().values():
        assert [(outcome.item, outcome.seed) for outcome in outcomes] == [("L-001", 0), ("L-001", 1)]


def test_a_cancelled_run_ends_and_can_be_resumed(store: Store, narrow: Loaded) -> None:
    sealed = seal(store, narrow, labelled_rows(6))
    run = start(sealed, store, narrow)
    for event in run.events():
        if isinstance(event, ItemMeasured):
            run.cancel()
    stopped = MeasuredDial.load(store, sealed.id)
    assert not stopped.complete
    assert 0 < len(stopped.readings) < 6


def test_without_exactness_each_point_is_run_by_itself(store: Store, loose: Loaded) -> None:
    dial, events = run_dial(store, loose, labelled_rows(2))
    assert not next(event for event in events if isinstance(event, DialOpened)).shares
    assert len(set(dial.tokens())) == 1
    assert not any(reading.read_off for found in dial.readings.values() for reading in found.values())


def test_outcomes_are_held_against_the_labels(store: Store, narrow: Loaded) -> None:
    source = labelled_rows(5)
    dial, _ = run_dial(store, narrow, source)
    truth = {item.hypothesis.id: item.good for item in source.items}
    for point, outcomes in dial.grid().items():
        assert [outcome.item for outcome in outcomes] == list(truth)
        for outcome in outcomes:
            assert outcome.good is truth[outcome.item]
            assert outcome.verdict is not None
            assert outcome.correct == (outcome.verdict.value == ("advance" if outcome.good else "reject"))
            assert outcome.thinking_tokens <= point.budget


def test_a_row_that_no_context_fits_is_told_and_counts_nowhere(store: Store, narrow: Loaded) -> None:
    source = labelled_rows(2)
    endless = Labelled(too_long("X-1"), True)
    source = replace(
        source,
        items=(endless, *source.items),
        source=replace(source.source, hypotheses=(endless.hypothesis, *source.source.hypotheses)),
    )
    dial, events = run_dial(store, narrow, source)
    (refused,) = (event for event in events if isinstance(event, ItemNotMeasured))
    assert refused.item == endless
    assert "shorten the row or lower the budget" in refused.message
    assert dial.failures == {("X-1", 0): refused.message}
    assert {len(outcomes) for outcomes in dial.grid().values()} == {2}


def test_a_read_off_trace_replays_like_any_other(store: Store, narrow: Loaded) -> None:
    dial, _ = run_dial(store, narrow, labelled_rows(2))
    chosen = [reading.trace_id for found in dial.readings.values() for reading in found.values()]
    recorded = [find(store, id) for id in chosen]
    assert {one.hypothesis for one in recorded} == {"L-001", "L-002"}
    assert {one.request.budget.max_tokens for one in recorded} == set(BUDGETS)
    graded = [event for event in replay(store, *narrow, recorded) if isinstance(event, Replayed)]
    assert [one.grade for one in graded] == [Grade.IDENTICAL] * len(chosen)


def test_questions_are_answered_and_checked(store: Store, narrow: Loaded) -> None:
    source = labelled(read_text("question,answer\nWhat is 1 + 1?,2\nWhat is 2 + 2?,4\n", "sums.csv"))
    prompt = paths.prompt_template(paths.PROMPTS / "question.toml")
    dial, _ = run_dial(store, narrow, source, prompt=prompt, budgets=(0, 8), waits=(0,))
    assert dial.plan.questions
    assert dial.source == source
    for outcomes in dial.grid().values():
        assert [outcome.good for outcome in outcomes] == [None, None]
        assert [outcome.p_advance for outcome in outcomes] == [None, None]
    some = next(iter(dial.readings.values()))
    assert all(name == "answer" for reading in some.values() for name, _ in reading.fields)


def test_plan_and_list_are_sealed_before_the_first_token(store: Store, narrow: Loaded) -> None:
    source = labelled_rows(3)
    goals = DialGoals(recall=0.9, confidence=0.8, margin=0.1)
    sealed = seal(store, narrow, source, goals=goals, seed=7)
    again = MeasuredDial.load(store, sealed.id)
    assert (again.plan, again.source) == (sealed.plan, source)
    assert again.plan.goals == goals
    assert [entry.kind for entry in store.entries()] == [kinds.DIAL_SEALED]
    assert resolve_dial(store, "last") == resolve_dial(store, sealed.id[:6]) == sealed.id


def test_what_cannot_be_run_is_refused_before_anything_is_written(store: Store, narrow: Loaded) -> None:
    source = labelled_rows(2)
    with pytest.raises(BudgetError, match="all seeds give the same tokens"):
        seal(store, narrow, source, seeds=2)
    with pytest.raises(BudgetError, match="must rise"):
        seal(store, narrow, source, budgets=(8, 0))
    with pytest.raises(BudgetError, match="64 are the most"):
        seal(store, narrow, source, budgets=tuple(range(65)), waits=(0,))
    with pytest.raises(PromptError, match="needs a choice named 'verdict'"):
        seal(store, narrow, source, prompt=paths.prompt_template(paths.PROMPTS / "question.toml"))
    with pytest.raises(BudgetError, match="Every item needs more than the model's context"):
        seal(store, narrow, source, budgets=(0, 1_000_000))
    questions = replace(source, items=(Labelled(Hypothesis("q", "", "1 + 1?"), answer="2"),))
    with pytest.raises(PromptError, match="needs a text named 'answer'"):
        seal(store, narrow, questions, prompt=short_prompt("triage"))
    with pytest.raises(StoreError, match="holds no dial run yet"):
        resolve_dial(store, "last")
    assert list(store.entries()) == []


def test_another_model_does_not_go_on_with_it(store: Store, narrow: Loaded) -> None:
    sealed = seal(store, narrow, labelled_rows(1))
    engine, model = narrow
    with pytest.raises(ModelError, match="resume with the same file"):
        DialRun(sealed, store, engine, replace(model, sha256="0" * 64), paths.thinking_formats())


def test_another_engine_does_not_go_on_with_what_is_measured(
    store: Store, narrow: Loaded, loose: Loaded
) -> None:
    sealed = seal(store, narrow, labelled_rows(4))
    stop_after(start(sealed, store, narrow), 1)
    stopped = MeasuredDial.load(store, sealed.id)
    before = list(store.entries())
    with pytest.raises(ModelError, match="exactness: exact / best-effort"):
        list(start(stopped, store, loose).events())
    assert list(store.entries()) == before
    assert MeasuredDial.load(store, sealed.id).engine["exactness"] == "exact"


def test_what_is_not_begun_may_run_on_any_engine(store: Store, narrow: Loaded, loose: Loaded) -> None:
    sealed = seal(store, narrow, labelled_rows(1))
    list(start(sealed, store, loose).events())
    dial = MeasuredDial.load(store, sealed.id)
    assert (dial.complete, dial.engine["exactness"]) == (True, "best-effort")


def test_the_window_goes_on_with_it_on_the_engine_that_began(store: Store, narrow: Loaded) -> None:
    sealed = seal(store, narrow, labelled_rows(3))
    stop_after(start(sealed, store, narrow), 1)
    with closing(Bench(store)) as bench:
        bench.configure(replace(SETTINGS, model=Path("another.gguf"), exact=False, kv_type="q8_0"))
        list(bench.measure_on(sealed.id))
    begun = [entry.payload["engine"] for entry in store.entries(kind=kinds.DIAL_RUN_STARTED)]
    assert [each["exactness"] for each in begun] == ["exact", "exact"]
    assert [each["load"]["kv_type"] for each in begun] == ["f16", "f16"]
    assert MeasuredDial.load(store, sealed.id).complete


def test_only_what_is_measured_at_every_point_counts_as_finished(store: Store, narrow: Loaded) -> None:
    sealed = seal(store, narrow, labelled_rows(2), separate=True, budgets=(0, 8, 16, 24, 32, 40))
    stop_after(start(sealed, store, narrow), 1)
    stopped = MeasuredDial.load(store, sealed.id)
    assert (len(stopped.readings), stopped.finished) == (1, 0)
    list(start(stopped, store, narrow).events())
    assert stopped.finished == 2


def test_the_window_goes_on_with_the_model_that_it_was_sealed_with(store: Store, tmp_path: Path) -> None:
    other = tmp_path / "other.gguf"
    other.write_bytes(paths.DEMO_MODEL.read_bytes() + bytes(32))
    engine = LlamaEngine(replace(SETTINGS, model=other, kv_type="f32"))
    id = seal(store, (engine, engine.load()), labelled_rows(1)).id
    engine.close()
    with Bench(Store.open(store.location)) as bench:
        list(bench.measure_on(id))
    measured = MeasuredDial.load(store, id)
    assert measured.complete
    assert measured.engine["model"]["path"] == str(other)
    assert measured.engine["load"]["kv_type"] == "f32"
