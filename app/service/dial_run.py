"""Running a dial: the whole grid for each item in one batch, each item committed before it is shown."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING

from app.core.budget import ThinkingBudget
from app.core.errors import EngineError, ModelError, PromptError
from app.core.labelled import Labelled
from app.core.provenance import sha256_hex
from app.core.request import GenerationRequest
from app.core.thinking import ChosenFormat, ThinkingFormat
from app.core.trace import Trace
from app.engine.contract import (
    Cancelled,
    Completed,
    Engine,
    EngineStopped,
    Event,
    Exactness,
    Failed,
    ModelInfo,
    OpenInfo,
)
from app.service import kinds
from app.service.dial import ItemKey, MeasuredDial
from app.service.dial_events import DialEvent, DialOpened, DialProgress, ItemMeasured, ItemNotMeasured
from app.service.dial_records import Reading, item_payload
from app.service.dial_requests import DialRequests, Job, jobs
from app.service.engine_terms import changed_terms
from app.service.judgement import operator
from app.service.lease import refuse_second_dial_run, this_process
from app.service.records import (
    Json,
    chosen_record,
    engine_record,
    generation_record,
    setup_body,
    thinking_from_record,
)
from app.service.thinking import format_for
from app.store import Draft

if TYPE_CHECKING:
    from app.store import Store

_POLL_SECONDS = 0.1

_News = tuple[DialEvent, Draft]


class DialRun:
    """One run over what is not yet measured; driven like a `ScreenRun`.

    On an exact engine each item is generated once, at the largest budget and most Waits, and all other points
    are read off that trace. Elsewhere, or where the plan says so, each point is a generation of its own.
    """

    def __init__(
        self,
        dial: MeasuredDial,
        store: Store,
        engine: Engine,
        model: ModelInfo,
        formats: tuple[ThinkingFormat, ...],
    ) -> None:
        """`model` is what `engine.load` gave.

        Raises:
            ModelError, PromptError: the model or the thinking format is not the plan's.
        """
        plan = dial.plan
        if model.sha256 != plan.model_sha256:
            raise ModelError(
                "This dial run was sealed with the model {0} (SHA-256 {1}), and {2} is another; resume with "
                "the same file.",
                plan.model,
                plan.model_sha256[:12],
                model.path,
            )
        self._dial, self._store, self._engine, self._model = dial, store, engine, model
        self._thinking = format_for(engine, model, formats, plan.format)
        if dial.thinking and thinking_from_record(dial.thinking) != self._thinking:
            raise PromptError(
                "The thinking format {!r} was edited since this dial run began; put "
                "resources/thinking_formats.toml back to what it was, or start a new one.",
                self._thinking.name,
            )
        self._chosen = ChosenFormat(self._thinking, plan.guessed)
        self._items = {item.hypothesis.id: item for item in dial.source.items}
        self._requests = DialRequests(plan, engine, model, self._thinking)
        self._queue: deque[Job] = deque()
        self._cancelled = False
        # In the ids of requests: an engine may still report what an earlier run had submitted.
        self._run = secrets.token_hex(4)
        self._submitted = 0
        self._running: dict[str, tuple[Job, GenerationRequest]] = {}
        self._outbox: list[_News] = []
        self._engine_record: Json = {}
        self._started = self._decoding = monotonic()
        self._paused_at: float | None = None
        self._total = len(dial.plan.points) * len(dial.source.items) * dial.plan.seeds
        self._done = self._done_before = sum(map(len, dial.readings.values()))
        self._generated, self._separate = dial.tokens()

    def events(self) -> Generator[DialEvent, None, None]:
        """Run to the end; each item is committed before it is yielded.

        Closing the iterator, an engine's crash and Ctrl-C leave the dial run to be resumed.

        Raises:
            EngineCrashed, EngineStopped: the engine's process ended.
            BudgetError: nothing is measured yet, and not one item fits the model's context.
            PromptError: what is measured was asked in other words.
            ModelError: the engine is not as it was for what is measured already; nothing was written.
        """
        refuse_second_dial_run(self._store, self._dial.id)
        wanted = [key for key in self._dial.items() if self._dial.missing(key)]
        if not wanted:
            return
        self._refuse_other_prompts()
        ended: Json = {"complete": False}
        try:
            items = {id: self._items[id] for id, _ in wanted}
            first = not self._dial.readings
            context, too_long = self._requests.room(list(items.values()), first=first)
            opened = self._engine.open(context)
            self._begin(opened)
            self._queue_up(wanted, too_long)
            yield DialOpened(opened, self._shares, self._chosen)
            yield from self._commit(self._take_outbox())
            yield self._progress()
            while not self._cancelled and (self._fill() or self._outbox):
                yield from self._take(self._engine.events(_POLL_SECONDS))
                yield self._progress()
            ended["complete"] = not self._cancelled
        except EngineError as error:
            # What the engine completed before it ended is kept.
            with suppress(EngineError):
                yield from self._take(self._engine.events(0))
            if not isinstance(error, EngineStopped):
                ended["message"] = str(error)
            raise
        finally:
            if not ended["complete"]:
                with suppress(EngineError):
                    for id in self._running:
                        self._engine.cancel(id)
            if self._engine_record:
                seconds = round(self._now() - self._started, 3)
                self._write(kinds.DIAL_RUN_ENDED, {"seconds": seconds, **ended})

    def cancel(self) -> None:
        """End the run with the next event; what is measured is kept, and the rest can be resumed."""
        self._cancelled = True

    def pause(self, paused: bool) -> None:
        """Stop computing, or go on; what runs stays as it is, and the time between does not count."""
        if paused == (self._paused_at is not None):
            return
        self._engine.pause(paused)
        now = monotonic()
        if self._paused_at is not None:
            self._started += now - self._paused_at
            self._decoding += now - self._paused_at
        self._paused_at = now if paused else None

    @property
    def _shares(self) -> bool:
        exact = self._engine_record["exactness"] == Exactness.EXACT.value
        return exact and not self._dial.plan.separate

    def _begin(self, opened: OpenInfo) -> None:
        record = engine_record(self._model, opened)
        self._refuse_another_engine(record)
        self._engine_record = record
        facts = {"engine": self._engine_record, "thinking": chosen_record(self._chosen)}
        shared = {"shares": self._shares, "process": this_process(), "by": operator()}
        self._write(kinds.DIAL_RUN_STARTED, {**facts, **shared})
        self._decoding = self._now()

    def _refuse_other_prompts(self) -> None:
        """What is measured and what is to come must be asked alike, whatever renders a template by then."""
        for id, digest in self._dial.prompts.items():
            if self._requests.prompt_digest(self._items[id]) != digest:
                raise PromptError(
                    "The model's chat template gives other prompts than those that this dial run began with; "
                    "start a new one."
                )
            return

    def _refuse_another_engine(self, record: Json) -> None:
        """What is measured and what is to come must be one measurement, as one certificate speaks for it."""
        changed = changed_terms(self._dial.engine, record) if self._dial.readings else ""
        if changed:
            raise ModelError(
                "This dial run began on an engine that differs in what decides tokens (then / now: {}); "
                "resume as it began, or start a new dial run.",
                changed,
            )

    def _queue_up(self, wanted: Sequence[ItemKey], too_long: Mapping[str, str]) -> None:
        for id, repetition in wanted:
            item = self._items[id]
            if id in too_long:
                self._outbox.append(self._not_measured(item, repetition, too_long[id]))
            else:
                missing = self._dial.missing((id, repetition))
                self._queue.extend(jobs(item, repetition, missing, shares=self._shares))

    def _fill(self) -> bool:
        """Keep the engine's queue short but never empty; returns whether anything is left to wait for."""
        parallel = self._engine_record["load"]["parallel"]
        room = 2 * parallel - len(self._running)
        if self._queue and room >= max(parallel // 2, 1):
            taken = [self._queue.popleft() for _ in range(min(room, len(self._queue)))]
            for job, request in zip(taken, self._requests.make(taken), strict=True):
                id = f"{self._run}:{self._submitted}"
                self._submitted += 1
                self._running[id] = job, request
                self._engine.submit(id, request, smaller=job.smaller)
        return bool(self._running)

    def _take(self, events: Sequence[Event]) -> Iterator[DialEvent]:
        """Commit what the engine reports, then pass it on, in order."""
        news = self._take_outbox()
        for event in events:
            if event.id not in self._running:
                continue
            job, request = self._running[event.id]
            match event:
                case Completed(_, trace, smaller):
                    news.append(self._measured(job, request, trace, smaller))
                case Failed(_, message):
                    news.append(self._not_measured(job.item, job.repetition, message))
                case Cancelled():
                    news.append(self._not_measured(job.item, job.repetition, "cancelled"))
                case _:
                    continue
            del self._running[event.id]
        yield from self._commit(news)

    def _take_outbox(self) -> list[_News]:
        news, self._outbox = self._outbox, []
        return news

    def _commit(self, news: Sequence[_News]) -> Iterator[DialEvent]:
        """Write all in one transaction, then pass it on."""
        for entry in self._store.append([draft for _, draft in news]):
            self._dial.take(entry)
        yield from (event for event, _ in news)

    def _measured(
        self, job: Job, request: GenerationRequest, trace: Trace, smaller: Sequence[Trace]
    ) -> _News:
        """The readings of one generation; tokens of an answer that several share count for the first."""
        traces = {job.budget: trace, **dict(zip(job.smaller, smaller, strict=True))}
        readings: list[Reading] = []
        bodies: list[bytes] = []
        known: set[str] = set()
        generation: Json = {}
        for budget, made in traces.items():
            usage = made.usage
            new = 0 if made.sha256 in known else usage.answer_tokens
            known.add(made.sha256)
            if budget == job.budget:
                new += usage.thinking_tokens
            generation = generation_record(replace(request, budget=budget), made, self._engine_record)
            reading, body = Reading.of(
                self._trace_id(job, budget), made, generation, read_off=budget != job.budget, generated=new
            )
            readings.append(reading)
            bodies.append(body)
        payload = item_payload(self._dial.id, job.item.hypothesis.id, job.repetition, readings, generation)
        self._done += len(readings)
        self._generated += sum(reading.generated for reading in readings)
        self._separate += sum(reading.tokens for reading in readings)
        draft = Draft(
            kinds.DIAL_ITEM_COMPLETED, payload, (*bodies, setup_body(generation)), series=self._dial.id
        )
        return ItemMeasured(job.item, job.repetition, tuple(readings)), draft

    def _trace_id(self, job: Job, budget: ThinkingBudget) -> str:
        parts = (self._dial.id, job.repetition, budget.max_tokens, budget.waits, job.item.hypothesis.id)
        return sha256_hex("/".join(map(str, parts)).encode())[:16]

    def _not_measured(self, item: Labelled, repetition: int, message: str) -> _News:
        payload = {
            "dial_id": self._dial.id,
            "hypothesis": item.hypothesis.id,
            "repetition": repetition,
            "message": message,
        }
        return ItemNotMeasured(item, repetition, message), Draft(kinds.DIAL_ITEM_FAILED, payload)

    def _write(self, kind: str, payload: Json) -> None:
        for entry in self._store.append([Draft(kind, {"dial_id": self._dial.id, **payload})]):
            self._dial.take(entry)

    def _now(self) -> float:
        """The clock of the run, which stands still while it is paused."""
        return monotonic() if self._paused_at is None else self._paused_at

    def _progress(self) -> DialProgress:
        seconds = self._now() - self._decoding
        now = self._done - self._done_before
        left = self._total - self._done
        return DialProgress(
            done=self._done,
            total=self._total,
            errors=len(self._dial.failures),
            generated=self._generated,
            separate=self._separate,
            seconds=seconds,
            eta=seconds * left / now if now else None,
        )
