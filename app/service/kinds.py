"""The kinds of facts that the services write into the ledger."""

from __future__ import annotations

LIST_IMPORTED = "list imported"
PLAN_SEALED = "plan sealed"
RUN_STARTED = "run started"
PASS_COMPLETED = "pass completed"
PASS_FAILED = "pass failed"
PASS_CANCELLED = "pass cancelled"
ENGINE_CRASHED = "engine crashed"
RUN_INTERRUPTED = "run interrupted"
SCREEN_COMPLETED = "screen completed"
JUDGED = "human judgement"
EXPORTED = "screen exported"
GENERATION_COMPLETED = "generation completed"
GENERATION_FAILED = "generation failed"
TRACE_REPLAYED = "trace replayed"
BUNDLE_IMPORTED = "bundle imported"
MODEL_INSTALLED = "model installed"
MODEL_VERIFIED = "model verified"
MODEL_REMOVED = "model removed"
DEFAULT_MODEL_CHOSEN = "default model chosen"

RUN_ENDED = (RUN_INTERRUPTED, ENGINE_CRASHED, SCREEN_COMPLETED)
