"""How facts are written into the ledger and read back: plans, lists, passes, traces."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from app.core.budget import ThinkingBudget, ThinkingEnd
from app.core.hypothesis import Hypothesis, HypothesisList, RejectedRow
from app.core.plan import Assessment, PassKind, PassPlan, ScreeningPlan, SurvivalRule, Verdict
from app.core.prompt import PromptTemplate
from app.core.provenance import canonical_json, sha256_hex
from app.core.request import GenerationRequest
from app.core.sampling import SamplingParams
from app.core.thinking import ChosenFormat, ThinkingFormat
from app.core.trace import Field, Span, SpanReason, Trace, Usage, ids_digest
from app.engine.contract import ModelInfo, OpenInfo
from app.store import Entry

Json = dict[str, Any]

_SETUP = ("engine", "format", "form")
_RARE = ("answer_ends", "switches", "guess")


def list_body(source: HypothesisList) -> bytes:
    """A whole list, with what was not used of it, as canonical JSON."""
    return canonical_json(asdict(source))


def list_from_body(data: bytes) -> HypothesisList:
    """The inverse of `list_body`."""
    table = json.loads(data)

    def rejected(rows: list[Json]) -> tuple[RejectedRow, ...]:
        return tuple(RejectedRow(**row) for row in rows)

    return HypothesisList(
        name=table["name"],
        sha256=table["sha256"],
        hypotheses=tuple(
            Hypothesis(**{**row, "details": tuple((name, text) for name, text in row["details"])})
            for row in table["hypotheses"]
        ),
        duplicates=rejected(table["duplicates"]),
        unreadable=rejected(table["unreadable"]),
        columns=tuple((written, taken) for written, taken in table["columns"]),
    )


def plan_from_record(record: Mapping[str, Any], body: Callable[[str], bytes]) -> ScreeningPlan:
    """The inverse of `ScreeningPlan.record`; `body` gives the bytes behind a digest."""

    def of_pass(table: Json) -> PassPlan:
        prompt = table["prompt"]
        return PassPlan(
            prompt=PromptTemplate.parse(body(prompt["sha256"]), prompt["name"]),
            budget=ThinkingBudget(**table["budget"]),
            sampling=SamplingParams(**table["sampling"]),
        )

    plain = {"model", "model_sha256", "format", "seed", "audit_fraction", "continue_trace"}
    plain |= record.keys() & {"guessed", "date"}
    return ScreeningPlan(
        triage=of_pass(record["triage"]),
        deep=of_pass(record["deep"]),
        survival=SurvivalRule(**record["survival"]),
        **{key: record[key] for key in plain},
    )


def engine_record(model: ModelInfo, opened: OpenInfo) -> Json:
    """What ran a generation: model, build, device, load parameters."""
    return {
        "engine": model.engine,
        "build": model.build,
        "system": model.system,
        "model": {
            "path": model.path,
            "sha256": model.sha256,
            "size": model.size,
            "description": model.description,
        },
        "commit": model.commit,
        "devices": list(model.devices),
        "hardware": [asdict(each) for each in model.hardware],
        "layers": model.layers,
        "offloaded": model.offloaded,
        "exactness": opened.exactness.value,
        "exactness_why": opened.why,
        "load": {
            "context": opened.context,
            "parallel": opened.parallel,
            "min_rows": opened.shape.rows,
            "fixed_rows": opened.shape.fixed,
            "silent_padding": opened.shape.silent_padding,
            "threads": opened.threads,
            "kv_type": opened.kv_type,
            "prefill_chunk": opened.prefill_chunk,
        },
    }


def thinking_record(thinking: ThinkingFormat) -> Json:
    """A thinking format as JSON; what few of them have is left out of the others."""
    table = {
        key: list(value) if isinstance(value, tuple) else value for key, value in asdict(thinking).items()
    }
    return {key: value for key, value in table.items() if key not in _RARE or value}


def chosen_record(chosen: ChosenFormat) -> Json:
    """A thinking format as a run records it, with whether it is a guess."""
    return {**thinking_record(chosen.format), "guessed": chosen.guessed}


def thinking_table(record: Mapping[str, Any]) -> Json | None:
    """A recorded format as the command line's contract has it; None where nothing is recorded yet."""
    if not record:
        return None
    chosen = ChosenFormat(thinking_from_record(record), record.get("guessed", False))
    return {"format": chosen.format.name, "guessed": chosen.guessed, "why": chosen.why}


def thinking_from_record(record: Mapping[str, Any]) -> ThinkingFormat:
    """The inverse of `thinking_record`; what a run adds to it is not looked at."""
    names = {each.name for each in fields(ThinkingFormat)}
    values: dict[str, Any] = {
        key: tuple(v) if isinstance(v, list) else v for key, v in record.items() if key in names
    }
    values["switches"] = tuple((name, value) for name, value in record.get("switches", ()))
    return ThinkingFormat(**values)


def trace_body(trace: Trace) -> bytes:
    """All ids and texts of a trace, as canonical JSON."""
    return canonical_json(
        {
            "prompt_ids": trace.prompt_ids,
            "thinking_ids": trace.thinking_ids,
            "answer_ids": trace.answer_ids,
            "spans": span_tables(trace),
            "fields": [asdict(field) for field in trace.fields],
            "thinking_text": trace.thinking_text,
            "answer_text": trace.answer_text,
        }
    )


def trace_from_body(data: bytes, record: Mapping[str, Any]) -> Trace:
    """The inverse of `trace_body`, with the counts from its `generation_record`."""
    table = json.loads(data)
    return Trace(
        prompt_ids=tuple(table["prompt_ids"]),
        thinking_ids=tuple(table["thinking_ids"]),
        answer_ids=tuple(table["answer_ids"]),
        spans=tuple(span_from_table(s) for s in table["spans"]),
        fields=tuple(
            Field(f["name"], f["text"], tuple((o, p) for o, p in f["probabilities"]), f["ended"])
            for f in table["fields"]
        ),
        thinking_text=table["thinking_text"],
        answer_text=table["answer_text"],
        thinking_ended=ThinkingEnd(record["thinking_ended"]),
        waits_used=record["waits_used"],
        usage=Usage(**record["usage"]),
    )


def span_tables(trace: Trace) -> list[Json]:
    """The injected spans as JSON."""
    return [{**asdict(span), "ids": list(span.ids), "reason": span.reason.value} for span in trace.spans]


def span_from_table(table: Json) -> Span:
    """The inverse of one of `span_tables`."""
    return Span(**{**table, "ids": tuple(table["ids"]), "reason": SpanReason(table["reason"])})


def generation_record(request: GenerationRequest, trace: Trace, engine: Json) -> Json:
    """What decided one generation and what came of it; its ids and spans lie in the trace's body."""
    return {
        "engine": engine,
        "format": thinking_record(request.format),
        "prompt_sha256": ids_digest(request.prompt.ids),
        "prompt_shared": request.prompt.shared,
        "budget": asdict(request.budget),
        "sampling": asdict(request.sampling),
        "seed": request.seed,
        "form": [{type(part).__name__.lower(): asdict(part)} for part in request.form.parts],
        "continued_tokens": len(request.continued.ids) if request.continued else 0,
        "thinking_tokens": trace.usage.thinking_tokens,
        "thinking_ended": trace.thinking_ended.value,
        "waits_used": trace.waits_used,
        "usage": asdict(trace.usage),
        "trace_sha256": trace.sha256,
    }


def setup_body(generation: Mapping[str, Any]) -> bytes:
    """What many generations share of their `generation_record`, as canonical JSON: a body of its own."""
    return canonical_json({key: generation[key] for key in _SETUP})


def generation_payload(generation: Mapping[str, Any]) -> Json:
    """A `generation_record` as a ledger entry has it: its setup by digest."""
    rest = {key: value for key, value in generation.items() if key not in _SETUP}
    return {**rest, "setup": sha256_hex(setup_body(generation))}


def whole(payload: Mapping[str, Any], body: Callable[[str], bytes]) -> Json:
    """A payload with its setup in place of its digest; `body` gives what a digest names."""
    rest = {key: value for key, value in payload.items() if key != "setup"}
    return {**rest, **json.loads(body(payload["setup"]))} if "setup" in payload else rest


@dataclass(frozen=True, slots=True)
class PassRecord:
    """A completed pass of one hypothesis, as the ledger has it.

    Attributes:
        seq, at: of its entry in the ledger; 0 and empty until it is there.
    """

    trace_id: str
    hypothesis: str
    kind: PassKind
    assessment: Assessment
    survives: bool
    audited: bool
    fields: tuple[tuple[str, str], ...]
    body: str
    generation: Json
    seq: int = 0
    at: str = ""

    def payload(self, screen_id: str) -> Json:
        """As a ledger entry's payload."""
        return {
            "screen_id": screen_id,
            "trace_id": self.trace_id,
            "hypothesis": self.hypothesis,
            "pass": self.kind.value,
            "verdict": self.assessment.verdict.value,
            "p_advance": self.assessment.p_advance,
            "survives": self.survives,
            "audited": self.audited,
            "fields": dict(self.fields),
            "body": self.body,
            **generation_payload(self.generation),
        }

    @classmethod
    def from_entry(cls, entry: Entry, setup: Json) -> PassRecord:
        """The inverse of `payload`; `setup` is what its digest names."""
        payload = {**entry.payload, **setup}
        own = {"screen_id", "trace_id", "hypothesis", "pass", "verdict", "p_advance", "survives"}
        own |= {"audited", "fields", "body", "setup"}
        return cls(
            trace_id=payload["trace_id"],
            hypothesis=payload["hypothesis"],
            kind=PassKind(payload["pass"]),
            assessment=Assessment(Verdict(payload["verdict"]), payload["p_advance"]),
            survives=payload["survives"],
            audited=payload["audited"],
            fields=tuple(payload["fields"].items()),
            body=payload["body"],
            generation={key: value for key, value in payload.items() if key not in own},
            seq=entry.seq,
            at=entry.at,
        )

    def table(self) -> Json:
        """As the `PASS` document of the command line's contract."""
        generation = self.generation
        return {
            "trace_id": self.trace_id,
            "verdict": self.assessment.verdict.value,
            "p_advance": self.assessment.p_advance,
            "budget": generation["budget"]["max_tokens"],
            "thinking_tokens": generation["thinking_tokens"],
            "thinking_ended": generation["thinking_ended"],
            "waits_used": generation["waits_used"],
            "seed": generation["seed"],
            "trace_sha256": generation["trace_sha256"],
            "audited": self.audited,
            "fields": {name: text for name, text in self.fields if name != "verdict"},
        }
