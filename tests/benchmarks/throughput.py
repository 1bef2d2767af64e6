"""The engine's speed against llama.cpp's own tools, on the demo model and on one with Qwen2.5's vocabulary.

Run on idle cores: uv run tests/benchmarks/throughput.py [--llama-server PATH] [--llama-batched-bench PATH]
All figures are decoded tokens per second (Winnow's injected delimiters are decoded like any other), prompts
included. Everything is measured in turn, several rounds: the medians are shown, and the ratios' medians and
ranges. Compare them only within one run.
"""

# ruff: noqa: E402 - the environment is set before llama.cpp is loaded.
from __future__ import annotations

import argparse
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.engine.child import SPIN_COUNT

# The raw decode and create_completion below get the threads' setting that the engine has; the servers do not.
PLAIN = dict(os.environ)
os.environ.setdefault(*SPIN_COUNT)

import llama_cpp
import numpy as np

from app.core.answer import AnswerForm
from app.core.budget import ThinkingBudget
from app.core.request import GenerationRequest, PromptIds
from app.core.sampling import SamplingParams
from app.core.thinking import ThinkingFormat
from app.engine.context import LlamaContext
from app.engine.contract import Completed, EngineSettings, Failed
from app.engine.host import LlamaEngine
from app.engine.llama import LlamaModel
from app.engine.runtime import LlamaLog
from app.service import paths
from app.service.thinking import format_for
from tests.support.random_model import Shape, quantise, write_random_model

Ids = tuple[int, ...]
WIDTHS = (1, 4, 16)
PROMPT, THREADS, CONTEXT = 32, 2, 512
LOG = LlamaLog()  # Kept: llama.cpp goes on writing to it.
CREATE, RAW = "create_completion, one after another", "raw llama_decode, no sampling"
GREEDILY, SAMPLING = "Winnow's engine, greedy", "Winnow's engine, temperature 0.7, top-p 0.95"
LOOSE = "Winnow's engine, greedy, not exact"
BENCH, SERVER = "llama-batched-bench", "llama-server"
GREEDY, SAMPLED = SamplingParams(), SamplingParams(0.7, top_p=0.95)


def prompts(count: int) -> list[Ids]:
    """Random prompts of PROMPT ids that stand for bytes."""
    rng = np.random.default_rng(7)
    return [tuple(rng.integers(32, 127, size=PROMPT).tolist()) for _ in range(count)]


def requests(
    count: int, length: int, sampling: SamplingParams, thinking: ThinkingFormat
) -> list[GenerationRequest]:
    """Generations that think for exactly `length` tokens, and answer with one."""
    budget, form = ThinkingBudget(length, length), AnswerForm.free(1)
    return [
        GenerationRequest(PromptIds(ids, 0), thinking, budget, sampling, seed, form, "")
        for seed, ids in enumerate(prompts(count))
    ]


def engine_speed(
    model: Path, width: int, count: int, length: int, sampling: SamplingParams = GREEDY, *, exact: bool = True
) -> tuple[float, list[Ids]]:
    """Tokens per second of the product's engine, in its child process, and the ids after each prompt."""
    engine = LlamaEngine(EngineSettings(model, threads=THREADS, parallel=width, exact=exact))
    with closing(engine):
        info = engine.load()
        thinking = format_for(engine, info, paths.thinking_formats())
        engine.open(CONTEXT)
        work = requests(count, length, sampling, thinking)

        def run(batch: list[GenerationRequest]) -> list[Ids]:
            for number, request in enumerate(batch):
                engine.submit(str(number), request)
            done: dict[int, Ids] = {}
            while len(done) < len(batch):
                for event in engine.events(1.0):
                    if isinstance(event, Completed):
                        done[int(event.id)] = (*event.trace.thinking_ids, *event.trace.answer_ids)
                    elif isinstance(event, Failed):
                        raise RuntimeError(event.message)
            return [done[number] for number in range(len(batch))]

        run([replace(work[0], budget=ThinkingBudget(8, 8))])
        start = perf_counter()
        ids = run(work)
        return sum(map(len, ids)) / (perf_counter() - start), ids


def raw_speed(model: Path, width: int, length: int) -> float:
    """Tokens per second of bare decode calls, all rows asking for logits, none looked at."""
    loaded = LlamaModel(model, LOG)
    context = LlamaContext(loaded, slots=width, context=CONTEXT, threads=THREADS, kv_type="f16", chunk=256)
    for slot, ids in enumerate(prompts(width)):
        context.prefill(slot, ids, 0)
    start = perf_counter()
    for step in range(length):
        context.step(0, [65] * width, [PROMPT + step] * width)
    seconds = perf_counter() - start
    context.close()
    loaded.close()
    return width * length / seconds


def completion_speed(model: Path, count: int, length: int) -> float:
    """Tokens per second of llama-cpp-python's create_completion, one prompt after another."""
    llama = llama_cpp.Llama(str(model), n_ctx=CONTEXT, n_threads=THREADS, flash_attn=True, verbose=False)
    produced = 0
    llama.create_completion(list(prompts(1)[0]), max_tokens=8, temperature=0)
    start = perf_counter()
    for ids in prompts(count):
        result = llama.create_completion(list(ids), max_tokens=length, temperature=0)
        produced += result["usage"]["completion_tokens"]
    seconds = perf_counter() - start
    llama.close()
    return produced / seconds


class Server:
    """A llama-server on loopback."""

    def __init__(self, program: Path, model: Path, slots: int) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        arguments = ["-m", str(model), "--host", "127.0.0.1", "--port", str(self._port), "-np", str(slots)]
        arguments += ["-c", str(CONTEXT * slots), "-t", str(THREADS), "-fa", "on", "--no-webui", "-lv", "0"]
        self._process = subprocess.Popen(
            [program, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=PLAIN
        )
        while not self._healthy():
            if self._process.poll() is not None:
                raise RuntimeError(f"{program} ended with {self._process.returncode}")

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()

    def complete(self, ids: Ids, length: int) -> Ids:
        """Greedy ids after a prompt."""
        asked = {"prompt": list(ids), "n_predict": length, "temperature": 0, "ignore_eos": True}
        asked |= {"cache_prompt": False, "return_tokens": True}
        return tuple(self._post("/completion", asked)["tokens"])

    def _healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/health", timeout=1) as reply:
                return bool(reply.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def _post(self, path: str, body: dict[str, object]) -> dict[str, list[int]]:
        request = urllib.request.Request(f"http://127.0.0.1:{self._port}{path}", json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=600) as reply:
            result: dict[str, list[int]] = json.load(reply)
            return result


def server_speed(program: Path, model: Path, width: int, count: int, length: int) -> tuple[float, list[Ids]]:
    """Tokens per second of llama-server with that many slots, as many requests at a time; and the ids."""
    with closing(Server(program, model, width)) as server, ThreadPoolExecutor(width) as pool:
        server.complete(prompts(1)[0], 8)
        start = perf_counter()
        ids = list(pool.map(lambda prompt: server.complete(prompt, length), prompts(count)))
        return sum(map(len, ids)) / (perf_counter() - start), ids


def bench_speed(program: Path, model: Path, width: int, length: int) -> float:
    """llama-batched-bench's tokens per second, prompts included."""
    arguments = ["-m", str(model), "-npp", str(PROMPT), "-ntg", str(length), "-npl", str(width), "-fa", "on"]
    arguments += ["-c", str(CONTEXT * width), "-t", str(THREADS), "--output-format", "jsonl"]
    rows: list[str] = []
    while not rows:  # Its last lines are lost now and then, for its log is not written out at its end.
        done = subprocess.run([program, *arguments], capture_output=True, text=True, check=True, env=PLAIN)
        # A row of JSON may share its line with what the program logs.
        rows = re.findall(r"\{.*?\}", done.stdout)
    row = json.loads(rows[-1])
    return float(width * row["tg"] / row["t"])


def prefill_counts(model: Path) -> tuple[int, int]:
    """(prompt tokens computed, prefix + sum of the rest) for 64 hypotheses with one prompt."""
    shared = tuple(range(32, 122)) * 3
    engine = LlamaEngine(EngineSettings(model, threads=THREADS, parallel=16))
    with closing(engine):
        thinking = format_for(engine, engine.load(), paths.thinking_formats())
        engine.open(CONTEXT)
        work = requests(64, 4, GREEDY, thinking)
        for number, request in enumerate(work):
            ids = (*shared, *request.prompt.ids)
            engine.submit(str(number), replace(request, prompt=PromptIds(ids, len(shared))))
        left = 64
        while left:
            left -= sum(isinstance(event, Completed) for event in engine.events(1.0))
        # The last prompt token is fed by the first decode step.
        return engine.counters().prefilled_tokens, len(shared) + 64 * (PROMPT - 1)


def report(name: str, model: Path, length: int, server: Path | None, bench: Path | None, rounds: int) -> None:
    """Measure one model and print its table."""
    widest, many = WIDTHS[-1], 3 * WIDTHS[-1]

    def ours(width: int, sampling: SamplingParams = GREEDY, *, exact: bool = True) -> float:
        return engine_speed(model, width, max(4, 3 * width), length, sampling, exact=exact)[0]

    # In this order at each width, so that what is compared stands side by side: a machine's speed drifts.
    measures: list[tuple[str, tuple[int, ...], Callable[[int], float]]] = [
        (CREATE, WIDTHS[:1], lambda _: completion_speed(model, 8, length)),
        (SAMPLING, WIDTHS[-1:], lambda width: ours(width, SAMPLED)),
        (RAW, WIDTHS, lambda width: raw_speed(model, width, length)),
        (GREEDILY, WIDTHS, ours),
    ]
    if server:
        measures.append((SERVER, WIDTHS, lambda w: server_speed(server, model, w, max(4, 3 * w), length)[0]))
    measures.append((LOOSE, WIDTHS[-1:], lambda width: ours(width, exact=False)))
    if bench:
        measures.append((BENCH, WIDTHS, lambda width: bench_speed(bench, model, width, length)))
    found: dict[tuple[str, int], list[float]] = {}
    for _ in range(rounds):
        for width in WIDTHS:
            for label, widths, speed in measures:
                if width in widths:
                    found.setdefault((label, width), []).append(speed(width))

    def ratio(one: tuple[str, int], other: tuple[str, int]) -> str:
        each = sorted(a / b for a, b in zip(found[one], found[other], strict=True))
        return f"{median(each):.2f} ({each[0]:.2f} to {each[-1]:.2f})"

    print(f"\n## {name}\n\nMedians of {rounds} rounds; ratios are of neighbours within a round.\n")
    print("| tokens/s | " + " | ".join(f"width {width}" for width in WIDTHS) + " |")
    print("|---|" + "--:|" * len(WIDTHS))
    for label, widths, _ in measures:
        cells = (f"{median(found[label, w]):,.0f}" if w in widths else "" for w in WIDTHS)
        print(f"| {label} | {' | '.join(cells)} |")
    print()
    if server:
        for width in WIDTHS:
            print(f"- engine / llama-server at {width}: {ratio((GREEDILY, width), (SERVER, width))}")
    best, raw = (GREEDILY, widest), (RAW, widest)
    for what, one, other, wanted in (
        ("/ create_completion", best, (CREATE, 1), 2.5),
        ("/ raw decode, greedy", best, raw, 0.85),
        ("/ raw decode, sampled", (SAMPLING, widest), raw, 0.70),
        ("exact / not exact", best, (LOOSE, widest), 0.90),
    ):
        print(f"- engine at {widest} {what}: {ratio(one, other)}, wanted {wanted:.2f}")
    wide, alone = (engine_speed(model, width, many, length)[1] for width in (widest, 1))
    print(f"- outputs at width {widest} equal to one after another: {_equal(wide, alone)}")
    if server:
        wide, alone = (server_speed(server, model, width, many, length)[1] for width in (widest, 1))
        print(f"- the same for llama-server: {_equal(wide, alone)}")
    print("- prompt tokens computed for 64 hypotheses: {} of an expected {}".format(*prefill_counts(model)))


def _equal(some: list[Ids], others: list[Ids]) -> str:
    return f"{sum(a == b for a, b in zip(some, others, strict=True))} of {len(some)}"


def main() -> None:
    """Measure both models."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--llama-server", type=Path)
    parser.add_argument("--llama-batched-bench", type=Path)
    parser.add_argument("--only", choices=("demo", "random"))
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    tools = (arguments.llama_server, arguments.llama_batched_bench, arguments.rounds)
    if arguments.only != "random":
        report("Demo model", paths.DEMO_MODEL, 256, *tools)
    if arguments.only != "demo":
        with tempfile.TemporaryDirectory() as folder:
            shape = Shape(vocabulary=151_936, unused=271, width=256, layers=4, ffn=1024)
            plain = write_random_model(Path(folder) / "f16.gguf", shape)
            model = quantise(plain, Path(folder) / "q8.gguf", llama_cpp.LLAMA_FTYPE_MOSTLY_Q8_0)
            report("Random Q8_0 model, 4 layers, width 256, vocabulary 151,936", model, 128, *tools)


if __name__ == "__main__":
    main()
