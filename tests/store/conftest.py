"""A small store to look at and to tamper with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.store import Draft, Entry, Store, body_digest

BODIES = (b"prompt and thinking", b"the answer " * 50, b"")


def named_bodies(entry: Entry) -> Iterable[str]:
    return entry.payload.get("bodies", [])


class Ticking:
    """A clock that goes on by one second and a microsecond each time it is read."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1, microseconds=1)
        return self.now


def fill(store: Store) -> list[Entry]:
    """Six entries: two screens, one entry of no screen, three bodies: one shared, one a difference."""
    names = [body_digest(body) for body in BODIES]
    entries = store.append([Draft("list.imported", {"name": "demo", "rows": 2})])
    entries += store.append(
        [Draft("plan.sealed", {"screen_id": "s1", "threshold": 0.5, "big": 1e20, "not": None})]
    )
    entries += store.append(
        [
            Draft(
                "pass.completed", {"screen_id": "s1", "bodies": names[:2], "p": 1e-7}, BODIES[:2], series="s1"
            ),
            Draft("pass.completed", {"screen_id": "s1", "bodies": names[:1], "text": "\0 é 😀"}, BODIES[:1]),
        ]
    )
    entries += store.append([Draft("pass.failed", {"screen_id": "s2", "bodies": names[2:]}, BODIES[2:])])
    entries += store.append([Draft("screen.ended", {"screen_id": "s2"})])
    return entries


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed store with the six entries."""
    where = tmp_path / "filled.db"
    with Store.open(where, clock=Ticking()) as store:
        fill(store)
    return where
