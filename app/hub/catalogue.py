"""The catalogue: models that are known by name, where to have them, and what they are good for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.errors import KnownError
from app.hub.header import MOST_LAYERS, Shape

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_REPO = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*")
_TEXTS = ("title", "repo", "file", "path", "quantisation", "licence", "thinking_format", "good_for")
_DIMENSIONS = ("layers", "width", "heads", "kv_heads", "ffn", "vocabulary")
_MOST_BYTES = 2**20


class CatalogueError(KnownError):
    """A catalogue that cannot be used."""


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One model of the catalogue.

    Attributes:
        id: short name, as given to `--model`.
        title, licence, good_for: for a person; empty where it is not known.
        thinking_format: name of a ThinkingFormat; "auto" leaves it to the file's chat template.
        context: tokens it was trained for; None where it is not known.
        repo: on the Hub, "owner/name"; empty for one that is a file here.
        file: in the repository; empty where it is looked for there by its quantisation.
        quantisation: such as "Q4_K_M"; may be empty where `file` or `path` is given.
        size: bytes, about; None where it is not known.
        path: of a file here, None for one on the Hub.
        shape: its dimensions, None where they are known only from the file itself.
    """

    id: str
    title: str
    licence: str
    thinking_format: str
    context: int | None
    good_for: str
    repo: str
    file: str
    quantisation: str
    size: int | None
    path: Path | None
    shape: Shape | None

    def is_this(self, file: str) -> bool:
        """Whether a file of the repository is the one that is meant, or a part of it."""
        if self.file:
            return file == self.file
        name = file.lower()
        wanted = re.escape(self.quantisation.lower())
        return name.endswith(".gguf") and re.search(rf"(?<![a-z0-9]){wanted}(?![a-z0-9_])", name) is not None


def read_catalogue(*files: Path) -> tuple[ModelSpec, ...]:
    """The models of these files in their order; a later one of the same id takes the place of an earlier.

    Raises:
        CatalogueError: a file cannot be read or used; the sentence names the file and the key. One that is
            not there is as good as empty.
    """
    found: dict[str, ModelSpec] = {}
    for file in files:
        for id, table in _tables(file).items():
            found[id] = _spec(file, id, table)
    return tuple(found.values())


def _tables(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise CatalogueError("The catalogue {0} cannot be read: {1}.", path, error.strerror) from error
    if len(data) > _MOST_BYTES:
        raise CatalogueError("The catalogue {} is larger than 1 MB; shorten it.", path)
    try:
        return tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise CatalogueError("The catalogue {0} is not TOML: {1}.", path, str(error)) from error


def _spec(path: Path, id: str, table: Any) -> ModelSpec:
    if not _ID.fullmatch(id):
        raise CatalogueError(
            "In {0} the id {1!r} cannot be; take up to 64 of a-z, 0-9, dot, dash and underscore.", path, id
        )
    if not isinstance(table, dict):
        raise CatalogueError("In {0} {1!r} is no table; write it as [{1}] with its keys below.", path, id)
    _check_keys(path, id, table.keys())
    texts = {key: _text(path, id, table, key) for key in _TEXTS}
    context, size = _whole(path, id, table, "context"), _number(path, id, table, "size")
    local, repo = texts.pop("path"), texts["repo"]
    if bool(local) == bool(repo):
        raise CatalogueError("In {0} {1!r} needs either 'repo' or 'path'; give one of them.", path, id)
    if repo and not _REPO.fullmatch(repo):
        raise CatalogueError("In {0} {1!r} has the 'repo' {2!r}; write it as owner/name.", path, id, repo)
    if repo and not (texts["file"] or texts["quantisation"]):
        raise CatalogueError("In {0} {1!r} needs 'file' or 'quantisation'; give one of them.", path, id)
    texts["title"] = texts["title"] or id
    texts["thinking_format"] = texts["thinking_format"] or "auto"
    return ModelSpec(
        id=id,
        context=context,
        size=None if size is None else round(size * 10**9),
        path=path.parent / local if local else None,
        shape=_shape(path, id, table.get("shape"), context),
        **texts,
    )


def _check_keys(path: Path, id: str, keys: Iterable[str]) -> None:
    for key in keys:
        if key not in (*_TEXTS, "context", "size", "shape"):
            raise CatalogueError("In {0} {1!r} has the unknown key {2!r}; remove it.", path, id, key)


def _text(path: Path, id: str, table: dict[str, Any], key: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str) or (key in table and not value.strip()):
        raise CatalogueError("In {0} {2!r} of {1!r} must be a text.", path, id, key)
    return value


def _shape(path: Path, id: str, table: Any, context: int | None) -> Shape | None:
    if table is None:
        return None
    if not isinstance(table, dict) or table.keys() != set(_DIMENSIONS) or context is None:
        raise CatalogueError(
            "In {0} the 'shape' of {1!r} must have just {2}, and 'context' must stand beside it.",
            path,
            id,
            ", ".join(_DIMENSIONS),
        )
    layers, width, heads, kv_heads, ffn, vocabulary = (
        _whole(path, id, table, key) or 0 for key in _DIMENSIONS
    )
    if layers > MOST_LAYERS:
        raise CatalogueError("In {0} {2!r} of {1!r} must be at most {3:,}.", path, id, "layers", MOST_LAYERS)
    head = max(width // heads, 1)
    return Shape(layers, width, heads, (kv_heads,) * layers, head, head, ffn, vocabulary, context)


def _whole(path: Path, id: str, table: dict[str, Any], key: str) -> int | None:
    value = _number(path, id, table, key)
    if value is None or value == int(value):
        return None if value is None else int(value)
    raise CatalogueError("In {0} {2!r} of {1!r} must be a whole number above 0.", path, id, key)


def _number(path: Path, id: str, table: dict[str, Any], key: str) -> float | None:
    value = table.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 2**31:
        raise CatalogueError("In {0} {2!r} of {1!r} must be a number above 0.", path, id, key)
    return value
