"""A dial run as the ledger tells it: its plan, its labelled list, and what is measured of the grid so far."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.budget import ThinkingBudget
from app.core.dial_plan import DialGoals, DialPlan
from app.core.errors import StoreError
from app.core.labelled import LabelledList
from app.core.prompt import PromptTemplate
from app.core.provenance import sha256_hex
from app.core.sampling import SamplingParams
from app.core.thinking import ChosenFormat, ThinkingFormat
from app.dial.outcome import GridPoint, Outcome
from app.engine.contract import Engine, EngineSettings, ModelInfo
from app.service import kinds
from app.service.dial_records import Reading, dial_plan_from_record, labelled_body, labelled_from_body
from app.service.dial_requests import DialRequests
from app.service.recorded import settings_of
from app.service.records import Json
from app.service.resuming import as_sealed, sealed_load
from app.service.thinking import chosen_for, day_for
from app.store import Draft, Entry

if TYPE_CHECKING:
    from app.store import Store

ItemKey = tuple[str, int]
"""A hypothesis's id, and the number of the repetition from 0."""

_GOALS = DialGoals()
_GREEDY = SamplingParams()


@dataclass(slots=True)
class MeasuredDial:
    """One dial run.

    Attributes:
        readings: by item and then by point.
        failures: by item.
        sealed_load: how the model was loaded that it was sealed with; empty where that was not recorded.
        prompts: digests of what measured items were asked, by hypothesis.
        engine: what measured it, as `records.engine_record` has it; empty before its first run.
    """

    id: str
    at: str
    plan: DialPlan
    source: LabelledList
    readings: dict[ItemKey, dict[GridPoint, Reading]] = field(default_factory=dict)
    failures: dict[ItemKey, str] = field(default_factory=dict)
    sealed_load: Json = field(default_factory=dict)
    prompts: dict[str, str] = field(default_factory=dict)
    engine: Json = field(default_factory=dict)
    thinking: Json = field(default_factory=dict)
    seconds: float = 0.0
    complete: bool = False
    # The newest entry that was taken.
    _seen: int = 0

    @classmethod
    def load(cls, store: Store, dial_id: str) -> MeasuredDial:
        """Read a dial run. Raises StoreError where the store has none of that id."""
        dial: MeasuredDial | None = None
        for entry in store.entries(subject=dial_id):
            payload = entry.payload
            if entry.kind == kinds.DIAL_SEALED:
                source = labelled_from_body(store.body(payload["body"]))
                dial = cls(dial_id, entry.at, dial_plan_from_record(payload["dial"], store.body), source)
                dial.sealed_load, dial._seen = payload.get("load", {}), entry.seq
            elif dial is not None:
                dial.take(entry)
        if dial is None:
            raise StoreError("The store {0} has no dial run {1!r}; give another id.", store.location, dial_id)
        return dial

    def take(self, entry: Entry) -> None:
        """Bring the state up to date with an entry of this dial run."""
        payload = entry.payload
        self._seen = entry.seq
        match entry.kind:
            case kinds.DIAL_RUN_STARTED:
                if not self.readings:  # Later runs go on as the first one that measured anything.
                    self.engine, self.thinking = payload["engine"], payload["thinking"]
                self.complete = False
            case kinds.DIAL_ITEM_COMPLETED:
                key = (payload["hypothesis"], payload["repetition"])
                found = map(Reading.from_table, payload["readings"])
                self.readings.setdefault(key, {}).update({reading.point: reading for reading in found})
                self.failures.pop(key, None)
                self.prompts[payload["hypothesis"]] = payload["prompt_sha256"]
            case kinds.DIAL_ITEM_FAILED:
                self.failures[payload["hypothesis"], payload["repetition"]] = payload["message"]
            case kinds.DIAL_ITEMS_DOUBTED:
                for one in payload["items"]:
                    self.failures[one["hypothesis"], one["repetition"]] = payload["message"]
            case kinds.DIAL_RUN_ENDED:
                self.seconds += payload["seconds"]
                self.complete = payload["complete"]

    def catch_up(self, store: Store) -> None:
        """Take what was recorded of this dial run since, by whatever process."""
        for entry in store.entries(subject=self.id, after=self._seen):
            self.take(entry)

    @property
    def points(self) -> tuple[GridPoint, ...]:
        """The grid, in order."""
        return tuple(map(point_of, self.plan.points))

    def missing(self, key: ItemKey) -> tuple[ThinkingBudget, ...]:
        """The points at which an item is not measured yet."""
        done = self.readings.get(key, {})
        return tuple(budget for budget in self.plan.points if point_of(budget) not in done)

    @property
    def finished(self) -> int:
        """How many items, of all repetitions, are measured at every point."""
        return sum(not self.missing(key) for key in self.items())

    def items(self) -> Iterator[ItemKey]:
        """Every item of every repetition, in the order of running."""
        for repetition in range(self.plan.seeds):
            for item in self.source.items:
                yield item.hypothesis.id, repetition

    def grid(self) -> dict[GridPoint, list[Outcome]]:
        """The outcomes by point, of the items that are measured at all points: so all points pair."""
        truth = {item.hypothesis.id: item for item in self.source.items}
        whole = [(key, self.readings[key]) for key in self.items() if key in self.readings]
        whole = [(key, found) for key, found in whole if len(found) == len(self.points)]
        return {
            point: [found[point].outcome(truth[id], repetition) for (id, repetition), found in whole]
            for point in self.points
        }

    def tokens(self) -> tuple[int, int]:
        """Tokens that were generated, and those that separate runs of all points would have."""
        found = [reading for by_point in self.readings.values() for reading in by_point.values()]
        return sum(reading.generated for reading in found), sum(reading.tokens for reading in found)


@dataclass(frozen=True, slots=True)
class DialDraft:
    """All of a dial's plan but its model; the fields are those of `DialPlan`.

    Attributes:
        format: a thinking format's name, or "auto" for the one that the model's chat template speaks.
    """

    prompt: PromptTemplate
    budgets: tuple[int, ...]
    waits: tuple[int, ...] = (0,)
    sampling: SamplingParams = _GREEDY
    seeds: int = 1
    seed: int = 0
    goals: DialGoals = _GOALS
    separate: bool = False
    format: str = "auto"

    def plan(
        self,
        source: LabelledList,
        model: str = "",
        sha256: str = "",
        chosen: ChosenFormat | None = None,
        date: str | None = None,
    ) -> DialPlan:
        """The plan for a list and a model; without one it is for a check before that is loaded.

        Raises:
            BudgetError: the grid cannot be run.
            PromptError: the prompt does not fit the list.
        """
        return DialPlan(
            model=model,
            model_sha256=sha256,
            format=chosen.format.name if chosen else self.format,
            prompt=self.prompt,
            questions=source.questions,
            sampling=self.sampling,
            budgets=self.budgets,
            waits=self.waits,
            seeds=self.seeds,
            seed=self.seed,
            goals=self.goals,
            separate=self.separate,
            guessed=bool(chosen and chosen.guessed),
            date=date,
        )


def seal_dial(
    store: Store,
    draft: DialDraft,
    source: LabelledList,
    engine: Engine,
    model: ModelInfo,
    formats: tuple[ThinkingFormat, ...],
    settings: EngineSettings,
) -> MeasuredDial:
    """Write the plan and the list into the ledger, before the first token; returns the new dial run.

    `settings` are those that the model was loaded with.

    Raises:
        BudgetError: the grid cannot be run, not one item fits the model's context, or the format's delimiters
            are not tokens of this model.
        PromptError: the model speaks no known format, or the prompt does not fit the list.
    """
    chosen = chosen_for(store, engine, model, formats, draft.format)
    plan = draft.plan(source, Path(model.path).name, model.sha256, chosen, day_for(model))
    DialRequests(plan, engine, model, chosen.format).room(source.items, first=True)
    dial_id, body = secrets.token_hex(6), labelled_body(source)
    payload = {
        "dial_id": dial_id,
        "name": source.source.name,
        "sha256": source.source.sha256,
        "items": len(source.items),
        "good": source.good,
        "bad": source.bad,
        "unlabelled": len(source.unlabelled),
        "dial": plan.record(),
        "load": sealed_load(settings),
        "body": sha256_hex(body),
        "bodies": [plan.prompt.sha256],
    }
    store.append([Draft(kinds.DIAL_SEALED, payload, (body, plan.prompt.source))])
    return MeasuredDial.load(store, dial_id)


def settings_for(dial: MeasuredDial, base: EngineSettings, model: Path | None = None) -> EngineSettings:
    """How to load the model so that a dial run goes on as it began.

    Args:
        base: decides what decides no token, and all where nothing is recorded.
        model: None takes the recorded file, where the run has begun.
    """
    if not dial.engine:
        return replace(as_sealed(dial.sealed_load, base), model=model or base.model)
    settings = settings_of(dial.engine, base, model)
    # Before anything is measured it may run as this machine needs it by now.
    return settings if dial.readings else replace(settings, plainer=None)


def resolve_dial(store: Store, asked: str) -> str:
    """A dial run's id from "last", an id, or its unambiguous beginning. Raises StoreError."""
    ids = [entry.payload["dial_id"] for entry in store.entries(kind=kinds.DIAL_SEALED)]
    if asked == "last" and ids:
        return str(ids[-1])
    found = [id for id in ids if id == asked] or [id for id in ids if asked and id.startswith(asked)]
    if len(found) == 1:
        return str(found[0])
    if not ids:
        raise StoreError(
            "The store {} holds no dial run yet; start one with: main.py dial LABELLED.", store.location
        )
    raise StoreError(
        "In {0} several dial runs begin with {1!r}; give more of the id."
        if found
        else "In {0} there is no dial run {1!r}; give the id that it showed when it began.",
        store.location,
        asked,
    )


def point_of(budget: ThinkingBudget) -> GridPoint:
    """A budget of the plan as a point of the grid."""
    assert budget.max_tokens is not None
    return GridPoint(budget.max_tokens, budget.waits)
