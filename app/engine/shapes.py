"""Which shapes of a decode step may have the same bits whatever the company; the self-test decides."""

from __future__ import annotations

from app.engine.contract import StepShape

# On a processor a step may grow; silent padding first, for it is cheaper.
GROWING = tuple(StepShape(rows, silent) for rows in (2, 8) for silent in (True, False))
# The self-test tries so many slots at least, whatever is asked for, of so many tokens.
WIDEST, TESTED_CONTEXT = 16, 512
# So many where few rows are computed at once.
FEW_ROWS = 8
_FIXED_ROWS = (32, 16)
# LLAMA_MAX_SEQ of llama.cpp.
_MOST_SLOTS = 256


def shapes_for(
    gpu: bool, kv_heads: int, multiprocessors: int | None, *, most: int | None = None
) -> tuple[StepShape, ...]:
    """The shapes to try on a machine, the best first.

    A GPU's kernels change with the rows, so their number is fixed. CUDA's attention gives each of the model's
    KV heads in each row to a block, of which a multiprocessor takes two at a time. Where rows and blocks do
    not match within 5 % it cuts sequences in two, and where depends on the neighbours (`launch_fattn` in
    fattn-common.cuh). Rows in whole eights are multiplied fastest. `most` bounds the rows of a step.
    """
    if not gpu:
        wide = (StepShape(WIDEST, silent_padding=True, fixed=True), StepShape(WIDEST, fixed=True))
        return GROWING if most else (*GROWING, *wide)
    if most:
        return (StepShape(most, fixed=True),)
    matching = 2 * multiprocessors // kv_heads if multiprocessors and kv_heads else 0
    eights = matching // 8 * 8
    rows = dict.fromkeys(((eights,) if 20 * eights >= 19 * matching else ()) + (matching, *_FIXED_ROWS))
    return tuple(StepShape(number, fixed=True) for number in rows if 1 < number <= _MOST_SLOTS)
