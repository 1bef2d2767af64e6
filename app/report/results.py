"""Sections 4 and 5: every verdict, where the two passes disagree, and what the audit of the rejects found."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.plan import PassKind, Verdict
from app.report.blocks import (
    Block,
    Cell,
    Chart,
    Column,
    Items,
    Line,
    Paragraph,
    Run,
    Section,
    Table,
    muted,
    own,
    said,
    verdict,
)
from app.report.charts import agreement_chart, tokens_chart
from app.report.facts import Audit, Outcome, Pass, Report, Row
from app.report.flow import verdict_pairs
from app.report.words import LONGEST, id_of, name_of, number, title_of


def verdicts(report: Report) -> Section:
    """The verdict table, and the charts over it."""
    table = Table(
        f"Verdicts: {len(report.rows):,} hypotheses",
        (
            Column("Id", 0.9),
            Column("Hypothesis and the deciding pass's reason", 3.4),
            Column("Triage", 1.1),
            Column("Deep pass", 1.1),
            Column("Person", 0.9),
            Column("Outcome", 1),
        ),
        tuple(_row(row) for row in report.rows),
    )
    charts = (tokens_chart(report.rows), agreement_chart(report.rows, report.plan.survival.threshold))
    lead = own(
        "Under each pass: its verdict, P(advance), and its thinking tokens of the budget. The outcome is a "
        "person's verdict where one stands, else the model's last one."
    )
    drawn: tuple[Chart, ...] = tuple(chart for chart in charts if chart)
    return Section("verdicts", own("Verdicts"), (Paragraph(lead), table, *drawn))


def flips(report: Report) -> Section:
    """Where the passes disagree, and the audit sample."""
    return Section(
        "flips",
        own("Flips between passes, and the audit of the rejects"),
        parts=(
            Section("flipped", own("Flips"), tuple(_flips(report))),
            Section("audit", own("Audit sample of the rejects"), tuple(_audit(report))),
        ),
    )


def _row(row: Row) -> tuple[Cell, ...]:
    deciding = row.deciding
    named = [title_of(row)]
    if row.failure:
        named.append((Run("Not done: "), *said(row.failure, LONGEST)))
    elif deciding and deciding.reason:
        named.append(said(deciding.reason, LONGEST))
    person: Cell = (own(""),)
    if row.judgement and row.judgement.verdict:
        person = (verdict(row.judgement.verdict.value), said(row.judgement.by, 40))
    ended: Cell = (verdict(row.outcome.value),)
    if row.outcome not in (Outcome.FAILED, Outcome.OPEN):
        ended = (*ended, muted("by a person" if row.judgement else "by the model"))
    return ((id_of(row),), tuple(named), _pass(row.triage), _pass(row.deep), person, ended)


def _pass(done: Pass | None) -> Cell:
    if done is None:
        return (own(""),)
    lines: list[Line] = [
        (*verdict(done.verdict.value), Run(f" {done.p_advance:.2f}")),
        muted(f"{done.settings['thinking_tokens']:,} of {done.budget:,}"),
    ]
    if done.audited:
        lines.append(muted("audit"))
    if done.kind is PassKind.TRIAGE and not done.survives and done.verdict is not Verdict.REJECT:
        lines.append(muted("did not survive"))
    return tuple(lines)


def _flips(report: Report) -> list[Block]:
    pairs = verdict_pairs(report)
    if not pairs:
        return [Paragraph(own("No hypothesis has both passes."))]
    total = sum(pairs.values())
    flipped = [row for row in report.rows if row.flipped]
    matrix = Table(
        "How often which verdict of triage met which of the deep pass",
        (Column("Triage", 1.5), *(Column(f"deep: {v.value}", 1, number=True) for v in Verdict)),
        tuple(
            (
                (verdict(first.value),),
                *(number(pairs.get((first, second), 0)) for second in Verdict),
            )
            for first in Verdict
        ),
    )
    lead = own(
        f"The deep pass came to another verdict than triage for {len(flipped):,} of the {total:,} hypotheses "
        "that have both passes."
    )
    blocks: list[Block] = [Paragraph(lead), matrix]
    if flipped:
        blocks.append(
            Table(
                f"Flips: {len(flipped):,}",
                (Column("Hypothesis", 3), Column("Triage", 1), Column("Deep pass", 1), Column("Reason", 3)),
                tuple(_flip(row, row.triage, row.deep) for row in flipped if row.triage and row.deep),
            )
        )
    return blocks


def _flip(row: Row, triage: Pass, deep: Pass) -> tuple[Cell, ...]:
    return (name_of(row),), _pass(triage), _pass(deep), (said(deep.reason, LONGEST),)


def _audit(report: Report) -> list[Block]:
    audit = report.audit
    if not audit.fraction:
        return [
            Paragraph(
                own(
                    "No reject was audited in this screen, so it says nothing about what triage missed. "
                    "A share of the rejects gets the deep pass with: main.py screen --audit-rejects SHARE."
                )
            )
        ]
    blocks: list[Block] = [
        Paragraph(
            own(
                f"Triage rejected {audit.rejects:,} hypotheses. Each was drawn with probability "
                f"{audit.fraction:g}, by the plan's seed and its text, before any pass was run; "
                f"{audit.drawn:,} were drawn, and the deep pass is done for {audit.done:,} of them."
            )
        ),
        *_estimate(audit),
    ]
    sample = [row for row in report.rows if row.drawn]
    if sample:
        blocks.append(
            Table(
                f"The audit sample: {len(sample):,}",
                (Column("Hypothesis", 3), Column("Triage", 1), Column("Deep pass", 1), Column("Reason", 3)),
                tuple(_audited(row) for row in sample),
            )
        )
    return blocks


def _estimate(audit: Audit) -> Sequence[Block]:
    if audit.interval is None or audit.total is None:
        return (Paragraph(own("So no miss rate can be estimated yet.")),)
    low, high = audit.interval
    least, most = audit.total
    return (
        Paragraph(
            own(
                f"The deep pass would advance {audit.missed:,} of these {audit.done:,}: an estimated miss "
                f"rate of {audit.missed / audit.done:.1%}, 95 % interval {low:.1%} to {high:.1%} "
                f"(Clopper-Pearson). Of {audit.unsure:,} more it was unsure."
            )
        ),
        Paragraph(
            own(
                f"So of all {audit.rejects:,} rejects the deep pass would advance {least:,} to {most:,} "
                f"(95 % hypergeometric interval). {audit.missed:,} of them the audit found; "
                f"{least - audit.missed:,} to {most - audit.missed:,} more may be among those that were not "
                "audited."
            )
        ),
        Items(
            (
                own(
                    "This is the rate at which the deep pass overturns a reject of triage. It measures one "
                    "pass of the model by another, not against the truth: an idea that both reject wrongly "
                    "is not in it."
                ),
                own(
                    "Interval: the lower end is the p with P(X ≥ k | n, p) = 0.025, the upper end that with "
                    "P(X ≤ k | n, p) = 0.025, for k misses among n audited. C. J. Clopper and E. S. "
                    "Pearson, Biometrika 26 (1934), 404-413. It covers the rate at least 95 % of the time."
                ),
                own(
                    "Interval of the count: every number K of such rejects for which neither P(X ≥ k) nor "
                    "P(X ≤ k) falls to 0.025, for k misses among n drawn without replacement from all "
                    "rejects. J. P. Buonaccorsi, The American Statistician 41 (1987), 215-218."
                ),
            )
        ),
    )


def _audited(row: Row) -> tuple[Cell, ...]:
    why: Line = said(row.deep.reason, LONGEST) if row.deep else said(row.failure or "not done yet", LONGEST)
    return (name_of(row),), _pass(row.triage), _pass(row.deep), (why,)
