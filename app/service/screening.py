"""Running a screen: two passes over a list in one batch, each pass committed before it is shown."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from time import monotonic

from app.core.budget import ThinkingBudget
from app.core.errors import BudgetError, EngineError, ModelError
from app.core.hypothesis import Hypothesis, HypothesisList
from app.core.plan import Assessment, PassKind, PassPlan, ScreeningPlan
from app.core.prompt import hypothesis_text
from app.core.provenance import sha256_hex
from app.core.request import Continuation, GenerationRequest, PromptText
from app.core.thinking import ThinkingFormat, choose_format
from app.core.trace import Trace
from app.engine.contract import (
    Cancelled,
    Chunk,
    Completed,
    Engine,
    Event,
    Failed,
    ModelInfo,
    OpenInfo,
    PromptProgress,
)
from app.service.records import (
    Json,
    PassRecord,
    engine_record,
    generation_record,
    list_body,
    trace_body,
    trace_from_body,
)
from app.service.screens import (
    ENGINE_CRASHED,
    LIST_IMPORTED,
    PASS_CANCELLED,
    PASS_COMPLETED,
    PASS_FAILED,
    PLAN_SEALED,
    RUN_INTERRUPTED,
    RUN_STARTED,
    SCREEN_COMPLETED,
    Screen,
)
from app.store import Draft, Store

_RENDER_BATCH = 256
_POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Opened:
    """The engine is ready; decoding begins."""

    opened: OpenInfo


@dataclass(frozen=True, slots=True)
class PassDone:
    """A pass was completed and is in the store."""

    hypothesis: Hypothesis
    record: PassRecord


@dataclass(frozen=True, slots=True)
class PassNotDone:
    """A pass failed or was cancelled; the store says so too."""

    hypothesis: Hypothesis
    kind: PassKind
    message: str


@dataclass(frozen=True, slots=True)
class Live:
    """Something of a running pass: its prompt's progress, or new text."""

    hypothesis: Hypothesis
    kind: PassKind
    event: PromptProgress | Chunk


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the run stands. `eta` is in seconds, None while it cannot be told."""

    triage_done: int
    triage_total: int
    survivors: int
    deep_done: int
    deep_known: int
    errors: int
    tokens: int
    seconds: float
    eta: float | None

    @property
    def tokens_per_second(self) -> float:
        """Thinking and answer tokens per second since decoding began."""
        return self.tokens / self.seconds if self.seconds else 0.0


ScreenEvent = Opened | PassDone | PassNotDone | Live | Progress


def seal(store: Store, plan: ScreeningPlan, source: HypothesisList) -> Screen:
    """Write the list and the plan into the ledger, before the first token; returns the new screen."""
    screen_id = secrets.token_hex(6)
    body = list_body(source)
    imported = {
        "screen_id": screen_id,
        "name": source.name,
        "sha256": source.sha256,
        "received": source.received,
        "hypotheses": len(source.hypotheses),
        "duplicates": len(source.duplicates),
        "unreadable": len(source.unreadable),
        "body": sha256_hex(body),
    }
    sealed = {"screen_id": screen_id, "plan": plan.record()}
    prompts = (plan.triage.prompt.source, plan.deep.prompt.source)
    store.append([Draft(LIST_IMPORTED, imported, (body,)), Draft(PLAN_SEALED, sealed, prompts)])
    return Screen.load(store, screen_id)


@dataclass(frozen=True, slots=True)
class _Task:
    hypothesis: Hypothesis
    kind: PassKind
    request: GenerationRequest


class ScreenRun:
    """One run over what is not yet done of a screen; the only writer of its store meanwhile."""

    def __init__(
        self,
        screen: Screen,
        store: Store,
        engine: Engine,
        model: ModelInfo,
        formats: tuple[ThinkingFormat, ...],
    ) -> None:
        """`model` is what `engine.load` gave. Raises ModelError where it is not the plan's model."""
        if model.sha256 != screen.plan.model_sha256:
            raise ModelError(
                f"This screen was sealed with the model {screen.plan.model} (SHA-256 "
                f"{screen.plan.model_sha256[:12]}), and {model.path} is another; resume with the same file."
            )
        self._screen, self._store, self._engine, self._model = screen, store, engine, model
        self._thinking = choose_format(formats, model.chat_template, screen.plan.format)
        wanted = [(h, screen.wants(h)) for h in screen.source.hypotheses]
        self._triage = deque(h for h, kind in wanted if kind is PassKind.TRIAGE)
        self._deep = deque(h for h, kind in wanted if kind is PassKind.DEEP)
        self._running: dict[str, _Task] = {}
        self._live_tokens: dict[str, int] = {}
        self._tokens_done = {PassKind.TRIAGE: 0, PassKind.DEEP: 0}
        self._done_here = {PassKind.TRIAGE: 0, PassKind.DEEP: 0}
        records = screen.passes.values()
        self._done = {kind: sum(record.kind is kind for record in records) for kind in PassKind}
        self._survivors = sum(record.survives for record in records)
        self._started = monotonic()
        self._decoding = self._started
        self._engine_record: Json = {}

    def events(self) -> Generator[ScreenEvent, None, None]:
        """Run to the end; each pass is committed before it is yielded.

        Closing the iterator, an engine's crash and Ctrl-C leave the screen to be resumed, and the ledger
        says so.

        Raises:
            EngineCrashed: the engine's process died.
            BudgetError: not one request fits the model's context.
        """
        if not self._triage and not self._deep and self._screen.complete:
            return
        finished = False
        try:
            if self._triage or self._deep:
                yield Opened(self._open())
                yield self._progress()
                while self._fill():
                    yield from self._take(self._engine.events(_POLL_SECONDS))
                    yield self._progress()
            self._write(SCREEN_COMPLETED, {"seconds": self._seconds(), "counts": self._screen.counts()})
            finished = True
        except EngineError as error:
            code = getattr(error, "exit_code", None)
            self._write(
                ENGINE_CRASHED, {"seconds": self._seconds(), "message": str(error), "exit_code": code}
            )
            finished = True
            raise
        finally:
            if not finished:
                self._write(RUN_INTERRUPTED, {"seconds": self._seconds()})

    def cancel(self, hypothesis: Hypothesis) -> None:
        """Cancel what runs of one hypothesis; it becomes an error that a resumed run does again."""
        for id, task in self._running.items():
            if task.hypothesis is hypothesis:
                self._engine.cancel(id)

    def _open(self) -> OpenInfo:
        """Open the engine with the context that the longest request needs, if the model can hold it."""
        needs = [*self._needs(PassKind.TRIAGE), *self._needs(PassKind.DEEP)]
        most = self._model.context_trained
        fitting = [need for need in needs if need <= most]
        if not fitting:
            raise BudgetError(
                f"Every request needs more than the model's context of {most:,} tokens (the least "
                f"{min(needs):,} for prompt, thinking and answer); lower the budgets."
            )
        opened = self._engine.open(max(fitting))
        self._engine_record = engine_record(self._model, opened)
        self._write(RUN_STARTED, {"engine": self._engine_record})
        self._decoding = monotonic()
        return opened

    def _needs(self, kind: PassKind) -> Iterator[int]:
        """Tokens that each request of a pass may come to need, from its prompt to its answer's end."""
        plan = self._screen.plan.of(kind)
        overhead = self._engine.overhead(plan.prompt.form, self._thinking, plan.budget.wait_text)
        todo = iter([*self._triage, *self._deep] if kind is PassKind.DEEP else self._triage)
        while batch := list(islice(todo, _RENDER_BATCH)):
            for prompt in self._engine.render([self._prompt(kind, h) for h in batch], self._thinking):
                yield len(prompt.ids) + (plan.budget.max_tokens or 0) + overhead

    def _fill(self) -> bool:
        """Keep the engine's queue short but never empty; returns whether anything is left to wait for.

        Deep passes go first, so that a survivor does not wait for the triage of others.
        """
        parallel = self._engine_record["load"]["parallel"]
        room = 2 * parallel - len(self._running)
        if self._deep and room > 0:
            rising = [self._deep.popleft() for _ in range(min(room, len(self._deep)))]
            self._submit(PassKind.DEEP, rising)
            room -= len(rising)
        if self._triage and room >= parallel // 2:
            self._submit(
                PassKind.TRIAGE, [self._triage.popleft() for _ in range(min(room, len(self._triage)))]
            )
        return bool(self._running)

    def _submit(self, kind: PassKind, hypotheses: Sequence[Hypothesis]) -> None:
        prompts = self._engine.render([self._prompt(kind, h) for h in hypotheses], self._thinking)
        plan = self._screen.plan
        deep = kind is PassKind.DEEP
        for hypothesis, prompt in zip(hypotheses, prompts, strict=True):
            continued = self._continuation(hypothesis) if deep and plan.continue_trace else None
            pass_plan = plan.of(kind)
            request = GenerationRequest(
                prompt=prompt,
                format=self._thinking,
                budget=_joined(pass_plan) if continued else pass_plan.budget,
                sampling=pass_plan.sampling,
                seed=plan.seed_for(kind, hypothesis),
                form=pass_plan.prompt.form,
                model_sha256=plan.model_sha256,
                continued=continued,
            )
            id = f"{kind.value}:{hypothesis.id}"
            self._running[id] = _Task(hypothesis, kind, request)
            self._engine.submit(id, request, first=deep)

    def _prompt(self, kind: PassKind, hypothesis: Hypothesis) -> PromptText:
        continues = kind is PassKind.DEEP and self._screen.plan.continue_trace
        prompt = self._screen.plan.of(PassKind.TRIAGE if continues else kind).prompt
        return PromptText(prompt.system, prompt.task_before, hypothesis_text(hypothesis) + prompt.task_after)

    def _continuation(self, hypothesis: Hypothesis) -> Continuation:
        record = self._screen.triage_of(hypothesis)
        assert record is not None
        trace = trace_from_body(self._store.body(record.body), record.generation)
        thought = len(trace.thinking_ids)
        return Continuation(trace.thinking_ids, tuple(s for s in trace.spans if s.offset < thought))

    def _take(self, events: Sequence[Event]) -> Iterator[ScreenEvent]:
        """Commit what the engine reports, then pass it on, in order."""
        news: list[ScreenEvent] = []
        drafts: list[Draft] = []
        for event in events:
            task = self._running.get(event.id)
            if task is None:
                continue
            match event:
                case Chunk() | PromptProgress():
                    if isinstance(event, Chunk):
                        self._live_tokens[event.id] = event.tokens
                    news.append(Live(task.hypothesis, task.kind, event))
                case Completed(id, trace):
                    record, draft = self._completed(self._running.pop(id), trace)
                    self._live_tokens.pop(id, None)
                    drafts.append(draft)
                    news.append(PassDone(task.hypothesis, record))
                case Failed(id) | Cancelled(id):
                    failed = isinstance(event, Failed)
                    message = event.message if isinstance(event, Failed) else "cancelled"
                    payload = self._pass_payload(task, message)
                    del self._running[id]
                    drafts.append(Draft(PASS_FAILED if failed else PASS_CANCELLED, payload))
                    news.append(PassNotDone(task.hypothesis, task.kind, message))
        if drafts:
            for entry in self._store.append(drafts):
                self._screen.take(entry)
        for item in news:
            if isinstance(item, PassDone) and self._screen.wants(item.hypothesis) is PassKind.DEEP:
                self._deep.append(item.hypothesis)
        yield from news

    def _completed(self, task: _Task, trace: Trace) -> tuple[PassRecord, Draft]:
        plan, body = self._screen.plan, trace_body(trace)
        assessment = Assessment.of(trace)
        deep = task.kind is PassKind.DEEP
        triage = self._screen.triage_of(task.hypothesis)
        record = PassRecord(
            trace_id=sha256_hex(f"{self._screen.id}/{task.kind.value}/{task.hypothesis.id}".encode())[:16],
            hypothesis=task.hypothesis.id,
            kind=task.kind,
            assessment=assessment,
            survives=not deep and plan.survival.survives(assessment),
            audited=deep and triage is not None and not triage.survives,
            fields=tuple((field.name, field.text) for field in trace.fields),
            body=sha256_hex(body),
            generation=generation_record(task.request, trace, self._engine_record),
        )
        self._tokens_done[task.kind] += len(trace.thinking_ids) + len(trace.answer_ids)
        self._done_here[task.kind] += 1
        self._done[task.kind] += 1
        self._survivors += record.survives
        return record, Draft(PASS_COMPLETED, record.payload(self._screen.id), (body,))

    def _pass_payload(self, task: _Task, message: str) -> Json:
        return {
            "screen_id": self._screen.id,
            "hypothesis": task.hypothesis.id,
            "pass": task.kind.value,
            "message": message,
        }

    def _write(self, kind: str, payload: Json) -> None:
        for entry in self._store.append([Draft(kind, {"screen_id": self._screen.id, **payload})]):
            self._screen.take(entry)

    def _seconds(self) -> float:
        return round(monotonic() - self._started, 3)

    def _progress(self) -> Progress:
        deep_running = sum(task.kind is PassKind.DEEP for task in self._running.values())
        tokens = sum(self._tokens_done.values()) + sum(self._live_tokens.values())
        seconds = monotonic() - self._decoding
        total = len(self._screen.source.hypotheses)
        return Progress(
            triage_done=self._done[PassKind.TRIAGE],
            triage_total=total,
            survivors=self._survivors,
            deep_done=self._done[PassKind.DEEP],
            deep_known=self._done[PassKind.DEEP] + deep_running + len(self._deep),
            errors=len(self._screen.failures),
            tokens=tokens,
            seconds=seconds,
            eta=self._eta(
                total - self._done[PassKind.TRIAGE], deep_running + len(self._deep), tokens, seconds
            ),
        )

    def _eta(self, triage_left: int, deep_left: int, tokens: int, seconds: float) -> float | None:
        """Seconds left, from the mean length of each pass and the share of survivors so far."""
        triaged, deepened = self._done_here[PassKind.TRIAGE], self._done_here[PassKind.DEEP]
        if not tokens or (triage_left and not triaged):
            return None
        triage_mean = self._tokens_done[PassKind.TRIAGE] / triaged if triaged else 0.0
        allowed = self._screen.plan.deep.budget.max_tokens or 0
        deep_mean = self._tokens_done[PassKind.DEEP] / deepened if deepened else float(allowed)
        rising = (deepened + deep_left) / triaged if triaged else 0.0
        expected = triage_left * (triage_mean + rising * deep_mean) + deep_left * deep_mean
        left = max(expected - sum(self._live_tokens.values()), 0.0)
        return left * seconds / tokens


def _joined(plan: PassPlan) -> ThinkingBudget:
    """A deep budget with one Wait more: the one that joins it to the triage trace."""
    return replace(plan.budget, waits=plan.budget.waits + 1)
