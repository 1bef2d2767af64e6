"""What searching costs: seconds for a search in a large store, bytes of the index, seconds to append a trace.

Run: uv run tests/benchmarks/search.py [--traces N] [--tokens N]
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from itertools import accumulate
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.core.hypothesis import Hypothesis, HypothesisList
from app.core.provenance import canonical_json, sha256_hex
from app.service import kinds
from app.service.records import list_body
from app.service.search import Search
from app.store import Draft, Store

_BATCH = 500
_SINGLE = 200
_VOCABULARY = 30_000
_ROWS = 500  # of a list
_WORDS_PER_TOKEN = 0.75
_REPEATS = 7


class Language:
    """Invented words, the n-th about as frequent as 1/n, as in a natural language."""

    def __init__(self) -> None:
        self._random = random.Random(0)
        letters = "etaoinshrdlucmfwyp"
        self.words = [
            "".join(self._random.choices(letters, k=self._random.randint(2, 10))) for _ in range(_VOCABULARY)
        ]
        self._shares = list(accumulate(1 / (place + 2.7) for place in range(_VOCABULARY)))

    def text(self, words: int) -> str:
        """So many words."""
        return " ".join(self._random.choices(self.words, cum_weights=self._shares, k=words))

    def ids(self, tokens: int) -> list[int]:
        """So many ids of tokens."""
        return self._random.choices(range(32_000), k=tokens)


def drafts(language: Language, traces: int, tokens: int) -> Iterator[Draft]:
    """Lists with the passes of all of their rows."""
    for number in range(traces):
        screen, row = divmod(number, _ROWS)
        if row == 0:
            rows = (Hypothesis(f"H{n}", language.text(4), language.text(25)) for n in range(_ROWS))
            source = HypothesisList(f"list {screen}", "", tuple(rows))
            body = list_body(source)
            listed = {"screen_id": f"s{screen}", "name": source.name, "body": sha256_hex(body)}
            yield Draft(kinds.LIST_IMPORTED, listed, (body,))
        text = language.text(round(tokens * _WORDS_PER_TOKEN))
        body = canonical_json(
            {"thinking_ids": language.ids(tokens), "thinking_text": text, "answer_text": ""}
        )
        hypothesis = source.hypotheses[row]
        payload = {
            "screen_id": f"s{screen}",
            "trace_id": str(number),
            "hypothesis": hypothesis.id,
            "pass": "triage",
            "verdict": "unsure",
            "body": sha256_hex(body),
        }
        found_by = "\n".join((hypothesis.title, hypothesis.statement, text))
        yield Draft(kinds.PASS_COMPLETED, payload, (body,), (found_by,))


def append(store: Store, batch: list[Draft]) -> float:
    """Seconds to write these in one transaction."""
    began = perf_counter()
    store.append(batch)
    return perf_counter() - began


def filled(store: Store, language: Language, traces: int, tokens: int) -> float:
    """Write that many traces; seconds for each."""
    batch: list[Draft] = []
    spent = 0.0
    for draft in drafts(language, traces, tokens):
        batch.append(draft)
        if len(batch) == _BATCH:
            spent += append(store, batch)
            batch = []
    return (spent + append(store, batch)) / traces


def single_milliseconds(store: Store, language: Language, tokens: int) -> tuple[float, float]:
    """What a transaction with one trace takes, with the index and without."""
    several = [draft for draft in drafts(language, 2 * _SINGLE, tokens) if draft.search]
    times: dict[bool, list[float]] = {True: [], False: []}
    for number, draft in enumerate(several):
        indexed = bool(number % 2)
        kept = draft if indexed else Draft(draft.kind, draft.payload, draft.bodies)
        times[indexed].append(append(store, [kept]))
    return median(times[True]) * 1000, median(times[False]) * 1000


def index_bytes(path: Path) -> int:
    """Bytes that the index's tables take in a closed store."""
    with closing(sqlite3.connect(path)) as raw:
        query = "SELECT sum(length(block)) FROM search_data"
        rows = "SELECT sum(length(sz) + 9) FROM search_docsize"
        return sum(raw.execute(each).fetchone()[0] for each in (query, rows))


def search_milliseconds(path: Path, text: str, *, again: bool) -> tuple[float, int]:
    """Median of several searches, each the first of its store or not; and how many traces are found."""
    times = []
    for _ in range(_REPEATS):
        with Store.open(path) as store:
            search = Search(store)
            if again:
                search.find(text)
            began = perf_counter()
            found = search.find(text)
            times.append(perf_counter() - began)
    return median(times) * 1000, found.total


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--traces", type=int, default=100_000)
    parser.add_argument("--tokens", type=int, default=300)
    asked = parser.parse_args()
    language = Language()
    words = language.words
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.sqlite"
        with Store.open(path) as store:
            each = filled(store, language, asked.traces, asked.tokens)
            size = index_bytes(path)
            indexed, plain = single_milliseconds(store, language, asked.tokens)
        print(
            f"{asked.traces:,} traces of {asked.tokens} tokens: {each * 1000:.2f} ms to append one (in "
            f"transactions of {_BATCH}); alone {indexed:.2f} ms, without the index {plain:.2f} ms"
        )
        print(f"index: {size:,} bytes, {size / asked.traces / asked.tokens:.2f} for each token of trace")
        queries = {
            "the most common word": words[0],
            "a word of every 14th trace": words[300],
            "a rare word": words[-1],
            "two common words": f"{words[0]} {words[1]}",
            "five common words": " ".join(words[:5]),
            "a common and a rare word": f"{words[0]} {words[-5]}",
            "a beginning of two letters": words[0][:2],
            "a common word and a beginning of three letters": f"{words[0]} {words[50][:3]}",
            "no such word": "qqqq",
        }
        for name, text in queries.items():
            first, total = search_milliseconds(path, text, again=False)
            again, _ = search_milliseconds(path, text, again=True)
            print(f"{name}: {total:,} found; {first:.0f} ms, again {again:.0f} ms (wanted: at most 200)")


if __name__ == "__main__":
    main()
