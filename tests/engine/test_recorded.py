"""A recorded trace is fed through at once: what was drawn is confirmed, what was changed is found there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.answer import AnswerForm, Literal, Part, Text
from app.core.budget import ThinkingBudget
from app.core.request import Continuation, GenerationRequest
from app.core.sampling import SamplingParams
from app.core.trace import SpanReason, Trace
from app.engine.contract import Checked, StepShape
from app.engine.runtime import LlamaLog
from app.engine.scheduler import Scheduler
from tests.engine.test_exactness import HOT, TOP, VERDICT, mixed_requests
from tests.support.in_process import GREEDY, Bench, drain, essence, run


def check(
    scheduler: Scheduler, requests: Mapping[str, GenerationRequest], recorded: Mapping[str, Trace]
) -> dict[str, Checked]:
    """Feed records through to their ends."""
    for id, request in requests.items():
        scheduler.submit(id, request, recorded=recorded[id])
    return {event.id: event for event in drain(scheduler) if isinstance(event, Checked)}


def check_one(bench: Bench, request: GenerationRequest, recorded: Trace) -> Checked:
    with bench.scheduler(1) as scheduler:
        return check(scheduler, {"one": request}, {"one": recorded})["one"]


def with_id(trace: Trace, at: int, token: int) -> Trace:
    """A trace with one id changed by hand."""
    thought = len(trace.thinking_ids)
    ids = [*trace.thinking_ids, *trace.answer_ids]
    ids[at] = token
    return replace(trace, thinking_ids=tuple(ids[:thought]), answer_ids=tuple(ids[thought:]))


def sampled(trace: Trace) -> list[int]:
    """The places of the ids that were drawn."""
    injected = {at for span in trace.spans for at in range(span.offset, span.offset + len(span.ids))}
    return [i for i in range(len(trace.thinking_ids) + len(trace.answer_ids)) if i not in injected]


def test_what_was_recorded_at_any_width_is_confirmed(each_bench: Bench) -> None:
    shape = each_bench.exact_shape()
    assert shape
    requests = mixed_requests(each_bench)
    with each_bench.scheduler(8, shape) as scheduler:
        recorded = run(scheduler, requests)
    for width in (1, 3, 16):
        with each_bench.scheduler(width, shape) as scheduler:
            checked = check(scheduler, requests, recorded)
        assert checked.keys() == requests.keys()
        for id, trace in recorded.items():
            assert checked[id].differences == ()
            assert essence(checked[id].trace) == essence(trace)
            assert checked[id].drawn >= len(sampled(trace))


ADJACENT = {
    "texts": (Text("one", 6), Text("two", 6), Text("three", 6)),
    "lines": (Text("one", 6, multiline=True), Text("two", 6), Text("three", 6, multiline=True)),
    "nothing between": (Text("one", 6), Literal(""), Text("two", 6, multiline=True)),
}


@pytest.mark.parametrize("parts", ADJACENT.values(), ids=ADJACENT)
def test_a_text_that_another_follows_at_once_ends_where_it_did(bench: Bench, parts: tuple[Part, ...]) -> None:
    asked = {
        f"r{seed}": bench.request(
            budget=ThinkingBudget(2), sampling=SamplingParams(1.0), seed=seed, form=AnswerForm(parts)
        )
        for seed in range(60)
    }
    with bench.scheduler(8) as scheduler:
        recorded = run(scheduler, asked)
    with bench.scheduler(8) as scheduler:
        checked = check(scheduler, asked, recorded)
    for id, trace in recorded.items():
        assert checked[id].differences == (), id
        assert essence(checked[id].trace) == essence(trace)
    ended = [[field.ended for field in trace.fields] for trace in recorded.values()]
    assert {all(each[:-1]) for each in ended} == {True, False}


def test_what_a_draft_leaves_in_the_cache_is_no_difference(
    model_files: dict[str, Path], llama_log: LlamaLog
) -> None:
    """A step of one row gives other bits than a draft here, and an id that was nearly another becomes it."""
    one_row = StepShape(1)
    f16_bench = Bench(model_files["f16"], llama_log)
    sampling = SamplingParams(temperature=1.0, top_p=0.95)
    requests = {
        f"r{seed}": f16_bench.request(
            budget=ThinkingBudget(250, min_tokens=250), sampling=sampling, seed=seed
        )
        for seed in range(4)
    }
    with f16_bench.scheduler(1, one_row) as scheduler:
        recorded = run(scheduler, requests)
    with f16_bench.scheduler(1, one_row, exact=False) as scheduler:
        strayed = check(scheduler, requests, recorded)
    with f16_bench.scheduler(1, one_row) as scheduler:
        checked = check(scheduler, requests, recorded)
    f16_bench.close()
    if not any(each.differences for each in strayed.values()):
        pytest.skip("drafts have the bits of steps of one row on this processor")
    for id, trace in recorded.items():
        assert checked[id].differences == ()
        assert essence(checked[id].trace) == essence(trace)


def test_where_rows_are_fixed_it_is_checked_by_steps(bench: Bench) -> None:
    request = bench.request(budget=ThinkingBudget(60, min_tokens=60), sampling=HOT, seed=3)
    with bench.scheduler(1, StepShape(4, fixed=True)) as scheduler:
        trace = run(scheduler, {"one": request})["one"]
        generating = scheduler.counters.steps
        assert check(scheduler, {"one": request}, {"one": trace})["one"].differences == ()
        assert scheduler.counters.steps == 2 * generating


def test_it_takes_few_steps(bench: Bench) -> None:
    request = bench.request(budget=ThinkingBudget(200, min_tokens=200), sampling=HOT, seed=3)
    with bench.scheduler(1) as scheduler:
        trace = run(scheduler, {"one": request})["one"]
        generating = scheduler.counters.steps
    with bench.scheduler(1) as scheduler:
        assert check(scheduler, {"one": request}, {"one": trace})["one"].differences == ()
        assert scheduler.counters.steps * 20 < generating


@pytest.mark.parametrize("sampling", [GREEDY, HOT, TOP])
@pytest.mark.parametrize("where", [0, 40, -1])
def test_a_changed_id_is_found_where_it_is(bench: Bench, where: int, sampling: object) -> None:
    request = bench.request(
        budget=ThinkingBudget(60, min_tokens=60),
        sampling=sampling,  # type: ignore[arg-type]
        seed=11,
        form=VERDICT,
    )
    trace = bench.generate(request)
    at = sampled(trace)[where]
    ids = (*trace.thinking_ids, *trace.answer_ids)
    other = next(token for token in range(65, 91) if token != ids[at])
    first = check_one(bench, request, with_id(trace, at, other)).differences[0]
    assert first.at == at
    assert first.recorded == bench.vocabulary.text([other])
    assert first.drawn == bench.vocabulary.text([ids[at]])
    assert first.p_recorded is not None
    assert first.p_drawn is not None
    assert first.p_recorded < 1 > first.p_drawn > 0


def test_a_changed_choice_is_found_with_the_shares_of_both_options(bench: Bench) -> None:
    request = bench.request(budget=ThinkingBudget(5), form=VERDICT)
    trace = bench.generate(request)
    span = next(span for span in trace.spans if span.reason is SpanReason.CHOICE)
    field = trace.field("verdict")
    assert field
    other = next(option for option, _ in field.probabilities if option != field.text)
    ids = tuple(bench.model.tokenize(f" {other}", special=False))
    thought = len(trace.thinking_ids)
    start = span.offset - thought
    answer = (*trace.answer_ids[:start], *ids, *trace.answer_ids[start + len(span.ids) :])
    shift = len(ids) - len(span.ids)
    spans = [
        replace(each, ids=ids)
        if each is span
        else replace(each, offset=each.offset + shift)
        if each.offset > span.offset
        else each
        for each in trace.spans
    ]
    changed = replace(trace, answer_ids=answer, spans=tuple(spans))
    first = check_one(bench, request, changed).differences[0]
    assert (first.at, first.recorded, first.drawn) == (span.offset, f" {other}", f" {field.text}")
    shares = dict(field.probabilities)
    assert (first.p_recorded, first.p_drawn) == (shares[other], shares[field.text])


def test_a_record_under_another_budget_is_found_where_the_budgets_part(bench: Bench) -> None:
    request = bench.request(budget=ThinkingBudget(30, min_tokens=30))
    trace = bench.generate(request)
    longer = replace(request, budget=ThinkingBudget(40, min_tokens=40))
    (difference,) = check_one(bench, longer, trace).differences
    assert difference.at == 30
    shorter = replace(request, budget=ThinkingBudget(20, min_tokens=20))
    (difference,) = check_one(bench, shorter, trace).differences
    assert difference.at == 20
    assert difference.p_drawn is None


def test_a_record_that_stops_early_or_goes_on_is_found_at_its_end(bench: Bench) -> None:
    request = bench.request(budget=ThinkingBudget(12), form=VERDICT)
    trace = bench.generate(request)
    end = len(trace.thinking_ids) + len(trace.answer_ids)
    cut = check_one(bench, request, replace(trace, answer_ids=trace.answer_ids[:-1]))
    assert cut.differences[0].at == end - 1
    more = check_one(bench, request, replace(trace, answer_ids=(*trace.answer_ids, 70)))
    assert more.differences[-1].at == end
    assert more.differences[-1].recorded == "F"


def test_a_continued_trace_is_checked_from_where_it_was_continued(bench: Bench) -> None:
    first = bench.generate(bench.request(budget=ThinkingBudget(10)))
    continued = Continuation(first.thinking_ids, tuple(s for s in first.spans if s.offset < 10))
    request = bench.request(budget=ThinkingBudget(40, waits=2), continued=continued)
    trace = bench.generate(request)
    assert trace.thinking_ids[: len(first.thinking_ids)] == first.thinking_ids
    checked = check_one(bench, request, trace)
    assert checked.differences == ()
    assert essence(checked.trace) == essence(trace)


def test_it_runs_beside_generations_and_is_cancelled_like_one(bench: Bench) -> None:
    request = bench.request(budget=ThinkingBudget(50, min_tokens=50), sampling=HOT)
    trace = bench.generate(request)
    with bench.scheduler(3, StepShape(2)) as scheduler:
        scheduler.submit("new", request)
        scheduler.submit("old", request, recorded=trace)
        scheduler.submit("gone", request, recorded=trace)
        scheduler.cancel("gone")
        events = {event.id: event for event in drain(scheduler)}
    assert essence(events["new"].trace) == essence(trace)  # type: ignore[union-attr]
    assert isinstance(events["old"], Checked)
    assert events["old"].differences == ()
    assert not isinstance(events["gone"], Checked)


def test_those_beside_a_check_take_their_ids_in_common_steps(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Wrong guesses: so a draft takes one id, as a step does.
    monkeypatch.setattr("app.engine.lookup.Lookup.guess", lambda _, count: [0] * count)
    beside = {f"h{n}": bench.request(f"Case {n}", budget=ThinkingBudget(60, 60), seed=n) for n in range(3)}
    asked = bench.request(budget=ThinkingBudget(60, 60), sampling=HOT)
    recorded = bench.generate(asked)
    wrong = with_id(recorded, sampled(recorded)[5], recorded.thinking_ids[0])
    counted = []
    for drafts in (False, True):
        with bench.scheduler(4, drafts=drafts) as scheduler:
            scheduler.submit("check", asked, recorded=wrong)
            run(scheduler, beside)
            counted.append(scheduler.counters)
    assert counted[0] == counted[1]
