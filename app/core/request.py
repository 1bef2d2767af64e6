"""Everything that decides the output of one generation, in one frozen value."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.answer import AnswerForm
from app.core.budget import ThinkingBudget
from app.core.sampling import SamplingParams, check_seed
from app.core.thinking import ThinkingFormat
from app.core.trace import Span


@dataclass(frozen=True, slots=True)
class PromptText:
    """A prompt as text: what the chat template wraps around it is added by the engine.

    Attributes:
        user_shared: the start of the user's turn that is the same for many prompts; may be empty.
        user: the rest of the user's turn. Special tokens are never parsed in any of the three.
        date: the day that a chat template is told where it asks, as "2026-12-31"; None where none is told.
    """

    system: str
    user_shared: str
    user: str
    date: str | None = None


@dataclass(frozen=True, slots=True)
class PromptIds:
    """A rendered prompt, through the thinking-start delimiter.

    Attributes:
        shared: how many of the leading ids are prefilled as a unit of their own, so that other prompts with
            the same start can reuse them. It belongs to the request, not to the company it is run in: the
            shapes in which a prompt is prefilled, and with them its bits, follow from it.
    """

    ids: tuple[int, ...]
    shared: int


@dataclass(frozen=True, slots=True)
class Continuation:
    """Thinking of an earlier trace of the same prompt, to be continued by a Wait."""

    ids: tuple[int, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class GenerationRequest:
    """One generation. Two equal requests on an exact engine give the same ids.

    Attributes:
        seed: 0 to MAX_SEED; with the position it decides every draw.
    """

    prompt: PromptIds
    format: ThinkingFormat
    budget: ThinkingBudget
    sampling: SamplingParams
    seed: int
    form: AnswerForm
    model_sha256: str
    continued: Continuation | None = None

    def __post_init__(self) -> None:
        check_seed(self.seed)
