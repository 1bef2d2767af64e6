"""Tokens per second of the engine and of llama-batched-bench, prompts and decoding apart."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeVar

import numpy as np

from app.core.answer import AnswerForm
from app.core.budget import ThinkingBudget
from app.core.request import GenerationRequest, PromptIds
from app.core.sampling import SamplingParams
from app.engine.contract import Checked, Completed, EngineSettings, Event, Failed, ModelInfo, OpenInfo
from app.engine.host import LlamaEngine
from app.service.paths import thinking_formats
from app.service.thinking import format_for

Ids = tuple[int, ...]
E = TypeVar("E", Completed, Checked)
_SHORT, _MANY = 8, 64
_ROUNDS = 3
_SECONDS = 1200


@dataclass(frozen=True, slots=True)
class Lengths:
    """Tokens of one measurement: of a prompt, and decoded after it."""

    prompt: int
    decoded: int

    @property
    def context(self) -> int:
        """Tokens that a sequence must hold, with a few for what is measured around it."""
        return -(-(self.prompt + self.decoded + _MANY) // 256) * 256


@dataclass(frozen=True, slots=True)
class Speed:
    """Tokens per second of all sequences together."""

    prefill: float
    decode: float


@dataclass(frozen=True, slots=True)
class Ran:
    """A batch that ran to its end: seconds, decode steps, and the ids of each sequence."""

    seconds: float
    steps: int
    ids: tuple[Ids, ...]


class LoadedModel:
    """A model in the product's engine, loaded again where its process has ended."""

    def __init__(self, settings: EngineSettings) -> None:
        self.settings = settings
        self._engine = LlamaEngine(settings)
        self._info: ModelInfo | None = None
        self._shares: list[tuple[float, float]] = []

    @property
    def process_id(self) -> int | None:
        """The child's process id while it runs."""
        return self._engine.process_id

    def load(self) -> tuple[ModelInfo, float, float]:
        """(what it is, seconds until its digest was known, seconds until it was loaded)."""
        start, hashed = perf_counter(), 0.0

        def progress(share: float) -> None:
            nonlocal hashed
            # The first half is the digest's.
            if share <= 0.5:
                hashed = perf_counter() - start

        self._info = self._engine.load(progress)
        return self._info, hashed, perf_counter() - start

    def open(self, context: int, width: int) -> OpenInfo:
        """Room for `width` sequences."""
        if self._engine.process_id is None:
            self.load()
        return self._engine.open(context, width)

    def run(self, prompts: Sequence[PromptIds], length: int, sampling: Sequence[SamplingParams] = ()) -> Ran:
        """Think for exactly `length` tokens after each prompt, and answer with one; greedy if not told."""
        before, start = self._engine.counters().steps, perf_counter()
        for seed, prompt in enumerate(prompts):
            how = sampling[seed % len(sampling)] if sampling else SamplingParams()
            self._engine.submit(str(seed), self._request(prompt, length, how, seed))
        done: dict[int, Ids] = {}
        while len(done) < len(prompts):
            for event in self._events():
                if isinstance(event, Completed):
                    done[int(event.id)] = (*event.trace.thinking_ids, *event.trace.answer_ids)
        seconds = perf_counter() - start
        ids = tuple(done[number] for number in range(len(prompts)))
        return Ran(seconds, self._engine.counters().steps - before, ids)

    def check(self, prompt: PromptIds, length: int) -> tuple[float, float, int]:
        """(seconds to generate, seconds to check the same ids by prefill, ids that this found to differ)."""
        request = self._request(prompt, length, SamplingParams(), 0)
        start = perf_counter()
        self._engine.submit("run", request)
        trace = next(event.trace for event in self._until(Completed))
        generated = perf_counter()
        self._engine.submit("check", request, recorded=trace)
        found = next(event.differences for event in self._until(Checked))
        return generated - start, perf_counter() - generated, len(found)

    def _request(
        self, prompt: PromptIds, length: int, sampling: SamplingParams, seed: int
    ) -> GenerationRequest:
        assert self._info
        thinking = format_for(self._engine, self._info, thinking_formats())
        form, budget = AnswerForm.free(1), ThinkingBudget(length, length)
        return GenerationRequest(prompt, thinking, budget, sampling, seed, form, self._info.sha256)

    def _events(self) -> Sequence[Event]:
        events = self._engine.events(1.0)
        for event in events:
            if isinstance(event, Failed):
                raise RuntimeError(event.message)
        return events

    def _until(self, kind: type[E]) -> Iterator[E]:
        while True:
            yield from (event for event in self._events() if isinstance(event, kind))

    def close(self) -> None:
        """End the engine."""
        self._engine.close()


@contextmanager
def loaded(settings: EngineSettings) -> Iterator[LoadedModel]:
    """A model that is freed at the end."""
    model = LoadedModel(settings)
    try:
        yield model
    finally:
        model.close()


def prompts(count: int, length: int, *, alike: bool = False, seed: int = 7) -> list[PromptIds]:
    """Prompts of random bytes of which `length` ids are prefilled, the same in all if `alike`."""
    rng = np.random.default_rng(seed)
    made = [tuple(rng.integers(32, 127, length + 1).tolist()) for _ in range(count)]
    if alike:
        return [PromptIds((*made[0][:-1], ids[-1]), length) for ids in made]
    return [PromptIds(ids, 0) for ids in made]


def decode_speed(model: LoadedModel, width: int, lengths: Lengths) -> float:
    """Tokens per second while `width` sequences are decoded, by the difference of two lengths; median.

    All have one prompt, prefilled once, so that what a prompt costs is the same in both and falls out.
    """
    work = prompts(width, lengths.prompt, alike=True)
    model.run(work, _SHORT)
    pairs = [(model.run(work, _SHORT), model.run(work, _SHORT + lengths.decoded)) for _ in range(_ROUNDS)]
    return width * lengths.decoded / _positive(median(long.seconds - short.seconds for short, long in pairs))


def engine_speed(model: LoadedModel, width: int, lengths: Lengths) -> Speed:
    """The engine's speeds at a width for which it is open.

    Prefilling is what `width` different prompts take, less the decode steps that ran in between, each as
    long as one sequence's steps are by themselves.
    """
    decode = decode_speed(model, width, lengths)
    one = prompts(1, lengths.prompt, alike=True)
    short, long = model.run(one, _SHORT), model.run(one, _SHORT + lengths.decoded)
    step = (long.seconds - short.seconds) / (long.steps - short.steps)
    work = prompts(width, lengths.prompt, seed=8)
    seconds = median(ran.seconds - ran.steps * step for ran in (model.run(work, 1) for _ in range(_ROUNDS)))
    return Speed(width * lengths.prompt / _positive(seconds), decode)


def checked(model: LoadedModel, lengths: Lengths) -> tuple[float, float, int]:
    """Tokens per second of one sequence generated, and checked by prefill; ids that differed in any round.

    The prompt is prefilled once before.
    """
    (prompt,) = prompts(1, lengths.prompt, alike=True)
    model.run([prompt], _SHORT)
    rounds = [model.check(prompt, lengths.decoded) for _ in range(_ROUNDS)]
    again, check = (lengths.decoded / median(times) for times in list(zip(*rounds, strict=True))[:2])
    return again, check, max(differing for _, _, differing in rounds)


def bench_speeds(
    program: Path, model: Path, widths: Sequence[int], lengths: Lengths, opened: OpenInfo, gpu_layers: int
) -> dict[int, Speed]:
    """llama-batched-bench's speeds by width, with the engine's chunk, cache, threads and Flash Attention."""
    chunk = max(opened.prefill_chunk, *widths)
    arguments: list[object] = [program, "-m", model, "-npp", lengths.prompt, "-ntg", lengths.decoded]
    arguments += ["-npl", ",".join(map(str, widths)), "-c", max(widths) * lengths.context]
    arguments += ["-b", chunk, "-ub", chunk, "-fa", "on", "--no-kv-unified", "-ngl", gpu_layers]
    arguments += ["-t", opened.threads, "-ctk", opened.kv_type, "-ctv", opened.kv_type]
    arguments += ["--output-format", "jsonl"]
    done = subprocess.run(
        list(map(str, arguments)), capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    if done.returncode:
        raise RuntimeError(f"llama-batched-bench ended with {done.returncode}: {done.stderr[-300:]}")
    # A row of JSON may share its line with what the program logs.
    rows = [json.loads(found) for found in re.findall(r"\{\"n_kv_max.*?\}", done.stdout)]
    return {row["pl"]: Speed(row["speed_pp"], row["speed_tg"]) for row in rows}


def _positive(seconds: float) -> float:
    if seconds <= 0:
        raise RuntimeError("the measured time is shorter than what is around it; measure more tokens")
    return seconds
