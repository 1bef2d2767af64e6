"""The answer as a form: literals are injected, choices scored, texts sampled, so that it always parses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.errors import PromptError


@dataclass(frozen=True, slots=True)
class Literal:
    """Text that is injected. A leading newline is left out where the answer already ends in one."""

    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A field that takes the most probable of its options, by the likelihood of the whole option."""

    name: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A field that is sampled until the end of its line (or of the turn), at most `max_tokens` tokens.

    With `multiline` only the end of the turn ends it.
    """

    name: str
    max_tokens: int
    multiline: bool = False


Part = Literal | Choice | Text


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """What is asked of a model once its thinking has ended, in order."""

    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        names = [part.name for part in self.parts if not isinstance(part, Literal)]
        if len(set(names)) < len(names):
            raise PromptError("The answer form names a field twice ({}); rename one.", ", ".join(names))
        for part in self.parts:
            if isinstance(part, Choice):
                different = {option.strip() for option in part.options}
                if not 2 <= len(different) == len(part.options) or not all(part.options):
                    raise PromptError("The choice {!r} needs two or more different options.", part.name)
            if isinstance(part, Text) and part.max_tokens < 1:
                raise PromptError("The text {!r} needs max_tokens of at least 1.", part.name)

    @classmethod
    def free(cls, max_tokens: int) -> AnswerForm:
        """One free text, for a prompt without a form."""
        return cls((Text("answer", max_tokens, multiline=True),))

    @classmethod
    def from_tables(cls, tables: Sequence[Mapping[str, Any]]) -> AnswerForm:
        """A form from the `[[answer]]` tables of a prompt file.

        Raises:
            PromptError: a table is none of the three kinds, or has wrong values.
        """
        parts: list[Part] = []
        for number, table in enumerate(tables, 1):
            match table:
                case {"literal": str(text), **rest} if not rest:
                    parts.append(Literal(text))
                case {"choice": str(name), "options": list(options), **rest} if not rest:
                    parts.append(Choice(name, tuple(str(option) for option in options)))
                case {"text": str(name), "max_tokens": int(cap), **rest} if not rest:
                    parts.append(Text(name, cap))
                case {"text": str(name), "max_tokens": int(cap), "multiline": bool(all_lines), **rest} if (
                    not rest
                ):
                    parts.append(Text(name, cap, all_lines))
                case _:
                    raise PromptError(
                        "[[answer]] table {} is neither a literal, a choice with options, nor a text with "
                        "max_tokens; see the comments in resources/prompts/triage.toml.",
                        number,
                    )
        return cls(tuple(parts))
