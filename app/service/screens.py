"""A screen as the ledger tells it: its plan, its list, what is done, counts, and the JSON document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.core.errors import StoreError
from app.core.hypothesis import Hypothesis, HypothesisList
from app.core.plan import PassKind, ScreeningPlan
from app.service.records import Json, PassRecord, list_from_body, plan_from_record
from app.store import Entry, Store

LIST_IMPORTED = "list imported"
PLAN_SEALED = "plan sealed"
RUN_STARTED = "run started"
PASS_COMPLETED = "pass completed"
PASS_FAILED = "pass failed"
PASS_CANCELLED = "pass cancelled"
ENGINE_CRASHED = "engine crashed"
RUN_INTERRUPTED = "run interrupted"
SCREEN_COMPLETED = "screen completed"

_USAGE = ("prompt_tokens", "reused_prompt_tokens", "thinking_tokens", "answer_tokens")


@dataclass(slots=True)
class Screen:
    """One screen. `passes` and `failures` are keyed by (hypothesis id, pass)."""

    id: str
    at: str
    plan: ScreeningPlan
    source: HypothesisList
    passes: dict[tuple[str, PassKind], PassRecord] = field(default_factory=dict)
    failures: dict[tuple[str, PassKind], str] = field(default_factory=dict)
    engine: Json = field(default_factory=dict)
    thinking: Json = field(default_factory=dict)
    seconds: float = 0.0
    complete: bool = False

    @classmethod
    def load(cls, store: Store, screen_id: str) -> Screen:
        """Read a screen. Raises StoreError where the store has none of that id."""
        entries = store.entries(subject=screen_id)
        source: HypothesisList | None = None
        screen: Screen | None = None
        for entry in entries:
            payload = entry.payload
            if entry.kind == LIST_IMPORTED:
                source = list_from_body(store.body(payload["body"]))
            elif entry.kind == PLAN_SEALED and source is not None:
                screen = cls(screen_id, entry.at, plan_from_record(payload["plan"], store.body), source)
            elif screen is not None:
                screen.take(entry)
        if screen is None:
            raise StoreError(
                f"The store {store.location} has no screen {screen_id!r}; list them with: main.py screens."
            )
        return screen

    def take(self, entry: Entry) -> None:
        """Bring the state up to date with an entry of this screen."""
        payload = entry.payload
        match entry.kind:
            case "run started":
                self.engine = payload["engine"]
                self.thinking = payload["thinking"]
                self.complete = False
            case "pass completed":
                record = PassRecord.from_payload(payload)
                key = (record.hypothesis, record.kind)
                self.passes[key] = record
                self.failures.pop(key, None)
            case "pass failed" | "pass cancelled":
                self.failures[payload["hypothesis"], PassKind(payload["pass"])] = payload["message"]
            case "run interrupted" | "engine crashed":
                self.seconds += payload["seconds"]
            case "screen completed":
                self.seconds += payload["seconds"]
                self.complete = True

    @property
    def state(self) -> str:
        """ "complete", or "unfinished" where something is still to be done."""
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

    def final_verdict(self, hypothesis: Hypothesis) -> str | None:
        """The verdict of the last pass; "error" where a pass failed; None where a pass is still to come.

        A survivor's is the deep pass's. So is an audited reject's: what the audit found is not hidden.
        """
        wanted = self.wants(hypothesis)
        if wanted is not None:
            return "error" if (hypothesis.id, wanted) in self.failures else None
        triage, deep = self.triage_of(hypothesis), self.deep_of(hypothesis)
        assert triage is not None
        if deep is not None:
            return deep.assessment.verdict.value
        return "reject"

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
            "plan": self.plan.record(),
            "counts": self.counts(),
            "usage": self.usage(),
            "hypotheses": [self._row(h) for h in self.source.hypotheses],
            "columns": [{"name": name, "taken_for": role} for name, role in self.source.columns],
            "duplicates": [
                {"row": r.row, "of_row": r.of_row, "reason": r.reason} for r in self.source.duplicates
            ],
            "unreadable": [{"row": r.row, "reason": r.reason} for r in self.source.unreadable],
        }

    def _row(self, hypothesis: Hypothesis) -> Json:
        triage, deep = self.triage_of(hypothesis), self.deep_of(hypothesis)
        errors = [message for (id, _), message in self.failures.items() if id == hypothesis.id]
        return {
            "id": hypothesis.id,
            "title": hypothesis.title,
            "row": hypothesis.row,
            "final_verdict": self.final_verdict(hypothesis),
            "triage": triage.table() if triage else None,
            "deep": deep.table() if deep else None,
            "error": errors[0] if errors else None,
        }


def screen_ids(store: Store) -> Iterator[str]:
    """The screens of a store, oldest first."""
    return (entry.payload["screen_id"] for entry in store.entries(kind=PLAN_SEALED))


def resolve(store: Store, asked: str) -> str:
    """A screen's id from "last", an id, or its unambiguous beginning. Raises StoreError."""
    ids = list(screen_ids(store))
    if asked == "last" and ids:
        return ids[-1]
    found = [id for id in ids if id == asked] or [id for id in ids if asked and id.startswith(asked)]
    if len(found) == 1:
        return found[0]
    if not ids:
        raise StoreError(
            f"The store {store.location} holds no screen yet; start one with: main.py screen LIST."
        )
    what = "several screens begin with" if found else "there is no screen"
    raise StoreError(f"In {store.location} {what} {asked!r}; list them with: main.py screens.")
