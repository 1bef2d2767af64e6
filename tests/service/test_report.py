"""What a report tells of an eventful screen is what the ledger has: counts, attempts, changes of mind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.core.errors import ReportError, StoreError
from app.core.plan import PassKind, Verdict
from app.core.provenance import sha256_hex
from app.dial.intervals import clopper_pearson, hypergeometric
from app.report.facts import Outcome, Report
from app.report.flow import discarded_by_model, flow, reasons, verdict_pairs
from app.service import kinds
from app.service.export import FORMATS, export_all
from app.service.recorded import of_screen
from app.service.replay import replay
from app.service.report import collect
from app.service.screens import Screen
from app.service.sealing import seal
from app.store import Store
from tests.support.reported import eventful_screen
from tests.support.screens import Loaded, demo_rows, make_plan, named_bodies, run_screen, start, stop_after


@dataclass(frozen=True)
class Told:
    """A screen, its store, and its report."""

    screen: Screen
    store: Store
    report: Report


@pytest.fixture(scope="module")
def told(loose: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    with Store.open(tmp_path_factory.mktemp("report") / "winnow.sqlite") as store:
        screen = eventful_screen(store, loose)
        yield Told(screen, store, collect(screen, store, operator="Ada", level=0.05))


def test_the_flow_adds_up_to_the_screens_own_counts(told: Told) -> None:
    found, counts = flow(told.report), told.screen.counts()
    assert (found.received, found.duplicates, found.unreadable, found.screened) == (11, 1, 2, 8)
    assert found.received == found.duplicates + found.unreadable + found.screened
    assert (found.triaged, found.survivors) == (counts["triaged"], counts["survivors"])
    assert found.screened == found.triaged + found.triage_missing
    assert found.triaged == found.survivors + found.rejected
    assert found.survivors == found.deep + found.deep_missing
    assert (found.deep + found.audited, found.audited) == (counts["deep"], counts["audited"])
    assert found.audited > 0
    assert found.screened == sum(
        (
            *(found.kept, found.kept_by_human, found.discarded, found.discarded_by_human),
            *(found.undecided, found.undecided_by_human, found.failed, found.open),
        )
    )
    assert (found.kept_by_human, found.discarded_by_human, found.undecided_by_human) == (0, 1, 1)
    assert (found.failed, found.open) == (counts["errors"], 0) == (2, 0)


def test_discards_of_the_model_come_with_its_reasons(told: Told) -> None:
    by_pass = {kind: discarded_by_model(told.report, kind) for kind in PassKind}
    found = flow(told.report)
    assert sum(map(len, by_pass.values())) == found.discarded
    for rows in by_pass.values():
        told_reasons = reasons(rows)
        assert sum(len(of) for _, of in told_reasons) == len(rows)
        assert all(
            row.deciding and row.deciding.reason == reason for reason, of in told_reasons for row in of
        )
        assert [len(of) for _, of in told_reasons] == sorted(
            (len(of) for _, of in told_reasons), reverse=True
        )


def test_a_persons_verdict_decides_while_it_stands(told: Told) -> None:
    first, _, third, fourth, *_ = told.report.rows
    assert first.judgement is None
    assert first.outcome.value != "not done"
    assert (third.outcome, fourth.outcome) == (Outcome.DISCARDED, Outcome.UNDECIDED)
    assert third.final == told.screen.final_verdict(third.hypothesis)


def test_every_judgement_is_told_with_what_became_of_it(told: Told) -> None:
    entries = list(told.store.entries(kind=kinds.JUDGED))
    said = told.report.judgements
    assert [each.seq for each in said] == [entry.seq for entry in entries]
    assert [each.verdict.value if each.verdict else None for each in said] == [
        entry.payload["verdict"] for entry in entries
    ]
    seqs = [each.seq for each in said]
    assert [each.undone_by for each in said] == [seqs[1], None, None, seqs[4], None, seqs[6], None]
    assert said[2].reason == "The desk tried it in 2019."


def test_every_failed_and_cancelled_attempt_is_told(told: Told) -> None:
    entries = [
        entry
        for entry in told.store.entries(subject=told.screen.id)
        if entry.kind in (kinds.PASS_FAILED, kinds.PASS_CANCELLED)
    ]
    attempts = told.report.attempts
    assert [each.seq for each in attempts] == [entry.seq for entry in entries]
    assert Counter((each.hypothesis, each.cancelled) for each in attempts) == {
        ("H-001", True): 1,
        ("H-002", True): 1,
        ("L", False): 2,
    }
    for each in attempts:
        record = told.screen.passes.get((each.hypothesis, each.kind))
        assert each.done_by == (record.seq if record else None)
    assert [each.done_by is not None for each in attempts if each.hypothesis == "H-001"] == [True]


def test_every_run_is_told_with_its_end_and_who_ran_it(told: Told) -> None:
    first, second = told.report.runs
    assert (first.ended, second.ended) == (kinds.RUN_INTERRUPTED, kinds.SCREEN_COMPLETED)
    assert first.seconds + second.seconds == pytest.approx(told.screen.seconds)
    assert told.report.accounts == (first.account,)
    assert told.report.hosts == (first.host,)
    assert first.account
    assert first.host


def test_the_audit_sample_is_estimated_against_the_deep_pass(told: Told) -> None:
    audit = told.report.audit
    triage = {id: record for (id, kind), record in told.screen.passes.items() if kind is PassKind.TRIAGE}
    rejects = [h for h in told.screen.source.hypotheses if h.id in triage and not triage[h.id].survives]
    drawn = [h for h in rejects if told.screen.plan.audits(h)]
    deep = [told.screen.deep_of(h) for h in drawn]
    verdicts = [record.assessment.verdict for record in deep if record]
    assert (audit.rejects, audit.drawn, audit.done) == (len(rejects), len(drawn), len(verdicts))
    assert audit.missed == verdicts.count(Verdict.ADVANCE)
    assert audit.interval == clopper_pearson(audit.missed, audit.done)
    assert audit.total == hypergeometric(audit.missed, audit.done, audit.rejects)
    assert sum(row.drawn for row in told.report.rows) == len(drawn)


def test_flips_are_where_the_passes_disagree(told: Told) -> None:
    pairs = verdict_pairs(told.report)
    assert sum(pairs.values()) == told.screen.counts()["deep"]
    flipped = [row for row in told.report.rows if row.flipped]
    assert sum(count for (first, second), count in pairs.items() if first is not second) == len(flipped) > 0


def test_replays_are_told(store: Store, loose: Loaded) -> None:
    screen, _ = run_screen(store, loose, make_plan(loose[1], triage=4, deep=4, waits=0), demo_rows(1))
    before = collect(screen, store, operator="", level=0.05)
    assert before.replays == ()
    list(replay(store, *loose, of_screen(store, screen.id)))
    after = collect(screen, store, operator="", level=0.05)
    assert [(each.hypothesis, each.kind, each.grade, each.how) for each in after.replays] == [
        (screen.source.hypotheses[0].id, kind, "identical", "generation") for kind in PassKind
    ]
    assert after.head.seq == after.replays[-1].seq
    assert after.rows == before.rows


def test_the_entries_are_the_ledgers_without_exports(told: Told, tmp_path: Path) -> None:
    export_all(told.screen, told.store, tmp_path, ["csv"], operator="", level=0.05)
    again = collect(Screen.load(told.store, told.screen.id), told.store, operator="Ada", level=0.05)
    assert again == told.report
    told_of = {each.seq: each.hash for each in again.entries}
    for entry in told.store.entries(subject=told.screen.id):
        assert told_of.get(entry.seq) == (None if entry.kind == kinds.EXPORTED else entry.hash)
    assert again.head.seq == max(told_of)


def test_an_unfinished_screen_says_so(store: Store, loose: Loaded) -> None:
    sealed = seal(store, make_plan(loose[1]), demo_rows(3))
    report = collect(sealed, store, operator="", level=0.05)
    assert (report.complete, report.runs, report.accounts) == (False, (), ())
    assert flow(report).open == 3
    stop_after(start(sealed, store, loose), 1)
    report = collect(Screen.load(store, sealed.id), store, operator="", level=0.05)
    assert not report.complete
    assert [run.ended for run in report.runs] == [kinds.RUN_INTERRUPTED]
    assert flow(report).triaged == Screen.load(store, sealed.id).counts()["triaged"] > 0


def test_a_run_without_an_end_and_one_that_never_began_are_told(told: Told) -> None:
    from app.service.chronicle import runs

    entries = list(told.store.entries(subject=told.screen.id))
    begun = [entry for entry in entries if entry.kind == kinds.RUN_STARTED]
    killed, never = runs(begun), runs([entry for entry in entries if entry.kind in kinds.RUN_ENDED])
    assert [(run.seq, run.ended, run.ended_seq) for run in killed] == [(e.seq, "", None) for e in begun]
    assert [run.seq for run in never] == [None, None]
    assert all(run.ended for run in never)


def test_all_formats_are_written_deterministically_and_recorded(told: Told, tmp_path: Path) -> None:
    before = told.store.head()
    assert before
    once, twice = (
        export_all(told.screen, told.store, tmp_path / name, FORMATS, operator="Ada", level=0.05)
        for name in ("one", "two")
    )
    for kind, first, second in zip(FORMATS, once, twice, strict=True):
        assert first.name == f"winnow-{told.screen.id}.{kind}"
        assert first.read_bytes() == second.read_bytes(), kind
    exports = list(told.store.entries(kind=kinds.EXPORTED, after=before.seq))
    assert [entry.payload["format"] for entry in exports] == [*FORMATS, *FORMATS]
    for entry, path in zip(exports, (*once, *twice), strict=True):
        assert entry.payload["sha256"] == sha256_hex(path.read_bytes())
        assert (entry.payload["file"], entry.payload["screen_id"]) == (path.name, told.screen.id)
    assert list(told.store.verify(named_bodies)) == []


def test_what_cannot_be_written_or_asked_is_refused_and_not_recorded(told: Told, tmp_path: Path) -> None:
    before = told.store.head()
    blocked = tmp_path / "file"
    blocked.touch()
    with pytest.raises(StoreError, match=r"file cannot be written \(.+\); choose another place"):
        export_all(told.screen, told.store, blocked, ["md"], operator="", level=0.05)
    with pytest.raises(ReportError, match="The level is 2"):
        export_all(told.screen, told.store, tmp_path, ["md"], operator="", level=2)
    assert told.store.head() == before
    assert list(tmp_path.iterdir()) == [blocked]


def test_a_screen_of_another_model_carries_no_demo_warning(told: Told) -> None:
    assert told.report.demo
    other = replace(told.screen, plan=replace(told.screen.plan, model="s1-32b.gguf"))
    assert not collect(other, told.store, operator="", level=0.05).demo
