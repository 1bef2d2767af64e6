"""A trace's text in segments: what was injected stands where it was injected, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from app.core.answer import AnswerForm, Choice, Literal, Text
from app.core.budget import ThinkingBudget, ThinkingEnd
from app.core.request import Continuation
from app.core.sampling import SamplingParams
from app.core.trace import Segment, SpanReason, Trace
from app.engine.contract import Cancelled
from tests.support.in_process import Bench, drain, traces

FORM = AnswerForm(
    (Literal("\nVerdict:"), Choice("verdict", (" advance", " reject")), Literal("\nWhy:"), Text("why", 5))
)
HOT = SamplingParams(0.9, top_p=0.95)
# Flat draws: in a vocabulary of bytes, many texts end in the middle of a character.
FLAT = SamplingParams(100.0)


def check(trace: Trace, bench: Bench) -> list[Segment]:
    """The segments are the texts, cut at the spans; returns them all."""
    thinking, answer = trace.segments()
    assert "".join(segment.text for segment in thinking) == trace.thinking_text
    assert "".join(segment.text for segment in answer) == trace.answer_text
    segments = [*thinking, *answer]
    assert all(segment.text for segment in segments)
    injected = [(segment.reason, segment.text) for segment in segments if segment.reason]
    assert injected == [(span.reason, span.text) for span in trace.spans if span.text]
    for part in (thinking, answer):
        assert not any(one.reason is two.reason is None for one, two in pairwise(part))
    assert {segment.reason for segment in thinking} <= {None, SpanReason.WAIT}
    assert SpanReason.WAIT not in {segment.reason for segment in answer}
    text, ids = trace.thinking_text + trace.answer_text, trace.thinking_ids + trace.answer_ids
    for span in trace.spans:
        assert ids[span.offset : span.offset + len(span.ids)] == span.ids
        assert span.text == bench.vocabulary.text(span.ids)
        assert text[span.at : span.at + len(span.text)] == span.text
        assert (span.at >= len(trace.thinking_text)) == (span.offset >= len(trace.thinking_ids))
    return segments


@pytest.fixture(params=["bench", "think_bench", "demo_bench"])
def any_bench(request: pytest.FixtureRequest) -> Bench:
    """Each vocabulary: of bytes, of bytes with `<think>`, and the demo model's."""
    bench: Bench = request.getfixturevalue(request.param)
    return bench


def test_the_segments_of_a_trace_are_its_texts(any_bench: Bench) -> None:
    requests = {
        f"{sampling.temperature}-{n}": any_bench.request(
            f"Case {n}",
            budget=ThinkingBudget(5 * n, min_tokens=n, waits=n % 3),
            sampling=sampling,
            seed=n,
            form=FORM if n % 2 else AnswerForm.free(7),
        )
        for sampling in (HOT, FLAT)
        for n in range(12)
    }
    found = any_bench.run(requests)
    assert found.keys() == requests.keys()
    reasons = {segment.reason for trace in found.values() for segment in check(trace, any_bench)}
    assert reasons >= {None, SpanReason.FORCED_END, SpanReason.LITERAL, SpanReason.CHOICE}


def test_waits_and_both_ends_are_segments(demo_bench: Bench) -> None:
    requests = {
        f"{waits}-{most}": demo_bench.request(
            "Do costs of 20 bps exceed the gross edge of 10 bps?", budget=ThinkingBudget(most, waits=waits)
        )
        for waits in (0, 2)
        for most in (6, 400)
    }
    found = demo_bench.run(requests)
    reasons = {id: [segment.reason for segment in check(trace, demo_bench)] for id, trace in found.items()}
    assert SpanReason.END in reasons["0-400"]
    assert reasons["2-400"].count(SpanReason.WAIT) == found["2-400"].waits_used == 2
    assert SpanReason.FORCED_END in reasons["0-6"]
    assert all(
        (SpanReason.END in reasons[id]) == (trace.thinking_ended is ThinkingEnd.NATURAL)
        for id, trace in found.items()
    )


def test_a_trace_that_continues_another_has_its_segments_too(any_bench: Bench) -> None:
    first = any_bench.request(budget=ThinkingBudget(9, min_tokens=9, waits=1), sampling=FLAT, seed=3)
    begun = any_bench.generate(first)
    thought = tuple(span for span in begun.spans if span.offset < len(begun.thinking_ids))
    for waits in (1, 3):
        more = replace(
            first,
            budget=ThinkingBudget(40, min_tokens=30, waits=waits),
            continued=Continuation(begun.thinking_ids, thought),
        )
        trace = any_bench.generate(more)
        segments = check(trace, any_bench)
        assert trace.spans[: len(thought)] == thought
        assert trace.spans[len(thought)].reason is SpanReason.WAIT
        assert trace.thinking_text.startswith(begun.thinking_text)
        assert len(segments) >= 3


def test_a_trace_that_was_cut_short_has_its_segments_too(bench: Bench) -> None:
    request = bench.request(budget=ThinkingBudget(40, min_tokens=40), sampling=FLAT, seed=5, form=FORM)
    whole = bench.generate(request)
    for steps in (0, 1, 7, 20, 43, 46):
        with bench.scheduler(1) as scheduler:
            scheduler.submit("cut", request)
            scheduler.admit()
            while scheduler.counters.steps < steps:
                scheduler.step()
            scheduler.cancel("cut")
            (event,) = (event for event in drain(scheduler) if isinstance(event, Cancelled))
        assert event.trace
        check(event.trace, bench)
        ids = event.trace.thinking_ids + event.trace.answer_ids
        assert (whole.thinking_ids + whole.answer_ids)[: len(ids)] == ids
        assert event.trace.usage.thinking_seconds <= event.trace.usage.decode_seconds


def test_thinking_takes_a_part_of_the_time_of_decoding(bench: Bench) -> None:
    with bench.scheduler(3) as scheduler:
        for n in range(6):
            budget = ThinkingBudget(10 * n, min_tokens=10 * n)
            scheduler.submit(f"{n}", bench.request(f"Case {n}", budget=budget, form=FORM))
        usages = [trace.usage for trace in traces(drain(scheduler)).values()]
    assert len(usages) == 6
    for usage in usages:
        assert usage.thinking_tokens % 10 == 0
        assert 0 < usage.thinking_seconds < usage.decode_seconds
        assert usage.queue_seconds >= 0
        assert usage.prefill_seconds > 0
