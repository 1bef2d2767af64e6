"""What unloading a model leaves of memory, and how many models are in memory while one is changed.

Run: uv run tests/benchmarks/unload.py [--rounds N]

Memory is that of this process and all its children: USS is theirs alone, PSS has their share of what is
shared. The demo model and a random one of a few hundred MB are loaded, opened for 16 sequences and unloaded.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import psutil

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.engine.contract import EngineSettings
from app.engine.host import LlamaEngine
from app.service import paths
from app.service.kept_engine import KeptEngine

CONTEXT = 1024
MB = 1e6


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes of a tree of processes, and how many they are. `pss` is None where the system does not say it."""

    uss: int
    pss: int | None
    processes: int

    @classmethod
    def now(cls) -> Memory:
        """Of this process and its children."""
        uss, pss, count = 0, 0, 0
        known = True
        for process in tree():
            with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
                found = process.memory_full_info()
                uss, count = uss + found.uss, count + 1
                known &= hasattr(found, "pss")
                pss += getattr(found, "pss", 0)
        return cls(uss, pss if known else None, count)

    def __str__(self) -> str:
        pss = "unknown" if self.pss is None else f"{self.pss / MB:8,.1f} MB"
        return f"USS {self.uss / MB:8,.1f} MB   PSS {pss}   {self.processes} processes"


def tree() -> list[psutil.Process]:
    """This process and all below it."""
    own = psutil.Process()
    return [own, *own.children(recursive=True)]


def load(kept: KeptEngine, model: Path) -> None:
    """Load a model with room for 16 sequences, without the self-test of exactness, which takes long."""
    loading = kept.load(EngineSettings(model, parallel=16, exact=False))
    while True:
        try:
            next(loading)
        except StopIteration as end:
            end.value.engine.open(CONTEXT)
            return


def unload(model: Path, rounds: int) -> None:
    """Load and unload, and print what was taken and what is left."""
    kept = KeptEngine(LlamaEngine)
    before = Memory.now()
    loaded, after = [], []
    for _ in range(rounds):
        load(kept, model)
        loaded.append(Memory.now())
        kept.drop()
        after.append(Memory.now())
    print(f"{model.name}, {model.stat().st_size / MB:,.1f} MB, {rounds} times")
    for name, found in (
        ("before", before),
        ("loaded, the first time", loaded[0]),
        ("loaded, the last time", loaded[-1]),
        ("after unloading, the first time", after[0]),
        ("after unloading, the last time", after[-1]),
    ):
        print(f"  {name:<32} {found}")
    print(f"  left of the first                {(after[0].uss - before.uss) / MB:+.1f} MB USS")
    print(f"  left of those that followed      {(after[-1].uss - after[0].uss) / MB:+.1f} MB USS")


@contextmanager
def watched(models: set[str]) -> Iterator[list[int]]:
    """Within it: how many processes map one of these files, looked at as often as the machine allows."""
    counts: list[int] = []
    over = Event()

    def look() -> None:
        while not over.is_set():
            count = 0
            for process in tree():
                with suppress(psutil.NoSuchProcess, psutil.ZombieProcess, psutil.AccessDenied):
                    count += any(each.path in models for each in process.memory_maps())
            counts.append(count)

    watcher = Thread(target=look)
    watcher.start()
    try:
        yield counts
    finally:
        over.set()
        watcher.join()


def change(models: tuple[Path, ...], rounds: int) -> None:
    """Change from one model to the other, and print how many were mapped at most."""
    if not hasattr(psutil.Process, "memory_maps"):
        print("This system does not say what a process maps.")
        return
    kept = KeptEngine(LlamaEngine)
    load(kept, models[0])
    with watched({str(model) for model in models}) as counts:
        for number in range(rounds):
            load(kept, models[(number + 1) % 2])
    kept.drop()
    print(
        f"{rounds} changes of model: at most {max(counts)} process(es) with a GGUF mapped, at least "
        f"{min(counts)}, in {len(counts):,} looks"
    )
    print(f"  after unloading                  {Memory.now()}")


def write_large(path: Path) -> None:
    """In a child, for what makes models stays in memory."""
    from tests.support.random_model import Shape, write_random_model

    write_random_model(path, Shape(vocabulary=32_000, width=1024, layers=12, heads=16, kv_heads=16, ffn=2816))


def main() -> None:
    """Print all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "random.gguf"
        child = multiprocessing.get_context("spawn").Process(target=write_large, args=(large,))
        child.start()
        child.join()
        for model in (paths.DEMO_MODEL, large):
            unload(model, rounds)
        change((paths.DEMO_MODEL, large), rounds)


if __name__ == "__main__":
    main()
