"""The delimiters between which a model thinks, as data, and which of them a model file speaks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.core.errors import BudgetError, ModelError, PromptError
from app.core.sentence import Sentence

_LISTS = {"end_markers", "template_has", "answer_ends"}
_TEXTS = {"start", "end", "forced_end", "wait_text"}
_NEEDED = {"start", "end", "forced_end", "end_markers", "template_has"}


@dataclass(frozen=True, slots=True)
class ThinkingFormat:
    """How one family of models opens and closes its thinking.

    Two of them are equal where they run alike; how each is found is not compared.

    Attributes:
        name: short name, as given to `--format`.
        start: text injected after the assistant's turn is opened; special tokens are parsed in it.
        end: text injected where thinking ended by itself; special tokens are parsed in it.
        forced_end: text injected where the budget ended it. A leading newline is left out where the
            thinking already ends in one; special tokens are parsed in it.
        end_markers: names of tokens; sampling any of them (or any end-of-generation id) ends the thinking.
        template_has: a chat template that contains all of these texts speaks this format.
        wait_text: what is injected for more thinking unless the budget names another text.
        answer_ends: names of tokens that end the answer as an end-of-generation id does, and so the thinking
            too; of those the ones that the vocabulary has.
        switches: variables by which the chat template is told to think, beside those that many templates
            share (app/engine/chat.py), as (name, value).
        guess: whether such a template alone does not yet say that the model thinks so.

    Source of the s1 values: simplescaling/s1, `data/tokenization.py` and its lm-evaluation-harness.
    """

    name: str
    start: str
    end: str
    forced_end: str
    end_markers: tuple[str, ...]
    template_has: tuple[str, ...] = field(default=(), compare=False)
    wait_text: str = "Wait"
    answer_ends: tuple[str, ...] = ()
    switches: tuple[tuple[str, str], ...] = ()
    guess: bool = field(default=False, compare=False)

    @classmethod
    def from_mapping(cls, name: str, table: Mapping[str, Any]) -> ThinkingFormat:
        """A format from one table of `thinking_formats.toml`.

        Raises:
            PromptError: a key is missing, unknown or of the wrong type.
        """
        for key in table.keys() - _LISTS - _TEXTS - {"switches", "guess"}:
            raise PromptError("Thinking format {0!r} has the unknown key {1!r}; remove it.", name, key)
        for key in sorted(_NEEDED - table.keys()):
            raise PromptError("Thinking format {0!r} lacks {1!r}; add it.", name, key)
        values: dict[str, Any] = {}
        for key, value in table.items():
            if key in _TEXTS and not isinstance(value, str):
                raise PromptError("{0!r} of thinking format {1!r} must be a text.", key, name)
            if key in _LISTS and not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
                raise PromptError("{0!r} of thinking format {1!r} must be a list of texts.", key, name)
            if key == "guess" and not isinstance(value, bool):
                raise PromptError("{0!r} of thinking format {1!r} must be true or false.", key, name)
            if key == "switches":
                if not (isinstance(value, dict) and all(isinstance(v, str) for v in value.values())):
                    raise PromptError("{0!r} of thinking format {1!r} must be a table of texts.", key, name)
                value = sorted(value.items())
            values[key] = tuple(value) if isinstance(value, list) else value
        return cls(name=name, **values)

    @property
    def closer(self) -> str:
        """The end marker with which the model itself closes its thinking: the first one in `end`."""
        found = [(self.end.find(marker), marker) for marker in self.end_markers if marker in self.end]
        return min(found)[1] if found else self.end.strip()

    def missing(self, tokens: Collection[str]) -> BudgetError | None:
        """What to raise where an end marker is not among the names of a vocabulary's tokens."""
        absent = next((marker for marker in self.end_markers if marker not in tokens), None)
        if absent is None:
            return None
        return BudgetError(
            "{0} is not one token of this model, so the thinking format {1!r} cannot be enforced "
            "with it; choose another model or thinking format.",
            absent,
            self.name,
        )


@dataclass(frozen=True, slots=True)
class ChosenFormat:
    """The format that a model is driven in.

    Attributes:
        guessed: whether the model's chat template does not say so.
    """

    format: ThinkingFormat
    guessed: bool = False

    @property
    def why(self) -> Sentence | None:
        """One sentence for the user, where it is a guess."""
        if not self.guessed:
            return None
        return Sentence(
            "The thinking format {!r} is a guess, for the model's chat template names no thinking "
            "delimiters; if the model thinks otherwise, name its format.",
            self.format.name,
        )


def marker_names(formats: Iterable[ThinkingFormat]) -> frozenset[str]:
    """The tokens' names that decide which of these formats a vocabulary has."""
    return frozenset(marker for each in formats for marker in each.end_markers)


def choose_format(
    formats: tuple[ThinkingFormat, ...], chat_template: str, tokens: Collection[str], asked: str = "auto"
) -> ChosenFormat:
    """The asked format, or with "auto" the one that the model's chat template and vocabulary speak.

    Args:
        tokens: those of `marker_names(formats)` that are each one token of the vocabulary.

    Raises:
        ModelError: there is no chat template.
        PromptError: the name is unknown, or no format fits.
        BudgetError: an end marker is not one token, so that no budget could be enforced.
    """
    if not chat_template:
        raise ModelError("The model file has no chat template; use a chat-tuned GGUF.")
    names = ", ".join(f.name for f in formats)
    if asked != "auto":
        for candidate in formats:
            if candidate.name == asked:
                if missing := candidate.missing(tokens):
                    raise missing
                return ChosenFormat(candidate)
        raise PromptError("There is no thinking format {0!r}; use one of: {1}, auto.", asked, names)
    spoken = [f for f in formats if f.template_has and all(mark in chat_template for mark in f.template_has)]
    enforceable = [f for f in formats if f.missing(tokens) is None]
    if said := [f for f in spoken if not f.guess]:
        for candidate in said:
            if candidate in enforceable:
                return ChosenFormat(candidate)
        missing = said[0].missing(tokens)
        assert missing
        raise missing
    # What the vocabulary was made for goes before a template that any model may have.
    for candidate in (*(f for f in enforceable if not f.guess), *(f for f in spoken if f in enforceable)):
        return ChosenFormat(candidate, guessed=True)
    raise PromptError(
        "The model's chat template has no thinking delimiters that Winnow knows, so a budget could not be "
        "enforced; choose another model, or name its thinking format ({}).",
        names,
    )
