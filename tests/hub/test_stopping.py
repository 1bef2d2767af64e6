"""Pause and cancel, from another thread, at every stage."""

from __future__ import annotations

import threading

import pytest

from app.hub.download import download
from app.hub.progress import Pace, Progress, Remark, Stage, Stop, Stopped, Switch
from tests.hub.conftest import CONTENT, FILE, REPO, Lab
from tests.support.hub_server import Fault

SIZE = len(CONTENT)


@pytest.mark.parametrize(
    ("how", "left"), [(Stop.PAUSE, [f"{FILE}.part", f"{FILE}.part.json"]), (Stop.CANCEL, [])]
)
def test_a_slow_download_is_stopped_by_the_switch(lab: Lab, how: Stop, left: list[str]) -> None:
    fault = Fault(hold=threading.Event())
    lab.server.faults.append(fault)
    switch = Switch()

    def stop() -> None:
        fault.reached.wait()
        switch.stop(how)
        assert fault.hold is not None
        fault.hold.set()

    other = threading.Thread(target=stop)
    other.start()
    *_, last = lab.start(switch=switch)
    other.join()
    assert isinstance(last, Stopped)
    assert last.how is how
    assert last.size == SIZE
    assert lab.files() == left
    assert last.done == (lab.part.stat().st_size if left else 0)
    lab.run()
    assert lab.target.read_bytes() == CONTENT


@pytest.mark.parametrize("how", list(Stop))
def test_a_wait_for_a_new_try_ends_at_once(lab: Lab, how: Stop) -> None:
    """The wait is longer than a test may take."""
    lab.server.faults.append(Fault(drop_after=1000))
    switch = Switch()
    told = []
    for event in download(lab.hub(), REPO, FILE, lab.folder, pace=Pace(switch, waits=(1e6,))):
        told.append(event)
        if isinstance(event, Remark):
            threading.Thread(target=switch.stop, args=(how,)).start()
    assert told[-1] == Stopped(how, 1000 if how is Stop.PAUSE else 0, SIZE)


@pytest.mark.parametrize("how", list(Stop))
def test_a_split_model_is_stopped_in_its_second_part(lab: Lab, how: Stop) -> None:
    first, second = "m-00001-of-00002.gguf", "m-00002-of-00002.gguf"
    lab.server.add(REPO, first, CONTENT)
    lab.server.add(REPO, second, CONTENT)
    switch = Switch()
    for event in lab.start(second, switch=switch):
        if isinstance(event, Progress) and event.file == second:
            switch.stop(how)
    assert isinstance(event, Stopped)
    if how is Stop.CANCEL:
        assert (event.done, lab.files()) == (0, [])
    else:
        assert SIZE < event.done < event.size == 2 * SIZE
        assert lab.files() == [first, f"{second}.part", f"{second}.part.json"]
    lab.run(first)
    assert lab.files() == [first, second]


def test_what_is_whole_already_is_not_removed_by_a_cancellation(lab: Lab) -> None:
    names = ["m-00001-of-00002.gguf", "m-00002-of-00002.gguf"]
    for name in names:
        lab.server.add(REPO, name, CONTENT)
    lab.run(names[0])
    switch = Switch()
    for event in lab.start(names[0], switch=switch):
        if isinstance(event, Progress):
            assert (event.stage, event.file) == (Stage.CHECKING, names[0])
            switch.stop(Stop.CANCEL)
    assert event == Stopped(Stop.CANCEL, 2 * SIZE, 2 * SIZE)
    assert lab.files() == names
