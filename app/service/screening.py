"""Running a screen: two passes over a list in one batch, each pass committed before it is shown."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING

from app.core.errors import EngineError
from app.core.hypothesis import Hypothesis
from app.core.plan import PassKind
from app.core.request import GenerationRequest
from app.core.thinking import ChosenFormat, ThinkingFormat
from app.core.trace import Trace
from app.engine.contract import (
    Cancelled,
    Chunk,
    Completed,
    Engine,
    EngineStopped,
    Event,
    Failed,
    ModelChangedError,
    ModelInfo,
    OpenInfo,
    PromptProgress,
)
from app.service import doubt, kinds
from app.service.events import Live, Opened, PassDone, PassNotDone, ScreenEvent
from app.service.imported import refuse_imported
from app.service.indexing import trace_text
from app.service.judgement import operator
from app.service.lease import screen_held, this_process
from app.service.opening import opening
from app.service.progress import Pace, Progress, tokens_left
from app.service.records import (
    Json,
    PassRecord,
    chosen_record,
    engine_record,
    generation_record,
    setup_body,
)
from app.service.requests import Requests
from app.service.resuming import format_as_sealed
from app.service.screens import Screen
from app.store import Draft

if TYPE_CHECKING:
    from app.store import Store

_POLL_SECONDS = 0.1
_CANCELLED = "cancelled"


_News = tuple[ScreenEvent, Draft | None]


@dataclass(frozen=True, slots=True)
class _Task:
    hypothesis: Hypothesis
    kind: PassKind
    request: GenerationRequest

    @property
    def name(self) -> str:
        return f"{self.hypothesis.id} {self.kind.value}"


class ScreenRun:
    """One run over what is not yet done of a screen; the only writer of its store meanwhile.

    `events` is driven by one thread; the methods that steer the run are called by the same one, in between.
    """

    def __init__(
        self,
        screen: Screen,
        store: Store,
        engine: Engine,
        model: ModelInfo,
        formats: tuple[ThinkingFormat, ...],
    ) -> None:
        """`model` is what `engine.load` gave.

        Raises:
            ModelError, PromptError: the model or its thinking format is not the plan's.
            StoreError: the screen was imported.
        """
        refuse_imported(store, screen.id)
        self._screen, self._store, self._engine, self._model = screen, store, engine, model
        self._thinking = format_as_sealed(screen, engine, model, formats)
        self._chosen = ChosenFormat(self._thinking, screen.plan.guessed)
        self._requests = Requests(screen, store, engine, model, self._thinking)
        self._queues: dict[PassKind, deque[Hypothesis]] = {kind: deque() for kind in PassKind}
        # In the ids of requests: an engine may still report what an earlier run had submitted.
        self._run = secrets.token_hex(4)
        self._running: dict[str, _Task] = {}
        self._outbox: list[_News] = []
        self._unwanted: set[str] = set()
        self._live_tokens: dict[str, int] = {}
        self._pace = dict.fromkeys(PassKind, Pace(0, 0))
        self._queue_up()
        self._started = self._decoding = monotonic()
        self._paused_at: float | None = None
        self._engine_record: Json = {}

    def events(self) -> Generator[ScreenEvent, None, None]:
        """Run to the end; each pass is committed before it is yielded.

        Closing the iterator, an engine's crash and Ctrl-C leave the screen to be resumed, and the ledger
        says so.

        Raises:
            EngineCrashed, EngineStopped: the engine's process ended.
            PromptError: what is done was asked in other words.
            BudgetError: no pass is done, and not one request fits the model's context.
            StoreError: the screen is being run already.
        """
        with screen_held(self._store, self._screen.id) as self._held:
            # Another process may have gone on with it while the model was loaded here.
            if self._screen.catch_up(self._store):
                self._queue_up()
            if any(self._queues.values()) or not self._screen.complete:
                self._requests.refuse_other_prompts()
                yield from self._events()

    def _events(self) -> Generator[ScreenEvent, None, None]:
        finished = False
        try:
            wanted = [(h, kind) for kind, queue in self._queues.items() for h in queue]
            room = self._requests.room(wanted)
            refused = {(hypothesis.id, kind) for hypothesis, kind, _ in room.too_long}
            for kind, queue in self._queues.items():
                self._queues[kind] = deque(h for h in queue if (h.id, kind) not in refused)
            self._outbox += [self._not_done(*refusal) for refusal in room.too_long]
            while self._outbox:
                yield from self._commit(self._take_outbox())
            if any(self._queues.values()):
                opened = yield from opening(self._engine, room.context)
                self._begin(opened)
                yield Opened(opened, self._chosen)
                yield self._progress()
                while self._fill() or self._outbox:
                    yield from self._take(self._engine.events(_POLL_SECONDS))
                    yield self._progress()
            self._write_end(kinds.SCREEN_COMPLETED)
            finished = True
        except EngineError as error:
            # What the engine completed before it ended is kept.
            with suppress(EngineError):
                yield from self._take(self._engine.events(0))
            match error:
                case EngineStopped():
                    self._write_end(kinds.RUN_INTERRUPTED)
                case ModelChangedError():
                    yield from self._doubt(error)
                    self._write_end(kinds.RUN_INTERRUPTED, message=str(error))
                case _:
                    code = getattr(error, "exit_code", None)
                    self._write_end(kinds.ENGINE_CRASHED, message=str(error), exit_code=code)
            finished = True
            if isinstance(error, ModelChangedError):
                raise doubt.naming(error, [task.name for task in self._running.values()]) from error
            raise
        finally:
            if not finished:
                with suppress(EngineError):
                    for id in self._running:
                        self._engine.cancel(id)
                self._write_end(kinds.RUN_INTERRUPTED)

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

    def cancel(self, hypothesis_id: str) -> None:
        """Cancel what runs or waits of one hypothesis; it becomes an error that a resumed run does again."""
        self._unwanted.add(hypothesis_id)
        for kind, queue in self._queues.items():
            for hypothesis in [h for h in queue if h.id == hypothesis_id]:
                queue.remove(hypothesis)
                self._outbox.append(self._not_done(hypothesis, kind, _CANCELLED, kinds.PASS_CANCELLED))
        for id, task in self._running.items():
            if task.hypothesis.id == hypothesis_id:
                self._engine.cancel(id)

    def cancel_queued(self) -> None:
        """Cancel all that waits; what runs goes on."""
        for kind, queue in self._queues.items():
            self._outbox += [self._not_done(h, kind, _CANCELLED, kinds.PASS_CANCELLED) for h in queue]
            queue.clear()
        for id in self._running:
            if id not in self._live_tokens:
                self._engine.cancel(id)

    def cancel_all(self) -> None:
        """Cancel all that waits and all that runs; the screen then ends."""
        self.cancel_queued()
        self._unwanted |= {hypothesis.id for hypothesis in self._screen.source.hypotheses}
        for id in self._running:
            self._engine.cancel(id)

    def retry(self) -> int:
        """Queue again what failed or was cancelled; returns how many passes that is."""
        busy = {task.hypothesis.id for task in self._running.values()}
        busy |= {h.id for queue in self._queues.values() for h in queue}
        again = 0
        for hypothesis in self._screen.source.hypotheses:
            wanted = self._screen.wants(hypothesis)
            if wanted and (hypothesis.id, wanted) in self._screen.failures and hypothesis.id not in busy:
                self._queues[wanted].append(hypothesis)
                self._unwanted.discard(hypothesis.id)
                again += 1
        return again

    def _queue_up(self) -> None:
        """Queue what the screen wants, and count what is done."""
        for kind, queue in self._queues.items():
            wanted = (h for h in self._screen.source.hypotheses if self._screen.wants(h) is kind)
            queue.clear()
            queue.extend(h for h in wanted if h.id not in self._unwanted)
        records = self._screen.passes.values()
        self._done = {kind: sum(record.kind is kind for record in records) for kind in PassKind}
        self._survivors = sum(record.survives for record in records)

    def _begin(self, opened: OpenInfo) -> None:
        self._engine_record = engine_record(opened)
        facts = {"engine": self._engine_record, "thinking": chosen_record(self._chosen)}
        self._write(kinds.RUN_STARTED, {**facts, "process": this_process(), "by": operator()})
        self._decoding = self._now()

    def _fill(self) -> bool:
        """Keep the engine's queue short but never empty; returns whether anything is left to wait for.

        Deep passes go first, so that a survivor does not wait for the triage of others.
        """
        parallel = self._engine_record["load"]["parallel"]
        room = 2 * parallel - len(self._running)
        room -= self._submit(PassKind.DEEP, room)
        if room >= parallel // 2:
            self._submit(PassKind.TRIAGE, room)
        return bool(self._running)

    def _submit(self, kind: PassKind, most: int) -> int:
        """Submit up to `most` requests of a pass; returns how many there were."""
        queue = self._queues[kind]
        hypotheses = [queue.popleft() for _ in range(min(most, len(queue)))]
        for hypothesis, request in zip(hypotheses, self._requests.make(kind, hypotheses), strict=True):
            id = f"{self._run}:{kind.value}:{hypothesis.id}"
            self._running[id] = _Task(hypothesis, kind, request)
            self._engine.submit(id, request, first=kind is PassKind.DEEP)
        return len(hypotheses)

    def _take(self, events: Sequence[Event]) -> Iterator[ScreenEvent]:
        """Commit what the engine reports, then pass it on, in order."""
        news = self._take_outbox()
        for event in events:
            task = self._running.get(event.id)
            if task is None:
                continue
            match event:
                case Chunk() | PromptProgress():
                    tokens = event.tokens if isinstance(event, Chunk) else 0
                    self._live_tokens[event.id] = tokens
                    news.append((Live(task.hypothesis, task.kind, event), None))
                    continue
                case Completed(_, trace):
                    news.append(self._completed(task, trace))
                case Failed(_, message):
                    news.append(self._not_done(task.hypothesis, task.kind, message))
                case Cancelled():
                    news.append(self._not_done(task.hypothesis, task.kind, _CANCELLED, kinds.PASS_CANCELLED))
            del self._running[event.id]
            self._live_tokens.pop(event.id, None)
        yield from self._commit(news)

    def _take_outbox(self) -> list[_News]:
        news, self._outbox = self._outbox, []
        return news

    def _commit(self, news: Sequence[_News]) -> Iterator[ScreenEvent]:
        """Write what is to be written in one transaction, queue who goes on, then pass all on."""
        self._held.check()
        for entry in self._store.append([draft for _, draft in news if draft]):
            self._screen.take(entry)
        for item, _ in news:
            if isinstance(item, PassDone):
                # As it was committed, with its place in the ledger.
                item = replace(item, record=self._screen.passes[item.hypothesis.id, item.record.kind])
                if self._screen.wants(item.hypothesis) is PassKind.DEEP:
                    self._rise(item.hypothesis)
            yield item

    def _rise(self, hypothesis: Hypothesis) -> None:
        """Queue a deep pass; cancel it at once where it was cancelled while the triage pass ended."""
        if hypothesis.id in self._unwanted:
            self._outbox.append(self._not_done(hypothesis, PassKind.DEEP, _CANCELLED, kinds.PASS_CANCELLED))
        else:
            self._queues[PassKind.DEEP].append(hypothesis)

    def _completed(self, task: _Task, trace: Trace) -> _News:
        generation = generation_record(task.request, trace, self._engine_record)
        record, body = PassRecord.of(
            self._screen.id, self._screen.plan, task.kind, task.hypothesis, trace, generation
        )
        if task.kind is PassKind.DEEP:
            triage = self._screen.triage_of(task.hypothesis)
            record = replace(record, audited=triage is not None and not triage.survives)
        earlier = len(task.request.continued.ids) if task.request.continued else 0
        tokens = len(trace.thinking_ids) + len(trace.answer_ids) - earlier
        self._pace[task.kind] = self._pace[task.kind].after(tokens)
        self._done[task.kind] += 1
        self._survivors += record.survives
        found_by = (trace_text(trace, task.hypothesis),)
        bodies = (body, setup_body(generation))
        series = f"{self._screen.id} {task.kind.value}"
        draft = Draft(kinds.PASS_COMPLETED, record.payload(self._screen.id), bodies, found_by, series)
        return PassDone(task.hypothesis, record), draft

    def _not_done(
        self, hypothesis: Hypothesis, kind: PassKind, message: str, entry: str = kinds.PASS_FAILED
    ) -> _News:
        payload = {
            "screen_id": self._screen.id,
            "hypothesis": hypothesis.id,
            "pass": kind.value,
            "message": message,
        }
        return PassNotDone(hypothesis, kind, message), Draft(entry, payload)

    def _doubt(self, error: ModelChangedError) -> Iterator[ScreenEvent]:
        """Record that what runs is in doubt; what was committed before was checked."""
        if tasks := list(self._running.values()):
            passes = [{"hypothesis": task.hypothesis.id, "pass": task.kind.value} for task in tasks]
            self._write(kinds.PASSES_DOUBTED, doubt.payload(error, passes=passes))
        yield from (PassNotDone(task.hypothesis, task.kind, doubt.why(error)) for task in tasks)

    def _write(self, kind: str, payload: Json) -> None:
        for entry in self._store.append([Draft(kind, {"screen_id": self._screen.id, **payload})]):
            self._screen.take(entry)

    def _write_end(self, kind: str, **more: str | int | None) -> None:
        """How the run ended: its seconds, its pace, and what the screen then counts."""
        now = self._now()
        pace = {of.value: {"passes": pace.passes, "tokens": pace.tokens} for of, pace in self._pace.items()}
        payload = {
            "seconds": round(now - self._started, 3),
            "decoding_seconds": round(now - self._decoding, 3),
            "pace": pace,
            "counts": self._screen.counts(),
        }
        self._write(kind, {**payload, **more})

    def _now(self) -> float:
        """The clock of the run, which stands still while it is paused."""
        return monotonic() if self._paused_at is None else self._paused_at

    def _progress(self) -> Progress:
        running = {kind: sum(task.kind is kind for task in self._running.values()) for kind in PassKind}
        left = {kind: running[kind] + len(queue) for kind, queue in self._queues.items()}
        live = sum(self._live_tokens.values())
        tokens = live + sum(pace.tokens for pace in self._pace.values())
        seconds = self._now() - self._decoding
        expected = tokens_left(
            triage=self._pace[PassKind.TRIAGE],
            deep=self._pace[PassKind.DEEP],
            triage_left=left[PassKind.TRIAGE],
            deep_left=left[PassKind.DEEP],
            deep_budget=self._screen.plan.deep.budget.max_tokens or 0,
            running=live,
        )
        return Progress(
            triage_done=self._done[PassKind.TRIAGE],
            triage_total=len(self._screen.source.hypotheses),
            survivors=self._survivors,
            deep_done=self._done[PassKind.DEEP],
            deep_known=self._done[PassKind.DEEP] + left[PassKind.DEEP],
            errors=len(self._screen.failures),
            tokens=tokens,
            seconds=seconds,
            eta=expected * seconds / tokens if tokens and expected is not None else None,
        )
