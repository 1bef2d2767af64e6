"""The delimiters between which a model thinks, as data: s1's own, `<think>`, or a user's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.errors import PromptError


@dataclass(frozen=True, slots=True)
class ThinkingFormat:
    """How one family of models opens and closes its thinking.

    Attributes:
        name: short name, as given to `--format`.
        start: text injected after the assistant's turn is opened; special tokens are parsed in it.
        end: text injected where thinking ended by itself; special tokens are parsed in it.
        forced_end: text injected where the budget ended it. A leading newline is left out where the
            thinking already ends in one; special tokens are parsed in it.
        end_markers: special tokens; sampling any of them (or any end-of-generation id) ends the thinking.
        template_has: a chat template that contains all of these texts speaks this format.
        wait_text: what is injected for more thinking unless the budget names another text.

    Source of the s1 values: simplescaling/s1, `data/tokenization.py` and its lm-evaluation-harness.
    """

    name: str
    start: str
    end: str
    forced_end: str
    end_markers: tuple[str, ...]
    template_has: tuple[str, ...]
    wait_text: str = "Wait"

    @classmethod
    def from_mapping(cls, name: str, table: Mapping[str, Any]) -> ThinkingFormat:
        """A format from one table of `thinking_formats.toml`.

        Raises:
            PromptError: a key is missing, unknown or of the wrong type.
        """
        lists = {"end_markers", "template_has"}
        texts = {"start", "end", "forced_end", "wait_text"}
        for key in table.keys() - lists - texts:
            raise PromptError("Thinking format {0!r} has the unknown key {1!r}; remove it.", name, key)
        for key in (lists | texts) - {"wait_text"} - table.keys():
            raise PromptError("Thinking format {0!r} lacks {1!r}; add it.", name, key)
        values: dict[str, Any] = {}
        for key, value in table.items():
            if key in texts and not isinstance(value, str):
                raise PromptError("{0!r} of thinking format {1!r} must be a text.", key, name)
            if key in lists and not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
                raise PromptError("{0!r} of thinking format {1!r} must be a list of texts.", key, name)
            values[key] = tuple(value) if key in lists else value
        return cls(name=name, **values)


def choose_format(
    formats: tuple[ThinkingFormat, ...], chat_template: str, asked: str = "auto"
) -> ThinkingFormat:
    """The asked format, or with "auto" the first one whose marks stand in the model's chat template.

    Raises:
        PromptError: the name is unknown, or no format fits the template.
    """
    names = ", ".join(f.name for f in formats)
    if asked != "auto":
        for candidate in formats:
            if candidate.name == asked:
                return candidate
        raise PromptError("There is no thinking format {0!r}; use one of: {1}, auto.", asked, names)
    for candidate in formats:
        if candidate.template_has and all(mark in chat_template for mark in candidate.template_has):
            return candidate
    raise PromptError(
        "The model's chat template has no thinking delimiters that Winnow knows, so a budget could not be "
        "enforced; choose another model, or name its thinking format ({}).",
        names,
    )
