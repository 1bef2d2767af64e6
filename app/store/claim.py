"""A name in a store that one holder at a time has, until it lets go or its process ends, however it ends."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DBAPIError

from app.core.errors import StoreError
from app.core.lock import is_at, open_locked


class Claim(Protocol):
    """A name that is held."""

    def check(self) -> None:
        """Raises StoreError where the hold was lost, so that another may have the name."""

    def release(self) -> None:
        """Let go."""


def claim(engine: Engine, location: str, name: str) -> Claim | None:
    """Take a name in a store; None where another holds it, be it in this process.

    Raises:
        StoreError, DBAPIError: it cannot be taken.
    """
    if engine.dialect.name != "sqlite":
        return _AdvisoryLock.take(engine, location, name)
    # However the store is named, its lock is one file.
    store = Path(location).resolve()
    return _LockFile.take(store.with_name(f"{store.name}-{name}.lock"), location)


def _lost(location: str) -> StoreError:
    return StoreError("The lock of this run in {} was lost, so the run ended; resume it.", location)


class _LockFile:
    """A locked file beside the store, which is removed in the end; one that a killed process left is free."""

    def __init__(self, path: Path, location: str, descriptor: int) -> None:
        self._path, self._location, self._descriptor = path, location, descriptor

    @classmethod
    def take(cls, path: Path, location: str) -> _LockFile | None:
        try:
            descriptor = open_locked(path)
        except OSError as error:
            raise StoreError(
                "{0} cannot be made and locked ({1}), so a second run could not be kept out; put the store "
                "where that can be done.",
                path,
                error.strerror,
            ) from error
        return cls(path, location, descriptor) if descriptor is not None else None

    def check(self) -> None:
        if not is_at(self._descriptor, self._path):
            raise _lost(self._location)

    def release(self) -> None:
        # Removed while it is locked, so that none is removed that another has locked. Windows removes no open
        # file, and after it was closed none that another has opened.
        ours = is_at(self._descriptor, self._path)
        with suppress(OSError):
            if ours and os.name != "nt":
                self._path.unlink()
        os.close(self._descriptor)
        with suppress(OSError):
            if ours and os.name == "nt":
                self._path.unlink()


class _AdvisoryLock:
    """A lock of PostgreSQL that a connection of its own holds; the server frees it when that ends."""

    def __init__(self, connection: Connection, location: str) -> None:
        self._connection, self._location = connection, location

    @classmethod
    def take(cls, engine: Engine, location: str, name: str) -> _AdvisoryLock | None:
        key = int.from_bytes(hashlib.sha256(f"winnow {name}".encode()).digest()[:8], signed=True)
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            connection.detach()  # It goes back to no pool: closing it ends it.
            if connection.scalar(select(func.pg_try_advisory_lock(key))):
                return cls(connection, location)
        except BaseException:
            connection.close()
            raise
        connection.close()
        return None

    def check(self) -> None:
        try:
            self._connection.scalar(select(1))
        except DBAPIError as error:
            raise _lost(self._location) from error

    def release(self) -> None:
        with suppress(DBAPIError):
            self._connection.close()
