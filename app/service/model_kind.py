"""What a model file is: of which architecture, how it thinks, and why no budget could be enforced with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.errors import KnownError, ModelError
from app.core.sentence import Sentence
from app.core.thinking import marker_names
from app.hub.header import Header, read_header
from app.service import paths
from app.service.installed import InstalledModel
from app.service.model_choice import catalogue
from app.service.thinking import settled


@dataclass(frozen=True, slots=True)
class ModelKind:
    """What is known of a model file before it is loaded.

    Attributes:
        architecture: as its file has it, None where that is not known.
        thinking_format: the format in which it is driven where none is named; None where there is none.
        guessed: whether that format is a guess.
        why_not: why it cannot be used; None where it can.
        nameable: whether it can be used all the same once its thinking format is named.
    """

    architecture: str | None = None
    thinking_format: str | None = None
    guessed: bool = False
    why_not: Sentence | None = None
    nameable: bool = False

    @property
    def usable(self) -> bool:
        """Whether a budget can be enforced with it as it is."""
        return self.why_not is None

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "architecture": self.architecture,
            "thinking_format": self.thinking_format,
            "guessed": self.guessed,
            "usable": self.usable,
            "why_not": self.why_not,
        }


def read_model(path: Path) -> Header:
    """A file's header, with those tokens that a thinking format may need. Raises ModelError."""
    return read_header(path, marker_names(paths.thinking_formats()))


def kind_of(header: Header, known: str = "auto") -> ModelKind:
    """The kind of a model that is here.

    The chat template is read and not run: that is the engine's to do, in a process that can be ended.

    Args:
        known: the thinking format that the catalogue has for it.
    """
    # What reads templates takes a while to load.
    from app.engine.chat import ChatTemplate

    architecture = header.architecture
    try:
        ChatTemplate(header.chat_template)
    except ModelError as error:
        return ModelKind(architecture, why_not=error.sentence)
    formats = paths.thinking_formats()
    try:
        chosen = settled(formats, header.chat_template, header.tokens, catalogued=known)
    except KnownError as error:
        nameable = any(each.missing(header.tokens) is None for each in formats)
        return ModelKind(architecture, why_not=error.sentence, nameable=nameable)
    return ModelKind(architecture, chosen.format.name, chosen.guessed)


def check_kind(header: Header, known: str = "auto") -> None:
    """Raises ModelError where a model that is to be installed could be used with no setting."""
    kind = kind_of(header, known)
    if kind.why_not is not None and not kind.nameable:
        raise ModelError(
            "{0} (architecture {1!r}) cannot be used: {2}",
            header.files[0].name,
            header.architecture,
            kind.why_not,
        )


def kind_of_installed(model: InstalledModel) -> ModelKind:
    """The kind of an installed model whose file is there. Raises ModelError where it is not."""
    return kind_of(read_model(model.path), catalogued(model.id))


def catalogued(id: str) -> str:
    """The thinking format that the catalogue has for a model; "auto" where it has none."""
    return next((spec.thinking_format for spec in catalogue() if spec.id == id), "auto")
