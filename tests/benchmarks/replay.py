"""Checking recorded traces by prefill against generating them again: seconds, and the ratio.

Run: uv run tests/benchmarks/replay.py [--rounds N] [--model GGUF [--traces N] [--tokens N]]

Once the traces one after another (the engine with one sequence), once at full width. The same engine made the
records: the shipped list with the default plan, or for another model one prompt for each trace.

What a check can gain is what a model's weights weigh. It computes as much for each id as generating does, but
reads the weights once for 32 ids. The demo model lies in the processor's cache, where reading costs nothing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.core.budget import ThinkingBudget
from app.core.sampling import SamplingParams
from app.engine.contract import EngineSettings
from app.engine.host import LlamaEngine
from app.intake import read_list
from app.service import paths, recorded
from app.service.plan_settings import Dial, PlanSettings
from app.service.recorded import Recorded
from app.service.replay import Grade, ReplayBegun, Replayed, replay
from app.service.screening import ScreenRun
from app.service.sealing import begin
from app.service.think import ThinkPrompt, Thought, think
from app.store import Store
from tests.support.screens import without_tests

WIDTH = 16


def records(store: Store, engine: LlamaEngine, traces: int, tokens: int) -> list[Recorded]:
    """The traces to be replayed; so many of so many tokens, where the model is not the demo model."""
    model = engine.load()
    if Path(model.path) == paths.DEMO_MODEL:
        draft = PlanSettings(Dial(64, 0), Dial(1024, 4)).draft()
        source = read_list(paths.DEMO_LIST)
        screen = begin(store, draft, source, engine, model, paths.thinking_formats(), engine.settings)
        run = ScreenRun(screen, store, engine, model, paths.thinking_formats())
        for _ in run.events():
            pass
        return recorded.of_screen(store, screen.id)
    made = []
    for number in range(traces):
        budget = ThinkingBudget(tokens, tokens)
        asked = ThinkPrompt(f"Is it so? {number}", "", budget, SamplingParams(), number, 32)
        *_, last = think(store, engine, model, paths.thinking_formats(), asked)
        assert isinstance(last, Thought)
        made.append(recorded.find(store, last.trace_id))
    return made


def seconds(store: Store, engine: LlamaEngine, found: Sequence[Recorded], *, prefill: bool) -> float:
    """From the engine's readiness to the last grade; each must be identical."""
    model = engine.load()
    with closing(replay(store, engine, model, found, prefill=prefill)) as run:
        events = without_tests(run)
        assert isinstance(next(events), ReplayBegun)
        start = perf_counter()
        for event in events:
            assert isinstance(event, Replayed)
            assert event.grade is Grade.IDENTICAL, event.why
        return perf_counter() - start


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--model", type=Path, default=paths.DEMO_MODEL)
    parser.add_argument("--traces", type=int, default=16)
    parser.add_argument("--tokens", type=int, default=256)
    options = parser.parse_args()
    settings = EngineSettings(options.model, parallel=WIDTH)
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "winnow.sqlite") as store:
        wide, narrow = LlamaEngine(settings), LlamaEngine(replace(settings, parallel=1))
        try:
            found = records(store, wide, options.traces, options.tokens)
            tokens = sum(len(one.trace.thinking_ids) + len(one.trace.answer_ids) for one in found)
            print(f"{len(found)} traces of {options.model.name}, {tokens:,} tokens")
            for name, engine in (("one after another", narrow), (f"width {WIDTH}", wide)):
                times: dict[bool, list[float]] = {False: [], True: []}
                for _ in range(options.rounds):
                    for prefill, taken in times.items():
                        taken.append(seconds(store, engine, found, prefill=prefill))
                again, check = (median(times[prefill]) for prefill in (False, True))
                print(
                    f"{name}: generated again {again:.2f} s ({tokens / again:,.0f} tokens/s), by prefill "
                    f"{check:.2f} s ({tokens / check:,.0f} tokens/s), {again / check:.1f} times faster"
                )
        finally:
            wide.close()
            narrow.close()


if __name__ == "__main__":
    main()
