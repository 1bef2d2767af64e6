"""Connections to a store's database, its transactions, and its errors as sentences."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Self

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from app.core.errors import StoreError
from app.core.text import is_unicode

_RETRY_SECONDS = 0.01
_PG_LOCK = 0x57494E4E4F57  # "WINNOW": the advisory lock of its writers


def connect(where: str | Path, lock_timeout: float) -> tuple[Engine, str]:
    """An engine for a path or a database URL, and the location to show to the user.

    The folders of a path are made.

    Raises:
        StoreError: it is no place for a store.
    """
    place = _place(where)
    if isinstance(place, Engine):
        return place, place.url.render_as_string()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            "The folder {0} cannot be made ({1}); choose another.", place.parent, error.strerror
        ) from error
    engine = create_engine(URL.create("sqlite", database=str(place)), connect_args={"timeout": lock_timeout})
    return _prepared(engine), str(place)


def connect_read_only(where: str | Path, lock_timeout: float) -> tuple[Engine, str, Unwritten | None]:
    """The same for a store that is there already, and that nothing can be written to through the engine.

    A SQLite file without a journal is read without locks, so that no file has to be made beside it, as on
    read-only media. Whether someone else writes to it meanwhile is then told by the third value.

    Raises:
        StoreError: there is no store.
    """
    place = _place(where)
    if isinstance(place, Engine):
        return place.execution_options(postgresql_readonly=True), place.url.render_as_string(), None
    if not place.exists():
        raise StoreError("There is no store {}; check the path.", place)
    unwritten = None if _has_journal(place) else Unwritten.of(place)
    uri = place.as_uri() + ("?mode=ro&immutable=1" if unwritten else "?mode=ro")
    engine = create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(uri, timeout=lock_timeout, uri=True), poolclass=NullPool
    )
    return _prepared(engine), str(place), unwritten


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A file, and what tells whether it was written to since."""

    path: Path
    state: tuple[int, int]

    @classmethod
    def of(cls, path: Path) -> Self:
        """The file as it is now."""
        found = path.stat()
        return cls(path, (found.st_size, found.st_mtime_ns))

    def check(self) -> None:
        """Raises StoreError where the file was written to."""
        if Unwritten.of(self.path) != self:
            raise StoreError("{} was written to while it was read; try again.", self.path)


def _place(where: str | Path) -> Path | Engine:
    """A file's full path, or an engine for another database."""
    if "://" not in str(where):
        return _file(Path(where))
    try:
        url = make_url(str(where))
        if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
            return _file(Path(url.database))
        if url.get_backend_name() != "postgresql":
            raise StoreError(
                "{} is neither a file nor a PostgreSQL URL; give one of them.", url.render_as_string()
            )
        return create_engine(url)
    except ModuleNotFoundError as error:
        raise StoreError(
            "PostgreSQL needs the driver {}, which is not installed; install psycopg[binary].", error.name
        ) from error
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise StoreError(
            "The store's database URL cannot be read; write it as postgresql://user@host/database."
        ) from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction that sees the database as it is when it first reads."""
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that keeps other writers out from its first moment."""
    with engine.execution_options(begin="BEGIN IMMEDIATE").begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_PG_LOCK)))
        yield connection


@contextmanager
def known_errors(location: str) -> Iterator[None]:
    """Turn the database's errors into `StoreError`."""
    try:
        yield
    except DBAPIError as error:
        raise as_known(location, error) from error
    except UnicodeDecodeError as error:
        # Of the driver, over what SQLite says of a schema that it cannot read.
        raise StoreError("{} is damaged; go back to a copy of it.", location) from error


def as_known(location: str, error: DBAPIError) -> StoreError:
    """What went wrong at a location, and what to do."""
    name = getattr(error.orig, "sqlite_errorname", "")
    if name == "SQLITE_CORRUPT_VTAB":
        return StoreError(
            "The search index of {} is damaged; make it anew with: main.py search --rebuild.", location
        )
    match "_".join(name.split("_")[:2]):
        case "SQLITE_BUSY" | "SQLITE_LOCKED":
            return StoreError("{} is locked by another program; try again when that one is done.", location)
        case "SQLITE_FULL":
            return StoreError(
                "{} cannot grow: the disk is full and nothing of this step was written; free some space.",
                location,
            )
        case "SQLITE_READONLY":
            return StoreError(
                "{} cannot be written; check the permissions of the file and its folder.", location
            )
        case "SQLITE_CANTOPEN" | "SQLITE_PERM":
            return StoreError(
                "{} cannot be opened; check the permissions of the file and its folder.", location
            )
        case "SQLITE_IOERR":
            return StoreError(
                "{} could not be read or written, and nothing of this step was written; check the disk.",
                location,
            )
        case "SQLITE_NOTADB":
            return StoreError("{} is not a database; choose another file.", location)
        case "SQLITE_CORRUPT":
            return StoreError("{} is damaged; go back to a copy of it.", location)
    detail = str(error.orig).partition("\n")[0].rstrip(".")
    return StoreError("{0} could not be used; the database says: {1}.", location, detail)


def write_ahead(engine: Engine, lock_timeout: float) -> None:
    """Switch a SQLite file to its write-ahead log, so that reading never waits for writing."""
    if engine.dialect.name != "sqlite":
        return
    deadline = monotonic() + lock_timeout
    while True:
        try:
            with engine.execution_options(begin="").connect() as connection:
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            return
        except OperationalError as error:
            # SQLite does not wait here for one that writes, such as another process at the same switch.
            busy = getattr(error.orig, "sqlite_errorname", "").startswith("SQLITE_BUSY")
            if not busy or monotonic() > deadline:
                raise
        sleep(_RETRY_SECONDS)


def _file(path: Path) -> Path:
    try:
        path = path.expanduser().absolute()
    except RuntimeError as error:
        raise StoreError("{} names a home folder that is not known; write the path in full.", path) from error
    if not is_unicode(str(path)):
        raise StoreError("The path {!r} is not UTF-8; choose another for the store.", str(path))
    if path.exists() and not path.is_file():
        raise StoreError("{} is not a file; give the store a file of its own.", path)
    return path


def _has_journal(path: Path) -> bool:
    """Whether something of the database is not in its file, but in one beside it."""
    beside = (path.with_name(path.name + suffix) for suffix in ("-wal", "-journal"))
    return any(each.exists() and each.stat().st_size for each in beside)


def _prepared(engine: Engine) -> Engine:
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver would begin transactions late and as it likes
    # Bytes that are no UTF-8 can only come from tampering; they are kept apart from every text that is.
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=FULL")


def _begin(connection: Connection) -> None:
    statement = connection.get_execution_options().get("begin", "BEGIN")
    if statement:
        connection.exec_driver_sql(statement)
