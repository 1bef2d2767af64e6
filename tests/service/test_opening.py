"""An engine that tests itself says how far it is, and can be left and asked to do it again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from app.engine.contract import EngineStopped, Exactness, ModelInfo, OpenInfo
from app.engine.findings import SELF_TEST, Findings
from app.engine.host import LlamaEngine
from app.service.opening import SelfTest, opening
from app.service.self_test import repeat_self_test
from tests.support.screens import SETTINGS, without_tests

Keeping = tuple[LlamaEngine, ModelInfo, Path]


@pytest.fixture
def keeping(tmp_path: Path) -> Iterator[Keeping]:
    """The demo model, and the folder in which it keeps what its self-test found."""
    engine = LlamaEngine(SETTINGS, findings=tmp_path)
    yield engine, engine.load(), tmp_path
    engine.close()


def test_leaving_it_in_the_midst_ends_the_engine(keeping: Keeping) -> None:
    engine, model, folder = keeping
    events = opening(engine, 256)
    assert isinstance(next(events), SelfTest)
    events.close()
    with pytest.raises(EngineStopped):
        engine.counters()
    assert not list(Findings(folder).all(SELF_TEST))
    engine.close()
    assert engine.load() == model
    told = list(repeat_self_test(engine, model, folder))
    assert isinstance(told[-1], OpenInfo)
    assert told[-1].exactness is Exactness.EXACT
    pieces = [event for event in told[:-1] if isinstance(event, SelfTest)]
    assert len(pieces) == len(told) - 1 > 0
    assert all(before.share <= after.share for before, after in pairwise(pieces))


def test_what_is_kept_of_the_model_is_forgotten_and_found_again(keeping: Keeping) -> None:
    engine, model, folder = keeping
    findings = Findings(folder)
    (first,) = without_tests(repeat_self_test(engine, model, folder))
    other = {"model": "another"}
    findings.put(SELF_TEST, other, {})
    findings.put(SELF_TEST, {"model": model.sha256, "threads": 99}, {})
    engine.close()
    engine.load()
    (again,) = without_tests(repeat_self_test(engine, model, folder))
    assert again == first
    kept = [key for key, _ in findings.all(SELF_TEST)]
    assert len(kept) == 2
    assert other in kept
    assert {key["model"] for key in kept} == {"another", model.sha256}
    # A later start finds it there.
    engine.close()
    engine.load()
    told: list[tuple[int, int]] = []
    later = engine.open(256, progress=lambda *pair: told.append(pair))
    assert isinstance(first, OpenInfo)
    assert not told
    assert later == replace(first, why=later.why)
    assert later.why.startswith(f"{first.why}; taken from the self-test of ")
