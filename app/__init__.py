"""Winnow: two-pass screening of research hypotheses under a measured thinking budget."""

__version__ = "0.1.0"
