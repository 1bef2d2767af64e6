"""What a run tells while it runs, and the engine's events that it passes on."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.hypothesis import Hypothesis
from app.core.plan import PassKind
from app.core.thinking import ChosenFormat
from app.engine.contract import Chunk, OpenInfo, Phase, PromptProgress
from app.service.progress import Progress
from app.service.records import PassRecord

__all__ = [
    "Chunk",
    "Live",
    "OpenInfo",
    "Opened",
    "PassDone",
    "PassNotDone",
    "Phase",
    "Progress",
    "PromptProgress",
    "ScreenEvent",
]


@dataclass(frozen=True, slots=True)
class Opened:
    """The engine is ready; decoding begins."""

    opened: OpenInfo
    thinking: ChosenFormat


@dataclass(frozen=True, slots=True)
class PassDone:
    """A pass was completed and is in the store."""

    hypothesis: Hypothesis
    record: PassRecord


@dataclass(frozen=True, slots=True)
class PassNotDone:
    """A pass failed or was cancelled; the store says so too."""

    hypothesis: Hypothesis
    kind: PassKind
    message: str


@dataclass(frozen=True, slots=True)
class Live:
    """Something of a running pass: its prompt's progress, or new text."""

    hypothesis: Hypothesis
    kind: PassKind
    event: PromptProgress | Chunk


ScreenEvent = Opened | PassDone | PassNotDone | Live | Progress
