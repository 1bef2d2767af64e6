"""One step at a time: admission, prefill beside decoding, aborts, cancellation, and the width of steps."""

from __future__ import annotations

from app.core.answer import AnswerForm
from app.core.budget import ThinkingBudget, ThinkingEnd
from app.core.sampling import SamplingParams
from app.engine.context import LlamaContext
from app.engine.contract import Cancelled, Chunk, Completed, PromptProgress, StepShape
from app.engine.scheduler import Scheduler
from tests.support.in_process import CHUNK, Bench, drain, essence, run, traces

LONG = ThinkingBudget(80, min_tokens=80)
HOT = SamplingParams(0.9)


def test_an_aborted_prefill_leaves_nothing_and_is_done_again(bench: Bench) -> None:
    request = bench.request("x " * 200, budget=ThinkingBudget(10))
    neighbour = bench.request("Beside it.", budget=LONG, sampling=HOT)
    alone = bench.run({"request": request, "neighbour": neighbour}, parallel=1)
    with bench.scheduler(2) as scheduler:
        scheduler.submit("neighbour", neighbour)
        scheduler.step()
        scheduler.submit("request", request)
        scheduler.step()
        done = scheduler.counters.prefilled_tokens
        steps = scheduler.counters.steps
        scheduler.abort[0] = b"!"
        for _ in range(5):
            scheduler.step()
        assert scheduler.counters.prefilled_tokens == done
        # Decoding goes on beside a prefill that is aborted.
        assert scheduler.counters.steps == steps + 5
        scheduler.abort[0] = b"\0"
        got = traces(drain(scheduler))
    assert {id: essence(t) for id, t in got.items()} == {id: essence(t) for id, t in alone.items()}


def test_a_prefill_goes_on_chunk_by_chunk_beside_decoding(bench: Bench) -> None:
    with bench.scheduler(2) as scheduler:
        scheduler.submit("running", bench.request("a", budget=LONG))
        scheduler.step()
        scheduler.take_events()
        scheduler.submit("long", bench.request("x " * 200, budget=ThinkingBudget(1)))
        total = len(bench.request("x " * 200).prompt.ids) - 1
        done = []
        while not done or done[-1] < total - CHUNK:
            before = scheduler.counters.steps, scheduler.counters.prefilled_tokens
            scheduler.step()
            assert scheduler.counters.steps == before[0] + 1
            assert scheduler.counters.prefilled_tokens - before[1] <= 2 * CHUNK
            events = scheduler.take_events()
            done += [e.done for e in events if isinstance(e, PromptProgress)]
            assert any(isinstance(e, Chunk) and e.id == "running" for e in events)
        assert done == sorted(done)
        assert len(done) >= 5
        scheduler.cancel(None)


def test_a_new_one_is_admitted_the_moment_another_ends(bench: Bench) -> None:
    with bench.scheduler(2) as scheduler:
        for n in range(6):
            scheduler.submit(f"{n}", bench.request(f"{n}", budget=ThinkingBudget(3 + 5 * n), sampling=HOT))
        steps_short_of_full = 0
        ended = 0
        while ended < 5:
            rows = scheduler.counters.rows
            scheduler.step()
            ended += sum(isinstance(e, Completed) for e in scheduler.take_events())
            steps_short_of_full += scheduler.counters.rows - rows < 2
        drain(scheduler)
    assert steps_short_of_full <= 1


def test_the_one_put_first_overtakes_those_who_wait(bench: Bench) -> None:
    with bench.scheduler(1) as scheduler:
        for n in range(3):
            scheduler.submit(f"{n}", bench.request(f"{n}", budget=ThinkingBudget(2)))
        scheduler.submit("urgent", bench.request("u", budget=ThinkingBudget(2)), first=True)
        order = [e.id for e in drain(scheduler) if isinstance(e, Completed)]
    assert order == ["urgent", "0", "1", "2"]


def test_a_cancel_takes_hold_before_the_next_step(bench: Bench) -> None:
    with bench.scheduler(2) as scheduler:
        for id in ("running", "other", "waiting"):
            scheduler.submit(id, bench.request(id, budget=LONG))
        for _ in range(10):
            scheduler.step()
        scheduler.take_events()
        scheduler.cancel("running")
        scheduler.cancel("waiting")
        scheduler.cancel("nobody")
        ends = {e.id: e.trace for e in scheduler.take_events() if isinstance(e, Cancelled)}
        assert ends.keys() == {"running", "waiting"}
        assert ends["waiting"] is None
        partial = ends["running"]
        assert partial
        assert partial.thinking_ended is ThinkingEnd.CANCELLED
        assert len(partial.thinking_ids) == 10
        assert traces(drain(scheduler)).keys() == {"other"}


def test_a_cancel_in_the_answer_keeps_how_the_thinking_ended(bench: Bench) -> None:
    form = AnswerForm.free(100)
    with bench.scheduler(1) as scheduler:
        scheduler.submit(
            "a", bench.request(budget=ThinkingBudget(0), sampling=SamplingParams(100.0), form=form)
        )
        delimiter = len(bench.vocabulary.delimiters(bench.thinking, None).forced_end.ids)
        for _ in range(delimiter + 1):
            scheduler.step()
        scheduler.cancel("a")
        (event,) = (e for e in scheduler.take_events() if isinstance(e, Cancelled))
    assert event.trace
    assert event.trace.thinking_ended is ThinkingEnd.FORCED
    assert len(event.trace.answer_ids) > delimiter


def counting(context: LlamaContext) -> list[tuple[int, int]]:
    """The (first slot, rows) of each step that this context will take."""
    steps = []
    step = context.step

    def counted(first: int, tokens: list[int], positions: list[int], wanted: list[bool]) -> object:
        steps.append((first, len(tokens)))
        return step(first, tokens, positions, wanted)

    context.step = counted  # type: ignore[method-assign, assignment]
    return steps


def test_rows_are_never_fewer_than_the_exact_shape_needs(bench: Bench) -> None:
    """Eight rows at least, also where fewer slots are asked for or the last one runs alone."""
    with bench.context(16) as context:
        steps = counting(context)
        scheduler = Scheduler(context, bench.vocabulary, parallel=12, shape=StepShape(8))
        run(scheduler, {f"{n}": bench.request(f"{n}", budget=ThinkingBudget(3 * n)) for n in range(12)})
    assert {rows for _, rows in steps} >= {8, 12}
    assert all(8 <= rows <= 16 and first + rows <= 16 for first, rows in steps)


def test_rows_are_exactly_those_of_a_fixed_shape(bench: Bench) -> None:
    """Twenty run in groups of eight, and one alone has seven rows of padding."""
    shape = StepShape(8, fixed=True)
    requests = {f"{n}": bench.request(f"{n}", budget=ThinkingBudget(2 * n)) for n in range(20)}
    with bench.context(shape.slots(20)) as context:
        steps = counting(context)
        together = run(Scheduler(context, bench.vocabulary, parallel=20, shape=shape), requests)
    assert set(steps) == {(0, 8), (8, 8), (16, 8)}
    with bench.scheduler(1, shape) as scheduler:
        for id in ("0", "7", "19"):
            assert essence(run(scheduler, {id: requests[id]})[id]) == essence(together[id])


def test_slots_of_a_shape() -> None:
    assert [StepShape(8).slots(n) for n in (1, 8, 20)] == [8, 8, 20]
    assert [StepShape(8, fixed=True).slots(n) for n in (1, 8, 20)] == [8, 8, 24]
