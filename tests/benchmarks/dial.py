"""The dial: what reading small budgets off the largest saves, and whether a certificate holds on fresh rows.

Run: uv run tests/benchmarks/dial.py [--rows N] [--fresh N]

First the labelled demo list on a grid of six points, once with shared tokens and once with a run for each
point: the ids must be the same. Then the certificate that follows, on a list that was made just now in the
demo model's world (models/demo/world.py) by another seed: how many of its good ones survive.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[2] / "models" / "demo"))

import world

from app.core.labelled import LabelledList
from app.dial.certificate import Certificate
from app.dial.intervals import clopper_pearson
from app.engine.contract import EngineSettings
from app.engine.host import LlamaEngine
from app.intake import read_labelled
from app.service import paths
from app.service.dial import DialDraft, MeasuredDial, point_of, seal_dial
from app.service.dial_result import result_of
from app.service.dial_run import DialRun
from app.store import Store

BUDGETS = (0, 16, 32, 64, 128, 256)
FRESH_SEED = 20_261_125


def measure(
    store: Store, engine: LlamaEngine, draft: DialDraft, source: LabelledList
) -> tuple[MeasuredDial, float]:
    """A dial run to its end, and its seconds."""
    model, formats = engine.load(), paths.thinking_formats()
    dial = seal_dial(store, draft, source, engine, model, formats, engine.settings)
    start = perf_counter()
    for _ in DialRun(dial, store, engine, model, formats).events():
        pass
    return dial, perf_counter() - start


def digests(dial: MeasuredDial) -> dict[object, object]:
    """Digest of all ids of each reading."""
    return {
        (key, point): reading.record["trace_sha256"]
        for key, found in dial.readings.items()
        for point, reading in found.items()
    }


def first(source: LabelledList, rows: int) -> LabelledList:
    """Its first items."""
    items = source.items[:rows]
    inner = replace(source.source, hypotheses=tuple(item.hypothesis for item in items))
    return replace(source, source=inner, items=items)


def fresh_list(rows: int, folder: Path) -> LabelledList:
    """A labelled list that nothing was fitted on."""
    path = folder / "fresh.csv"
    path.write_text(world.table(FRESH_SEED, rows, labelled=True), encoding="utf-8", newline="\n")
    return read_labelled(path)


def main() -> None:
    """Print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=400, help="of the labelled demo list")
    parser.add_argument("--fresh", type=int, default=1000, help="rows of the fresh list")
    arguments = parser.parse_args()
    source = first(read_labelled(paths.DEMO_LABELLED), arguments.rows)
    draft = DialDraft(paths.prompt_template(paths.PROMPTS / "triage.toml"), BUDGETS)
    engine = LlamaEngine(EngineSettings(paths.DEMO_MODEL, gpu_layers=0))
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "winnow.sqlite") as store:
        try:
            shared, seconds = measure(store, engine, draft, source)
            alone, seconds_alone = measure(store, engine, replace(draft, separate=True), source)
            result = result_of(shared)
            assert result
            generated, separate = shared.tokens()
            same = digests(shared) == digests(alone)
            print(f"grid: {len(BUDGETS)} budgets x {len(source.items)} items, {shared.engine['exactness']}")
            print(f"shared: {generated:,} tokens, {seconds:.1f} s; separate: {separate:,} tokens, ", end="")
            print(f"{seconds_alone:.1f} s; saved {1 - generated / separate:.1%} of the tokens")
            print(f"ids of all {len(digests(shared)):,} traces identical: {same}")
            if not isinstance(result.certificate, Certificate):
                print(f"no certificate: {result.certificate}")
                return
            held = result.certificate
            chosen = held.chosen
            print(f"certificate: recall {held.recall} at confidence {held.confidence}; budget ", end="")
            print(
                f"{chosen.point.budget}, threshold {chosen.threshold}; {chosen.k} of {chosen.n} good ", end=""
            )
            print(f"calibration items, bound {chosen.bound:.4f}, searched {held.searched}")
            budget = next(b for b in shared.plan.points if point_of(b) == chosen.point)
            once = replace(draft, budgets=(budget.max_tokens or 0,), waits=(budget.waits,))
            fresh = fresh_list(arguments.fresh, Path(folder))
            triage, seconds = measure(store, engine, once, fresh)
        finally:
            engine.close()
    outcomes = triage.grid()[chosen.point]
    good = [outcome.survives(held.rule) for outcome in outcomes if outcome.good]
    gone = [not outcome.survives(held.rule) for outcome in outcomes if not outcome.good]
    low, high = clopper_pearson(sum(good), len(good))
    print(f"fresh list of {len(outcomes):,} (seed {FRESH_SEED}), {seconds:.0f} s: {sum(good)} of ", end="")
    print(
        f"{len(good)} good ones survive, recall {sum(good) / len(good):.4f} [{low:.4f}, {high:.4f}]; ", end=""
    )
    print(f"{sum(gone)} of {len(gone)} bad ones discarded")
    print(f"the certificate holds: {sum(good) / len(good) >= held.recall}")


if __name__ == "__main__":
    main()
