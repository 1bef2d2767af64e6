"""The same ids at widths 1, 3 and 8, in any order, greedy and drawn; and what was recorded is confirmed."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from app.core.answer import AnswerForm, Choice, Literal, Text
from app.core.budget import ThinkingBudget
from app.core.request import GenerationRequest
from app.core.sampling import SamplingParams
from app.core.trace import Trace
from app.engine.contract import Checked, Exactness
from app.engine.host import LlamaEngine
from tests.support.in_child import completed, run, until
from tests.support.in_process import GREEDY, Bench, essence
from tests.support.real_model import QUESTIONS

CONTEXT = 1024
WIDTHS = (1, 3, 8)
SAMPLINGS = (GREEDY, SamplingParams(0.9, top_p=0.95), SamplingParams(1.3, top_k=40, min_p=0.02))
VERDICT = AnswerForm(
    (
        Literal("\nVerdict:"),
        Choice("verdict", (" advance", " reject", " unsure", " adverse")),
        Literal("\nReason:"),
        Text("reason", 8),
    )
)


@pytest.fixture(scope="module")
def requests(bench: Bench) -> dict[str, GenerationRequest]:
    """A dozen of all kinds; prompts shorter and longer than a chunk, some with a shared start."""
    budgets = (0, 1, 17, 30, 45, 60)
    made = {
        f"r{n}": bench.request(
            f"{QUESTIONS[n % len(QUESTIONS)]} "
            + "Think of costs, of look-ahead, and of luck. " * (n % 4 * 6),
            system="You are a sceptical researcher. " * (n % 3),
            shared="Look at this. " if n % 2 else "",
            budget=ThinkingBudget(budgets[n % 6], min_tokens=n % 5 * budgets[n % 6] // 8, waits=n % 5),
            sampling=SAMPLINGS[n % 3],
            seed=n * 7919,
            form=VERDICT if n % 2 else AnswerForm.free(10),
        )
        for n in range(12)
    }
    made["ends itself"] = bench.request(QUESTIONS[0], budget=ThinkingBudget(60, waits=1), form=VERDICT)
    return made


@pytest.fixture(scope="module")
def alone(engine: LlamaEngine, requests: Mapping[str, GenerationRequest]) -> dict[str, Trace]:
    """Each of them, one after another."""
    assert engine.open(CONTEXT, 1).exactness is Exactness.EXACT
    return completed(run(engine, dict(requests)))


@pytest.mark.parametrize("width", WIDTHS)
def test_width_and_order_do_not_change_a_token(
    engine: LlamaEngine,
    requests: Mapping[str, GenerationRequest],
    alone: Mapping[str, Trace],
    width: int,
) -> None:
    assert engine.open(CONTEXT, width).exactness is Exactness.EXACT
    order = list(requests)
    random.Random(width).shuffle(order)
    got = completed(run(engine, {id: requests[id] for id in order}))
    assert got.keys() == alone.keys()
    for id, trace in got.items():
        assert essence(trace) == essence(alone[id]), (width, id)
    assert len({trace.thinking_ended for trace in got.values()}) == 2
    assert any(trace.waits_used for trace in got.values())


def test_what_was_recorded_is_confirmed_at_another_width(
    engine: LlamaEngine, requests: Mapping[str, GenerationRequest], alone: Mapping[str, Trace]
) -> None:
    engine.open(CONTEXT, 3)
    order = list(requests)[::-1]
    for id in order:
        engine.submit(id, requests[id], recorded=alone[id])
    events = until(engine, lambda events: sum(isinstance(e, Checked) for e in events) == len(order))
    checked = {event.id: event for event in events if isinstance(event, Checked)}
    for id, trace in alone.items():
        assert checked[id].differences == (), id
        assert essence(checked[id].trace) == essence(trace)


def test_another_seed_gives_other_tokens(engine: LlamaEngine, bench: Bench) -> None:
    engine.open(CONTEXT, 3)
    asked = {
        f"{seed}": bench.request(
            QUESTIONS[3], budget=ThinkingBudget(40, min_tokens=40), sampling=SAMPLINGS[1], seed=seed
        )
        for seed in range(6)
    }
    assert len({trace.thinking_ids for trace in completed(run(engine, asked)).values()}) == 6
