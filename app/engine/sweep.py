"""One generation answered at many budgets: its thinking is cut where each smaller one would have ended it."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence as Ordered
from dataclasses import replace
from time import perf_counter

from app.core.budget import ThinkingBudget
from app.core.cut import Cut, check_smaller, cut
from app.core.errors import BudgetError
from app.core.request import GenerationRequest
from app.core.trace import SpanReason, Trace
from app.engine.contract import Completed, Phase
from app.engine.sequence import Sequence
from app.engine.vocabulary import Vocabulary
from app.engine.weights import Row


class SweepSequence(Sequence):
    """Runs a request; then drops the cache back to each cut, the longest first, and answers from there.

    What remains in the cache was computed as in a run of the smaller budget, token by token, and so its
    answer has the same bits. Cuts at the same place share one answer.
    """

    def __init__(
        self,
        id: str,
        request: GenerationRequest,
        smaller: Ordered[ThinkingBudget],
        vocabulary: Vocabulary,
        context: int,
    ) -> None:
        """Raises BudgetError or PromptError for what cannot be run, or is not smaller."""
        super().__init__(id, request, vocabulary, context)
        if request.continued:
            raise BudgetError(
                "A trace that continues an earlier one cannot be cut at smaller budgets; run each by itself."
            )
        for budget in smaller:
            check_smaller(request.budget, budget)
        self._smaller = smaller
        self._whole: Trace | None = None
        self._answered: dict[Cut, Trace] = {}
        self._cuts: deque[Cut] = deque()

    def receive(self, row: Row) -> None:
        """See Sequence.receive; an answer's end begins the next one."""
        super().receive(row)
        if not self.done:
            return
        self._end_text()
        made = self.trace()
        self._answered[Cut(len(self.thinking_ids), made.thinking_ended, made.waits_used)] = made
        if self._whole is None:
            self._whole = made
            wanted = {cut(made, budget) for budget in self._smaller} - self._answered.keys()
            self._cuts.extend(sorted(wanted, key=lambda each: each.length, reverse=True))
        if self._cuts:
            self._go_back_to(self._whole, self._cuts.popleft())

    def result(self) -> Completed:
        """The whole trace, and that of each smaller budget."""
        assert self._whole
        traces = tuple(self._answered[cut(self._whole, budget)] for budget in self._smaller)
        return Completed(self.id, self._whole, traces)

    def _go_back_to(self, whole: Trace, place: Cut) -> None:
        self.done = False
        self.phase = Phase.THINKING
        self.thinking_ids = list(whole.thinking_ids[: place.length])
        self.answer_ids = []
        self._spans = [replace(s, at=0) for s in whole.spans if s.offset < place.length]
        self._fields = []
        self._pending.clear()
        self._parts = deque(self._vocabulary.form(self.request.form, self.request.format))
        self._forcer.waits_used = place.waits_used
        self._rollback = len(self.request.prompt.ids) + place.length
        self.reused = len(self.request.prompt.ids)
        self.created = self.started = self.prefilled = perf_counter()
        self._end_thinking(place.end)

    def _say(self, token: int, reason: SpanReason | None) -> None:
        """News is that of the largest budget alone."""
        if self._whole is None:
            super()._say(token, reason)
