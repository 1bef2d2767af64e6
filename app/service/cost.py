"""What a screen will cost on this machine: tokens and seconds, from what earlier runs of the model took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.answer import AnswerForm, Choice, Literal, Part, Text
from app.core.plan import PassKind, PassPlan
from app.service import kinds
from app.service.progress import Pace
from app.service.records import Json
from app.store import Entry

if TYPE_CHECKING:
    from app.store import Store

_LEAST_TOKENS = 200

# A pass, its thinking budget and its Waits.
Setting = tuple[PassKind, int | None, int]


@dataclass(frozen=True, slots=True)
class Experience:
    """What the runs in a store say of one model.

    Attributes:
        tokens_per_second: of its newest run that was long enough to tell.
        lengths: passes done under a setting, and the tokens they took.
        triaged, survivors: over all screens.
    """

    tokens_per_second: float | None = None
    lengths: Mapping[Setting, Pace] = field(default_factory=dict)
    triaged: int = 0
    survivors: int = 0


@dataclass(frozen=True, slots=True)
class Cost:
    """What to expect, and what cannot be exceeded.

    Attributes:
        tokens, most_tokens: thinking and answer tokens over both passes.
        seconds, most_seconds: None where this model's speed was never measured here.
        survivors: the share of rows expected in the deep pass; None where nothing is known, and then
            the expectation is the maximum.
    """

    tokens: int
    most_tokens: int
    seconds: float | None
    most_seconds: float | None
    survivors: float | None


def experience(store: Store, model: Path) -> Experience:
    """Read what this model's runs have shown; a model is known by its path and size."""
    try:
        known_as = (str(model), model.stat().st_size)
    except OSError:
        return Experience()
    plans = {e.payload["screen_id"]: e.payload["plan"] for e in store.entries(kind=kinds.PLAN_SEALED)}
    ran_on: dict[str, Json] = {}
    ends: list[Entry] = []
    for told in (kinds.RUN_STARTED, *kinds.RUN_ENDED):
        ends += store.entries(kind=told)
    speed: float | None = None
    lengths: dict[Setting, Pace] = {}
    counts: dict[str, Json] = {}
    for entry in sorted(ends, key=lambda entry: entry.seq):
        payload = entry.payload
        id = payload["screen_id"]
        if entry.kind == kinds.RUN_STARTED:
            ran_on[id] = payload["engine"]["model"]
            continue
        if id not in ran_on or (ran_on[id]["path"], ran_on[id]["size"]) != known_as:
            continue
        counts[id] = payload["counts"]
        tokens = sum(pace["tokens"] for pace in payload["pace"].values())
        if tokens >= _LEAST_TOKENS and payload["decoding_seconds"] > 0:
            speed = tokens / payload["decoding_seconds"]
        for kind in PassKind:
            budget, pace = plans[id][kind.value]["budget"], payload["pace"][kind.value]
            setting = (kind, budget["max_tokens"], budget["waits"])
            before = lengths.get(setting, Pace(0, 0))
            lengths[setting] = Pace(before.passes + pace["passes"], before.tokens + pace["tokens"])
    return Experience(
        speed,
        lengths,
        sum(found["triaged"] for found in counts.values()),
        sum(found["survivors"] for found in counts.values()),
    )


def cost(rows: int, triage: PassPlan, deep: PassPlan, known: Experience) -> Cost:
    """The cost of screening that many rows."""
    most_triage, most_deep = _most(triage), _most(deep)
    survivors = known.survivors / known.triaged if known.triaged else None
    rising = rows if survivors is None else rows * survivors
    expected = rows * _mean(PassKind.TRIAGE, triage, known) + rising * _mean(PassKind.DEEP, deep, known)
    most = rows * (most_triage + most_deep)
    speed = known.tokens_per_second
    return Cost(
        tokens=round(expected),
        most_tokens=most,
        seconds=expected / speed if speed else None,
        most_seconds=most / speed if speed else None,
        survivors=survivors,
    )


def _most(plan: PassPlan) -> int:
    return (plan.budget.max_tokens or 0) + _answer_tokens(plan.prompt.form)


def _mean(kind: PassKind, plan: PassPlan, known: Experience) -> float:
    """The mean length under this very setting, else the most that it allows."""
    pace = known.lengths.get((kind, plan.budget.max_tokens, plan.budget.waits))
    most = float(_most(plan))
    # Those passes may have had another prompt, with a longer answer.
    return min(pace.tokens / pace.passes, most) if pace and pace.passes else most


def _answer_tokens(form: AnswerForm) -> int:
    """The most that an answer takes, whatever the vocabulary: a token is at least a byte of its text.

    Mostly it is several, which leaves room for the delimiter before the answer.
    """

    def of_part(part: Part) -> int:
        match part:
            case Literal(text):
                return len(text.encode())
            case Choice(_, options):
                return max(len(option.encode()) for option in options)
            case Text():
                return part.max_tokens

    return sum(map(of_part, form.parts))
