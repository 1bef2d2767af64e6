"""The store: an append-only, hash-chained ledger and the bodies that its entries name."""

from __future__ import annotations

from app.store.body import MAX_BODY_BYTES, body_digest
from app.store.entry import Draft, Entry, Problem
from app.store.store import Store

__all__ = ["MAX_BODY_BYTES", "Draft", "Entry", "Problem", "Store", "body_digest"]
