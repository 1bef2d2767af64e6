"""Recorded generations as they were asked for: from a ledger entry and its body back to the request."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.answer import AnswerForm, Choice, Literal, Part, Text
from app.core.budget import ThinkingBudget
from app.core.errors import StoreError
from app.core.plan import PassKind
from app.core.request import Continuation, GenerationRequest, PromptIds
from app.core.sampling import SamplingParams
from app.core.trace import Trace
from app.engine.contract import EngineSettings
from app.service import kinds, paths
from app.service.dial_records import generations
from app.service.imported import foreign_entries, screen_entries
from app.service.records import Json, thinking_from_record, trace_from_body, whole
from app.store import Entry

if TYPE_CHECKING:
    from app.store import Store


@dataclass(frozen=True, slots=True)
class Recorded:
    """A generation in the ledger.

    Attributes:
        screen_id, hypothesis, kind: of a pass; None of a prompt that was thought about by hand. An item of a
            dial run has only its hypothesis.
        engine: what ran it, as `records.engine_record` has it.
    """

    trace_id: str
    screen_id: str | None
    hypothesis: str | None
    kind: PassKind | None
    request: GenerationRequest
    trace: Trace
    engine: Json

    @property
    def name(self) -> str:
        """What a person calls it: "H-003 triage", or its id."""
        return f"{self.hypothesis} {self.kind.value}" if self.hypothesis and self.kind else self.trace_id


def find(store: Store, trace_id: str) -> Recorded:
    """The generation of that id, or of its unambiguous beginning. Raises StoreError."""
    own = (
        entry
        for kind in (kinds.PASS_COMPLETED, kinds.GENERATION_COMPLETED)
        for entry in chain(store.entries(kind=kind), foreign_entries(store, kind))
    )
    of_dials = chain.from_iterable(map(generations, store.entries(kind=kinds.DIAL_ITEM_COMPLETED)))
    entries = chain(own, of_dials)
    found: dict[str, Entry] = {}
    for entry in entries:
        id = entry.payload["trace_id"]
        if id == trace_id:
            return read(store, entry)
        if trace_id and id.startswith(trace_id):
            found[id] = entry
    if len(found) == 1:
        return read(store, found.popitem()[1])
    raise StoreError(
        "In {0} several traces begin with {1!r}; give more of the id."
        if found
        else "In {0} there is no trace {1!r}; screen --json has the traces' ids.",
        store.location,
        trace_id,
    )


def of_screen(store: Store, screen_id: str, *, sample: int | None = None, seed: int = 0) -> list[Recorded]:
    """All passes of a screen in the ledger's order, or a random sample of them that the seed decides.

    Raises:
        StoreError: none of its passes is done, or an entry is damaged.
    """
    entries = list(screen_entries(store, screen_id, kinds.PASS_COMPLETED))
    if not entries:
        raise StoreError("No pass of the screen {} is done yet, so there is nothing to replay.", screen_id)
    if sample is not None and sample < len(entries):
        chosen = random.Random(seed).sample(range(len(entries)), sample)
        entries = [entries[number] for number in sorted(chosen)]
    return [read(store, entry) for entry in entries]


def of_rows(store: Store, screen_id: str, hypotheses: Sequence[str]) -> list[Recorded]:
    """The passes of some of a screen's hypotheses. Raises StoreError where none is done."""
    wanted = set(hypotheses)
    entries = screen_entries(store, screen_id, kinds.PASS_COMPLETED)
    found = [read(store, entry) for entry in entries if entry.payload["hypothesis"] in wanted]
    if not found:
        raise StoreError("No pass of these rows is done yet, so there is nothing to replay.")
    return found


def read(store: Store, entry: Entry) -> Recorded:
    """One completed pass or generation. Raises StoreError where its body is missing or damaged."""
    payload = whole(entry.payload, store.body)
    trace = trace_from_body(store.body(payload["body"]), payload)
    return Recorded(
        trace_id=payload["trace_id"],
        screen_id=payload.get("screen_id"),
        hypothesis=payload.get("hypothesis"),
        kind=PassKind(payload["pass"]) if "pass" in payload else None,
        request=GenerationRequest(
            prompt=PromptIds(trace.prompt_ids, payload["prompt_shared"]),
            format=thinking_from_record(payload["format"]),
            budget=ThinkingBudget(**payload["budget"]),
            sampling=SamplingParams(**payload["sampling"]),
            seed=payload["seed"],
            form=AnswerForm(tuple(_parts(payload["form"]))),
            model_sha256=payload["engine"]["model"]["sha256"],
            continued=_continued(trace, payload["continued_tokens"]),
        ),
        trace=trace,
        engine=payload["engine"],
    )


def settings_for(recorded: Recorded, base: EngineSettings, model: Path | None = None) -> EngineSettings:
    """How to load the model so that what decides the ids is as it was recorded; see `settings_of`."""
    return settings_of(recorded.engine, base, model)


def settings_of(engine: Json, base: EngineSettings, model: Path | None = None) -> EngineSettings:
    """How to load the model as an engine record has it.

    Args:
        engine: as `records.engine_record` has it.
        base: decides the rest: how many sequences at a time, and threads.
        model: None takes the recorded file.
    """
    load = engine["load"]
    path = model or Path(engine["model"]["path"])
    if model is None and not path.exists() and path.name == paths.DEMO_MODEL.name:
        path = paths.DEMO_MODEL  # Recorded where the program lay elsewhere.
    return replace(
        base,
        model=path,
        context=None,
        gpu_layers=base.gpu_layers if engine["offloaded"] else 0,
        kv_type=load["kv_type"],
        prefill_chunk=load["prefill_chunk"],
        exact=engine["exactness"] == "exact",
    )


def _continued(trace: Trace, tokens: int) -> Continuation | None:
    if not tokens:
        return None
    return Continuation(trace.thinking_ids[:tokens], tuple(s for s in trace.spans if s.offset < tokens))


def _parts(tables: Sequence[Json]) -> Iterator[Part]:
    for table in tables:
        match table:
            case {"literal": values}:
                yield Literal(**values)
            case {"choice": {"name": name, "options": options}}:
                yield Choice(name, tuple(options))
            case {"text": values}:
                yield Text(**values)
