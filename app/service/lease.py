"""One run of a screen or dial at a time: a lock decides, and the ledger tells whose run it is."""

from __future__ import annotations

import os
import platform
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.core.errors import StoreError
from app.core.sentence import Sentence
from app.service.kinds import DIAL_RUN_ENDED, DIAL_RUN_STARTED, RUN_ENDED, RUN_STARTED
from app.service.records import Json

if TYPE_CHECKING:
    from app.store import Claim, Store


def this_process() -> Json:
    """What a run says of its process: host, id, and when it began (ids are used again)."""
    return {"host": platform.node(), "pid": os.getpid(), "created": _created(os.getpid())}


def lives(process: Json) -> bool:
    """Whether a process, as `this_process` describes it, seems to run on this machine still.

    That is to be shown, and decides nothing: a machine's name and the base of its clock can change.
    """
    return bool(process["host"] == platform.node() and _created(process["pid"]) == process["created"])


def _created(pid: int) -> int | None:
    """When a process of this machine began, in seconds of Unix time; None where there is none."""
    import psutil  # Long to import, and not needed before a run.

    try:
        return round(psutil.Process(pid).create_time())
    except psutil.Error:
        return None


@contextmanager
def screen_held(store: Store, screen_id: str) -> Iterator[Claim]:
    """What keeps others from running the screen. Raises StoreError where somebody runs it."""
    held = store.claim(screen_id)
    if held is None:
        by = _whose(store, screen_id, RUN_STARTED, RUN_ENDED)
        raise StoreError("The screen {0} is being run by {1}; wait for it, or stop it first.", screen_id, by)
    try:
        yield held
    finally:
        held.release()


@contextmanager
def dial_held(store: Store, dial_id: str) -> Iterator[Claim]:
    """What keeps others from running the dial. Raises StoreError where somebody runs it."""
    held = store.claim(dial_id)
    if held is None:
        by = _whose(store, dial_id, DIAL_RUN_STARTED, (DIAL_RUN_ENDED,))
        raise StoreError("The dial run {0} is being run by {1}; wait for it, or stop it first.", dial_id, by)
    try:
        yield held
    finally:
        held.release()


def _whose(store: Store, subject: str, started: str, ended: Collection[str]) -> Sentence:
    """Who runs it, as far as the ledger tells: a run is in it once its engine is ready."""
    process: Json | None = None
    for entry in store.entries(subject=subject):
        if entry.kind == started:
            process = entry.payload.get("process")
        elif entry.kind in ended:
            process = None
    if process is None:
        return Sentence("another process")
    return Sentence("process {0} on {1}", process["pid"], process["host"])
