"""The demo model's dial: accuracy, recall and cost against thinking budget and Waits, on its labelled list.

Run: uv run tests/benchmarks/demo_dial.py
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.core.budget import ThinkingBudget, ThinkingEnd
from app.core.hypothesis import Hypothesis
from app.core.plan import Assessment, SurvivalRule, Verdict
from app.core.prompt import hypothesis_text
from app.core.request import GenerationRequest, PromptIds, PromptText
from app.core.sampling import SamplingParams
from app.core.trace import Trace
from app.dial.intervals import wilson
from app.engine.contract import Completed, EngineSettings, Failed
from app.engine.host import LlamaEngine
from app.intake import read_list
from app.service import paths
from app.service.thinking import format_for

LABELLED = Path(__file__).parents[2] / "resources" / "examples" / "demo-labelled.csv"
FULL = 512
POINTS = [
    *(("cap", ThinkingBudget(cap)) for cap in (0, 16, 32, 64, 96, 128, 256, FULL)),
    *(("Waits", ThinkingBudget(FULL, waits=waits)) for waits in (0, 1, 2, 4, 8)),
    ("full", ThinkingBudget(FULL, min_tokens=FULL)),
]


@dataclass(frozen=True, slots=True)
class Point:
    """One setting's outcome over the list."""

    name: str
    budget: ThinkingBudget
    right: int
    n: int
    good_kept: int
    good: int
    bad_discarded: int
    bad: int
    tokens: float
    forced: int
    unparsed: int
    seconds: float


def measure(
    engine: LlamaEngine, prompts: Sequence[PromptIds], items: Sequence[Hypothesis], request: GenerationRequest
) -> tuple[list[Trace], float]:
    """Run one request on all prompts; traces in the list's order, and seconds."""
    start = perf_counter()
    for number, prompt in enumerate(prompts):
        values = {name: getattr(request, name) for name in request.__dataclass_fields__}
        engine.submit(str(number), GenerationRequest(**{**values, "prompt": prompt}))
    done: dict[int, Trace] = {}
    while len(done) < len(items):
        for event in engine.events(1.0):
            if isinstance(event, Completed):
                done[int(event.id)] = event.trace
            elif isinstance(event, Failed):
                raise RuntimeError(event.message)
    return [done[number] for number in range(len(items))], perf_counter() - start


def judge(
    name: str, budget: ThinkingBudget, items: Sequence[Hypothesis], traces: Sequence[Trace], s: float
) -> Point:
    """Count what the traces got right. An unsure verdict is never right, and survives."""
    keep = SurvivalRule()
    found = [Assessment.of(trace) for trace in traces]
    pairs = list(zip(items, found, strict=True))
    good = [a for item, a in pairs if item.label == "advance"]
    bad = [a for item, a in pairs if item.label == "reject"]
    return Point(
        name=name,
        budget=budget,
        right=sum(a.verdict is Verdict.ADVANCE for a in good) + sum(a.verdict is Verdict.REJECT for a in bad),
        n=len(items),
        good_kept=sum(map(keep.survives, good)),
        good=len(good),
        bad_discarded=sum(not keep.survives(a) for a in bad),
        bad=len(bad),
        tokens=fmean(trace.usage.thinking_tokens for trace in traces),
        forced=sum(trace.thinking_ended is ThinkingEnd.FORCED for trace in traces),
        unparsed=sum(any(not field.text for field in trace.fields) for trace in traces),
        seconds=s,
    )


def show(points: Sequence[Point]) -> None:
    """Print the table as Markdown."""
    print("| setting | max | min | Waits | n | accuracy [95 %] | good kept | bad discarded ", end="")
    print("| thinking tokens | ended by budget | unparsed | s |")
    print("|---|--:|--:|--:|--:|---|---|---|--:|--:|--:|--:|")
    for p in points:
        low, high = wilson(p.right, p.n)
        print(
            f"| {p.name} | {p.budget.max_tokens} | {p.budget.min_tokens} | {p.budget.waits} | {p.n} "
            f"| {p.right / p.n:.3f} [{low:.3f}, {high:.3f}] | {p.good_kept / p.good:.3f} ({p.good}) "
            f"| {p.bad_discarded / p.bad:.3f} ({p.bad}) | {p.tokens:.0f} | {p.forced} | {p.unparsed} "
            f"| {p.seconds:.1f} |"
        )


def main() -> None:
    """Measure every point on the whole list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=paths.DEMO_MODEL)
    parser.add_argument("--rows", type=int, default=400)
    arguments = parser.parse_args()
    items = read_list(LABELLED).hypotheses[: arguments.rows]
    prompt = paths.prompt_template(paths.PROMPTS / "triage.toml")
    engine = LlamaEngine(EngineSettings(arguments.model, parallel=16))
    try:
        model = engine.load()
        thinking = format_for(engine, model, paths.thinking_formats())
        texts = [
            PromptText(prompt.system, prompt.task_before, hypothesis_text(h) + prompt.task_after)
            for h in items
        ]
        prompts = engine.render(texts, thinking)
        engine.open(max(len(p.ids) for p in prompts) + FULL + engine.overhead(prompt.form, thinking, None))
        points = []
        for name, budget in POINTS:
            request = GenerationRequest(
                prompts[0], thinking, budget, SamplingParams(), 0, prompt.form, model.sha256
            )
            traces, seconds = measure(engine, prompts, items, request)
            points.append(judge(name, budget, items, traces, seconds))
            print(points[-1], file=sys.stderr)
        show(points)
    finally:
        engine.close()


if __name__ == "__main__":
    main()
