"""The self-test finds what depends on the company, and tries what may not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
import pytest
from numpy.typing import NDArray

from app.core.errors import OutOfMemoryError
from app.engine.context import LlamaContext
from app.engine.contract import SelfTestProgress, StepShape
from app.engine.selftest import Found, exact_shape
from app.engine.shapes import GROWING, TESTED_CONTEXT, shapes_for
from tests.support.in_process import CHUNK, THREADS, Bench


def test_on_a_processor_steps_may_grow() -> None:
    shapes = shapes_for(gpu=False, kv_heads=8, multiprocessors=None)
    assert shapes[: len(GROWING)] == GROWING
    assert {shape.rows for shape in shapes[len(GROWING) :]} == {16}
    assert all(shape.fixed for shape in shapes[len(GROWING) :])


@pytest.mark.parametrize(
    ("kv_heads", "multiprocessors", "rows"),
    # H200, RTX 4090, A100, RTX 3090 and L40S with s1-32B; an H200 with a 7B model; unknown and absurd ones.
    [
        (8, 132, [32, 33, 16]),
        (8, 128, [32, 16]),
        (8, 108, [27, 32, 16]),
        (8, 82, [20, 32, 16]),
        (8, 142, [35, 32, 16]),
        (4, 132, [64, 66, 32, 16]),
        (8, None, [32, 16]),
        (1, 256, [32, 16]),
        (40, 16, [32, 16]),
        (0, 132, [32, 16]),
    ],
)
def test_on_a_gpu_rows_fill_its_multiprocessors(
    kv_heads: int, multiprocessors: int | None, rows: list[int]
) -> None:
    shapes = shapes_for(gpu=True, kv_heads=kv_heads, multiprocessors=multiprocessors)
    assert [shape.rows for shape in shapes] == rows
    assert all(shape.fixed and not shape.silent_padding for shape in shapes)


class Tainted(LlamaContext):
    """In steps of sixteen rows a long sequence's logits depend on whether another is longer, as on a GPU."""

    def step(
        self,
        first_slot: int,
        tokens: Sequence[int],
        positions: Sequence[int],
        wanted: Sequence[bool] | None = None,
    ) -> NDArray[np.float32]:
        rows = super().step(first_slot, tokens, positions, wanted)
        if len(tokens) == 16 and max(positions) > 256:
            rows[[position > 64 for position in positions], 0] += 1
        return rows


class ByThreads(LlamaContext):
    """Prefills otherwise with one thread."""

    def prefill(self, slot: int, ids: Sequence[int], start: int) -> bool:
        shift = 1 if self.threads == 1 else 0
        return super().prefill(slot, [(id + shift) % 256 for id in ids], start)


class BySlot(LlamaContext):
    """Prefills otherwise in each slot."""

    def prefill(self, slot: int, ids: Sequence[int], start: int) -> bool:
        return super().prefill(slot, [(id + slot) % 256 for id in ids], start)


class OddDrafts(LlamaContext):
    """Has other logits for one id of some drafts."""

    def odd(self, slot: int, start: int) -> bool:
        """Whether a draft is such a one."""
        return True

    def at(self, count: int) -> int:
        """Which of its ids."""
        return 0

    def score(self, slot: int, ids: Sequence[int], start: int) -> NDArray[np.float32]:
        rows = super().score(slot, ids, start)
        if self.odd(slot, start):
            rows[self.at(len(ids)), 0] += 1
        return rows


class OddLast(OddDrafts):
    """Only the last id."""

    def at(self, count: int) -> int:
        return count - 1


class OddLong(OddDrafts):
    """Only where there are more than 256 cells."""

    def odd(self, slot: int, start: int) -> bool:
        return start > 256


class OddSlot(OddDrafts):
    """Only behind the first slot."""

    def odd(self, slot: int, start: int) -> bool:
        return slot > 0


class OddThreads(OddDrafts):
    """Only with several threads."""

    def odd(self, slot: int, start: int) -> bool:
        return self.threads > 1


def find(
    bench: Bench,
    *shapes: StepShape,
    kind: type[LlamaContext] = Tainted,
    long: bool = True,
    most: int = 256,
    threads: int = THREADS,
    few: int | None = None,
    progress: SelfTestProgress | None = None,
) -> Found:
    """What passes on contexts of a kind, of which there is memory for some slots."""

    def opened(slots: int) -> LlamaContext:
        if slots > most:
            raise OutOfMemoryError("There is no memory.")
        return kind(
            bench.model, slots=slots, context=TESTED_CONTEXT, threads=threads, kv_type="f16", chunk=CHUNK
        )

    return exact_shape(opened, shapes, 16, bench.model.n_vocab, long=long, threads=few, progress=progress)


def test_a_long_sequence_beside_a_longer_one_is_tried(bench: Bench) -> None:
    eight, sixteen = StepShape(8, fixed=True), StepShape(16, fixed=True)
    assert find(bench, sixteen, eight).shape == eight
    assert find(bench, sixteen) == Found(
        None, "self-test failed: bits depend on the company from exactly 16 rows with full padding"
    )
    # What is left out on a large model without a GPU.
    assert find(bench, sixteen, long=False).shape == sixteen


@pytest.mark.parametrize("kind", [ByThreads, BySlot])
def test_prompts_too_are_tried_in_other_slots_and_with_other_threads(
    bench: Bench, kind: type[LlamaContext]
) -> None:
    assert find(bench, StepShape(2), kind=LlamaContext, threads=2).shape == StepShape(2)
    assert find(bench, StepShape(2), kind=kind, threads=2).shape is None


def test_it_says_how_far_it_is_and_where_a_shape_fails_there_is_more_to_do(bench: Bench) -> None:
    told: list[tuple[int, int]] = []
    eight, sixteen = StepShape(8, fixed=True), StepShape(16, fixed=True)
    assert find(bench, eight, progress=lambda *pair: told.append(pair)).shape == eight
    pieces = len(told)
    assert told == [(done, pieces) for done in range(1, pieces + 1)]
    told.clear()
    assert find(bench, sixteen, eight, progress=lambda *pair: told.append(pair)).shape == eight
    assert [done for done, _ in told] == list(range(1, len(told) + 1))
    totals = [total for _, total in told]
    assert len(set(totals)) == 2
    assert totals[-1] == len(told) > pieces
    # Drafts are of steps that may grow.
    told.clear()
    assert find(bench, StepShape(2), kind=LlamaContext, progress=lambda *pair: told.append(pair)).drafts
    assert told[-1] == (len(told), len(told))


class Watched(LlamaContext):
    """Notes with how many threads each step is computed."""

    counts: ClassVar[list[int]] = []

    def step(
        self,
        first_slot: int,
        tokens: Sequence[int],
        positions: Sequence[int],
        wanted: Sequence[bool] | None = None,
    ) -> NDArray[np.float32]:
        self.counts.append(self.threads)
        return super().step(first_slot, tokens, positions, wanted)


@pytest.mark.parametrize(("few", "usual"), [(None, 3), (1, 1), (2, 2), (9, 3)])
def test_all_but_the_comparison_of_threads_takes_as_many_as_are_given(
    bench: Bench, few: int | None, usual: int
) -> None:
    Watched.counts.clear()
    assert find(bench, StepShape(2), kind=Watched, threads=3, few=few).shape == StepShape(2)
    other = 1 if usual == 3 else 3
    assert set(Watched.counts) == {usual, other}
    assert Watched.counts.count(other) < len(Watched.counts) / 4


def test_shapes_for_which_there_is_no_memory_are_passed_over(bench: Bench) -> None:
    eight, sixteen, many = (StepShape(rows, fixed=True) for rows in (8, 16, 32))
    found = find(bench, many, eight, most=8)
    assert (found.shape, found.complete) == (eight, False)
    found = find(bench, sixteen, many, most=16)
    assert (found.shape, found.complete) == (None, False)
    assert "depend on the company from exactly 16 rows" in found.why
    assert "no memory to try exactly 32 rows" in found.why
    with pytest.raises(OutOfMemoryError):
        find(bench, StepShape(2), most=4)


def test_drafts_are_tried(bench: Bench) -> None:
    shape = StepShape(8)
    found = find(bench, shape, kind=LlamaContext, threads=2)
    assert found.shape == shape
    if not found.drafts:
        pytest.skip("drafts have other bits than steps on this processor")
    for kind in (OddDrafts, OddLast, OddLong, OddSlot, OddThreads):
        found = find(bench, shape, kind=kind, threads=2, long=kind is OddLong)
        assert (found.shape, found.drafts) == (shape, False), kind
    fixed = StepShape(8, fixed=True)
    assert not find(bench, fixed, kind=LlamaContext, long=False).drafts
