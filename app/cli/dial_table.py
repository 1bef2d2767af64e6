"""A dial run for a person: the curve as a table, and in words where it flattens and what is certified."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.box import SIMPLE
from rich.table import Table

from app.cli.results import DEMO_WARNING
from app.cli.show import Console, duration, plain
from app.core.dial_plan import DialGoals
from app.dial.calibration import Calibration
from app.dial.certificate import Shortfall
from app.dial.curve import CurvePoint
from app.dial.intervals import Share
from app.dial.outcome import GridPoint
from app.dial.plateau import Plateau
from app.service.certificates import IssuedCertificate
from app.service.dial import MeasuredDial
from app.service.dial_result import DEEP_TOKENS, LIMITS, LISTED, DialResult, good_items_needed
from app.service.paths import DEMO_MODEL

if TYPE_CHECKING:
    from app.store import Store

_BOUND = "at this setting alone, not corrected for choosing the threshold, the lower bound is"


def show_dial(
    dial: MeasuredDial,
    result: DialResult,
    issued: IssuedCertificate | None,
    store: Store,
    console: Console,
) -> None:
    """The curve, then in words what it says."""
    console.print(_curve(dial, result))
    for line in (
        *_plateau("budget", result.plateau),
        *_plateau("Waits", result.waits_plateau),
        *_certificate(result, dial.plan.goals, issued),
        _metrics(result),
        _cost(dial),
        plain(f"dial run {dial.id} in {store.location}").plain,
    ):
        console.print(line)
    console.print("What this cannot show:")
    for limit in LIMITS:
        console.print(f"  {limit}")
    if dial.plan.model == DEMO_MODEL.name:
        console.print(DEMO_WARNING, style="yellow")


def _curve(dial: MeasuredDial, result: DialResult) -> Table:
    seeds = f", {dial.plan.seeds} seeds" if dial.plan.seeds > 1 else ""
    table = Table(
        title=f"{result.points[0].n:,} items{seeds}; 95 % intervals",
        title_justify="left",
        box=SIMPLE,
        padding=(0, 1, 0, 0),
    )
    columns = [column for column in _COLUMNS if column.shown(dial, result)]
    for column in columns:
        table.add_column(column.title, justify="right", no_wrap=True)
    for point in result.points:
        table.add_row(*(column.cell(point, result.calibrations.get(point.point)) for column in columns))
    return table


@dataclass(frozen=True, slots=True)
class _Column:
    """One column; `shown` says whether a dial run has anything to show in it."""

    title: str
    cell: Callable[[CurvePoint, Calibration | None], str]
    shown: Callable[[MeasuredDial, DialResult], bool] = lambda _dial, _result: True


def _labelled(dial: MeasuredDial, _: DialResult) -> bool:
    return not dial.plan.questions


def _labelled_without_waits(dial: MeasuredDial, result: DialResult) -> bool:
    return _labelled(dial, result) and not _several_waits(dial, result)


def _several_waits(dial: MeasuredDial, _: DialResult) -> bool:
    return dial.plan.waits != (0,)


def _some_unparsed(_: MeasuredDial, result: DialResult) -> bool:
    return any(point.unparsed for point in result.points)


def _share(share: Share | None) -> str:
    """A share in per cent, and its interval."""
    return f"{100 * share.value:.1f} {100 * share.low:.0f}-{100 * share.high:.0f}" if share else ""


def _decimal(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


_COLUMNS = (
    _Column("budget", lambda point, _: f"{point.point.budget:,}"),
    _Column("Waits", lambda point, _: str(point.point.waits), _several_waits),
    _Column("accuracy %", lambda point, _: _share(point.accuracy)),
    _Column("good kept %", lambda point, _: _share(point.recall), _labelled),
    _Column("bad gone %", lambda point, _: _share(point.discard), _labelled),
    _Column("tokens", lambda point, _: f"{point.tokens:,.1f}"),
    _Column("AUC", lambda _, found: _decimal(found.auc if found else None), _labelled),
    _Column("Brier", lambda _, found: _decimal(found.brier if found else None), _labelled_without_waits),
    _Column("loops", lambda point, _: f"{point.repeated or 0:.1%}", _several_waits),
    _Column("unparsed", lambda point, _: f"{point.unparsed:,}", _some_unparsed),
)


def _plateau(dial: str, found: Plateau | None) -> list[str]:
    if found is None:
        return []
    lines = []
    if found.point is not None:
        lines.append(
            f"plateau: from {_named(found.point)} on, more {dial} changes accuracy by less than "
            f"{found.margin:g}, shown by equivalence at {1 - found.error:.0%}"
        )
    else:
        lines.append(
            f"plateau: none is shown along the {dial} within {found.margin:g}; it takes at least "
            f"{found.least} items, and accuracy that no longer rises"
        )
    if found.hurts is not None:
        lines.append(f"more hurts: {_named(found.hurts)} is worse than a smaller setting")
    return lines


def _certificate(result: DialResult, goals: DialGoals, issued: IssuedCertificate | None) -> list[str]:
    found, held_out = result.certificate, result.held_out
    if found is None:
        return []
    wanted = f"a recall of {found.recall:g} at a confidence of {found.confidence:g}"
    if isinstance(found, Shortfall):
        near = found.nearest
        needed = good_items_needed(result, goals)
        more = (
            f"if that share stays, a list with {needed:,} good ones would do"
            if needed
            else "no number of them would do at that share: think more, or want less recall"
        )
        return [
            f"certificate: none for {wanted}. Nearest: {_named(near.point)} with threshold "
            f"{near.threshold:g} keeps {near.k} of {near.n} good ones; {_BOUND} {near.bound:.3f}; {more}"
        ]
    chosen = found.chosen
    unsure = " (unsure survives)" if found.keep_unsure else ""
    name = f"certificate {issued.id}" if issued else "certificate"
    lines = [
        f"{name}: triage with {_named(chosen.point)} and threshold {chosen.threshold:g}{unsure} keeps "
        f"{chosen.k} of {chosen.n} good ones; after a search over {found.searched} points, recall is at "
        f"least {found.recall:g} with confidence {found.confidence:g}",
        f"{_BOUND} {chosen.bound:.3f}",
    ]
    if issued and issued.measurement > 1:
        lines.append(
            f"measurement {issued.measurement} of this list with this model: the confidence is of one, and "
            "measuring until a certificate appears would void it"
        )
    if held_out and held_out.recall:
        discard = f", and discards {_share(held_out.discard)} % of the bad" if held_out.discard else ""
        lines.append(
            f"held out: on {held_out.recall.n} good items that had no part in it, it keeps "
            f"{_share(held_out.recall)} %{discard}"
        )
    saving = found.saving(LISTED, DEEP_TOKENS)
    lines.append(
        f"on a list of {LISTED:,} like this, about {saving.survivors:,.0f} would survive; with deep passes "
        f"of {DEEP_TOKENS:,} tokens, {saving.share:.0%} of the thinking is saved"
    )
    return lines


def _named(point: GridPoint) -> str:
    waits = f" and {point.waits} Waits" if point.waits > 1 else " and 1 Wait" if point.waits else ""
    return f"budget {point.budget:,}{waits}"


def _metrics(result: DialResult) -> str:
    slope = result.metrics.scaling
    scaling = "no slope" if slope is None else f"{100 * slope:.3f} points a thinking token"
    return (
        f"the s1 paper's metrics: control {result.metrics.control:.0%}, scaling {scaling}, performance "
        f"{result.metrics.performance:.1%}"
    )


def _cost(dial: MeasuredDial) -> str:
    generated, separate = dial.tokens()
    saved = 1 - generated / separate if separate else 0.0
    return (
        f"{generated:,} tokens generated in {duration(dial.seconds)}; separate runs of all points would have "
        f"taken {separate:,}, so {saved:.0%} are saved; {dial.engine.get('exactness', '')}"
    )
