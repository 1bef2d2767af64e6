"""Version 3: the full-text index, empty; `app.service.indexing` fills it with what an older store holds."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

# The words come folded and parted by spaces (app.core.wording), so the plainest tokenizer is the right one.
# Neither texts nor positions are kept: the index takes about one byte for each token of a trace.
_SQLITE = ("CREATE VIRTUAL TABLE search USING fts5(words, content='', detail=none, tokenize='ascii')",)
_POSTGRESQL = (
    "CREATE TABLE search (id bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX ix_search_words ON search USING gin (words)",
)


def upgrade() -> None:
    """Create the index."""
    for statement in _SQLITE if op.get_context().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
