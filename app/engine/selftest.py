"""The self-test at load: which shape of decode step gives the same bits whatever the company, if any does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.errors import OutOfMemoryError
from app.engine.context import LlamaContext
from app.engine.contract import SelfTestProgress, StepShape
from app.engine.shapes import WIDEST

_LENGTHS = (13, 40, 5, 21, 64, 9, 33, 17)
# Attention is shared out by cells: a sequence that has few lies in one share whatever the others have.
_FEW, _MANY, _LONG = 13, 200, 300
# The number of the prompt that differs from the first in one id.
CONTROL = -1
_STEPS = 3

Logits = NDArray[np.float32]
OpenContext = Callable[[int], LlamaContext]


class Found(NamedTuple):
    """What the self-test found.

    Attributes:
        shape: None where none passed. why: for the record.
        complete: whether there was memory to try all that came before it.
        drafts: whether ids fed at once, as many as the shape has rows, have the bits of steps.
    """

    shape: StepShape | None
    why: str
    complete: bool = True
    drafts: bool = False


def exact_shape(
    open_context: OpenContext,
    shapes: Sequence[StepShape],
    parallel: int,
    vocabulary: int,
    *,
    long: bool,
    threads: int | None = None,
    progress: SelfTestProgress | None = None,
    widest: int = WIDEST,
) -> Found:
    """The first shape of a step under which its bits do not depend on the company.

    A sequence is decoded alone (padded to the candidate's rows), then among neighbours of other lengths, in
    other slots and at other widths, after its prompt went through save and restore, after it went back from
    another step where that takes a saved state, and with other threads; each step's logits must be equal bit
    for bit. As a positive control, a sequence that differs in one id must differ. Of a shape that passed,
    drafts are tried too, where wrong ones can be dropped.

    Args:
        open_context: makes a context of that many slots of `TESTED_CONTEXT` tokens.
        shapes: to try, in order; a fixed one for which there is no memory is passed over.
        parallel: sequences that will be decoded in one step.
        vocabulary: ids to draw prompts from.
        long: whether a sequence has many cells too, and a neighbour more than 256, after which attention is
            computed over a longer buffer; it takes a while on a large model without a GPU.
        threads: with which all but the comparison of threads is done; None takes the context's. Fewer do not
            wait for a core that another program has.
        progress: called after each sequence that is decoded.
        widest: slots to try at least.

    Raises:
        OutOfMemoryError: there is no memory for a shape that is not fixed.
    """
    failed: list[StepShape] = []
    skipped: list[StepShape] = []
    done = total = 0

    def ran() -> None:
        nonlocal done
        done += 1
        if progress:
            progress(done, total)

    for shape in shapes:
        rows = shape.rows
        # At least so many are tried whatever is asked for: the shape found must not depend on it either.
        slots = rows if shape.fixed else max(parallel, widest)
        try:
            opened = open_context(slots)
        except OutOfMemoryError:
            if not shape.fixed:
                raise
            skipped.append(shape)
            continue
        with _closing(opened) as context:
            most = context.threads
            runner = _Runner(context, vocabulary, ran, long=long)
            # Odd widths too: kernels that take rows in groups treat the rest of them differently.
            widths = sorted({rows, min(rows + 1, slots), (rows + slots) // 2 | 1, slots - 1, slots})
            widths = [width for width in widths if rows <= width <= slots]
            cases = [(0, place, width) for width in widths for place in _places(width)]
            # Attention is shared out the more, the wider a step is.
            cases += [(own, place, widths[-1]) for own in runner.own[1:] for place in _places(widths[-1])]
            # Beside these the references, the control, the other threads, and what drafts are compared with.
            total = done + len(cases) + len(runner.own) + 2 + (0 if shape.fixed else len(runner.drafted))
            few = min(threads or most, most)
            context.use_threads(few)
            references = [
                runner.run(own=own, place=0, width=rows, silent=shape.silent_padding) for own in runner.own
            ]
            if np.array_equal(references[0], runner.run(own=CONTROL, place=0, width=rows)):
                why = "the self-test's positive control failed: different prompts gave equal bits"
                return Found(None, why, complete=False)
            alike = all(
                np.array_equal(references[own], runner.run(own=own, place=place, width=width, company=True))
                for own, place, width in cases
            )
            if alike and not context.rolls_back:
                alike = np.array_equal(references[0], runner.run(own=0, place=0, width=rows, detour=True))
            context.use_threads(1 if few == most else most)
            alike = alike and np.array_equal(references[0], runner.run(own=0, place=0, width=rows))
            context.use_threads(few)
            if alike:
                drafts = (
                    context.rolls_back and not shape.fixed and runner.drafts_alike(shape, threads={1, most})
                )
                why = f"self-test passed: {len(cases)} widths and places up to {slots}, from {shape}"
                return Found(shape, f"{why}; drafts too" if drafts else why, not skipped, drafts)
        failed.append(shape)
    reasons = [f"bits depend on the company from {', '.join(map(str, failed))}"] if failed else []
    reasons += [f"there is no memory to try {', '.join(map(str, skipped))}"] if skipped else []
    return Found(None, f"self-test failed: {'; '.join(reasons)}", not skipped)


def _places(width: int) -> set[int]:
    return {0, width // 3, width // 2, width - 1}


class _Runner:
    """Decodes one sequence of interest in a chosen place among others.

    Attributes:
        own: numbers of the prompts that are compared. drafted: of those that drafts are tried with.
    """

    def __init__(
        self, context: LlamaContext, vocabulary: int, ran: Callable[[], None], *, long: bool
    ) -> None:
        """`ran` is called after each `run`."""
        self._context, self._ran = context, ran
        rng = np.random.default_rng(20260101)
        top = min(vocabulary, 256)
        lengths = (_FEW, _MANY, *_LENGTHS[:2], _LONG if long else _LENGTHS[2], *_LENGTHS[3:])
        drawn = [rng.integers(0, top, size=n).tolist() for n in lengths]
        self.own = (0, 1) if long else (0,)
        self.drafted = (0, lengths.index(_LONG)) if long else (0,)
        self._prompts = {**dict(enumerate(drawn)), CONTROL: [*drawn[0][:-1], (drawn[0][-1] + 1) % top]}
        self._neighbours = range(2, len(drawn))
        self._saved: dict[int, bytes] = {}

    def run(
        self,
        *,
        own: int,
        place: int,
        width: int,
        company: bool = False,
        silent: bool = False,
        detour: bool = False,
        steps: int = _STEPS,
    ) -> Logits:
        """Logits of the sequence of interest in slot `place` of `width`, shape (steps, vocabulary).

        With `silent` only that one asks for logits; with `detour` all go one step elsewhere first, and back.
        """
        context = self._context
        positions = []
        for slot in range(width):
            if slot == place:
                # A short prompt is computed each time, for its bits must not depend on slot or threads.
                positions.append(self._put(slot, own) if own > 0 else self._fresh(slot, own, company))
            elif company:
                positions.append(self._put(slot, self._neighbours[slot % len(self._neighbours)]))
            else:
                positions.append(self._fill(slot, [0]))
        if detour:
            marks = [context.mark(slot, position) for slot, position in enumerate(positions)]
            context.step(0, [2] * width, positions)
            for slot, mark in enumerate(marks):
                context.back(slot, mark)
        out = []
        tokens = [1] * width
        for _ in range(steps):
            wanted = [slot == place for slot in range(width)] if silent else None
            row = context.step(0, tokens, positions, wanted)[0 if silent else place].copy()
            out.append(row)
            tokens = [1] * width
            tokens[place] = int(row.argmax())
            positions = [position + 1 for position in positions]
        for slot in range(width):
            context.forget(slot)
        self._ran()
        return np.stack(out)

    def drafts_alike(self, shape: StepShape, threads: set[int]) -> bool:
        """Whether ids fed at once, as many as the shape has rows, have the logits of steps.

        Tried in the last slot, with each number of threads, for few cells and for more than 256.
        """
        rows, usual = shape.rows, self._context.threads
        for own in self.drafted:
            self._context.use_threads(usual)
            expected = self.run(own=own, place=0, width=rows, silent=shape.silent_padding, steps=rows + 1)
            for count in threads:
                self._context.use_threads(count)
                if not np.array_equal(expected, self._by_drafts(own, expected)):
                    return False
        return True

    def _by_drafts(self, own: int, expected: Logits) -> Logits:
        """What `expected` has step by step, from a draft whose guesses are wrong and one that is right."""
        context, slot = self._context, self._context.slots - 1
        position = self._put(slot, own) if own > 0 else self._fresh(slot, own, moved=False)
        right = [int(row.argmax()) for row in expected[:-1]]
        wrong = [1, *[0] * (len(right) - 1)]
        of_first = context.score(slot, wrong, position)[:1].copy()
        context.forget(slot, position + 1)
        of_right = context.score(slot, right, position + 1).copy()
        context.forget(slot)
        return np.concatenate([of_first, of_right])

    def _fill(self, slot: int, prompt: list[int]) -> int:
        """Prefill a slot; how many cells it then has."""
        for start in range(0, len(prompt), self._context.chunk):
            self._context.prefill(slot, prompt[start : start + self._context.chunk], start)
        return len(prompt)

    def _fresh(self, slot: int, number: int, moved: bool) -> int:
        """Compute a prompt in a slot, and perhaps save and restore it; how many cells it then has."""
        cells = self._fill(slot, self._prompts[number])
        if moved:
            state = self._context.save(slot)
            self._context.forget(slot)
            self._context.restore(slot, state)
        return cells

    def _put(self, slot: int, number: int) -> int:
        """Fill a slot with a prompt, which is computed only once; how many cells it then has."""
        prompt = self._prompts[number]
        if number in self._saved:
            self._context.restore(slot, self._saved[number])
        else:
            self._fill(slot, prompt)
            self._saved[number] = self._context.save(slot)
        return len(prompt)


@contextmanager
def _closing(context: LlamaContext) -> Iterator[LlamaContext]:
    try:
        yield context
    finally:
        context.close()
