"""The model's own chat template as pieces: template text, in which special tokens count, and user text.

It is rendered as the Hub's own library does it: `transformers/utils/chat_template_utils.py`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from jinja2 import TemplateError, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.core.errors import ModelError
from app.core.request import PromptText
from app.core.thinking import ThinkingFormat

# Stand-ins for the texts while the template runs, so that no text of the user passes through it; they are
# such that a template which changes a text changes them.
_SYSTEM, _SHARED, _USER = "WinnowSystemText", "WinnowSharedText", "WinnowUserText"
_TASK = _SHARED + _USER
# By these the templates of many families are told to think; a format may have its own besides.
_SWITCHES = {"enable_thinking": True, "thinking": True}
# The Hub's library always gives both; where a template cannot do with nothing in them, they are left out.
_NOTHING: tuple[dict[str, None], ...] = ({"tools": None, "documents": None}, {})
_FAILURES = (
    TemplateError,
    TypeError,
    ValueError,
    AttributeError,
    LookupError,
    ArithmeticError,
    RecursionError,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that is tokenised on its own. Special tokens are parsed only where `template` is true."""

    text: str
    template: bool


class ChatTemplate:
    """A GGUF's Jinja chat template, run in a sandbox once and then cut at the places of the texts."""

    def __init__(self, source: str, bos: str = "", eos: str = "", *, add_bos: bool = False) -> None:
        """`bos` and `eos` are tokens' names; `add_bos` puts the first before what the template writes.

        Raises:
            ModelError: the template is absent or does not parse.
        """
        self._bos, self._eos, self._add_bos = bos, eos, add_bos
        # What it gives depends on no text.
        self._rendered: dict[tuple[bool, str | None, ThinkingFormat], str] = {}
        if not source:
            raise ModelError("The model file has no chat template; use a chat-tuned GGUF.")
        environment = ImmutableSandboxedEnvironment(
            trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols", _Generation]
        )
        environment.globals["raise_exception"] = _refuse
        environment.filters["tojson"] = _to_json
        try:
            self._template = environment.from_string(source)
        except TemplateError as error:
            raise ModelError("The model's chat template does not parse: {}.", str(error)) from error

    def pieces(self, prompt: PromptText, thinking: ThinkingFormat) -> tuple[list[Piece], list[Piece]]:
        """(shared, own) pieces of a prompt, with one thinking block standing open at the end.

        A system text that the template refuses or drops stands before the user's, as its makers advise.

        Raises:
            ModelError: the template does not run, or drops or changes a text.
        """
        kind = (bool(prompt.system), prompt.date, thinking)
        if kind not in self._rendered:
            self._rendered[kind] = self._render(*kind)
        head, _, tail = self._rendered[kind].partition(_TASK)
        shared: list[Piece] = []
        if prompt.system:
            before, _, head = head.partition(_SYSTEM)
            shared += [Piece(before, True), Piece(prompt.system, False)]
        shared += [Piece(head, True), Piece(prompt.user_shared, False)]
        return shared, [Piece(prompt.user, False), Piece(_open(tail, thinking), True)]

    def _render(self, with_system: bool, day: str | None, thinking: ThinkingFormat) -> str:
        """The template's text around the stand-ins."""
        user, system = {"role": "user", "content": _TASK}, {"role": "system", "content": _SYSTEM}
        joined = {"role": "user", "content": f"{_SYSTEM}\n\n{_TASK}"}
        variables = {**_SWITCHES, **dict(thinking.switches), **_clock(day)}
        failure: Exception | None = None
        for messages in [[system, user], [joined]] if with_system else [[user]]:
            for nothing in _NOTHING:
                try:
                    rendered = self._template.render(
                        messages=messages,
                        add_generation_prompt=True,
                        bos_token=self._bos,
                        eos_token=self._eos,
                        **nothing,
                        **variables,
                    )
                except _FAILURES as error:
                    failure = failure or error
                    continue
                if self._add_bos and not rendered.startswith(self._bos):
                    rendered = self._bos + rendered
                if _holds(rendered, with_system=with_system):
                    return rendered
        if failure:
            raise ModelError("The model's chat template does not run: {}.", str(failure)) from failure
        raise ModelError("The model's chat template drops the system or the user text; use another model.")


class _Generation(Extension):
    """`{% generation %}`: marks what the model is trained on, and changes no text."""

    tags = {"generation"}  # noqa: RUF012 - as the base class has it

    def parse(self, parser: Parser) -> nodes.Node:
        """The body as a block of its own, as the Hub's library has it."""
        line = next(parser.stream).lineno
        body = parser.parse_statements(("name:endgeneration",), drop_needle=True)
        return nodes.CallBlock(self.call_method("_said"), [], [], body).set_lineno(line)

    def _said(self, caller: Callable[[], str]) -> str:
        return caller()


def _holds(rendered: str, *, with_system: bool) -> bool:
    """Whether each text stands there once, the system's first."""
    if rendered.count(_TASK) != 1 or rendered.count(_USER) != 1:
        return False
    head = rendered.partition(_TASK)[0]
    return not with_system or rendered.count(_SYSTEM) == head.count(_SYSTEM) == 1


def _open(tail: str, thinking: ThinkingFormat) -> str:
    """What follows the user's text, made to end in one open thinking block.

    A template may open it, open and close it (some do so whatever they are told), or do nothing.
    """
    opener, closed = thinking.start.strip(), thinking.end.strip()
    before, found, after = tail.rpartition(opener)
    if found and thinking.closer not in after:
        return tail
    inside, _, behind = after.partition(thinking.closer)
    # A block that the template speaks of, and goes on behind, is none that it closed.
    ends = ("", closed.partition(thinking.closer)[2].strip())
    if found and not inside.strip() and behind.strip() in ends:
        tail = before.removesuffix(thinking.start[: thinking.start.index(opener)])
    elif not found and tail.rstrip().endswith(closed):
        tail = tail.rstrip().removesuffix(closed)
    return tail + thinking.start


def _clock(day: str | None) -> dict[str, Callable[[str], str]]:
    """`strftime_now` of a day that is given, at its start: a prompt must not depend on when it is made."""
    if day is None:
        return {}
    return {"strftime_now": datetime.combine(date.fromisoformat(day), time()).strftime}


def _to_json(
    value: Any,
    ensure_ascii: bool = False,
    indent: int | None = None,
    separators: tuple[str, str] | None = None,
    sort_keys: bool = False,
) -> str:
    """Jinja's own escapes HTML, which the Hub's library does not."""
    return json.dumps(
        value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys
    )


def _refuse(message: str) -> None:
    raise TemplateError(message)
