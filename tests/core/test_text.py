"""Texts that cannot be recorded are refused where they come in, not when they are to be recorded."""

from __future__ import annotations

import pytest

from app.core.budget import ThinkingBudget
from app.core.errors import BudgetError, PromptError
from app.core.request import PromptText
from app.core.text import is_unicode

HALF = "half \udcff"


@pytest.mark.parametrize(
    ("text", "expected"), [("", True), ("Wait…\U0001f600", True), (HALF, False), ("\ud800", False)]
)
def test_halves_of_pairs_are_no_unicode(text: str, expected: bool) -> None:
    assert is_unicode(text) is expected


def test_a_wait_text_is_refused() -> None:
    with pytest.raises(BudgetError, match=r"Wait text 'half .udcff' is not UTF-8"):
        ThinkingBudget(8, waits=1, wait_text=HALF)


@pytest.mark.parametrize("place", range(3))
def test_a_prompt_is_refused(place: int) -> None:
    with pytest.raises(PromptError, match="is not UTF-8"):
        PromptText(*(HALF if place == n else "x" for n in range(3)))
