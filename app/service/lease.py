"""One run of a screen at a time: each names its process in the ledger; a living one is not disturbed."""

from __future__ import annotations

import os
import platform
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from app.core.errors import StoreError
from app.service.kinds import DIAL_RUN_ENDED, DIAL_RUN_STARTED, RUN_ENDED, RUN_STARTED
from app.service.records import Json
from app.store import Entry

if TYPE_CHECKING:
    from app.store import Store


def this_process() -> Json:
    """What a run says of its process: host, id, and when it began (ids are used again)."""
    return {"host": platform.node(), "pid": os.getpid(), "created": _created(os.getpid())}


def lives(process: Json) -> bool:
    """Whether a process, as `this_process` describes it, still runs on this machine."""
    return bool(process["host"] == platform.node() and _created(process["pid"]) == process["created"])


def _created(pid: int) -> int | None:
    """When a process of this machine began, in seconds of Unix time; None where there is none."""
    import psutil  # Long to import, and not needed before a run.

    try:
        return round(psutil.Process(pid).create_time())
    except psutil.Error:
        return None


def refuse_second_run(store: Store, screen_id: str) -> None:
    """Raises StoreError while another living process of this host runs the screen."""
    holder = _holder(store.entries(subject=screen_id), RUN_STARTED, RUN_ENDED)
    if holder is not None:
        raise StoreError(
            "The screen {0} is being run by process {1}; wait for it, or stop it first.", screen_id, holder
        )


def refuse_second_dial_run(store: Store, dial_id: str) -> None:
    """Raises StoreError while another living process of this host runs the dial."""
    holder = _holder(store.entries(subject=dial_id), DIAL_RUN_STARTED, (DIAL_RUN_ENDED,))
    if holder is not None:
        raise StoreError(
            "The dial run {0} is being run by process {1}; wait for it, or stop it first.", dial_id, holder
        )


def _holder(entries: Iterable[Entry], started: str, ended: Collection[str]) -> int | None:
    """The id of another living process whose run these entries do not end."""
    holder: Json | None = None
    for entry in entries:
        if entry.kind == started:
            holder = entry.payload.get("process")
        elif entry.kind in ended:
            holder = None
    if holder is None or holder == this_process() or not lives(holder):
        return None
    return int(holder["pid"])
