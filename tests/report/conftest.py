"""Reports of real screens: an eventful one, and one with hostile text wherever a report takes text from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from app.report.blocks import Document
from app.report.facts import Report
from app.report.outline import outline
from app.service.report import collect
from app.service.screens import Screen
from app.store import Store
from tests.support.reported import eventful_screen, hostile_screen, with_hostile_model
from tests.support.screens import Loaded, load_engine


@dataclass(frozen=True)
class Told:
    """A report, and what it was made from."""

    screen: Screen
    store: Store
    report: Report

    @property
    def document(self) -> Document:
        return outline(self.report)


@pytest.fixture(scope="session")
def loaded() -> Iterator[Loaded]:
    engine, model = load_engine(2, exact=False)
    yield engine, model
    engine.close()


@pytest.fixture(scope="session")
def eventful(loaded: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    with Store.open(tmp_path_factory.mktemp("eventful") / "winnow.sqlite") as store:
        screen = eventful_screen(store, loaded)
        yield Told(screen, store, collect(screen, store, operator="Ada", level=0.05))


@pytest.fixture(scope="session")
def hostile(loaded: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    with Store.open(tmp_path_factory.mktemp("hostile") / "winnow.sqlite") as store:
        screen = hostile_screen(store, loaded)
        report = with_hostile_model(collect(screen, store, operator="", level=0.05))
        yield Told(screen, store, report)
