"""`models download` as a process: HF_ENDPOINT, a proxy, Ctrl-C, and what is printed where."""

from __future__ import annotations

import hashlib
import os
import signal
import threading
from collections.abc import Callable, Iterator

import pytest
from huggingface_hub import constants

from app.service import paths
from tests.support.command import Command, Outcome, refused
from tests.support.hub_server import COMMIT, Fault, HubServer, hub_server

REPO, FILE, CONTENT = "lab/model", "my model.gguf", paths.DEMO_MODEL.read_bytes()
NO_PROXY = dict.fromkeys(("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"), "")


@pytest.fixture
def server() -> Iterator[HubServer]:
    with hub_server() as hub:
        hub.add(REPO, FILE, CONTENT)
        yield hub


def test_one_json_document_tells_what_was_downloaded(winnow: Command, server: HubServer) -> None:
    done = winnow("models", "download", REPO, FILE, "--json", HF_ENDPOINT=server.url, **NO_PROXY)
    assert done.code == 0, done.err
    path = winnow.home / "models" / "lab" / "model" / FILE
    digest = hashlib.sha256(CONTENT).hexdigest()
    expected = {
        "id": "my-model",
        "path": str(path),
        "size": len(CONTENT),
        "sha256": digest,
        "files": [{"path": str(path), "size": len(CONTENT), "sha256": digest}],
        "downloaded": True,
        "repo": REPO,
        "revision": COMMIT,
    }
    assert {key: done.document[key] for key in expected} == expected
    assert path.read_bytes() == CONTENT


def test_a_proxy_is_used_and_nobody_else_is_asked(winnow: Command, server: HubServer) -> None:
    """The Hub's name is none that a resolver knows, so that only the proxy can be asked for it."""
    variables = {"HF_ENDPOINT": "http://hub.invalid", "HTTP_PROXY": server.url, "http_proxy": server.url}
    done = winnow("models", "download", REPO, FILE, "--json", NO_PROXY="", no_proxy="", **variables)
    assert done.code == 0, done.err
    assert all(one.target.startswith("http://hub.invalid/") for one in server.seen)
    assert [one.method for one in server.seen] == ["GET", "HEAD", "GET"]
    assert "torch" not in server.seen[0].headers["user-agent"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_ctrl_c_keeps_the_part_and_says_how_to_go_on(
    winnow: Command, server: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (NO_PROXY | {"HF_ENDPOINT": server.url}).items():
        monkeypatch.setenv(name, value)
    fault = Fault(hold=threading.Event())
    assert fault.hold is not None
    # That it asks for the rest shows that the first bytes have arrived.
    server.faults.extend([Fault(drop_after=100_000), fault])
    process = winnow.begin("models", "download", REPO, FILE, "--revision", "main", "--json")
    try:
        assert fault.reached.wait(timeout=60)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    finally:
        fault.hold.set()
        process.kill()
    assert (process.returncode, out) == (3, "")
    words = f"main.py models download {REPO} '{FILE}' --revision main"
    assert err.splitlines()[-1] == f"Stopped; what has arrived is kept. Go on with: {words}"
    assert "Traceback" not in err
    folder = winnow.home / "models" / "lab" / "model"
    kept = (folder / f"{FILE}.part").read_bytes()
    assert len(kept) >= 100_000
    assert CONTENT.startswith(kept)

    done = winnow("models", "download", REPO, FILE)
    assert done.code == 0, done.err
    assert done.out.splitlines()[0] == f"my-model: {folder / FILE}"
    assert hashlib.sha256(CONTENT).hexdigest() in done.out
    assert server.downloads[-1].start == len(kept)
    assert [path.name for path in folder.iterdir()] == [FILE]


@pytest.mark.parametrize("file", ["../../x.gguf", "/x.gguf", "a/.hidden.gguf", "model.bin"])
def test_a_name_that_leads_elsewhere_is_refused_before_the_hub_is_asked(
    inside: Callable[..., Outcome], server: HubServer, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    for name, value in NO_PROXY.items():
        monkeypatch.setenv(name, value)
    # Read from HF_ENDPOINT when the client is first imported, which may be long ago in this process.
    monkeypatch.setattr(constants, "ENDPOINT", server.url)
    done = inside("models", "download", REPO, file)
    assert f"{file!r} is no name for a GGUF file" in refused(done)
    assert server.seen == []


def test_a_token_that_cannot_be_kept_is_told_and_not_shown(winnow: Command) -> None:
    done = winnow("models", "token", stdin=b"hf_secret\n")
    assert "not to be had (there is none)" in refused(done)
    assert "hf_secret" not in done.err
    for path in winnow.home.rglob("*"):
        assert path.is_dir() or b"hf_secret" not in path.read_bytes()
