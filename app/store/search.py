"""The full-text index of what entries say. It is no part of the record, and can be made anew from it.

It holds which words stand in which text and nothing else: SQLite's FTS5 without content and positions, or a
`tsvector` in PostgreSQL. The words are those of `app.core.wording`, whatever the database takes for one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, bindparam, text

from app.core.wording import is_prefix, words
from app.store.entry import MOST_PARTS, Place


def write(connection: Connection, texts: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Index the texts of entries, which are not in the index yet.

    Raises:
        ValueError: an entry has more than `MOST_PARTS` texts.
    """
    texts = list(texts)
    if any(len(several) > MOST_PARTS for _, several in texts):
        raise ValueError(f"an entry has at most {MOST_PARTS} texts to be found by")
    # In rising order: FTS5 begins a new segment wherever they do not rise.
    rows = sorted(
        (Place(seq, part).id, words(each)) for seq, several in texts for part, each in enumerate(several)
    )
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        statement = "INSERT INTO search (id, words) VALUES (:id, array_to_tsvector(CAST(:words AS text[])))"
        connection.execute(text(statement), [{"id": id, "words": found} for id, found in rows])
    else:
        statement = "INSERT INTO search (rowid, words) VALUES (:id, :words)"
        connection.execute(text(statement), [{"id": id, "words": " ".join(found)} for id, found in rows])


def find(connection: Connection, wanted: Sequence[str], limit: int) -> tuple[int, list[Place]]:
    """How many texts have all the words, and where the first ones are: the newest entries' own first.

    The last word also stands for those that begin with it.
    """
    if connection.dialect.name == "postgresql":
        query = " & ".join(f"'{word}'{':*' if open_end else ''}" for word, open_end in _marked(wanted))
        matching = "FROM search WHERE words @@ CAST(:query AS tsquery)"
        id = "id"
    else:
        query = " AND ".join(f'"{word}"{"*" if open_end else ""}' for word, open_end in _marked(wanted))
        matching = "FROM search WHERE search MATCH :query"
        id = "rowid"
    total = connection.execute(text(f"SELECT count(*) {matching}"), {"query": query}).scalar_one()
    ids = connection.execute(
        text(f"SELECT {id} {matching} ORDER BY {id} DESC LIMIT :limit"), {"query": query, "limit": limit}
    ).scalars()
    return total, [Place.of(id) for id in ids]


def missing(connection: Connection, kinds: Collection[str]) -> list[int]:
    """The `seq` of each entry of these kinds that is not in the index, in order."""
    query = text(
        "SELECT seq FROM ledger WHERE kind IN :kinds "
        f"AND NOT EXISTS (SELECT 1 FROM {_rows(connection)} WHERE id = ledger.seq) ORDER BY seq"
    )
    query = query.bindparams(bindparam("kinds", list(kinds), expanding=True))
    return list(connection.execute(query).scalars())


def known(connection: Connection, seqs: Collection[int]) -> set[int]:
    """Which of these entries are in the index."""
    query = text(f"SELECT id FROM {_rows(connection)} WHERE id IN :seqs")
    query = query.bindparams(bindparam("seqs", list(seqs), expanding=True))
    return set(connection.execute(query).scalars())


def clear(connection: Connection) -> None:
    """Empty the index; this also mends one that is damaged."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("DELETE FROM search"))
    else:
        connection.execute(text("INSERT INTO search (search) VALUES ('delete-all')"))


def _rows(connection: Connection) -> str:
    """The table that has a row for each indexed text; FTS5 keeps one of its own."""
    return "search" if connection.dialect.name == "postgresql" else "search_docsize"


def _marked(wanted: Sequence[str]) -> list[tuple[str, bool]]:
    """Each word, and whether it stands for all that begin with it."""
    return [(word, at == len(wanted) - 1 and is_prefix(word)) for at, word in enumerate(wanted)]
