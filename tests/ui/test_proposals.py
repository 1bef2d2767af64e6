"""The best setting as preferences: what changes, what stays, and where there is nothing to propose."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.hub.memory import Memory, Need
from app.service.fit import Fit, Setting
from app.ui.models.proposals import how_to_load, proposed
from app.ui.preferences import Preferences

ASKED = Setting(0, 16, 4096, "f16")
NOTHING = Need(Memory(0, 0, 0), Memory(0, 0, 0))
VALUE = Preferences(model="some.gguf", threads=3, theme="dark")


def found(best: Setting | None, asked: Setting = ASKED) -> Fit:
    return Fit(asked, NOTHING, fits=best == asked, best=best, layers=33, upper=False)


@pytest.mark.parametrize(
    ("best", "gpu", "changes"),
    [
        (replace(ASKED, parallel=4), False, {"parallel": 4}),
        (replace(ASKED, parallel=1, kv_type="q8_0"), False, {"parallel": 1, "kv_type": "q8_0"}),
        (replace(ASKED, parallel=2, context=2048), False, {"parallel": 2, "context": 2048}),
        # All that are on the GPU stay all; some are named, and so is none where there is one.
        (Setting(33, 8, 4096, "f16"), True, {"parallel": 8}),
        (Setting(12, 16, 4096, "f16"), True, {"gpu_layers": 12}),
        (replace(ASKED, parallel=8), True, {"parallel": 8, "gpu_layers": 0}),
    ],
)
def test_only_what_must_changes(best: Setting, gpu: bool, changes: dict[str, object]) -> None:
    assert proposed(VALUE, found(best), gpu=gpu) == replace(VALUE, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(("best", "gpu"), [(None, False), (None, True), (ASKED, False)])
def test_there_may_be_nothing_to_propose(best: Setting | None, gpu: bool) -> None:
    assert proposed(VALUE, found(best), gpu=gpu) is None


def test_a_context_that_was_set_is_shortened_and_not_dropped() -> None:
    value, asked = replace(VALUE, context=8192), replace(ASKED, context=8192)
    assert proposed(value, found(replace(asked, parallel=2), asked), gpu=False) == replace(value, parallel=2)
    shorter = replace(asked, parallel=1, context=4096)
    assert proposed(value, found(shorter, asked), gpu=False) == replace(value, parallel=1, context=4096)


def test_a_number_that_cannot_be_is_as_the_program_chooses() -> None:
    how = how_to_load(replace(VALUE, context=-5, gpu_layers=-3))
    assert (how.context, how.gpu_layers) == (None, None)
