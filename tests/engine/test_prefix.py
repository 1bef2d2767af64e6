"""The shared start of prompts: computed once, counted apart, and without a trace in the tokens."""

from __future__ import annotations

from app.core.budget import ThinkingBudget
from app.core.sampling import SamplingParams
from tests.support.in_process import CHUNK, TWO_ROWS, Bench, essence, run

SYSTEM = "You are a sceptical quantitative researcher. Most ideas fail for reasons that are known. " * 2
TASK = "Decide whether the hypothesis below deserves a study.\n"


def test_sixty_four_hypotheses_pay_for_their_prompt_once(bench: Bench) -> None:
    requests = {
        f"h{n}": bench.request(
            f"Hypothesis {n}: " + "it drifts " * (n % 9), system=SYSTEM, shared=TASK, budget=ThinkingBudget(2)
        )
        for n in range(64)
    }
    shared = {request.prompt.shared for request in requests.values()}
    assert len(shared) == 1
    prefix = shared.pop()
    assert prefix > CHUNK
    with bench.scheduler(16) as scheduler:
        traces = run(scheduler, requests)
        counters = scheduler.counters
    # The last id of a prompt goes in with the first decode step.
    rest = [len(request.prompt.ids) - 1 - prefix for request in requests.values()]
    assert counters.prefilled_tokens == prefix + sum(rest)
    assert counters.reused_tokens == 63 * prefix
    assert [traces[f"h{n}"].usage.reused_prompt_tokens for n in (0, 1, 63)] == [0, prefix, prefix]
    for id, request in requests.items():
        assert traces[id].usage.prompt_tokens == len(request.prompt.ids)


def test_sharing_does_not_change_a_token(each_bench: Bench) -> None:
    shape = each_bench.exact_shape() or TWO_ROWS
    requests = {
        f"h{n}": each_bench.request(
            f"Hypothesis {n}",
            system=SYSTEM,
            shared=TASK,
            budget=ThinkingBudget(20, waits=1),
            sampling=SamplingParams(0.8 * (n % 2)),
            seed=n,
        )
        for n in range(4)
    }
    warm = each_bench.run(requests, parallel=1, shape=shape)
    assert [trace.usage.reused_prompt_tokens > 0 for trace in warm.values()] == [False, True, True, True]
    for id, request in requests.items():
        cold = each_bench.run({id: request}, parallel=1, shape=shape)[id]
        assert cold.usage.reused_prompt_tokens == 0
        assert essence(cold) == essence(warm[id])


def test_only_the_latest_prefixes_are_kept(bench: Bench) -> None:
    requests = {
        f"{n}": bench.request(f"{n}", system=f"System {n}.", budget=ThinkingBudget(0)) for n in range(9)
    }
    with bench.scheduler(1) as scheduler:
        run(scheduler, requests)
        reused = {
            id: run(scheduler, {id: requests[id]})[id].usage.reused_prompt_tokens for id in ("8", "0", "8")
        }
    assert reused["0"] == 0
    assert reused["8"] == requests["8"].prompt.shared > 0


def test_another_start_is_not_taken_for_the_shared_one(bench: Bench) -> None:
    one = bench.request("same end", system="System one.", budget=ThinkingBudget(6))
    two = bench.request("same end", system="System two.", budget=ThinkingBudget(6))
    with bench.scheduler(1) as scheduler:
        run(scheduler, {"1": one})
        after_one = run(scheduler, {"2": two})["2"]
    assert after_one.usage.reused_prompt_tokens == 0
    assert essence(after_one) == essence(bench.generate(two))
