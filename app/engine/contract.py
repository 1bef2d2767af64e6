"""What an engine is to its users: settings in, requests in, events out; the same for every engine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

from app.core.answer import AnswerForm
from app.core.budget import ThinkingBudget
from app.core.errors import EngineError, ModelError
from app.core.request import GenerationRequest, PromptIds, PromptText
from app.core.thinking import ThinkingFormat
from app.core.trace import SpanReason, Trace

# Element types of the KV cache, with their numbers in ggml.
KV_TYPES = {"f32": 0, "f16": 1, "q8_0": 8}
MAX_PARALLEL = 128
MAX_THREADS = 512
LEAST_CHUNK = 8


class Exactness(Enum):
    """Whether equal requests give equal ids whatever the company, as shown by the self-test at load."""

    EXACT = "exact"
    BEST_EFFORT = "best-effort"


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """How a model is loaded. All of it goes into the record of each pass.

    Attributes:
        gpu_layers: layers to offload; None offloads all that the build can.
        threads: CPU threads; None takes the physical cores, or fewer while other programs want them and bits
            do not depend on it.
        parallel: sequences decoded in one batch, 1 to 128.
        context: tokens a sequence can hold; None takes what the caller of `open` needs.
        kv_type: element type of the KV cache: "f16", "f32" or "q8_0".
        prefill_chunk: prompt tokens in one decode call, at least 8.
        exact: whether shapes are chosen so that company cannot change a bit.
    """

    model: Path
    gpu_layers: int | None = None
    threads: int | None = None
    parallel: int = 16
    context: int | None = None
    kv_type: str = "f16"
    prefill_chunk: int = 256
    exact: bool = True

    def __post_init__(self) -> None:
        if self.kv_type not in KV_TYPES:
            raise ModelError("There is no KV type {0!r}; use one of {1}.", self.kv_type, ", ".join(KV_TYPES))
        if not 1 <= self.parallel <= MAX_PARALLEL:
            raise ModelError(
                "{0} sequences at a time were asked for; ask for 1 to {1}.", self.parallel, MAX_PARALLEL
            )
        if self.threads is not None and not 1 <= self.threads <= MAX_THREADS:
            raise ModelError("{0} threads were asked for; ask for 1 to {1}.", self.threads, MAX_THREADS)
        if self.prefill_chunk < LEAST_CHUNK:
            raise ModelError(
                "{0} prompt tokens in one decode call were asked for; ask for {1} or more.",
                self.prefill_chunk,
                LEAST_CHUNK,
            )


@dataclass(frozen=True, slots=True)
class Hardware:
    """A GPU in use: its model, bytes of its memory, and its driver's version, empty where it is not known."""

    name: str
    description: str
    memory: int
    driver: str


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What is known of a model once it is loaded.

    Attributes:
        size: of the file, bytes. parameters: count of weights.
        context_trained: tokens.
        offloaded, layers: layers on a GPU, as llama.cpp reports it, of all.
        devices: names of the GPUs in use; empty on the CPU.
        build: digest of the llama.cpp libraries; system: their CPU features.
        commit: of llama.cpp's sources; empty where the build did not say.
        hardware: of the GPUs in use, in their order, what is known beside the name.
    """

    path: str
    sha256: str
    size: int
    description: str
    parameters: int
    vocabulary: int
    context_trained: int
    chat_template: str
    layers: int
    offloaded: int
    devices: tuple[str, ...]
    engine: str
    build: str
    system: str
    commit: str = ""
    hardware: tuple[Hardware, ...] = ()


@dataclass(frozen=True, slots=True)
class StepShape:
    """What every decode step has.

    Attributes:
        rows: at least so many; exactly so many if `fixed`, and more sequences take several steps.
        silent_padding: whether the rows that pad it ask for no logits.
    """

    rows: int
    silent_padding: bool = False
    fixed: bool = False

    def slots(self, parallel: int) -> int:
        """How many slots a context needs for so many sequences and their padding."""
        return -(-parallel // self.rows) * self.rows if self.fixed else max(parallel, self.rows)

    def __str__(self) -> str:
        rows = f"exactly {self.rows}" if self.fixed else str(self.rows)
        return f"{rows} rows with {'silent' if self.silent_padding else 'full'} padding"


@dataclass(frozen=True, slots=True)
class OpenInfo:
    """What `open` arrived at; context in tokens a sequence."""

    exactness: Exactness
    why: str
    context: int
    parallel: int
    shape: StepShape
    threads: int
    kv_type: str
    prefill_chunk: int


@dataclass(slots=True)
class Counters:
    """What was computed since the context was opened.

    Attributes:
        prefilled_tokens: of prompts, and of records that were fed through.
        reused_tokens: of prompts, taken over from another sequence.
        steps: decode calls that gave sequences their next ids. rows: ids of sequences that these took.
    """

    prefilled_tokens: int = 0
    reused_tokens: int = 0
    steps: int = 0
    rows: int = 0


class Phase(Enum):
    """Where in its program a sequence is."""

    PROMPT = "prompt"
    THINKING = "thinking"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class PromptProgress:
    """`done` of `total` prompt tokens are in the cache."""

    id: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """New text of one sequence since its last chunk; `reason` is why it was injected, None if sampled."""

    id: str
    phase: Phase
    text: str
    reason: SpanReason | None
    tokens: int


@dataclass(frozen=True, slots=True)
class Completed:
    """A finished generation; `smaller` are the traces of the smaller budgets that it was submitted with."""

    id: str
    trace: Trace
    smaller: tuple[Trace, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a recorded id is not the one that would be drawn.

    Attributes:
        at: its place in `thinking_ids + answer_ids`.
        text_at: of its first character in the text of those ids.
        recorded, drawn: both as text; empty where there is none. Of a choice, the whole options.
        p_recorded, p_drawn: what the model gives them; None where it is not a draw that differs.
    """

    at: int
    text_at: int
    recorded: str
    drawn: str
    p_recorded: float | None
    p_drawn: float | None


@dataclass(frozen=True, slots=True)
class Checked:
    """A recorded generation that was fed through again.

    Attributes:
        trace: as it was recorded, up to where it could not be followed.
        drawn: how many ids were drawn, each one compared.
    """

    id: str
    trace: Trace
    differences: tuple[Difference, ...]
    drawn: int


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A generation that was cancelled, with what it had produced (None if it had not begun)."""

    id: str
    trace: Trace | None


@dataclass(frozen=True, slots=True)
class Failed:
    """A generation that was refused or failed; one sentence."""

    id: str
    message: str


Event = PromptProgress | Chunk | Completed | Checked | Cancelled | Failed
LoadProgress = Callable[[float], None]


class EngineStopped(EngineError):  # noqa: N818 - what happened, and not a failure
    """The engine was ended by `stop`."""


class Engine(Protocol):
    """A loaded model that runs many generations at once.

    Order of use: `load`, then `open`, then any number of `submit`, `cancel` and `events`, then `close`.
    Every method may raise EngineCrashed (the engine's process died), EngineStopped (`stop` ended it) or
    EngineError (it refused).
    """

    def load(self, progress: LoadProgress | None = None) -> ModelInfo:
        """Load the model; `progress` gets shares from 0 to 1. Raises ModelError if it does not load."""

    def tokens(self, names: Collection[str]) -> frozenset[str]:
        """Those of the names that are each one token of the model's vocabulary."""

    def render(self, prompts: Sequence[PromptText], thinking: ThinkingFormat) -> tuple[PromptIds, ...]:
        """Ids of prompts in the model's chat template, through the thinking-start delimiter."""

    def overhead(self, form: AnswerForm, thinking: ThinkingFormat, wait_text: str | None) -> int:
        """Tokens that follow the thinking at most: delimiter and answer. Raises PromptError.

        Raises BudgetError where the format cannot be enforced with this model's vocabulary.
        """

    def open(self, context: int, parallel: int | None = None) -> OpenInfo:
        """Make room for sequences of `context` tokens each and test exactness.

        `parallel` of them are decoded at once; None takes the settings' number. Raises ModelError, as an
        OutOfMemoryError where it is memory that lacks.
        """

    def submit(
        self,
        id: str,
        request: GenerationRequest,
        *,
        first: bool = False,
        recorded: Trace | None = None,
        smaller: Sequence[ThinkingBudget] = (),
    ) -> None:
        """Queue a generation under an id of the caller's, before the others if `first`.

        Its end, also a refusal, arrives as an event. With `recorded`, what this request gave before, nothing
        is generated: those ids are fed through at once and compared with what would be drawn (Checked).
        With `smaller` budgets the thinking is also cut where each of them would have ended it, and answered
        from there (Completed.smaller): on an exact engine the ids are those of runs of their own.
        """

    def cancel(self, id: str | None = None) -> None:
        """Cancel one generation, or all; each ends with a Cancelled event."""

    def pause(self, paused: bool) -> None:
        """Stop or resume decoding; the work stays."""

    def events(self, timeout: float) -> list[Event]:
        """What happened since the last call; waits at most `timeout` seconds for a first event."""

    def stop(self) -> None:
        """End the engine at once, from any thread; whoever waits for it gets EngineStopped."""

    def close(self) -> None:
        """End the engine and free its memory; safe to call twice."""
