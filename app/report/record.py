"""Sections 6, 7 and 9: what people and failures changed, how many trials there were, how to check it."""

from __future__ import annotations

from collections.abc import Mapping

from app.report.blocks import (
    Block,
    Cell,
    Column,
    Facts,
    Items,
    Line,
    Paragraph,
    Run,
    Section,
    Table,
    code,
    own,
    said,
    verdict,
)
from app.report.facts import Attempt, Judgement, Report, Row
from app.report.facts import Run as ScreenRun
from app.report.words import LONGEST, name_of, time

_NOT_A_TEST = (
    "This counts what was looked at; it tests nothing. No verdict of a model and no P(advance) is a "
    "p-value, and no number in this report is to be compared with these hurdles.",
    "They are for a study that comes after: a t-statistic from its own data, of any one of these "
    "hypotheses, is read against the number of hypotheses it was picked from. The discarded ones count, "
    "for they were looked at.",
    "It is the least that can be said. Variants tried outside this store, and those behind a published "
    "t-statistic, are not in it and raise the hurdle.",
)


def overrides(report: Report) -> Section:
    """What people said, and every attempt that gave no verdict."""
    return Section(
        "overrides",
        own("Overrides, errors, cancellations"),
        (
            Paragraph(
                own(
                    "As the ledger has it, where nothing is taken out: withdrawn verdicts and failed "
                    "attempts stay. Errors and retries can bias a result."
                )
            ),
        ),
        (
            Section("judgements", own("Verdicts of people"), (_judgements(report),)),
            Section("attempts", own("Failed and cancelled passes"), (_attempts(report),)),
            Section("runs", own("Runs"), (_runs(report),)),
        ),
    )


def trials(report: Report) -> Section:
    """How many hypotheses were ever looked at, and the hurdle that this implies."""
    found = report.trials
    counts = Facts(
        (
            ("Screened so far", (own(f"{found.distinct:,} distinct hypotheses"),)),
            (
                "in all lists sealed so far",
                (own(f"{found.listed:,} distinct, in {found.screens:,} screens"),),
            ),
            ("Passes completed", (own(f"{found.passes:,}"),)),
            ("Counted through", (own(f"entry {found.through:,} of the ledger"),)),
        )
    )
    lead = own(
        "Over all lists ever screened in this store, whatever became of them. Two hypotheses are the same "
        "where their texts are, after Unicode compatibility folding, case folding and collapsing of white "
        "space."
    )
    table = Table(
        f"|t| that M = {found.distinct:,} tests ask for, two-sided, at a level of {found.level:g} together",
        (
            Column("Correction", 1.5),
            Column("k = 1", 0.6, number=True),
            Column("k = M", 0.6, number=True),
            Column("Formula", 3),
            Column("Source", 2.4),
        ),
        tuple(
            (
                (own(hurdle.correction.title),),
                (own(f"{hurdle.first:.2f}"),),
                (own(f"{hurdle.last:.2f}"),),
                (own(hurdle.correction.formula),),
                (own(hurdle.correction.source),),
            )
            for hurdle in found.hurdles
        ),
    )
    method = own(
        "|t| = Φ⁻¹(1 - p/2), the normal limit of the t distribution. All three: C. R. Harvey, Y. Liu and H. "
        "Zhu, “… and the Cross-Section of Expected Returns”, Review of Financial Studies 29 (2016), 5-68. "
        "Bonferroni and Holm bound the chance of a single false discovery; Benjamini-Hochberg-Yekutieli "
        "bounds the expected share of false ones among the discoveries, whatever their dependence."
    )
    blocks: list[Block] = [Paragraph(lead), counts]
    if found.hurdles:
        blocks += [table, Paragraph(method)]
    blocks.append(Items(tuple(own(text) for text in _NOT_A_TEST)))
    return Section("trials", own("Trials ledger"), tuple(blocks))


def verification(report: Report) -> Section:
    """How to check that this is what happened."""
    head = report.head
    steps = Items(
        (
            (
                *own(
                    "Each entry's hash is the SHA-256 of its number, its kind, its time, its content and "
                    "the hash of the entry before, so the head below stands for every entry up to it. Note "
                    "it elsewhere."
                ),
            ),
            (*own("The store's chain and every body: "), *code("main.py verify STORE")),
            (
                *own("That a store still holds what this report tells: "),
                *code(f"main.py verify STORE --head {head.hash}"),
            ),
            (
                *own("That the model says the same again, token by token: "),
                *code(f"main.py replay --screen {report.screen_id}"),
            ),
            own(
                "Exports of this screen are entries too. They are not told here, so that a screen as it "
                "stands always gives the same report."
            ),
        )
    )
    facts = Facts((("Head", (own(f"entry {head.seq:,}, {time(head.at)}"), code(head.hash))),))
    table = Table(
        f"The entries of this screen: {len(report.entries):,}",
        (Column("Entry", 0.5, number=True), Column("Time", 1.4), Column("Kind", 1.3), Column("SHA-256", 4.3)),
        tuple(
            ((own(f"{e.seq:,}"),), (own(time(e.at)),), (said(e.kind, LONGEST),), (code(e.hash),))
            for e in report.entries
        ),
    )
    return Section("verification", own("How to verify"), (steps, facts, table))


def _judgements(report: Report) -> Block:
    if not report.judgements:
        return Paragraph(own("No person has said anything of this screen's hypotheses."))
    rows = _rows_by_id(report)
    return Table(
        f"Verdicts of people: {len(report.judgements):,} entries",
        (
            Column("Entry", 0.5, number=True),
            Column("Time", 1.2),
            Column("Hypothesis", 2.2),
            Column("The model", 0.8),
            Column("Person", 1.2),
            Column("Reason", 2.2),
            Column("Now", 1),
        ),
        tuple(_judgement(each, rows[each.hypothesis]) for each in report.judgements),
    )


def _judgement(each: Judgement, row: Row) -> tuple[Cell, ...]:
    told = verdict(each.verdict.value) if each.verdict else own("withdrawal")
    if each.undone_by is not None:
        now = f"undone by entry {each.undone_by:,}"
    else:
        now = "stands" if each.verdict else ""
    return (
        *_entry(each.seq, each.at),
        (name_of(row),),
        (verdict(row.final or "not done"),),
        (told, said(each.by, LONGEST)),
        (said(each.reason, LONGEST),),
        (own(now),),
    )


def _attempts(report: Report) -> Block:
    if not report.attempts:
        return Paragraph(own("No pass failed or was cancelled."))
    rows = _rows_by_id(report)
    return Table(
        f"Failed and cancelled passes: {len(report.attempts):,}",
        (
            Column("Entry", 0.5, number=True),
            Column("Time", 1.2),
            Column("Hypothesis", 2.2),
            Column("Pass", 0.7),
            Column("What happened", 3),
            Column("Since then", 1.1),
        ),
        tuple(_attempt(each, rows[each.hypothesis]) for each in report.attempts),
    )


def _attempt(each: Attempt, row: Row) -> tuple[Cell, ...]:
    what: Line = own("cancelled") if each.cancelled else (Run("failed: "), *said(each.message, LONGEST))
    since = "not done" if each.done_by is None else f"done, entry {each.done_by:,}"
    return (*_entry(each.seq, each.at), (name_of(row),), (own(each.kind.value),), (what,), (own(since),))


def _runs(report: Report) -> Block:
    if not report.runs:
        return Paragraph(own("It never ran."))
    return Table(
        f"Runs: {len(report.runs):,}",
        (
            Column("Entry", 0.5, number=True),
            Column("Begun", 1.4),
            Column("Account and host", 1.6),
            Column("End", 3),
            Column("Seconds", 0.8, number=True),
        ),
        tuple(_run(each) for each in report.runs),
    )


def _run(each: ScreenRun) -> tuple[Cell, ...]:
    begun = _entry(each.seq, each.at) if each.seq is not None else ((own(""),), (own("engine never ready"),))
    where = said(f"{each.account or 'not recorded'}, {each.host or 'not recorded'}", LONGEST)
    if each.ended_seq is None:
        return (*begun, (where,), (own("no end is recorded: it runs, or was killed"),), (own(""),))
    end = [own(f"{each.ended}, entry {each.ended_seq:,}, {time(each.ended_at)}")]
    if each.message:
        end.append(said(each.message, LONGEST))
    return (*begun, (where,), tuple(end), (own(f"{each.seconds:,.1f}"),))


def _entry(seq: int, at: str) -> tuple[Cell, Cell]:
    return (own(f"{seq:,}"),), (own(time(at)),)


def _rows_by_id(report: Report) -> Mapping[str, Row]:
    return {row.hypothesis.id: row for row in report.rows}
