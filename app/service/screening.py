"""Running a screen: two passes over a list in one batch, each pass committed before it is shown."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from time import monotonic

from app.core.budget import ThinkingBudget
from app.core.errors import BudgetError, EngineError, ModelError, PromptError
from app.core.hypothesis import Hypothesis
from app.core.plan import Assessment, PassKind, PassPlan
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
from app.service.lease import refuse_second_run, this_process
from app.service.progress import Pace, Progress, tokens_left
from app.service.records import (
    Json,
    PassRecord,
    engine_record,
    generation_record,
    thinking_record,
    trace_body,
    trace_from_body,
)
from app.service.screens import (
    ENGINE_CRASHED,
    PASS_CANCELLED,
    PASS_COMPLETED,
    PASS_FAILED,
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


ScreenEvent = Opened | PassDone | PassNotDone | Live | Progress


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
        if screen.thinking and screen.thinking != thinking_record(self._thinking):
            raise PromptError(
                f"The thinking format {self._thinking.name!r} was edited since this screen began; put "
                "resources/thinking_formats.toml back to what it was, or start a new screen."
            )
        wanted = [(h, screen.wants(h)) for h in screen.source.hypotheses]
        self._triage = deque(h for h, kind in wanted if kind is PassKind.TRIAGE)
        self._deep = deque(h for h, kind in wanted if kind is PassKind.DEEP)
        # In the ids of requests: an engine may still report what an earlier run had submitted.
        self._run = secrets.token_hex(4)
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
            BudgetError: no pass is done, and not one request fits the model's context.
        """
        if not self._triage and not self._deep and self._screen.complete:
            return
        refuse_second_run(self._store, self._screen.id)
        finished = False
        try:
            context, refused = self._context()
            yield from self._commit([self._not_done(*refusal) for refusal in refused])
            if self._triage or self._deep:
                yield Opened(self._open(context))
                yield self._progress()
                while self._fill():
                    yield from self._take(self._engine.events(_POLL_SECONDS))
                    yield self._progress()
            self._write(SCREEN_COMPLETED, {"seconds": self._seconds(), "counts": self._screen.counts()})
            finished = True
        except EngineError as error:
            # What the engine completed before it ended is kept.
            with suppress(EngineError):
                yield from self._take(self._engine.events(0))
            code = getattr(error, "exit_code", None)
            self._write(
                ENGINE_CRASHED, {"seconds": self._seconds(), "message": str(error), "exit_code": code}
            )
            finished = True
            raise
        finally:
            if not finished:
                with suppress(EngineError):
                    for id in self._running:
                        self._engine.cancel(id)
                self._write(RUN_INTERRUPTED, {"seconds": self._seconds()})

    def cancel(self, hypothesis: Hypothesis) -> None:
        """Cancel what runs of one hypothesis; it becomes an error that a resumed run does again."""
        for id, task in self._running.items():
            if task.hypothesis is hypothesis:
                self._engine.cancel(id)

    def _context(self) -> tuple[int, list[tuple[Hypothesis, PassKind, str]]]:
        """The context, in tokens, that the longest request needs; rows that no context fits leave the queues.

        Returns:
            (context, refused): a refused row comes with its pass and one sentence.
        """
        most = self._model.context_trained
        triage = list(zip(self._triage, self._needs(PassKind.TRIAGE, self._triage), strict=True))
        deep_needs = list(self._needs(PassKind.DEEP, [*self._triage, *self._deep]))
        deep = list(zip(self._deep, deep_needs[len(triage) :], strict=True))
        self._triage = deque(h for h, need in triage if need <= most)
        self._deep = deque(h for h, need in deep if need <= most)
        long = [(h, PassKind.TRIAGE, need) for h, need in triage if need > most]
        long += [(h, PassKind.DEEP, need) for h, need in deep if need > most]
        short = [need for need, (_, before) in zip(deep_needs, triage, strict=False) if before <= most]
        impossible = bool(short) and min(short) > most
        if not self._screen.passes and (impossible or (long and not (self._triage or self._deep))):
            least = min(short) if impossible else min(need for *_, need in long)
            raise BudgetError(
                f"Every request of a pass needs more than the model's context of {most:,} tokens (the least "
                f"{least:,} for prompt, thinking and answer); lower the budgets."
            )
        fitting = (need for need in (*(need for _, need in triage), *deep_needs) if need <= most)
        return max(fitting, default=0), [
            (
                hypothesis,
                kind,
                f"Prompt, thinking and answer need {need:,} tokens, and the model's context holds {most:,}; "
                "shorten the row or lower the budget.",
            )
            for hypothesis, kind, need in long
        ]

    def _open(self, context: int) -> OpenInfo:
        opened = self._engine.open(context)
        self._engine_record = engine_record(self._model, opened)
        refuse_second_run(self._store, self._screen.id)
        facts = {"engine": self._engine_record, "thinking": thinking_record(self._thinking)}
        self._write(RUN_STARTED, {**facts, "process": this_process()})
        self._decoding = monotonic()
        return opened

    def _needs(self, kind: PassKind, hypotheses: Iterable[Hypothesis]) -> Iterator[int]:
        """Tokens that each request of a pass may come to need, from its prompt to its answer's end."""
        plan = self._screen.plan.of(kind)
        overhead = self._engine.overhead(plan.prompt.form, self._thinking, plan.budget.wait_text)
        todo = iter(hypotheses)
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
                budget=_joined(pass_plan) if continued and continued.ids else pass_plan.budget,
                sampling=pass_plan.sampling,
                seed=plan.seed_for(kind, hypothesis),
                form=pass_plan.prompt.form,
                model_sha256=plan.model_sha256,
                continued=continued,
            )
            id = f"{self._run}:{kind.value}:{hypothesis.id}"
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
        news: list[tuple[ScreenEvent, Draft | None]] = []
        for event in events:
            task = self._running.get(event.id)
            if task is None:
                continue
            match event:
                case Chunk() | PromptProgress():
                    if isinstance(event, Chunk):
                        self._live_tokens[event.id] = event.tokens
                    news.append((Live(task.hypothesis, task.kind, event), None))
                    continue
                case Completed(_, trace):
                    news.append(self._completed(task, trace))
                case Failed(_, message):
                    news.append(self._not_done(task.hypothesis, task.kind, message))
                case Cancelled():
                    news.append(self._not_done(task.hypothesis, task.kind, "cancelled", PASS_CANCELLED))
            del self._running[event.id]
            self._live_tokens.pop(event.id, None)
        yield from self._commit(news)

    def _commit(self, news: Sequence[tuple[ScreenEvent, Draft | None]]) -> Iterator[ScreenEvent]:
        """Write what is to be written in one transaction, queue who goes on, then pass all on."""
        for entry in self._store.append([draft for _, draft in news if draft]):
            self._screen.take(entry)
        for item, _ in news:
            if isinstance(item, PassDone) and self._screen.wants(item.hypothesis) is PassKind.DEEP:
                self._deep.append(item.hypothesis)
        yield from (item for item, _ in news)

    def _completed(self, task: _Task, trace: Trace) -> tuple[PassDone, Draft]:
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
        earlier = len(task.request.continued.ids) if task.request.continued else 0
        self._tokens_done[task.kind] += len(trace.thinking_ids) + len(trace.answer_ids) - earlier
        self._done_here[task.kind] += 1
        self._done[task.kind] += 1
        self._survivors += record.survives
        draft = Draft(PASS_COMPLETED, record.payload(self._screen.id), (body,))
        return PassDone(task.hypothesis, record), draft

    def _not_done(
        self, hypothesis: Hypothesis, kind: PassKind, message: str, entry: str = PASS_FAILED
    ) -> tuple[PassNotDone, Draft]:
        payload = {
            "screen_id": self._screen.id,
            "hypothesis": hypothesis.id,
            "pass": kind.value,
            "message": message,
        }
        return PassNotDone(hypothesis, kind, message), Draft(entry, payload)

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
        left = tokens_left(
            triage=Pace(self._done_here[PassKind.TRIAGE], self._tokens_done[PassKind.TRIAGE]),
            deep=Pace(self._done_here[PassKind.DEEP], self._tokens_done[PassKind.DEEP]),
            triage_left=total - self._done[PassKind.TRIAGE],
            deep_left=deep_running + len(self._deep),
            deep_budget=self._screen.plan.deep.budget.max_tokens or 0,
            running=sum(self._live_tokens.values()),
        )
        return Progress(
            triage_done=self._done[PassKind.TRIAGE],
            triage_total=total,
            survivors=self._survivors,
            deep_done=self._done[PassKind.DEEP],
            deep_known=self._done[PassKind.DEEP] + deep_running + len(self._deep),
            errors=len(self._screen.failures),
            tokens=tokens,
            seconds=seconds,
            eta=left * seconds / tokens if tokens and left is not None else None,
        )


def _joined(plan: PassPlan) -> ThinkingBudget:
    """A deep budget with one Wait more: the one that joins it to the triage trace."""
    return replace(plan.budget, waits=plan.budget.waits + 1)
