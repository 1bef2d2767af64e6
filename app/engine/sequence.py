"""One generation as a small program: prompt, thinking under a budget, answer by a form."""

from __future__ import annotations

import codecs
import math
from collections import deque
from dataclasses import replace
from time import perf_counter

import numpy as np

from app.core.answer import Text
from app.core.budget import BudgetForcer, End, Inject, Sample, ThinkingEnd
from app.core.errors import BudgetError, EngineError
from app.core.request import GenerationRequest
from app.core.trace import Field, Span, SpanReason, Trace, Usage
from app.engine.contract import Checked, Completed, Phase
from app.engine.lookup import Lookup
from app.engine.sampler import Sampler
from app.engine.vocabulary import CompiledChoice, Insert, Vocabulary
from app.engine.weights import Row

_News = tuple[Phase, SpanReason | None, str]
# Ids whose text is one piece of news.
_Said = tuple[Phase, SpanReason | None, list[int]]


class Sequence:
    """The state of one running generation.

    The scheduler prefills `prefill_ids`, then at each step feeds `next_id()` and gives the row of logits that
    follows to `receive`; or it feeds a `draft` at once and gives all rows to `follow`. Before either it
    applies `take_rollback()`.
    """

    def __init__(self, id: str, request: GenerationRequest, vocabulary: Vocabulary, context: int) -> None:
        """Raises BudgetError or PromptError, with the numbers, for what cannot be run."""
        self.id = id
        self.request = request
        self._vocabulary = vocabulary
        self._delimiters = vocabulary.delimiters(request.format, request.budget.wait_text)
        self._parts = deque(vocabulary.form(request.form, request.format))
        overhead = vocabulary.overhead(request.form, request.format, request.budget.wait_text)
        prompt = len(request.prompt.ids)
        budget = request.budget.within(context - prompt - overhead)
        assert budget.max_tokens is not None
        needed = prompt + budget.max_tokens + overhead
        if needed > context or not prompt:
            raise BudgetError(
                "Prompt ({0:,} tokens), thinking ({1:,}) and answer ({2:,}) need {3:,} tokens, and a "
                "sequence holds {4:,}; lower the budget or make the context larger.",
                prompt,
                budget.max_tokens,
                overhead,
                needed,
                context,
            )
        earlier = request.continued
        self._forcer = BudgetForcer(
            budget, self._delimiters.wait, self._delimiters.end_ids, used=len(earlier.ids) if earlier else 0
        )
        self._sampler = Sampler(request.sampling, request.seed)
        self.thinking_ids: list[int] = list(earlier.ids) if earlier else []
        self.answer_ids: list[int] = []
        self._spans: list[Span] = list(earlier.spans) if earlier else []
        self._fields: list[Field] = []
        history = (*request.prompt.ids, *self.thinking_ids)
        self.prefill_ids = history[:-1]
        self._pending = deque(history[-1:])
        self.position = len(self.prefill_ids)
        self.phase = Phase.PROMPT
        self.done = False
        self._ended = ThinkingEnd.FAILED
        self._probe: _Probe | None = None
        self._rollback: int | None = None
        self._field_ids: list[int] = []
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._said: list[_Said] = []
        self._lookup: Lookup | None = None
        self.reused = 0
        self.created = perf_counter()
        self.started = self.created
        self.prefilled = self.created
        self._answering: float | None = None

    def next_id(self) -> int:
        """The id to feed at `position`; counts it as fed."""
        self.position += 1
        return self._pending.popleft()

    def take_rollback(self) -> int | None:
        """The position from which fed ids must be dropped before the next step, if any."""
        start, self._rollback = self._rollback, None
        if start is not None:
            self.position = start
        return start

    def receive(self, row: Row) -> None:
        """Take the logits that follow the id fed last; they may be overwritten."""
        if self.phase is Phase.PROMPT:
            self.phase = Phase.THINKING
        if self._pending and not self._probe:
            return
        while not self._pending and not self.done:
            if self._probe:
                self._follow_probe(row)
            elif self.phase is Phase.THINKING:
                self._think(row)
            else:
                self._answer(row)

    def draft(self, count: int) -> tuple[int, ...]:
        """`count` ids to feed at once from `position` on: those that are to come, then guesses, then any.

        Empty where a step does as much.
        """
        if self._probe:
            return ()
        if self._lookup is None:
            self._lookup = Lookup((*self.request.prompt.ids, *self.thinking_ids, *self.answer_ids))
        ahead = [*self._pending, *self._lookup.guess(count)]
        return (*ahead, *[0] * count)[:count] if len(ahead) > 1 else ()

    def follow(self, draft: tuple[int, ...], rows: Row) -> None:
        """Take the logits after each id of a draft, shape (len(draft), vocabulary); overwritten.

        Of what was fed, all from the new `position` on is to be dropped.
        """
        for token, row in zip(draft, rows, strict=True):
            # A choice's options and a sweep's cuts go back before they go on, which is the scheduler's to do.
            if self.done or self._probe or self._rollback is not None or self._pending[0] != token:
                break
            self.next_id()
            self.receive(row)

    def take_news(self, *, last: bool = False) -> list[_News]:
        """Text since the last call, as (phase, why it was injected, text).

        With `last` also an unfinished character.
        """
        news = []
        for left, (phase, reason, ids) in zip(range(len(self._said))[::-1], self._said, strict=True):
            data = b"".join([self._vocabulary.pieces[token] for token in ids])
            if text := self._decoder.decode(data, final=last or left > 0):
                news.append((phase, reason, text))
        self._said = [(phase, reason, []) for phase, reason, _ in self._said[-1:]]
        return news

    def postpone(self, since: float, now: float) -> None:
        """Leave a pause, in `perf_counter` seconds, out of all times."""
        seconds = now - max(since, self.created)
        self.created += seconds
        self.started += seconds
        self.prefilled += seconds
        if self._answering is not None:
            self._answering += seconds

    def trace(self, ended: ThinkingEnd | None = None) -> Trace:
        """What was produced; `ended` overrides how thinking ended, for a sequence cut short."""
        now = perf_counter()
        text = self._vocabulary.text
        return Trace(
            prompt_ids=self.request.prompt.ids,
            thinking_ids=tuple(self.thinking_ids),
            answer_ids=tuple(self.answer_ids),
            spans=self._placed_spans(),
            fields=tuple(self._fields),
            thinking_text=text(self.thinking_ids),
            answer_text=text(self.answer_ids),
            thinking_ended=ended if ended and self.phase is not Phase.ANSWER else self._ended,
            waits_used=self._forcer.waits_used,
            usage=Usage(
                prompt_tokens=len(self.request.prompt.ids),
                reused_prompt_tokens=self.reused,
                thinking_tokens=len(self.thinking_ids),
                answer_tokens=len(self.answer_ids),
                queue_seconds=round(self.started - self.created, 6),
                prefill_seconds=round(self.prefilled - self.started, 6),
                decode_seconds=round(now - self.prefilled, 6),
                thinking_seconds=round((self._answering or now) - self.prefilled, 6),
            ),
        )

    def result(self) -> Completed | Checked:
        """What came of it, once it is done."""
        return Completed(self.id, self.trace())

    def _placed_spans(self) -> tuple[Span, ...]:
        """The spans with their places in the text; each begins a character of its own."""
        ids = (*self.thinking_ids, *self.answer_ids)
        placed: list[Span] = []
        at = before = 0
        for span in self._spans:
            at += len(self._vocabulary.text(ids[before : span.offset]))
            before = span.offset
            placed.append(replace(span, at=at))
        return tuple(placed)

    def _think(self, row: Row) -> None:
        match self._forcer.next_action():
            case Sample(mask_end):
                masked = self._delimiters.below_minimum if mask_end else self._delimiters.never
                token = self._sampler.draw(row, len(self.thinking_ids), masked)
                if self._forcer.sampled(token):
                    self._append(token)
            case Inject(ids):
                self._inject(ids, SpanReason.WAIT)
            case End(how):
                self._end_thinking(how)

    def _end_thinking(self, how: ThinkingEnd) -> None:
        self._ended = how
        natural = how is ThinkingEnd.NATURAL
        insert = self._delimiters.end if natural else self._delimiters.forced_end
        newline = bool(self.thinking_ids) and self._vocabulary.ends_line(self.thinking_ids[-1])
        self._end_text()
        self.phase = Phase.ANSWER
        self._answering = perf_counter()
        reason = SpanReason.END if natural else SpanReason.FORCED_END
        self._inject(insert.following(newline), reason)

    def _answer(self, row: Row) -> None:
        if not self._parts:
            self.done = True
            return
        match part := self._parts[0]:
            case Insert():
                self._parts.popleft()
                newline = self._vocabulary.ends_line(self.answer_ids[-1])
                self._inject(part.following(newline), SpanReason.LITERAL)
            case CompiledChoice():
                self._probe = _Probe(part, row, self.position)
                self._follow_probe(None)
            case Text():
                self._sample_text(part, row)

    def _sample_text(self, part: Text, row: Row) -> None:
        start = not self._field_ids and not part.multiline
        masked = self._delimiters.at_field_start if start else self._delimiters.in_answer
        position = len(self.thinking_ids) + len(self.answer_ids)
        token = self._sampler.draw(row, position, masked)
        piece = self._vocabulary.pieces[token]
        line_over = not part.multiline and b"\n" in piece
        if token in self._delimiters.answer_ends or (line_over and piece.startswith(b"\n")):
            self._close_text(part, ended=True)
            return
        self._field_ids.append(token)
        self._append(token)
        if line_over or len(self._field_ids) >= part.max_tokens:
            self._close_text(part, ended=line_over)

    def _close_text(self, part: Text, *, ended: bool) -> None:
        text = self._vocabulary.text(self._field_ids).strip()
        self._fields.append(Field(part.name, text, ended=ended))
        self._field_ids = []
        self._parts.popleft()
        if not self._parts:
            self._pending.clear()
            self.done = True

    def _follow_probe(self, row: Row | None) -> None:
        """Go on scoring a choice's options; append the best one when all are scored."""
        assert self._probe
        if row is not None:
            self._probe.receive(row)
        if self._probe.start_over:
            self._rollback = self._probe.branch
        if (token := self._probe.next_id()) is not None:
            self._pending.append(token)
            return
        choice, shares = self._probe.part.choice, self._probe.shares()
        best = self._choose(self._probe.part, shares)
        chosen = choice.options[best].strip()
        probabilities = tuple(zip((o.strip() for o in choice.options), shares, strict=True))
        self._fields.append(Field(choice.name, chosen, probabilities))
        ids = self._probe.part.ids[best]
        self._probe = None
        self._parts.popleft()
        self._inject(ids, SpanReason.CHOICE)
        self.done = not self._parts

    def _choose(self, part: CompiledChoice, shares: list[float]) -> int:
        """The number of the most probable option; of equal ones the first."""
        return max(range(len(shares)), key=lambda i: (shares[i], -i))

    def _inject(self, ids: tuple[int, ...], reason: SpanReason) -> None:
        offset = len(self.thinking_ids) + len(self.answer_ids)
        self._spans.append(Span(offset, ids, reason, self._vocabulary.text(ids), at=0))
        self._end_text()
        for token in ids:
            self._append(token, reason)

    def _append(self, token: int, reason: SpanReason | None = None) -> None:
        (self.thinking_ids if self.phase is Phase.THINKING else self.answer_ids).append(token)
        self._pending.append(token)
        if self._lookup:
            self._lookup.add(token)
        self._say(token, reason)

    def _say(self, token: int, reason: SpanReason | None) -> None:
        if not self._said or self._said[-1][:2] != (self.phase, reason):
            self._said.append((self.phase, reason, []))
        self._said[-1][2].append(token)

    def _end_text(self) -> None:
        """What follows begins a character of its own, so one that is unfinished stays so."""
        self._said.append((self.phase, None, []))


class _Probe:
    """Scores whole options by feeding each but its last id, going back to the branch in between."""

    def __init__(self, part: CompiledChoice, row: Row, branch: int) -> None:
        self.part = part
        self.branch = branch
        self._scores = log_softmax_at(row, [ids[0] for ids in part.ids])
        self._jobs = deque((i, 1) for i, ids in enumerate(part.ids) if len(ids) > 1)
        self.start_over = False

    def next_id(self) -> int | None:
        """The next id to feed, or None when every option is scored."""
        if not self._jobs:
            return None
        option, index = self._jobs[0]
        return self.part.ids[option][index - 1]

    def receive(self, row: Row) -> None:
        """The logits after the id fed last."""
        option, index = self._jobs.popleft()
        ids = self.part.ids[option]
        self._scores[option] += log_softmax_at(row, [ids[index]])[0]
        if index + 1 < len(ids):
            self._jobs.appendleft((option, index + 1))
            self.start_over = False
        else:
            self.start_over = True

    def shares(self) -> list[float]:
        """The options' likelihoods, made to sum to 1."""
        best = max(self._scores)
        weights = [math.exp(score - best) for score in self._scores]
        total = math.fsum(weights)
        return [weight / total for weight in weights]


def log_softmax_at(row: Row, ids: list[int]) -> list[float]:
    """log P of some ids under a row of logits, in float64."""
    wide = row.astype(np.float64)
    top = wide.max()
    if not np.isfinite(top):
        raise EngineError("The model's output is not a number; its file is damaged, get it again.")
    normaliser = top + math.log(float(np.exp(wide - top).sum()))
    return [float(wide[i]) - normaliser for i in ids]
