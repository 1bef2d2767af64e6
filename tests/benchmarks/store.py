"""Bytes that a store takes for each token of trace, in all and by table, and what writing them takes.

Run: uv run tests/benchmarks/store.py

Each list is screened by the real engine into a store of its own. What is counted is the file after a
checkpoint of its write-ahead log: schema, lists, prompts, ledger, bodies and search index. The tokens are
those of the prompts (what they share counted for each), the thinking and the answers. Three screens: the
shipped list and the 400 labelled rows with the default plan, and the shipped list with deep passes that think
to the end of their budget.
"""

from __future__ import annotations

import json
import sqlite3
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
from app.engine.contract import EngineSettings, ModelInfo
from app.engine.host import LlamaEngine
from app.intake import read_list
from app.service import kinds, paths
from app.service.plan_settings import PlanSettings, presets
from app.service.screening import ScreenRun
from app.service.sealing import PlanDraft, seal
from app.store import Draft, Entry
from app.store.store import Store

LABELLED = Path(__file__).parents[2] / "resources" / "examples" / "demo-labelled.csv"
_TRACE = ("prompt_ids", "thinking_ids", "answer_ids")


class TimedStore(Store):
    """A store that notes what each transaction with a pass takes: how many entries, and seconds."""

    def append(self, drafts: Sequence[Draft]) -> list[Entry]:
        """As a store does."""
        began = perf_counter()
        entries = super().append(drafts)
        if any(draft.kind == kinds.PASS_COMPLETED for draft in drafts):
            noted.append((len(drafts), perf_counter() - began))
        return entries


noted: list[tuple[int, float]] = []


def settings() -> PlanSettings:
    """The default ones."""
    preset = presets()[0]
    return PlanSettings(preset.triage, preset.deep)


def long_plan() -> PlanDraft:
    """Every row gets a deep pass, sampled, of all of 1,024 thinking tokens."""
    draft = replace(settings(), sampling=SamplingParams(temperature=1.0), threshold=0.0).draft()
    return replace(draft, deep=replace(draft.deep, budget=ThinkingBudget(1024, min_tokens=1024)))


def screen(path: Path, engine: LlamaEngine, model: ModelInfo, source: Path, draft: PlanDraft) -> None:
    """Run one to its end."""
    formats = paths.thinking_formats()
    with TimedStore.open(path) as store:
        sealed = seal(store, draft.plan(engine, model, formats), read_list(source))
        for _ in ScreenRun(sealed, store, engine, model, formats).events():
            pass


def tokens_of(path: Path) -> list[int]:
    """The tokens of each trace."""
    with Store.open(path) as store:
        bodies = (store.body(entry.payload["body"]) for entry in store.entries(kind=kinds.PASS_COMPLETED))
        return [sum(len(table[part]) for part in _TRACE) for table in map(json.loads, bodies)]


def tables_of(path: Path) -> list[tuple[str, int]]:
    """The bytes of the pages of each table and index, after a checkpoint, the largest first."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        query = "SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY bytes DESC, name"
        return raw.execute(query).fetchall()


def report(name: str, path: Path) -> None:
    """Print what a store takes."""
    tokens, tables = tokens_of(path), tables_of(path)
    total, size = sum(tokens), path.stat().st_size
    print(f"{name}: {len(tokens)} passes of {total / len(tokens):.0f} tokens, {size:,} bytes:", end=" ")
    print(f"{size / total:.2f} bytes for each token (wanted: at most 3)")
    each = sum(seconds for _, seconds in noted) / sum(entries for entries, _ in noted)
    print(f"  append: {each * 1000:.1f} ms for each pass, a transaction", end=" ")
    print(f"{median(seconds for _, seconds in noted) * 1000:.1f} ms (with the disk's own time)")
    for table, taken in tables:
        print(
            f"  {table:<36} {taken:>9,} bytes {taken / total:6.3f} a token {taken / len(tokens):7.1f} a pass"
        )


def main() -> None:
    """Print the figures."""
    default = settings().draft()
    engine = LlamaEngine(EngineSettings(paths.DEMO_MODEL))
    try:
        model = engine.load()
        with tempfile.TemporaryDirectory() as folder:
            for name, source, draft in (
                ("40 rows", paths.DEMO_LIST, default),
                ("400 rows", LABELLED, default),
                ("40 rows, long thinking", paths.DEMO_LIST, long_plan()),
            ):
                noted.clear()
                path = Path(folder) / f"{name}.sqlite"
                screen(path, engine, model, source, draft)
                report(name, path)
    finally:
        engine.close()


if __name__ == "__main__":
    main()
