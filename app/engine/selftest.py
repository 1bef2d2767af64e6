"""The self-test at load: which shape of decode step gives the same bits whatever the company, if any does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from app.engine.contract import StepShape
from app.engine.llama import LlamaContext

# Shapes to try: with silent padding first, for it is cheaper.
_LEAST_ROWS = (2, 8)
_LENGTHS = (13, 40, 5, 21, 64, 9, 33, 17)
_LONG = 300
_STEPS = 3
_WIDEST = 16

Logits = NDArray[np.float32]
OpenContext = Callable[[int], LlamaContext]


def exact_shape(
    open_context: OpenContext, parallel: int, vocabulary: int, *, long: bool, one_thread: bool = False
) -> tuple[StepShape | None, str]:
    """The cheapest shape of a step under which its bits do not depend on the company.

    A sequence is decoded alone (padded to the candidate's rows), then among neighbours of other lengths, in
    other slots and at other widths, after its prompt went through save and restore, and with other threads;
    each step's logits must be equal bit for bit. As a positive control, a sequence that differs in one id
    must differ.

    Args:
        open_context: makes a context of that many slots.
        parallel: sequences that will be decoded in one step.
        vocabulary: ids to draw prompts from.
        long: whether a neighbour's prompt crosses 256 cells, after which attention is computed over a longer
            buffer; it takes a while on a large model without a GPU.
        one_thread: whether all but the comparison of threads is done with one: where that is as fast, it does
            not wait for a core that another program has.

    Returns:
        (shape, why): the shape is None where none passed.
    """
    # At least so many rows are tried whatever is asked for: the shape found must not depend on it either.
    slots = max(parallel, _WIDEST)
    shapes = [StepShape(rows, silent) for rows in (*_LEAST_ROWS, slots) for silent in (True, False)]
    for shape in shapes:
        rows = shape.rows
        with _closing(open_context(slots)) as context:
            most = context.threads
            runner = _Runner(context, vocabulary, long=long)
            context.use_threads(1 if one_thread else most)
            reference = runner.run(own=0, place=0, width=rows, silent=shape.silent_padding)
            if np.array_equal(reference, runner.run(own=1, place=0, width=rows)):
                return None, "the self-test's positive control failed: different prompts gave equal bits"
            # Odd widths too: kernels that take rows in groups treat the rest of them differently.
            widths = sorted({rows, min(rows + 1, slots), (rows + slots) // 2 | 1, slots - 1, slots})
            widths = [width for width in widths if rows <= width <= slots]
            cases = [(place, width) for width in widths for place in {0, width // 2, width - 1}]
            alike = all(
                np.array_equal(reference, runner.run(own=0, place=place, width=width, company=True))
                for place, width in cases
            )
            context.use_threads(most if one_thread else 1)
            if alike and np.array_equal(reference, runner.run(own=0, place=0, width=rows)):
                return shape, f"self-test passed: {len(cases)} widths and places up to {slots}, from {shape}"
    return None, f"self-test failed: bits depend on the company from {', '.join(map(str, shapes))}"


class _Runner:
    """Decodes one sequence of interest in a chosen place among others."""

    def __init__(self, context: LlamaContext, vocabulary: int, *, long: bool) -> None:
        self._context = context
        rng = np.random.default_rng(20260101)
        top = min(vocabulary, 256)
        lengths = (*_LENGTHS[:2], _LONG if long else _LENGTHS[2], *_LENGTHS[3:])
        self._prompts = [rng.integers(0, top, size=n).tolist() for n in lengths]
        self._neighbours: dict[int, bytes] = {}
        self._own = [self._prompts[0], [*self._prompts[0][:-1], (self._prompts[0][-1] + 1) % top]]

    def run(self, *, own: int, place: int, width: int, company: bool = False, silent: bool = False) -> Logits:
        """Logits of the sequence of interest in slot `place` of `width`, shape (steps, vocabulary).

        With `silent` only that one asks for logits.
        """
        context = self._context
        positions = []
        for slot in range(width):
            if slot == place:
                positions.append(self._fill(slot, self._own[own]))
            else:
                positions.append(self._neighbour(slot) if company else self._fill(slot, [0]))
        if company:
            state = context.save(place)
            context.forget(place)
            context.restore(place, state)
        out = []
        tokens = [1] * width
        for _ in range(_STEPS):
            wanted = [slot == place for slot in range(width)] if silent else None
            row = context.step(0, tokens, positions, wanted)[0 if silent else place].copy()
            out.append(row)
            tokens = [1] * width
            tokens[place] = int(row.argmax())
            positions = [position + 1 for position in positions]
        for slot in range(width):
            context.forget(slot)
        return np.stack(out)

    def _fill(self, slot: int, prompt: list[int]) -> int:
        """Prefill a slot; how many cells it then has."""
        for start in range(0, len(prompt), self._context.chunk):
            self._context.prefill(slot, prompt[start : start + self._context.chunk], start)
        return len(prompt)

    def _neighbour(self, slot: int) -> int:
        """Fill a slot with a neighbour's prompt, which is computed only once; how many cells it then has."""
        number = 1 + slot % (len(self._prompts) - 1)
        prompt = self._prompts[number]
        if number in self._neighbours:
            self._context.restore(slot, self._neighbours[number])
        else:
            self._fill(slot, prompt)
            self._neighbours[number] = self._context.save(slot)
        return len(prompt)


@contextmanager
def _closing(context: LlamaContext) -> Iterator[LlamaContext]:
    try:
        yield context
    finally:
        context.close()
