"""Continuous batching: many sequences in one decode step, prompts prefilled beside them, prefixes shared."""

from __future__ import annotations

import ctypes
from collections import OrderedDict, deque
from dataclasses import dataclass
from time import perf_counter

from app.core.budget import ThinkingBudget, ThinkingEnd
from app.core.errors import KnownError
from app.core.request import GenerationRequest
from app.core.trace import Trace
from app.engine.context import LlamaContext
from app.engine.contract import (
    Cancelled,
    Chunk,
    Counters,
    Event,
    Failed,
    PromptProgress,
    StepShape,
)
from app.engine.recorded import RecordedSequence
from app.engine.returns import Returns
from app.engine.sequence import Sequence
from app.engine.states import START, Mark
from app.engine.sweep import SweepSequence
from app.engine.threads import ThreadTuner
from app.engine.vocabulary import Vocabulary
from app.engine.weights import Row

_PREFIXES_KEPT = 8


@dataclass(slots=True, eq=False)
class _Slot:
    """A place in the context.

    Attributes:
        filled: how many prompt tokens of its sequence are in the cache. read: where that is, to go back to.
    """

    number: int
    sequence: Sequence | None = None
    filled: int = 0
    read: Mark = START


class Scheduler:
    """Runs sequences in the slots of one context.

    A decode step has one row for each slot of a contiguous window; idle slots inside it are padded with a
    row that is dropped again, so that the shape, and with it the bits, do not depend on who is where. Where
    the number of rows is fixed, all who run take their token in several steps. A sequence that runs alone
    has guesses of its next ids in the padding rows, where the self-test found that they leave the same bits.
    """

    def __init__(
        self,
        context: LlamaContext,
        vocabulary: Vocabulary,
        *,
        parallel: int,
        shape: StepShape,
        exact: bool = True,
        drafts: bool = False,
        tuner: ThreadTuner | None = None,
    ) -> None:
        """The context has `shape.slots(parallel)`.

        Args:
            exact: whether steps of that shape give the same bits each time.
            drafts: whether ids that are fed at once, as many as the shape has rows, leave the bits of steps.
            tuner: without one the number of threads stays.
        """
        self._context = context
        self._returns = Returns(context)
        self._vocabulary = vocabulary
        self._shape = shape
        self._exact = exact
        self._drafts = drafts
        self._tuner = tuner
        self._slots = [_Slot(number) for number in range(parallel)]
        self._waiting: deque[Sequence] = deque()
        self._prefilling: deque[_Slot] = deque()
        self._prefixes: OrderedDict[tuple[int, ...], bytes] = OrderedDict()
        self._events: list[Event] = []
        self.counters = Counters()
        # A C string: not empty while the prefill in progress is to be aborted.
        self.abort = ctypes.create_string_buffer(2)
        self._in_prefill: str | None = None

    @property
    def busy(self) -> bool:
        """Whether anything is waiting or running."""
        return bool(self._waiting) or any(slot.sequence for slot in self._slots)

    def submit(
        self,
        id: str,
        request: GenerationRequest,
        *,
        first: bool = False,
        recorded: Trace | None = None,
        smaller: tuple[ThinkingBudget, ...] = (),
    ) -> None:
        """Queue a request, before the others if `first`; one that cannot be run becomes a Failed event."""
        room = self._context.context
        try:
            if recorded is not None:
                sequence: Sequence = RecordedSequence(id, request, recorded, self._vocabulary, room)
            elif smaller:
                sequence = SweepSequence(id, request, smaller, self._vocabulary, room)
            else:
                sequence = Sequence(id, request, self._vocabulary, room)
        except KnownError as error:
            self._events.append(Failed(id, error.sentence))
            return
        (self._waiting.appendleft if first else self._waiting.append)(sequence)

    def prefilling(self, id: str | None) -> bool:
        """Whether this sequence (any, if None) is being prefilled right now; read by another thread."""
        return self._in_prefill is not None and id in (None, self._in_prefill)

    def cancel(self, id: str | None) -> None:
        """Cancel one sequence, or all."""
        for sequence in [s for s in self._waiting if id in (None, s.id)]:
            self._waiting.remove(sequence)
            self._events.append(Cancelled(sequence.id, None))
        for slot in self._slots:
            if slot.sequence and id in (None, slot.sequence.id):
                trace = slot.sequence.trace(ThinkingEnd.CANCELLED)
                self._gather(slot.sequence, last=True)
                self._events.append(Cancelled(slot.sequence.id, trace))
                self._release(slot)

    def take_events(self) -> list[Event]:
        """Events since the last call; the text of each sequence is gathered into few chunks."""
        for slot in self._slots:
            if slot.sequence:
                self._gather(slot.sequence)
        events, self._events = self._events, []
        return events

    def step(self) -> None:
        """Admit, prefill about one chunk, decode one token of each running sequence."""
        self.admit()
        self._prefill()
        self._decode()

    def admit(self) -> bool:
        """Give free slots to those that wait; whether there were any."""
        admitted = False
        for slot in self._slots:
            if self._waiting and slot.sequence is None:
                slot.sequence = sequence = self._waiting.popleft()
                slot.filled = 0
                sequence.started = perf_counter()
                self._prefilling.append(slot)
                self._events.append(PromptProgress(sequence.id, 0, len(sequence.prefill_ids)))
                admitted = True
        return admitted

    def postpone(self, since: float, now: float) -> None:
        """Leave a pause, in `perf_counter` seconds, out of the times of all sequences."""
        for sequence in (*self._waiting, *(slot.sequence for slot in self._slots if slot.sequence)):
            sequence.postpone(since, now)

    def _prefill(self) -> None:
        room = self._context.chunk
        while room > 0 and self._prefilling:
            slot = self._prefilling[0]
            sequence = slot.sequence
            assert sequence
            room -= self._prefill_chunk(slot, sequence)
            total = len(sequence.prefill_ids)
            if slot.filled < total:
                self._events.append(PromptProgress(sequence.id, slot.filled, total))
                if self.abort.value:
                    return
                continue
            self._prefilling.popleft()
            sequence.prefilled = perf_counter()

    def _prefill_chunk(self, slot: _Slot, sequence: Sequence) -> int:
        """Prefill the next chunk of a sequence; returns how many tokens were computed.

        Chunks begin at fixed places: at the start, at the end of the shared prefix, and every `chunk` tokens
        from either. So a prompt's bits do not depend on whether its prefix was computed or restored. Nor do
        they on the number of threads: no chunk leaves one token over, whose attention threads would share.
        """
        ids = sequence.prefill_ids
        shared = min(sequence.request.prompt.shared, len(ids))
        prefix = ids[:shared]
        if slot.filled == 0 and prefix in self._prefixes:
            self._prefixes.move_to_end(prefix)
            self._context.restore(slot.number, self._prefixes[prefix])
            slot.filled = sequence.reused = shared
            self.counters.reused_tokens += shared
            self._note_read(slot)
            return 0
        limit = shared if slot.filled < shared else len(ids)
        end = min(slot.filled + self._context.chunk, limit)
        if end == limit - 1:
            end -= 1
        chunk = ids[slot.filled : end]
        if chunk:
            self._in_prefill = sequence.id
            self._context.abort_when(self.abort)
            done = self._context.prefill(slot.number, chunk, slot.filled)
            self._context.abort_when(None)
            self._in_prefill = None
            if not done:
                self._context.back(slot.number, slot.read)
                return 0
            self.counters.prefilled_tokens += len(chunk)
        slot.filled = end
        if shared and end == shared:
            self._prefixes[prefix] = self._context.save(slot.number)
            if len(self._prefixes) > _PREFIXES_KEPT:
                self._prefixes.popitem(last=False)
        self._note_read(slot)
        return len(chunk)

    def _note_read(self, slot: _Slot) -> None:
        """A prompt that is read in part is gone back to when reading is aborted, and when the slot pads."""
        assert slot.sequence
        if slot.filled < len(slot.sequence.prefill_ids):
            slot.read = self._context.mark(slot.number, slot.filled)

    def _decode(self) -> None:
        running = {
            slot.number: slot.sequence
            for slot in self._slots
            if slot.sequence and slot not in self._prefilling
        }
        for number, sequence in running.items():
            if (start := sequence.take_rollback()) is not None:
                self._returns.go_back(number, sequence, start)
            self._returns.keep(number, sequence)
        recorded = {n: each for n, each in running.items() if isinstance(each, RecordedSequence)}
        for number, check in recorded.items():
            if self._check(number, check):
                del running[number]
        if len(running) == 1 and not recorded and self._guess(*next(iter(running.items()))):
            return
        if not running:
            return
        for window in self._windows(running):
            inside = {number: each for number, each in running.items() if number in window}
            self._step(window, inside, tune=not recorded)

    def _step(self, window: range, running: dict[int, Sequence], *, tune: bool) -> None:
        """Decode one token of each of the running sequences, all of which are in the window."""
        tokens, positions = [0] * len(window), [0] * len(window)
        padding: list[tuple[int, Mark]] = []
        for row, number in enumerate(window):
            if number in running:
                positions[row] = running[number].position
                tokens[row] = running[number].next_id()
            else:
                mark = self._held(number)
                positions[row] = mark.position
                padding.append((number, mark))
        silent = self._shape.silent_padding and len(running) < len(window)
        since = perf_counter()
        rows = self._context.step(
            window.start, tokens, positions, [number in running for number in window] if silent else None
        )
        if tune:
            self._tune(len(window), perf_counter() - since)
        self.counters.steps += 1
        self.counters.rows += len(running)
        asking = enumerate(running if silent else window)
        for row, number in asking:
            if number in running:
                self._receive(number, running[number], rows[row])
        for number, mark in padding:
            self._context.back(number, mark)

    def _receive(self, number: int, sequence: Sequence, row: Row) -> None:
        try:
            sequence.receive(row)
        except KnownError as error:
            self._fail(number, sequence, error)
        else:
            self._end_if_done(number, sequence)

    def _held(self, number: int) -> Mark:
        """Where a slot is; one that only pads is empty."""
        if number >= len(self._slots):
            return START
        slot = self._slots[number]
        if slot.sequence and slot not in self._prefilling:
            return self._context.mark(number, slot.sequence.position)
        return slot.read

    def _check(self, number: int, sequence: RecordedSequence) -> bool:
        """Feed the next ids of a record at once; False where it is to take a step instead."""
        # Where kernels change with the rows, a draft has other bits than steps, and would decide nothing.
        if self._exact and self._shape.fixed:
            return False
        draft = sequence.draft(self._context.chunk)
        if len(draft) < max(2, self._shape.rows):
            return False
        seconds = self._feed(number, sequence, draft)
        # A check takes a single step now and then, which says nothing of the drafts between.
        self._tune(0, seconds, len(draft))
        self.counters.prefilled_tokens += len(draft)
        return True

    def _guess(self, number: int, sequence: Sequence) -> bool:
        """Feed guesses behind the next id of one that runs alone; False where a step does as much."""
        rows, start = self._shape.rows, sequence.position
        if (
            not (self._drafts and self._context.rolls_back)
            or start + rows > self._context.context
            or not (draft := sequence.draft(rows))
        ):
            return False
        self._feed(number, sequence, draft)
        self.counters.steps += 1
        self.counters.rows += sequence.position - start
        return True

    def _feed(self, number: int, sequence: Sequence, draft: tuple[int, ...]) -> float:
        """Feed ids at once and keep those that come true; the seconds of decoding."""
        start = sequence.position
        mark = self._context.mark(number, start)
        since = perf_counter()
        rows = self._context.score(number, draft, start)
        seconds = perf_counter() - since
        try:
            sequence.follow(draft, rows)
        except KnownError as error:
            self._fail(number, sequence, error)
            return seconds
        if sequence.position < start + len(draft):
            self._returns.drop(number, mark, draft[: sequence.position - start])
        self._end_if_done(number, sequence)
        return seconds

    def _tune(self, rows: int, seconds: float, work: int = 1) -> None:
        if self._tuner:
            self._context.use_threads(self._tuner.took(rows, seconds, work))

    def _fail(self, number: int, sequence: Sequence, error: KnownError) -> None:
        self._events.append(Failed(sequence.id, error.sentence))
        self._release(self._slots[number])

    def _end_if_done(self, number: int, sequence: Sequence) -> None:
        if not sequence.done:
            return
        if self._exact and isinstance(sequence, RecordedSequence) and (again := sequence.by_steps()):
            self._slots[number].sequence = again
            self._returns.go_back(number, again, again.position)
            return
        self._gather(sequence, last=True)
        self._events.append(sequence.result())
        self._release(self._slots[number])

    def _windows(self, running: dict[int, Sequence]) -> list[range]:
        """The slots of each step: all running ones, and as many more as the shape has rows."""
        rows = self._shape.rows
        if self._shape.fixed:
            return [range(first, first + rows) for first in sorted({n - n % rows for n in running})]
        first, last = min(running), max(running) + 1
        last = max(last, min(first + rows, self._context.slots))
        return [range(min(first, last - rows), last)]

    def _release(self, slot: _Slot) -> None:
        if slot in self._prefilling:
            self._prefilling.remove(slot)
        self._context.forget(slot.number)
        slot.sequence = None
        slot.filled, slot.read = 0, START
        self._returns.release(slot.number)

    def _gather(self, sequence: Sequence, *, last: bool = False) -> None:
        tokens = len(sequence.thinking_ids) + len(sequence.answer_ids)
        for phase, reason, text in sequence.take_news(last=last):
            if text:
                self._events.append(Chunk(sequence.id, phase, text, reason, tokens))
