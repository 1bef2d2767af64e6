"""One run of a screen at a time: each names its process in the ledger; a living one is not disturbed."""

from __future__ import annotations

import os
import platform
from typing import TYPE_CHECKING

from app.core.errors import StoreError
from app.service.kinds import RUN_ENDED, RUN_STARTED
from app.service.records import Json

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
    holder: Json | None = None
    for entry in store.entries(subject=screen_id):
        if entry.kind == RUN_STARTED:
            holder = entry.payload.get("process")
        elif entry.kind in RUN_ENDED:
            holder = None
    if holder is not None and holder != this_process() and lives(holder):
        raise StoreError(
            "The screen {0} is being run by process {1}; wait for it, or stop it first.",
            screen_id,
            holder["pid"],
        )
