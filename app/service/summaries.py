"""The screens of a store at a glance, without reading their passes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.service import kinds
from app.service.lease import lives
from app.service.records import Json
from app.service.screens import Screen
from app.store import Entry

if TYPE_CHECKING:
    from app.store import Store

_READ = (kinds.LIST_IMPORTED, kinds.PLAN_SEALED, kinds.RUN_STARTED, *kinds.RUN_ENDED, kinds.BUNDLE_IMPORTED)


@dataclass(frozen=True, slots=True)
class ScreenSummary:
    """One screen.

    Attributes:
        at: when its plan was sealed; UTC, ISO 8601.
        list_name, hypotheses: the list's name, and how many of its rows are screened.
        plan: `ScreeningPlan.record`.
        complete: whether its last run came to the end.
        running: whether a living process of this machine runs it.
        imported: whether it was run elsewhere; it is then only to be read.
        counts: `Screen.counts`.
    """

    id: str
    at: str
    list_name: str
    hypotheses: int
    plan: Json
    complete: bool
    counts: dict[str, int]
    running: bool = False
    imported: bool = False

    @property
    def state(self) -> str:
        """ "imported"; or of this store "complete", or "unfinished" where something is still to be done."""
        if self.imported:
            return "imported"
        return "complete" if self.complete else "unfinished"


def summaries(store: Store) -> list[ScreenSummary]:
    """All screens of a store, oldest first."""
    entries: list[Entry] = []
    for kind in _READ:
        entries += store.entries(kind=kind)
    entries.sort(key=lambda entry: entry.seq)
    return list(_told(entries, store))


def _told(entries: Iterable[Entry], store: Store) -> Iterable[ScreenSummary]:
    """What entries of the kinds in _READ, in their order, tell of each screen."""
    lists: dict[str, Json] = {}
    found: dict[str, ScreenSummary] = {}
    holders: dict[str, Json] = {}
    for entry in entries:
        payload = entry.payload
        id = payload["screen_id"]
        match entry.kind:
            case kinds.LIST_IMPORTED:
                lists[id] = payload
            case kinds.PLAN_SEALED:
                source = lists[id]
                found[id] = ScreenSummary(
                    id, entry.at, source["name"], source["hypotheses"], payload["plan"], False, {}
                )
            case kinds.BUNDLE_IMPORTED:
                found[id] = _imported(Screen.load(store, id))
            case kinds.RUN_STARTED:
                holders[id] = payload["process"]
                found[id] = replace(found[id], complete=False)
            case _:
                holders.pop(id, None)
                complete = entry.kind == kinds.SCREEN_COMPLETED
                found[id] = replace(found[id], complete=complete, counts=payload["counts"])
    for id, summary in found.items():
        if id in holders or not summary.counts:
            # A run that is under way, or was killed, or never began: only its passes tell.
            counts = Screen.load(store, id).counts()
            summary = replace(summary, counts=counts, running=id in holders and lives(holders[id]))
        yield summary


def _imported(screen: Screen) -> ScreenSummary:
    source = screen.source
    rows = len(source.hypotheses)
    plan = screen.plan.record()
    return ScreenSummary(
        screen.id, screen.at, source.name, rows, plan, screen.complete, screen.counts(), imported=True
    )
