"""What a stopped screen goes on with: the model and the settings that it last ran or was sealed with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.core.errors import ModelError, PromptError
from app.core.thinking import ThinkingFormat, choose_format
from app.engine.contract import EngineSettings, ModelInfo
from app.service.records import Json, thinking_record
from app.service.screens import Screen


def sealed_load(settings: EngineSettings) -> Json:
    """How the model was loaded that a plan was sealed with: what a run that never began would not tell."""
    path = str(settings.model.absolute())
    return {"model": path, "kv_type": settings.kv_type, "exact": settings.exact}


def model_of(load: Json, engine: Json) -> Path | None:
    """Where the model lay that was last run, or else sealed with; None where neither is recorded."""
    path = engine.get("model", {}).get("path") or load.get("model")
    return Path(path).absolute() if path else None


def settings_for(screen: Screen, base: EngineSettings) -> EngineSettings:
    """The settings, with those that can change a token as they were when the screen ran or was sealed."""
    if load := screen.engine.get("load"):
        # A step of a single row is only ever decoded where exactness was not asked for, or not to be had.
        return replace(base, kv_type=load["kv_type"], exact=load["min_rows"] > 1)
    if sealed := screen.sealed_load:
        return replace(base, kv_type=sealed["kv_type"], exact=sealed["exact"])
    return base


def format_for(screen: Screen, model: ModelInfo, formats: tuple[ThinkingFormat, ...]) -> ThinkingFormat:
    """The thinking format in which a loaded model goes on with a screen.

    Raises:
        ModelError: it is not the plan's model.
        PromptError: the format is not what it was.
    """
    plan = screen.plan
    if model.sha256 != plan.model_sha256:
        raise ModelError(
            "This screen was sealed with the model {0} (SHA-256 {1}), and {2} is another; resume with the "
            "same file.",
            plan.model,
            plan.model_sha256[:12],
            model.path,
        )
    thinking = choose_format(formats, model.chat_template, plan.format)
    if screen.thinking and screen.thinking != thinking_record(thinking):
        raise PromptError(
            "The thinking format {!r} was edited since this screen began; put "
            "resources/thinking_formats.toml back to what it was, or start a new screen.",
            thinking.name,
        )
    return thinking
