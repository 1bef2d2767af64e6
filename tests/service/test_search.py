"""Searching traces: real ones, imported ones, those of an older store, and what is shown of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.budget import ThinkingBudget
from app.core.errors import StoreError
from app.core.hypothesis import Hypothesis, HypothesisList
from app.core.plan import PassKind
from app.core.sampling import SamplingParams
from app.core.wording import words
from app.report.signature import SigningKey
from app.service import kinds, paths
from app.service.bundles import write_bundle
from app.service.importing import import_bundle
from app.service.indexing import row_in
from app.service.records import list_body, trace_from_body
from app.service.search import Search, Snippet, _Seeker
from app.service.think import ThinkPrompt, think
from app.store import Store
from tests.support.screens import Loaded, demo_rows, make_plan, named_bodies, run_screen


def marked(snippet: Snippet) -> list[str]:
    return [snippet.text[start:end] for start, end in snippet.marks]


def indexed(store: Store) -> Search:
    search = Search(store)
    while search.indexing.step():
        pass
    return search


def traces(store: Store) -> dict[str, tuple[str, str]]:
    """(hypothesis, text) of each completed pass by its trace's id."""
    found = {}
    for entry in store.entries(kind=kinds.PASS_COMPLETED):
        trace = trace_from_body(store.body(entry.payload["body"]), entry.payload)
        text = trace.thinking_text + trace.answer_text
        found[entry.payload["trace_id"]] = (entry.payload["hypothesis"], text)
    return found


def test_every_word_of_real_traces_finds_them(store: Store, loose: Loaded) -> None:
    source = demo_rows(3)
    screen, _ = run_screen(store, loose, make_plan(loose[1]), source)
    rows = {row.id: row for row in source.hypotheses}
    search = Search(store)
    said = {
        id: set(words(f"{rows[hypothesis].title} {rows[hypothesis].statement} {text}"))
        for id, (hypothesis, text) in traces(store).items()
    }
    assert len(said) == 6
    for word in set().union(*said.values()):
        having = {id for id, own in said.items() if any(w == word or w.startswith(word) for w in own)}
        having = having if len(word) > 1 else {id for id, own in said.items() if word in own}
        found = search.find(word)
        assert {hit.trace_id for hit in found.hits} == having, word
        assert found.total == len(having)
        for hit in found.hits:
            assert hit.screen_id == screen.id
            assert hit.list_name == source.name
            assert hit.title == rows[hit.hypothesis].title
            record = screen.passes[hit.hypothesis, hit.kind]
            assert (hit.verdict, hit.at) == (record.assessment.verdict.value, record.at)
            assert all(word in words(mark)[0] for mark in marked(hit.snippet)), (word, hit.snippet)
            assert hit.snippet.marks


def test_words_may_stand_in_the_hypothesis_and_in_the_trace(store: Store, loose: Loaded) -> None:
    row = Hypothesis("Q", "Zyzzyva", "Überrenditen are quixotic.", row=1)
    source = replace(demo_rows(1), hypotheses=(row,))
    run_screen(store, loose, make_plan(loose[1]), source)
    search = Search(store)
    hits = search.find("zyzzyva uberrenditen").hits
    assert [hit.kind for hit in hits] == [PassKind.DEEP, PassKind.TRIAGE]
    assert marked(search.find("uberrenditen").hits[0].snippet) == ["Überrenditen"]
    assert search.find("uberrenditen zyzzyvas").total == 0


def test_a_generation_by_hand_is_found(store: Store, loose: Loaded) -> None:
    engine, model = loose
    asked = ThinkPrompt("Costs?", "", ThinkingBudget(8), SamplingParams(), 0, 8)
    *_, thought = think(store, engine, model, paths.thinking_formats(), asked)
    text = thought.trace.thinking_text + thought.trace.answer_text
    (hit,) = Search(store).find(" ".join(words(text)[:2])).hits
    assert hit.trace_id == thought.trace_id
    assert (hit.screen_id, hit.hypothesis, hit.kind, hit.verdict) == (None, None, None, None)


def test_an_older_store_is_indexed_before_it_is_searched(store: Store, loose: Loaded) -> None:
    run_screen(store, loose, make_plan(loose[1]), demo_rows(2))
    word = words(next(iter(traces(store).values()))[1])[0]
    before = Search(store).find(word)
    assert before.total
    search = Search(store)
    search.indexing.again()
    assert search.find(word).total == 0
    assert search.indexing.step() == 0
    assert search.find(word) == before
    assert list(store.verify(named_bodies)) == []


def test_a_trace_that_cannot_be_read_does_not_keep_others_from_being_indexed(
    store: Store, loose: Loaded
) -> None:
    run_screen(store, loose, make_plan(loose[1]), demo_rows(2))
    *_, (last, (_, text)) = traces(store).items()
    entry = next(e for e in store.entries(kind=kinds.PASS_COMPLETED) if e.payload["trace_id"] == last)
    with closing(sqlite3.connect(store.location)) as raw:
        raw.execute("DROP TRIGGER body_no_delete")
        raw.execute("DELETE FROM body WHERE sha256 = ?", (bytes.fromhex(entry.payload["body"]),))
        raw.commit()
    search = Search(store)
    with pytest.raises(StoreError, match="verify the store"):
        search.find(words(text)[0])
    search.indexing.again()
    assert search.indexing.step() == 0
    assert last not in {hit.trace_id for hit in search.find(words(text)[0]).hits}
    assert store.unindexed([kinds.PASS_COMPLETED]) == []


def test_an_index_that_knows_more_than_the_record_is_not_believed(store: Store, loose: Loaded) -> None:
    run_screen(store, loose, make_plan(loose[1]), demo_rows(1))
    store.index({1: ("forged", "forged"), 999: ("forged",)})
    assert Search(store).find("forged").hits == ()


@pytest.mark.parametrize("anew", [False, True])
def test_imported_passes_are_found_where_they_came_from(
    store: Store, loose: Loaded, tmp_path: Path, anew: bool
) -> None:
    with Store.open(tmp_path / "elsewhere.sqlite") as elsewhere:
        screen, _ = run_screen(elsewhere, loose, make_plan(loose[1]), demo_rows(2))
        write_bundle(elsewhere, screen.id, tmp_path / "b.zip", SigningKey.make())
        word = screen.source.hypotheses[1].statement
        there = Search(elsewhere).find(word)
    assert there.total == 2
    import_bundle(store, tmp_path / "b.zip")
    if anew:
        Search(store).indexing.again()
    found = indexed(store).find(word)
    assert found == there


def seek(text: str, wanted: str, *more: str) -> Snippet:
    return _Seeker(words(wanted)).snippet([text, *more])


def test_a_snippet_is_one_line_around_the_words() -> None:
    text = "filler " * 50 + "the gross\nedge\tis Café size" + " filler" * 50
    snippet = seek(text, "edge cafe")
    assert marked(snippet) == ["edge", "Café"]
    assert "\n" not in snippet.text
    assert snippet.text.startswith("…filler")
    assert snippet.text.endswith("…")
    assert "gross edge is Café size" in snippet.text
    assert len(snippet.text) <= 162


def test_a_snippet_stands_where_the_most_words_are() -> None:
    text = "alpha " + "x " * 200 + "beta and alpha" + " x" * 200 + " beta"
    assert marked(seek(text, "alpha beta")) == ["beta", "alpha"]
    assert marked(seek("alpha", "alpha beta", "beta alpha")) == ["beta", "alpha"]


@pytest.mark.parametrize(
    ("text", "wanted"), [("", "alpha"), ("Straße", "strasse"), ("short text", "no"), ("x" * 500, "x" * 64)]
)
def test_a_snippet_of_odd_texts(text: str, wanted: str) -> None:
    snippet = seek(text, wanted)
    assert len(snippet.text) <= 162
    assert all(0 <= start < end <= len(snippet.text) for start, end in snippet.marks)


def test_markup_stays_text() -> None:
    text = "<b>alpha</b> [red]alpha[/red] \x1b[31m"
    assert seek(text, "alpha").text == text
    assert marked(seek(text, "alpha")) == ["alpha", "alpha"]


def test_a_list_that_was_screened_twice_is_found_twice(store: Store, loose: Loaded) -> None:
    plan, source = make_plan(loose[1], triage=4, deep=4), demo_rows(1)
    ids = {run_screen(store, loose, plan, source)[0].id for _ in range(2)}
    found = Search(store).find(source.hypotheses[0].title)
    assert found.total == 4
    assert {hit.screen_id for hit in found.hits} == ids


@given(st.lists(st.text(), min_size=1, max_size=4, unique=True), st.text())
def test_a_row_of_a_list_is_found_whatever_the_texts_say(ids: list[str], text: str) -> None:
    fake = f'"id":"{ids[0]}","label":null,"row":1,"statement":"x","title":"y"}}'
    rows = tuple(
        Hypothesis(id, f"{fake}{text}", f"{number}{fake}", (("id", fake),)) for number, id in enumerate(ids)
    )
    body = list_body(HypothesisList(fake, fake, rows))
    for row in rows:
        assert row_in(body, row.id) == (row.title, row.statement)
    assert row_in(body, "".join(ids) + "x") is None
