"""Section 2: the list's way through the screen, with what was left out where, and why."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.hypothesis import RejectedRow
from app.core.plan import PassKind
from app.report.blocks import Column, Paragraph, Section, Table, own, said
from app.report.charts import flow_chart
from app.report.facts import Outcome, Report, Row
from app.report.flow import discarded_by_model, flow, reasons
from app.report.words import LONGEST, name_of, names_of, number


def passage(report: Report) -> Section:
    """The list's way through the screen."""
    counts = flow(report)
    parts = [
        _rejected_rows("duplicates", "Duplicates", report.source.duplicates),
        _rejected_rows("unreadable", "Unreadable rows", report.source.unreadable),
        *(_discarded(report, kind) for kind in PassKind),
        _by_human(report),
        _undecided(report),
        _without_verdict(report),
    ]
    lead = own(
        "After the flow diagram of the PRISMA 2020 statement (BMJ 2021;372:n71). Where a person's verdict "
        "stands, it decides; else the model's last one does."
    )
    return Section(
        "flow",
        own("Flow of hypotheses"),
        (Paragraph(lead), flow_chart(counts)),
        tuple(part for part in parts if part),
    )


def _rejected_rows(id: str, title: str, rows: tuple[RejectedRow, ...]) -> Section | None:
    if not rows:
        return None
    columns = (Column("Row", 0.6, number=True), Column("Why", 2), Column("Text", 4))
    table = Table(
        f"{title}: {len(rows):,}",
        columns,
        tuple((number(row.row), (said(row.reason, LONGEST),), (said(row.text, LONGEST),)) for row in rows),
    )
    return Section(id, own(title), (table,))


def _discarded(report: Report, kind: PassKind) -> Section | None:
    rows = discarded_by_model(report, kind)
    if not rows:
        return None
    name = "triage" if kind is PassKind.TRIAGE else "the deep pass"
    table = Table(
        f"Discarded by the model in {name}: {len(rows):,}, by its own reason",
        (Column("Reason", 3), Column("Count", 0.6, number=True), Column("Hypotheses", 3)),
        tuple(
            (
                (said(reason, LONGEST) if reason else own("none given"),),
                number(len(found)),
                (names_of(found),),
            )
            for reason, found in reasons(rows)
        ),
    )
    return Section(f"discarded-{kind.value}", own(f"Discarded by the model in {name}"), (table,))


def _by_human(report: Report) -> Section | None:
    rows = [row for row in report.rows if row.judgement and row.outcome is Outcome.DISCARDED]
    if not rows:
        return None
    table = Table(
        f"Discarded by a person: {len(rows):,}",
        (Column("Hypothesis", 2), Column("The model's verdict", 1), Column("By", 1), Column("Reason", 3)),
        tuple(
            (
                (name_of(row),),
                (own(row.final or "not done"),),
                (said(row.judgement.by, LONGEST),),
                (said(row.judgement.reason, LONGEST),),
            )
            for row in rows
            if row.judgement
        ),
    )
    return Section("discarded-human", own("Discarded by a person"), (table,))


def _undecided(report: Report) -> Section | None:
    rows = [row for row in report.rows if row.outcome is Outcome.UNDECIDED]
    return _listed(
        "undecided", "Undecided", [(row, row.deciding.reason if row.deciding else "") for row in rows]
    )


def _without_verdict(report: Report) -> Section | None:
    rows = [row for row in report.rows if row.outcome in (Outcome.FAILED, Outcome.OPEN)]
    return _listed("no-verdict", "Without a verdict", [(row, row.failure or "not done yet") for row in rows])


def _listed(id: str, title: str, rows: Sequence[tuple[Row, str]]) -> Section | None:
    if not rows:
        return None
    table = Table(
        f"{title}: {len(rows):,}",
        (Column("Hypothesis", 2), Column("Why", 3)),
        tuple(((name_of(row),), (said(why, LONGEST),)) for row, why in rows),
    )
    return Section(id, own(title), (table,))
