"""Many budgets read off one generation: each trace is, id for id, that of a run of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.answer import AnswerForm, Choice, Literal, Text
from app.core.budget import ThinkingBudget, ThinkingEnd
from app.core.request import Continuation, GenerationRequest
from app.core.sampling import SamplingParams
from app.engine.contract import Chunk, Completed, Failed
from app.engine.lookup import Lookup
from tests.support.in_process import GREEDY, TWO_ROWS, Bench, drain, essence

MOST = 60
FORM = AnswerForm(
    (Literal("\nVerdict:"), Choice("verdict", (" advance", " reject")), Literal("\nWhy:"), Text("why", 4))
)
SMALLER = tuple(
    ThinkingBudget(most, waits=waits) for most in (0, 1, 5, 9, 17, 33, MOST) for waits in (0, 1, 2, 4)
)


def requests(bench: Bench, sampling: SamplingParams, count: int) -> dict[str, GenerationRequest]:
    budget = ThinkingBudget(MOST, waits=4)
    return {
        f"h{n}": bench.request(f"Hypothesis {n}", budget=budget, sampling=sampling, seed=n, form=FORM)
        for n in range(count)
    }


def swept(
    bench: Bench, asked: dict[str, GenerationRequest], smaller: tuple[ThinkingBudget, ...] = SMALLER
) -> dict[str, Completed]:
    shape = bench.exact_shape(4) or TWO_ROWS
    with bench.scheduler(4, shape) as scheduler:
        for id, request in asked.items():
            scheduler.submit(id, request, smaller=smaller)
        return {event.id: event for event in drain(scheduler) if isinstance(event, Completed)}


@pytest.mark.parametrize("sampling", [GREEDY, SamplingParams(3.0), SamplingParams(0.8, top_p=0.95)], ids=str)
def test_every_smaller_trace_is_that_of_a_run_of_its_own(bench: Bench, sampling: SamplingParams) -> None:
    asked = requests(bench, sampling, 4)
    found = swept(bench, asked)
    ends = set()
    for id, request in asked.items():
        own = bench.run({"one": request}, parallel=4, shape=bench.exact_shape(4) or TWO_ROWS)["one"]
        assert essence(found[id].trace) == essence(own)
        runs = bench.run(
            {f"{n}": replace(request, budget=budget) for n, budget in enumerate(SMALLER)},
            parallel=4,
            shape=bench.exact_shape(4) or TWO_ROWS,
        )
        for n, budget in enumerate(SMALLER):
            read_off = found[id].smaller[n]
            assert essence(read_off) == essence(runs[f"{n}"]), (id, budget)
            ends.add((read_off.thinking_ended, read_off.waits_used))
    assert {how for how, _ in ends} == {ThinkingEnd.NATURAL, ThinkingEnd.FORCED}
    assert {waits for _, waits in ends} >= {0, 1}


def test_so_it_is_on_the_demo_model_and_thinking_is_fed_once(demo_bench: Bench) -> None:
    prompts = ("We predict returns. It is the best of 80 variants, at t 2.0.", "Costs exceed the gross edge.")
    largest = ThinkingBudget(96, waits=2)
    smaller = tuple(ThinkingBudget(most, waits=waits) for most in (0, 16, 32, 64, 96) for waits in (0, 2))
    shape = demo_bench.exact_shape(4) or TWO_ROWS
    for prompt in prompts:
        request = demo_bench.request(prompt, budget=largest, form=FORM)
        with demo_bench.scheduler(4, shape) as scheduler:
            scheduler.submit("one", request, smaller=smaller)
            (done,) = (event for event in drain(scheduler) if isinstance(event, Completed))
            fed = scheduler.counters.rows
        runs = {f"{n}": replace(request, budget=budget) for n, budget in enumerate(smaller)}
        separate = demo_bench.run(runs, parallel=4, shape=shape)
        for n, trace in enumerate(done.smaller):
            assert essence(trace) == essence(separate[f"{n}"])
        answers = {(trace.thinking_ids, trace.answer_ids) for trace in (done.trace, *done.smaller)}
        # Each choice is scored option by option, and the last id of a text is not fed.
        scored = len(answers) * sum(len(option) for option in (" advance", " reject"))
        most = len(done.trace.thinking_ids) + sum(len(answer) for _, answer in answers) + scored
        assert len(done.trace.thinking_ids) < fed <= most


class FirstInjected(Lookup):
    """Guesses what follows a cut, which stands elsewhere than what is guessed."""

    id = 0

    def guess(self, count: int) -> list[int]:
        return [self.id] * count


@pytest.mark.parametrize("guesses", [Lookup, FirstInjected])
def test_one_that_runs_alone_is_the_same_with_drafts(
    demo_bench: Bench, guesses: type[Lookup], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.engine.sequence.Lookup", guesses)
    request = demo_bench.request(
        "We predict returns. Costs exceed the gross edge.", budget=ThinkingBudget(96, waits=4), form=FORM
    )
    delimiters = demo_bench.vocabulary.delimiters(request.format, request.budget.wait_text)
    monkeypatch.setattr(FirstInjected, "id", delimiters.forced_end.ids[0])
    smaller = tuple(ThinkingBudget(most, waits=waits) for most in (0, 16, 48, 96) for waits in (0, 4))
    found, steps = {}, {}
    for drafts in (False, True):
        with demo_bench.scheduler(1, TWO_ROWS, drafts=drafts) as scheduler:
            scheduler.submit("one", request, smaller=smaller)
            (found[drafts],) = (event for event in drain(scheduler) if isinstance(event, Completed))
            steps[drafts] = scheduler.counters.steps
    traces = [[essence(trace) for trace in (done.trace, *done.smaller)] for done in found.values()]
    assert traces[0] == traces[1]
    assert steps[True] < steps[False]


def test_only_the_largest_budget_tells_its_text(bench: Bench) -> None:
    request = requests(bench, SamplingParams(100.0), 1)["h0"]
    with bench.scheduler(1) as scheduler:
        scheduler.submit("one", request, smaller=SMALLER)
        events = drain(scheduler)
    told = "".join(event.text for event in events if isinstance(event, Chunk))
    (done,) = (event for event in events if isinstance(event, Completed))
    assert len(done.smaller) == len(SMALLER)
    assert told == done.trace.thinking_text + done.trace.answer_text


@pytest.mark.parametrize(
    "larger",
    [
        ThinkingBudget(MOST + 1, waits=4),
        ThinkingBudget(MOST, waits=5),
        ThinkingBudget(MOST, min_tokens=3),
        ThinkingBudget(MOST, wait_text="Hmm"),
        ThinkingBudget(None),
    ],
    ids=str,
)
def test_a_budget_that_is_not_smaller_is_refused(bench: Bench, larger: ThinkingBudget) -> None:
    request = requests(bench, GREEDY, 1)["h0"]
    with bench.scheduler(1) as scheduler:
        scheduler.submit("one", request, smaller=(larger,))
        (event,) = scheduler.take_events()
    assert isinstance(event, Failed)
    assert "give a smaller maximum" in event.message


def test_a_continued_trace_is_not_swept(bench: Bench) -> None:
    request = replace(requests(bench, GREEDY, 1)["h0"], continued=Continuation((65, 66), ()))
    with bench.scheduler(1) as scheduler:
        scheduler.submit("one", request, smaller=(ThinkingBudget(9),))
        (event,) = scheduler.take_events()
    assert isinstance(event, Failed)
    assert "continues an earlier one" in event.message
