"""Searching the traces of a store: which ones have all the words, and where in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from app.core.plan import PassKind
from app.core.wording import levelled, pattern, words
from app.service import kinds
from app.service.imported import entries_in
from app.service.indexing import SEARCHED, Indexing, Lists, Named, row_in
from app.service.records import Json
from app.store import Entry, Place

if TYPE_CHECKING:
    from app.store import Store

_BATCH = 100
_SNIPPET = 160
_BEFORE = 40
_MOST_MATCHES = 1000
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A few words of a text in one line; `marks` are the (start, end) of those that were looked for."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A trace that was found.

    Attributes:
        screen_id, list_name, hypothesis, kind, verdict: of a pass; None of a prompt that was thought about by
            hand.
        title: of the hypothesis; may be empty.
        at: when it was recorded, where it was run; UTC, ISO 8601.
    """

    trace_id: str
    at: str
    screen_id: str | None
    list_name: str | None
    hypothesis: str | None
    title: str
    kind: PassKind | None
    verdict: str | None
    snippet: Snippet

    def document(self) -> Json:
        """A hit of the `search` document of the command line's contract."""
        return {
            "trace_id": self.trace_id,
            "at": self.at,
            "screen_id": self.screen_id,
            "list": self.list_name,
            "hypothesis": self.hypothesis,
            "title": self.title,
            "pass": self.kind.value if self.kind else None,
            "verdict": self.verdict,
            "snippet": asdict(self.snippet),
        }


@dataclass(frozen=True, slots=True)
class Found:
    """How many traces have all the words, and the newest of them; imported ones come last."""

    total: int
    hits: tuple[Hit, ...]


class Search:
    """Searches one store; keeps the lists that it has read."""

    def __init__(self, store: Store) -> None:
        self._store, self._lists = store, Lists(store)
        self.indexing = Indexing(store, self._lists)

    def find(self, text: str, limit: int = 100) -> Found:
        """The traces that have all words of a text, the last also as a beginning; none of a text without any.

        What `indexing` has left to do is not found.

        Raises:
            StoreError: the index, or something that was found, is damaged.
        """
        wanted = words(text)
        total, places = self._store.search(wanted, limit)
        if not places:
            return Found(total, ())
        seeker = _Seeker(wanted)
        passes = list(self._passes(places))
        hits: list[Hit] = []
        for begin in range(0, len(passes), _BATCH):
            batch = passes[begin : begin + _BATCH]
            bodies = self._store.bodies({each.body for each in batch})
            hits += (each.hit(seeker, bodies[each.body]) for each in batch)
        return Found(total, tuple(hits))

    def _passes(self, places: list[Place]) -> Iterator[_Pass]:
        """What stands at these places; an index that knows others than the record has is not believed."""
        entries = self._store.entries_at({place.seq for place in places})
        own = [entry for entry in entries.values() if entry.kind == kinds.PASS_COMPLETED]
        self._lists.read({entry.payload["screen_id"] for entry in own})
        imported: dict[int, list[_Pass]] = {}
        for place in places:
            entry = entries.get(place.seq)
            if entry is None or entry.kind not in SEARCHED:
                continue
            if entry.kind != kinds.BUNDLE_IMPORTED:
                yield self._own(entry)
                continue
            if place.seq not in imported:
                imported[place.seq] = list(self._imported(entry))
            yield from imported[place.seq][max(place.part - 1, 0) : place.part]

    def _own(self, entry: Entry) -> _Pass:
        if entry.kind == kinds.GENERATION_COMPLETED:
            return _Pass(entry, None, None)
        screen_id = entry.payload["screen_id"]
        row = self._lists.row(screen_id, entry.payload["hypothesis"])
        return _Pass(entry, self._lists.name(screen_id), row)

    def _imported(self, entry: Entry) -> Iterator[_Pass]:
        """The passes of a bundle, in the order in which they were indexed."""
        name, listed = "", b""
        for each in entries_in(self._store.body(entry.payload["ledger"])):
            if each.kind == kinds.LIST_IMPORTED:
                name, listed = each.payload["name"], self._store.body(each.payload["body"])
            elif each.kind == kinds.PASS_COMPLETED:
                yield _Pass(each, name, row_in(listed, each.payload["hypothesis"]))


@dataclass(frozen=True, slots=True)
class _Pass:
    """A completed pass, or a generation by hand, which has neither a list nor a row."""

    entry: Entry
    list_name: str | None
    row: Named | None

    @property
    def body(self) -> str:
        """The digest of its trace's body."""
        digest: str = self.entry.payload["body"]
        return digest

    def hit(self, seeker: _Seeker, body: bytes) -> Hit:
        """As what was found in it."""
        payload, row = self.entry.payload, self.row
        table = json.loads(body)
        texts = [table["thinking_text"] + table["answer_text"]]
        if row:
            texts += [row.statement, row.title]
        return Hit(
            trace_id=payload["trace_id"],
            at=self.entry.at,
            screen_id=payload.get("screen_id"),
            list_name=self.list_name,
            hypothesis=payload.get("hypothesis"),
            title=row.title if row else "",
            kind=PassKind(payload["pass"]) if "pass" in payload else None,
            verdict=payload.get("verdict"),
            snippet=seeker.snippet(texts),
        )


@dataclass(frozen=True, slots=True)
class _Window:
    """Matches that stand close to each other, and how many different words they are."""

    different: int = 0
    marks: tuple[tuple[int, int], ...] = ()


class _Seeker:
    """Finds where the most of some words stand together."""

    def __init__(self, wanted: list[str]) -> None:
        self._pattern, self._most = pattern(wanted), len(wanted)

    def snippet(self, texts: list[str]) -> Snippet:
        """Of the first text that has the most different words within a snippet's length."""
        best, best_text = _Window(), texts[0]
        for text in texts:
            window = self._window(text)
            if window.different > best.different:
                best, best_text = window, text
            if best.different >= self._most:
                break
        return _cut(best_text, best.marks)

    def _window(self, text: str) -> _Window:
        matches: list[re.Match[str]] = []
        for match in self._pattern.finditer(levelled(text)):
            matches.append(match)
            if len(matches) == _MOST_MATCHES:
                break
        best = _Window()
        end = 0
        for at, first in enumerate(matches):
            while end < len(matches) and matches[end].end() <= first.start() + _SNIPPET - _BEFORE:
                end += 1
            near = matches[at : max(end, at + 1)]
            different = len({match[0] for match in near})
            if different > best.different:
                best = _Window(different, tuple(match.span() for match in near))
            if different >= self._most:
                break
        return best


def _cut(text: str, marks: tuple[tuple[int, int], ...]) -> Snippet:
    """A line of a text around its marks, or from its beginning."""
    begin = max(0, marks[0][0] - _BEFORE) if marks else 0
    if begin and (space := text.find(" ", begin, marks[0][0])) >= 0:
        begin = space + 1
    cut = re.sub(r"\s", " ", text[begin : begin + _SNIPPET])
    before, after = _ELLIPSIS if begin else "", _ELLIPSIS if begin + _SNIPPET < len(text) else ""
    shift = len(before) - begin
    inside = ((start + shift, min(end, begin + _SNIPPET) + shift) for start, end in marks)
    return Snippet(before + cut + after, tuple(inside))
