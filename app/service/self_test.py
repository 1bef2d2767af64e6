"""The self-test asked for again: what is kept of a model is forgotten, and found anew."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from app.engine.contract import Engine, ModelInfo, OpenInfo
from app.engine.findings import SELF_TEST, Findings
from app.service.opening import SelfTest, opening

# Tokens of a sequence; the test has its own sizes, so that the least will do.
_CONTEXT = 256


def repeat_self_test(
    engine: Engine, model: ModelInfo, findings: Path
) -> Generator[SelfTest | OpenInfo, None, None]:
    """Forget what that folder keeps of this model, and test it as it is loaded.

    Raises:
        ModelError: there is no memory for it.
        EngineError: the engine ended.
    """
    forget_self_test(findings, model.sha256)
    yield (yield from opening(engine, min(_CONTEXT, model.context_trained)))


def forget_self_test(findings: Path, sha256: str | None) -> None:
    """Forget what that folder keeps of the model of that digest; with None, of each."""
    Findings(findings).forget(SELF_TEST, {"model": sha256} if sha256 else None)
