"""One thread for the services: order, streams between jobs, errors as values, bugs in the log."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from app.core.errors import KnownError
from app.service.events import Live
from app.service.progress import Progress
from app.ui.background import UnforeseenError
from app.ui.service_thread import ServiceThread

PROGRESS = Progress(0, 1, 0, 0, 0, 0, 0, 0.0, None)


class Bench:
    """Stands for the workbench: what is tested here is the thread."""

    def __init__(self) -> None:
        self.closed = threading.Event()

    def close(self) -> None:
        self.closed.set()


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def service(bench: Bench, home: Path, qtbot: QtBot) -> Iterator[ServiceThread]:
    thread = ServiceThread(lambda: bench, lambda: home / "log.txt")  # type: ignore[arg-type, return-value]
    thread.start()
    yield thread
    thread.close()


def nothing(_error: Exception) -> None:
    raise AssertionError(_error)


def test_jobs_run_there_in_order_and_answer_here(service: ServiceThread, qtbot: QtBot) -> None:
    ran: list[tuple[int, bool]] = []
    told: list[tuple[int, bool]] = []
    here = QThread.currentThread()
    for number in range(20):
        service.call(
            lambda _bench, number=number: ran.append((number, QThread.currentThread() is here)),
            lambda _none, number=number: told.append((number, QThread.currentThread() is here)),
            nothing,
        )
    qtbot.waitUntil(lambda: len(told) == 20)
    assert ran == [(number, False) for number in range(20)]
    assert told == [(number, True) for number in range(20)]


def test_a_known_error_comes_back_and_a_bug_leaves_its_traceback(
    service: ServiceThread, qtbot: QtBot, home: Path
) -> None:
    errors: list[Exception] = []

    def known(_bench: object) -> None:
        raise KnownError("Do this instead.")

    def bug(_bench: object) -> None:
        raise ZeroDivisionError("a bug")

    for function in (known, bug):
        service.call(function, None, errors.append)
    qtbot.waitUntil(lambda: len(errors) == 2)
    assert str(errors[0]) == "Do this instead."
    assert isinstance(errors[1], UnforeseenError)
    assert "ZeroDivisionError: a bug" in (home / "log.txt").read_text(encoding="utf-8")


def test_a_streams_many_events_come_with_the_next_other_one(service: ServiceThread, qtbot: QtBot) -> None:
    many = Live.__new__(Live)
    batches: list[list[Any]] = []
    ended: list[bool] = []

    def stream(_bench: object) -> Iterator[Any]:
        yield from (many, many, many, PROGRESS, PROGRESS, many)

    service.stream(stream, batches.append, ended.append, nothing)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: ended == [True])
    assert [len(batch) for batch in batches] == [4, 1, 1]


def test_jobs_run_between_a_streams_steps_and_one_of_them_ends_it(
    service: ServiceThread, qtbot: QtBot
) -> None:
    closed: list[bool] = []
    ended: list[bool] = []
    answers: list[int] = []
    seen: list[list[Any]] = []

    def endless(_bench: object) -> Iterator[Any]:
        try:
            while True:
                yield PROGRESS
        finally:
            closed.append(True)

    service.stream(endless, seen.append, ended.append, nothing)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: len(seen) > 3)
    service.call(lambda _bench: 7, answers.append, nothing)
    qtbot.waitUntil(lambda: answers == [7])
    refused: list[Exception] = []
    service.stream(endless, seen.append, lambda _finished: None, refused.append)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: bool(refused))
    assert "running already" in str(refused[0])
    service.stop_stream()
    qtbot.waitUntil(lambda: ended == [False])
    assert closed == [True]


def test_closing_ends_a_stream_and_the_workbench(bench: Bench, home: Path, qtbot: QtBot) -> None:
    closed: list[bool] = []

    def endless(_bench: object) -> Iterator[Any]:
        try:
            while True:
                yield PROGRESS
        finally:
            closed.append(True)

    thread = ServiceThread(lambda: bench, lambda: home / "log.txt")  # type: ignore[arg-type, return-value]
    thread.start()
    seen: list[list[Any]] = []
    thread.stream(endless, seen.append, lambda _finished: None, nothing)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: bool(seen))
    thread.close()
    thread.close()
    assert closed == [True]
    assert bench.closed.is_set()


def test_a_workbench_that_cannot_be_made_is_told(home: Path, qtbot: QtBot) -> None:
    def refuse() -> Any:
        raise KnownError("No store here.")

    thread = ServiceThread(refuse, lambda: home / "log.txt")
    with qtbot.waitSignal(thread.broken) as broken:
        thread.start()
    assert str(broken.args[0]) == "No store here."
    thread.close()


def test_without_a_workbench_all_fails_until_it_can_be_made(bench: Bench, home: Path, qtbot: QtBot) -> None:
    makes = iter([KnownError("There is none."), KnownError("There is none yet."), bench])

    def make() -> Bench:
        made = next(makes)
        if isinstance(made, KnownError):
            raise made
        return made

    thread = ServiceThread(make, lambda: home / "log.txt")  # type: ignore[arg-type]
    broken: list[Exception] = []
    mended: list[bool] = []
    thread.broken.connect(broken.append)
    thread.mended.connect(lambda: mended.append(True))
    thread.start()
    errors: list[Exception] = []
    thread.call(lambda _bench: None, None, errors.append)
    thread.stream(lambda _bench: iter(()), lambda _batch: None, lambda _finished: None, errors.append)  # type: ignore[arg-type, return-value]
    qtbot.waitUntil(lambda: len(errors) == 2)
    assert not thread.whole
    assert [str(error) for error in (*broken, *errors)] == ["There is none."] * 3
    thread.open_again()
    qtbot.waitUntil(lambda: len(broken) == 2)
    assert not mended
    thread.open_again()
    qtbot.waitUntil(lambda: bool(mended))
    answers: list[int] = []
    thread.call(lambda _bench: 7, answers.append, nothing)
    qtbot.waitUntil(lambda: answers == [7])
    thread.close()
    assert bench.closed.is_set()
