"""Speed and time left, on a clock of the test's own."""

from __future__ import annotations

from app.hub.progress import Pace, Progress
from app.hub.speed import Meter


def test_the_speed_is_that_of_the_last_seconds() -> None:
    meter = Meter()
    assert meter.speed is None
    for second in range(30):
        meter.add(second, 100 * second)
    assert meter.speed == 100
    for second in range(30, 60):
        meter.add(second, 2900 + 500 * (second - 29))
    assert meter.speed == 500
    assert meter.left(1000) == 2


def test_nothing_is_said_of_too_short_a_time_or_of_none_arriving() -> None:
    meter = Meter()
    meter.add(0.0, 0)
    meter.add(0.1, 1_000_000)
    assert meter.speed is None
    assert meter.left(5) is None
    meter.reset()
    meter.add(0.0, 10)
    meter.add(5.0, 10)
    assert meter.speed == 0
    assert meter.left(5) is None


def test_progress_is_told_now_and_then_and_at_the_end() -> None:
    now = 0.0
    pace = Pace(clock=lambda: now, every=1.0)
    told: list[Progress] = []
    for step in range(41):
        now = step / 4
        told += pace.downloading("x.gguf", step * 10, 400)
    assert [event.done for event in told] == [40 * second for second in range(11)]
    assert told[-1].speed == 40
    assert [event.left for event in told[1:]] == [10 - second for second in range(1, 11)]


def test_what_was_checked_counts_for_no_speed() -> None:
    now = 0.0
    pace = Pace(clock=lambda: now, every=0.0)
    list(pace.checking("x.gguf", 1_000_000, 1_000_000))
    for now in (1.0, 2.0, 3.0):
        (event,) = pace.downloading("x.gguf", 1_000_000 + int(now) * 10, 2_000_000)
    assert event.speed == 10
