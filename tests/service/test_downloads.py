"""Downloads as the window and the command line make them; the token is in the keyring, and nowhere else."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from huggingface_hub.utils import close_session
from keyring.backend import KeyringBackend

from app.core.errors import DownloadError, ModelError
from app.hub.names import place
from app.service import paths
from app.service.downloads import (
    Stop,
    Stopped,
    Switch,
    Wanted,
    download,
    forget_token,
    keep_token,
    wanted,
)
from app.service.installed import Installed, InstalledModel
from app.service.model_choice import catalogue, choose
from app.service.models import remove
from app.store import Store
from tests.support.hub_server import HubServer, hub_server
from tests.support.random_model import Shape, write_random_model

REPO, FILE, TOKEN = "lab/model", "My model.gguf", "hf_TheTokenOfTheTest"
CONTENT = paths.DEMO_MODEL.read_bytes()
MODEL = Wanted(REPO, FILE)
SMALL = Shape(vocabulary=320, unused=4, width=64, layers=2, heads=2, kv_heads=1, ffn=64, context=512)


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


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "winnow.sqlite") as opened:
        yield opened


def get(store: Store, what: Wanted = MODEL) -> InstalledModel:
    """Download to the end."""
    *_, last = download(store, what)
    assert isinstance(last, InstalledModel)
    return last


def test_what_was_downloaded_is_pinned_and_can_be_chosen(
    server: HubServer, store: Store, tmp_path: Path
) -> None:
    model = get(store)
    assert Installed.read(store).models == (model,)
    assert (model.id, model.downloaded, model.repo, model.revision) == ("my-model", True, REPO, server.commit)
    assert model.path == tmp_path / "models" / "lab" / "model" / FILE
    digest = hashlib.sha256(CONTENT).hexdigest()
    assert [(one.size, one.sha256) for one in model.files] == [(len(CONTENT), digest)]
    assert choose(store, "my-model").path == model.path
    again = get(store)
    assert (again.id, len(server.downloads)) == ("my-model", 1)
    remove(store, "my-model", paths.models())
    assert not model.path.exists()


def test_a_model_of_the_catalogue_is_found_by_its_quantisation(server: HubServer, store: Store) -> None:
    own = 'title = "Mine"\nrepo = "lab/model"\nquantisation = "Q4_K_M"'
    paths.own_catalogue().write_text(f"[mine]\n{own}\n[here]\npath = 'x.gguf'\n", encoding="utf-8")
    server.add(REPO, "README.md", b"#")
    server.add(REPO, "x.Q4_K_S.gguf", b"x")
    with pytest.raises(DownloadError, match="has 0 models that may be meant"):
        get(store, wanted("mine"))
    server.add(REPO, "x.Q4_K_M.gguf", CONTENT)
    model = get(store, wanted("mine"))
    assert (model.id, model.title, model.path.name) == ("mine", "Mine", "x.Q4_K_M.gguf")
    server.add(REPO, "y.Q4_K_M.gguf", CONTENT)
    with pytest.raises(DownloadError, match="has 2 models that may be meant"):
        get(store, wanted("mine"))
    for id in ("nothing", "here", "winnow-demo"):
        with pytest.raises(ModelError, match="to download"):
            wanted(id)


def test_every_model_of_the_catalogue_has_a_place_and_is_looked_for() -> None:
    specs = [spec for spec in catalogue() if spec.repo]
    assert specs
    for spec in specs:
        what = wanted(spec.id)
        file = what.file if isinstance(what.file, str) else f"{spec.id}.{spec.quantisation}.gguf"
        assert place(paths.models(), what.repo, file).suffix == ".gguf"
        assert isinstance(what.file, str) or what.file(file)


def test_a_split_model_is_pinned_with_all_its_parts(server: HubServer, store: Store, tmp_path: Path) -> None:
    write_random_model(tmp_path / "split.gguf", SMALL, split=8)
    parts = {path.name: path.read_bytes() for path in sorted(tmp_path.glob("split-*"))}
    assert len(parts) > 1
    for name, content in parts.items():
        server.add(REPO, name, content)
    model = get(store, Wanted(REPO, next(reversed(parts))))
    assert [Path(file.path).name for file in model.files] == list(parts)
    assert model.sha256 == hashlib.sha256(b"".join(parts.values())).hexdigest()
    assert server.sent == model.size


def test_what_is_no_model_is_not_pinned(server: HubServer, store: Store) -> None:
    server.add(REPO, FILE, b"GGUF" + bytes(1000))
    with pytest.raises(ModelError):
        get(store)
    assert Installed.read(store).models == ()
    assert list(store.entries()) == []


def test_a_pause_pins_nothing(server: HubServer, store: Store) -> None:
    switch = Switch()
    told = []
    for event in download(store, MODEL, switch=switch):
        told.append(event)
        switch.stop(Stop.PAUSE)
    assert isinstance(told[-1], Stopped)
    assert list(store.entries()) == []


def test_the_token_is_kept_for_this_hub_alone(
    server: HubServer, store: Store, backend: Memory, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.private.add(REPO)
    server.token = TOKEN
    with pytest.raises(DownloadError, match="models token"):
        get(store)
    host = keep_token(TOKEN)
    assert server.url == f"http://{host}"
    assert backend.kept == {("winnow", f"hub-token {host}"): TOKEN}
    get(store)

    with hub_server() as other, pytest.MonkeyPatch.context() as patched:
        other.add(REPO, FILE, CONTENT)
        other.private.add(REPO)
        other.token = TOKEN
        point_at(other, patched)
        with pytest.raises(DownloadError, match="models token"):
            get(store)
        assert not [one for one in other.seen if "authorization" in one.headers]

    forget_token()
    forget_token()
    assert backend.kept == {}
    assert TOKEN not in caplog.text
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or TOKEN.encode() not in path.read_bytes()


def test_without_a_keyring_a_token_is_not_kept_and_a_public_model_still_arrives(
    server: HubServer, store: Store
) -> None:
    with pytest.raises(DownloadError, match=r"not to be had \(there is none\)"):
        keep_token(TOKEN)
    get(store)
    server.private.add(REPO)
    with pytest.raises(DownloadError, match="models token"):
        get(store)


@pytest.mark.parametrize("token", ["", "a b", "a\nb", "ä"])
def test_what_is_no_token_is_not_kept(server: HubServer, backend: Memory, token: str) -> None:
    with pytest.raises(DownloadError, match="That is no token"):
        keep_token(token)
    assert backend.kept == {}
