"""The demo model in child processes that tests share, and an empty store for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store import Store
from tests.support.screens import Loaded, load_engine


@pytest.fixture(scope="session")
def narrow() -> Iterator[Loaded]:
    """Two sequences at once."""
    loaded = load_engine(2)
    yield loaded
    loaded[0].close()


@pytest.fixture(scope="session")
def wide() -> Iterator[Loaded]:
    """Eight sequences at once."""
    loaded = load_engine(8)
    yield loaded
    loaded[0].close()


@pytest.fixture(scope="session")
def loose() -> Iterator[Loaded]:
    """Two sequences at once, without the self-test that exactness costs at each opening."""
    loaded = load_engine(2, exact=False)
    yield loaded
    loaded[0].close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "winnow.sqlite") as opened:
        yield opened
