"""What a dial run tells while it runs."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.labelled import Labelled
from app.core.thinking import ChosenFormat
from app.engine.contract import OpenInfo
from app.service.dial_records import Reading


@dataclass(frozen=True, slots=True)
class DialOpened:
    """The engine is ready; decoding begins. `shares`: smaller budgets are read off the largest."""

    opened: OpenInfo
    shares: bool
    thinking: ChosenFormat


@dataclass(frozen=True, slots=True)
class ItemMeasured:
    """Readings of an item, which are in the store by now."""

    item: Labelled
    repetition: int
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class ItemNotMeasured:
    """An item that was refused, failed or cancelled; the store says so too."""

    item: Labelled
    repetition: int
    message: str


@dataclass(frozen=True, slots=True)
class DialProgress:
    """Where the run stands, earlier runs included; `eta` in seconds, None while it cannot be told.

    Attributes:
        done, total, errors: readings, each an item at a point of the grid; items that could not be measured.
        generated, separate: tokens that were generated, and that separate runs of all points would have.
        seconds: of this run, since decoding began.
    """

    done: int
    total: int
    errors: int
    generated: int
    separate: int
    seconds: float
    eta: float | None


DialEvent = DialOpened | ItemMeasured | ItemNotMeasured | DialProgress
