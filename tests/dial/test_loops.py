"""Repeated n-grams: none, all, and what lies between."""

from __future__ import annotations

import pytest

from app.dial.loops import repeated_share


@pytest.mark.parametrize(
    ("ids", "n", "share"),
    [
        ([], 4, 0),
        ([1, 2, 3], 4, 0),
        (range(100), 4, 0),
        # 1 distinct of 7, as "the the the ..." of a looping model.
        ([5] * 10, 4, 6 / 7),
        # 1 2 3 1 2 3 1: the bigrams 12 23 31 12 23 31.
        ([1, 2, 3, 1, 2, 3, 1], 2, 0.5),
        ([1, 1, 2], 1, 1 / 3),
    ],
)
def test_the_share_of_n_grams_that_were_there_before(ids: list[int], n: int, share: float) -> None:
    assert repeated_share(list(ids), n) == pytest.approx(share)


def test_an_n_gram_has_at_least_one_token() -> None:
    with pytest.raises(ValueError, match="no 0-grams"):
        repeated_share([1, 2], 0)
