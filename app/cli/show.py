"""What the command line shows: text of users and models as plain text only, progress on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TaskID, TextColumn
from rich.text import Text

from app.service.opening import SelfTest

T = TypeVar("T")

__all__ = [
    "Console",
    "DialBar",
    "ScreenBar",
    "duration",
    "errors_console",
    "gigabytes",
    "loading_bar",
    "output_console",
    "plain",
    "print_json",
    "self_test_shown",
]


def errors_console() -> Console:
    """Where progress and remarks go: stderr."""
    return Console(stderr=True, markup=False, highlight=False, emoji=False)


def output_console() -> Console:
    """Where results go: stdout."""
    return Console(markup=False, highlight=False, emoji=False)


def plain(text: str, style: str = "") -> Text:
    """Foreign text without control characters, so that it cannot drive the terminal."""
    safe = "".join(
        c if c in "\n\t" or (c.isprintable() or c == " ") else "\N{REPLACEMENT CHARACTER}" for c in text
    )
    return Text(safe, style=style)


def print_json(document: dict[str, Any]) -> None:
    """One JSON document on stdout."""
    unicode = sys.stdout.encoding.lower().startswith("utf")
    json.dump(document, sys.stdout, ensure_ascii=not unicode, indent=1)
    sys.stdout.write("\n")


def duration(seconds: float) -> str:
    """Seconds as "42 s", "3 min 05 s" or "2 h 10 min"."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min {rest:02d} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def gigabytes(size: int) -> str:
    """Bytes as "19.9 GB", or below a tenth of that as "1.9 MB"."""
    return f"{size / 10**9:,.1f} GB" if size >= 10**8 else f"{size / 10**6:,.1f} MB"


@contextmanager
def loading_bar(console: Console, name: str) -> Iterator[Callable[[float], None]]:
    """A bar for a model that loads; gives the function that takes the share done."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(plain(f"loading {name}").plain, total=1.0)
        yield lambda share: bar.update(task, completed=share)


def self_test_shown(events: Iterable[T], console: Console) -> Iterator[T]:
    """Passes a run's events on, but for the self-test's: these are a bar, or where none can be, one line."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    told = "testing whether sequences side by side change a token"
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task: TaskID | None = None
        for event in events:
            if isinstance(event, SelfTest):
                if task is None:
                    task = bar.add_task(told)
                    if not console.is_terminal:
                        console.print(told)
                bar.update(task, completed=event.done, total=event.total)
            else:
                bar.stop()
                yield event


class _Fields(ProgressColumn):
    """A task's own remark."""

    def render(self, task: Task) -> Text:
        return Text(str(task.fields.get("remark", "")))


class ScreenBar:
    """Two bars, one a pass, and the speed and time left."""

    def __init__(self, console: Console) -> None:
        self._bar = Progress(TextColumn("{task.description:6}"), BarColumn(), _Fields(), console=console)
        self._triage = self._bar.add_task("triage", total=None)
        self._deep = self._bar.add_task("deep", total=None)

    def __enter__(self) -> ScreenBar:
        self._bar.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._bar.stop()

    def show(
        self,
        *,
        triage: tuple[int, int],
        deep: tuple[int, int],
        survivors: int,
        errors: int,
        speed: float,
        eta: float | None,
    ) -> None:
        """Bring both bars up to date; pairs are (done, total)."""
        failed = f", {errors} errors" if errors else ""
        self._bar.update(
            self._triage,
            completed=triage[0],
            total=max(triage[1], 1),
            remark=f"{triage[0]}/{triage[1]}, {survivors} survivors{failed}",
        )
        left = "" if eta is None else f", {duration(eta)} left"
        self._bar.update(
            self._deep,
            completed=deep[0],
            total=max(deep[1], 1),
            remark=f"{deep[0]}/{deep[1]}, {speed:,.0f} tokens/s{left}",
        )


class DialBar:
    """One bar, with the tokens that are spared and the time left."""

    def __init__(self, console: Console) -> None:
        self._bar = Progress(TextColumn("{task.description}"), BarColumn(), _Fields(), console=console)
        self._task = self._bar.add_task("dial", total=None)

    def __enter__(self) -> DialBar:
        self._bar.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._bar.stop()

    def show(self, *, done: int, total: int, errors: int, tokens: int, eta: float | None) -> None:
        """Bring the bar up to date; `done` and `total` are readings, `tokens` those generated."""
        failed = f", {errors} errors" if errors else ""
        left = "" if eta is None else f", {duration(eta)} left"
        self._bar.update(
            self._task,
            completed=done,
            total=max(total, 1),
            remark=f"{done:,}/{total:,}{failed}, {tokens:,} tokens{left}",
        )
