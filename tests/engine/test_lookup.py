"""What may come next, read off what was there before."""

from __future__ import annotations

from app.engine.lookup import Lookup


def test_what_followed_the_last_two_ids_may_follow_again() -> None:
    lookup = Lookup((1, 2, 3, 4, 5, 1, 2))
    assert lookup.guess(1) == [3]
    assert lookup.guess(3) == [3, 4, 5]
    lookup.add(9)
    assert lookup.guess(3) == []
    for token in (1, 2):
        lookup.add(token)
    assert lookup.guess(2) == [9, 1]


def test_a_loop_goes_on() -> None:
    assert Lookup((7, 7, 7)).guess(4) == [7, 7, 7, 7]
    assert Lookup((1, 2, 3, 1, 2)).guess(7) == [3, 1, 2, 3, 1, 2, 3]


def test_nothing_is_guessed_of_what_was_not_seen() -> None:
    assert Lookup(()).guess(4) == []
    assert Lookup((1,)).guess(4) == []
    assert Lookup((1, 2)).guess(4) == []
    assert Lookup((1, 2, 3)).guess(4) == []
