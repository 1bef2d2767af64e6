"""The way of a list through the screen, in counts, after the PRISMA 2020 flow diagram."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.core.plan import PassKind, Verdict
from app.report.facts import Outcome, Report, Row


@dataclass(frozen=True, slots=True)
class Flow:
    """How many hypotheses were where.

    `received = duplicates + unreadable + screened`; `screened = triaged + triage_missing`; `triaged =
    survivors + rejected`; `survivors = deep + deep_missing`; `screened` is also the sum of all outcomes.

    Attributes:
        triage_missing, deep_missing: the pass failed, was cancelled, or is still to come.
        rejected: by triage; `audited` of them got the deep pass anyway.
        kept, discarded, undecided: as the model left them, where no person's verdict stands.
        kept_by_human, discarded_by_human, undecided_by_human: as a person's verdict left them.
        failed, open: the pass that is needed next failed or was cancelled, or is still to come.
    """

    received: int
    duplicates: int
    unreadable: int
    screened: int
    triaged: int
    triage_missing: int
    rejected: int
    audited: int
    survivors: int
    deep: int
    deep_missing: int
    kept: int
    kept_by_human: int
    discarded: int
    discarded_by_human: int
    undecided: int
    undecided_by_human: int
    failed: int
    open: int


def flow(report: Report) -> Flow:
    """Count."""
    rows, source = report.rows, report.source

    def count(holds: Callable[[Row], object]) -> int:
        return sum(bool(holds(row)) for row in rows)

    def ended(outcome: Outcome, *, human: bool = False) -> int:
        return count(lambda row: row.outcome is outcome and (row.judgement is not None) is human)

    triaged = count(lambda row: row.triage)
    survivors = count(lambda row: row.triage and row.triage.survives)
    deep = count(lambda row: row.deep and not row.deep.audited)
    return Flow(
        received=source.received,
        duplicates=len(source.duplicates),
        unreadable=len(source.unreadable),
        screened=len(rows),
        triaged=triaged,
        triage_missing=len(rows) - triaged,
        rejected=triaged - survivors,
        audited=count(lambda row: row.deep and row.deep.audited),
        survivors=survivors,
        deep=deep,
        deep_missing=survivors - deep,
        kept=ended(Outcome.KEPT),
        kept_by_human=ended(Outcome.KEPT, human=True),
        discarded=ended(Outcome.DISCARDED),
        discarded_by_human=ended(Outcome.DISCARDED, human=True),
        undecided=ended(Outcome.UNDECIDED),
        undecided_by_human=ended(Outcome.UNDECIDED, human=True),
        failed=ended(Outcome.FAILED),
        open=ended(Outcome.OPEN),
    )


def discarded_by_model(report: Report, kind: PassKind) -> tuple[Row, ...]:
    """The rows that a pass of the model discarded, where no person's verdict stands."""
    return tuple(
        row
        for row in report.rows
        if row.outcome is Outcome.DISCARDED
        and row.judgement is None
        and row.deciding
        and row.deciding.kind is kind
    )


def reasons(rows: tuple[Row, ...]) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    """Rows by the model's own reason, the commonest first, in its very words."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.deciding.reason if row.deciding else "", []).append(row)
    ordered = sorted(found.items(), key=lambda item: -len(item[1]))
    return tuple((reason, tuple(of)) for reason, of in ordered)


def verdict_pairs(report: Report) -> dict[tuple[Verdict, Verdict], int]:
    """How often which verdict of triage met which of the deep pass."""
    found: dict[tuple[Verdict, Verdict], int] = {}
    for row in report.rows:
        if row.triage and row.deep:
            pair = row.triage.verdict, row.deep.verdict
            found[pair] = found.get(pair, 0) + 1
    return found
