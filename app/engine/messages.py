"""The messages between an engine's host and its worker: typed, frozen, pickled over a pipe."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.answer import AnswerForm
from app.core.budget import ThinkingBudget
from app.core.errors import KnownError
from app.core.request import GenerationRequest, PromptIds, PromptText
from app.core.thinking import ThinkingFormat
from app.core.trace import Trace
from app.engine.contract import Counters, Event, ModelInfo, OpenInfo


@dataclass(frozen=True, slots=True)
class Load:
    """Load the model."""


@dataclass(frozen=True, slots=True)
class Render:
    """Tokenise prompts."""

    prompts: tuple[PromptText, ...]
    thinking: ThinkingFormat


@dataclass(frozen=True, slots=True)
class Tokens:
    """Say which of these names are tokens."""

    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Overhead:
    """Count the tokens after the thinking."""

    form: AnswerForm
    thinking: ThinkingFormat
    wait_text: str | None


@dataclass(frozen=True, slots=True)
class Open:
    """Make the context."""

    context: int
    parallel: int | None


@dataclass(frozen=True, slots=True)
class Count:
    """Say what was computed."""


@dataclass(frozen=True, slots=True)
class Submit:
    """Queue a generation."""

    id: str
    request: GenerationRequest
    first: bool
    recorded: Trace | None
    smaller: tuple[ThinkingBudget, ...]


@dataclass(frozen=True, slots=True)
class Cancel:
    """Cancel one generation, or all."""

    id: str | None


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop or go on."""

    paused: bool


Call = Load | Tokens | Render | Overhead | Open | Count
Message = Call | Submit | Cancel | Pause


@dataclass(frozen=True, slots=True)
class Loading:
    """Share of the model that is loaded."""

    share: float


@dataclass(frozen=True, slots=True)
class Reply:
    """The result of a call."""

    value: ModelInfo | OpenInfo | frozenset[str] | tuple[PromptIds, ...] | int | Counters


@dataclass(frozen=True, slots=True)
class Refusal:
    """A call that ended in a known error."""

    error: KnownError


@dataclass(frozen=True, slots=True)
class Events:
    """What happened, in order."""

    events: tuple[Event, ...]
