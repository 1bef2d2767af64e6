"""A model's vocabulary as the engine uses it: tokenising pieces, masks, and forms compiled to ids."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.core.answer import AnswerForm, Choice, Literal, Text
from app.core.errors import PromptError
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
        answer_ends: sampling one of them ends a text of the answer.
        never, below_minimum, in_answer, at_field_start: ids masked always; while thinking may not end;
            in the answer; at the start of a one-line field.
    """

    end: Insert
    forced_end: Insert
    wait: tuple[int, ...]
    end_ids: frozenset[int]
    answer_ends: frozenset[int]
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
        self._forms: dict[tuple[AnswerForm, ThinkingFormat], tuple[CompiledPart, ...]] = {}
        self._named: dict[str, tuple[int, ...]] = {}
        self._plain: dict[ThinkingFormat, dict[str, int]] = {}

    def ends_line(self, token: int) -> bool:
        """Whether a token's text ends in a newline."""
        return self.pieces[token].endswith(b"\n")

    def text(self, ids: Sequence[int]) -> str:
        """The text of ids, special tokens shown by name."""
        return b"".join(self.pieces[token] for token in ids).decode("utf-8", "replace")

    def known(self, names: Collection[str]) -> frozenset[str]:
        """Those of the names that are each one token."""
        return frozenset(name for name, ids in self._ids_of(names).items() if ids)

    def render(self, shared: Sequence[Piece], own: Sequence[Piece], thinking: ThinkingFormat) -> PromptIds:
        """Ids of a prompt's pieces, each piece tokenised on its own."""
        head = [t for p in shared for t in self._tokenize(p.text, thinking, special=p.template)]
        tail = [t for p in own for t in self._tokenize(p.text, thinking, special=p.template)]
        return PromptIds((*head, *tail), len(head))

    def delimiters(self, thinking: ThinkingFormat, wait_text: str | None) -> Delimiters:
        """The format in this vocabulary.

        Raises:
            BudgetError: an end marker is not a single token here, so no budget could be enforced.
        """
        key = (thinking, wait_text)
        if key not in self._delimiters:
            self._delimiters[key] = self._compile_format(thinking, wait_text)
        return self._delimiters[key]

    def form(self, form: AnswerForm, thinking: ThinkingFormat) -> tuple[CompiledPart, ...]:
        """The form's parts as ids. Raises PromptError where an option has no tokens."""
        key = (form, thinking)
        if key not in self._forms:
            self._forms[key] = tuple(self._compile_part(part, thinking) for part in form.parts)
        return self._forms[key]

    def overhead(self, form: AnswerForm, thinking: ThinkingFormat, wait_text: str | None) -> int:
        """Tokens after the thinking at most: the longer delimiter and the whole answer."""
        delimiters = self.delimiters(thinking, wait_text)
        total = max(len(delimiters.end.ids), len(delimiters.forced_end.ids))
        for part in self.form(form, thinking):
            match part:
                case Insert():
                    total += len(part.ids)
                case CompiledChoice():
                    total += max(map(len, part.ids))
                case Text():
                    total += part.max_tokens
        return total

    def _compile_format(self, thinking: ThinkingFormat, wait_text: str | None) -> Delimiters:
        if missing := thinking.missing(self.known(thinking.end_markers)):
            raise missing
        markers = {token for ids in self._ids_of(thinking.end_markers).values() for token in ids}
        enders = {token for ids in self._ids_of(thinking.answer_ends).values() for token in ids}
        answer_ends = self.eog | enders
        end_ids = answer_ends | markers
        in_answer = {*self._never, *(markers - answer_ends)}
        return Delimiters(
            end=self._insert(thinking.end, thinking, special=True),
            forced_end=self._insert(thinking.forced_end, thinking, special=True),
            wait=tuple(self._tokenize(wait_text or thinking.wait_text, thinking, special=False)),
            end_ids=end_ids,
            answer_ends=answer_ends,
            never=_array(self._never),
            below_minimum=_array({*self._never, *end_ids}),
            in_answer=_array(in_answer),
            at_field_start=_array({*in_answer, *answer_ends, *self.newline_first}),
        )

    def _compile_part(self, part: Literal | Choice | Text, thinking: ThinkingFormat) -> CompiledPart:
        match part:
            case Literal():
                return self._insert(part.text, thinking, special=False)
            case Choice():
                ids = tuple(tuple(self._tokenize(o, thinking, special=False)) for o in part.options)
                if not all(ids):
                    raise PromptError("An option of {!r} has no tokens in this model; reword it.", part.name)
                return CompiledChoice(part, ids)
        return part

    def _insert(self, text: str, thinking: ThinkingFormat, *, special: bool) -> Insert:
        ids = tuple(self._tokenize(text, thinking, special=special))
        bare = tuple(self._tokenize(text.removeprefix("\n"), thinking, special=special))
        return Insert(ids, bare)

    def _tokenize(self, text: str, thinking: ThinkingFormat, *, special: bool) -> list[int]:
        """Ids of a text; the format's delimiters are single tokens in it if `special`, and else never are.

        llama.cpp sees to that for tokens of a special type. A file may have them as plain ones: it then makes
        them of other tokens where they should count, or merges them where they should not.
        """
        plain = self._plain_delimiters(thinking)
        if not plain:
            return self._model.tokenize(text, special=special)
        names = "|".join(map(re.escape, sorted(plain, key=len, reverse=True)))
        if special:
            parts = re.split(f"({names})", text)
        else:
            cuts = [match.start() + 1 for match in re.finditer(f"(?={names})", text)]
            edges = [0, *cuts, len(text)]
            parts = [text[start:end] for start, end in pairwise(edges)]
        ids: list[int] = []
        for part in parts:
            if special and part in plain:
                ids.append(plain[part])
            else:
                ids += self._model.tokenize(part, special=special)
        return ids

    def _plain_delimiters(self, thinking: ThinkingFormat) -> dict[str, int]:
        """Ids of those delimiters that the vocabulary has, but not as tokens of a special type."""
        if thinking not in self._plain:
            found = self._ids_of((*thinking.end_markers, *thinking.answer_ends))
            self._plain[thinking] = {
                name: ids[0] for name, ids in found.items() if ids and not self._is_special(name, ids)
            }
        return self._plain[thinking]

    def _is_special(self, name: str, ids: tuple[int, ...]) -> bool:
        """Whether it is one token where special ones are parsed, and not where they are not."""
        parsed = self._model.tokenize(name, special=True)
        return parsed[0] in ids and self._model.tokenize(name, special=False)[0] not in ids

    def _ids_of(self, names: Collection[str]) -> dict[str, tuple[int, ...]]:
        """All ids whose text is that name, of any type but unused ones."""
        if new := {name.encode(): name for name in names if name not in self._named}:
            never = set(self._never)
            found: dict[str, list[int]] = {name: [] for name in new.values()}
            for token, piece in enumerate(self.pieces):
                if piece in new and token not in never:
                    found[new[piece]].append(token)
            self._named.update({name: tuple(ids) for name, ids in found.items()})
        return {name: self._named[name] for name in names}


def _array(ids: set[int] | tuple[int, ...]) -> Ids:
    return np.array(sorted(ids), np.int64)
