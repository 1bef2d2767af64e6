"""The table of architectures is the library's own; what is no model that writes is refused by name."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path

import gguf
import llama_cpp
import numpy as np
import pytest
from llama_cpp._logger import llama_log_callback

from app.core.errors import ModelError
from app.hub.architectures import KNOWN
from app.hub.header import read_header
from app.hub.usable import UnusableError
from tests.support.architectures import ARCHITECTURES, write_architecture
from tests.support.random_model import Shape, begin_model

SMALL = Shape(vocabulary=320, unused=4, width=64, layers=2, heads=2, kv_heads=1, ffn=64, context=512)


@pytest.fixture(scope="module")
def said() -> Iterator[list[str]]:
    """What llama.cpp logs."""
    lines: list[str] = []
    log = llama_cpp.llama_log_callback(lambda _level, text, _data: lines.append(text.decode()))
    llama_cpp.llama_log_set(log, None)
    yield lines
    llama_cpp.llama_log_set(llama_log_callback, None)


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value)) + value.encode()


def known(architecture: str, path: Path, said: list[str]) -> bool:
    """Whether llama.cpp knows an architecture: of one that it does not, it says so before all else."""
    entry = text("general.architecture") + struct.pack("<I", 8) + text(architecture)
    path.write_bytes(b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + entry)
    said.clear()
    params = llama_cpp.llama_model_default_params()
    params.vocab_only = True
    assert not llama_cpp.llama_model_load_from_file(str(path).encode(), params)
    return "unknown model architecture" not in "".join(said)


def test_the_table_is_the_librarys(tmp_path: Path, said: list[str]) -> None:
    """All that could be meant: our names, gguf's, and every word in the library that looks like one."""
    library = Path(llama_cpp.__file__).parent / "lib"
    words = {
        word.decode()
        for file in library.iterdir()
        if "llama" in file.name
        for word in re.findall(rb"(?<=\0)[a-z][a-z0-9_-]{1,24}(?=\0)", file.read_bytes())
    }
    asked = {*KNOWN, *gguf.MODEL_ARCH_NAMES.values(), *words, "nonsense"}
    found = {name for name in sorted(asked) if known(name, tmp_path / "x.gguf", said)}
    assert found - {"clip"} == KNOWN


@pytest.mark.parametrize("name", [name for name in ARCHITECTURES if name != "bert"])
def test_a_model_that_writes_is_read(name: str, tmp_path: Path) -> None:
    path = write_architecture(tmp_path / "m.gguf", name)
    assert read_header(path, {"</think>", "</thought>"}).tokens == {"</think>"}
    assert read_header(path).tokens == frozenset()


def refused(path: Path) -> tuple[str, str]:
    """The sentence with which a file is refused, and its architecture."""
    with pytest.raises(UnusableError) as caught:
        read_header(path)
    return str(caught.value), caught.value.architecture


def test_an_encoder_is_refused_by_name(tmp_path: Path) -> None:
    sentence, architecture = refused(write_architecture(tmp_path / "b.gguf", "bert"))
    assert sentence == (
        "b.gguf (architecture 'bert') is an encoder, which reads text and writes none; choose a chat model."
    )
    assert architecture == "bert"


@pytest.mark.parametrize(
    ("architecture", "keys", "why"),
    [
        ("t5", {}, "an encoder and a decoder"),
        ("dream", {}, "a diffusion model"),
        ("eagle3", {}, "a helper of another model"),
        ("wavtokenizer-dec", {}, "writes no text"),
        ("future9", {}, "which this llama.cpp does not know"),
        ("qwen3", {"qwen3.pooling_type": 3}, "an embedding model"),
        ("qwen3", {"qwen3.pooling_type": 4}, "a reranker"),
        ("llama", {"llama.attention.causal": False}, "reads in both directions"),
        ("llama", {"general.type": "adapter"}, "an adapter (LoRA)"),
        ("controlvector", {}, "a control vector"),
        ("llama", {"general.type": "imatrix"}, "an importance matrix"),
        ("clip", {}, "the part of a model that sees or hears"),
        ("clip", {"general.type": "mmproj"}, "the part of a model that sees or hears"),
    ],
)
def test_what_writes_no_text_is_refused_by_name(
    tmp_path: Path, architecture: str, keys: dict[str, str | int | bool], why: str
) -> None:
    """Of no more metadata than these: such files have no shape of a model."""
    path = tmp_path / "m.gguf"
    writer = gguf.GGUFWriter(path, architecture)
    for key, value in keys.items():
        match value:
            case bool():
                writer.add_bool(key, value)
            case int():
                writer.add_uint32(key, value)
            case str():
                writer.add_string(key, value)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    sentence, found = refused(path)
    assert why in sentence
    assert found == architecture


def test_a_pooling_of_none_is_a_chat_model(tmp_path: Path) -> None:
    path = tmp_path / "m.gguf"
    writer = begin_model(path, SMALL)
    writer.add_pooling_type(gguf.PoolingType.NONE)
    writer.add_tensor("token_embd.weight", np.zeros((320, 64), np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    assert read_header(path).architecture == "qwen2"


def test_a_vocabulary_alone_is_no_model(tmp_path: Path) -> None:
    path = tmp_path / "vocab.gguf"
    writer = begin_model(path, SMALL)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    with pytest.raises(ModelError, match=r"vocab\.gguf holds no weights; choose a whole model"):
        read_header(path)
