"""What the reckoning of memory proposes, as preferences that the user can take over."""

from __future__ import annotations

from dataclasses import replace

from app.service.fit import Fit
from app.service.model_tasks import Loading
from app.ui.preferences import Preferences


def how_to_load(value: Preferences) -> Loading:
    """How models are loaded under these preferences."""
    layers = None if value.gpu_layers < 0 else value.gpu_layers
    return Loading(value.parallel, layers, value.kv_type, value.exact, max(0, value.context) or None)


def proposed(value: Preferences, found: Fit, *, gpu: bool) -> Preferences | None:
    """The preferences with the best setting that fits; None where there is none, or they are so already.

    Args:
        found: reckoned for how these preferences load models.
        gpu: whether there is one; without, the layers on it stay as they are, for a machine that has one.
    """
    best = found.best
    if best is None:
        return None
    layers = -1 if best.gpu_layers == found.layers else best.gpu_layers
    new = replace(
        value,
        parallel=best.parallel,
        kv_type=best.kv_type,
        gpu_layers=layers if gpu else value.gpu_layers,
        context=value.context if best.context == found.asked.context else best.context,
    )
    return None if new == value else new
