"""The engine's parts wired as the worker wires them, but in the test's own process, one step at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from app.core.answer import AnswerForm
from app.core.budget import ThinkingBudget
from app.core.request import Continuation, GenerationRequest, PromptIds, PromptText
from app.core.sampling import SamplingParams
from app.core.thinking import ThinkingFormat
from app.core.trace import Trace
from app.engine.chat import ChatTemplate
from app.engine.context import LlamaContext
from app.engine.contract import Completed, Event, Failed, StepShape
from app.engine.llama import LlamaModel
from app.engine.runtime import LlamaLog
from app.engine.scheduler import Scheduler
from app.engine.selftest import Found, exact_shape
from app.engine.shapes import TESTED_CONTEXT, shapes_for
from app.engine.vocabulary import Vocabulary
from app.engine.weights import Row

GREEDY = SamplingParams()
FREE = AnswerForm.free(6)
BUDGET = ThinkingBudget(24)
S1 = ThinkingFormat(
    "s1",
    start="<|im_start|>think",
    end="<|im_start|>answer",
    forced_end="\n<|im_start|>answer\nFinal Answer:",
    end_markers=("<|im_start|>", "<|im_end|>"),
    template_has=("<|im_start|>",),
)
THREADS = 1
TWO_ROWS = StepShape(2)
CHUNK = 64


class Bench:
    """A loaded model, and what turns texts into requests for it."""

    def __init__(self, path: Path, log: LlamaLog, thinking: ThinkingFormat = S1) -> None:
        self.path = path
        self.model = LlamaModel(path, log)
        self.vocabulary = Vocabulary(self.model)
        model = self.model
        self.chat = ChatTemplate(model.chat_template, model.bos, model.eos, add_bos=model.add_bos)
        self.thinking = thinking
        self._found: dict[int, Found] = {}

    @contextmanager
    def context(self, slots: int, context: int = 1024, chunk: int = CHUNK) -> Iterator[LlamaContext]:
        """A context of its own, freed at the end."""
        made = LlamaContext(
            self.model, slots=slots, context=context, threads=THREADS, kv_type="f16", chunk=chunk
        )
        try:
            yield made
        finally:
            made.close()

    def rows_along(self, prompt: PromptIds, ids: Sequence[int]) -> list[Row]:
        """Logits before each of the ids and after the last, fed one by one in a fresh context.

        The prompt goes in as the scheduler puts it in: to the end of its shared start, then the rest, both in
        chunks; then two rows a step, the second one padding. Nothing of the scheduler is used.
        """
        head = prompt.ids[:-1]
        shared = min(prompt.shared, len(head))
        edges = sorted({*_edges(0, shared), *_edges(shared, len(head))})
        rows = []
        with self.context(2) as context:
            for start, end in pairwise(edges):
                context.prefill(0, head[start:end], start)
            for position, token in enumerate((prompt.ids[-1], *ids), len(head)):
                rows.append(context.step(0, [token, 0], [position, 0])[0].copy())
                context.forget(1)
        return rows

    @contextmanager
    def scheduler(
        self,
        parallel: int,
        shape: StepShape = TWO_ROWS,
        context: int = 1024,
        chunk: int = CHUNK,
        *,
        exact: bool = True,
        drafts: bool = False,
    ) -> Iterator[Scheduler]:
        """A scheduler over a fresh context."""
        with self.context(shape.slots(parallel), context, chunk) as made:
            yield Scheduler(made, self.vocabulary, parallel=parallel, shape=shape, exact=exact, drafts=drafts)

    def exact_shape(self, parallel: int = 16) -> StepShape | None:
        """The shape of a step that the self-test at load finds for this model."""
        return self.self_test(parallel).shape

    def self_test(self, parallel: int = 16) -> Found:
        """What the self-test at load says of this model."""

        def opened(slots: int) -> LlamaContext:
            return LlamaContext(
                self.model, slots=slots, context=TESTED_CONTEXT, threads=THREADS, kv_type="f16", chunk=CHUNK
            )

        if parallel not in self._found:
            self._found[parallel] = exact_shape(
                opened, shapes_for(False, self.model.kv_heads, None), parallel, self.model.n_vocab, long=True
            )
        return self._found[parallel]

    def prompt(self, user: str, system: str = "", shared: str = "") -> PromptIds:
        """A rendered prompt."""
        pieces = self.chat.pieces(PromptText(system, shared, user), self.thinking)
        return self.vocabulary.render(*pieces, self.thinking)

    def request(
        self,
        user: str = "Is it so?",
        *,
        system: str = "",
        shared: str = "",
        budget: ThinkingBudget = BUDGET,
        sampling: SamplingParams = GREEDY,
        seed: int = 0,
        form: AnswerForm = FREE,
        thinking: ThinkingFormat | None = None,
        continued: Continuation | None = None,
    ) -> GenerationRequest:
        """A request with small defaults."""
        prompt = self.prompt(user, system, shared)
        return GenerationRequest(
            prompt, thinking or self.thinking, budget, sampling, seed, form, "0" * 64, continued
        )

    def run(
        self,
        requests: Mapping[str, GenerationRequest],
        *,
        parallel: int = 4,
        shape: StepShape = TWO_ROWS,
        context: int = 1024,
    ) -> dict[str, Trace]:
        """Run requests to their ends in a fresh context."""
        with self.scheduler(parallel, shape, context) as scheduler:
            return run(scheduler, requests)

    def generate(self, request: GenerationRequest, context: int = 1024) -> Trace:
        """Run one request."""
        return self.run({"one": request}, parallel=1, context=context)["one"]

    def refusal(self, request: GenerationRequest, context: int = 1024) -> str:
        """The sentence with which a request is refused, before anything is computed."""
        with self.scheduler(1, context=context) as scheduler:
            scheduler.submit("no", request)
            (event,) = scheduler.take_events()
            assert isinstance(event, Failed)
            assert not scheduler.busy
            assert scheduler.counters.prefilled_tokens == scheduler.counters.steps == 0
            return event.message

    def close(self) -> None:
        """Free the weights."""
        self.model.close()


def run(scheduler: Scheduler, requests: Mapping[str, GenerationRequest]) -> dict[str, Trace]:
    """Submit requests in their order and step until all have ended."""
    for id, request in requests.items():
        scheduler.submit(id, request)
    return traces(drain(scheduler))


def drain(scheduler: Scheduler) -> list[Event]:
    """Step until nothing is left; the events."""
    events = scheduler.take_events()
    while scheduler.busy:
        scheduler.step()
        events += scheduler.take_events()
    return events


def traces(events: list[Event]) -> dict[str, Trace]:
    """The completed traces among events; a failure is an error here."""
    failed = [event.message for event in events if isinstance(event, Failed)]
    assert not failed, failed
    return {event.id: event.trace for event in events if isinstance(event, Completed)}


def essence(trace: Trace) -> tuple[object, ...]:
    """All of a trace that the request decides: everything but times and what was reused."""
    return (
        trace.prompt_ids,
        trace.thinking_ids,
        trace.answer_ids,
        trace.spans,
        trace.fields,
        trace.thinking_text,
        trace.answer_text,
        trace.thinking_ended,
        trace.waits_used,
    )


def _edges(start: int, end: int) -> Sequence[int]:
    """Where chunks of a prompt begin and end; the last one has more than one id."""
    edges = [*range(start, end, CHUNK), end]
    if len(edges) > 2 and edges[-1] - edges[-2] == 1:
        edges[-2] -= 1
    return edges
