"""The models that are installed, as the ledger has them: every pin, removal and choice is an entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import ModelError
from app.service import kinds
from app.service.judgement import operator
from app.service.records import Json
from app.store import Draft, Entry

if TYPE_CHECKING:
    from app.store import Store

_KINDS = (kinds.MODEL_INSTALLED, kinds.MODEL_REMOVED, kinds.DEFAULT_MODEL_CHOSEN)


class Presence(Enum):
    """How the files of an installed model are found."""

    HERE = "here"
    MISSING = "missing"
    RESIZED = "of another size"


def is_there(path: Path) -> bool:
    """Whether a file can be found; one in a folder that may not be looked into is as good as gone."""
    try:
        path.stat()
    except OSError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A pinned file: where it lies, its bytes, and their SHA-256 in hex."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model that was added or downloaded.

    Attributes:
        id: as given to `--model`. title: what a person calls it.
        files: its parts, in order. sha256: of all of them one behind the other, as verdicts name it.
        downloaded: whether Winnow fetched the files, and so may delete them.
        repo, revision: on the Hub, with the commit; empty for a local one.
        architecture, quantisation: from its header.
        at: when it was installed; empty until it is in the ledger.
    """

    id: str
    title: str
    files: tuple[ModelFile, ...]
    sha256: str
    downloaded: bool
    repo: str
    revision: str
    architecture: str
    quantisation: str
    at: str = ""

    @property
    def path(self) -> Path:
        """The file that the engine is given."""
        return Path(self.files[0].path)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)

    @property
    def presence(self) -> Presence:
        """Whether its files are there, by their names and sizes alone."""
        try:
            sizes = [Path(file.path).stat().st_size for file in self.files]
        except OSError:
            return Presence.MISSING
        return Presence.HERE if sizes == [file.size for file in self.files] else Presence.RESIZED

    @property
    def missing(self) -> ModelError:
        """What to raise, or to say, where a file of it is not there."""
        return ModelError(
            "The file of {0}, {1}, is not there any more; put it back, or forget it with: main.py models "
            "remove {0}",
            self.id,
            next((file.path for file in self.files if not is_there(Path(file.path))), self.path),
        )

    @property
    def draft(self) -> Draft:
        """As a fact to be appended."""
        payload = {key: value for key, value in asdict(self).items() if key not in ("id", "at")}
        return Draft(kinds.MODEL_INSTALLED, {"model_id": self.id, **payload})

    def document(self) -> Json:
        """As JSON."""
        return {
            "id": self.id,
            "title": self.title,
            "path": str(self.path),
            "files": [asdict(file) for file in self.files],
            "size": self.size,
            "sha256": self.sha256,
            "downloaded": self.downloaded,
            "repo": self.repo,
            "revision": self.revision,
            "architecture": self.architecture,
            "quantisation": self.quantisation,
        }

    @classmethod
    def from_entry(cls, entry: Entry) -> InstalledModel:
        """The inverse of `draft`."""
        values: dict[str, Any] = dict(entry.payload)
        files = tuple(ModelFile(**file) for file in values.pop("files"))
        return cls(id=values.pop("model_id"), files=files, at=entry.at, **values)


def default_chosen(id: str, sha256: str | None) -> Draft:
    """The fact that a model is the default; without a digest where none of it is pinned."""
    return Draft(kinds.DEFAULT_MODEL_CHOSEN, {"model_id": id, "sha256": sha256, "by": operator()})


@dataclass(frozen=True, slots=True)
class Installed:
    """All installed models in the order of their ids, and the id of the default, if one was chosen."""

    models: tuple[InstalledModel, ...]
    default: str | None

    @classmethod
    def read(cls, store: Store) -> Installed:
        """As the ledger has them now. Raises StoreError."""
        entries = [entry for kind in _KINDS for entry in store.entries(kind=kind)]
        return cls.of(sorted(entries, key=lambda entry: entry.seq))

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Installed:
        """What entries of these kinds come to, in their order."""
        models: dict[str, InstalledModel] = {}
        default: str | None = None
        for entry in entries:
            id = entry.payload["model_id"]
            if entry.kind == kinds.MODEL_INSTALLED:
                models[id] = InstalledModel.from_entry(entry)
            elif entry.kind == kinds.MODEL_REMOVED:
                models.pop(id, None)
                default = None if default == id else default
            else:
                default = id
        return cls(tuple(models[id] for id in sorted(models)), default)

    def find(self, id: str) -> InstalledModel | None:
        """The model of that id."""
        return next((model for model in self.models if model.id == id), None)

    def at(self, path: Path) -> InstalledModel | None:
        """The model whose first file lies there."""
        return next((model for model in self.models if model.path == path), None)

    def get(self, id: str) -> InstalledModel:
        """The model of that id. Raises ModelError where there is none."""
        if found := self.find(id):
            return found
        raise ModelError("No model {!r} is installed; main.py models list shows those that are.", id)
