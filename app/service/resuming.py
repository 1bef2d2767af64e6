"""What a stopped screen goes on with: the model and the settings that it last ran or was sealed with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.core.dial_plan import DialPlan
from app.core.errors import ModelError, PromptError
from app.core.plan import ScreeningPlan
from app.core.thinking import ThinkingFormat
from app.engine.contract import Engine, EngineSettings, ModelInfo
from app.service import paths
from app.service.model_choice import Chosen, moved
from app.service.records import Json, thinking_from_record
from app.service.thinking import format_for

if TYPE_CHECKING:
    from app.service.screens import Screen
    from app.store import Store


def sealed_load(settings: EngineSettings) -> Json:
    """How the model was loaded that a plan was sealed with: what a run that never began would not tell."""
    path = str(settings.model.absolute())
    return {"model": path, "kv_type": settings.kv_type, "exact": settings.exact}


class Stopped(Protocol):
    """A screen or a dial run, as the ledger tells it."""

    @property
    def plan(self) -> ScreeningPlan | DialPlan:
        """What was sealed."""

    @property
    def sealed_load(self) -> Json:
        """As `sealed_load` made it; empty where that was not recorded."""

    @property
    def engine(self) -> Json:
        """As `records.engine_record` has it; empty where it never ran."""


def recorded_model(store: Store, stopped: Stopped) -> Chosen | None:
    """The model that it last ran or was sealed with, where it is now; None where that was not recorded."""
    path = stopped.engine.get("model", {}).get("path") or stopped.sealed_load.get("model")
    if not path:
        return None
    found = Path(path).absolute()
    if not found.exists() and found.name == paths.DEMO_MODEL.name:
        found = paths.DEMO_MODEL  # Recorded where the program lay elsewhere.
    return moved(store, found, stopped.plan.model_sha256) or Chosen(found)


def as_sealed(sealed: Json, base: EngineSettings) -> EngineSettings:
    """The settings, with those that can change a token as they were when a plan was sealed."""
    return replace(base, kv_type=sealed["kv_type"], exact=sealed["exact"]) if sealed else base


def as_before(screen: Screen, base: EngineSettings) -> EngineSettings:
    """The settings, with those that can change a token as when the screen last ran, or was sealed."""
    load = screen.engine.get("load")
    if load is None:
        return as_sealed(screen.sealed_load, base)
    # A step of a single row is only ever decoded where exactness was not asked for, or not to be had.
    return replace(base, kv_type=load["kv_type"], exact=load["min_rows"] > 1)


def format_as_sealed(
    screen: Screen, engine: Engine, model: ModelInfo, formats: tuple[ThinkingFormat, ...]
) -> ThinkingFormat:
    """The thinking format in which a loaded model goes on with a screen.

    Raises:
        ModelError: it is not the plan's model.
        BudgetError, PromptError: the format is not what it was, or there is none of that name.
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
    thinking = format_for(engine, model, formats, plan.format)
    if screen.thinking and thinking_from_record(screen.thinking) != thinking:
        raise PromptError(
            "The thinking format {!r} was edited since this screen began; put "
            "resources/thinking_formats.toml back to what it was, or start a new screen.",
            thinking.name,
        )
    return thinking
