"""Downloads as the window and the command line make them; the token is in the keyring, and nowhere else."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from huggingface_hub.utils import close_session

from app.core.errors import DownloadError, ModelError
from app.hub.download import download as from_hub
from app.hub.hub_api import Hub
from app.hub.names import place
from app.hub.progress import Pace
from app.service import paths
from app.service.downloads import (
    Stop,
    Stopped,
    Switch,
    Wanted,
    download,
    wanted,
)
from app.service.hub_token import KeptToken, find_token, forget_token, keep_token
from app.service.installed import Installed, InstalledModel
from app.service.model_choice import catalogue, choose
from app.service.models import remove
from app.store import Store
from tests.support.architectures import write_architecture
from tests.support.hub_server import Fault, HubServer, hub_server, point_at
from tests.support.keyrings import Memory, memory_keyring
from tests.support.random_model import Shape, write_random_model

REPO, FILE, TOKEN = "lab/model", "My model.gguf", "hf_TheTokenOfTheTest"
CONTENT = paths.DEMO_MODEL.read_bytes()
MODEL = Wanted(REPO, FILE)
SMALL = Shape(vocabulary=320, unused=4, width=64, layers=2, heads=2, kv_heads=1, ffn=64, context=512)


@pytest.fixture
def backend() -> Iterator[Memory]:
    with memory_keyring() as memory:
        yield memory


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[HubServer]:
    with hub_server() as hub:
        hub.add(REPO, FILE, CONTENT)
        point_at(hub, monkeypatch)
        monkeypatch.setenv("WINNOW_HOME", str(tmp_path))
        # None of this machine's.
        monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(tmp_path / "no-token"))
        for name in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"):
            monkeypatch.delenv(name, raising=False)
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


@pytest.mark.parametrize("taken_up", [False, True])
def test_an_encoder_is_refused_once_its_header_is_here(
    server: HubServer, store: Store, tmp_path: Path, taken_up: bool
) -> None:
    """Its weights do not follow, also where the header arrived in a start before; nothing of it stays."""
    content = write_architecture(tmp_path / "bert.gguf", "bert").read_bytes() + bytes(20_000_000)
    server.add(REPO, FILE, content)
    if taken_up:
        server.faults.extend([Fault(drop_after=10_000), *[Fault(drop_after=0)] * 9])
        with pytest.raises(DownloadError, match="does not arrive"):
            list(from_hub(Hub(find_token), REPO, FILE, paths.models(), pace=Pace(waits=(0.0, 0.0))))
        server.faults.clear()
    with pytest.raises(ModelError, match=r"My model\.gguf \(architecture 'bert'\) is an encoder"):
        get(store)
    assert server.sent < 10_000_000
    assert [path.name for path in (tmp_path / "models").rglob("*") if path.is_file()] == []
    assert list(store.entries()) == []


def test_what_no_setting_could_use_is_refused_at_the_end(
    server: HubServer, store: Store, tmp_path: Path
) -> None:
    write_random_model(tmp_path / "m.gguf", SMALL, template="")
    server.add(REPO, FILE, (tmp_path / "m.gguf").read_bytes())
    with pytest.raises(ModelError, match="has no chat template"):
        get(store)
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
    host = keep_token(TOKEN).host
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


def test_without_a_keyring_a_token_is_kept_in_a_file_that_only_the_user_may_read(
    server: HubServer, store: Store, tmp_path: Path
) -> None:
    server.private.add(REPO)
    server.token = TOKEN
    kept = keep_token(TOKEN)
    assert kept == KeptToken(
        server.url.removeprefix("http://"), tmp_path / "hub-tokens.json", "there is none"
    )
    assert kept.file
    assert stat.S_IMODE(kept.file.stat().st_mode) == 0o600 or os.name == "nt"
    assert get(store).downloaded
    assert [path.name for path in tmp_path.glob("hub-tokens*")] == [kept.file.name]
    # It is this host's alone, and that of another beside it.
    with hub_server() as other, pytest.MonkeyPatch.context() as patched:
        point_at(other, patched)
        other.private.add(REPO)
        with pytest.raises(DownloadError, match="models token"):
            get(store)
        assert not [one for one in other.seen if "authorization" in one.headers]
        keep_token("hf_other")
        assert len(json.loads(kept.file.read_text())) == 2
        forget_token()
    assert list(json.loads(kept.file.read_text()).values()) == [TOKEN]
    forget_token()
    assert not kept.file.exists()
    with pytest.raises(DownloadError, match="No token is kept in a file"):
        forget_token()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_tokens_file_that_others_may_read_is_not_used(server: HubServer, store: Store) -> None:
    server.private.add(REPO)
    file = keep_token(TOKEN).file
    assert file
    file.chmod(0o644)
    with pytest.raises(DownloadError, match="Others may read your token"):
        get(store)


def test_a_keyring_that_is_had_later_takes_the_token_out_of_the_file(server: HubServer) -> None:
    file = keep_token(TOKEN).file
    assert file
    with memory_keyring() as memory:
        assert keep_token(TOKEN).file is None
        assert len(memory.kept) == 1
    assert not file.exists()


@pytest.mark.parametrize("place", ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "file"])
def test_the_hubs_own_places_for_a_token_are_looked_at(
    server: HubServer,
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    place: str,
) -> None:
    """It is sent to the Hub alone, not to who has the bytes, and only where the Hub wants one."""
    caplog.set_level(logging.DEBUG)
    file = tmp_path / "elsewhere" / "token"
    file.parent.mkdir()
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(file))
    if place == "file":
        file.write_text(f"{TOKEN}\n")
    else:
        monkeypatch.setenv(place, f"{TOKEN}\n")
        file.write_text("hf_not_this_one")
    server.token = TOKEN
    with hub_server() as cdn:
        server.cdn = cdn
        remove(store, get(store).id, paths.models())
        assert not [one for one in server.seen if "authorization" in one.headers]
        server.gated.add(REPO)
        get(store)
        assert {one.headers.get("authorization") for one in server.seen} == {None, f"Bearer {TOKEN}"}
        assert not [one for one in cdn.seen if "authorization" in one.headers]
    server.token = "hf_another"
    remove(store, "my-model", paths.models())
    with pytest.raises(DownloadError, match=r"to your token \(from ") as caught:
        get(store)
    assert str(file) in str(caught.value) or place in str(caught.value)
    assert TOKEN not in str(caught.value)
    assert TOKEN not in caplog.text
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or path == file or TOKEN.encode() not in path.read_bytes()
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_DISABLE_IMPLICIT_TOKEN", True)
    with pytest.raises(DownloadError, match="for everyone"):
        get(store)


def test_what_is_given_goes_before_what_is_kept_and_that_before_the_hubs_file(
    server: HubServer, backend: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "token").write_text("hf_file")
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(tmp_path / "token"))
    host = server.url.removeprefix("http://")

    def found() -> str:
        token = find_token(host)
        assert token
        assert token.secret not in repr(token)
        return f"{token.secret} {token.source}"

    assert found() == f"hf_file from {tmp_path / 'token'}"
    assert keep_token("hf_kept").hidden is None
    assert found() == "hf_kept from the keyring"
    monkeypatch.setenv("HF_TOKEN", "hf_given")
    assert found() == "hf_given from HF_TOKEN"
    assert keep_token("hf_kept").hidden == "from HF_TOKEN"
    monkeypatch.setenv("HF_TOKEN", " ")
    assert found() == "hf_kept from the keyring"


def test_a_hubs_file_that_cannot_be_read_is_named(
    server: HubServer, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(tmp_path))
    get(store)
    remove(store, "my-model", paths.models())
    server.private.add(REPO)
    with pytest.raises(DownloadError, match=r"The Hub's token file .* cannot be read"):
        get(store)


@pytest.mark.parametrize("token", ["", "a b", "a\nb", "ä"])
def test_what_is_no_token_is_not_kept(server: HubServer, backend: Memory, token: str) -> None:
    with pytest.raises(DownloadError, match="That is no token"):
        keep_token(token)
    assert backend.kept == {}
