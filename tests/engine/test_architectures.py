"""Models that keep one state of all tokens, see a window or have experts: they do what a dense one does."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.core.answer import AnswerForm, Choice, Literal, Text
from app.core.budget import ThinkingBudget, ThinkingEnd
from app.core.errors import EngineError, ModelError
from app.core.request import Continuation, GenerationRequest
from app.core.sampling import SamplingParams
from app.core.trace import SpanReason
from app.engine import returns
from app.engine.context import LlamaContext
from app.engine.contract import Checked, Completed, Exactness, PromptProgress, StepShape
from app.engine.footprint import footprint
from app.engine.host import LlamaEngine
from app.engine.llama import LlamaModel
from app.engine.runtime import LlamaLog
from app.engine.sequence import log_softmax_at
from tests.engine.conftest import THINK
from tests.engine.test_recorded import check, sampled, with_id
from tests.support.architectures import ARCHITECTURES, write_architecture
from tests.support.in_child import completed, ended, settings, until
from tests.support.in_child import run as run_in_child
from tests.support.in_process import CHUNK, GREEDY, TWO_ROWS, Bench, drain, essence, run, traces

RECURRENT = ("mamba", "mamba2", "granite-hybrid", "nemotron-h", "rwkv7", "lfm2", "qwen35")
USABLE = tuple(name for name in ARCHITECTURES if name != "bert")
HOT = SamplingParams(1.0, top_p=0.95)
OPTIONS = (" advance", " adverse", " reject", " x")
FORM = AnswerForm(
    (
        Literal("\nVerdict:"),
        Choice("verdict", OPTIONS),
        Literal("\nWhy:"),
        Text("why", 5),
        Literal("\nSure:"),
        Choice("sure", (" yes", " no")),
    )
)
SYSTEM = "You are a sceptical researcher. Most ideas fail. " * 3
LONG = "It drifts, and then it drifts again. " * 4


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("architectures")
    return {name: write_architecture(folder / f"{name}.gguf", name) for name in ARCHITECTURES}


@pytest.fixture(scope="module", params=USABLE)
def any_bench(request: pytest.FixtureRequest, files: dict[str, Path], llama_log: LlamaLog) -> Iterator[Bench]:
    """Each model that writes."""
    made = Bench(files[request.param], llama_log, THINK)
    yield made
    made.close()


@pytest.fixture(scope="module")
def hybrid(files: dict[str, Path], llama_log: LlamaLog) -> Iterator[Bench]:
    """One whose layers are of both kinds."""
    made = Bench(files["qwen35"], llama_log, THINK)
    yield made
    made.close()


def shape_of(bench: Bench) -> StepShape:
    """The shape that the self-test found; without one, one that is tried all the same."""
    return bench.exact_shape() or TWO_ROWS


def mixed(bench: Bench) -> dict[str, GenerationRequest]:
    """Budgets of nothing, few and many tokens, Waits, short and long prompts of which some share a start."""
    asked = {}
    budgets = (ThinkingBudget(0), ThinkingBudget(7), ThinkingBudget(30), ThinkingBudget(30, waits=2))
    for n in range(8):
        asked[f"r{n}"] = bench.request(
            f"Hypothesis {n}. " + LONG * (n % 3),
            system=SYSTEM if n % 2 else "",
            budget=budgets[n % 4],
            sampling=HOT if n > 1 else GREEDY,
            seed=n,
            form=FORM,
        )
    return asked


def test_the_company_changes_no_id(any_bench: Bench) -> None:
    asked, shape = mixed(any_bench), shape_of(any_bench)
    alone = any_bench.run(asked, parallel=1, shape=shape)
    for width in (3, 8):
        beside = any_bench.run(asked, parallel=width, shape=shape)
        for id, trace in alone.items():
            if any_bench.exact_shape():
                assert essence(beside[id]) == essence(trace), (id, width)
            assert len(trace.thinking_ids) <= (asked[id].budget.max_tokens or 0)
            assert [field.name for field in trace.fields] == ["verdict", "why", "sure"]
    assert any(trace.waits_used for trace in alone.values())
    ends = {trace.thinking_ended for trace in alone.values()}
    assert ends == {ThinkingEnd.NATURAL, ThinkingEnd.FORCED}


def test_options_weigh_as_each_does_in_a_fresh_context(any_bench: Bench) -> None:
    request = any_bench.request(budget=ThinkingBudget(9), sampling=HOT, form=FORM)
    trace = any_bench.generate(request)
    before_text = (*trace.thinking_ids, *trace.answer_ids)
    for field in trace.fields:
        if not field.probabilities:
            continue
        spans = [span for span in trace.spans if span.reason is SpanReason.CHOICE]
        span = spans[0 if field.name == "verdict" else 1]
        before, scores = before_text[: span.offset], []
        for option, _ in field.probabilities:
            ids = any_bench.model.tokenize(f" {option}", special=False)
            rows = any_bench.rows_along(request.prompt, (*before, *ids))
            after = rows[len(before) :]
            scores.append(
                sum(log_softmax_at(row, [token])[0] for row, token in zip(after, ids, strict=False))
            )
        weights = [math.exp(score - max(scores)) for score in scores]
        expected = [weight / sum(weights) for weight in weights]
        assert [share for _, share in field.probabilities] == pytest.approx(expected, rel=1e-9)


SMALLER = tuple(ThinkingBudget(most, waits=waits) for most in (0, 5, 17, 24) for waits in (0, 1, 2))


def test_smaller_budgets_are_read_off_a_larger_one(any_bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    if not any_bench.exact_shape():
        pytest.skip("cuts are those of separate runs where bits do not depend on the company")
    budget = ThinkingBudget(24, waits=2)
    asked = {
        f"h{n}": any_bench.request(f"Hypothesis {n}", budget=budget, sampling=HOT, seed=n, form=FORM)
        for n in range(2)
    }
    runs = {
        f"{id} {n}": replace(request, budget=smaller)
        for id, request in asked.items()
        for n, smaller in enumerate(SMALLER)
    }
    separate = any_bench.run(runs, parallel=8, shape=shape_of(any_bench))
    # With little memory for what is kept, ids are fed again.
    for most in (2**30, 0):
        monkeypatch.setattr(returns, "_MOST_KEPT", most)
        with any_bench.scheduler(4, shape_of(any_bench)) as scheduler:
            for id, request in asked.items():
                scheduler.submit(id, request, smaller=SMALLER)
            done = {event.id: event for event in drain(scheduler) if isinstance(event, Completed)}
        for id, event in done.items():
            for n, trace in enumerate(event.smaller):
                assert essence(trace) == essence(separate[f"{id} {n}"]), (id, SMALLER[n], most)


def test_records_are_confirmed_and_what_was_changed_is_found(any_bench: Bench) -> None:
    asked, shape = mixed(any_bench), shape_of(any_bench)
    exact = any_bench.exact_shape() is not None
    recorded = any_bench.run(asked, parallel=8, shape=shape)
    with any_bench.scheduler(3, shape, exact=exact) as scheduler:
        checked = check(scheduler, asked, recorded)
    if exact:
        assert [event.differences for event in checked.values()] == [()] * len(asked)
    at = sampled(recorded["r2"])[4]
    # No text is drawn to hold the last of the fillers.
    changed = with_id(recorded["r2"], at, any_bench.model.n_vocab - 1)
    beside = {**recorded, "r2": changed}
    with any_bench.scheduler(2, shape, exact=exact) as scheduler:
        # What runs beside it goes on undisturbed.
        scheduler.submit("own", asked["r3"])
        scheduler.submit("r2", asked["r2"], recorded=beside["r2"])
        events = drain(scheduler)
    (found,) = (event for event in events if isinstance(event, Checked))
    assert found.differences[0].at == at
    if exact:
        assert essence(traces(events)["own"]) == essence(recorded["r3"])


def test_drafts_that_fail_in_a_check_leave_nothing(any_bench: Bench) -> None:
    """Where steps are not exact, a record is fed at once all the same."""
    request = any_bench.request(budget=ThinkingBudget(40, min_tokens=40), sampling=HOT, seed=3, form=FORM)
    recorded = any_bench.generate(request)
    wrong = recorded
    for at in sampled(recorded)[5:36:9]:
        wrong = with_id(wrong, at, any_bench.model.n_vocab - 1)
    with any_bench.scheduler(1, exact=False) as scheduler:
        hasty = check(scheduler, {"one": request}, {"one": wrong})["one"]
    with any_bench.scheduler(1) as scheduler:
        by_steps = check(scheduler, {"one": request}, {"one": wrong})["one"]
    assert {d.at for d in hasty.differences} >= set(sampled(recorded)[5:36:9])
    assert by_steps.trace.thinking_ids == wrong.thinking_ids
    assert hasty.drawn == by_steps.drawn


def test_a_prompt_that_was_aborted_is_read_again(any_bench: Bench) -> None:
    request = any_bench.request(LONG * 5, budget=ThinkingBudget(12), sampling=HOT, form=FORM)
    other = any_bench.request("Short.", budget=ThinkingBudget(30), form=FORM)
    expected = any_bench.run({"long": request, "other": other}, parallel=2)
    with any_bench.scheduler(2) as scheduler:
        scheduler.submit("other", other)
        scheduler.step()
        scheduler.submit("long", request)
        for _ in range(3):
            scheduler.abort[0] = b"!"
            scheduler.step()
            scheduler.abort[0] = b"\0"
            scheduler.step()
        found = traces(drain(scheduler))
        read = scheduler.counters.prefilled_tokens + scheduler.counters.reused_tokens
        assert read == len(request.prompt.ids) + len(other.prompt.ids) - 2
        # A prompt that is cancelled while it is read leaves its slot as it was.
        scheduler.submit("cancelled", request)
        scheduler.step()
        scheduler.cancel("cancelled")
        found["again"] = run(scheduler, {"again": request})["again"]
    assert essence(found["other"]) == essence(expected["other"])
    assert essence(found["long"]) == essence(found["again"]) == essence(expected["long"])


def test_a_shared_start_is_computed_once(any_bench: Bench) -> None:
    asked = {
        f"h{n}": any_bench.request(
            f"{n}", system=SYSTEM, shared=LONG, budget=ThinkingBudget(9), sampling=HOT, form=FORM
        )
        for n in range(3)
    }
    warm = any_bench.run(asked, parallel=1)
    assert [trace.usage.reused_prompt_tokens > CHUNK for trace in warm.values()] == [False, True, True]
    for id, request in asked.items():
        assert essence(any_bench.generate(request)) == essence(warm[id])


def test_a_trace_is_continued(any_bench: Bench) -> None:
    begun = any_bench.generate(
        any_bench.request(budget=ThinkingBudget(10, min_tokens=10), sampling=HOT, form=FORM)
    )
    earlier = Continuation(begun.thinking_ids, ())
    request = any_bench.request(
        budget=ThinkingBudget(30, waits=1), sampling=HOT, seed=4, form=FORM, continued=earlier
    )
    shape = shape_of(any_bench)
    one = any_bench.run({"one": request}, parallel=1, shape=shape)["one"]
    assert one.thinking_ids[:10] == begun.thinking_ids
    assert len(one.thinking_ids) <= 30
    if any_bench.exact_shape():
        beside = any_bench.run({**mixed(any_bench), "one": request}, parallel=3, shape=shape)["one"]
        assert essence(beside) == essence(one)


@pytest.mark.parametrize("any_bench", ["windowed", "granite-hybrid", "qwen35"], indirect=True)
def test_its_process_runs_it(any_bench: Bench) -> None:
    engine = LlamaEngine(settings(any_bench.path))
    try:
        engine.load()
        opened = engine.open(1024)
        assert opened.exactness is (Exactness.EXACT if any_bench.exact_shape() else Exactness.BEST_EFFORT)
        asked = mixed(any_bench)
        found = completed(run_in_child(engine, asked))
        engine.submit("cancelled", any_bench.request(LONG * 5, budget=ThinkingBudget(9)), first=True)
        until(engine, lambda seen: any(isinstance(event, PromptProgress) for event in seen))
        engine.cancel("cancelled")
        until(engine, lambda seen: ended(seen, "cancelled"))
    finally:
        engine.close()
    if any_bench.exact_shape():
        expected = any_bench.run(asked, parallel=8, shape=shape_of(any_bench))
        assert {id: essence(trace) for id, trace in found.items()} == {
            id: essence(trace) for id, trace in expected.items()
        }


@pytest.mark.parametrize("kv_type", ["f16", "q8_0"])
def test_it_takes_the_memory_that_llama_cpp_says(any_bench: Bench, llama_log: LlamaLog, kv_type: str) -> None:
    def opened(slots: int, context: int) -> LlamaContext:
        return LlamaContext(
            any_bench.model, slots=slots, context=context, threads=1, kv_type=kv_type, chunk=CHUNK
        )

    taken = footprint(any_bench.model, kv_type, lambda: opened(1, 256))
    llama_log.lines.clear()
    opened(3, 4096).close()
    said = sum(
        float(size) * 2**20
        for size in re.findall(r"(?:KV|RS) buffer size = +([\d.]+) MiB", "".join(llama_log.lines))
    )
    # Each cell is saved with its position, which counts for something in a model as small as this.
    assert said * 0.95 <= taken.of(3, 4096) <= said + 3 * 4096 * 32


def test_to_forget_what_cannot_be_forgotten_is_an_error(hybrid: Bench) -> None:
    with hybrid.context(2) as context:
        assert not context.rolls_back
        context.prefill(0, [65, 66, 67], 0)
        with pytest.raises(EngineError, match="take back"):
            context.forget(0, 2)
        context.forget(0)
        context.forget(1)


def test_a_state_is_the_same_size_however_long_the_sequence(hybrid: Bench) -> None:
    with hybrid.context(1) as context:
        context.prefill(0, [65] * 40, 0)
        short = context.mark(0, 40)
        context.prefill(0, [66] * 60, 40)
        assert len(context.mark(0, 100).state) == len(short.state) < context.held(0)


def test_no_guesses_are_fed_where_they_cannot_be_dropped(hybrid: Bench) -> None:
    found = hybrid.self_test()
    assert found.shape
    assert not found.drafts
    request = hybrid.request("aaaa" * 9, budget=ThinkingBudget(20, min_tokens=20))
    with hybrid.scheduler(1, found.shape, drafts=True) as scheduler:
        trace = run(scheduler, {"one": request})["one"]
        assert scheduler.counters.rows == scheduler.counters.steps
    assert essence(trace) == essence(hybrid.run({"one": request}, shape=found.shape)["one"])


def test_dense_models_keep_no_states(files: dict[str, Path], llama_log: LlamaLog) -> None:
    for name in USABLE:
        bench = Bench(files[name], llama_log, THINK)
        with bench.context(1) as context:
            context.prefill(0, [65, 66], 0)
            assert bool(context.mark(0, 2).state) == (name in RECURRENT) != context.rolls_back
        bench.close()


def test_an_encoder_is_refused_by_name(files: dict[str, Path], llama_log: LlamaLog) -> None:
    with pytest.raises(ModelError, match=r"cannot screen: it is an encoder.* \(bert\)"):
        LlamaModel(files["bert"], llama_log)
    engine = LlamaEngine(settings(files["bert"]))
    with pytest.raises(ModelError, match=r"bert.gguf cannot screen"):
        engine.load()
    engine.close()


@pytest.mark.parametrize("name", ["windowed", "granite-hybrid"])
def test_a_start_that_is_taken_over_has_the_bits_of_one_that_was_computed(
    files: dict[str, Path], llama_log: LlamaLog, name: str
) -> None:
    """What follows is fed in chunks large enough for kernels in which it counts where cells lie."""
    bench = Bench(files[name], llama_log, THINK)
    start, rest = [65 + n % 26 for n in range(150)], [97 + n % 26 for n in range(100)]
    with bench.context(2, chunk=256) as context:
        context.prefill(0, start, 0)
        state = context.save(0)
        context.prefill(0, rest, len(start))
        computed = context.step(0, [65, 0], [250, 0])[0].copy()
        context.forget(0)
        context.forget(1)
        context.restore(1, state)
        context.prefill(1, rest, len(start))
        assert np.array_equal(context.step(0, [0, 65], [0, 250])[1], computed)
    bench.close()
