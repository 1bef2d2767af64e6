"""Downloads as the window and the command line make them; the token is in the keyring, and nowhere else."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from huggingface_hub.utils import close_session
from keyring.backend import KeyringBackend

from app.core.errors import DownloadError
from app.service.downloads import Downloaded, document, download, forget_token, keep_token
from tests.support.hub_server import HubServer, hub_server

REPO, FILE, CONTENT, TOKEN = "lab/model", "model.gguf", b"GGUF" * 20_000, "hf_TheTokenOfTheTest"


class Memory(KeyringBackend):
    """A keyring in memory."""

    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def backend() -> Iterator[Memory]:
    before, memory = keyring.get_keyring(), Memory()
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)


def point_at(hub: HubServer, patched: pytest.MonkeyPatch) -> None:
    """What HF_ENDPOINT does when the Hub's client is first imported."""
    patched.setattr("huggingface_hub.constants.ENDPOINT", hub.url)
    template = hub.url + "/{repo_id}/resolve/{revision}/{filename}"
    patched.setattr("huggingface_hub.constants.HUGGINGFACE_CO_URL_TEMPLATE", template)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[HubServer]:
    with hub_server() as hub:
        hub.add(REPO, FILE, CONTENT)
        point_at(hub, monkeypatch)
        monkeypatch.setenv("WINNOW_HOME", str(tmp_path))
        yield hub
        close_session()


def test_it_is_pinned_before_it_is_told(server: HubServer, tmp_path: Path) -> None:
    pinned: list[Downloaded] = []
    for event in download(REPO, FILE, pinned.append):
        assert isinstance(event, Downloaded) == bool(pinned)
    (done,) = pinned
    assert done.path == tmp_path / "models" / "lab" / "model" / FILE
    told = document(done)
    assert told["files"] == [{key: told[key] for key in ("path", "size", "sha256")}]
    assert told["revision"] == server.commit


def test_what_cannot_be_pinned_is_not_told(server: HubServer) -> None:
    def fail(_: Downloaded) -> None:
        raise DownloadError("no")

    told = []
    with pytest.raises(DownloadError, match="no"):
        told.extend(download(REPO, FILE, fail))
    assert not [event for event in told if isinstance(event, Downloaded)]


def test_the_token_is_kept_for_this_hub_alone(
    server: HubServer, backend: Memory, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.private.add(REPO)
    server.token = TOKEN
    with pytest.raises(DownloadError, match="models token"):
        list(download(REPO, FILE, lambda _: None))
    host = keep_token(TOKEN)
    assert server.url == f"http://{host}"
    assert backend.kept == {("winnow", f"hub-token {host}"): TOKEN}
    list(download(REPO, FILE, lambda _: None))

    with hub_server() as other, pytest.MonkeyPatch.context() as patched:
        other.add(REPO, FILE, CONTENT)
        other.private.add(REPO)
        other.token = TOKEN
        point_at(other, patched)
        with pytest.raises(DownloadError, match="models token"):
            list(download(REPO, FILE, lambda _: None))
        assert not [one for one in other.seen if "authorization" in one.headers]

    forget_token()
    forget_token()
    assert backend.kept == {}
    assert TOKEN not in caplog.text
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or TOKEN.encode() not in path.read_bytes()


def test_without_a_keyring_a_token_is_not_kept_and_a_public_model_still_arrives(server: HubServer) -> None:
    with pytest.raises(DownloadError, match=r"not to be had \(there is none\)"):
        keep_token(TOKEN)
    assert isinstance(list(download(REPO, FILE, lambda _: None))[-1], Downloaded)
    server.private.add(REPO)
    with pytest.raises(DownloadError, match="models token"):
        list(download(REPO, FILE, lambda _: None))


@pytest.mark.parametrize("token", ["", "a b", "a\nb", "ä"])
def test_what_is_no_token_is_not_kept(server: HubServer, backend: Memory, token: str) -> None:
    with pytest.raises(DownloadError, match="That is no token"):
        keep_token(token)
    assert backend.kept == {}
