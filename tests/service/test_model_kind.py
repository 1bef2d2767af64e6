"""What is said of a model file: its architecture, its format, and why no budget could be enforced with it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from app.core.errors import ModelError
from app.service import models
from app.service.fit import Machine
from app.service.installed import Installed, InstalledModel, ModelFile
from app.service.model_choice import catalogue
from app.service.model_kind import ModelKind, kind_of, read_model
from app.service.model_list import ListedModel, list_models
from app.store import Store
from tests.support.architectures import THINK_CHATML, write_architecture
from tests.support.random_model import CHATML, Shape, write_random_model

SMALL = Shape(vocabulary=320, unused=4, width=64, layers=2, heads=2, kv_heads=1, ffn=64, context=512)
PLAIN = "{% for message in messages %}{{ message['content'] }}{% endfor %}"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINNOW_HOME", str(tmp_path))


def add(store: Store, path: Path) -> InstalledModel:
    *_, model = models.add(store, path)
    assert isinstance(model, InstalledModel)
    return model


def row(store: Store, id: str) -> ListedModel:
    listed = list_models(Installed.read(store), catalogue(), Machine(8 * 10**9))
    return next(each for each in listed if each.id == id)


@pytest.mark.parametrize(
    ("name", "architecture"), [("dense", "qwen3"), ("mamba", "mamba"), ("lfm2", "lfm2"), ("qwen35", "qwen35")]
)
def test_a_model_that_thinks_is_usable_whatever_remembers_for_it(
    store: Store, tmp_path: Path, name: str, architecture: str
) -> None:
    add(store, write_architecture(tmp_path / "mine.gguf", name))
    found = row(store, "mine")
    assert found.kind == ModelKind(architecture, "think")
    assert not found.blocked
    assert found.kind.document() == {
        "architecture": architecture,
        "thinking_format": "think",
        "guessed": False,
        "usable": True,
        "why_not": None,
    }


@pytest.mark.parametrize(
    ("template", "special", "expected"),
    [
        (THINK_CHATML, ("<think>", "</think>"), ModelKind("qwen2", "think")),
        (CHATML, (), ModelKind("qwen2", "s1", guessed=True)),
        (CHATML, ("<think>", "</think>"), ModelKind("qwen2", "think", guessed=True)),
    ],
)
def test_the_format_is_chosen_from_template_and_vocabulary(
    tmp_path: Path, template: str, special: tuple[str, ...], expected: ModelKind
) -> None:
    path = write_random_model(tmp_path / "m.gguf", SMALL, template=template, more_special=special)
    assert kind_of(read_model(path)) == expected


def test_the_catalogues_format_is_no_guess(tmp_path: Path) -> None:
    header = read_model(write_random_model(tmp_path / "m.gguf", SMALL))
    assert kind_of(header, "s1") == ModelKind("qwen2", "s1")


def test_delimiters_that_are_no_tokens_are_said_and_another_format_may_be_named(
    store: Store, tmp_path: Path
) -> None:
    """Its template thinks, its vocabulary does not: it is installed, for with --format s1 it runs."""
    add(store, write_random_model(tmp_path / "mine.gguf", SMALL, template=THINK_CHATML))
    found = row(store, "mine")
    assert not found.kind.usable
    assert found.kind.thinking_format is None
    assert str(found.kind.why_not).startswith("</think> is not one token of this model")
    assert not found.blocked


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("", "The model file has no chat template"),
        ("{% if %}", "The model's chat template does not parse"),
    ],
)
def test_what_no_setting_could_use_is_refused_by_name(
    store: Store, tmp_path: Path, template: str, why: str
) -> None:
    path = write_random_model(tmp_path / "m.gguf", SMALL, template=template)
    with pytest.raises(ModelError, match=r"m\.gguf \(architecture 'qwen2'\) cannot be used: ") as caught:
        add(store, path)
    assert why in str(caught.value)
    assert store.head() is None


def test_an_encoder_is_not_installed_and_one_that_is_from_before_says_why(
    store: Store, tmp_path: Path
) -> None:
    path = write_architecture(tmp_path / "bert.gguf", "bert")
    with pytest.raises(ModelError, match="is an encoder") as caught:
        add(store, path)
    assert store.head() is None
    pinned = ModelFile(str(path), path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())
    before = InstalledModel(
        "old", "Old", (pinned,), pinned.sha256, downloaded=False, repo="", revision="", architecture="bert",
        quantisation="F16",
    )  # fmt: skip
    store.append([before.draft])
    found = row(store, "old")
    assert found.kind == ModelKind("bert", why_not=caught.value.sentence)
    assert found.blocked
    assert (found.problem, found.fits) == (None, None)


def test_what_is_missing_or_damaged_is_not_usable(store: Store, tmp_path: Path) -> None:
    path = write_architecture(tmp_path / "mine.gguf", "dense")
    add(store, path)
    path.write_bytes(path.read_bytes()[:2000])
    damaged = row(store, "mine")
    assert damaged.kind == ModelKind("qwen3", why_not=damaged.problem)
    path.unlink()
    missing = row(store, "mine")
    assert missing.kind == ModelKind("qwen3", why_not=missing.problem)
    assert "put it back" in str(missing.problem)


def test_of_a_model_that_is_not_here_the_catalogues_word_is_told(store: Store) -> None:
    found = row(store, "s1-32b")
    assert found.kind.document() == {
        "architecture": None,
        "thinking_format": "s1",
        "guessed": False,
        "usable": False,
        "why_not": "It is not here yet; download it with: main.py models download s1-32b",
    }
    assert not found.blocked
