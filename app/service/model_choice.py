"""Which model file is meant: by a path, by an id, or by nothing, which is the default or the demo model."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import ModelError
from app.core.parts import is_file
from app.engine.contract import ModelInfo
from app.hub.catalogue import ModelSpec, read_catalogue
from app.service import paths
from app.service.installed import Installed, InstalledModel, Presence, default_chosen, is_there

if TYPE_CHECKING:
    from app.store import Store


@dataclass(frozen=True, slots=True)
class Chosen:
    """A model file, and what is pinned of it: None where it was named by its path."""

    path: Path
    pinned: InstalledModel | None = None

    def check(self, loaded: ModelInfo) -> None:
        """Raises ModelError where what was loaded is not what is pinned."""
        if self.pinned and loaded.sha256 != self.pinned.sha256:
            raise ModelError(
                "The file of {0} is not the one that was installed: its SHA-256 is {1} and should be {2}; "
                "verify it, or install it again.",
                self.pinned.id,
                loaded.sha256,
                self.pinned.sha256,
            )


def catalogue() -> tuple[ModelSpec, ...]:
    """The shipped catalogue with the user's own entries. Raises CatalogueError."""
    return read_catalogue(paths.CATALOGUE, paths.own_catalogue())


def choose(store: Store, asked: str | None) -> Chosen:
    """The model that is meant.

    Args:
        asked: a path, or the id of an installed model or of one that is a file here; None takes the default,
            or the demo model where none was chosen.

    Raises:
        ModelError: it is not installed, or its files are gone.
    """
    known = Installed.read(store)
    if asked is None:
        return _named(known, known.default) if known.default else Chosen(paths.DEMO_MODEL)
    if _is_path(asked):
        return Chosen(Path(asked).absolute())
    return _named(known, asked)


def choose_default(store: Store, id: str) -> Chosen:
    """Take an installed model, or one of the catalogue that is a file here, where none is named from now on.

    Raises:
        ModelError: there is none of that id, or its file is not here.
    """
    chosen = _named(Installed.read(store), id)
    if not is_there(chosen.path):
        raise ModelError("The file of {0}, {1}, is not there; put it back, or take another.", id, chosen.path)
    store.append([default_chosen(id, chosen.pinned.sha256 if chosen.pinned else None)])
    return chosen


def moved(store: Store, path: Path, sha256: str) -> Chosen | None:
    """An installed model of that digest, where the file that was recorded is not there any more."""
    if is_there(path):
        return None
    same = (model for model in Installed.read(store).models if model.sha256 == sha256)
    return next((Chosen(m.path, m) for m in same if m.presence is Presence.HERE), None)


def _named(known: Installed, id: str) -> Chosen:
    found = known.find(id)
    return _here(found) if found else Chosen(_of_catalogue(id, catalogue()))


def _is_path(asked: str) -> bool:
    separators = [separator for separator in (os.sep, os.altsep) if separator]
    return (
        asked.lower().endswith(".gguf")
        or any(separator in asked for separator in separators)
        or is_file(Path(asked))
    )


def _here(model: InstalledModel) -> Chosen:
    match model.presence:
        case Presence.MISSING:
            raise model.missing
        case Presence.RESIZED:
            raise ModelError(
                "The file of {0}, {1}, is not the one that was installed: its size is another; install it "
                "again.",
                model.id,
                model.path,
            )
        case Presence.HERE:
            return Chosen(model.path, model)


def _of_catalogue(asked: str, specs: Iterable[ModelSpec]) -> Path:
    spec = next((spec for spec in specs if spec.id == asked), None)
    if spec is None:
        raise ModelError(
            "There is no model file {} and no model of that name; main.py models list shows what there is.",
            asked,
        )
    if spec.path is None:
        raise ModelError(
            "The model {0} is not installed yet; download it with: main.py models download {1}", asked, asked
        )
    return spec.path
