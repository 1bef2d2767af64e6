"""From when on an engine counts as silent, and what is said of it."""

from __future__ import annotations

from app.core.sentence import Sentence

# Seconds without getting on. A step of a large model on a slow processor takes a few.
LONG = 15.0
SENTENCE = Sentence(
    "The engine has given no sign of life for 15 seconds: the machine is overloaded, or its process or GPU "
    "hangs. What was completed is kept."
)
