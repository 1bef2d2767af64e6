"""Hypothesis lists from files and from pasted text."""

from __future__ import annotations

from app.intake.read import MAX_BYTES, SUFFIXES, read_list, read_text

__all__ = ["MAX_BYTES", "SUFFIXES", "read_list", "read_text"]
