"""What a person says of a hypothesis, beside what the model said; both stay in the ledger."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.errors import StoreError
from app.core.plan import Verdict
from app.core.text import is_unicode
from app.service import kinds
from app.service.imported import refuse_imported
from app.store import Draft, Entry

if TYPE_CHECKING:
    from app.store import Store

MAX_REASON = 10_000


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's verdict, why, whose, and when (UTC, ISO 8601)."""

    verdict: Verdict
    reason: str
    by: str
    at: str

    @classmethod
    def from_entry(cls, entry: Entry) -> Judgement | None:
        """What an entry of kind JUDGED says; None where it takes an earlier judgement back."""
        payload = entry.payload
        if payload["verdict"] is None:
            return None
        return cls(Verdict(payload["verdict"]), payload["reason"], payload["by"], entry.at)

    def table(self) -> dict[str, str]:
        """As JSON."""
        return {"verdict": self.verdict.value, "reason": self.reason, "by": self.by, "at": self.at}


def judge(store: Store, screen_id: str, hypothesis_id: str, verdict: Verdict | None, reason: str) -> Entry:
    """Write a judgement into the ledger; a verdict of None takes the one before back.

    Raises:
        StoreError: the screen was imported, the reason cannot be recorded, or the store cannot be written.
    """
    refuse_imported(store, screen_id)
    if len(reason) > MAX_REASON:
        raise StoreError("The reason has {0:,} characters; shorten it to {1:,}.", len(reason), MAX_REASON)
    if not is_unicode(reason):
        raise StoreError("The reason {!r} is not UTF-8; write it anew.", reason)
    payload = {
        "screen_id": screen_id,
        "hypothesis": hypothesis_id,
        "verdict": verdict.value if verdict else None,
        "reason": reason,
        "by": operator(),
    }
    return store.append([Draft(kinds.JUDGED, payload)])[0]


def operator() -> str:
    """The name of the account that runs the program; "unknown" where the system has none."""
    try:
        # Taken from the environment, where it need not be Unicode.
        return getpass.getuser().encode(errors="replace").decode()
    except (OSError, KeyError, ImportError):
        return "unknown"
