"""Replay: a recorded generation run again, and graded by whether the ids are the same."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import Enum
from functools import reduce
from typing import TYPE_CHECKING, Any

from app.core.errors import EngineError
from app.core.provenance import sha256_hex
from app.core.sentence import Sentence
from app.core.trace import Trace
from app.engine.contract import (
    Cancelled,
    Checked,
    Completed,
    Difference,
    Engine,
    Event,
    Exactness,
    Failed,
    ModelInfo,
    OpenInfo,
)
from app.service.engine_terms import left_out
from app.service.kinds import TRACE_REPLAYED
from app.service.opening import SelfTest, opening
from app.service.recorded import Recorded
from app.service.records import Json, engine_record, trace_body
from app.store import Draft

if TYPE_CHECKING:
    from app.store import Store

TOLERANCE = 0.01

_POLL_SECONDS = 0.1
_INPUTS = {
    "engine": Sentence("engine"),
    "build": Sentence("build of llama.cpp"),
    "system": Sentence("features of the processor"),
    "devices": Sentence("device"),
    "offloaded": Sentence("layers on the device"),
}
_LOAD = {
    "kv_type": Sentence("type of the KV cache"),
    "prefill_chunk": Sentence("prefill chunk"),
    "min_rows": Sentence("rows of a step"),
    "silent_padding": Sentence("padding of a step"),
}
# They decide bits only where the engine is not exact.
_COMPANY = {
    "parallel": Sentence("sequences at a time"),
    "context": Sentence("context"),
    "threads": Sentence("threads"),
}


class Grade(Enum):
    """How a replay compares with the record."""

    IDENTICAL = "identical"
    DIVERGED = "diverged"
    NOT_COMPARABLE = "not comparable"


@dataclass(frozen=True, slots=True)
class Replayed:
    """One replay.

    Attributes:
        diverged_at: the first id that differs, counted in `thinking_ids + answer_ids`.
        difference: what stands there, and how probable both are; None where the ids are the same.
        why: one sentence on a grade that is not "identical"; on that one, what else is to be said.
        tolerated: of a prefill on an engine that is not exact, how many ids were nearly drawn.
        trace: what was generated; None where nothing was.
    """

    recorded: Recorded
    grade: Grade
    diverged_at: int | None = None
    difference: Difference | None = None
    why: str = ""
    tolerated: int = 0
    trace: Trace | None = None

    def document(self) -> Json:
        """A result of the `replay` document of the command line's contract."""
        return {
            "trace_id": self.recorded.trace_id,
            "hypothesis": self.recorded.hypothesis,
            "pass": self.recorded.kind.value if self.recorded.kind else None,
            "grade": self.grade.value,
            "diverged_at": self.diverged_at,
            "difference": asdict(self.difference) if self.difference else None,
            "why": self.why,
            "tolerated": self.tolerated,
        }


@dataclass(frozen=True, slots=True)
class ReplayBegun:
    """The engine is ready; so many generations are replayed."""

    total: int
    opened: OpenInfo


ReplayEvent = SelfTest | ReplayBegun | Replayed


def replay(
    store: Store,
    engine: Engine,
    model: ModelInfo,
    recorded: Sequence[Recorded],
    *,
    prefill: bool = False,
    tolerance: float = TOLERANCE,
) -> Generator[ReplayEvent, None, None]:
    """Run recorded generations again, as many at a time as the engine has room for.

    Each one's grade is a ledger entry before it is yielded. Closing the generator ends the rest.

    Args:
        prefill: feed the recorded ids through at once instead of generating them.
        tolerance: where the engine is not exact, a drawn id whose probability differs from the recorded
            one's by at most this counts as the same in a prefill.

    Raises:
        EngineError: the engine ended.
    """
    run = _Replay(store, engine, model, prefill=prefill, tolerance=tolerance)
    yield from run.events(recorded)


class _Replay:
    def __init__(
        self, store: Store, engine: Engine, model: ModelInfo, *, prefill: bool, tolerance: float
    ) -> None:
        self._store, self._engine, self._model = store, engine, model
        self._prefill, self._tolerance = prefill, tolerance
        # In the ids of requests: an engine may still report what an earlier run had submitted.
        self._run = secrets.token_hex(4)
        self._running: dict[str, Recorded] = {}
        self._generated: dict[str, Trace] = {}
        self._now: Json = {}

    def events(self, recorded: Sequence[Recorded]) -> Generator[ReplayEvent, None, None]:
        same = [one for one in recorded if one.request.model_sha256 == self._model.sha256]
        room = max((self._room(one) for one in same), default=1)
        opened = yield from opening(self._engine, room)
        self._now = engine_record(opened)
        yield ReplayBegun(len(recorded), opened)
        for one in recorded:
            if one.request.model_sha256 != self._model.sha256:
                yield self._kept(Replayed(one, Grade.NOT_COMPARABLE, why=self._other_model(one)))
        waiting = deque(same)
        try:
            while waiting or self._running:
                while waiting and len(self._running) < 2 * opened.parallel:
                    self._submit(waiting.popleft(), check=self._prefill)
                for event in self._engine.events(_POLL_SECONDS):
                    yield from (self._kept(found) for found in self._graded(event))
        finally:
            with suppress(EngineError):
                for id in self._running:
                    self._engine.cancel(id)

    def _room(self, one: Recorded) -> int:
        """Tokens that a request may come to need."""
        request = one.request
        overhead = self._engine.overhead(request.form, request.format, request.budget.wait_text)
        return len(request.prompt.ids) + (request.budget.max_tokens or 0) + overhead

    def _submit(self, one: Recorded, *, check: bool) -> None:
        id = f"{self._run}:{'check' if check else 'run'}:{one.trace_id}"
        self._running[id] = one
        self._engine.submit(id, one.request, recorded=one.trace if check else None)

    def _graded(self, event: Event) -> Iterator[Replayed]:
        """What an event settles."""
        if event.id not in self._running:
            return
        one = self._running[event.id]
        match event:
            case Completed(_, trace) if _ids(trace) == _ids(one.trace):
                yield self._identical(one, trace)
            case Completed(_, trace):
                # Now the record is fed through, for what the model gives to both ids where they part.
                self._generated[one.trace_id] = trace
                self._submit(one, check=True)
            case Checked():
                yield self._checked(one, event)
            case Failed(_, message):
                yield Replayed(one, Grade.NOT_COMPARABLE, why=message)
            case Cancelled():
                yield Replayed(one, Grade.NOT_COMPARABLE, why=Sentence("It was cancelled."))
            case _:
                return
        del self._running[event.id]

    def _checked(self, one: Recorded, checked: Checked) -> Replayed:
        generated = self._generated.pop(one.trace_id, None)
        if generated is not None:
            at = _first_difference(_ids(one.trace), _ids(generated))
            known = (found for found in checked.differences if found.at == at)
            return self._diverged(one, at, next(known, None), generated)
        exact = self._now["exactness"] == Exactness.EXACT.value
        beyond = [found for found in checked.differences if exact or self._matters(found)]
        if beyond:
            return self._diverged(one, beyond[0].at, beyond[0], None)
        return self._identical(one, checked.trace, tolerated=len(checked.differences))

    def _matters(self, found: Difference) -> bool:
        if found.p_recorded is None or found.p_drawn is None:
            return True
        return abs(found.p_drawn - found.p_recorded) > self._tolerance

    def _identical(self, one: Recorded, trace: Trace, tolerated: int = 0) -> Replayed:
        exact = one.engine["exactness"] == self._now["exactness"] == Exactness.EXACT.value
        others = self._differing(one)
        why = Sentence("The same ids, although there differ: {}.", _listed(others)) if others else ""
        if exact and not others and trace.fields != one.trace.fields:
            why = Sentence("The same ids, but the answer's probabilities are not those of the record.")
        return Replayed(one, Grade.IDENTICAL, why=why, tolerated=tolerated, trace=trace)

    def _diverged(
        self, one: Recorded, at: int, found: Difference | None, generated: Trace | None
    ) -> Replayed:
        told = Sentence("Id {} differs.", at)
        if found:
            told = Sentence("Id {0} differs: recorded {1!r}, now {2!r}.", at, found.recorded, found.drawn)
        if found and found.p_recorded is not None and found.p_drawn is not None:
            gap = abs(found.p_drawn - found.p_recorded)
            told = Sentence(
                "Id {0} differs: recorded {1!r}, now {2!r}, P {3:.4f} against {4:.4f}, a gap of {5:.4f}.",
                at,
                found.recorded,
                found.drawn,
                found.p_recorded,
                found.p_drawn,
                gap,
            )
        others = self._differing(one)
        grade = Grade.NOT_COMPARABLE if others else Grade.DIVERGED
        why = Sentence("There differ: {0}. {1}", _listed(others), told) if others else told
        return Replayed(one, grade, at, found, why, trace=generated)

    def _differing(self, one: Recorded) -> list[Sentence]:
        """What decides bits and is not as it was."""
        then, now = one.engine, self._now
        exact = then["exactness"] == now["exactness"] == Exactness.EXACT.value
        load = _LOAD if exact else {**_LOAD, **_COMPANY}
        found = [name for key, name in _INPUTS.items() if then[key] != now[key]]
        found += [Sentence("what was left out of it")] if left_out(then) != left_out(now) else []
        return found + [name for key, name in load.items() if then["load"][key] != now["load"][key]]

    def _other_model(self, one: Recorded) -> Sentence:
        then = one.engine["model"]
        return Sentence(
            "The model differs: recorded {0} (SHA-256 {1}), now {2} ({3}).",
            then["path"],
            then["sha256"][:12],
            self._model.path,
            self._model.sha256[:12],
        )

    def _kept(self, replayed: Replayed) -> Replayed:
        """Write it into the ledger, with the trace where that is another."""
        one, bodies = replayed.recorded, []
        payload: dict[str, Any] = {
            **replayed.document(),
            "how": "prefill" if self._prefill else "generation",
            "tolerance": self._tolerance if self._prefill else None,
            "engine": self._now,
        }
        if one.screen_id:
            payload["screen_id"] = one.screen_id
        if replayed.trace and replayed.grade is not Grade.IDENTICAL:
            bodies = [trace_body(replayed.trace)]
            payload["body"] = sha256_hex(bodies[0])
        self._store.append([Draft(TRACE_REPLAYED, payload, tuple(bodies))])
        return replayed


def _listed(names: Sequence[Sentence]) -> Sentence:
    return reduce(lambda said, name: Sentence("{0}, {1}", said, name), names)


def _ids(trace: Trace) -> tuple[int, ...]:
    return (*trace.thinking_ids, *trace.answer_ids)


def _first_difference(one: Sequence[int], two: Sequence[int]) -> int:
    """The first place where two different sequences differ."""
    pairs = zip(one, two, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(two)))
