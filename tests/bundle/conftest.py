"""A store with two screens and more, and the bundle of one of them, without a model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.core.plan import Verdict
from app.core.provenance import canonical_json, sha256_hex
from app.engine.contract import ModelInfo
from app.report.signature import SigningKey
from app.service import kinds
from app.service.bundles import bundle
from app.service.judgement import judge
from app.service.sealing import seal
from app.store import Draft, Store
from tests.store.conftest import Ticking
from tests.support.screens import demo_rows, make_plan

KEY = SigningKey.from_seed(bytes(range(32)))
OTHER_KEY = SigningKey.from_seed(bytes(32))
MODEL = ModelInfo("/m.gguf", "ab" * 32, 1, "", 1, 1, 4096, "", 1, 0, (), "llama.cpp", "0" * 64, "")
SECRET = "a private idea"


@dataclass(frozen=True, slots=True)
class Filled:
    """An open store and the screen in it that is bundled; its entries are 2, 3, 5, 7 and 8 of 9."""

    store: Store
    screen_id: str


def completed(screen_id: str, number: int) -> Draft:
    """A pass as far as a bundle looks at it, with numbers and texts of all kinds."""
    body = canonical_json({"ids": [number, 1, 2], "text": f"line\n\u2028 \0 é 😀 {number}"})
    payload = {"screen_id": screen_id, "p": number / 7, "small": 1e-9, "big": 1e30, "body": sha256_hex(body)}
    return Draft(kinds.PASS_COMPLETED, payload, (body,))


def fill(store: Store) -> Filled:
    private = canonical_json({"answer": SECRET})
    by_hand = {"prompt": SECRET, "body": sha256_hex(private)}
    store.append([Draft(kinds.GENERATION_COMPLETED, by_hand, (private,))])
    screen = seal(store, make_plan(MODEL), demo_rows(2))
    store.append([Draft(kinds.GENERATION_FAILED, {"message": SECRET})])
    store.append([completed(screen.id, 1)])
    store.append([Draft(kinds.JUDGED, {"screen_id": "another", "reason": SECRET})])
    store.append([completed(screen.id, 2)])
    judge(store, screen.id, screen.source.hypotheses[0].id, Verdict.REJECT, "=1+1 <b>\u202e")
    store.append([Draft(kinds.GENERATION_FAILED, {"message": SECRET})])
    return Filled(store, screen.id)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Filled]:
    with Store.open(tmp_path / "winnow.sqlite", clock=Ticking()) as store:
        yield fill(store)


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A bundle with a report in it."""
    path = tmp_path_factory.mktemp("bundle") / "winnow.sqlite"
    with Store.open(path, clock=Ticking()) as store:
        made = fill(store)
        return bundle(store, made.screen_id, KEY, {"report/report.md": b"# Report\n"})
