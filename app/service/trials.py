"""The trials ledger: how many distinct hypotheses were ever screened in a store, over all of its lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.hurdles import LEVEL, Trials, hurdles
from app.service import kinds
from app.service.records import list_from_body

if TYPE_CHECKING:
    from app.store import Store


def trials(store: Store, level: float = LEVEL) -> Trials:
    """Count a store's trials.

    A hypothesis counts once, however often it was screened and under whatever id; a pass that failed or was
    cancelled gave no verdict and does not make it a trial.

    Raises:
        ReportError: the level is not between 0 and 1.
        StoreError: the store cannot be read.
    """
    sealed = {entry.payload["screen_id"] for entry in store.entries(kind=kinds.PLAN_SEALED)}
    texts: dict[tuple[str, str], str] = {}
    through = 0
    for entry in store.entries(kind=kinds.LIST_IMPORTED):
        screen_id = entry.payload["screen_id"]
        if screen_id in sealed:
            through = entry.seq
            source = list_from_body(store.body(entry.payload["body"]))
            texts |= {(screen_id, h.id): h.normalised() for h in source.hypotheses}
    screened: set[str] = set()
    passes = 0
    for entry in store.entries(kind=kinds.PASS_COMPLETED):
        screened.add(texts[entry.payload["screen_id"], entry.payload["hypothesis"]])
        passes += 1
        through = max(through, entry.seq)
    return Trials(
        distinct=len(screened),
        listed=len(set(texts.values())),
        screens=len(sealed),
        passes=passes,
        through=through,
        level=level,
        hurdles=hurdles(len(screened), level),
    )
