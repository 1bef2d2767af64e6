"""A server that asks to wait: it is waited for, in sight of the user, and not for ever."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from app.core.errors import DownloadError
from app.core.lock import try_lock
from app.hub.download import download
from app.hub.progress import Downloaded, DownloadEvent, Pace, Progress, Remark, Stage, Stop, Stopped, Switch
from app.hub.remote import Which
from app.hub.retry_after import retry_after
from tests.hub.conftest import CONTENT, FILE, REPO, Lab
from tests.support.hub_server import Fault

SIZE = len(CONTENT)
NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


class Patience(Switch):
    """Time passes only while somebody waits. It is stopped so, once it has waited that long."""

    def __init__(self, how: Stop | None = None, after: float = 0.0) -> None:
        super().__init__()
        self.waited, self.how, self.after = 0.0, how, after

    def wait(self, seconds: float) -> None:
        self.waited += seconds
        if self.how and self.waited >= self.after:
            self.stop(self.how)

    def clock(self) -> float:
        return self.waited


def run(lab: Lab, patience: Patience, file: Which = FILE) -> list[DownloadEvent]:
    pace = Pace(patience, patience.clock, every=0.0, waits=(0.0, 1.0, 2.0))
    return list(download(lab.hub(), REPO, file, lab.folder, pace=pace))


def busy(status: int = 429, **headers: str) -> Fault:
    return Fault(status=status, headers={name.replace("_", "-"): told for name, told in headers.items()})


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (429, {"Retry-After": "120"}, 120.0),
        (503, {"Retry-After": " 7 "}, 7.0),
        (429, {"Retry-After": "0"}, 0.0),
        (429, {"Retry-After": "Sun, 01 Mar 2026 12:01:30 GMT"}, 90.0),
        (429, {"Retry-After": "Sun, 01 Mar 2026 12:01:30 -0000"}, 90.0),
        (429, {"Retry-After": "Sun, 01 Mar 2026 13:00:00 +0100"}, 0.0),
        (429, {"Retry-After": "Sun, 01 Mar 2026 11:00:00 GMT"}, 0.0),
        (429, {"Retry-After": "999999999"}, 999_999_999.0),
        (429, {"Retry-After": "1" * 5000}, None),
        (429, {"Retry-After": "-5"}, None),
        (429, {"Retry-After": "1.5"}, None),
        (429, {"Retry-After": "soon"}, None),
        (429, {"Retry-After": "Sun, 01 Mar 99999999999999999999 11:00:00 GMT"}, None),
        (429, {"RateLimit": '"api";r=0;t=55'}, 55.0),
        (429, {"RateLimit": '"api";r=3;t=55'}, None),
        (429, {"RateLimit": '"api";r=0;t=' + "9" * 5000}, None),
        (429, {}, None),
        (500, {"Retry-After": "120"}, None),
        (200, {"Retry-After": "120"}, None),
    ],
)
def test_what_a_server_asks(status: int, headers: Mapping[str, str], seconds: float | None) -> None:
    assert retry_after(status, headers, NOW) == seconds


def test_a_busy_server_is_waited_for_as_it_asks_and_the_wait_is_told(lab: Lab) -> None:
    lab.server.faults.extend(
        [Fault(drop_after=100_000), busy(429, Retry_After="30"), busy(503, Retry_After="5")]
    )
    patience = Patience()
    events = run(lab, patience)
    assert isinstance(events[-1], Downloaded)
    assert lab.target.read_bytes() == CONTENT
    # The first new try is after a broken connection: bytes had come, so that it is tried at once.
    assert patience.waited == 30 + 5
    waits = [event for event in events if isinstance(event, Progress) and event.stage is Stage.WAITING]
    assert [event.left for event in waits] == [*range(30, 0, -1), *range(5, 0, -1)]
    assert {(event.file, event.done, event.size) for event in waits} == {(FILE, 100_000, SIZE)}
    remarks = [str(event.text) for event in events if isinstance(event, Remark)]
    assert remarks[1:] == [
        "The server is busy (HTTP 429) and asks to wait 30 s; then it goes on.",
        "The server is busy (HTTP 503) and asks to wait 5 s; then it goes on.",
    ]
    assert [one.start for one in lab.server.downloads] == [0, 100_000, 100_000, 100_000]


def test_a_date_is_waited_for(lab: Lab) -> None:
    date = datetime.now(UTC) + timedelta(seconds=100)
    lab.server.faults.append(busy(Retry_After=date.strftime("%a, %d %b %Y %H:%M:%S GMT")))
    patience = Patience()
    assert isinstance(run(lab, patience)[-1], Downloaded)
    # Whole seconds, and those that the test itself took.
    assert 10 < patience.waited <= 100


def test_a_server_that_stays_busy_is_given_up(lab: Lab) -> None:
    lab.server.faults.extend([Fault(drop_after=1000), *[busy(Retry_After="600")] * 9])
    patience = Patience()
    with pytest.raises(DownloadError, match=r"does not arrive \(HTTP 429\); 1,000 of 300,000 bytes are kept"):
        run(lab, patience)
    assert patience.waited == 2 * 600
    assert lab.part.read_bytes() == CONTENT[:1000]


@pytest.mark.parametrize("told", ["901", "999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_wait_of_hours_is_left_to_the_user(lab: Lab, told: str) -> None:
    lab.server.faults.extend([Fault(drop_after=1000), busy(Retry_After=told)])
    patience = Patience()
    with pytest.raises(
        DownloadError, match=r"asks to be left alone for .* minutes; what has arrived is kept"
    ):
        run(lab, patience)
    assert patience.waited == 0
    assert lab.part.read_bytes() == CONTENT[:1000]
    lab.server.busy.append(busy(Retry_After=told))
    with pytest.raises(DownloadError, match="asks to be left alone"):
        run(lab, patience)


@pytest.mark.parametrize("how", list(Stop))
def test_the_wait_ends_at_once_when_it_is_stopped(lab: Lab, how: Stop) -> None:
    lab.server.faults.extend([Fault(drop_after=1000), busy(Retry_After="600")])
    patience = Patience(how, after=3.0)
    *_, last = run(lab, patience)
    assert last == Stopped(how, 1000 if how is Stop.PAUSE else 0, SIZE)
    assert patience.waited == 3
    assert (lab.files() == []) == (how is Stop.CANCEL)


def test_a_hub_that_is_busy_when_it_is_first_asked_is_waited_for(lab: Lab) -> None:
    lab.server.busy.extend([busy(Retry_After="20"), busy(RateLimit='"api";r=0;t=9')])
    patience = Patience()
    events = run(lab, patience)
    assert isinstance(events[-1], Downloaded)
    assert patience.waited == 29
    assert events[1] == Progress(Stage.WAITING, "", 0, 0, left=20)
    lab.server.busy.extend([busy(Retry_After="1")] * 9)
    with pytest.raises(DownloadError, match="stays busy"):
        run(lab, patience)


@pytest.mark.parametrize("how", list(Stop))
@pytest.mark.parametrize("file", [FILE, lambda name: name == FILE], ids=["named", "matched"])
def test_stopped_before_the_hub_has_answered_what_is_begun_is_known(lab: Lab, how: Stop, file: Which) -> None:
    lab.server.faults.extend([Fault(drop_after=1000), busy(Retry_After="99999")])
    with pytest.raises(DownloadError):
        run(lab, Patience())
    other = lab.target.with_name("other.gguf.part")
    other.write_bytes(b"of another model")
    lab.server.busy.append(busy(Retry_After="600"))
    *_, last = run(lab, Patience(how, after=2.0), file)
    kept = how is Stop.PAUSE
    assert last == Stopped(how, 1000 if kept else 0, 0)
    assert lab.part.exists() == lab.note.exists() == kept
    assert other.exists()


def test_without_a_time_the_wait_is_the_usual_one(lab: Lab) -> None:
    lab.server.faults.extend([Fault(status=503), Fault(status=429)])
    patience = Patience()
    events = run(lab, patience)
    assert isinstance(events[-1], Downloaded)
    assert patience.waited == 1 + 2
    assert not any(isinstance(event, Progress) and event.stage is Stage.WAITING for event in events)


def test_cancelled_before_the_hub_has_answered_it_leaves_what_another_process_downloads(lab: Lab) -> None:
    lab.server.faults.append(Fault(drop_after=1000))
    lab.server.faults.extend([busy(Retry_After="600")] * 9)
    with pytest.raises(DownloadError, match="1,000 of 300,000 bytes are kept"):
        run(lab, Patience())
    lab.server.busy.extend([busy(Retry_After="600")] * 2)
    with lab.part.open("r+b") as taken:
        assert try_lock(taken.fileno())
        *_, last = run(lab, Patience(Stop.CANCEL, after=3.0))
        assert last == Stopped(Stop.CANCEL, 1000, 0)
        assert lab.part.read_bytes() == CONTENT[:1000]
    lab.server.busy.extend([busy(Retry_After="600")] * 2)
    *_, last = run(lab, Patience(Stop.CANCEL, after=3.0))
    assert last == Stopped(Stop.CANCEL, 0, 0)
    assert lab.files() == []
