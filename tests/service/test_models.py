"""Installed models: what the ledger says of them, and what happens to their files."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from app.core.errors import ModelError
from app.engine.contract import EngineSettings
from app.engine.host import LlamaEngine
from app.service import kinds, models, paths
from app.service.installed import Installed, InstalledModel, ModelFile, Presence
from app.service.model_choice import Chosen, choose, choose_default
from app.service.models import Hashed, Verified
from app.store import Store
from tests.support.random_model import Shape, write_random_model

SMALL = Shape(vocabulary=320, unused=4, width=64, layers=2, heads=2, kv_heads=1, ffn=64, context=512)
T = TypeVar("T")


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write_random_model(tmp_path_factory.mktemp("models") / "m.gguf", SMALL).read_bytes()


@pytest.fixture
def file(tmp_path: Path, original: bytes) -> Path:
    path = tmp_path / "My Model (1).gguf"
    path.write_bytes(original)
    return path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WINNOW_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def last(events: Generator[Hashed | T, None, None]) -> T:
    """What a generator ends with; before it come only shares that grow."""
    done = 0
    with closing(events):
        for event in events:
            if not isinstance(event, Hashed):
                assert next(events, None) is None
                return event
            assert done <= event.done <= event.size
            done = event.done
    raise AssertionError


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_local_file_is_installed_where_it_lies(store: Store, file: Path) -> None:
    model = last(models.add(store, file))
    assert isinstance(model, InstalledModel)
    assert model.id == "my-model-1"
    assert model.title == "random"
    assert model.files == (ModelFile(str(file), file.stat().st_size, sha256(file)),)
    assert (model.sha256, model.size, model.path) == (sha256(file), file.stat().st_size, file)
    assert (model.architecture, model.quantisation, model.downloaded) == ("qwen2", "F16", False)
    assert model.presence is Presence.HERE
    assert Installed.read(store) == Installed((model,), None)
    assert list(store.verify()) == []


def test_parts_are_one_model(store: Store, tmp_path: Path) -> None:
    write_random_model(tmp_path / "split.gguf", SMALL, split=8)
    parts = sorted(tmp_path.glob("split-*"))
    model = last(models.add(store, parts[-1]))
    assert isinstance(model, InstalledModel)
    assert model.id == "split"
    assert model.path == parts[0]
    assert [file.sha256 for file in model.files] == [sha256(part) for part in parts]
    engine = LlamaEngine(EngineSettings(model.path))
    try:
        loaded = engine.load()
    finally:
        engine.close()
    assert loaded.sha256 == model.sha256
    assert loaded.size == model.size


def test_the_same_file_keeps_its_id_and_another_gets_its_own(
    store: Store, file: Path, tmp_path: Path, original: bytes
) -> None:
    last(models.add(store, file))
    last(models.add(store, file))
    other = tmp_path / "elsewhere" / file.name
    other.parent.mkdir()
    other.write_bytes(original)
    last(models.add(store, other))
    assert [(m.id, m.path) for m in Installed.read(store).models] == [
        ("my-model-1", file),
        ("my-model-1-2", other),
    ]
    last(models.add(store, file, "renamed"))
    assert [m.id for m in Installed.read(store).models] == ["my-model-1-2", "renamed"]


def test_the_catalogues_ids_are_not_taken(store: Store, file: Path) -> None:
    model = last(models.add(store, file, reserved={"my-model-1"}))
    assert isinstance(model, InstalledModel)
    assert model.id == "my-model-1-2"
    with pytest.raises(ModelError, match="is taken by the catalogue"):
        last(models.add(store, file, "s1-32b", {"s1-32b"}))


@pytest.mark.parametrize("id", ["", "A", "a b", "../x", "-a", "a" * 65, "\N{GREEK SMALL LETTER ALPHA}"])
def test_an_id_that_cannot_be_is_refused(store: Store, file: Path, id: str) -> None:
    with pytest.raises(ModelError, match="cannot be; take up to 64"):
        last(models.add(store, file, id))
    assert Installed.read(store).models == ()


def test_an_id_of_another_model_is_refused(store: Store, file: Path, tmp_path: Path, original: bytes) -> None:
    last(models.add(store, file, "mine"))
    other = tmp_path / "other.gguf"
    other.write_bytes(original)
    with pytest.raises(ModelError, match="'mine' is taken by"):
        last(models.add(store, other, "mine"))


def test_what_is_no_model_is_not_installed(store: Store, tmp_path: Path, original: bytes) -> None:
    for data in (b"", b"text", original[:5000]):
        (tmp_path / "x.gguf").write_bytes(data)
        with pytest.raises(ModelError):
            last(models.add(store, tmp_path / "x.gguf"))
    with pytest.raises(ModelError, match="There is no model file"):
        last(models.add(store, tmp_path / "none.gguf"))
    assert store.head() is None


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are Unicode there")
def test_a_name_that_is_no_text_is_refused(store: Store, file: Path) -> None:
    renamed = file.rename(file.with_name("caf\udce9.gguf"))
    with pytest.raises(ModelError, match="is not UTF-8"):
        last(models.add(store, renamed))


def verified(store: Store, id: str) -> Verified:
    found = last(models.verify(store, id))
    assert isinstance(found, Verified)
    (*_, entry) = store.entries(kind=kinds.MODEL_VERIFIED)
    assert entry.payload["ok"] is found.ok
    assert entry.payload["problems"] == list(found.problems)
    return found


def test_verifying_reads_every_byte(store: Store, file: Path) -> None:
    last(models.add(store, file, "mine"))
    assert verified(store, "mine").ok
    with file.open("r+b") as opened:
        opened.seek(-1, 2)
        opened.write(b"\x55")
    assert "has the SHA-256" in verified(store, "mine").problems[0]
    with file.open("ab") as opened:
        opened.write(b"more")
    assert "bytes instead of" in verified(store, "mine").problems[0]
    file.unlink()
    assert "cannot be read" in verified(store, "mine").problems[0]
    if os.name != "nt":
        os.mkfifo(file)
        assert "cannot be read: it is no file" in verified(store, "mine").problems[0]
    with pytest.raises(ModelError, match="No model 'other' is installed"):
        last(models.verify(store, "other"))
    with pytest.raises(ModelError, match="Nothing is pinned of winnow-demo, which comes with the program"):
        last(models.verify(store, "winnow-demo"))


def test_removing_a_local_file_only_forgets_it(store: Store, file: Path, home: Path) -> None:
    last(models.add(store, file, "mine"))
    assert models.remove(store, "mine", home / "models") == ()
    assert file.exists()
    assert Installed.read(store).models == ()
    with pytest.raises(ModelError, match="No model 'mine' is installed"):
        models.remove(store, "mine", home / "models")


def download(store: Store, path: Path, id: str) -> InstalledModel:
    """As if it had just been downloaded to that path."""
    pinned = ModelFile(str(path), path.stat().st_size, sha256(path))
    model = last(models.install(store, id, "Title", "owner/name", "c0ffee", [pinned]))
    assert isinstance(model, InstalledModel)
    return model


def test_removing_a_download_deletes_it(store: Store, home: Path, original: bytes) -> None:
    path = home / "models" / "owner" / "name" / "m.gguf"
    path.parent.mkdir(parents=True)
    path.write_bytes(original)
    model = download(store, path, "s1")
    assert (model.downloaded, model.repo, model.revision) == (True, "owner/name", "c0ffee")
    # Under a second id it stays a download, and its file stays as long as one of them needs it.
    entry = replace(model, id="twin").draft
    store.append([entry])
    assert models.remove(store, "twin", home / "models") == ()
    assert path.exists()
    assert models.remove(store, "s1", home / "models") == (path,)
    assert not path.exists()
    assert Installed.read(store).models == ()


def test_nothing_outside_of_the_folder_is_deleted(store: Store, home: Path, file: Path) -> None:
    download(store, file, "s1")
    assert models.remove(store, "s1", home / "models") == ()
    assert file.exists()


def test_a_download_in_parts_is_pinned_as_the_engine_names_it(store: Store, tmp_path: Path) -> None:
    write_random_model(tmp_path / "split.gguf", SMALL, split=8)
    parts = sorted(tmp_path.glob("split-*"))
    files = [ModelFile(str(part), part.stat().st_size, sha256(part)) for part in parts]
    model = last(models.install(store, "s1", "Title", "owner/name", "c0ffee", files))
    assert isinstance(model, InstalledModel)
    assert model.sha256 == hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def test_the_default_is_a_fact_until_its_model_goes(store: Store, file: Path, home: Path) -> None:
    assert choose(store, None) == Chosen(paths.DEMO_MODEL)
    with pytest.raises(ModelError, match="no model of that name"):
        choose_default(store, "mine")
    last(models.add(store, file, "mine"))
    choose_default(store, "mine")
    assert Installed.read(store).default == "mine"
    assert choose(store, None).path == file
    models.remove(store, "mine", home)
    assert Installed.read(store).default is None
    assert choose(store, None) == Chosen(paths.DEMO_MODEL)


def test_the_demo_model_is_chosen_as_the_default_again(store: Store, file: Path, home: Path) -> None:
    last(models.add(store, file, "mine"))
    choose_default(store, "mine")
    assert choose_default(store, "winnow-demo").pinned is None
    assert Installed.read(store).default == "winnow-demo"
    assert choose(store, None).path.resolve() == paths.DEMO_MODEL
    with pytest.raises(ModelError, match=r"download it with: main\.py models download s1-32b"):
        choose_default(store, "s1-32b")
    (home / "catalogue.toml").write_text('[own]\npath = "none.gguf"\n', encoding="utf-8")
    with pytest.raises(ModelError, match="is not there; put it back"):
        choose_default(store, "own")
    file.unlink()
    with pytest.raises(ModelError, match="is not there any more"):
        choose_default(store, "mine")
    assert Installed.read(store).default == "winnow-demo"


def test_a_default_that_is_renamed_stays_the_default(store: Store, file: Path) -> None:
    last(models.add(store, file, "mine"))
    choose_default(store, "mine")
    last(models.add(store, file, "yours"))
    known = Installed.read(store)
    assert ([model.id for model in known.models], known.default) == (["yours"], "yours")
    assert choose(store, None).path == file
    last(models.add(store, file))
    assert Installed.read(store).default == "yours"
    assert list(store.verify()) == []


def test_renaming_another_leaves_the_default(
    store: Store, file: Path, tmp_path: Path, original: bytes
) -> None:
    other = tmp_path / "other.gguf"
    other.write_bytes(original)
    last(models.add(store, file, "mine"))
    last(models.add(store, other, "other"))
    choose_default(store, "other")
    last(models.add(store, file, "yours"))
    assert Installed.read(store).default == "other"


def test_a_model_is_chosen_by_path_or_id(store: Store, file: Path, home: Path) -> None:
    model = last(models.add(store, file, "mine"))
    assert choose(store, "mine") == Chosen(file, model)
    assert choose(store, str(file)) == Chosen(file)
    assert choose(store, "missing.gguf") == Chosen(Path("missing.gguf").absolute())
    assert choose(store, "winnow-demo").path.resolve() == paths.DEMO_MODEL
    (home / "catalogue.toml").write_text(f"[own]\npath = {str(file)!r}\n", encoding="utf-8")
    assert choose(store, "own") == Chosen(file)
    with pytest.raises(ModelError, match=r"download it with: main\.py models download s1-32b"):
        choose(store, "s1-32b")
    with pytest.raises(ModelError, match="no model of that name"):
        choose(store, "nonsense")


def test_a_file_that_is_gone_or_another_is_refused(store: Store, file: Path) -> None:
    last(models.add(store, file, "mine"))
    choose_default(store, "mine")
    chosen = choose(store, "mine")
    engine = LlamaEngine(EngineSettings(file))
    try:
        loaded = engine.load()
    finally:
        engine.close()
    chosen.check(loaded)
    with pytest.raises(ModelError, match="is not the one that was installed: its SHA-256"):
        chosen.check(replace(loaded, sha256="0" * 64))
    Chosen(file).check(replace(loaded, sha256="0" * 64))
    with file.open("ab") as opened:
        opened.write(b"more")
    with pytest.raises(ModelError, match="its size is another"):
        choose(store, None)
    file.unlink()
    with pytest.raises(ModelError, match="is not there any more"):
        choose(store, None)
