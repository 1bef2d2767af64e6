"""The engine in its child process: the same ids, streams, cancellation, pause, and the child's death."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from app.core.answer import AnswerForm
from app.core.budget import ThinkingBudget, ThinkingEnd
from app.core.errors import EngineError, ModelError
from app.core.request import GenerationRequest, PromptText
from app.core.sampling import SamplingParams
from app.engine.contract import (
    Cancelled,
    Chunk,
    Completed,
    Exactness,
    Failed,
    OpenInfo,
    Phase,
    PromptProgress,
)
from app.engine.host import EngineCrashed, LlamaEngine
from tests.support.in_child import POLLS, await_death, completed, end_of, ended, run, settings, until
from tests.support.in_process import S1, Bench, essence

CONTEXT = 4096
HOT = SamplingParams(0.9, top_p=0.95)


@pytest.fixture(scope="module")
def opened(model_files: dict[str, Path]) -> Iterator[tuple[LlamaEngine, OpenInfo]]:
    """One engine for the tests that leave it as they found it."""
    engine = LlamaEngine(settings(model_files["q8_0"]))
    shares: list[float] = []
    info = engine.load(shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert info.vocabulary == 1024
    told: list[tuple[int, int]] = []
    opened = engine.open(CONTEXT, progress=lambda *pair: told.append(pair))
    assert [done for done, _ in told] == list(range(1, len(told) + 1))
    assert told[-1][0] <= told[-1][1]
    yield engine, opened
    engine.close()


def requests_of(bench: Bench, prefix: str = "r") -> dict[str, GenerationRequest]:
    return {
        f"{prefix}{n}": bench.request(
            f"Case {n} " + "and more " * (n * 5),
            system="Be brief.",
            budget=ThinkingBudget(n * 9, waits=n % 3),
            sampling=HOT if n % 2 else SamplingParams(),
            seed=n,
            form=AnswerForm.free(12),
        )
        for n in range(9)
    }


def long_run(bench: Bench, user: str = "Think long.") -> GenerationRequest:
    """A request that thinks for 2,500 tokens."""
    return bench.request(user, budget=ThinkingBudget(2500, min_tokens=2500), sampling=HOT)


def test_another_process_gives_the_same_ids(opened: tuple[LlamaEngine, OpenInfo], bench: Bench) -> None:
    engine, info = opened
    assert info.exactness is Exactness.EXACT
    requests = requests_of(bench)
    here = bench.run(requests, parallel=7, shape=info.shape)
    there = completed(run(engine, requests))
    assert {id: essence(t) for id, t in there.items()} == {id: essence(t) for id, t in here.items()}


def test_prompts_are_rendered_and_counted_as_in_this_process(
    opened: tuple[LlamaEngine, OpenInfo], bench: Bench
) -> None:
    engine, _ = opened
    prompts = [PromptText("s", "shared ", "user <|im_end|>"), PromptText("", "", "u")]
    assert engine.render(prompts, S1) == (
        bench.prompt("user <|im_end|>", "s", "shared "),
        bench.prompt("u"),
    )
    form = AnswerForm.free(30)
    assert engine.overhead(form, S1, None) == bench.vocabulary.overhead(form, S1, None)


def test_the_stream_adds_up_to_the_trace(opened: tuple[LlamaEngine, OpenInfo], bench: Bench) -> None:
    engine, _ = opened
    requests = requests_of(bench, "stream")
    # Flat draws of random bytes: some thoughts and answers end in the middle of a character.
    requests |= {
        f"flat{n}": bench.request(
            budget=ThinkingBudget(1 + n % 5, waits=n % 2), sampling=SamplingParams(100.0), seed=n
        )
        for n in range(48)
    }
    events = run(engine, requests)
    for id, trace in completed(events).items():
        chunks = [e for e in events if isinstance(e, Chunk) and e.id == id]
        texts = {
            phase: "".join(c.text for c in chunks if c.phase is phase)
            for phase in (Phase.THINKING, Phase.ANSWER)
        }
        assert texts == {Phase.THINKING: trace.thinking_text, Phase.ANSWER: trace.answer_text}, id
        assert [c.tokens for c in chunks] == sorted(c.tokens for c in chunks)
        assert chunks[-1].tokens == len(trace.thinking_ids) + len(trace.answer_ids)
        injected = "".join(c.text for c in chunks if c.reason)
        ids = [i for span in trace.spans for i in span.ids]
        assert injected == bench.vocabulary.text(ids), id


def test_alone_it_takes_several_ids_in_a_step(own: LlamaEngine, bench: Bench) -> None:
    if not own.open(CONTEXT).why.endswith("; drafts too"):
        pytest.skip("drafts have other bits than steps on this processor")
    request = bench.request(budget=ThinkingBudget(300, min_tokens=300))
    trace = completed(run(own, {"alone": request}))["alone"]
    assert essence(trace) == essence(bench.generate(request))
    counted = own.counters()
    # The prompt's last id is fed by a step too.
    assert counted.steps < counted.rows <= 1 + len(trace.thinking_ids) + len(trace.answer_ids)


def test_a_refused_request_is_an_event_and_the_engine_goes_on(
    opened: tuple[LlamaEngine, OpenInfo], bench: Bench
) -> None:
    engine, _ = opened
    too_much = bench.request(budget=ThinkingBudget(CONTEXT))
    events = run(engine, {"too much": too_much, "fits": bench.request(budget=ThinkingBudget(2))})
    refused = end_of(events, "too much")
    assert isinstance(refused, Failed)
    assert f"{CONTEXT:,}" in refused.message
    assert isinstance(end_of(events, "fits"), Completed)


def test_a_running_decode_is_cancelled_with_what_it_had(
    opened: tuple[LlamaEngine, OpenInfo], bench: Bench
) -> None:
    engine, info = opened
    request = long_run(bench)
    engine.submit("long", request)
    events = until(engine, lambda seen: any(isinstance(e, Chunk) for e in seen))
    engine.cancel("long")
    events += until(engine, lambda seen: ended(seen, "long"))
    event = end_of(events, "long")
    assert isinstance(event, Cancelled)
    assert event.trace
    assert event.trace.thinking_ended is ThinkingEnd.CANCELLED
    assert 0 < len(event.trace.thinking_ids) < 2500
    chunks = "".join(e.text for e in events if isinstance(e, Chunk))
    assert chunks == event.trace.thinking_text
    count = len(event.trace.thinking_ids)
    short = replace(request, budget=ThinkingBudget(count, min_tokens=count))
    whole = bench.run({"x": short}, parallel=1, shape=info.shape, context=CONTEXT)["x"]
    assert whole.thinking_ids == event.trace.thinking_ids


def test_a_long_prefill_is_cancelled_and_the_others_do_not_notice(
    opened: tuple[LlamaEngine, OpenInfo], bench: Bench
) -> None:
    engine, info = opened
    neighbours = {
        f"n{n}": bench.request(f"Case {n}", budget=ThinkingBudget(60, min_tokens=60), sampling=HOT, seed=n)
        for n in range(3)
    }
    alone = bench.run(neighbours, parallel=1, shape=info.shape)
    prompt = bench.request("x " * 1900, budget=ThinkingBudget(100, min_tokens=100))
    cut_short = 0
    for attempt in range(20):
        ids = {f"{attempt}{id}": id for id in neighbours}
        for id, of in ids.items():
            engine.submit(id, neighbours[of])
        long = f"{attempt}long"
        engine.submit(long, prompt)
        events = until(
            engine, lambda seen, long=long: any(isinstance(e, PromptProgress) and e.id == long for e in seen)
        )
        engine.cancel(long)
        events += until(engine, lambda seen, long=long: ended(seen, long))
        event = end_of(events, long)
        assert isinstance(event, Cancelled)
        events += until(engine, lambda seen, events=events, ids=ids: ended([*events, *seen], *ids))
        traces = completed(events)
        assert traces.keys() == ids.keys()
        assert all(essence(trace) == essence(alone[ids[id]]) for id, trace in traces.items())
        if event.trace is not None and not event.trace.thinking_ids:
            cut_short += 1
            break
    assert cut_short


def test_cancelling_all_ends_the_running_and_the_waiting(
    opened: tuple[LlamaEngine, OpenInfo], bench: Bench
) -> None:
    engine, _ = opened
    ids = [f"all{n}" for n in range(9)]
    for n, id in enumerate(ids):
        engine.submit(id, long_run(bench, f"Case {n}"))
    events = until(engine, lambda seen: any(isinstance(e, Chunk) for e in seen))
    engine.cancel()
    events += until(engine, lambda seen: ended(seen, *ids))
    ends = [end_of(events, id) for id in ids]
    assert all(isinstance(event, Cancelled) for event in ends)
    # Four places: those behind them had not begun.
    assert sum(event.trace is None for event in ends if isinstance(event, Cancelled)) >= 5
    assert completed(run(engine, {"after": bench.request()})).keys() == {"after"}


def test_a_pause_stops_the_work_and_changes_nothing(
    opened: tuple[LlamaEngine, OpenInfo], bench: Bench
) -> None:
    engine, info = opened
    requests = {
        f"p{n}": bench.request(f"Case {n}", budget=ThinkingBudget(300, min_tokens=300), sampling=HOT, seed=n)
        for n in range(6)
    }
    for id, request in requests.items():
        engine.submit(id, request)
    events = until(engine, lambda seen: any(isinstance(e, Chunk) for e in seen))
    engine.pause(True)
    before = engine.counters()
    assert engine.counters() == before
    engine.submit("late", requests["p0"], first=True)
    assert engine.counters() == before
    engine.pause(False)
    events += until(engine, lambda seen: ended(seen, *(requests.keys() - completed(events)), "late"))
    traces = completed(events)
    alone = bench.run(requests, parallel=2, shape=info.shape)
    assert essence(traces.pop("late")) == essence(alone["p0"])
    assert {id: essence(t) for id, t in traces.items()} == {id: essence(t) for id, t in alone.items()}


def test_pausing_and_going_on_many_times_changes_nothing(
    opened: tuple[LlamaEngine, OpenInfo], bench: Bench
) -> None:
    engine, info = opened
    requests = {
        f"m{n}": bench.request("y " * (700 * n), budget=ThinkingBudget(50), sampling=HOT, seed=n)
        for n in range(3)
    }
    for id, request in requests.items():
        engine.submit(id, request)
    for _ in range(100):
        engine.pause(True)
        engine.pause(False)
    traces = completed(until(engine, lambda seen: ended(seen, *requests)))
    alone = bench.run(requests, parallel=1, shape=info.shape, context=CONTEXT)
    assert {id: essence(t) for id, t in traces.items()} == {id: essence(t) for id, t in alone.items()}


def test_a_prefix_is_shared_in_the_child_too(opened: tuple[LlamaEngine, OpenInfo], bench: Bench) -> None:
    engine, _ = opened
    requests = {
        f"s{n}": bench.request(f"H{n}", system="A system of its own.", budget=ThinkingBudget(1))
        for n in range(6)
    }
    before = engine.counters()
    traces = completed(run(engine, requests))
    after = engine.counters()
    prefix = requests["s0"].prompt.shared
    rest = sum(len(request.prompt.ids) - 1 - prefix for request in requests.values())
    assert after.prefilled_tokens - before.prefilled_tokens == prefix + rest
    assert sorted(t.usage.reused_prompt_tokens for t in traces.values()) == [0, *[prefix] * 5]


@pytest.fixture
def own(model_files: dict[str, Path]) -> Iterator[LlamaEngine]:
    """An engine for a test that ends its process."""
    engine = LlamaEngine(settings(model_files["q8_0"]))
    engine.load()
    engine.open(CONTEXT)
    yield engine
    engine.close()


def test_a_killed_child_is_a_value_and_what_it_completed_stays(own: LlamaEngine, bench: Bench) -> None:
    own.submit("done", bench.request(budget=ThinkingBudget(1)))
    last = own.counters()
    for _ in range(POLLS):
        now = own.counters()
        if now.steps == last.steps > 0:
            break
        last = now
    own.submit("never", long_run(bench))
    process_id = own.process_id
    assert process_id
    psutil.Process(process_id).kill()
    await_death(process_id)
    with pytest.raises(EngineCrashed):
        own.counters()
    assert completed(own.events(0)).keys() == {"done"}
    with pytest.raises(EngineCrashed) as caught:
        own.events(0.1)
    if os.name == "posix":
        assert caught.value.exit_code == -signal.SIGKILL
        assert "signal 9" in str(caught.value)
    with pytest.raises(EngineCrashed):
        own.submit("more", bench.request())
    assert own.process_id is None
    own.close()
    own.close()
    assert not psutil.pid_exists(process_id)
    with pytest.raises(EngineError, match="closed"):
        own.events(0)


def test_opening_again_cancels_what_runs_and_frees_its_memory(own: LlamaEngine, bench: Bench) -> None:
    own.submit("long", long_run(bench))
    until(own, lambda seen: any(isinstance(e, Chunk) for e in seen))
    assert own.open(8192).context == 8192
    events = until(own, lambda seen: ended(seen, "long"))
    assert isinstance(end_of(events, "long"), Cancelled)
    child = psutil.Process(own.process_id)
    held = child.memory_info().rss
    for _ in range(6):
        own.open(8192)
    # One cache of 4 places is 32 MiB.
    assert child.memory_info().rss - held < 100 * 2**20
    assert completed(run(own, {"after": bench.request()})).keys() == {"after"}


def test_a_request_before_the_engine_is_open_is_refused(model_files: dict[str, Path], bench: Bench) -> None:
    engine = LlamaEngine(settings(model_files["q8_0"]))
    try:
        engine.load()
        engine.submit("early", bench.request())
        early = end_of(until(engine, lambda seen: ended(seen, "early")), "early")
        assert isinstance(early, Failed)
        with pytest.raises(EngineError, match="not open"):
            engine.counters()
    finally:
        engine.close()


def test_a_child_killed_while_it_decodes_ends_the_wait_for_events(own: LlamaEngine, bench: Bench) -> None:
    own.submit("long", long_run(bench))
    until(own, lambda seen: any(isinstance(e, Chunk) for e in seen))
    assert own.process_id
    psutil.Process(own.process_id).kill()
    with pytest.raises(EngineCrashed):
        until(own, lambda seen: False)


def test_closing_in_the_middle_leaves_no_process(own: LlamaEngine, bench: Bench) -> None:
    for n in range(6):
        own.submit(f"{n}", long_run(bench))
    until(own, lambda seen: any(isinstance(e, Chunk) for e in seen))
    process_id = own.process_id
    assert process_id
    own.close()
    assert not psutil.pid_exists(process_id)
    with pytest.raises(EngineError, match="closed"):
        own.submit("more", bench.request())


def test_settings_that_cannot_be_opened_are_refused_and_the_engine_lives(
    model_files: dict[str, Path],
) -> None:
    for change, words in (
        ({"parallel": 0}, "0 sequences at a time"),
        ({"parallel": 129}, "129 sequences at a time"),
        ({"kv_type": "q2"}, "no KV type 'q2'"),
        ({"threads": 100_000}, "100000 threads"),
        ({"prefill_chunk": 7}, "7 prompt tokens"),
    ):
        with pytest.raises(ModelError, match=words):
            replace(settings(model_files["q8_0"]), **change)
    engine = LlamaEngine(replace(settings(model_files["q8_0"]), context=9000))
    try:
        engine.load()
        with pytest.raises(ModelError, match=r"9,000 tokens.*8,192"):
            engine.open(512)
        assert engine.render([PromptText("", "", "u")], S1)
    finally:
        engine.close()
