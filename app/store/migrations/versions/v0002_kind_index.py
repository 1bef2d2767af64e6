"""Version 2: an index by kind, so that what a store holds is told without reading every entry."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the index."""
    op.create_index("ix_ledger_kind", "ledger", ["kind", "seq"])
