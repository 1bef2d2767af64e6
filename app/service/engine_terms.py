"""What of an engine decides tokens beside the model's file: two that differ in it are not one measurement."""

from __future__ import annotations

from app.core.sentence import Sentence
from app.service.records import Json

_NAMES = ("engine", "build", "system", "devices", "exactness")


def engine_terms(engine: Json) -> Json:
    """By name, what decides tokens of an engine as `records.engine_record` has it."""
    named = {name: engine[name] for name in _NAMES}
    return {**named, "kv_type": engine["load"]["kv_type"], "plainer": left_out(engine)}


def left_out(engine: Json) -> str:
    """What an engine that was stepped down leaves out; empty where it ran as it was asked to."""
    plainer = engine.get("plainer")  # Older records have no such key.
    return str(plainer["runs"]) if plainer else ""


def changed_terms(then: Json, now: Json) -> str:
    """The terms in which two engine records differ, as "name: then / now"; empty where in none."""
    before, after = engine_terms(then), engine_terms(now)
    return "; ".join(
        f"{name}: {short(value)} / {short(after[name])}"
        for name, value in before.items()
        if value != after[name]
    )


def short(value: object) -> str:
    """A term as a person reads it: the beginning of a digest, and "none" for nothing."""
    if isinstance(value, Sentence):
        return value
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text[:12] if len(text) == 64 else text or "none"
