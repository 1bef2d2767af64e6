"""What one generation produced: its ids, which of them were injected and why, and its answer's fields."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from app.core.budget import ThinkingEnd


class SpanReason(Enum):
    """Why ids were injected."""

    WAIT = "wait"
    END = "end"
    FORCED_END = "forced end"
    LITERAL = "literal"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Span:
    """Injected ids.

    Attributes:
        offset: of the first id in `thinking_ids + answer_ids`.
        text: the ids as text.
        at: of the text's first character in `thinking_text + answer_text`.
    """

    offset: int
    ids: tuple[int, ...]
    reason: SpanReason
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Segment:
    """Text of a trace that was injected for one reason, or sampled (None)."""

    text: str
    reason: SpanReason | None


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the answer form.

    Attributes:
        text: what was chosen or sampled, stripped.
        probabilities: (option, share) of a choice; the shares sum to 1. Empty for a text.
        ended: whether a text ended by itself; False if its cap ended it.
    """

    name: str
    text: str
    probabilities: tuple[tuple[str, float], ...] = ()
    ended: bool = True


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens and seconds of one generation.

    Attributes:
        reused_prompt_tokens: came from a shared prefix.
        thinking_seconds: of `decode_seconds`, those until the answer began. A pause counts in none of them.
    """

    prompt_tokens: int
    reused_prompt_tokens: int
    thinking_tokens: int
    answer_tokens: int
    queue_seconds: float
    prefill_seconds: float
    decode_seconds: float
    thinking_seconds: float


@dataclass(frozen=True, slots=True)
class Trace:
    """A finished generation. `thinking_ids` and `answer_ids` hold sampled and injected ids alike.

    Attributes:
        waits_used: Waits of this generation, with the one that joins it to a continued trace; `spans` also
            holds those of the trace that it continues.
    """

    prompt_ids: tuple[int, ...]
    thinking_ids: tuple[int, ...]
    answer_ids: tuple[int, ...]
    spans: tuple[Span, ...]
    fields: tuple[Field, ...]
    thinking_text: str
    answer_text: str
    thinking_ended: ThinkingEnd
    waits_used: int
    usage: Usage

    @property
    def sha256(self) -> str:
        """Digest of all ids, prompt included."""
        return ids_digest((*self.prompt_ids, *self.thinking_ids, *self.answer_ids))

    def segments(self) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
        """The text of the thinking and of the answer, cut where injected text begins and ends."""
        text, thought = self.thinking_text + self.answer_text, len(self.thinking_text)
        thinking: list[Segment] = []
        answer: list[Segment] = []

        def add(start: int, end: int, reason: SpanReason | None) -> None:
            # The answer begins with an injected delimiter, so no segment lies across its border.
            if start < end:
                (thinking if start < thought else answer).append(Segment(text[start:end], reason))

        at = 0
        for span in self.spans:
            add(at, span.at, None)
            at = span.at + len(span.text)
            add(span.at, at, span.reason)
        add(at, len(text), None)
        return tuple(thinking), tuple(answer)

    def field(self, name: str) -> Field | None:
        """The field of that name, if the form had it."""
        return next((f for f in self.fields if f.name == name), None)


def ids_digest(ids: Sequence[int]) -> str:
    """SHA-256, lower-case hex, of token ids as consecutive little-endian 32-bit integers."""
    return hashlib.sha256(b"".join(i.to_bytes(4, "little") for i in ids)).hexdigest()
