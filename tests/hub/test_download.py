"""Downloads from a real server: what arrives, what is kept, and what is asked for again."""

from __future__ import annotations

import hashlib
import json
import sys
import threading
from itertools import pairwise

import pytest

from app.hub.progress import Progress, Remark, Stage
from tests.hub.conftest import CONTENT, FILE, REPO, Lab
from tests.support.hub_server import COMMIT, Fault

SHA256 = hashlib.sha256(CONTENT).hexdigest()
SIZE = len(CONTENT)


def test_a_file_arrives_with_its_commit_size_and_digest(lab: Lab) -> None:
    done, remarks = lab.run()
    assert (done.repo, done.revision, done.path, done.size) == (REPO, COMMIT, lab.target, SIZE)
    assert [one.sha256 for one in done.files] == [done.sha256] == [SHA256]
    assert lab.target.read_bytes() == CONTENT
    assert lab.files() == [FILE]
    assert remarks == []
    assert lab.server.sent == SIZE
    assert lab.server.downloads[0].path == f"/{REPO}/resolve/{COMMIT}/{FILE}"


def test_progress_only_grows_and_ends_at_all(lab: Lab) -> None:
    told = [event for event in lab.start() if isinstance(event, Progress)]
    assert len(told) > 2
    assert all(before.done < after.done for before, after in pairwise(told))
    assert {(event.stage, event.file, event.size) for event in told} == {(Stage.DOWNLOADING, FILE, SIZE)}
    assert told[-1].done == SIZE


def test_what_is_there_is_checked_and_not_asked_for_again(lab: Lab) -> None:
    lab.run()
    events = list(lab.start())
    assert {event.stage for event in events if isinstance(event, Progress)} == {Stage.CHECKING}
    assert len(lab.server.downloads) == 1
    lab.target.write_bytes(CONTENT[:-1] + b"!")
    assert "is there with other content" in lab.refused()
    assert lab.target.read_bytes() == CONTENT[:-1] + b"!"


def test_a_closed_download_goes_on_in_another_process_where_it_stopped(lab: Lab) -> None:
    events = lab.start()
    for event in events:
        if isinstance(event, Progress) and event.done >= SIZE // 2:
            break
    events.close()
    kept = lab.part.stat().st_size
    assert SIZE // 2 <= kept < SIZE
    assert CONTENT.startswith(lab.part.read_bytes())
    assert json.loads(lab.note.read_text()) == {
        "repo": REPO,
        "file": FILE,
        "revision": COMMIT,
        "size": SIZE,
        "sha256": SHA256,
        "etag": SHA256,
    }
    told = list(lab.start())
    assert [one.start for one in lab.server.downloads] == [0, kept]
    checked = [event.done for event in told if isinstance(event, Progress) and event.stage is Stage.CHECKING]
    assert checked[-1] == kept
    assert lab.target.read_bytes() == CONTENT
    assert lab.files() == [FILE]


def test_dropped_connections_are_taken_up_at_the_next_byte(lab: Lab) -> None:
    lab.server.faults.extend([Fault(drop_after=100_000), Fault(drop_after=50_000), Fault(status=503)])
    done, remarks = lab.run()
    assert done.path.read_bytes() == CONTENT
    assert [one.start for one in lab.server.downloads] == [0, 100_000, 150_000, 150_000]
    assert lab.server.sent == SIZE
    assert len(remarks) == 3
    assert "(HTTP 503)" in remarks[-1]


def test_it_gives_up_when_nothing_more_arrives_and_keeps_the_part(lab: Lab) -> None:
    lab.server.faults.extend([Fault(drop_after=70_000), *[Fault(drop_after=0)] * 3])
    assert "70,000 of 300,000 bytes are kept" in lab.refused()
    assert lab.part.read_bytes() == CONTENT[:70_000]
    lab.run()
    assert lab.server.downloads[-1].start == 70_000
    assert lab.server.sent == SIZE


@pytest.mark.parametrize("length", [SIZE + 1000, SIZE - 1000, 1])
def test_a_lie_about_the_length_costs_a_connection_at_most(lab: Lab, length: int) -> None:
    lab.server.faults.append(Fault(length=length))
    lab.run()
    assert lab.target.read_bytes() == CONTENT
    assert lab.server.sent == SIZE


def test_what_comes_beyond_the_size_is_not_taken(lab: Lab) -> None:
    lab.server.digests[FILE] = (1000, hashlib.sha256(CONTENT[:1000]).hexdigest())
    done, _ = lab.run()
    assert (done.size, lab.target.read_bytes()) == (1000, CONTENT[:1000])


def test_a_server_without_ranges_starts_the_file_anew(lab: Lab) -> None:
    lab.server.faults.extend([Fault(drop_after=200_000), Fault(ignore_range=True)])
    _, remarks = lab.run()
    assert lab.target.read_bytes() == CONTENT
    assert remarks[-1] == "The server cannot go on from the middle; the file starts anew."
    assert lab.server.sent == 200_000 + SIZE


def test_what_has_arrived_is_not_given_up_for_an_answer_of_another_length(lab: Lab) -> None:
    """Such as the page of a proxy that wants a login."""
    lab.server.faults.extend([Fault(drop_after=200_000), Fault(ignore_range=True, length=1234)])
    _, remarks = lab.run()
    assert [one.start for one in lab.server.downloads] == [0, 200_000, 200_000]
    assert "(the answer is of another length)" in remarks[-1]
    assert lab.target.read_bytes() == CONTENT


def test_a_server_that_begins_elsewhere_is_not_believed(lab: Lab) -> None:
    lab.server.faults.extend([Fault(drop_after=200_000), Fault(offset=199_999, length=100_001)])
    lab.run()
    assert lab.target.read_bytes() == CONTENT
    assert [one.start for one in lab.server.downloads] == [0, 200_000, 0]


def test_a_server_that_always_begins_anew_and_breaks_off_is_given_up(lab: Lab) -> None:
    lab.server.faults.extend([Fault(drop_after=200_000, ignore_range=True)] * 9)
    assert "does not arrive" in lab.refused()
    assert len(lab.server.downloads) == 4


def test_content_that_changes_half_way_starts_anew_and_says_so(lab: Lab) -> None:
    events = lab.start()
    lab.server.faults.append(Fault(drop_after=100_000))
    new = CONTENT[::-1] + b"more"
    remarks = []
    for event in events:
        if isinstance(event, Remark):
            remarks.append(str(event.text))
            # The first connection has ended; from now on the Hub has something else.
            lab.server.add(REPO, FILE, new)
    assert remarks[-1] == "It was changed on the Hub meanwhile; it starts anew."
    assert lab.target.read_bytes() == new
    assert [one.start for one in lab.server.downloads] == [0, 100_000, 0]
    assert lab.files() == [FILE]


def test_another_etag_of_the_same_content_starts_anew_too(lab: Lab) -> None:
    lab.server.faults.extend([Fault(drop_after=100_000), Fault(etag="other")])
    _, remarks = lab.run()
    assert remarks[-1] == "It was changed on the Hub meanwhile; it starts anew."
    assert lab.target.read_bytes() == CONTENT


def test_a_server_that_names_no_content_is_taken_at_its_bytes(lab: Lab) -> None:
    lab.server.faults.extend([Fault(drop_after=100_000, etag=""), Fault(etag="")])
    _, remarks = lab.run()
    assert len(remarks) == 1
    assert lab.server.sent == SIZE


def test_a_server_that_falls_silent_is_asked_again(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_DOWNLOAD_TIMEOUT", 0.2)
    fault = Fault(hold=threading.Event())
    assert fault.hold is not None
    lab.server.faults.append(fault)
    try:
        _, remarks = lab.run()
    finally:
        fault.hold.set()
    assert remarks == ["The connection broke off (timed out); it is tried again."]
    assert lab.target.read_bytes() == CONTENT


def test_content_that_never_stops_changing_is_given_up(lab: Lab) -> None:
    for etag in "abc":
        lab.server.faults.extend([Fault(drop_after=1000), Fault(etag=etag)])
    assert "keeps changing" in lab.refused()
    assert lab.files() == []


def test_a_part_of_an_older_version_is_dropped_and_said(lab: Lab) -> None:
    lab.server.faults.extend([Fault(drop_after=90_000), *[Fault(drop_after=0)] * 3])
    lab.refused()
    lab.server.add(REPO, FILE, CONTENT[1:])
    _, remarks = lab.run()
    assert remarks == ["What had arrived before is of another version; it starts anew."]
    assert lab.target.read_bytes() == CONTENT[1:]


def test_the_same_bytes_at_a_newer_commit_are_taken_up(lab: Lab) -> None:
    lab.server.faults.extend([Fault(drop_after=90_000), *[Fault(drop_after=0)] * 3])
    lab.refused()
    lab.server.commit = "d" * 40
    done, remarks = lab.run()
    assert (done.revision, remarks) == ("d" * 40, [])
    assert lab.server.sent == SIZE


@pytest.mark.parametrize("note", ["", "[]", "{}", "[" * 9000, '{"size": 300000}', "null", "\udc80"])
def test_a_part_without_a_usable_note_starts_anew(lab: Lab, note: str) -> None:
    lab.part.parent.mkdir(parents=True)
    lab.part.write_bytes(CONTENT[:5000])
    lab.note.write_bytes(note.encode(errors="surrogateescape"))
    _, remarks = lab.run()
    assert len(remarks) == 1
    assert lab.target.read_bytes() == CONTENT


def test_a_part_that_is_too_long_starts_anew(lab: Lab) -> None:
    lab.server.faults.extend([Fault(drop_after=90_000), *[Fault(drop_after=0)] * 3])
    lab.refused()
    lab.part.write_bytes(CONTENT + b"x")
    lab.run()
    assert lab.target.read_bytes() == CONTENT


def test_a_part_that_is_whole_is_not_asked_for_again(lab: Lab) -> None:
    lab.server.faults.extend([Fault(drop_after=90_000), *[Fault(drop_after=0)] * 3])
    lab.refused()
    lab.part.write_bytes(CONTENT)
    before = len(lab.server.downloads)
    lab.run()
    assert len(lab.server.downloads) == before
    assert lab.target.read_bytes() == CONTENT


def test_a_wrong_digest_keeps_nothing_and_says_so(lab: Lab) -> None:
    lab.server.digests[FILE] = (SIZE, "ab" * 32)
    said = lab.refused()
    assert SHA256 in said
    assert "ab" * 32 in said
    assert "nothing of it is kept" in said
    assert lab.files() == []


def test_a_byte_that_changed_on_this_disk_is_found(lab: Lab) -> None:
    lab.server.faults.extend([Fault(drop_after=90_000), *[Fault(drop_after=0)] * 3])
    lab.refused()
    lab.part.write_bytes(b"?" + CONTENT[1:90_000])
    assert "nothing of it is kept" in lab.refused()
    assert lab.files() == []
    lab.run()
    assert lab.target.read_bytes() == CONTENT


def test_a_second_download_of_the_same_file_is_refused(lab: Lab) -> None:
    events = lab.start()
    next(events)
    assert "is being downloaded by another Winnow" in lab.refused()
    list(events)
    assert lab.target.read_bytes() == CONTENT


def test_too_little_space_is_told_before_a_byte_is_asked_for(lab: Lab) -> None:
    names = [f"x-{part:05}-of-00999.gguf" for part in range(1, 1000)]
    for name in names:
        lab.server.digests[name] = (49 * 10**9, SHA256)
        lab.server.add(REPO, name, b"x")
    assert "needs 48,951.0 GB more and 0.5 GB to spare" in lab.refused(names[0])
    assert lab.server.downloads == []
    assert lab.files() == []


def test_a_folder_that_cannot_be_made_is_told(lab: Lab) -> None:
    lab.folder.touch()
    assert "cannot be kept in" in lab.refused()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_disk_that_is_full_half_way_keeps_what_it_took(lab: Lab) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (SIZE // 2, before[1]))
    try:
        said = lab.refused()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "(File too large)" in said
    assert lab.part.read_bytes() == CONTENT[: SIZE // 2]
    lab.run()
    assert lab.server.downloads[-1].start == SIZE // 2
    assert lab.target.read_bytes() == CONTENT
