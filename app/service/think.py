"""One generation with a budget: the dial by hand. Its trace goes into the ledger like any other."""

from __future__ import annotations

import secrets
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.answer import AnswerForm
from app.core.budget import ThinkingBudget
from app.core.errors import BudgetError, EngineError
from app.core.provenance import sha256_hex
from app.core.request import GenerationRequest, PromptText
from app.core.sampling import SamplingParams, check_seed
from app.core.thinking import ChosenFormat, ThinkingFormat
from app.core.trace import Trace
from app.engine.contract import (
    Cancelled,
    Chunk,
    Completed,
    Engine,
    Failed,
    ModelInfo,
    OpenInfo,
    PromptProgress,
)
from app.service.indexing import trace_text
from app.service.kinds import GENERATION_COMPLETED, GENERATION_FAILED
from app.service.records import (
    Json,
    chosen_record,
    engine_record,
    generation_payload,
    generation_record,
    setup_body,
    span_tables,
    thinking_table,
    trace_body,
)
from app.service.thinking import chosen_for, day_for
from app.store import Draft

if TYPE_CHECKING:
    from app.store import Store

_POLL_SECONDS = 0.1
_AUTO_CONTEXT = 8192


@dataclass(frozen=True, slots=True)
class Thought:
    """A finished generation: its trace, and what is recorded of it."""

    trace_id: str
    trace: Trace
    record: Json

    def document(self) -> Json:
        """The `think` document of the command line's contract."""
        trace = self.trace
        answer = trace.field("answer")
        return {
            "trace_id": self.trace_id,
            "prompt_ids": list(trace.prompt_ids),
            "thinking_ids": list(trace.thinking_ids),
            "answer_ids": list(trace.answer_ids),
            "thinking_text": trace.thinking_text,
            "answer_text": trace.answer_text,
            "answer": answer.text if answer else None,
            "spans": span_tables(trace),
            "thinking_tokens": trace.usage.thinking_tokens,
            "thinking_ended": trace.thinking_ended.value,
            "answer_ended": bool(answer and answer.ended),
            "waits_used": trace.waits_used,
            "seed": self.record["seed"],
            "budget": self.record["budget"],
            "sampling": self.record["sampling"],
            "usage": self.record["usage"],
            "trace_sha256": trace.sha256,
            "model_sha256": self.record["engine"]["model"]["sha256"],
            "exactness": self.record["engine"]["exactness"],
            "engine": self.record["engine"],
            "thinking": thinking_table(self.record["format"]),
        }


@dataclass(frozen=True, slots=True)
class ThinkPrompt:
    """What is asked, and how."""

    prompt: str
    system: str
    budget: ThinkingBudget
    sampling: SamplingParams
    seed: int
    answer_tokens: int
    format: str = "auto"


def think(
    store: Store,
    engine: Engine,
    model: ModelInfo,
    formats: tuple[ThinkingFormat, ...],
    asked: ThinkPrompt,
    context: int | None = None,
) -> Generator[ChosenFormat | OpenInfo | PromptProgress | Chunk | Thought, None, None]:
    """Run one generation; yields its stream, and last the Thought, which is in the store by then.

    `context` bounds the sequence, in tokens; None takes what is needed, or for an open budget 8,192 (or what
    the model was trained for, if less).

    Raises:
        BudgetError: the seed is out of range, or prompt, budget and answer do not fit.
    """
    check_seed(asked.seed)
    if asked.answer_tokens < 1:
        raise BudgetError("The answer's cap is {}; give at least 1 token.", asked.answer_tokens)
    chosen, day = chosen_for(store, engine, model, formats, asked.format), day_for(model)
    thinking = chosen.format
    form = AnswerForm.free(asked.answer_tokens)
    prompt = engine.render([PromptText(asked.system, "", asked.prompt, day)], thinking)[0]
    overhead = engine.overhead(form, thinking, asked.budget.wait_text)
    most = min(context or model.context_trained, model.context_trained)
    if asked.budget.max_tokens is None:
        room = min(most, context or _AUTO_CONTEXT)
        if len(prompt.ids) + overhead >= room:
            raise BudgetError(
                "Prompt ({0:,} tokens) and answer ({1:,}) leave no room for thinking in a context of {2:,}; "
                "make the context larger, or shorten them.",
                len(prompt.ids),
                overhead,
                room,
            )
    else:
        room = len(prompt.ids) + asked.budget.max_tokens + overhead
        if room > most:
            raise BudgetError(
                "Prompt ({0:,} tokens), thinking ({1:,}) and answer ({2:,}) need {3:,} tokens, and the "
                "context holds {4:,}; lower the budget.",
                len(prompt.ids),
                asked.budget.max_tokens,
                overhead,
                room,
                most,
            )
    opened = engine.open(room)
    request = GenerationRequest(
        prompt=prompt,
        format=thinking,
        # The context is rounded up when it is opened; the budget must not depend on that.
        budget=asked.budget.within(room - len(prompt.ids) - overhead),
        sampling=asked.sampling,
        seed=asked.seed,
        form=form,
        model_sha256=model.sha256,
    )
    yield opened
    yield chosen
    trace_id = secrets.token_hex(8)
    engine.submit(trace_id, request)
    try:
        while True:
            for event in engine.events(_POLL_SECONDS):
                if event.id != trace_id:
                    continue  # Of an earlier run, which was left before its end.
                match event:
                    case Completed(_, trace):
                        record = generation_record(request, trace, engine_record(model, opened))
                        record |= {"format": chosen_record(chosen), **({"date": day} if day else {})}
                        body = trace_body(trace)
                        named = {"trace_id": trace_id, "body": sha256_hex(body)}
                        payload, bodies = {**named, **generation_payload(record)}, (body, setup_body(record))
                        found_by = (trace_text(trace),)
                        store.append(
                            [
                                Draft(
                                    GENERATION_COMPLETED,
                                    payload,
                                    bodies,
                                    found_by,
                                    series=GENERATION_COMPLETED,
                                )
                            ]
                        )
                        yield Thought(trace_id, trace, record)
                        return
                    case Failed(_, message):
                        store.append([Draft(GENERATION_FAILED, {"trace_id": trace_id, "message": message})])
                        raise BudgetError("{}", message)
                    case Cancelled():
                        raise EngineError("The generation was cancelled.")
                    case Chunk() | PromptProgress():
                        yield event
    finally:
        with suppress(EngineError):
            engine.cancel(trace_id)  # Left behind by whoever closed this generator; else there is nothing.
