"""A model's vocabulary as the engine uses it: tokenising pieces, masks, and forms compiled to ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.answer import AnswerForm, Choice, Literal, Text
from app.core.errors import BudgetError, PromptError
from app.core.request import PromptIds
from app.core.thinking import ThinkingFormat
from app.engine.chat import Piece
from app.engine.llama import LlamaModel

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Insert:
    """Ids of a text to inject: as it is, and without its leading newline for use after a newline."""

    ids: tuple[int, ...]
    after_newline: tuple[int, ...]

    def following(self, newline: bool) -> tuple[int, ...]:
        """The ids to inject, given whether the text so far ends in a newline."""
        return self.after_newline if newline else self.ids


@dataclass(frozen=True, slots=True)
class CompiledChoice:
    """A choice with the ids of each option."""

    choice: Choice
    ids: tuple[tuple[int, ...], ...]


CompiledPart = Insert | CompiledChoice | Text


@dataclass(frozen=True, slots=True)
class Delimiters:
    """A thinking format in this vocabulary.

    Attributes:
        end_ids: sampling one of them ends the thinking.
        never, below_minimum, in_answer, at_field_start: ids masked always; while thinking may not end;
            in the answer; at the start of a one-line field.
    """

    end: Insert
    forced_end: Insert
    wait: tuple[int, ...]
    end_ids: frozenset[int]
    never: Ids
    below_minimum: Ids
    in_answer: Ids
    at_field_start: Ids


class Vocabulary:
    """Everything between texts and ids for one model."""

    def __init__(self, model: LlamaModel) -> None:
        self._model = model
        self.size = model.n_vocab
        self.pieces = model.pieces
        self.eog = model.end_of_generation()
        self._never = model.without_token()
        self.newline_first = frozenset(t for t, p in enumerate(self.pieces) if p.startswith(b"\n"))
        self._delimiters: dict[tuple[ThinkingFormat, str | None], Delimiters] = {}
        self._forms: dict[AnswerForm, tuple[CompiledPart, ...]] = {}

    def ends_line(self, token: int) -> bool:
        """Whether a token's text ends in a newline."""
        return self.pieces[token].endswith(b"\n")

    def text(self, ids: Sequence[int]) -> str:
        """The text of ids, special tokens shown by name."""
        return b"".join(self.pieces[token] for token in ids).decode("utf-8", "replace")

    def render(self, shared: Sequence[Piece], own: Sequence[Piece]) -> PromptIds:
        """Ids of a prompt's pieces, each piece tokenised on its own."""
        head = [t for p in shared for t in self._model.tokenize(p.text, special=p.template)]
        tail = [t for p in own for t in self._model.tokenize(p.text, special=p.template)]
        return PromptIds((*head, *tail), len(head))

    def delimiters(self, thinking: ThinkingFormat, wait_text: str | None) -> Delimiters:
        """The format in this vocabulary.

        Raises:
            BudgetError: a delimiter is not a single special token here, so no budget could be enforced.
        """
        key = (thinking, wait_text)
        if key not in self._delimiters:
            self._delimiters[key] = self._compile_format(thinking, wait_text)
        return self._delimiters[key]

    def form(self, form: AnswerForm) -> tuple[CompiledPart, ...]:
        """The form's parts as ids. Raises PromptError where an option has no tokens."""
        if form not in self._forms:
            self._forms[form] = tuple(self._compile_part(part) for part in form.parts)
        return self._forms[form]

    def overhead(self, form: AnswerForm, thinking: ThinkingFormat, wait_text: str | None) -> int:
        """Tokens after the thinking at most: the longer delimiter and the whole answer."""
        delimiters = self.delimiters(thinking, wait_text)
        total = max(len(delimiters.end.ids), len(delimiters.forced_end.ids))
        for part in self.form(form):
            match part:
                case Insert():
                    total += len(part.ids)
                case CompiledChoice():
                    total += max(map(len, part.ids))
                case Text():
                    total += part.max_tokens
        return total

    def _compile_format(self, thinking: ThinkingFormat, wait_text: str | None) -> Delimiters:
        markers = []
        for name in thinking.end_markers:
            token = self._model.special_id(name)
            if token is None:
                raise BudgetError(
                    "{0} is not one token of this model, so the thinking format {1!r} cannot be enforced "
                    "with it; choose another model or thinking format.",
                    name,
                    thinking.name,
                )
            markers.append(token)
        end_ids = frozenset(markers) | self.eog
        in_answer = {*self._never, *(set(markers) - self.eog)}
        return Delimiters(
            end=self._insert(thinking.end, special=True),
            forced_end=self._insert(thinking.forced_end, special=True),
            wait=tuple(self._model.tokenize(wait_text or thinking.wait_text, special=False)),
            end_ids=end_ids,
            never=_array(self._never),
            below_minimum=_array({*self._never, *end_ids}),
            in_answer=_array(in_answer),
            at_field_start=_array({*in_answer, *self.eog, *self.newline_first}),
        )

    def _compile_part(self, part: Literal | Choice | Text) -> CompiledPart:
        match part:
            case Literal():
                return self._insert(part.text, special=False)
            case Choice():
                ids = tuple(tuple(self._model.tokenize(o, special=False)) for o in part.options)
                if not all(ids):
                    raise PromptError("An option of {!r} has no tokens in this model; reword it.", part.name)
                return CompiledChoice(part, ids)
        return part

    def _insert(self, text: str, *, special: bool) -> Insert:
        ids = tuple(self._model.tokenize(text, special=special))
        bare = tuple(self._model.tokenize(text.removeprefix("\n"), special=special))
        return Insert(ids, bare)


def _array(ids: set[int] | tuple[int, ...]) -> Ids:
    return np.array(sorted(ids), np.int64)
