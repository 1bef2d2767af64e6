"""The tables of a store, as the queries see them; the migrations make them."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData()

# Autoincrement makes SQLite remember the last seq, so that the removal of the newest entries shows too.
ledger = Table(
    "ledger",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("prev_hash", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("subject", Text, index=True),
    Column("payload", Text, nullable=False),
    Column("hash", Text, nullable=False, unique=True),
    Index("ix_ledger_kind", "kind", "seq"),
    sqlite_autoincrement=True,
)

body = Table(
    "body",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("encoding", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
