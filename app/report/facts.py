"""All that a report tells of a screen, as values; the service fills them from the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from app.core.hurdles import Trials
from app.core.hypothesis import Hypothesis, HypothesisList
from app.core.plan import PassKind, ScreeningPlan, Verdict
from app.core.trace import Trace

Json = Mapping[str, Any]


class Outcome(Enum):
    """Where a hypothesis ended, the verdict of a person going before the model's."""

    KEPT = "kept"
    DISCARDED = "discarded"
    UNDECIDED = "undecided"
    FAILED = "failed"
    OPEN = "not done"


@dataclass(frozen=True, slots=True)
class Pass:
    """A completed pass.

    Attributes:
        seq, at: of its entry in the ledger.
        settings: what decided it, as the ledger entry has it: budget, sampling, engine, format.
    """

    kind: PassKind
    trace_id: str
    verdict: Verdict
    p_advance: float
    survives: bool
    audited: bool
    fields: tuple[tuple[str, str], ...]
    trace_sha256: str
    seed: int
    budget: int
    trace: Trace
    settings: Json
    seq: int
    at: str

    @property
    def reason(self) -> str:
        """The one reason that the model gave, if its form asked for one."""
        return dict(self.fields).get("reason", "")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict of a person, or with None its withdrawal.

    Attributes:
        undone_by: the entry that replaced or withdrew it; None where it stands, and for a withdrawal.
    """

    seq: int
    at: str
    hypothesis: str
    verdict: Verdict | None
    reason: str
    by: str
    undone_by: int | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A pass that failed or was cancelled; `done_by` is the entry of the later one that was completed."""

    seq: int
    at: str
    hypothesis: str
    kind: PassKind
    cancelled: bool
    message: str
    done_by: int | None


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the screen.

    Attributes:
        seq, at: of its start. None and "" for a run that ended before its engine was ready.
        account, host: of the process that ran it; "" where it was not recorded.
        engine: what ran, as the ledger has it.
        ended: the kind of the entry that ended it; "" where there is none, as when it was killed.
        message: of a crash.
    """

    seq: int | None
    at: str
    account: str
    host: str
    engine: Json
    ended: str = ""
    ended_seq: int | None = None
    ended_at: str = ""
    seconds: float = 0.0
    message: str = ""


@dataclass(frozen=True, slots=True)
class Replay:
    """A pass that was run again, and how it compared: "identical", "diverged" or "not comparable"."""

    seq: int
    at: str
    hypothesis: str
    kind: PassKind
    grade: str
    how: str
    why: str


@dataclass(frozen=True, slots=True)
class Row:
    """A hypothesis and what became of it.

    Attributes:
        number: its place in the list, from 1.
        final: the model's verdict: "advance", "reject", "unsure", "error", or None while it is not settled.
        failure: why the pass that it needs next was not done.
        judgement: the one of a person that stands.
        drawn: whether it is in the audit sample of the rejects.
    """

    number: int
    hypothesis: Hypothesis
    triage: Pass | None
    deep: Pass | None
    final: str | None
    failure: str
    judgement: Judgement | None
    drawn: bool

    @property
    def passes(self) -> tuple[Pass, ...]:
        """The completed passes, in their order."""
        return tuple(each for each in (self.triage, self.deep) if each)

    @property
    def deciding(self) -> Pass | None:
        """The pass that the model's verdict comes from."""
        return self.deep or self.triage

    @property
    def flipped(self) -> bool:
        """Whether the deep pass came to another verdict than triage."""
        return bool(self.triage and self.deep and self.triage.verdict is not self.deep.verdict)

    @property
    def outcome(self) -> Outcome:
        """Where it ended."""
        verdict = self.judgement.verdict if self.judgement else None
        match verdict.value if verdict else self.final:
            case "advance":
                return Outcome.KEPT
            case "reject":
                return Outcome.DISCARDED
            case "unsure":
                return Outcome.UNDECIDED
            case "error":
                return Outcome.FAILED
        return Outcome.OPEN


@dataclass(frozen=True, slots=True)
class Audit:
    """The audit sample: rejects of triage that got the deep pass anyway.

    Attributes:
        fraction: the share of the rejects that was to be drawn.
        rejects, drawn, done: rejects of triage; those in the sample; those of them with a deep pass.
        missed, unsure: how many of `done` the deep pass would advance, and was unsure of.
        interval: 95 % Clopper-Pearson interval of missed / done; None where none is done.
        total: 95 % hypergeometric interval of how many of `rejects` the deep pass would advance, those that
            are found included; None where none is done.
    """

    fraction: float
    rejects: int
    drawn: int
    done: int
    missed: int
    unsure: int
    interval: tuple[float, float] | None
    total: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class EntryMark:
    """An entry of the ledger by its place and hash."""

    seq: int
    at: str
    kind: str
    hash: str


@dataclass(frozen=True, slots=True)
class Report:
    """A screen as it stood at its newest entry; exports are not part of it.

    Attributes:
        sealed_at: when its plan was sealed; times are UTC, ISO 8601.
        complete: whether its last run came to the end.
        exactness: "exact" where every pass was run so, else "best-effort".
        demo: whether it ran on the demo model.
        operator: as named for this report; "" where nobody was.
        accounts, hosts: of the runs, as recorded.
        thinking: the thinking format as recorded; empty where the screen never ran.
        usage: tokens over all passes, and seconds of running.
        entries: of the screen, in the ledger's order.
    """

    screen_id: str
    sealed_at: str
    complete: bool
    exactness: str
    demo: bool
    operator: str
    accounts: tuple[str, ...]
    hosts: tuple[str, ...]
    source: HypothesisList
    plan: ScreeningPlan
    thinking: Json
    usage: Mapping[str, float]
    rows: tuple[Row, ...]
    runs: tuple[Run, ...]
    attempts: tuple[Attempt, ...]
    judgements: tuple[Judgement, ...]
    replays: tuple[Replay, ...]
    audit: Audit
    trials: Trials
    entries: tuple[EntryMark, ...]

    @property
    def head(self) -> EntryMark:
        """The newest entry that the report tells of; its hash stands for all before it."""
        return self.entries[-1]
