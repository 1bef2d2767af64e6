"""Bringing a database to the schema of this program."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Connection, create_engine, inspect, text

from app.core.errors import StoreError

# All versions of the schema, the newest last; so that a store is opened without loading Alembic.
REVISIONS = ("0001", "0002", "0003")

# FTS5 makes them for the table `search`; how it writes their SQL is its own affair.
_OF_FTS5 = "('search_data', 'search_idx', 'search_docsize', 'search_config')"


def is_current(connection: Connection, location: str) -> bool:
    """Whether the database has this program's schema.

    Raises:
        StoreError: it is some other program's database, or a newer program's store.
    """
    return revision(connection, location) == REVISIONS[-1]


def revision(connection: Connection, location: str) -> str | None:
    """The version of a database's schema; None where it has none yet.

    Raises:
        StoreError: it is some other program's database, or a newer or an unreleased program's store.
    """
    inspector = inspect(connection)
    tables = set(inspector.get_table_names())
    if tables and not {"alembic_version", "ledger"} <= tables:
        raise StoreError("{} is a database, but not a store of Winnow; choose another file.", location)
    if not tables:
        return None
    if "body" in tables and "id" not in {column["name"] for column in inspector.get_columns("body")}:
        raise StoreError(
            "{} was written by Winnow before its first release, and cannot be read any more; choose another "
            "file.",
            location,
        )
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is not None and found not in REVISIONS:
        raise StoreError("{} was written by a newer version of Winnow; update Winnow to open it.", location)
    return found


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the missing migrations, up to a version, inside the connection's open transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "app.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def objects(connection: Connection) -> set[tuple[str, str, str]]:
    """What a SQLite database is made of: (type, name, SQL) of each table, index, trigger and view."""
    rows = connection.execute(
        text(
            f"SELECT type, name, CASE WHEN type = 'table' AND name IN {_OF_FTS5} THEN '' ELSE sql END "
            "FROM sqlite_master WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'"
        )
    )
    return {(kind, name, sql) for kind, name, sql in rows}


@cache
def expected_objects(version: str) -> frozenset[tuple[str, str, str]]:
    """What a SQLite store of that version is made of."""
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as connection:
            upgrade(connection, version)
            return frozenset(objects(connection))
    finally:
        engine.dispose()
