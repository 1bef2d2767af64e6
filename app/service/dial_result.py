"""What a dial run shows: its curve, plateau, calibration and certificate, and the JSON document."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

from app.core.dial_plan import DialGoals
from app.dial.calibration import Calibration, RocPoint, calibration
from app.dial.certificate import Certificate, HeldOut, Shortfall
from app.dial.certify import certify, check
from app.dial.comparison import Comparison, compare
from app.dial.curve import CurvePoint, Metrics, curve, metrics
from app.dial.intervals import Share
from app.dial.outcome import GridPoint, along_budgets, along_waits
from app.dial.plateau import Plateau, plateau
from app.dial.split import split
from app.service.certificates import IssuedCertificate, issue
from app.service.dial import MeasuredDial
from app.service.records import Json, thinking_table

if TYPE_CHECKING:
    from app.store import Store

LIMITS = (
    "The gains that were published are on competition mathematics, where AIME has 30 questions.",
    "The labels are yours: a certificate holds for hypotheses like these, and no further.",
    "Recall against the deep pass's verdict would not be recall against the truth.",
    "What is held fixed is this model, prompt and engine; a change of any voids the certificate.",
)
"""What the dial cannot show, in a few words."""

LISTED, DEEP_TOKENS = 1000, 1024
"""A list, and the mean thinking tokens of its deep passes, for which a certificate's saving is told."""


@dataclass(frozen=True, slots=True)
class DialResult:
    """All that a dial run shows.

    Attributes:
        points: the curve, by rising budget and Waits.
        metrics: the s1 paper's three.
        calibrations: by point; empty for questions.
        plateau: along the budgets, with the fewest Waits; None with one budget.
        waits_plateau: along the Waits, at the largest budget; None with one number of Waits.
        certificate: or how far from one it is; None for questions, and without good items.
        held_out: what the certified setting did on the items that had no part in finding it.
        comparisons: of each budget with the next, at the fewest Waits.
    """

    points: tuple[CurvePoint, ...]
    metrics: Metrics
    calibrations: dict[GridPoint, Calibration]
    plateau: Plateau | None
    waits_plateau: Plateau | None
    certificate: Certificate | Shortfall | None
    held_out: HeldOut | None
    comparisons: tuple[Comparison, ...]


def result_of(dial: MeasuredDial) -> DialResult | None:
    """The result of what is measured so far; None while no item is measured at all points."""
    plan, goals = dial.plan, dial.plan.goals
    grid = dial.grid()
    if not all(grid.values()):
        return None
    points = curve(grid)
    budgets = along_budgets(grid, plan.waits[0])
    waits = along_waits(grid, plan.budgets[-1])
    certificate: Certificate | Shortfall | None = None
    held_out: HeldOut | None = None
    if any(outcome.good for outcome in next(iter(grid.values()))):
        calibrating, testing = split(grid, goals.test_share, plan.seed)
        certificate = certify(
            calibrating,
            goals.recall,
            goals.confidence,
            keep_unsure=goals.keep_unsure,
            discard=goals.discard,
        )
        if isinstance(certificate, Certificate):
            held_out = check(certificate, testing)
    return DialResult(
        points=points,
        metrics=metrics(points),
        calibrations={} if plan.questions else {point: calibration(each) for point, each in grid.items()},
        plateau=plateau(budgets, goals.margin) if len(budgets) > 1 else None,
        waits_plateau=plateau(waits, goals.margin) if len(waits) > 1 else None,
        certificate=certificate,
        held_out=held_out,
        comparisons=compare(grid, list(pairwise(sorted(budgets))), seed=plan.seed),
    )


def good_items_needed(result: DialResult, goals: DialGoals) -> int | None:
    """Good items that the labelled list must hold for a certificate, if the share of them that is kept stays.

    None where no number is enough, or nothing is short.
    """
    short = result.certificate
    return _listed(short.needed, goals) if isinstance(short, Shortfall) and short.needed else None


def good_items_least(result: DialResult, goals: DialGoals) -> int | None:
    """Good items below which the list cannot give a certificate, all kept; None where nothing is short."""
    short = result.certificate
    return _listed(short.least, goals) if isinstance(short, Shortfall) else None


def _listed(calibrating: int, goals: DialGoals) -> int:
    """Items of a list whose calibration part holds that many, the rest being kept for the test."""
    return ceil(calibrating / (1 - goals.test_share) - 1e-9)


def certified(store: Store, dial: MeasuredDial, result: DialResult) -> IssuedCertificate | None:
    """The certificate of a dial run that is complete, in the ledger; None where nothing is certified."""
    if not dial.complete or not isinstance(result.certificate, Certificate):
        return None
    return issue(store, dial, result.certificate, result.held_out)


def document(
    dial: MeasuredDial, result: DialResult | None, issued: IssuedCertificate | None, store: Store
) -> Json:
    """The `dial` document of the command line's contract.

    Of a point, `seconds_mean` is the mean wall time of decoding a generation beside others in a batch, so
    not the cost of one alone; null where all were read off a longer one. The first `threshold` of a ROC is
    null: it keeps nobody.
    """
    generated, separate = dial.tokens()
    source = dial.source.source
    return {
        "dial_id": dial.id,
        "at": dial.at,
        "list": {"name": source.name, "sha256": source.sha256},
        "state": "complete" if dial.complete else "unfinished",
        "store": store.location,
        "model": {
            "path": dial.engine.get("model", {}).get("path", dial.plan.model),
            "sha256": dial.plan.model_sha256,
        },
        "exactness": dial.engine.get("exactness"),
        "thinking": thinking_table(dial.thinking),
        "plan": dial.plan.record(),
        "counts": {
            "received": dial.source.received,
            "items": len(dial.source.items),
            "good": dial.source.good,
            "bad": dial.source.bad,
            "unlabelled": len(dial.source.unlabelled),
            "duplicates": len(source.duplicates),
            "unreadable": len(source.unreadable),
            "errors": len(dial.failures),
        },
        "points": [_point(point, result.calibrations.get(point.point)) for point in result.points]
        if result
        else [],
        "metrics": asdict(result.metrics) if result else None,
        "plateau": _flat(result.plateau) if result else None,
        "plateau_steps": _steps(result.plateau) if result else [],
        "hurts": _hurts(result.plateau) if result else None,
        "waits_plateau": _flat(result.waits_plateau) if result else None,
        "waits_hurt": _hurts(result.waits_plateau) if result else None,
        "comparisons": [
            {**asdict(each), "first": _where(each.first), "second": _where(each.second)}
            for each in (result.comparisons if result else ())
        ],
        "certificate": issued.table() if issued else None,
        "shortfall": _shortfall(result, dial.plan.goals) if result else None,
        "usage": {
            "generated_tokens": generated,
            "separate_tokens": separate,
            "saved": 1 - generated / separate if separate else 0.0,
            "seconds": dial.seconds,
        },
        "limits": list(LIMITS),
        "unlabelled": [{"row": row.row, "reason": row.reason} for row in dial.source.unlabelled],
        "errors": [
            {"id": id, "repetition": repetition, "message": message}
            for (id, repetition), message in dial.failures.items()
        ],
    }


def _point(point: CurvePoint, calibrated: Calibration | None) -> Json:
    return {
        **_where(point.point),
        "seeds": point.seeds,
        "n": point.n,
        "accuracy": point.accuracy.value,
        "ci": [point.accuracy.low, point.accuracy.high],
        "recall": point.recall.value if point.recall else None,
        "recall_ci": _interval(point.recall),
        "discard": point.discard.value if point.discard else None,
        "discard_ci": _interval(point.discard),
        "thinking_tokens_mean": point.tokens,
        "seconds_mean": point.seconds,
        "unparsed": point.unparsed,
        "repeated": point.repeated,
        "control": point.control,
        "brier": calibrated.brier if calibrated else None,
        "auc": calibrated.auc if calibrated else None,
        "reliability": [asdict(each) for each in calibrated.bins] if calibrated else [],
        "roc": [_step(each) for each in calibrated.roc] if calibrated else [],
    }


def _step(step: RocPoint) -> Json:
    return {**asdict(step), "threshold": step.threshold if step.threshold <= 1 else None}


def _interval(share: Share | None) -> list[float] | None:
    return [share.low, share.high] if share else None


def _where(point: GridPoint) -> Json:
    return {"budget": point.budget, "waits": point.waits}


def _flat(found: Plateau | None) -> Json | None:
    return _where(found.point) if found and found.point else None


def _hurts(found: Plateau | None) -> Json | None:
    return _where(found.hurts) if found and found.hurts else None


def _steps(found: Plateau | None) -> list[Json]:
    return [
        {**asdict(step), "smaller": _where(step.smaller), "larger": _where(step.larger)}
        for step in (found.steps if found else ())
    ]


def _shortfall(result: DialResult, goals: DialGoals) -> Json | None:
    found = result.certificate
    if not isinstance(found, Shortfall):
        return None
    nearest = found.nearest
    return {
        "recall": found.recall,
        "confidence": found.confidence,
        "searched": found.searched,
        "least_good_items": good_items_least(result, goals),
        "needed_good_items": good_items_needed(result, goals),
        "nearest": {
            **_where(nearest.point),
            "threshold": nearest.threshold,
            "n": nearest.n,
            "k": nearest.k,
            "bound": nearest.bound,
        },
    }
