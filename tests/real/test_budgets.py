"""Budgets, minima and Waits on real English: kept to the token, each id as plain decoding gives it."""

from __future__ import annotations

import pytest

from app.core.answer import AnswerForm
from app.core.budget import ThinkingBudget, ThinkingEnd
from app.core.request import Continuation
from app.core.sampling import SamplingParams
from app.core.trace import SpanReason
from app.engine.contract import Checked
from app.engine.host import LlamaEngine
from tests.engine.test_thinking import check_greedy, check_structure
from tests.support.in_child import completed, run, until
from tests.support.in_process import Bench, essence
from tests.support.real_model import QUESTIONS, SHA256

HOT = SamplingParams(0.8, top_p=0.95)
BUDGETS, WAITS = (0, 1, 17, 200), range(5)
CONTEXT = 1024
# As many tokens as a sequence of the long run has room for, and the thinking that it must at least do.
LONG, LEAST = 1792, 1500


def test_it_is_the_model_that_was_measured(engine: LlamaEngine, bench: Bench) -> None:
    info = engine.load()
    assert info.sha256 == SHA256
    assert (info.parameters, info.vocabulary, info.context_trained) == (134_515_008, 49_152, 8_192)
    assert engine.open(CONTEXT).exactness.value == "exact"


def test_each_budget_with_each_number_of_waits_is_kept_to_the_token(
    engine: LlamaEngine, bench: Bench
) -> None:
    engine.open(CONTEXT, 8)
    requests = {
        f"{most}-{least}-{waits}": bench.request(
            QUESTIONS[(most + waits) % 2 * 4],
            budget=ThinkingBudget(most, least, waits),
            sampling=HOT if least else SamplingParams(),
            seed=waits,
            form=AnswerForm.free(12),
        )
        for most in BUDGETS
        for least in sorted({0, most // 4})
        for waits in WAITS
    }
    traces = completed(run(engine, requests))
    for id, request in requests.items():
        check_structure(bench, request, traces[id])
    # Of those with the largest budget: the model ends its thinking itself, and each Wait is used.
    greedy = {waits: traces[f"200-0-{waits}"] for waits in WAITS}
    assert [trace.waits_used for trace in greedy.values()] == list(WAITS)
    assert {trace.thinking_ended for trace in traces.values()} == {ThinkingEnd.NATURAL, ThinkingEnd.FORCED}
    assert all(len(traces[f"200-50-{waits}"].thinking_ids) >= 50 for waits in WAITS)
    for id in ("0-0-2", "1-0-1", "17-0-0", "17-0-3", "200-0-0", "200-0-4"):
        check_greedy(bench, requests[id], traces[id])


def test_a_deep_pass_goes_on_in_the_triage_trace(engine: LlamaEngine, bench: Bench) -> None:
    engine.open(CONTEXT, 2)
    first = bench.request(QUESTIONS[1], budget=ThinkingBudget(17))
    begun = completed(run(engine, {"first": first}))["first"]
    more = bench.request(
        QUESTIONS[1], budget=ThinkingBudget(60, waits=2), continued=Continuation(begun.thinking_ids, ())
    )
    trace = completed(run(engine, {"more": more}))["more"]
    check_structure(bench, more, trace)
    wait = bench.vocabulary.delimiters(more.format, None).wait
    assert trace.thinking_ids[: 17 + len(wait)] == (*begun.thinking_ids, *wait)


def test_long_traces_fill_the_context_and_are_confirmed(engine: LlamaEngine, bench: Bench) -> None:
    opened = engine.open(LONG, 2)
    assert opened.context == LONG
    form = AnswerForm.free(24)
    overhead = bench.vocabulary.overhead(form, bench.thinking, None)
    room = LONG - len(bench.prompt(QUESTIONS[1]).ids) - overhead
    requests = {
        "whole": bench.request(QUESTIONS[1], budget=ThinkingBudget(None, min_tokens=room), form=form),
        "drawn": bench.request(
            QUESTIONS[3], budget=ThinkingBudget(None, LEAST, waits=4), sampling=HOT, seed=9, form=form
        ),
    }
    traces = completed(run(engine, requests))
    whole = traces["whole"]
    assert (len(whole.thinking_ids), whole.thinking_ended) == (room, ThinkingEnd.FORCED)
    assert whole.spans[-1].reason is SpanReason.FORCED_END
    for trace in traces.values():
        assert LEAST <= len(trace.thinking_ids) < LONG
        assert len(trace.prompt_ids) + len(trace.thinking_ids) + len(trace.answer_ids) <= LONG
    # Each id once more, all fed at once, in another order.
    for id in reversed(requests):
        engine.submit(id, requests[id], recorded=traces[id])
    checked = [
        event
        for event in until(engine, lambda events: sum(isinstance(e, Checked) for e in events) == 2)
        if isinstance(event, Checked)
    ]
    for event in checked:
        assert event.differences == ()
        assert essence(event.trace) == essence(traces[event.id])


@pytest.mark.parametrize("more", [0, 1])
def test_one_token_more_than_fits_is_refused(engine: LlamaEngine, bench: Bench, more: int) -> None:
    opened = engine.open(CONTEXT, 1)
    form = AnswerForm.free(6)
    room = opened.context - len(bench.prompt(QUESTIONS[0]).ids)
    room -= bench.vocabulary.overhead(form, bench.thinking, None)
    request = bench.request(QUESTIONS[0], budget=ThinkingBudget(room + more), form=form)
    events = run(engine, {"one": request})
    assert (completed(events).keys() == {"one"}) == (more == 0)
