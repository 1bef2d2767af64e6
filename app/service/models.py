"""Models on this machine: adding a file, pinning a download, verifying, removing.

Each is a fact in the ledger. What takes long is a generator: it tells how far it is, persists, then yields.
"""

from __future__ import annotations

import errno
import hashlib
import re
import shlex
import stat
from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import ModelError
from app.core.parts import stem_of
from app.core.sentence import Sentence
from app.service import kinds
from app.service.installed import Installed, InstalledModel, ModelFile, default_chosen
from app.service.judgement import operator
from app.service.model_choice import catalogue
from app.service.model_kind import catalogued, check_kind, read_model
from app.store import Draft

if TYPE_CHECKING:
    from app.store import Store

_BLOCK = 8 * 2**20
_NO_ID = re.compile(r"[^a-z0-9._-]+")
_MOST_ID = 64


@dataclass(frozen=True, slots=True)
class Hashed:
    """So many bytes of all are read."""

    done: int
    size: int


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying found: `problems` is empty where every byte is the one that was pinned."""

    model: InstalledModel
    problems: tuple[Sentence, ...]

    @property
    def ok(self) -> bool:
        """Whether the files are what was pinned."""
        return not self.problems


def add(
    store: Store, path: Path, id: str | None = None, reserved: Collection[str] = ()
) -> Generator[Hashed | InstalledModel, None, None]:
    """Install a local GGUF where it lies; of a split model any part stands for all.

    Args:
        id: under which it is known; None makes one from the file's name. A file that is known already keeps
            its id and is pinned anew; under another it is renamed, and stays the default where it was.
        reserved: ids that mean something else, such as the catalogue's.

    Raises:
        ModelError: it is no GGUF, or of a kind that cannot be used, or the id is another model's.
    """
    header = read_model(path)
    check_kind(header)
    files = [file.absolute() for file in header.files]
    known = Installed.read(store)
    same = known.at(files[0])
    name = same.id if same and id is None else new_id(known, files[0], id, reserved)
    pinned, digest = yield from _pin(files)
    model = InstalledModel(
        id=name,
        title=header.name or stem_of(files[0]),
        files=pinned,
        sha256=digest,
        # A download that is added by its path is still a download.
        downloaded=bool(same and same.downloaded),
        repo=same.repo if same else "",
        revision=same.revision if same else "",
        architecture=header.architecture,
        quantisation=header.quantisation,
    )
    drafts = [model.draft]
    if same and same.id != name:
        drafts.insert(0, _removal(same, deleted=False))
        if known.default == same.id:
            drafts.append(default_chosen(name, digest))
    store.append(drafts)
    yield Installed.read(store).get(name)


def install(
    store: Store, id: str, title: str, repo: str, revision: str, files: Sequence[ModelFile]
) -> Generator[Hashed | InstalledModel, None, None]:
    """Pin what was downloaded; its files' digests were checked while they arrived.

    Raises:
        ModelError: the files are no GGUF, or of a kind that cannot be used; nothing is pinned.
    """
    header = read_model(Path(files[0].path))
    check_kind(header, catalogued(id))
    if len(files) == 1:
        digest = files[0].sha256
    else:
        _, digest = yield from _pin([Path(file.path) for file in files])
    model = InstalledModel(
        id=id,
        title=title,
        files=tuple(files),
        sha256=digest,
        downloaded=True,
        repo=repo,
        revision=revision,
        architecture=header.architecture,
        quantisation=header.quantisation,
    )
    store.append([model.draft])
    yield Installed.read(store).get(id)


def verify(store: Store, id: str) -> Generator[Hashed | Verified, None, None]:
    """Read every byte of a model again and compare with what was pinned; the outcome is recorded.

    Raises:
        ModelError: no such model is installed, so that nothing is pinned.
    """
    known = Installed.read(store)
    if known.find(id) is None and (path := next((s.path for s in catalogue() if s.id == id), None)):
        raise ModelError(
            "Nothing is pinned of {0}, which comes with the program or your catalogue; to pin its file, run: "
            "main.py models add {1}",
            id,
            shlex.quote(str(path)),
        )
    model = known.get(id)
    problems: list[Sentence] = []
    done = 0
    for file in model.files:
        hashed = hashlib.sha256()
        path, before = Path(file.path), done
        try:
            if not stat.S_ISREG(path.stat().st_mode):  # A pipe would be waited for.
                raise OSError(errno.EINVAL, "it is no file")
            with path.open("rb") as opened:
                while block := opened.read(_BLOCK):
                    hashed.update(block)
                    done += len(block)
                    yield Hashed(min(done, model.size), model.size)
        except OSError as error:
            problems.append(Sentence("{0} cannot be read: {1}.", file.path, error.strerror or str(error)))
            continue
        if done - before != file.size:
            problems.append(
                Sentence("{0} has {1:,} bytes instead of {2:,}.", file.path, done - before, file.size)
            )
        elif hashed.hexdigest() != file.sha256:
            problems.append(
                Sentence(
                    "{0} has the SHA-256 {1} instead of {2}.", file.path, hashed.hexdigest(), file.sha256
                )
            )
    payload = {"model_id": id, "sha256": model.sha256, "ok": not problems, "problems": problems}
    store.append([Draft(kinds.MODEL_VERIFIED, payload)])
    yield Verified(model, tuple(problems))


def remove(store: Store, id: str, folder: Path) -> tuple[Path, ...]:
    """Forget a model; returns the files that were deleted, which are those that Winnow downloaded.

    Args:
        folder: where downloads go; nothing outside of it is deleted.

    Raises:
        ModelError: no such model is installed, or a file cannot be deleted; it is then still installed.
    """
    known = Installed.read(store)
    model = known.get(id)
    deleted: list[Path] = []
    if model.downloaded:
        others = {file.path for other in known.models if other.id != id for file in other.files}
        for file in model.files:
            path = Path(file.path)
            if file.path in others or not path.resolve().is_relative_to(folder.resolve()):
                continue
            try:
                if path.exists():
                    path.unlink()
                    deleted.append(path)
            except OSError as error:
                raise ModelError(
                    "{0} cannot be deleted: {1}; end what uses it and try again.", path, error.strerror
                ) from error
    store.append([_removal(model, deleted=bool(deleted))])
    return tuple(deleted)


def _pin(files: Sequence[Path]) -> Generator[Hashed, None, tuple[tuple[ModelFile, ...], str]]:
    """Read files to their end; what each is, and the digest of all one behind the other."""
    size = sum(file.stat().st_size for file in files)
    whole, done = hashlib.sha256(), 0
    pinned = []
    for path in files:
        hashed, before = hashlib.sha256(), done
        try:
            with path.open("rb") as file:
                while block := file.read(_BLOCK):
                    hashed.update(block)
                    whole.update(block)
                    done += len(block)
                    yield Hashed(min(done, size), size)
        except OSError as error:
            raise ModelError("The model file {0} cannot be read: {1}.", path, error.strerror) from error
        pinned.append(ModelFile(str(path), done - before, hashed.hexdigest()))
    return tuple(pinned), whole.hexdigest()


def new_id(known: Installed, path: Path, asked: str | None, reserved: Collection[str]) -> str:
    """The id that was asked for, or one from the file's name that is free."""
    if asked is not None:
        if not asked or _NO_ID.search(asked) or len(asked) > _MOST_ID or not asked[0].isalnum():
            raise ModelError(
                "The id {!r} cannot be; take up to 64 of a-z, 0-9, dot, dash and underscore.", asked
            )
        taken = known.find(asked)
        if asked in reserved or (taken and taken.path != path):
            by = taken.path if taken else Sentence("the catalogue")
            raise ModelError("The id {0!r} is taken by {1}; give another.", asked, by)
        return asked
    stem = _NO_ID.sub("-", stem_of(path).lower()).strip("-._")[: _MOST_ID - 4].rstrip("-._") or "model"
    ids = {*reserved, *(model.id for model in known.models)}
    numbered = (f"{stem}-{number}" for number in range(2, len(ids) + 3))
    return stem if stem not in ids else next(name for name in numbered if name not in ids)


def _removal(model: InstalledModel, *, deleted: bool) -> Draft:
    payload = {"model_id": model.id, "sha256": model.sha256, "deleted": deleted, "by": operator()}
    return Draft(kinds.MODEL_REMOVED, payload)
