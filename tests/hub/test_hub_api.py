"""What the Hub is asked, by whom, and what its refusals become."""

from __future__ import annotations

import logging

import pytest

from app.core.errors import DownloadError
from app.hub.hub_api import Hub
from tests.hub.conftest import CONTENT, FILE, REPO, TOKEN, Lab
from tests.support.hub_server import Fault, hub_server

PARTS = [f"big-{part:05}-of-00003.gguf" for part in (1, 2, 3)]


@pytest.fixture(autouse=True)
def _no_token_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """One in the environment, which must never be used."""
    monkeypatch.setenv("HF_TOKEN", "hf_of_the_environment")


def authorizations(lab: Lab) -> list[str | None]:
    return [one.headers.get("authorization") for one in lab.server.seen]


def test_all_parts_of_a_split_model_arrive_whichever_is_named(lab: Lab) -> None:
    for number, name in enumerate(PARTS):
        lab.server.add(REPO, f"sub/{name}", CONTENT[number:])
    lab.server.faults.extend([Fault(), Fault(drop_after=100_000)])
    done, _ = lab.run(f"sub/{PARTS[1]}")
    assert [one.path.name for one in done.files] == PARTS
    assert done.path == lab.target.parent / "sub" / PARTS[0]
    assert [one.path.read_bytes() for one in done.files] == [CONTENT, CONTENT[1:], CONTENT[2:]]
    assert done.size == lab.server.sent == 3 * len(CONTENT) - 3
    assert lab.files() == PARTS


def test_a_split_model_with_a_missing_part_is_refused(lab: Lab) -> None:
    lab.server.add(REPO, PARTS[0], CONTENT)
    lab.server.add(REPO, PARTS[2], CONTENT)
    assert repr(PARTS[1]) in lab.refused(PARTS[0])


def test_a_branch_and_a_tag_are_resolved_and_an_unknown_one_is_told(lab: Lab) -> None:
    lab.server.revisions.add("v1/x")
    lab.server.seen.clear()
    assert Hub(lambda _: None, lab.server.url).find(REPO, FILE, "main").revision == lab.server.commit
    assert (
        Hub(lambda _: None, lab.server.url).find(REPO, FILE, lab.server.commit).revision == lab.server.commit
    )
    assert "has no revision 'v2'" in lab.refused(revision="v2")


@pytest.mark.parametrize("closed", ["private", "gated"])
def test_a_token_is_asked_for_only_where_it_is_needed_and_told_to_nobody_else(
    lab: Lab, closed: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    lab.token = lab.server.token = TOKEN
    lab.run()
    assert lab.asked_for_token == 0
    assert set(authorizations(lab)) == {None}

    lab.target.unlink()
    getattr(lab.server, closed).add(REPO)
    with hub_server() as cdn:
        lab.server.cdn = cdn
        lab.server.faults.append(Fault(drop_after=50_000))
        lab.run()
        assert [one.start for one in cdn.downloads] == [0, 50_000]
        assert all("authorization" not in one.headers for one in cdn.seen)
    assert lab.asked_for_token == 1
    assert set(authorizations(lab)) == {None, f"Bearer {TOKEN}"}
    assert lab.target.read_bytes() == CONTENT
    assert TOKEN not in caplog.text
    assert TOKEN not in "".join(str(vars(record)) for record in caplog.records)


def test_the_token_is_in_no_file_while_a_part_is_kept(lab: Lab) -> None:
    lab.token = lab.server.token = TOKEN
    lab.server.private.add(REPO)
    lab.server.faults.extend([Fault(drop_after=90_000), *[Fault(drop_after=0)] * 3])
    assert TOKEN not in lab.refused()
    assert lab.files() == [f"{FILE}.part", f"{FILE}.part.json"]
    for path in lab.folder.rglob("*.part*"):
        assert TOKEN.encode() not in path.read_bytes()


@pytest.mark.parametrize("closed", ["private", "gated"])
def test_a_refusal_says_what_to_do(lab: Lab, closed: str) -> None:
    lab.server.token = TOKEN
    getattr(lab.server, closed).add(REPO)
    assert "give your token with: main.py models token" in lab.refused()
    lab.token = "hf_wrong"
    said = lab.refused()
    assert "to your token (from the test)" in said
    assert "hf_wrong" not in said
    assert set(authorizations(lab)) == {None, "Bearer hf_wrong"}
    assert lab.server.downloads == []


@pytest.mark.parametrize("token", ["hf_a\r\nX-Evil: 1", "hf_ä", "hf a", "hf_" + "x" * 2000])
def test_a_token_that_no_header_takes_is_not_sent_or_shown(lab: Lab, token: str) -> None:
    lab.token = token
    lab.server.private.add(REPO)
    said = lab.refused()
    assert said.startswith("The token for 127.0.0.1:")
    assert token not in said
    assert set(authorizations(lab)) == {None}


def test_an_unknown_repository_or_file_is_told(lab: Lab) -> None:
    assert "has no lab/nothing for everyone" in lab.refused(repo="lab/nothing")
    assert "has no file 'other.gguf'" in lab.refused("other.gguf")


def test_a_refusal_shows_nothing_that_was_sent(lab: Lab) -> None:
    with pytest.raises(DownloadError) as caught:
        list(lab.start(repo="lab/nothing"))
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_the_tag_of_the_hub_counts_and_not_that_of_the_servers_behind_it(lab: Lab) -> None:
    with hub_server() as cdn:
        lab.server.cdn = cdn
        lab.server.faults.extend([Fault(drop_after=50_000), Fault(etag="other")])
        _, remarks = lab.run()
        assert [one.start for one in cdn.downloads] == [0, 50_000, 0]
    assert remarks[-1].startswith("It was changed on the Hub")


def test_tags_of_servers_behind_the_hub_that_differ_start_nothing_anew(lab: Lab) -> None:
    with hub_server() as cdn:
        lab.server.cdn = cdn
        lab.server.faults.extend([Fault(drop_after=50_000, etag=""), Fault(etag="")])
        lab.run()
        assert [one.start for one in cdn.downloads] == [0, 50_000]


@pytest.mark.parametrize("commit", ["main", "../../x", "C0FFEE" + "0" * 34, ""])
def test_a_commit_that_is_none_is_not_used(lab: Lab, commit: str) -> None:
    lab.server.commit = commit
    assert "does not answer as the Hub does (no commit)" in lab.refused()


@pytest.mark.parametrize(
    ("size", "sha256"),
    [
        (0, "0" * 64),
        (-1, "0" * 64),
        ("9", "0" * 64),
        (None, "0" * 64),
        (9.5, "0" * 64),
        (9, "../x"),
        (9, None),
        (9, "A" * 64),
    ],
)
def test_a_size_or_digest_that_is_none_is_not_used(lab: Lab, size: object, sha256: object) -> None:
    lab.server.digests[FILE] = (size, sha256)
    assert "does not answer as the Hub does" in lab.refused()
    assert lab.files() == []


def test_a_file_without_digest_or_beyond_what_the_hub_gives_is_refused(lab: Lab) -> None:
    lab.server.digests[FILE] = (65_536_000_000, "0" * 64)
    assert "has 65.5 GB, and the Hub gives at most 50 GB in one file" in lab.refused()
    lab.server.without_lfs.add(FILE)
    assert "gives no SHA-256" in lab.refused()


@pytest.mark.parametrize(
    "answer", [b"", b"<html>Log in</html>", b"[]", b"{}", b'{"id": 1, "siblings": 3}', b"\xff"]
)
def test_a_server_that_is_no_hub_is_told(lab: Lab, answer: bytes) -> None:
    lab.server.answer = answer
    said = lab.refused()
    assert "does not answer as the Hub does" in said or "has no file" in said
    assert lab.files() == []


def test_a_hub_that_is_not_there_is_told_without_its_credentials() -> None:
    with hub_server() as gone:
        address = gone.url.removeprefix("http://")
    with pytest.raises(DownloadError) as caught:
        Hub(lambda _: None, f"http://me:secret@{address}").find(REPO, FILE)
    assert str(caught.value).startswith(f"{address} is not reached (")
    assert "secret" not in str(caught.value)


def test_offline_is_offline(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    assert "HF_HUB_OFFLINE" in lab.refused()
    assert lab.server.seen == []
