"""The demo model in child processes that tests share, and an empty store for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.core.plan import PassKind
from app.service.plan_settings import Dial, PlanSettings
from app.store import Store
from tests.support.forked import fork_engines
from tests.support.screens import (
    SETTINGS,
    Bench,
    Loaded,
    demo_rows,
    load_engine,
    make_plan,
    results,
    run_screen,
    short_prompt,
)


@pytest.fixture(autouse=True)
def quick_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine's process starts at once."""
    fork_engines(monkeypatch)


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


@pytest.fixture(scope="session")
def uninterrupted(narrow: Loaded, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The results of six demo rows that were run without a stop."""
    with Store.open(tmp_path_factory.mktemp("uninterrupted") / "winnow.sqlite") as store:
        screen, _ = run_screen(store, narrow, make_plan(narrow[1]), demo_rows(6))
        return results(screen.document(store))


@pytest.fixture(scope="session")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> PlanSettings:
    """The plan of `make_plan`, as a user sets it."""
    folder = tmp_path_factory.mktemp("prompts")
    prompts = {kind: folder / f"{kind.value}.toml" for kind in PassKind}
    for kind, path in prompts.items():
        path.write_bytes(short_prompt(kind.value).source)
    return PlanSettings(
        Dial(24, 0),
        Dial(40, 1),
        threshold=0.0,
        triage_prompt=prompts[PassKind.TRIAGE],
        deep_prompt=prompts[PassKind.DEEP],
    )


@pytest.fixture(scope="session")
def shared_bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """For `bench` alone."""
    with Bench(Store.open(tmp_path_factory.mktemp("bench") / "winnow.sqlite")) as made:
        yield made


@pytest.fixture
def bench(shared_bench: Bench, tmp_path: Path) -> Bench:
    """A workbench over an empty store, whose engine stays loaded from test to test."""
    shared_bench.configure(SETTINGS)
    shared_bench.change_store(lambda: Store.open(tmp_path / "bench.sqlite"))
    return shared_bench
