"""The number of threads follows what else the machine does."""

from __future__ import annotations

from app.engine.threads import ThreadTuner


def decode(tuner: ThreadTuner, milliseconds: dict[int, float], seconds: float, rows: int = 4) -> set[int]:
    """Steps on a machine where a step takes so long with so many threads; the counts that were tried."""
    tried, passed, count = set(), 0.0, tuner.count
    while passed < seconds:
        tried.add(count)
        passed += milliseconds[count] / 1000
        count = tuner.took(rows, milliseconds[count] / 1000)
    return tried


IDLE = {1: 8.0, 2: 4.2, 3: 3.0, 4: 2.4}
# Another program takes a core: four threads wait for each other.
BESIDE = {1: 8.0, 2: 4.3, 3: 3.1, 4: 40.0}


def test_it_keeps_all_threads_on_an_idle_machine_and_seldom_tries_fewer() -> None:
    tuner = ThreadTuner(4)
    assert decode(tuner, IDLE, 60) == {3, 4}
    fewer = ThreadTuner(4)
    steps = [fewer.took(4, 0.0024) for _ in range(25_000)]
    assert steps.count(3) / len(steps) < 0.02


def test_it_takes_one_fewer_beside_another_program_and_all_when_that_has_ended() -> None:
    tuner = ThreadTuner(4)
    decode(tuner, BESIDE, 3)
    assert tuner.count == 3
    decode(tuner, BESIDE, 60)
    assert tuner.count == 3
    decode(tuner, IDLE, 30)
    assert tuner.count == 4


def test_it_goes_down_to_where_nothing_waits() -> None:
    tuner = ThreadTuner(4)
    decode(tuner, {1: 8.0, 2: 50.0, 3: 60.0, 4: 90.0}, 20)
    assert tuner.count == 1


def test_a_trial_that_loses_is_given_up_early() -> None:
    tuner = ThreadTuner(4)
    count, slow = 4, 0.0
    while tuner.count == 4:
        count = tuner.took(4, 0.001)
    while count == 3:
        count = tuner.took(4, 0.002)
        slow += 0.002
    assert slow < 0.02


def test_one_thread_stays_one() -> None:
    assert decode(ThreadTuner(1), {1: 8.0}, 5) == {1}


def test_steps_of_another_width_are_not_compared() -> None:
    tuner = ThreadTuner(2)
    for _ in range(5000):
        # The steps get wider just as a trial of fewer threads begins, and would make it look slow or fast.
        tuner.took(1 if tuner.count == 2 else 16, 0.001)
        assert tuner.count in (1, 2)
    narrow = [tuner.took(1 if tuner.count == 2 else 16, 0.001) for _ in range(5000)]
    assert narrow.count(1) < 0.02 * len(narrow)


def test_chunks_of_different_sizes_are_compared_by_what_was_done_in_them() -> None:
    tuner = ThreadTuner(2)
    tried = set()
    for at in range(4000):
        tried.add(tuner.count)
        size = 32 if at % 3 else 8
        milliseconds = size * {1: 0.3, 2: 2.0}[tuner.count]
        tuner.took(0, milliseconds / 1000, size)
    assert tried == {1, 2}
    assert tuner.count == 1
