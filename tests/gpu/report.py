"""The steps of a check: each prints what it found, one that fails says so, and all end in a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter

Rows = Iterator[tuple[str, str]]


class Report:
    """What was found, in order.

    Attributes:
        failed: how many steps failed.
    """

    def __init__(self) -> None:
        self.failed = 0
        self._rows: list[tuple[str, str]] = []

    def step(self, name: str, work: Callable[[], Rows]) -> None:
        """Do one step; what it found before it failed is kept."""
        start = perf_counter()
        try:
            for what, value in work():
                self._say(what, value)
        except Exception as error:
            self.failed += 1
            self._say(name, f"FAILED: {str(error) or type(error).__name__}")
        print(f"    ({name}: {perf_counter() - start:.1f} s)", flush=True)

    def table(self) -> str:
        """All of it as one Markdown table."""
        lines = ["| what | found |", "|---|---|"]
        lines += [f"| {what} | {' '.join(value.split()).replace('|', '/')} |" for what, value in self._rows]
        return "\n".join(lines)

    def _say(self, what: str, value: str) -> None:
        self._rows.append((what, value))
        print(f"{what}: {value}", flush=True)
