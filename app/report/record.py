"""Sections 6, 7 and 9: what people and failures changed, how many trials there were, how to check it."""

from __future__ import annotations

from collections.abc import Mapping

from app.report.blocks import (
    Block,
    Cell,
    Column,
    Line,
    Paragraph,
    Run,
    Section,
    Table,
    own,
    said,
    verdict,
)
from app.report.facts import Attempt, Judgement, Report, Row
from app.report.facts import Run as ScreenRun
from app.report.words import LONGEST, moment, name_of, time


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


def _judgements(report: Report) -> Block:
    if not report.judgements:
        return Paragraph(own("No person has said anything of this screen's hypotheses."))
    rows = _rows_by_id(report)
    return Table(
        f"Verdicts of people: {len(report.judgements):,} entries",
        (
            Column("Entry", 0.5, number=True),
            Column("Time (UTC)", 1.2),
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
            Column("Time (UTC)", 1.2),
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
            Column("Begun (UTC)", 1.4),
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
    end = [own(f"{each.ended}, entry {each.ended_seq:,}, {moment(each.ended_at)}")]
    if each.message:
        end.append(said(each.message, LONGEST))
    return (*begun, (where,), tuple(end), (own(f"{each.seconds:,.1f}"),))


def _entry(seq: int, at: str) -> tuple[Cell, Cell]:
    return (own(f"{seq:,}"),), (own(time(at)),)


def _rows_by_id(report: Report) -> Mapping[str, Row]:
    return {row.hypothesis.id: row for row in report.rows}
