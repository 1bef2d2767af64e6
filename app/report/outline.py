"""A report's nine sections in their order."""

from __future__ import annotations

from app.report.blocks import Document, code, own, said
from app.report.facts import Report
from app.report.method import method
from app.report.passage import passage
from app.report.proof import trials, verification
from app.report.reading import reading
from app.report.record import overrides
from app.report.results import flips, verdicts
from app.report.scope import scope
from app.report.words import LONGEST


def outline(report: Report) -> Document:
    """The document that every format is written from."""
    return Document(
        title="Screening report",
        subtitle=(*said(report.source.name, LONGEST), *own(", screen "), *code(report.screen_id)),
        screen_id=report.screen_id,
        at=report.head.at,
        sections=(
            scope(report),
            passage(report),
            method(report),
            verdicts(report),
            flips(report),
            overrides(report),
            trials(report),
            reading(report),
            verification(report),
        ),
    )
