"""Checking a record: that a store holds, and what of it does not."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.provenance import Problem, named_bodies
from app.service.doubt import Doubts
from app.service.records import Json
from app.store import Entry

if TYPE_CHECKING:
    from app.store import Extent

BUNDLE_SUFFIX = ".zip"
_ZIP = b"PK\3\4"


@dataclass(frozen=True, slots=True)
class Verification:
    """What checking a record came to.

    Attributes:
        location: what was checked.
        entries: how many entries its chain has.
        head: the hash of the last of them, None where there is none. Noted elsewhere, it anchors the record:
            whatever is changed later up to there, and even a chain that is made anew, is then found.
        doubted: what is in doubt, as the record itself says, which holds nevertheless.
    """

    location: str
    entries: int
    head: str | None
    problems: tuple[Problem, ...]
    doubted: tuple[Json, ...]

    @property
    def ok(self) -> bool:
        """Whether the record holds."""
        return not self.problems

    def document(self) -> Json:
        """The `verify` document of the command line's contract."""
        return {
            "ok": self.ok,
            "entries": self.entries,
            "head": self.head,
            "problems": [asdict(problem) for problem in self.problems],
            "doubted": list(self.doubted),
        }


def verify_store(where: str | Path, anchor: str | None = None) -> Verification:
    """Check a store without writing to it.

    Args:
        where: A path or a database URL.
        anchor: The hash of an entry that must be in its chain: a head that was noted earlier.

    Raises:
        StoreError: there is no store, or it cannot be read.
    """
    # The database's library takes a good part of a second to load.
    from app.store import Store

    doubts = Doubts()

    def read(entry: Entry) -> list[str]:
        doubts.take(entry)
        return bodies_of(entry)

    with Store.open_read_only(where) as store:
        problems, extent = _drained(store.verify(read, anchor))
        return Verification(store.location, extent.entries, extent.head, problems, doubts.table())


def is_bundle(where: str) -> bool:
    """Whether a path names a bundle rather than a store: by its name, or by what it begins with."""
    path = Path(where)
    if path.suffix.lower() == BUNDLE_SUFFIX:
        return True
    try:
        with path.open("rb") as file:
            return file.read(len(_ZIP)) == _ZIP
    except OSError:
        return False


def bodies_of(entry: Entry) -> list[str]:
    """The digests of the bodies that an entry names. Raises ValueError where it does not say."""
    return named_bodies(entry.payload)


def _drained(found: Generator[Problem, None, Extent]) -> tuple[tuple[Problem, ...], Extent]:
    problems: list[Problem] = []
    while True:
        try:
            problems.append(next(found))
        except StopIteration as end:
            return tuple(problems), end.value
