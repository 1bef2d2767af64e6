"""What Winnow does on a GPU, on a random-weight model of s1-32B's exact shape; one Markdown table.

`--small` does the same on the CPU with a tiny model, to try the script.
tests/gpu/run.sh builds what it needs and starts it. Tokens per second are of all sequences together; both
programs get the same chunk, cache, threads, Flash Attention and a stream for each sequence. A screen's
prompts are longer here than on the real model: the made-up vocabulary has a token for each byte.
"""

# ruff: noqa: E402 - the repository is put on the path first.
from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import psutil

from app.engine.contract import EngineSettings, ModelInfo, OpenInfo
from app.engine.devices import Probe, probe
from app.engine.gpus import nvidia
from app.hub.header import read_header
from app.service.fit import GPU_RESERVE, Fit, Weighed, fit
from app.service.machine import machine_of
from tests.gpu.exactness import compare_widths
from tests.gpu.memory import gpu_used, process_used
from tests.gpu.q4_k_m import S1_32B, write_q4_k_m
from tests.gpu.report import Report, Rows
from tests.gpu.speed import (
    Lengths,
    LoadedModel,
    Speed,
    bench_speeds,
    checked,
    decode_speed,
    engine_speed,
    loaded,
)
from tests.support.random_model import Shape

WANTED = 0.90
_SCREEN_SECONDS = 7200


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large everything is.

    Attributes:
        widths: at which speed is measured. exact_widths: at which ids are compared.
        exact_tokens: decoded for each comparison.
        hypotheses, budget: of the screen, and its thinking tokens.
    """

    shape: Shape
    widths: tuple[int, ...]
    exact_widths: tuple[int, ...]
    lengths: Lengths
    exact_tokens: int
    hypotheses: int
    budget: int


FULL = Sizes(S1_32B, (1, 8, 32), (1, 8, 32), Lengths(512, 64), 24, 300, 256)
SMALL = Sizes(Shape(), (1, 2, 4), (1, 2, 4), Lengths(256, 64), 16, 6, 16)


class Check:
    """The steps, on one model file that they write."""

    def __init__(self, sizes: Sizes, model: Path, bench: Path | None) -> None:
        self._sizes, self._model, self._bench = sizes, model, bench
        self._probe: Probe | None = None
        self._fit: Fit | None = None
        self._info: ModelInfo | None = None
        self._opened: OpenInfo | None = None
        self._gpu_before = 0
        self._speeds: dict[int, Speed] = {}

    def run(self, report: Report) -> None:
        """All steps in order."""
        sizes, widest = self._sizes, max(self._sizes.widths)
        report.step("machine", self._machine)
        report.step("model file", self._write)
        report.step("estimate", self._estimate)
        with loaded(EngineSettings(self._model, parallel=widest)) as model:
            report.step("load", partial(self._load, model))
            report.step("memory", partial(self._memory, model))
            for width in sizes.widths:
                report.step(f"engine at width {width}", partial(self._engine, model, width))
            report.step("check by prefill", partial(self._prefill_check, model))
            report.step("ids", partial(compare_widths, model, sizes.exact_widths, sizes.exact_tokens))
        report.step("llama-batched-bench", self._compare)
        with loaded(EngineSettings(self._model, parallel=widest, exact=False)) as model:
            for width in sizes.widths:
                report.step(f"cost of exactness at width {width}", partial(self._cost, model, width))
            report.step(
                "ids, not exact", partial(compare_widths, model, sizes.exact_widths, sizes.exact_tokens)
            )
        report.step("screen", self._screen)

    def _machine(self) -> Rows:
        self._probe = found = probe()
        yield "date", datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
        cores = psutil.cpu_count(logical=False)
        yield "machine", f"{platform.platform()}, {cores} cores, {_size(psutil.virtual_memory().total)}"
        for gpu in nvidia():
            yield "GPU", f"{gpu.name}, {_size(gpu.total)}, driver {gpu.driver}"
        backends = ", ".join(found.backends)
        yield "llama.cpp", f"{found.commit}, llama-cpp-python {found.version}, backends {backends}"

    def _write(self) -> Rows:
        start = perf_counter()
        write_q4_k_m(self._model, self._sizes.shape)
        seconds, size = perf_counter() - start, self._model.stat().st_size
        header = read_header(self._model)
        yield (
            "model",
            f"{header.quantisation}, {header.parameters / 1e9:.3f} billion weights, {size / 1e9:.3f} GB, "
            f"written in {seconds:.0f} s",
        )

    def _estimate(self) -> Rows:
        settings = EngineSettings(self._model, parallel=max(self._sizes.widths))
        model = Weighed.of(read_header(self._model))
        assert model
        machine = machine_of(self._probe)
        self._fit = found = fit(model, settings, machine, self._sizes.lengths.context)
        asked = found.asked
        yield (
            "reckoned",
            f"{_size(found.need.gpu.total)} on the GPU, {_size(found.need.host.total)} in main memory, "
            f"{asked.gpu_layers} of {found.layers} layers, {asked.parallel} x {asked.context:,} tokens; "
            f"{'fits' if found.fits else 'does not fit'}",
        )

    def _load(self, model: LoadedModel) -> Rows:
        self._gpu_before = gpu_used()
        self._info, hashed, whole = model.load()
        yield "load", f"{whole - hashed:.1f} s after {hashed:.1f} s for the process and the SHA-256"
        devices = ", ".join(self._info.devices) or "no GPU"
        yield "layers offloaded", f"{self._info.offloaded} of {self._info.layers}, {devices}"

    def _memory(self, model: LoadedModel) -> Rows:
        """After the sequences were all run once, for llama.cpp takes some memory only then."""
        lengths, width = self._sizes.lengths, max(self._sizes.widths)
        start = perf_counter()
        self._opened = opened = model.open(lengths.context, width)
        yield "open with the self-test", f"{perf_counter() - start:.1f} s; {opened.exactness.value}"
        decode_speed(model, width, replace(lengths, decoded=16))
        assert self._info
        assert self._fit
        if not self._info.offloaded:
            taken, reckoned = process_used(model.process_id), self._fit.need.host.total
            yield "main memory", f"{_size(taken)}, Python included; reckoned {_size(reckoned)} without"
            return
        taken, reckoned = gpu_used() - self._gpu_before, self._fit.need.gpu.total
        yield (
            "VRAM",
            f"{_size(taken)} with the driver's own; reckoned {_size(reckoned)} without; "
            f"{_size(GPU_RESERVE)} are kept for that; used / reckoned {taken / reckoned:.3f}",
        )

    def _engine(self, model: LoadedModel, width: int) -> Rows:
        lengths = self._sizes.lengths
        self._opened = model.open(lengths.context, width)
        speed = self._speeds[width] = engine_speed(model, width, lengths)
        yield f"engine, width {width}", _of(speed)

    def _prefill_check(self, model: LoadedModel) -> Rows:
        model.open(self._sizes.lengths.context, 1)
        again, check, differing = checked(model, self._sizes.lengths)
        yield (
            "check by prefill, width 1",
            f"generated {again:,.1f}, checked {check:,.1f} tokens/s; {check / again:.1f} times faster "
            f"(wanted 5.0); {differing} ids differ",
        )

    def _compare(self) -> Rows:
        if self._bench is None:
            raise RuntimeError("no --llama-batched-bench was given")
        if self._opened is None or self._info is None:
            raise RuntimeError("the engine was never open, so its settings are not known")
        sizes = self._sizes
        layers = self._info.offloaded
        found = bench_speeds(self._bench, self._model, sizes.widths, sizes.lengths, self._opened, layers)
        for width in sizes.widths:
            theirs, ours = found[width], self._speeds.get(width)
            ratio = "the engine was not measured"
            if ours:
                prefill, decode = ours.prefill / theirs.prefill, ours.decode / theirs.decode
                ratio = f"engine / it: prefill {prefill:.2f}, decode {decode:.2f}"
            if ours and width == max(sizes.widths):
                ratio += f" (wanted {WANTED:.2f})"
            yield f"llama-batched-bench, width {width}", f"{_of(theirs)}; {ratio}"

    def _cost(self, model: LoadedModel, width: int) -> Rows:
        lengths = self._sizes.lengths
        model.open(lengths.context, width)
        loose = decode_speed(model, width, lengths)
        ours = self._speeds.get(width)
        ratio = f"exact / not exact {ours.decode / loose:.2f}" if ours else "the exact one was not measured"
        yield f"not exact, width {width}", f"decode {loose:,.1f} tokens/s; {ratio}"

    def _screen(self) -> Rows:
        """The program as a user starts it; the threshold lets nobody survive, so there is one pass each."""
        sizes = self._sizes
        with tempfile.TemporaryDirectory() as folder:
            ideas = Path(folder) / "ideas.csv"
            ideas.write_text("title,statement\n" + "".join(_idea(i) for i in range(sizes.hypotheses)))
            arguments = [ideas, "--model", self._model, "--parallel", max(sizes.widths), "--threshold", 1]
            arguments += ["--drop-unsure", "--triage-budget", sizes.budget, "--deep-budget", sizes.budget]
            start = perf_counter()
            done = subprocess.run(
                [sys.executable, "main.py", "screen", *map(str, arguments), "--json"],
                cwd=ROOT,
                env={**os.environ, "WINNOW_HOME": folder},
                capture_output=True,
                text=True,
                timeout=_SCREEN_SECONDS,
                check=False,
            )
            seconds = perf_counter() - start
        if done.returncode:
            raise RuntimeError(f"main.py screen ended with {done.returncode}: {done.stderr[-300:]}")
        found = json.loads(done.stdout)
        usage, counts = found["usage"], found["counts"]
        yield (
            f"screen of {sizes.hypotheses} hypotheses at {sizes.budget} tokens",
            f"{usage['seconds']:.1f} s, {seconds:.1f} s with load and self-test; {counts['triaged']} "
            f"triaged, {counts['deep']} deep, {counts['errors']} failed, {found['exactness']}; "
            f"{usage['thinking_tokens']:,} thinking, {usage['answer_tokens']:,} answer tokens; "
            f"{usage['prompt_tokens']:,} prompt tokens, {usage['reused_prompt_tokens']:,} of them reused",
        )


def _idea(number: int) -> str:
    return f"Signal {number},Stocks with a high value of signal {number} outperform over the next month.\n"


def _of(speed: Speed) -> str:
    return f"prefill {speed.prefill:,.1f}, decode {speed.decode:,.1f} tokens/s"


def _size(count: int) -> str:
    return f"{count / 2**30:.2f} GiB" if count >= 2**30 else f"{count / 2**20:.0f} MiB"


def main() -> int:
    """Run the check; 1 if a step failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="a tiny model, on the CPU too")
    parser.add_argument(
        "--llama-batched-bench", type=Path, help="the program; without it there is no comparison"
    )
    parser.add_argument(
        "--folder", type=Path, help="where the model's 20 GB go for a while; default: temporary"
    )
    parser.add_argument("--hypotheses", type=int, help="rows of the screen; default: 300")
    arguments = parser.parse_args()
    report = Report()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        sizes = SMALL if arguments.small else FULL
        sizes = replace(sizes, hypotheses=arguments.hypotheses or sizes.hypotheses)
        Check(sizes, Path(folder) / "random.gguf", arguments.llama_batched_bench).run(report)
    print(f"\n{report.table()}\n\n{report.failed or 'no'} step(s) failed")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
