"""How a dial run is written into the ledger and read back: plan, labelled list, measured items."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from app.core.budget import ThinkingBudget
from app.core.checking import answers_agree, boxed
from app.core.dial_plan import ANSWER, DialGoals, DialPlan
from app.core.hypothesis import RejectedRow
from app.core.labelled import Labelled, LabelledList
from app.core.plan import Assessment, Verdict
from app.core.prompt import PromptTemplate
from app.core.provenance import canonical_json, sha256_hex
from app.core.sampling import SamplingParams
from app.core.trace import Trace
from app.dial.loops import repeated_share
from app.dial.outcome import GridPoint, Outcome
from app.service.records import Json, generation_payload, list_body, list_from_body, trace_body
from app.store import Entry

# What of a generation's payload belongs to the item, and what of its record to one point of the grid.
_OF_ITEM = ("setup", "prompt_sha256", "prompt_shared", "sampling", "seed", "continued_tokens")
_OF_POINT = ("budget", "thinking_tokens", "thinking_ended", "waits_used", "usage", "trace_sha256")


def labelled_body(source: LabelledList) -> bytes:
    """A labelled list, with what was not used of it, as canonical JSON."""
    return canonical_json(
        {
            "source": json.loads(list_body(source.source)),
            "truth": [[item.good, item.answer] for item in source.items],
            "unlabelled": [asdict(row) for row in source.unlabelled],
        }
    )


def labelled_from_body(data: bytes) -> LabelledList:
    """The inverse of `labelled_body`."""
    table = json.loads(data)
    source = list_from_body(canonical_json(table["source"]))
    pairs = zip(source.hypotheses, table["truth"], strict=True)
    return LabelledList(
        source=source,
        items=tuple(Labelled(hypothesis, good, answer) for hypothesis, (good, answer) in pairs),
        unlabelled=tuple(RejectedRow(**row) for row in table["unlabelled"]),
    )


def dial_plan_from_record(record: Mapping[str, Any], body: Callable[[str], bytes]) -> DialPlan:
    """The inverse of `DialPlan.record`; `body` gives the bytes behind a digest."""
    prompt = record["prompt"]
    plain = {"model", "model_sha256", "format", "questions", "seeds", "seed", "separate"}
    plain |= record.keys() & {"guessed", "date"}
    return DialPlan(
        prompt=PromptTemplate.parse(body(prompt["sha256"]), prompt["name"]),
        sampling=SamplingParams(**record["sampling"]),
        budgets=tuple(record["budgets"]),
        waits=tuple(record["waits"]),
        goals=DialGoals(**record["goals"]),
        **{key: record[key] for key in plain},
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """One item at one point of the grid.

    Attributes:
        read_off: whether its thinking was cut from that of a larger budget.
        generated: tokens that were generated for it alone: sampled, or injected.
        repeated: share of repeated n-grams in its thinking.
        record: what of its generation is its own, as the ledger has it.
    """

    trace_id: str
    budget: ThinkingBudget
    assessment: Assessment | None
    fields: tuple[tuple[str, str], ...]
    ended: bool
    read_off: bool
    generated: int
    repeated: float
    body: str
    record: Json

    @classmethod
    def of(
        cls, trace_id: str, trace: Trace, generation: Json, *, read_off: bool, generated: int
    ) -> tuple[Reading, bytes]:
        """The reading of a trace, from its `generation_record`, and the trace's body."""
        body = trace_body(trace)
        answer = trace.field(ANSWER)
        made = cls(
            trace_id=trace_id,
            budget=ThinkingBudget(**generation["budget"]),
            assessment=Assessment.of(trace) if trace.field("verdict") else None,
            fields=tuple((field.name, field.text) for field in trace.fields),
            ended=answer is None or answer.ended,
            read_off=read_off,
            generated=generated,
            repeated=repeated_share(trace.thinking_ids),
            body=sha256_hex(body),
            record={key: generation[key] for key in _OF_POINT},
        )
        return made, body

    @property
    def point(self) -> GridPoint:
        """Where in the grid it lies."""
        assert self.budget.max_tokens is not None
        return GridPoint(self.budget.max_tokens, self.budget.waits)

    @property
    def tokens(self) -> int:
        """Thinking and answer tokens, as a run of its own would have generated them."""
        usage = self.record["usage"]
        return int(usage["thinking_tokens"] + usage["answer_tokens"])

    def table(self) -> Json:
        """As JSON."""
        assessed = self.assessment
        return {
            "trace_id": self.trace_id,
            "verdict": assessed.verdict.value if assessed else None,
            "p_advance": assessed.p_advance if assessed else None,
            "fields": dict(self.fields),
            "answer_ended": self.ended,
            "read_off": self.read_off,
            "generated_tokens": self.generated,
            "repeated": self.repeated,
            "body": self.body,
            **self.record,
        }

    @classmethod
    def from_table(cls, table: Json) -> Reading:
        """The inverse of `table`."""
        verdict = table["verdict"]
        return cls(
            trace_id=table["trace_id"],
            budget=ThinkingBudget(**table["budget"]),
            assessment=Assessment(Verdict(verdict), table["p_advance"]) if verdict else None,
            fields=tuple(table["fields"].items()),
            ended=table["answer_ended"],
            read_off=table["read_off"],
            generated=table["generated_tokens"],
            repeated=table["repeated"],
            body=table["body"],
            record={key: table[key] for key in _OF_POINT},
        )

    def outcome(self, item: Labelled, repetition: int) -> Outcome:
        """What it came to, held against the truth."""
        usage = self.record["usage"]
        seconds = None if self.read_off else float(usage["decode_seconds"])
        thought = int(self.record["thinking_tokens"])
        if item.good is not None:
            return Outcome.labelled(
                item.hypothesis.id,
                repetition,
                item.good,
                self.assessment,
                thought,
                seconds=seconds,
                repeated=self.repeated,
            )
        answer = dict(self.fields)[ANSWER]
        return Outcome.answered(
            item.hypothesis.id,
            repetition,
            answers_agree(answer, item.answer),
            thought,
            parsed=bool(answer) and (self.ended or boxed(answer) is not None),
            seconds=seconds,
            repeated=self.repeated,
        )


def item_payload(
    dial_id: str, hypothesis: str, repetition: int, readings: Sequence[Reading], generation: Json
) -> Json:
    """An item's readings as a payload; what they share of the `generation_record` is said once."""
    shared = generation_payload(generation)
    return {
        "dial_id": dial_id,
        "hypothesis": hypothesis,
        "repetition": repetition,
        **{key: shared[key] for key in _OF_ITEM},
        "readings": [reading.table() for reading in readings],
        "bodies": list(dict.fromkeys(reading.body for reading in readings)),
    }


def generations(entry: Entry) -> Iterator[Entry]:
    """An item's entry as one for each of its generations, with all that decided it."""
    shared = {k: v for k, v in entry.payload.items() if k not in ("readings", "bodies")}
    for reading in entry.payload["readings"]:
        yield replace(entry, payload={**shared, **reading})
