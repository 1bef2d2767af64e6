"""A screen as values that can be handed to another thread: one for each hypothesis, and small."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.hypothesis import Hypothesis, HypothesisList
from app.core.plan import PassKind, ScreeningPlan, Verdict
from app.core.sentence import Sentence
from app.service.audit import RejectAudit, audit_of
from app.service.judgement import Judgement
from app.service.records import Json, PassRecord
from app.service.screens import NotDone, Screen


@dataclass(frozen=True, slots=True)
class PassResult:
    """What a completed pass came to."""

    kind: PassKind
    trace_id: str
    verdict: Verdict
    p_advance: float
    survives: bool
    audited: bool
    thinking_tokens: int
    budget: int
    ended: str
    waits_used: int
    reason: str

    @classmethod
    def of(cls, record: PassRecord | None) -> PassResult | None:
        """The result in a record, if there is one."""
        if record is None:
            return None
        generation = record.generation
        return cls(
            kind=record.kind,
            trace_id=record.trace_id,
            verdict=record.assessment.verdict,
            p_advance=record.assessment.p_advance,
            survives=record.survives,
            audited=record.audited,
            thinking_tokens=generation["thinking_tokens"],
            budget=generation["budget"]["max_tokens"],
            ended=generation["thinking_ended"],
            waits_used=generation["waits_used"],
            reason=dict(record.fields).get("reason", ""),
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One hypothesis of a screen, or of a list that is not screened yet.

    Attributes:
        final: the model's verdict: "advance", "reject", "unsure", "error", or None while it is not settled.
        wants: the pass that it needs next.
        failure: why that pass was not done, if it was tried.
    """

    hypothesis: Hypothesis
    triage: PassResult | None = None
    deep: PassResult | None = None
    final: str | None = None
    wants: PassKind | None = PassKind.TRIAGE
    failure: NotDone | None = None
    judgement: Judgement | None = None

    @property
    def flipped(self) -> bool:
        """Whether the deep pass came to another verdict than triage."""
        return bool(self.triage and self.deep and self.triage.verdict is not self.deep.verdict)

    @property
    def overridden(self) -> bool:
        """Whether a person came to another verdict than the model."""
        return self.judgement is not None and self.judgement.verdict.value != self.final

    @property
    def survivor(self) -> bool:
        """Whether triage let it go on."""
        return bool(self.triage and self.triage.survives)


def row_of(screen: Screen, hypothesis: Hypothesis) -> Row:
    """How one hypothesis of a screen stands."""
    return Row(
        hypothesis=hypothesis,
        triage=PassResult.of(screen.triage_of(hypothesis)),
        deep=PassResult.of(screen.deep_of(hypothesis)),
        final=screen.final_verdict(hypothesis),
        wants=screen.wants(hypothesis),
        failure=screen.failure_of(hypothesis),
        judgement=screen.judgements.get(hypothesis.id),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """What can be said of a screen as a whole.

    Attributes:
        certificate: the terms of the one that it is run under; empty without one.
        changed: what is not as that has it, so that it does not hold.
        audit: of the rejects; None where none were to be audited.
    """

    certificate: Json
    changed: tuple[Sentence, ...]
    audit: RejectAudit | None

    @classmethod
    def of(cls, screen: Screen) -> Standing:
        """The screen now."""
        audit = audit_of(screen) if screen.plan.audit_fraction else None
        return cls(screen.certificate, screen.changed, audit)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A screen as it stands; `source` without its hypotheses' passes, which are in `rows`.

    An `imported` one is only to be read.
    """

    id: str
    at: str
    plan: ScreeningPlan
    source: HypothesisList
    rows: tuple[Row, ...]
    complete: bool
    engine: Json
    seconds: float
    imported: bool
    standing: Standing

    @classmethod
    def of(cls, screen: Screen) -> Snapshot:
        """The screen now."""
        return cls(
            id=screen.id,
            at=screen.at,
            plan=screen.plan,
            source=screen.source,
            rows=tuple(row_of(screen, h) for h in screen.source.hypotheses),
            complete=screen.complete,
            engine=screen.engine,
            seconds=screen.seconds,
            imported=screen.imported,
            standing=Standing.of(screen),
        )
