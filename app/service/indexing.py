"""What the traces of a store are found by, and filling the search index of an older store."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

from app.core.errors import StoreError
from app.core.hypothesis import Hypothesis
from app.core.provenance import canonical_json
from app.core.trace import Trace
from app.service import kinds
from app.service.imported import entries_in
from app.service.records import Json
from app.store import Entry

if TYPE_CHECKING:
    from app.store import Store

SEARCHED = (kinds.PASS_COMPLETED, kinds.GENERATION_COMPLETED, kinds.BUNDLE_IMPORTED)

_BATCH = 200


class Named(NamedTuple):
    """What of a hypothesis a trace is found by."""

    title: str
    statement: str


class Lists:
    """The lists of a store's own screens: their names and rows; the bodies read last are kept."""

    _KEPT_BYTES = 2**26

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, Json] = {}
        self._bodies: dict[str, bytes] = {}

    def name(self, screen_id: str) -> str:
        """The name of a screen's list. Raises StoreError where the store has none."""
        name: str = self._payload(screen_id)["name"]
        return name

    def row(self, screen_id: str, hypothesis_id: str) -> Named | None:
        """A row of a screen's list. Raises StoreError where it cannot be read."""
        digest = self._payload(screen_id)["body"]
        if digest not in self._bodies:
            self.read({screen_id})
        return row_in(self._bodies[digest], hypothesis_id)

    def read(self, screen_ids: Collection[str]) -> None:
        """Read the lists of these screens, all at once where they are not here yet. Raises StoreError."""
        digests = {self._payload(id)["body"] for id in screen_ids} - self._bodies.keys()
        if not digests:
            return
        while self._bodies and sum(map(len, self._bodies.values())) > self._KEPT_BYTES:
            del self._bodies[next(iter(self._bodies))]
        self._bodies |= self._store.bodies(digests)

    def _payload(self, screen_id: str) -> Json:
        """What the entry of its import says."""
        if screen_id not in self._known:
            for entry in self._store.entries(kind=kinds.LIST_IMPORTED):
                self._known[entry.payload["screen_id"]] = entry.payload
        if screen_id not in self._known:
            raise StoreError(
                "{0} does not hold the list of the screen {1}; verify the store.",
                self._store.location,
                screen_id,
            )
        return self._known[screen_id]


class Indexing:
    """Adds to the search index what was written before there was one, a batch at a time."""

    def __init__(self, store: Store, lists: Lists) -> None:
        self._store, self._lists = store, lists
        self._left: list[int] | None = None

    def step(self) -> int:
        """Index the next batch, oldest first; returns how many entries are left."""
        if self._left is None:
            self._left = self._store.unindexed(SEARCHED)
        batch, self._left = self._left[:_BATCH], self._left[_BATCH:]
        if batch:
            entries = self._store.entries_at(batch)
            self._store.index({seq: self._texts(entry) for seq, entry in entries.items()})
        return len(self._left)

    def again(self) -> None:
        """Empty the index, to fill it anew."""
        self._store.clear_index()
        self._left = None

    def _texts(self, entry: Entry) -> tuple[str, ...]:
        """An entry that cannot be read is found by nothing; what is wrong with it, `verify` says."""
        try:
            return self._read(entry)
        except (StoreError, KeyError, TypeError, ValueError):
            return ("",)

    def _read(self, entry: Entry) -> tuple[str, ...]:
        payload, body = entry.payload, self._store.body
        if entry.kind == kinds.BUNDLE_IMPORTED:
            return imported_texts(entries_in(body(payload["ledger"])), body)
        row = None
        if entry.kind == kinds.PASS_COMPLETED:
            row = self._lists.row(payload["screen_id"], payload["hypothesis"])
        return (_text(json.loads(body(payload["body"])), row),)


def trace_text(trace: Trace, row: Hypothesis | None = None) -> str:
    """What a trace is found by: what it says, and the title and statement of its hypothesis."""
    said = {"thinking_text": trace.thinking_text, "answer_text": trace.answer_text}
    return _text(said, Named(row.title, row.statement) if row else None)


def imported_texts(entries: Iterable[Entry], body: Callable[[str], bytes]) -> tuple[str, ...]:
    """What a bundle's passes are found by, as the texts of the entry of its import."""
    texts = [""]  # The entry itself is none.
    listed = b""
    for entry in entries:
        payload = entry.payload
        if entry.kind == kinds.LIST_IMPORTED:
            listed = body(payload["body"])
        elif entry.kind == kinds.PASS_COMPLETED:
            texts.append(_text(json.loads(body(payload["body"])), row_in(listed, payload["hypothesis"])))
    return tuple(texts)


def row_in(body: bytes, hypothesis_id: str) -> Named | None:
    """A row in what `records.list_body` made, without reading the others.

    That is canonical JSON: the id is followed by the label, and no text can look like that, since its quotes
    are escaped.
    """
    start = body.find(b'"id":%s,"label":' % canonical_json(hypothesis_id))
    if start < 0:
        return None
    row, _ = json.JSONDecoder().raw_decode("{" + body[start:].decode())
    return Named(row["title"], row["statement"])


def _text(table: Json, row: Named | None) -> str:
    return "\n".join((*(row or ()), table["thinking_text"] + table["answer_text"]))
