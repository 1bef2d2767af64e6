"""A recorded generation fed through again in few large steps: is each id the one that would be drawn?"""

from __future__ import annotations

import math
from collections.abc import Collection

from app.core.request import GenerationRequest
from app.core.trace import SpanReason, Trace
from app.engine.contract import Checked, Difference, Phase
from app.engine.sampler import Sampler
from app.engine.sequence import Sequence, log_softmax_at
from app.engine.vocabulary import CompiledChoice, Vocabulary
from app.engine.weights import Ids, Row

# More ids at once are computed by other kernels than single steps: other bits.
_LONGEST_DRAFT = 32


class RecordedSequence(Sequence):
    """Takes the recorded ids whatever would be drawn, and keeps where that differs.

    The scheduler feeds a `draft` at once and gives the rows that follow to `follow`. A row that speaks
    against the record is computed again by a single step, whose shape is that of the record: only that one
    counts as a difference. Choices are scored by single steps as well. On a processor whose drafts leave
    other bits in the cache than steps do, a difference may still come of a draft: `by_steps` decides.
    """

    def __init__(
        self,
        id: str,
        request: GenerationRequest,
        recorded: Trace,
        vocabulary: Vocabulary,
        context: int,
        *,
        drafts: bool = True,
    ) -> None:
        """Raises BudgetError or PromptError, with the numbers, for what cannot be run."""
        super().__init__(id, request, vocabulary, context)
        self._trace, self._room, self._drafts = recorded, context, drafts
        self._drafted = False
        self._recorded = (*recorded.thinking_ids, *recorded.answer_ids)
        # An empty literal stands where the next id is drawn.
        self._injected = {span.offset: span for span in recorded.spans if span.ids}
        self._choices = [span.offset for span in recorded.spans if span.reason is SpanReason.CHOICE]
        self._differences: list[Difference] = []
        self._drawn = 0
        self._drafting = False
        self._doubted: int | None = None
        self._strayed: int | None = None
        self._sampler = _Guide(self, request)

    def draft(self, count: int) -> tuple[int, ...]:
        """At most `count` ids to feed at once from `position` on; few where the next one needs a step."""
        if not self._drafts or self._probe or self._offset == self._doubted:
            return ()
        choice = next((at for at in self._choices if at >= self._offset), None)
        ahead = (*self._pending, *self._recorded[self._offset : choice])
        # The row from which a choice is scored comes from a step of its own.
        return (ahead if choice is None else ahead[:-1])[: min(count, _LONGEST_DRAFT)]

    def follow(self, draft: tuple[int, ...], rows: Row) -> None:
        """See Sequence.follow."""
        self._drafting = self._drafted = True
        for token, row in zip(draft, rows, strict=True):
            if self.done:
                break
            self.next_id()
            try:
                self.receive(row)
            except _DoubtError:
                self._pending.appendleft(token)
                self.position -= 1
                self._doubted = self._offset
                break
        self._drafting = False

    def receive(self, row: Row) -> None:
        """See Sequence.receive; ends where what is injected, or the end, is not as it was recorded."""
        super().receive(row)
        at = self._strayed
        if at is None and self.done and self._offset < len(self._recorded):
            at = self._offset
        if at is not None:
            produced = (*self.thinking_ids, *self.answer_ids)
            self._differ(at, self._recorded[at : at + 1], produced[at : at + 1])
            self.done = True

    def take_news(self, *, last: bool = False) -> list[tuple[Phase, SpanReason | None, str]]:
        """Nothing: its text is known."""
        self._said.clear()
        return []

    def by_steps(self) -> RecordedSequence | None:
        """The same after its prompt, by steps alone; None where no difference can come of a draft."""
        if not self._differences or not self._drafted:
            return None
        again = RecordedSequence(
            self.id, self.request, self._trace, self._vocabulary, self._room, drafts=False
        )
        again.created, again.started, again.prefilled = self.created, self.started, self.prefilled
        again.reused = self.reused
        return again

    def result(self) -> Checked:
        """What came of it."""
        return Checked(self.id, self.trace(), tuple(self._differences), self._drawn)

    def judge(self, row: Row, masked: Ids, drawn: int) -> int:
        """The recorded id, or where the record has an end the drawn one; a difference is kept.

        Raises:
            _DoubtError: they differ, and the row is not from a step of its own.
        """
        self._drawn += 1
        at = self._offset
        if at < len(self._recorded) and at not in self._injected:
            expected = self._recorded[at]
            if drawn != expected and drawn in self._ends() and self._text_is_whole():
                # Another text follows at once: the record's next id is the first of that one.
                expected = drawn
        else:
            row[masked] = -math.inf
            ends = self._ends()
            best = max(ends, key=lambda token: row[token])
            # Where no end may be drawn here, what follows cannot be as it was recorded.
            expected = drawn if drawn in ends or row[best] == -math.inf else best
        if drawn == expected:
            return drawn
        if self._drafting:
            self._drawn -= 1
            raise _DoubtError
        row[masked] = -math.inf
        chances = [math.exp(share) for share in log_softmax_at(row, [expected, drawn])]
        self._differ(at, (expected,), (drawn,), *chances)
        return expected

    @property
    def _offset(self) -> int:
        return len(self.thinking_ids) + len(self.answer_ids)

    def _text_is_whole(self) -> bool:
        """Whether the text is all that was recorded of one that ended by itself; what follows is compared."""
        fields = self._trace.fields[len(self._fields) :]
        if self.phase is Phase.THINKING or not fields:
            return False
        return fields[0].ended and fields[0].text == self._vocabulary.text(self._field_ids).strip()

    def _ends(self) -> Collection[int]:
        """The ids of which one was drawn, and dropped, where the record has an end."""
        if self.phase is Phase.THINKING:
            return self._delimiters.end_ids
        return self._delimiters.answer_ends | self._vocabulary.newline_first

    def _append(self, token: int, reason: SpanReason | None = None) -> None:
        at = self._offset
        super()._append(token, reason)
        if self._strayed is None and self._recorded[at : at + 1] != (token,):
            self._strayed = at

    def _choose(self, part: CompiledChoice, shares: list[float]) -> int:
        best = super()._choose(part, shares)
        span = self._injected.get(self._offset)
        if span is None or span.ids not in part.ids or span.ids == part.ids[best]:
            return best
        taken = part.ids.index(span.ids)
        self._differ(self._offset, span.ids, part.ids[best], shares[taken], shares[best])
        return taken

    def _differ(
        self,
        at: int,
        recorded: tuple[int, ...],
        drawn: tuple[int, ...],
        p_recorded: float | None = None,
        p_drawn: float | None = None,
    ) -> None:
        text = self._vocabulary.text
        before = len(text(self._recorded[:at]))
        self._differences.append(Difference(at, before, text(recorded), text(drawn), p_recorded, p_drawn))


class _DoubtError(Exception):
    """A row of a draft speaks against the record."""


class _Guide(Sampler):
    """Draws as recorded, then lets the sequence judge."""

    def __init__(self, owner: RecordedSequence, request: GenerationRequest) -> None:
        super().__init__(request.sampling, request.seed)
        self._owner = owner

    def draw(self, row: Row, position: int, masked: Ids) -> int:
        """See Sampler.draw; the recorded id, which may be another than the drawn one."""
        return self._owner.judge(row, masked, super().draw(row, position, masked))
