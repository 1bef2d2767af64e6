"""Certificates of recall in the ledger: issuing one, finding it, and what a screen under it has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from app.core.errors import StoreError
from app.core.plan import ScreeningPlan
from app.core.provenance import digest
from app.core.sentence import Sentence
from app.service import kinds
from app.service.dial import MeasuredDial
from app.service.engine_terms import engine_terms, short
from app.service.records import Json
from app.store import Draft, Entry

if TYPE_CHECKING:
    # What computes it takes a second to load, and a screen that only uses a certificate need not wait.
    from app.dial.certificate import Certificate, HeldOut
    from app.store import Store

_PLAIN = ("dial_id", "recall", "confidence", "budget", "waits", "threshold", "keep_unsure", "n", "k", "bound")


@dataclass(frozen=True, slots=True)
class IssuedCertificate:
    """A certificate as it was issued.

    Attributes:
        budget, waits, threshold, keep_unsure: the triage that it is for.
        n, k: good items, and those of them that survive; `bound` of their share, as `Candidate` has it: at
            this setting alone, not corrected for choosing the threshold. `recall` is what is certified.
        measurement: which one of this list with this model it is of, from 1; the confidence is of one.
        terms: all of it, as the ledger has it.
    """

    id: str
    at: str
    dial_id: str
    recall: float
    confidence: float
    budget: int
    waits: int
    threshold: float
    keep_unsure: bool
    n: int
    k: int
    bound: float
    measurement: int
    terms: Json

    @classmethod
    def of(cls, terms: Json, at: str) -> IssuedCertificate:
        """From the payload of its entry, and when that was written."""
        plain = {name: terms[name] for name in _PLAIN}
        return cls(terms["certificate_id"], at, **plain, measurement=terms.get("measurement", 1), terms=terms)

    def table(self) -> Json:
        """As the `certificate` of the command line's documents."""
        return {**self.terms, "at": self.at}


def issue(
    store: Store, dial: MeasuredDial, found: Certificate, held_out: HeldOut | None
) -> IssuedCertificate:
    """Write a dial run's certificate into the ledger, or give it where it is there already."""
    plan, chosen = dial.plan, found.chosen
    terms: Json = {
        "dial_id": dial.id,
        "recall": found.recall,
        "confidence": found.confidence,
        "keep_unsure": found.keep_unsure,
        "searched": found.searched,
        "budget": chosen.point.budget,
        "waits": chosen.point.waits,
        "threshold": chosen.threshold,
        "n": chosen.n,
        "k": chosen.k,
        "bound": chosen.bound,
        "discard": asdict(chosen.discard) if chosen.discard else None,
        "thinking_tokens_mean": chosen.tokens,
        "held_out": asdict(held_out) if held_out else None,
        "model": {"name": plan.model, "sha256": plan.model_sha256},
        "prompt": {"name": plan.prompt.name, "sha256": plan.prompt.sha256},
        "format": plan.format,
        "sampling": asdict(plan.sampling),
        "ran_on": engine_terms(dial.engine),
        "list": {"name": dial.source.source.name, "sha256": dial.source.source.sha256},
        "measurement": _measurement(store, dial),
        "not_measured": len(dial.failures),
    }
    terms["certificate_id"] = digest(terms)[:12]
    for known in _issued(store):
        if known.id == terms["certificate_id"]:
            return known
    (entry,) = store.append([Draft(kinds.CERTIFICATE_ISSUED, terms)])
    return IssuedCertificate.of(entry.payload, entry.at)


def resolve_certificate(store: Store, asked: str) -> IssuedCertificate:
    """A certificate by "last", its id, or that's unambiguous beginning. Raises StoreError."""
    known = list(_issued(store))
    if asked == "last" and known:
        return known[-1]
    found = [each for each in known if each.id == asked]
    found = found or [each for each in known if asked and each.id.startswith(asked)]
    if len(found) == 1:
        return found[0]
    if not known:
        raise StoreError(
            "The store {} holds no certificate yet; measure one with: main.py dial LABELLED.", store.location
        )
    raise StoreError(
        "In {0} several certificates begin with {1!r}; give more of the id."
        if found
        else "In {0} there is no certificate {1!r}; give the id that its dial run showed.",
        store.location,
        asked,
    )


def certificates(store: Store) -> list[IssuedCertificate]:
    """All that a store holds, oldest first."""
    return list(_issued(store))


def use(store: Store, screen_id: str, certificate: IssuedCertificate) -> Entry:
    """Note in the ledger that a screen is run under a certificate, with all its terms."""
    payload = {"screen_id": screen_id, "certificate": certificate.table()}
    return store.append([Draft(kinds.CERTIFICATE_USED, payload)])[0]


def differences(terms: Json, plan: ScreeningPlan, engine: Json) -> tuple[Sentence, ...]:
    """What a screen has changed against a certificate, so that this says nothing of it.

    Args:
        terms: the certificate's.
        engine: what ran the screen, as `records.engine_record` has it; empty before it ran.
    """
    triage, rule = plan.triage, plan.survival
    found: list[Sentence] = []

    def compare(what: str, then: object, now: object) -> None:
        if then != now:
            found.append(Sentence("{0}: certified {1}, now {2}", what, short(then), short(now)))

    compare(Sentence("model"), terms["model"]["sha256"], plan.model_sha256)
    compare(Sentence("triage prompt"), terms["prompt"]["sha256"], triage.prompt.sha256)
    compare(Sentence("thinking format"), terms["format"], plan.format)
    compare(Sentence("triage budget"), terms["budget"], triage.budget.max_tokens)
    compare(Sentence("triage Waits"), terms["waits"], triage.budget.waits)
    compare(Sentence("threshold"), terms["threshold"], rule.threshold)
    if terms["keep_unsure"] and not rule.keep_unsure:
        # To keep more than certified only adds to recall.
        compare(Sentence("unsure verdicts"), Sentence("kept"), Sentence("dropped"))
    compare(Sentence("least thinking"), 0, triage.budget.min_tokens)
    for name, value in asdict(triage.sampling).items():
        compare(name, terms["sampling"][name], value)
    if engine:
        for name, value in engine_terms(engine).items():
            compare(name, terms["ran_on"].get(name, ""), value)
    return tuple(found)


def _measurement(store: Store, dial: MeasuredDial) -> int:
    """Which dial run of its list with its model this is, from 1, by when they were sealed."""
    same = 1
    for entry in store.entries(kind=kinds.DIAL_SEALED):
        sealed = entry.payload
        if sealed["dial_id"] == dial.id:
            break
        list_and_model = sealed["sha256"], sealed["dial"]["model_sha256"]
        same += list_and_model == (dial.source.source.sha256, dial.plan.model_sha256)
    return same


def _issued(store: Store) -> Iterator[IssuedCertificate]:
    entries = store.entries(kind=kinds.CERTIFICATE_ISSUED)
    return (IssuedCertificate.of(entry.payload, entry.at) for entry in entries)
