"""What the record costs: verifying a large store, chaining a completed pass, the bytes of a trace.

Run: uv run tests/benchmarks/verify.py [--entries N]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.core.provenance import canonical_json, link, sha256_hex
from app.engine.contract import EngineSettings
from app.engine.host import LlamaEngine
from app.intake import read_list
from app.service import kinds, paths
from app.service.plan_settings import Dial, PlanSettings
from app.service.screening import ScreenRun
from app.service.sealing import seal
from app.service.verification import verify_store
from app.store import Draft, Entry, Store

_BATCH = 500


def screen_demo_list(path: Path) -> None:
    """The shipped list with the shipped model and the default plan."""
    engine = LlamaEngine(EngineSettings(paths.DEMO_MODEL))
    try:
        model = engine.load()
        formats = paths.thinking_formats()
        with Store.open(path) as store:
            plan = PlanSettings(Dial(64, 0), Dial(1024, 4)).draft().plan(engine, model, formats)
            screen = seal(store, plan, read_list(paths.DEMO_LIST))
            for _ in ScreenRun(screen, store, engine, model, formats).events():
                pass
    finally:
        engine.close()


def passes_of(path: Path) -> list[tuple[Entry, bytes, bytes]]:
    """The completed passes of a store with their traces and setups."""
    with Store.open(path) as store:
        return [
            (entry, store.body(entry.payload["body"]), store.body(entry.payload["setup"]))
            for entry in store.entries(kind=kinds.PASS_COMPLETED)
        ]


def ids_of(body: bytes) -> int:
    """How many tokens a trace has, prompt included."""
    table = json.loads(body)
    return sum(len(table[part]) for part in ("prompt_ids", "thinking_ids", "answer_ids"))


def like(known: list[tuple[Entry, bytes, bytes]], count: int) -> Iterator[Draft]:
    """Passes like those that are known, each with a body of its own: its ids are drawn anew."""
    drawn = random.Random(0)
    for number in range(count):
        entry, body, setup = known[number % len(known)]
        table = json.loads(body)
        for part in ("prompt_ids", "thinking_ids", "answer_ids"):
            drawn.shuffle(table[part])
        table["number"] = number
        data = canonical_json(table)
        payload = {**entry.payload, "trace_id": str(number), "body": sha256_hex(data)}
        found_by = (table["thinking_text"] + table["answer_text"],)
        yield Draft(entry.kind, payload, (data, setup), found_by, series=entry.payload["pass"])


def grown(path: Path, known: list[tuple[Entry, bytes, bytes]], count: int) -> float:
    """Write that many passes into a new store; seconds for each of them."""
    spent = 0.0
    with Store.open(path) as store:
        batch: list[Draft] = []
        for draft in like(known, count):
            batch.append(draft)
            if len(batch) == _BATCH:
                began = perf_counter()
                store.append(batch)
                spent += perf_counter() - began
                batch = []
        store.append(batch)
    return spent / count


def chain_milliseconds(known: list[tuple[Entry, bytes, bytes]]) -> float:
    """What the chain adds to a completed pass: canonical JSON and SHA-256 of the entry and of its body."""
    times = []
    for entry, body, _ in known * 5:
        began = perf_counter()
        link(entry.seq, entry.prev_hash, entry.kind, entry.at, canonical_json(entry.payload).decode())
        hashlib.sha256(body).hexdigest()
        times.append(perf_counter() - began)
    return median(times) * 1000


def size_of(path: Path) -> int:
    """Bytes of a closed store."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.stat().st_size


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    entries = parser.parse_args().entries
    with tempfile.TemporaryDirectory() as folder:
        demo, large = Path(folder) / "demo.sqlite", Path(folder) / "large.sqlite"
        screen_demo_list(demo)
        known = passes_of(demo)
        tokens = sum(ids_of(body) for _, body, _ in known)
        print(f"chain: {chain_milliseconds(known):.2f} ms for each completed pass (wanted: at most 1)")
        print(
            f"demo screen: {len(known)} passes, {tokens:,} tokens, {size_of(demo):,} bytes: "
            f"{size_of(demo) / tokens:.2f} bytes for each token of trace (wanted: at most 3)"
        )
        each = grown(large, known, entries)
        tokens = tokens * entries // len(known)
        print(
            f"{entries:,} passes with shuffled ids: {each * 1000:.2f} ms to append one (in transactions of "
            f"{_BATCH}), {size_of(large):,} bytes: {size_of(large) / tokens:.2f} for each token"
        )
        began = perf_counter()
        found = verify_store(large)
        assert found.ok, found.problems
        print(f"verify: {found.entries:,} entries in {perf_counter() - began:.1f} s (wanted: well under 60)")


if __name__ == "__main__":
    main()
