"""A model in parts: loaded as one, and its digest covers all of them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from app.core.errors import ModelError
from app.engine.contract import EngineSettings
from app.engine.host import LlamaEngine
from tests.support.random_model import Shape, write_random_model

SMALL = Shape(vocabulary=320, unused=4, width=64, layers=2, heads=2, kv_heads=1, ffn=64, context=512)


def test_a_model_in_parts_is_one_model(tmp_path: Path) -> None:
    write_random_model(tmp_path / "split.gguf", SMALL, split=8)
    whole = LlamaEngine(EngineSettings(write_random_model(tmp_path / "whole.gguf", SMALL)))
    parts = sorted(tmp_path.glob("split-*"))
    engine = LlamaEngine(EngineSettings(parts[1]))
    try:
        info, one = engine.load(), whole.load()
    finally:
        engine.close()
        whole.close()
    data = b"".join(part.read_bytes() for part in parts)
    assert info.sha256 == hashlib.sha256(data).hexdigest()
    assert info.size == len(data)
    assert (info.parameters, info.vocabulary, info.chat_template) == (
        one.parameters,
        one.vocabulary,
        one.chat_template,
    )
    assert one.sha256 == hashlib.sha256((tmp_path / "whole.gguf").read_bytes()).hexdigest()
    assert info.commit
    assert info.hardware == ()


def test_a_part_that_is_missing_is_named(tmp_path: Path) -> None:
    write_random_model(tmp_path / "split.gguf", SMALL, split=8)
    parts = sorted(tmp_path.glob("split-*"))
    parts[2].unlink()
    engine = LlamaEngine(EngineSettings(parts[0]))
    try:
        with pytest.raises(ModelError, match=parts[2].name):
            engine.load()
    finally:
        engine.close()
