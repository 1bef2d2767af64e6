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
from tests.support.socks_server import socks_server

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


def test_a_token_is_kept_without_a_keyring_and_not_shown(winnow: Command, server: HubServer) -> None:
    """In a file that is named; with it a private model arrives, and nothing else that is written has it."""
    server.private.add(REPO)
    server.token = "hf_secret"
    variables = NO_PROXY | {"HF_ENDPOINT": server.url, "HF_HOME": str(winnow.home / "hf"), "HF_TOKEN": ""}
    download = ["models", "download", REPO, FILE]
    assert "give your token with: main.py models token" in refused(winnow(*download, **variables))
    kept = winnow("models", "token", stdin=b"hf_secret\n", **variables)
    file = winnow.home / "hub-tokens.json"
    assert kept.code == 0
    assert (
        f"(there is none): the token is in {file}, which only you may read; it is sent to 127.0.0.1:"
        in kept.err
    )
    done = winnow(*download, **variables)
    assert done.code == 0, done.err
    gone = winnow("models", "token", "--forget", **variables)
    assert gone.code == 0, gone.err
    assert not file.exists()
    for outcome in (kept, done, gone):
        assert "hf_secret" not in outcome.out + outcome.err
    for path in winnow.home.rglob("*"):
        assert path.is_dir() or b"hf_secret" not in path.read_bytes()


def test_hf_token_and_a_socks_proxy_are_used(winnow: Command, server: HubServer) -> None:
    server.private.add(REPO)
    server.token = "hf_given"
    with socks_server(("127.0.0.1", int(server.url.rpartition(":")[2]))) as proxy:
        variables = dict.fromkeys(("NO_PROXY", "no_proxy", "HTTP_PROXY", "http_proxy"), "")
        variables |= {"HF_ENDPOINT": "http://hub.invalid", "HF_HOME": str(winnow.home / "hf")}
        variables |= {"ALL_PROXY": f"socks5://{proxy.address}", "all_proxy": f"socks5://{proxy.address}"}
        done = winnow("models", "download", REPO, FILE, HF_TOKEN="hf_given", **variables)
    assert done.code == 0, done.err
    assert set(proxy.asked) == {("hub.invalid", 80)}
    assert "hf_given" not in done.out + done.err


def test_a_bad_certificates_file_is_named_as_such(winnow: Command, server: HubServer) -> None:
    variables = NO_PROXY | {"HF_ENDPOINT": server.url, "SSL_CERT_FILE": "/none.pem"}
    said = refused(winnow("models", "download", REPO, FILE, **variables))
    assert said.startswith("SSL_CERT_FILE names /none.pem, which cannot be read")
    assert server.seen == []
