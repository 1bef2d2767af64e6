"""The real model: in a child process, as the product runs it, and in the test's own for its logits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.engine.host import LlamaEngine
from app.engine.runtime import LlamaLog
from tests.support.in_child import settings
from tests.support.in_process import Bench
from tests.support.real_model import byte_pieces, real_model


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a real model the time that it takes where other programs want the processor too."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.timeout(900))


@pytest.fixture(scope="session")
def model() -> Path:
    """The model file."""
    return real_model()


@pytest.fixture(scope="session")
def pieces(model: Path) -> tuple[bytes, ...]:
    """The bytes of each id."""
    return byte_pieces(model)


@pytest.fixture(scope="session")
def engine(model: Path) -> Iterator[LlamaEngine]:
    """The model in a child process; a test opens it as wide and as long as it needs."""
    made = LlamaEngine(settings(model))
    made.load()
    yield made
    made.close()


@pytest.fixture(scope="session")
def bench(model: Path) -> Iterator[Bench]:
    """The model in this process: what turns texts into requests, and plain decoding to compare with."""
    made = Bench(model, LlamaLog())
    yield made
    made.close()
