"""Hypothesis lists from files and from pasted text."""

from __future__ import annotations

from app.intake.assemble import RawList
from app.intake.columns import ROLES
from app.intake.labels import labelled, read_labelled
from app.intake.read import MAX_BYTES, SUFFIXES, read_list, read_rows, read_text

__all__ = [
    "MAX_BYTES",
    "ROLES",
    "SUFFIXES",
    "RawList",
    "labelled",
    "read_labelled",
    "read_list",
    "read_rows",
    "read_text",
]
