"""The store: an append-only, hash-chained ledger and the bodies that its entries name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.provenance import Problem
from app.store.body import MAX_BODY_BYTES, body_digest
from app.store.entry import Draft, Entry, Extent, Place

if TYPE_CHECKING:
    from app.store.claim import Claim
    from app.store.store import Store

__all__ = ["MAX_BODY_BYTES", "Claim", "Draft", "Entry", "Extent", "Place", "Problem", "Store", "body_digest"]


def __getattr__(name: str) -> object:
    """The Store itself when it is first asked for: SQLAlchemy takes most of a second to import."""
    if name == "Store":
        from app.store.store import Store

        return Store
    if name == "Claim":
        from app.store.claim import Claim

        return Claim
    raise AttributeError(name)
