"""A screen from its list to its document: what is written when, and what the record holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.core.hypothesis import RejectedRow
from app.core.plan import PassKind
from app.core.request import PromptText
from app.core.trace import ids_digest
from app.engine.contract import ModelInfo
from app.service import paths
from app.service.events import Opened, PassDone, ScreenEvent
from app.service.kinds import LIST_IMPORTED, PASS_COMPLETED, PLAN_SEALED, RUN_STARTED, SCREEN_COMPLETED
from app.service.progress import Progress
from app.service.records import list_body, list_from_body, plan_from_record, trace_from_body, whole
from app.service.screens import Screen
from app.service.sealing import seal
from app.store import Entry, Store
from tests.support.screens import (
    Loaded,
    completed,
    demo_rows,
    kinds,
    make_plan,
    named_bodies,
    start,
    without_tests,
)

ROWS = 10


@dataclass(frozen=True, slots=True)
class Finished:
    """A run of ten rows on two sequences, as it was watched from a second connection."""

    store: Store
    screen: Screen
    model: ModelInfo
    events: list[ScreenEvent]
    seen_at_yield: list[bool]

    def entries(self) -> list[Entry]:
        return list(self.store.entries(subject=self.screen.id))


@pytest.fixture(scope="module")
def finished(narrow: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finished]:
    where = tmp_path_factory.mktemp("screen") / "winnow.sqlite"
    source = replace(
        demo_rows(ROWS),
        duplicates=(RejectedRow(50, "same text as row 2", "x", of_row=2),),
        unreadable=(RejectedRow(51, "no statement", "y"), RejectedRow(52, "no statement", "z")),
    )
    with Store.open(where) as writer, Store.open(where) as reader:
        screen = seal(writer, make_plan(narrow[1]), source)
        events: list[ScreenEvent] = []
        seen: list[bool] = []
        for event in start(screen, writer, narrow).events():
            events.append(event)
            if isinstance(event, PassDone):
                there = reader.entries(kind=PASS_COMPLETED, subject=screen.id)
                seen.append(event.record.trace_id in {entry.payload["trace_id"] for entry in there})
        yield Finished(reader, Screen.load(reader, screen.id), narrow[1], events, seen)


def test_each_pass_is_in_the_store_before_it_is_yielded(finished: Finished) -> None:
    assert finished.seen_at_yield == [True] * (2 * ROWS)


def test_the_ledger_tells_the_run_in_order(finished: Finished) -> None:
    told = kinds(finished.entries())
    assert told[:3] == [LIST_IMPORTED, PLAN_SEALED, RUN_STARTED]
    assert told[3:-1] == [PASS_COMPLETED] * (2 * ROWS)
    assert told[-1] == SCREEN_COMPLETED


def test_survivors_go_deep_while_triage_still_runs(finished: Finished) -> None:
    done = [kind for _, kind in completed(finished.store, finished.screen.id)]
    last_triage = ROWS * 2 - 1 - done[::-1].index("triage")
    assert done.index("deep") < last_triage


def test_the_store_verifies_with_every_body_named(finished: Finished) -> None:
    assert list(finished.store.verify(named_bodies)) == []


def test_each_record_holds_what_decided_the_verdict(finished: Finished, narrow: Loaded) -> None:
    model = narrow[1]
    plan = finished.screen.plan
    for entry in finished.entries():
        if entry.kind != PASS_COMPLETED:
            continue
        record = whole(entry.payload, finished.store.body)
        kind = PassKind(record["pass"])
        of_pass = plan.of(kind)
        hypothesis = next(h for h in finished.screen.source.hypotheses if h.id == record["hypothesis"])
        ran_on = record["engine"]
        assert ran_on["engine"] == "llama.cpp"
        assert ran_on["model"]["sha256"] == model.sha256
        assert ran_on["model"]["size"] == paths.DEMO_MODEL.stat().st_size
        assert len(ran_on["build"]) == 64
        assert ran_on["system"]
        assert ran_on["devices"] == []
        assert ran_on["offloaded"] == 0
        assert ran_on["exactness"] == "exact"
        assert ran_on["load"]["parallel"] == 2
        assert ran_on["load"]["threads"] == 1
        assert ran_on["load"].keys() == {
            "context",
            "parallel",
            "min_rows",
            "fixed_rows",
            "silent_padding",
            "threads",
            "kv_type",
            "prefill_chunk",
        }
        assert record["budget"]["max_tokens"] == of_pass.budget.max_tokens
        assert record["budget"]["waits"] == of_pass.budget.waits
        assert record["sampling"] == {"temperature": 0, "top_k": 0, "top_p": 1, "min_p": 0}
        assert record["seed"] == plan.seed_for(kind, hypothesis)
        assert record["thinking_ended"] in ("natural", "forced")
        assert record["format"]["name"] == "s1"
        trace = trace_from_body(finished.store.body(record["body"]), record)
        assert record["prompt_sha256"] == ids_digest(trace.prompt_ids)
        assert record["trace_sha256"] == trace.sha256
        assert record["thinking_tokens"] == len(trace.thinking_ids) <= of_pass.budget.max_tokens
        usage = record["usage"]
        assert usage["thinking_tokens"] == len(trace.thinking_ids)
        assert usage["answer_tokens"] == len(trace.answer_ids)
        assert usage["prompt_tokens"] == len(trace.prompt_ids)
        assert 0 <= usage["reused_prompt_tokens"] < usage["prompt_tokens"]
        assert all(usage[name] >= 0 for name in ("queue_seconds", "prefill_seconds", "decode_seconds"))
        ids = trace.thinking_ids + trace.answer_ids
        assert trace.spans
        for span in trace.spans:
            assert ids[span.offset : span.offset + len(span.ids)] == span.ids


def test_the_recorded_prompt_is_the_template_around_the_hypothesis(
    finished: Finished, narrow: Loaded
) -> None:
    hypothesis = finished.screen.source.hypotheses[0]
    record = finished.screen.triage_of(hypothesis)
    assert record is not None
    trace = trace_from_body(finished.store.body(record.body), record.generation)
    prompt = finished.screen.plan.triage.prompt
    (s1,) = (format for format in paths.thinking_formats() if format.name == "s1")
    lines = [f"Title: {hypothesis.title}", f"Hypothesis: {hypothesis.statement}"]
    lines += [f"{name.capitalize()}: {text}" for name, text in hypothesis.details]
    text = PromptText(prompt.system, prompt.task_before, "\n".join(lines) + prompt.task_after)
    assert narrow[0].render([text], s1)[0].ids == trace.prompt_ids


def test_list_and_plan_are_read_back_as_they_were_sealed(finished: Finished) -> None:
    imported, sealed = finished.entries()[:2]
    source = list_from_body(finished.store.body(imported.payload["body"]))
    assert source == finished.screen.source
    assert list_body(source) == finished.store.body(imported.payload["body"])
    plan = plan_from_record(sealed.payload["plan"], finished.store.body)
    assert plan == make_plan(finished.model)


def test_the_document_has_the_contracts_keys_and_consistent_counts(finished: Finished) -> None:
    document = finished.screen.document(finished.store)
    assert document.keys() >= {"screen_id", "store", "model", "exactness", "counts", "usage", "hypotheses"}
    assert document["state"] == "complete"
    assert document["exactness"] == "exact"
    assert document["model"] == {"path": str(paths.DEMO_MODEL), "sha256": finished.model.sha256}
    assert Path(document["store"]).name == "winnow.sqlite"
    counts = document["counts"]
    assert (counts["received"], counts["duplicates"], counts["unreadable"]) == (ROWS + 3, 1, 2)
    assert counts["triaged"] == counts["survivors"] == counts["deep"] == ROWS
    assert (counts["audited"], counts["errors"]) == (0, 0)
    assert counts["advanced"] + counts["rejected"] + counts["unsure"] == ROWS
    assert document["duplicates"] == [{"row": 50, "of_row": 2, "reason": "same text as row 2"}]
    assert [row["row"] for row in document["unreadable"]] == [51, 52]
    passes = [row[kind] for row in document["hypotheses"] for kind in ("triage", "deep")]
    assert document["usage"]["thinking_tokens"] == sum(table["thinking_tokens"] for table in passes)
    assert document["usage"]["seconds"] > 0
    assert document["usage"]["reused_prompt_tokens"] > 0
    for row in document["hypotheses"]:
        assert row["final_verdict"] == row["deep"]["verdict"]
        assert row["error"] is None
        assert row["deep"]["fields"].keys() == {
            "reason",
            "confounds",
            "data_availability",
            "spurious",
            "next_test",
        }
        assert row["triage"]["fields"].keys() == {"reason"}


def test_progress_ends_where_the_screen_ends(finished: Finished) -> None:
    assert isinstance(next(without_tests(finished.events)), Opened)
    last = finished.events[-1]
    assert isinstance(last, Progress)
    assert (last.triage_done, last.triage_total, last.survivors) == (ROWS, ROWS, ROWS)
    assert (last.deep_done, last.deep_known, last.errors) == (ROWS, ROWS, 0)
    passes = finished.screen.passes.values()
    generated = sum(
        p.generation["usage"]["thinking_tokens"] + p.generation["usage"]["answer_tokens"] for p in passes
    )
    assert last.tokens == generated
    done = [event.triage_done + event.deep_done for event in finished.events if isinstance(event, Progress)]
    assert done == sorted(done)
