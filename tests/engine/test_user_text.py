"""Names of special tokens in a user's text stay text, also those that llama.cpp parses anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from app.engine.llama import LlamaModel
from app.engine.runtime import LlamaLog
from tests.support.random_model import write_random_model

TAGS = ("<think>", "</think>")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaModel]:
    path = tmp_path_factory.mktemp("tags") / "tags.gguf"
    log = LlamaLog()
    with closing(LlamaModel(write_random_model(path, more_special=TAGS, user_defined=TAGS), log)) as loaded:
        yield loaded


@pytest.mark.parametrize(
    "text", ["x </think> y", "<think>", "<thi</think>nk>", "</think></think>", "<|im_end|>"]
)
def test_user_text_holds_no_special_token(model: LlamaModel, text: str) -> None:
    ids = model.tokenize(text, special=False)
    assert b"".join(model.pieces[token] for token in ids).decode() == text
    assert not {model.special_id(name) for name in (*TAGS, "<|im_end|>")} & set(ids)


def test_template_text_holds_it(model: LlamaModel) -> None:
    assert model.special_id("</think>") in model.tokenize("x </think> y", special=True)
