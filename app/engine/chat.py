"""The model's own chat template as pieces: template text, in which special tokens count, and user text."""

from __future__ import annotations

from dataclasses import dataclass

from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.core.errors import ModelError
from app.core.request import PromptText

# Stand-ins for the texts while the template runs, so that no text of the user passes through it.
_SYSTEM, _SHARED, _USER = "WINNOWSYSTEMTEXT", "WINNOWSHAREDTEXT", "WINNOWUSERTEXT"


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
        if not source:
            raise ModelError("The model file has no chat template; use a chat-tuned GGUF.")
        environment = ImmutableSandboxedEnvironment(
            trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
        )
        environment.globals["raise_exception"] = _refuse
        try:
            self._template = environment.from_string(source)
        except TemplateError as error:
            raise ModelError("The model's chat template does not parse: {}.", str(error)) from error

    def pieces(self, prompt: PromptText, start: str) -> tuple[list[Piece], list[Piece]]:
        """(shared, own) pieces of a prompt, `start` (the thinking-start delimiter) at the end.

        Raises:
            ModelError: the template drops or changes a text, as some do with system prompts.
        """
        messages = [{"role": "user", "content": _SHARED + _USER}]
        if prompt.system:
            messages.insert(0, {"role": "system", "content": _SYSTEM})
        try:
            rendered = self._template.render(
                messages=messages, add_generation_prompt=True, bos_token=self._bos, eos_token=self._eos
            )
        except (TemplateError, TypeError, ValueError, AttributeError) as error:
            raise ModelError("The model's chat template does not run: {}.", str(error)) from error
        if self._add_bos and not rendered.startswith(self._bos):
            rendered = self._bos + rendered
        head, found, tail = rendered.partition(_SHARED + _USER)
        if not found or (prompt.system and head.count(_SYSTEM) != 1):
            raise ModelError(
                "The model's chat template drops the system or the user text; use another model."
            )
        if not tail.rstrip().endswith(start.strip()):
            tail += start
        shared: list[Piece] = []
        if prompt.system:
            before, _, head = head.partition(_SYSTEM)
            shared += [Piece(before, True), Piece(prompt.system, False)]
        shared += [Piece(head, True), Piece(prompt.user_shared, False)]
        return shared, [Piece(prompt.user, False), Piece(tail, True)]


def _refuse(message: str) -> None:
    raise ValueError(message)
