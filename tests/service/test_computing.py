"""Whether llama.cpp computes: a token, a death told, and a child that hangs ended after a while."""

from __future__ import annotations

import os

import pytest

from app.core.errors import EngineError
from app.engine.contract import EngineSettings
from app.engine.deaths import EngineCrashed
from app.engine.host import LlamaEngine
from app.service import computing
from app.service.computing import compute_one
from tests.support.dying import Fault, dies

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no signals")


def make(settings: EngineSettings) -> LlamaEngine:
    return LlamaEngine(settings)


def test_a_token_is_decoded() -> None:
    assert compute_one(make).model.path.endswith("winnow-demo.gguf")


def test_a_death_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    dies(monkeypatch, Fault(decode=1, exit_code=-4))
    with pytest.raises(EngineCrashed, match="SIGILL"):
        compute_one(make)


@pytest.mark.parametrize(
    "fault", [Fault(extra_buffers=True, exit_code=None), Fault(decode=1, exit_code=None)]
)
def test_one_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, fault: Fault) -> None:
    monkeypatch.setattr(computing, "_SECONDS", 0.5)
    monkeypatch.setattr(computing, "_LOOK_EVERY", 0.1)
    dies(monkeypatch, fault)
    with pytest.raises(EngineError, match="did not answer"):
        compute_one(make)
