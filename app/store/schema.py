"""The tables of a store, as the queries see them; the migrations make them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

metadata = MetaData()


class Digest(TypeDecorator[str]):
    """A SHA-256, kept as its 32 bytes; None where the cell holds what is no digest."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> bytes | None:
        """Its bytes; what is no hex is looked for as it is, and not found."""
        if value is None:
            return None
        try:
            return bytes.fromhex(value)
        except ValueError:
            return value.encode()

    def process_result_value(self, value: object, dialect: Any) -> str | None:
        """Lower-case hex."""
        return value.hex() if isinstance(value, bytes) else None


# Autoincrement makes SQLite remember the last seq, so that the removal of the newest entries shows too.
ledger = Table(
    "ledger",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("prev_hash", Digest, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("subject", Text, index=True),
    Column("payload", LargeBinary, nullable=False),
    Column("hash", Digest, nullable=False),
    Index("ix_ledger_kind", "kind", "seq"),
    sqlite_autoincrement=True,
)

# A body may be kept as what differs from its base and that one's own bases; a base is always an earlier row.
body = Table(
    "body",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sha256", Digest, nullable=False, unique=True),
    Column("base", Integer, ForeignKey("body.id")),
    Column("encoding", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    CheckConstraint("base < id", name="ck_body_base"),
)
