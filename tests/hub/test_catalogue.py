"""The shipped catalogue, a user's own beside it, and what is said of one that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.thinking import choose_format, marker_names
from app.hub.catalogue import CatalogueError, read_catalogue
from app.hub.header import read_header
from app.service import paths

SHIPPED = Path(__file__).parents[2] / "models" / "catalogue.toml"
GOOD = '[mine]\nrepo = "me/mine"\nfile = "mine.gguf"\n'
SHAPE = "shape = {{ layers = {}, width = 1, heads = 2, kv_heads = 1, ffn = 1, vocabulary = 1 }}"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.toml"


def test_every_shipped_entry_can_be_used() -> None:
    found = {spec.id: spec for spec in read_catalogue(SHIPPED)}
    assert next(iter(found)) == "s1-32b"
    assert {spec.thinking_format for spec in found.values()} == {"s1"}
    for spec in found.values():
        assert spec.title
        assert spec.good_for.endswith(".")
    s1 = found["s1-32b"]
    assert (s1.repo, s1.file) == ("cortexso/simplescaling-s1", "s1-32b-q4_k_m.gguf")
    assert (s1.licence, s1.size, s1.context) == ("Apache-2.0", 19_900_000_000, 32768)


def test_the_demo_model_is_what_the_catalogue_says() -> None:
    (demo,) = (spec for spec in read_catalogue(SHIPPED) if spec.path)
    assert demo.path is not None
    formats = paths.thinking_formats()
    header = read_header(demo.path, marker_names(formats))
    assert demo.path.resolve() == paths.DEMO_MODEL
    assert (demo.quantisation, demo.context) == (header.quantisation, header.shape.context)
    assert demo.size == pytest.approx(header.size, rel=0.05)
    assert header.tokens == {"<|im_start|>", "<|im_end|>"}
    chosen = choose_format(formats, header.chat_template, header.tokens)
    assert (chosen.format.name, chosen.guessed) == (demo.thinking_format, True)


def test_own_entries_come_last_or_stand_in_place(own: Path) -> None:
    own.write_text(GOOD + '[s1-32b]\npath = "files/s1.gguf"\ncontext = 100\nsize = 1.5\n', encoding="utf-8")
    found = {spec.id: spec for spec in read_catalogue(SHIPPED, own)}
    assert list(found)[-1] == "mine"
    mine, s1 = found["mine"], found["s1-32b"]
    assert (mine.title, mine.thinking_format, mine.licence, mine.context, mine.size) == (
        "mine",
        "auto",
        "",
        None,
        None,
    )
    assert (s1.path, s1.repo, s1.context, s1.size) == (own.parent / "files/s1.gguf", "", 100, 1_500_000_000)


def test_without_own_entries_there_are_the_shipped_ones(own: Path) -> None:
    assert read_catalogue(SHIPPED, own) == read_catalogue(SHIPPED)


@pytest.mark.parametrize(
    ("file", "is_this"),
    [
        ("s1-32b-q2_k.gguf", True),
        ("S1-32B.Q2_K.gguf", True),
        ("s1-32b-q2_k-00001-of-00002.gguf", True),
        ("s1-32b-q2_k_s.gguf", False),
        ("s1-32b-iq2_k.gguf", False),
        ("s1-32b-q2_k.json", False),
        ("q2_k/readme.md", False),
    ],
)
def test_a_file_is_found_by_its_quantisation(file: str, is_this: bool) -> None:
    (spec,) = (spec for spec in read_catalogue(SHIPPED) if spec.id == "s1-32b-q2")
    assert spec.is_this(file) is is_this


def test_a_named_file_is_that_one_alone() -> None:
    (spec,) = (spec for spec in read_catalogue(SHIPPED) if spec.id == "s1-32b")
    assert spec.is_this("s1-32b-q4_k_m.gguf")
    assert not spec.is_this("other-q4_k_m.gguf")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("mine = [", "is not TOML"),
        ("\xff\udcff", "is not TOML"),
        ("mine = 3", "'mine' is no table"),
        ("[Mine]\n", "the id 'Mine' cannot be"),
        ('["a b"]\n', "the id 'a b' cannot be"),
        (GOOD + 'colour = "red"', "unknown key 'colour'"),
        (GOOD + "title = 3", "'title' of 'mine' must be a text"),
        (GOOD + 'title = " "', "'title' of 'mine' must be a text"),
        (GOOD + "context = true", "'context' of 'mine' must be a number"),
        (GOOD + "context = 1.5", "'context' of 'mine' must be a whole number"),
        (GOOD + "size = -1", "'size' of 'mine' must be a number"),
        (GOOD + "size = nan", "'size' of 'mine' must be a number"),
        (GOOD + 'path = "x.gguf"', "either 'repo' or 'path'"),
        ("[mine]\n", "either 'repo' or 'path'"),
        ('[mine]\nrepo = "../etc"\nfile = "x"', "write it as owner/name"),
        (GOOD + "context = 9\nshape = { layers = 1 }", "the 'shape' of 'mine' must have just layers, width"),
        (GOOD + SHAPE.format(1), "'context' must stand beside it"),
        (GOOD + "context = 9\n" + SHAPE.format(0.5), "'layers' of 'mine' must be a whole number"),
        (GOOD + "context = 9\n" + SHAPE.format(10**9), "'layers' of 'mine' must be at most 4,096"),
        ('[mine]\nrepo = "a/b"\n', "'file' or 'quantisation'"),
    ],
)
def test_what_cannot_be_names_the_file_and_the_key(own: Path, text: str, why: str) -> None:
    own.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(SHIPPED, own)
    assert why in str(caught.value)
    assert str(own) in str(caught.value)


def test_a_folder_and_a_huge_file_are_refused(own: Path) -> None:
    own.mkdir()
    with pytest.raises(CatalogueError, match="cannot be read"):
        read_catalogue(own)
    own.rmdir()
    own.write_bytes(b"#" * (2**20 + 1))
    with pytest.raises(CatalogueError, match="larger than 1 MB"):
        read_catalogue(own)
