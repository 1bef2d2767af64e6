"""The audit of a screen's rejects: what the deep pass said of a sample, and what that says of them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.core.plan import Verdict

if TYPE_CHECKING:
    from app.service.screens import Screen


@dataclass(frozen=True, slots=True)
class RejectAudit:
    """The audit sample as it stands; intervals are of 95 %, None while no pass of it is done.

    Which rejects are drawn the plan's seed decides, before any pass is run; of those with a deep pass, the
    sample, each set of as many is as likely as another.

    Attributes:
        fraction: the share of the rejects that was to be drawn.
        rejects, drawn, done: rejects of triage; those in the sample; those of them with a deep pass.
        missed, unsure: how many of `done` the deep pass would advance, and was unsure of.
        share: Clopper-Pearson interval of the rate of misses.
        total: hypergeometric interval of how many of `rejects` the deep pass would advance; `missed` count.
    """

    fraction: float
    rejects: int
    drawn: int
    done: int
    missed: int
    unsure: int
    share: tuple[float, float] | None
    total: tuple[int, int] | None

    @property
    def left(self) -> tuple[int, int] | None:
        """How many more there may be beside those that the audit found."""
        return (self.total[0] - self.missed, self.total[1] - self.missed) if self.total else None

    def table(self) -> dict[str, Any]:
        """As the `audit` of a screen's document."""
        return {
            "fraction": self.fraction,
            "rejects": self.rejects,
            "drawn": self.drawn,
            "done": self.done,
            "missed": self.missed,
            "unsure": self.unsure,
            "share_ci": list(self.share) if self.share else None,
            "total_ci": list(self.total) if self.total else None,
            "left_ci": list(self.left) if self.left else None,
            "confidence": 0.95,
        }


def audit_of(screen: Screen) -> RejectAudit:
    """What the audit of a screen's rejects found so far."""
    rejects = [
        hypothesis
        for hypothesis in screen.source.hypotheses
        if (triage := screen.triage_of(hypothesis)) and not triage.survives
    ]
    drawn = [hypothesis for hypothesis in rejects if screen.plan.audits(hypothesis)]
    verdicts = [deep.assessment.verdict for each in drawn if (deep := screen.deep_of(each))]
    missed, done = verdicts.count(Verdict.ADVANCE), len(verdicts)
    share: tuple[float, float] | None = None
    total: tuple[int, int] | None = None
    if done:
        # scipy takes a second to load.
        from app.dial.intervals import clopper_pearson, hypergeometric

        share, total = clopper_pearson(missed, done), hypergeometric(missed, done, len(rejects))
    return RejectAudit(
        fraction=screen.plan.audit_fraction,
        rejects=len(rejects),
        drawn=len(drawn),
        done=done,
        missed=missed,
        unsure=verdicts.count(Verdict.UNSURE),
        share=share,
        total=total,
    )
