"""Small real screens for tests: a plan with short answers over the first demo rows, run to its end."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from app.core.budget import ThinkingBudget
from app.core.hypothesis import Hypothesis, HypothesisList
from app.core.plan import PassPlan, ScreeningPlan, SurvivalRule
from app.core.prompt import PromptTemplate
from app.core.provenance import canonical_json, sha256_hex
from app.core.sampling import SamplingParams
from app.engine.contract import Engine, EngineSettings, ModelInfo
from app.engine.host import LlamaEngine
from app.intake import read_list
from app.service import paths
from app.service.events import PassDone, ScreenEvent
from app.service.kinds import PASS_COMPLETED
from app.service.opening import SelfTest
from app.service.screening import ScreenRun
from app.service.screens import Screen
from app.service.sealing import seal
from app.service.workbench import Workbench
from app.store import Draft, Entry, Store

T = TypeVar("T")
Loaded = tuple[LlamaEngine, ModelInfo]
EVERYTHING_SURVIVES = SurvivalRule(threshold=0.0)
SETTINGS = EngineSettings(paths.DEMO_MODEL, gpu_layers=0, threads=1, parallel=2)


def load_engine(parallel: int, *, exact: bool = True) -> Loaded:
    """The demo model in a child process; close it."""
    engine = LlamaEngine(replace(SETTINGS, parallel=parallel, exact=exact))
    return engine, engine.load()


def short_prompt(kind: str) -> PromptTemplate:
    """The shipped prompt of a pass, its texts capped at 6 tokens so that runs are quick."""
    source = (paths.PROMPTS / f"{kind}.toml").read_bytes()
    for cap in (b"64", b"96"):
        source = source.replace(b"max_tokens = " + cap, b"max_tokens = 6")
    return PromptTemplate.parse(source, kind)


def demo_rows(count: int) -> HypothesisList:
    """The first rows of the shipped list."""
    source = read_list(paths.DEMO_LIST)
    return replace(source, hypotheses=source.hypotheses[:count])


def too_long(id: str, row: int = 99) -> Hypothesis:
    """A hypothesis that no budget fits into the demo model's context."""
    return Hypothesis(id, "Endless", "costs exceed the gross edge and " * 2000, row=row)


def make_plan(
    model: ModelInfo,
    *,
    triage: int = 24,
    deep: int = 40,
    waits: int = 1,
    sampling: SamplingParams = SamplingParams(),  # noqa: B008 - frozen
    **more: Any,
) -> ScreeningPlan:
    """A plan with small budgets; `more` are further fields of ScreeningPlan."""
    return ScreeningPlan(
        model=Path(model.path).name,
        model_sha256=model.sha256,
        format="s1",
        triage=PassPlan(short_prompt("triage"), ThinkingBudget(triage), sampling),
        deep=PassPlan(short_prompt("deep"), ThinkingBudget(deep, waits=waits), sampling),
        **{"survival": EVERYTHING_SURVIVES, **more},
    )


def start(screen: Screen, store: Store, loaded: Loaded | tuple[Engine, ModelInfo]) -> ScreenRun:
    """A run of what is not yet done."""
    engine, model = loaded
    return ScreenRun(screen, store, engine, model, paths.thinking_formats())


def run_screen(
    store: Store, loaded: Loaded, plan: ScreeningPlan, source: HypothesisList
) -> tuple[Screen, list[ScreenEvent]]:
    """Seal and run to the end; the screen is read anew from the store."""
    sealed = seal(store, plan, source)
    events = list(start(sealed, store, loaded).events())
    return Screen.load(store, sealed.id), events


def without_tests(events: Iterable[T]) -> Iterator[T]:
    """Events but for those of the self-test, which come or not as fast as it is."""
    return (event for event in events if not isinstance(event, SelfTest))


def stop_after(run: ScreenRun, passes: int) -> list[PassDone]:
    """Take that many completed passes from a run, then close it."""
    events = run.events()
    done: list[PassDone] = []
    try:
        while len(done) < passes:
            event = next(events)
            if isinstance(event, PassDone):
                done.append(event)
    finally:
        events.close()
    return done


def completed(store: Store, screen_id: str) -> list[tuple[str, str]]:
    """(hypothesis, pass) of each completed pass in the ledger's order."""
    entries = store.entries(kind=PASS_COMPLETED, subject=screen_id)
    return [(entry.payload["hypothesis"], entry.payload["pass"]) for entry in entries]


def results(document: dict[str, Any]) -> dict[str, Any]:
    """What of a screen's document must not depend on how the screen was run, by hypothesis."""

    def of_pass(table: dict[str, Any] | None) -> dict[str, Any] | None:
        # The trace's id is made from the screen's.
        return {**table, "trace_id": None} if table else None

    return {
        row["id"]: {**row, "triage": of_pass(row["triage"]), "deep": of_pass(row["deep"])}
        for row in document["hypotheses"]
    }


def check_whole(store: Store, screen_id: str, uninterrupted: dict[str, Any]) -> Screen:
    """The screen is complete, nothing was run twice, and the results are those of a run without a stop."""
    screen = Screen.load(store, screen_id)
    assert screen.complete
    assert set(Counter(completed(store, screen_id)).values()) == {1}
    assert results(screen.document(store)) == uninterrupted
    assert list(store.verify(named_bodies)) == []
    return screen


def named_bodies(entry: Entry) -> Iterator[str]:
    """The bodies that an entry of a screen or a generation names."""
    yield from (entry.payload[key] for key in ("body", "setup") if entry.payload.get(key))
    if plan := entry.payload.get("plan"):
        yield from (plan[kind]["prompt"]["sha256"] for kind in ("triage", "deep"))


def copy_with_another_id(source: Path, target: Path, *, hypothesis: str, at: int) -> None:
    """A store whose chain holds, but one thinking id of one triage trace was changed by hand."""
    with Store.open(source) as old, Store.open(target) as new:
        for entry in old.entries():
            payload = dict(entry.payload)
            bodies = [old.body(digest) for digest in named_bodies(entry)]
            if (payload.get("hypothesis"), payload.get("pass")) == (hypothesis, "triage") and bodies:
                trace = json.loads(bodies[0])
                trace["thinking_ids"][at] = 70
                bodies[0] = canonical_json(trace)
                payload["body"] = sha256_hex(bodies[0])
            new.append([Draft(entry.kind, payload, tuple(bodies))])
        assert list(new.verify(named_bodies)) == []


def kinds(entries: Iterable[Entry]) -> list[str]:
    """The entries' kinds."""
    return [entry.kind for entry in entries]


class Bench(Workbench):
    """A workbench over the demo model, on two sequences; it keeps what it made of engines."""

    def __init__(self, store: Store) -> None:
        self.engines: list[LlamaEngine] = []
        super().__init__(store, self._made, SETTINGS, paths.thinking_formats)

    @property
    def child(self) -> int | None:
        """The process of the newest engine, while it runs."""
        return self.engines[-1].process_id if self.engines else None

    def _made(self, settings: EngineSettings) -> LlamaEngine:
        self.engines.append(LlamaEngine(settings))
        return self.engines[-1]
