"""Answers by a form: choices by the likelihood of whole options, literals, texts and their ends."""

from __future__ import annotations

import math

import numpy as np
import pytest

from app.core.answer import AnswerForm, Choice, Literal, Text
from app.core.budget import ThinkingBudget
from app.core.request import GenerationRequest
from app.core.trace import SpanReason, Trace
from tests.support.in_process import GREEDY, TWO_ROWS, Bench, essence

OPTIONS = (" adv", " advance", " adverse", " x", " reject", "a", " reject it")
FORM = AnswerForm(
    (
        Literal("\nVerdict:"),
        Choice("verdict", OPTIONS),
        Literal("\nSure:"),
        Choice("sure", (" yes", " no")),
        Literal("\nReason:"),
        Text("reason", 8),
        Literal("\nNotes:"),
        Text("notes", 12, multiline=True),
    )
)


def log_softmax(row: np.ndarray) -> np.ndarray:
    wide = row.astype(np.float64)
    return wide - wide.max() - math.log(np.exp(wide - wide.max()).sum())


def shares_by_hand(bench: Bench, request: GenerationRequest, before: tuple[int, ...]) -> list[float]:
    """Each option fed on its own, in a fresh context, after the ids before the choice."""
    scores = []
    for option in OPTIONS:
        ids = bench.model.tokenize(option, special=False)
        rows = bench.rows_along(request.prompt, (*before, *ids))
        scores.append(sum(log_softmax(rows[len(before) + i])[token] for i, token in enumerate(ids)))
    weights = [math.exp(score - max(scores)) for score in scores]
    return [weight / sum(weights) for weight in weights]


@pytest.mark.parametrize("budget", [0, 3, 30])
def test_a_choice_weighs_whole_options(bench: Bench, budget: int) -> None:
    request = bench.request(budget=ThinkingBudget(budget), form=FORM)
    trace = bench.generate(request)
    field = trace.field("verdict")
    assert field
    span = next(s for s in trace.spans if s.reason is SpanReason.CHOICE)
    before = (*trace.thinking_ids, *trace.answer_ids)[: span.offset]
    expected = shares_by_hand(bench, request, before)
    assert [option for option, _ in field.probabilities] == [option.strip() for option in OPTIONS]
    assert [share for _, share in field.probabilities] == pytest.approx(expected, rel=1e-9, abs=1e-300)
    assert sum(share for _, share in field.probabilities) == pytest.approx(1)
    best = max(range(len(OPTIONS)), key=lambda i: expected[i])
    assert field.text == OPTIONS[best].strip()
    assert span.ids == tuple(OPTIONS[best].encode())


def test_after_a_choice_the_text_goes_on_from_the_chosen_option(bench: Bench) -> None:
    """What was tried and taken back leaves no mark: the ids that follow are plain greedy decoding's."""
    request = bench.request(budget=ThinkingBudget(6), form=FORM)
    trace = bench.generate(request)
    ids = (*trace.thinking_ids, *trace.answer_ids)
    rows = bench.rows_along(request.prompt, ids)
    delimiters = bench.vocabulary.delimiters(request.format, None)
    injected = {s.offset + i for s in trace.spans for i in range(len(s.ids))}
    fields = {s.offset + len(s.ids) for s in trace.spans if s.reason is SpanReason.LITERAL}
    sampled = [p for p in range(len(trace.thinking_ids), len(ids)) if p not in injected]
    assert len(sampled) > 2
    for place in sampled:
        row = rows[place]
        first_of_line = place in fields and place <= min(sampled)
        row[delimiters.at_field_start if first_of_line else delimiters.in_answer] = -np.inf
        assert ids[place] == int(row.argmax())


def test_the_answer_reads_as_its_form(bench: Bench) -> None:
    requests = {f"{n}": bench.request(f"Case {n}", form=FORM) for n in range(12)}
    for trace in bench.run(requests, parallel=12).values():
        verdict, sure, reason, notes = trace.fields
        assert [verdict.name, sure.name, reason.name, notes.name] == ["verdict", "sure", "reason", "notes"]
        at = [trace.answer_text.index(word) for word in ("Verdict:", "Sure:", "Reason:", "Notes:")]
        assert at == sorted(at)
        line = trace.answer_text[at[2] + len("Reason:") : at[3] - 1]
        assert line.strip() == reason.text
        assert "\n" not in reason.text
        assert reason.text
        assert trace.answer_text[at[3] + len("Notes:") :].strip() == notes.text
        assert trace.answer_ids[0] == 10 or trace.answer_text.startswith("<|im_start|>answer")


def test_a_text_says_whether_its_cap_ended_it(bench: Bench) -> None:
    form = AnswerForm((Text("one", 1), Literal("\nTwo:"), Text("two", 200)))
    trace = bench.generate(bench.request(budget=ThinkingBudget(2), form=form))
    one, two = trace.fields
    assert not one.ended
    assert two.ended


def test_choices_side_by_side_and_at_the_end(bench: Bench) -> None:
    form = AnswerForm(
        (Choice("a", (" yes", " yesterday")), Choice("b", ("1", "2")), Choice("c", ("p", "qr")))
    )
    trace = bench.generate(bench.request(budget=ThinkingBudget(4), form=form))
    assert [field.name for field in trace.fields] == ["a", "b", "c"]
    end = trace.spans[0]
    assert trace.answer_ids[len(end.ids) :] == tuple(
        (" " + trace.fields[0].text + trace.fields[1].text + trace.fields[2].text).encode()
    )


def test_a_form_that_ends_in_a_literal_ends(bench: Bench) -> None:
    form = AnswerForm((Choice("a", (" yes", " no")), Literal("\nDone.")))
    trace = bench.generate(bench.request(budget=ThinkingBudget(4), form=form))
    assert trace.answer_text.endswith("\nDone.")


def test_the_order_of_the_options_decides_nothing(bench: Bench) -> None:
    one = AnswerForm((Choice("a", (" yes", " no", " maybe")),))
    two = AnswerForm((Choice("a", (" maybe", " no", " yes")),))
    traces = bench.run({"1": bench.request(form=one), "2": bench.request(form=two)})
    first, second = traces["1"].fields[0], traces["2"].fields[0]
    assert first.text == second.text
    assert dict(first.probabilities) == pytest.approx(dict(second.probabilities), rel=1e-12)


def test_the_demo_model_answers_the_shipped_triage_form(demo_bench: Bench) -> None:
    form = AnswerForm(
        (
            Literal("\nVerdict:"),
            Choice("verdict", (" advance", " reject", " unsure")),
            Literal("\nReason:"),
            Text("reason", 24),
        )
    )
    requests = {
        f"{n}": demo_bench.request(
            f"Hypothesis: net edge {n} bp a trade.",
            system="You are sceptical.",
            budget=ThinkingBudget(n * 8, waits=n % 3),
            sampling=GREEDY,
            form=form,
        )
        for n in range(8)
    }
    traces: dict[str, Trace] = demo_bench.run(requests, parallel=8)
    for trace in traces.values():
        verdict = trace.field("verdict")
        assert verdict
        assert verdict.text in ("advance", "reject", "unsure")
        assert max(verdict.probabilities, key=lambda pair: pair[1])[0] == verdict.text
    shape = demo_bench.exact_shape() or TWO_ROWS
    again = demo_bench.run(requests, parallel=3, shape=shape)
    wide = demo_bench.run(requests, parallel=8, shape=shape)
    assert {id: essence(t) for id, t in again.items()} == {id: essence(t) for id, t in wide.items()}
