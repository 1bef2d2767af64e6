"""How sequences go back to an earlier place: by dropping cells, or to a state that was kept there."""

from __future__ import annotations

from app.engine.context import LlamaContext
from app.engine.sequence import Sequence
from app.engine.states import Mark

# Bytes of states. Beyond them a sequence that goes back feeds some of its ids again.
_MOST_KEPT = 2**30


class Returns:
    """The places in the slots of one context to which their sequences may go back."""

    def __init__(self, context: LlamaContext) -> None:
        self._context = context
        self._kept: dict[int, dict[int, Mark]] = {}

    def keep(self, number: int, sequence: Sequence) -> None:
        """Keep where a sequence is if it may come back; what it will not come back to is dropped."""
        if self._context.rolls_back:
            return
        at, wanted = sequence.position, sequence.returns()
        kept = {place: mark for place, mark in self._kept.get(number, {}).items() if place in wanted}
        self._kept[number] = kept
        if at not in wanted or at in kept:
            return
        taken = sum(len(mark.state) for each in self._kept.values() for mark in each.values())
        if not kept or at == sequence.branch or taken < _MOST_KEPT:
            kept[at] = self._context.mark(number, at)

    def go_back(self, number: int, sequence: Sequence, start: int) -> None:
        """Drop all from `start` on; what lacks then, for it was not kept, the sequence feeds again."""
        if self._context.rolls_back:
            self._context.forget(number, start)
            return
        kept = {at: mark for at, mark in self._kept[number].items() if at <= start}
        self._kept[number] = kept
        mark = kept[max(kept)]
        self._context.back(number, mark)
        sequence.feed_again(mark.position)

    def drop(self, number: int, before: Mark, right: tuple[int, ...]) -> None:
        """Of ids that were fed at once after `before`, keep only those that came true."""
        if self._context.rolls_back:
            self._context.forget(number, before.position + len(right))
            return
        self._context.back(number, before)
        if right:
            self._context.prefill(number, right, before.position)

    def release(self, number: int) -> None:
        """The slot is empty."""
        self._kept.pop(number, None)
