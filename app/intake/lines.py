"""Plain text: one hypothesis a line; a blank line is a separator, not a row."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.sentence import Sentence
from app.intake.rows import UNNAMED, Format, Record, Row, Source


def read(source: Source) -> Iterator[Row]:
    """Every line that is not blank, as it stands."""
    for number, line in enumerate(source.text.split("\n"), start=1):
        if line.strip():
            yield Record(number, ((UNNAMED, line),))


FORMAT = Format(Sentence("plain lines"), (), lambda source: bool(source.text.strip()), read)
