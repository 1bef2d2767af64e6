"""Ids that may come next, read off the text so far."""

from __future__ import annotations

from collections.abc import Iterable


class Lookup:
    """Guesses that what followed the last two ids before follows them again.

    Reasoning quotes what it was asked, and repeats itself.

    Source: A. Saxena, "Prompt Lookup Decoding" (2023), github.com/apoorvumang/prompt-lookup-decoding.
    """

    def __init__(self, ids: Iterable[int]) -> None:
        self._ids: list[int] = []
        # Where the id stands that followed a pair of ids the last time.
        self._after: dict[tuple[int, int], int] = {}
        for token in ids:
            self.add(token)

    def add(self, token: int) -> None:
        """Append an id to the text."""
        if len(self._ids) > 1:
            self._after[self._ids[-2], self._ids[-1]] = len(self._ids)
        self._ids.append(token)

    def guess(self, count: int) -> list[int]:
        """`count` ids that may follow; none where the last two have not been seen before."""
        at = self._after.get((self._ids[-2], self._ids[-1])) if len(self._ids) > 1 else None
        if at is None:
            return []
        found, period = self._ids[at : at + count], len(self._ids) - at
        # What repeats itself up to its end goes on repeating itself.
        while len(found) < count:
            found.append(found[-period])
        return found
