"""The shipped demo model's file: its size, its delimiters, and that any text can be tokenised."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from pathlib import Path

import gguf
import llama_cpp
import pytest

PATH = Path(__file__).parents[2] / "models" / "demo" / "winnow-demo.gguf"


class Tokeniser:
    """llama.cpp's own tokeniser over the file's vocabulary."""

    def __init__(self) -> None:
        llama_cpp.llama_backend_init()
        parameters = llama_cpp.llama_model_default_params()
        parameters.vocab_only = True
        self.model = llama_cpp.llama_model_load_from_file(bytes(PATH), parameters)
        assert self.model, f"{PATH} does not load"
        self.vocabulary = llama_cpp.llama_model_get_vocab(self.model)

    def ids(self, text: str, special: bool) -> list[int]:
        data = text.encode()
        room = (llama_cpp.llama_token * (len(data) + 1))()
        count = llama_cpp.llama_tokenize(self.vocabulary, data, len(data), room, len(room), False, special)
        assert count >= 0
        return list(room[:count])

    def bytes_of(self, ids: list[int]) -> bytes:
        room = ctypes.create_string_buffer(256)
        pieces = []
        for token in ids:
            count = llama_cpp.llama_token_to_piece(self.vocabulary, token, room, len(room), 0, False)
            pieces.append(room.raw[:count])
        return b"".join(pieces)


@pytest.fixture(scope="module")
def tokeniser() -> Iterator[Tokeniser]:
    made = Tokeniser()
    yield made
    llama_cpp.llama_model_free(made.model)


def field(name: str) -> object:
    found = gguf.GGUFReader(PATH).get_field(name)
    assert found is not None
    return found.contents()


def test_it_is_at_most_eight_megabytes() -> None:
    assert PATH.stat().st_size <= 8_000_000


@pytest.mark.parametrize("name", ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "think", "answer", "Wait"])
def test_a_delimiter_is_one_token(tokeniser: Tokeniser, name: str) -> None:
    assert len(tokeniser.ids(name, special=True)) == 1


@pytest.mark.parametrize("option", [" advance", " reject", " unsure"])
def test_a_verdict_is_one_token(tokeniser: Tokeniser, option: str) -> None:
    assert len(tokeniser.ids(option, special=False)) == 1


def test_thinking_opens_with_two_tokens_and_plain_text_opens_nothing(tokeniser: Tokeniser) -> None:
    opened = tokeniser.ids("<|im_start|>think", special=True)
    assert len(opened) == 2
    assert opened[0] not in tokeniser.ids("<|im_start|>think", special=False)


@pytest.mark.parametrize(
    "text", ["naïve café, ½ “quoted”", "日本語 🙂\r\n\ttabs  and   spaces\n\n", "t = 3.25e-7; x_y/{}"]
)
def test_any_text_comes_back(tokeniser: Tokeniser, text: str) -> None:
    assert tokeniser.bytes_of(tokeniser.ids(text, special=False)) == text.encode()


def test_every_byte_has_a_token() -> None:
    tokens = field("tokenizer.ggml.tokens")
    assert isinstance(tokens, list)
    assert sum(len(token) == 1 for token in tokens) >= 256


def test_it_is_a_qwen2_with_a_chatml_template() -> None:
    assert field("general.architecture") == "qwen2"
    assert field("tokenizer.ggml.pre") == "qwen2"
    assert field("qwen2.context_length") == 4_096
    assert "<|im_start|>" in str(field("tokenizer.chat_template"))
