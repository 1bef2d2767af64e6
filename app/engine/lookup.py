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
        self._after: dict[tuple[int, ...], int] = {}
        for token in ids:
            self.add(token)

    def add(self, token: int) -> None:
        """What came next indeed."""
        pair = tuple(self._ids[-2:])
        if len(pair) == 2:
            self._after[pair] = len(self._ids)
        self._ids.append(token)

    def guess(self, count: int) -> list[int]:
        """`count` ids that may follow; none where the last two have not been seen before."""
        at = self._after.get(tuple(self._ids[-2:]))
        if at is None:
            return []
        found = self._ids[at : at + count]
        # What repeats itself up to its end goes on repeating itself.
        while len(found) < count:
            found.append(found[len(found) - (len(self._ids) - at)])
        return found
