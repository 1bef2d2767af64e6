"""What a header says, of one file and of parts, and that a hostile one is refused in a sentence."""

from __future__ import annotations

import io
import os
import struct
import tracemalloc
from contextlib import suppress
from pathlib import Path
from typing import Any

import gguf
import llama_cpp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import ModelError
from app.core.parts import parts_of, stem_of
from app.hub.ggml_types import FILE_TYPES, TENSOR_TYPES
from app.hub.gguf import Array, EndsEarlyError, read_gguf
from app.hub.header import read_header
from tests.support.architectures import write_architecture
from tests.support.random_model import CHATML, Shape, quantise, write_random_model

DEMO = Path(__file__).parents[2] / "models" / "demo" / "winnow-demo.gguf"
SMALL = Shape(vocabulary=320, unused=4, width=256, layers=2, heads=4, kv_heads=2, ffn=512, context=2048)
MOST_MEMORY = 8 * 2**20


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_random_model(tmp_path_factory.mktemp("header") / "small.gguf", SMALL)


@pytest.fixture(scope="module")
def small_bytes(small: Path) -> bytes:
    """Of the header alone, and some of what follows it."""
    with small.open("rb") as file:
        end = read_gguf(file, small.stat().st_size, "small").data
    return small.read_bytes()[: end + 1000]


def read(data: bytes, size: int) -> object:
    return read_gguf(io.BytesIO(data), size, "x.gguf")


def refused(data: bytes, size: int | None = None) -> str:
    with pytest.raises(ModelError) as caught:
        read(data, len(data) if size is None else size)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "x.gguf" in sentence
    return sentence


def test_it_knows_the_types_that_ggml_has() -> None:
    # These two are for intermediate results, and in no file.
    never = {gguf.GGMLQuantizationType.Q8_1, gguf.GGMLQuantizationType.Q8_K}
    wanted = {
        kind.value: (kind.name, *size) for kind, size in gguf.GGML_QUANT_SIZES.items() if kind not in never
    }
    assert {number: (t.name, t.block, t.size) for number, t in TENSOR_TYPES.items()} == wanted
    names = {
        kind.value: kind.name.removeprefix("MOSTLY_").removeprefix("ALL_") for kind in gguf.LlamaFileType
    }
    names.pop(gguf.LlamaFileType.GUESSED)
    assert names == FILE_TYPES


def test_a_header_says_what_llama_cpp_says(small: Path, tmp_path: Path) -> None:
    for path in (DEMO, small, quantise(small, tmp_path / "q4.gguf", llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_K_M)):
        header, model = read_header(path), llama_cpp.Llama(str(path), verbose=False, n_ctx=32)
        handle, shape = model.model, header.shape
        assert header.parameters == llama_cpp.llama_model_n_params(handle)
        assert sum(t.size for t in header.tensors) == llama_cpp.llama_model_size(handle)
        assert shape.layers == llama_cpp.llama_model_n_layer(handle)
        assert shape.width == llama_cpp.llama_model_n_embd(handle)
        assert shape.heads == llama_cpp.llama_model_n_head(handle)
        assert set(shape.kv_heads) == {llama_cpp.llama_model_n_head_kv(handle)}
        assert shape.context == llama_cpp.llama_model_n_ctx_train(handle)
        assert shape.vocabulary == model.n_vocab()
        assert header.chat_template == model.metadata["tokenizer.chat_template"]
        assert header.size == path.stat().st_size
        model.close()


def test_what_it_is_called(small: Path, tmp_path: Path) -> None:
    header = read_header(small)
    assert (header.architecture, header.name, header.quantisation) == ("qwen2", "random", "F16")
    assert header.chat_template == CHATML
    assert (header.shape.ffn, header.shape.key_width, header.shape.value_width) == (512, 64, 64)
    quantised = read_header(quantise(small, tmp_path / "q.gguf", llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_K_M))
    assert quantised.quantisation == "Q4_K_M"
    assert [name for name, _ in quantised.types] == ["Q4_K", "Q6_K", "F32"]


def test_the_parts_of_a_model_are_read_as_one(small: Path, tmp_path: Path) -> None:
    write_random_model(tmp_path / "split.gguf", SMALL, split=8)
    files = sorted(tmp_path.iterdir())
    assert len(files) == 4
    assert parts_of(files[2]) == tuple(files)
    assert stem_of(files[2]) == "split"
    whole = read_header(small)
    for file in files:
        header = read_header(file)
        assert header.files == tuple(files)
        assert header.size == sum(each.stat().st_size for each in files)
        assert (header.parameters, header.shape, header.chat_template) == (
            whole.parameters,
            whole.shape,
            whole.chat_template,
        )
    files[1].rename(tmp_path / "elsewhere")
    with pytest.raises(ModelError, match=r"has 4 parts and split-00002-of-00004\.gguf is missing"):
        read_header(files[0])
    files[2].rename(files[1])
    (tmp_path / "elsewhere").rename(files[2])
    with pytest.raises(ModelError, match="says that it is part 3 of 4"):
        read_header(files[0])


def test_a_part_under_another_name_is_no_model(tmp_path: Path) -> None:
    write_random_model(tmp_path / "split.gguf", SMALL, split=8)
    alone = (tmp_path / "split-00001-of-00004.gguf").rename(tmp_path / "whole.gguf")
    with pytest.raises(ModelError, match="part 1 of 4"):
        read_header(alone)


@pytest.mark.parametrize("name", ["m-00000-of-00002.gguf", "m-00003-of-00002.gguf", "m-00001-of-99999.gguf"])
def test_a_number_that_cannot_be_is_part_of_the_name(name: str) -> None:
    assert parts_of(Path(name)) == (Path(name),)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="There is no model file"):
        read_header(tmp_path / "none.gguf")
    with pytest.raises(ModelError, match="is a folder; give the path of a GGUF file in it"):
        read_header(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
@pytest.mark.parametrize("shut", ["file", "folder"])
@pytest.mark.parametrize("name", ["m.gguf", "m-00001-of-00002.gguf"])
def test_a_file_that_may_not_be_read_is_told_so(tmp_path: Path, shut: str, name: str) -> None:
    path = tmp_path / "folder" / name
    path.parent.mkdir()
    path.write_bytes(b"GGUF")
    (path if shut == "file" else path.parent).chmod(0)
    user = os.geteuid()
    if user == 0:  # Who may read all; anybody else may not even look into the test's folder.
        os.seteuid(65534)
    try:
        with pytest.raises(ModelError, match="cannot be read: Permission denied"):
            read_header(path)
    finally:
        os.seteuid(user)
        path.parent.chmod(0o755)


def test_a_truncated_header_is_refused_wherever_it_ends(small_bytes: bytes) -> None:
    end = read_gguf(io.BytesIO(small_bytes), 10**9, "x").data
    # The table of tensors ends before the padding.
    for length in (*range(0, 400), *range(400, end - 64, 7)):
        refused(small_bytes[:length])
    sentence = refused(small_bytes)
    assert "ends before its weights do" in sentence


@given(data=st.data())
def test_changed_bytes_are_read_or_refused(small_bytes: bytes, data: st.DataObject) -> None:
    changed = bytearray(small_bytes)
    places = st.integers(0, len(changed) - 9)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(places)
        match data.draw(st.sampled_from(["bits", "huge", "number", "cut"])):
            case "bits":
                changed[at] ^= data.draw(st.integers(1, 255))
            case "huge":
                changed[at : at + 8] = struct.pack("<Q", data.draw(st.integers(2**31, 2**64 - 1)))
            case "number":
                changed[at : at + 4] = struct.pack("<I", data.draw(st.integers(0, 64)))
            case _:
                del changed[at : at + data.draw(st.integers(1, 64))]
                changed += bytes(len(small_bytes) - len(changed))
    tracemalloc.start()
    try:
        with suppress(ModelError):
            read(bytes(changed), 10**12)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MOST_MEMORY


@given(data=st.data())
def test_changed_facts_are_told_or_refused(
    small: Path, small_bytes: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.getbasetemp() / "changed.gguf"
    changed = bytearray(small.read_bytes())
    at = data.draw(st.integers(24, 1500))
    changed[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(changed)
    with suppress(ModelError):
        shape = read_header(path).shape
        assert 1 <= shape.layers == len(shape.kv_heads)
        assert min(shape.width, shape.heads, shape.key_width, shape.vocabulary, shape.context) >= 1


def entry(key: bytes, kind: int, value: bytes) -> bytes:
    return struct.pack("<Q", len(key)) + key + struct.pack("<I", kind) + value


def file_of(*entries: bytes, tensors: tuple[bytes, ...] = (), version: int = 3) -> bytes:
    head = b"GGUF" + struct.pack("<IQQ", version, len(tensors), len(entries))
    return head + b"".join(entries) + b"".join(tensors)


def tensor(name: bytes, shape: tuple[int, ...], kind: int = 0, offset: int = 0) -> bytes:
    layout = f"<I{len(shape)}QIQ"
    return struct.pack("<Q", len(name)) + name + struct.pack(layout, len(shape), *shape, kind, offset)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not a GGUF"),
        (b"PK\3\4" + bytes(100), "not a GGUF"),
        (file_of(version=1), "version 1"),
        (file_of(version=0x03000000), "big-endian"),
        (b"GGUF" + struct.pack("<IQQ", 3, 2**63, 0), "no room"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 2**40), "no room"),
        (file_of(struct.pack("<Q", 2**60)), "no room"),
        (file_of(entry(b"a", 8, struct.pack("<Q", 2**62))), "no room"),
        (file_of(entry(b"a", 9, struct.pack("<IQ", 4, 2**61))), "no room"),
        (file_of(entry(b"a", 9, struct.pack("<IQ", 8, 2**61))), "no room"),
        (file_of(entry(b"a", 9, struct.pack("<IQ", 9, 1) + bytes(40))), "type 9"),
        (file_of(entry(b"a", 13, bytes(40))), "type 13"),
        (file_of(entry(b"a", 0, b"1"), entry(b"a", 0, b"1")), "twice"),
        (file_of(entry(b"general.alignment", 4, struct.pack("<I", 3))), "alignment is 3"),
        (file_of(entry(b"general.alignment", 4, struct.pack("<I", 0))), "alignment is 0"),
        (file_of(tensors=(tensor(b"t", (1, 1, 1, 1, 1)),)) + bytes(99), "5 dimensions"),
        (file_of(tensors=(tensor(b"t", (1,), 999),)) + bytes(99), "unknown type 999"),
        (file_of(tensors=(tensor(b"t", (2**40, 2**40)),)) + bytes(99), "impossible shape"),
        (file_of(tensors=(tensor(b"t", (33,), 8),)) + bytes(99), "impossible shape"),
        (file_of(tensors=(tensor(b"t", (4,), 0, 3),)) + bytes(99), "not aligned"),
        (file_of(tensors=(tensor(b"t", (4,)), tensor(b"t", (4,)))) + bytes(99), "twice"),
        (file_of(tensors=(tensor(b"t", (400,)),)) + bytes(99), "ends before its weights do"),
        (file_of(tensors=(tensor(b"t", (4,), 0, 2**64 - 32),)) + bytes(99), "ends before its weights do"),
    ],
)
def test_what_cannot_be_is_named(data: bytes, why: str) -> None:
    assert why in refused(data)


def test_a_huge_file_may_claim_only_what_is_read(tmp_path: Path) -> None:
    """A sparse file of 4 GB whose array has as many texts as would fit."""
    path = tmp_path / "huge.gguf"
    with path.open("wb") as file:
        file.write(file_of(entry(b"a", 9, struct.pack("<IQ", 8, 2**28))))
        file.truncate(4 * 10**9)
    with pytest.raises(ModelError, match="no room"):
        read_header(path)


def test_a_long_text_is_passed_over() -> None:
    long = struct.pack("<Q", 2**20 + 1) + b"x" * (2**20 + 1)
    found: Any = read(file_of(entry(b"long", 8, long), entry(b"after", 0, b"\7")), 2**22)
    assert found.values == {"long": "", "after": 7}


def test_wanted_texts_are_found_among_many_wherever_they_lie() -> None:
    """Also across the ends of the blocks that are read at once, behind a text that is longer than one."""
    many = [b"w%d" % i for i in range(60_000)]
    many[1000] = b"x" * 600_000
    many[2000] = b"</think>" * 50_000
    many[-1] = b"</think>"
    texts = b"".join(struct.pack("<Q", len(each)) + each for each in many)
    data = file_of(entry(b"a", 9, struct.pack("<IQ", 8, len(many)) + texts), entry(b"after", 0, b"\7"))
    wanted = ["</think>", "<think>", "w17", "w59998", "</think>" * 50_000]
    found = read_gguf(io.BytesIO(data), len(data), "x.gguf", wanted).values
    assert found["after"] == 7
    assert found["a"] == Array(len(many), wanted=frozenset(wanted) - {"<think>"})
    for length in (len(data) - 14, len(data) - 20, len(data) // 2):
        with pytest.raises(EndsEarlyError, match="it ends there"):
            read_gguf(io.BytesIO(data[:length]), len(data), "x.gguf", wanted)


@pytest.mark.parametrize(
    ("name", "kv_heads", "states", "windowed"),
    [
        ("dense", (2, 2), (), False),
        ("windowed", (2,) * 6, (), True),
        ("mamba", (0, 0), (19_456,) * 2, False),
        ("granite-hybrid", (0, 0, 0, 2), (19_840, 19_840, 19_840, 0), False),
        ("nemotron-h", (0, 0, 2, 0), (19_840, 0, 0, 0), False),
        ("rwkv7", (0, 0), (33_792,) * 2, False),
        ("lfm2", (0, 2, 0, 2), (1024, 0, 1024, 0), False),
        ("qwen35", (0, 0, 0, 2), (19_456, 19_456, 19_456, 0), False),
    ],
)
def test_it_says_which_layers_keep_what(
    tmp_path: Path, name: str, kv_heads: tuple[int, ...], states: tuple[int, ...], windowed: bool
) -> None:
    shape = read_header(write_architecture(tmp_path / "model.gguf", name)).shape
    assert (shape.kv_heads, shape.states, shape.windowed) == (kv_heads, states, windowed)
    assert shape.full_cache
