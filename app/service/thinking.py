"""Which thinking format a model is driven in, and the day that its chat template is told."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.thinking import ChosenFormat, ThinkingFormat, choose_format, marker_names
from app.engine.contract import Engine, ModelInfo
from app.hub.catalogue import CatalogueError
from app.service.installed import Installed
from app.service.model_choice import catalogue

if TYPE_CHECKING:
    from app.store import Store

_ANY = "auto"


def chosen_for(
    store: Store, engine: Engine, model: ModelInfo, formats: tuple[ThinkingFormat, ...], asked: str = _ANY
) -> ChosenFormat:
    """The format of a loaded model. Raises what `choose_format` raises."""
    tokens = engine.tokens(marker_names(formats))
    return settled(formats, model.chat_template, tokens, asked, _catalogued(store, model))


def settled(
    formats: tuple[ThinkingFormat, ...],
    chat_template: str,
    tokens: Collection[str],
    asked: str = _ANY,
    catalogued: str = _ANY,
) -> ChosenFormat:
    """The chosen format; where that would be a guess, the one that the catalogue has for the model.

    Args:
        tokens: of a loaded model by `Engine.tokens`, of a file by `read_header(path, marker_names(formats))`.
        catalogued: a `ModelSpec.thinking_format`, of the model that this file is known to be.

    Raises:
        ModelError, PromptError, BudgetError: as `choose_format` has them.
    """
    chosen = choose_format(formats, chat_template, tokens, asked)
    if chosen.guessed and catalogued != _ANY:
        return choose_format(formats, chat_template, tokens, catalogued)
    return chosen


def format_for(
    engine: Engine, model: ModelInfo, formats: tuple[ThinkingFormat, ...], name: str = _ANY
) -> ThinkingFormat:
    """The format of that name, or any that fits, for a loaded model. Raises what `choose_format` raises."""
    return choose_format(formats, model.chat_template, engine.tokens(marker_names(formats)), name).format


def day_for(model: ModelInfo) -> str | None:
    """Today, where the model's chat template asks what day it is: a fact to be kept with what is asked."""
    return date.today().isoformat() if "strftime_now" in model.chat_template else None


def _catalogued(store: Store, model: ModelInfo) -> str:
    """What the catalogue says of a model that is pinned under its id, or that is its file here."""
    pinned = {each.id for each in Installed.read(store).models if each.sha256 == model.sha256}
    path = Path(model.path)
    with suppress(CatalogueError):
        for spec in catalogue():
            if spec.id in pinned or (spec.path and spec.path.absolute() == path.absolute()):
                return spec.thinking_format
    return _ANY
