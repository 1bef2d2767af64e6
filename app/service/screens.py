"""A screen as the ledger tells it: its plan, its list, what is done, counts, and the JSON document."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.core.errors import StoreError
from app.core.hypothesis import Hypothesis, HypothesisList
from app.core.plan import PassKind, ScreeningPlan
from app.core.sentence import Sentence
from app.service import kinds
from app.service.audit import audit_of
from app.service.certificates import differences
from app.service.imported import imported_ids, origin_of, screen_entries
from app.service.judgement import Judgement
from app.service.records import Json, PassRecord, list_from_body, plan_from_record, thinking_table
from app.store import Entry

if TYPE_CHECKING:
    from app.store import Store

_USAGE = ("prompt_tokens", "reused_prompt_tokens", "thinking_tokens", "answer_tokens")


@dataclass(frozen=True, slots=True)
class NotDone:
    """Why a pass has no result."""

    message: str
    cancelled: bool


@dataclass(slots=True)
class Screen:
    """One screen. `passes` and `failures` are keyed by (hypothesis id, pass), `judgements` by the id.

    `body` gives what a digest names; `certificate` are the terms of the one that it is run under, empty
    without one.
    `complete` and `seconds` are those of the runs, wherever they were; an `imported` screen has none here.
    """

    id: str
    at: str
    plan: ScreeningPlan
    source: HypothesisList
    body: Callable[[str], bytes]
    passes: dict[tuple[str, PassKind], PassRecord] = field(default_factory=dict)
    failures: dict[tuple[str, PassKind], NotDone] = field(default_factory=dict)
    judgements: dict[str, Judgement] = field(default_factory=dict)
    engine: Json = field(default_factory=dict)
    thinking: Json = field(default_factory=dict)
    certificate: Json = field(default_factory=dict)
    seconds: float = 0.0
    complete: bool = False
    imported: bool = False
    # What passes share, by digest: it is kept once.
    _setups: dict[str, Json] = field(default_factory=dict)

    @classmethod
    def load(cls, store: Store, screen_id: str) -> Screen:
        """Read a screen. Raises StoreError where the store has none of that id."""
        screen = cls.of(screen_id, screen_entries(store, screen_id), store.body)
        if screen is None:
            raise StoreError(
                "The store {0} has no screen {1!r}; list them with: main.py screens.",
                store.location,
                screen_id,
            )
        screen.imported = origin_of(store, screen_id) is not None
        return screen

    @classmethod
    def of(cls, id: str, entries: Iterable[Entry], body: Callable[[str], bytes]) -> Screen | None:
        """The screen that entries tell of; None where they have no plan. `body` gives what a digest names."""
        source: HypothesisList | None = None
        screen: Screen | None = None
        for entry in entries:
            payload = entry.payload
            if entry.kind == kinds.LIST_IMPORTED:
                source = list_from_body(body(payload["body"]))
            elif entry.kind == kinds.PLAN_SEALED and source is not None:
                screen = cls(id, entry.at, plan_from_record(payload["plan"], body), source, body)
            elif screen is not None:
                screen.take(entry)
        return screen

    def take(self, entry: Entry) -> None:
        """Bring the state up to date with an entry of this screen."""
        payload = entry.payload
        match entry.kind:
            case kinds.RUN_STARTED:
                self.engine = payload["engine"]
                self.thinking = payload["thinking"]
                self.complete = False
            case kinds.PASS_COMPLETED:
                record = PassRecord.from_entry(entry, self._setup(payload["setup"]))
                key = (record.hypothesis, record.kind)
                self.passes[key] = record
                self.failures.pop(key, None)
            case kinds.PASS_FAILED | kinds.PASS_CANCELLED:
                key = payload["hypothesis"], PassKind(payload["pass"])
                self.failures[key] = NotDone(payload["message"], entry.kind == kinds.PASS_CANCELLED)
            case kinds.JUDGED:
                if judgement := Judgement.from_entry(entry):
                    self.judgements[payload["hypothesis"]] = judgement
                else:
                    self.judgements.pop(payload["hypothesis"], None)
            case kinds.CERTIFICATE_USED:
                self.certificate = payload["certificate"]
            case kinds.RUN_INTERRUPTED | kinds.ENGINE_CRASHED:
                self.seconds += payload["seconds"]
            case kinds.SCREEN_COMPLETED:
                self.seconds += payload["seconds"]
                self.complete = True

    def _setup(self, digest: str) -> Json:
        if digest not in self._setups:
            self._setups[digest] = json.loads(self.body(digest))
        return self._setups[digest]

    @property
    def state(self) -> str:
        """ "imported"; or of this store "complete", or "unfinished" where something is still to be done."""
        if self.imported:
            return "imported"
        return "complete" if self.complete else "unfinished"

    @property
    def exactness(self) -> str:
        """ "exact" where every pass was run so, else "best-effort"."""
        found = {record.generation["engine"]["exactness"] for record in self.passes.values()}
        return "exact" if found == {"exact"} else "best-effort"

    def triage_of(self, hypothesis: Hypothesis) -> PassRecord | None:
        """Its triage pass, if done."""
        return self.passes.get((hypothesis.id, PassKind.TRIAGE))

    def deep_of(self, hypothesis: Hypothesis) -> PassRecord | None:
        """Its deep pass, if done."""
        return self.passes.get((hypothesis.id, PassKind.DEEP))

    def wants(self, hypothesis: Hypothesis) -> PassKind | None:
        """The pass that this hypothesis needs next; None where it is settled."""
        triage = self.triage_of(hypothesis)
        if triage is None:
            return PassKind.TRIAGE
        goes_on = triage.survives or self.plan.audits(hypothesis)
        return PassKind.DEEP if goes_on and self.deep_of(hypothesis) is None else None

    def failure_of(self, hypothesis: Hypothesis) -> NotDone | None:
        """Why the pass that it needs next was not done, if it was tried."""
        wanted = self.wants(hypothesis)
        return self.failures.get((hypothesis.id, wanted)) if wanted else None

    def final_verdict(self, hypothesis: Hypothesis) -> str | None:
        """The verdict of the last pass; "error" where a pass failed; None where a pass is still to come.

        A survivor's is the deep pass's. So is an audited reject's: what the audit found is not hidden.
        """
        if self.wants(hypothesis) is not None:
            return "error" if self.failure_of(hypothesis) else None
        triage, deep = self.triage_of(hypothesis), self.deep_of(hypothesis)
        assert triage is not None
        if deep is not None:
            return deep.assessment.verdict.value
        return "reject"

    @property
    def changed(self) -> tuple[Sentence, ...]:
        """What is not as the certificate says that this screen is run under, so that it does not hold."""
        return differences(self.certificate, self.plan, self.engine) if self.certificate else ()

    def counts(self) -> dict[str, int]:
        """How many of what; the verdicts are the final ones."""
        finals = [self.final_verdict(h) for h in self.source.hypotheses]
        triaged = [record for record in map(self.triage_of, self.source.hypotheses) if record]
        return {
            "received": self.source.received,
            "duplicates": len(self.source.duplicates),
            "unreadable": len(self.source.unreadable),
            "triaged": len(triaged),
            "survivors": sum(record.survives for record in triaged),
            "deep": sum(kind is PassKind.DEEP for _, kind in self.passes),
            "audited": sum(record.audited for record in self.passes.values()),
            "advanced": finals.count("advance"),
            "rejected": finals.count("reject"),
            "unsure": finals.count("unsure"),
            "errors": finals.count("error"),
        }

    def usage(self) -> dict[str, float]:
        """Tokens over all passes, and seconds of running."""
        generations = [record.generation for record in self.passes.values()]
        sums = {key: sum(generation["usage"][key] for generation in generations) for key in _USAGE}
        # What a continued trace had thought before is counted in the pass that thought it.
        sums["thinking_tokens"] -= sum(generation["continued_tokens"] for generation in generations)
        return {**sums, "seconds": self.seconds}

    def document(self, store: Store) -> dict[str, Any]:
        """The `screen` document of the command line's contract."""
        model = self.engine.get("model", {})
        return {
            "screen_id": self.id,
            "at": self.at,
            "list": self.source.name,
            "state": self.state,
            "store": store.location,
            "model": {"path": model.get("path", self.plan.model), "sha256": self.plan.model_sha256},
            "exactness": self.exactness,
            "thinking": thinking_table(self.thinking),
            "plan": self.plan.record(),
            "counts": self.counts(),
            "usage": self.usage(),
            "certificate": {**self.certificate, "changed": list(self.changed)} if self.certificate else None,
            "audit": audit_of(self).table(),
            "hypotheses": [self._row(h) for h in self.source.hypotheses],
            "columns": [{"name": name, "taken_for": role} for name, role in self.source.columns],
            "duplicates": [
                {"row": r.row, "of_row": r.of_row, "reason": r.reason} for r in self.source.duplicates
            ],
            "unreadable": [{"row": r.row, "reason": r.reason} for r in self.source.unreadable],
        }

    def _row(self, hypothesis: Hypothesis) -> Json:
        triage, deep = self.triage_of(hypothesis), self.deep_of(hypothesis)
        failure, judgement = self.failure_of(hypothesis), self.judgements.get(hypothesis.id)
        return {
            "id": hypothesis.id,
            "title": hypothesis.title,
            "row": hypothesis.row,
            "final_verdict": self.final_verdict(hypothesis),
            "triage": triage.table() if triage else None,
            "deep": deep.table() if deep else None,
            "error": failure.message if failure else None,
            "judgement": judgement.table() if judgement else None,
        }


def screen_ids(store: Store) -> Iterator[str]:
    """The screens of a store that were not imported, oldest first."""
    return (entry.payload["screen_id"] for entry in store.entries(kind=kinds.PLAN_SEALED))


def resolve(store: Store, asked: str) -> str:
    """A screen's id from "last" (the newest of the store's own), an id, or its unambiguous beginning.

    Raises:
        StoreError: there is none, or more than one.
    """
    ids = list(screen_ids(store))
    if asked == "last" and ids:
        return ids[-1]
    ids += imported_ids(store)
    found = [id for id in ids if id == asked] or [id for id in ids if asked and id.startswith(asked)]
    if len(found) == 1:
        return found[0]
    if not ids:
        raise StoreError(
            "The store {} holds no screen yet; start one with: main.py screen LIST.", store.location
        )
    raise StoreError(
        "In {0} several screens begin with {1!r}; list them with: main.py screens."
        if found
        else "In {0} there is no screen {1!r}; list them with: main.py screens.",
        store.location,
        asked,
    )
