"""Version 1: the ledger and the bodies, both append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# INSERT OR REPLACE removes a row without firing a DELETE trigger, so the inserts are guarded as well.
_SQLITE = (
    """CREATE TRIGGER ledger_extends BEFORE INSERT ON ledger
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM ledger)
    BEGIN SELECT RAISE(ABORT, 'a ledger entry follows the last one'); END""",
    """CREATE TRIGGER body_extends BEFORE INSERT ON body
    WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM body)
        OR EXISTS (SELECT 1 FROM body WHERE sha256 = NEW.sha256)
    BEGIN SELECT RAISE(ABORT, 'a body follows the last one, and is there once'); END""",
    """CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
    BEGIN SELECT RAISE(ABORT, 'ledger is append-only'); END""",
    """CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
    BEGIN SELECT RAISE(ABORT, 'ledger is append-only'); END""",
    """CREATE TRIGGER body_no_update BEFORE UPDATE ON body
    BEGIN SELECT RAISE(ABORT, 'body is append-only'); END""",
    """CREATE TRIGGER body_no_delete BEFORE DELETE ON body
    BEGIN SELECT RAISE(ABORT, 'body is append-only'); END""",
)
_POSTGRESQL = (
    """CREATE FUNCTION winnow_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$""",
    """CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger
    FOR EACH STATEMENT EXECUTE FUNCTION winnow_append_only()""",
    """CREATE TRIGGER body_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON body
    FOR EACH STATEMENT EXECUTE FUNCTION winnow_append_only()""",
)


def upgrade() -> None:
    """Create both tables and the triggers that refuse a change."""
    op.create_table(
        "ledger",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("prev_hash", sa.LargeBinary, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("subject", sa.Text),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ledger_subject", "ledger", ["subject"])
    op.create_table(
        "body",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sha256", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("base", sa.Integer, sa.ForeignKey("body.id")),
        sa.Column("encoding", sa.Text, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.CheckConstraint("base < id", name="ck_body_base"),
    )
    for statement in _SQLITE if op.get_context().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
