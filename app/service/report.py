"""Reads all that a report tells of a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.hypothesis import Hypothesis
from app.report.facts import Audit, EntryMark, Judgement, Pass, Report, Row
from app.service import kinds
from app.service.audit import audit_of
from app.service.chronicle import attempts, judgements, replays, runs
from app.service.imported import screen_entries
from app.service.paths import DEMO_MODEL
from app.service.records import PassRecord, trace_from_body
from app.service.screens import Screen
from app.service.trials import trials

if TYPE_CHECKING:
    from app.store import Store


def collect(screen: Screen, store: Store, *, operator: str, level: float) -> Report:
    """The facts of a screen as it stands.

    Args:
        operator: who made the report, as they name themselves; "" names nobody.
        level: of the trials ledger's hurdles.

    Raises:
        ReportError: the level is not between 0 and 1.
        StoreError: the store cannot be read.
    """
    entries = [e for e in screen_entries(store, screen.id) if e.kind != kinds.EXPORTED]
    said = judgements(entries)
    standing = {each.hypothesis: each for each in said if each.verdict and each.undone_by is None}
    ran = runs(entries)
    rows = tuple(
        _row(screen, store, number, hypothesis, standing.get(hypothesis.id))
        for number, hypothesis in enumerate(screen.source.hypotheses, 1)
    )
    return Report(
        screen_id=screen.id,
        sealed_at=screen.at,
        complete=screen.complete,
        exactness=screen.exactness,
        demo=screen.plan.model == DEMO_MODEL.name,
        operator=operator,
        accounts=tuple(sorted({run.account for run in ran if run.account})),
        hosts=tuple(sorted({run.host for run in ran if run.host})),
        source=screen.source,
        plan=screen.plan,
        thinking=screen.thinking,
        usage=screen.usage(),
        rows=rows,
        runs=ran,
        attempts=attempts(entries),
        judgements=said,
        replays=replays(entries),
        audit=_audit(screen),
        trials=trials(store, level),
        entries=tuple(EntryMark(e.seq, e.at, e.kind, e.hash) for e in entries),
    )


def _row(
    screen: Screen, store: Store, number: int, hypothesis: Hypothesis, judgement: Judgement | None
) -> Row:
    triage, deep = screen.triage_of(hypothesis), screen.deep_of(hypothesis)
    failure = screen.failure_of(hypothesis)
    return Row(
        number=number,
        hypothesis=hypothesis,
        triage=_pass(triage, store),
        deep=_pass(deep, store),
        final=screen.final_verdict(hypothesis),
        failure=failure.message if failure else "",
        judgement=judgement,
        drawn=triage is not None and not triage.survives and screen.plan.audits(hypothesis),
    )


def _pass(record: PassRecord | None, store: Store) -> Pass | None:
    if record is None:
        return None
    generation = record.generation
    return Pass(
        kind=record.kind,
        trace_id=record.trace_id,
        verdict=record.assessment.verdict,
        p_advance=record.assessment.p_advance,
        survives=record.survives,
        audited=record.audited,
        fields=record.fields,
        trace_sha256=generation["trace_sha256"],
        seed=generation["seed"],
        budget=generation["budget"]["max_tokens"],
        trace=trace_from_body(store.body(record.body), generation),
        settings=generation,
        seq=record.seq,
        at=record.at,
    )


def _audit(screen: Screen) -> Audit:
    found = audit_of(screen)
    return Audit(
        fraction=found.fraction,
        rejects=found.rejects,
        drawn=found.drawn,
        done=found.done,
        missed=found.missed,
        unsure=found.unsure,
        interval=found.share,
        total=found.total,
    )
