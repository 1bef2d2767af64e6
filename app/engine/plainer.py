"""The steps by which an engine that dies is made plainer, until it runs."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from enum import Enum
from functools import reduce
from typing import Any, Self

from app.core.sentence import Sentence

Json = dict[str, Any]

AS_ASKED = "as asked"
# With FEW_ROWS: sequences in a step, and tokens of a prompt in one decode call.
FEW_SEQUENCES, SHORT_CHUNK = 4, 16


class Step(Enum):
    """What is left out, each added to those before it; the value is how the record names it."""

    NO_EXTRA_BUFFERS = "no extra buffers"
    FEW_ROWS = "fewer rows"
    NO_FLASH_ATTENTION = "no Flash Attention"
    FEWER_LAYERS = "fewer layers on the GPU"
    CPU = "the processor alone"


_WORDS = {
    Step.NO_EXTRA_BUFFERS: Sentence("weights are not repacked for the processor (no extra buffers)"),
    Step.FEW_ROWS: Sentence("fewer sequences and tokens are computed at once"),
    Step.NO_FLASH_ATTENTION: Sentence("Flash Attention is off"),
    Step.FEWER_LAYERS: Sentence("half of the layers go to the GPU"),
    Step.CPU: Sentence("the processor does all the work"),
}
_ON_GPU = (Step.FEWER_LAYERS, Step.CPU)


@dataclass(frozen=True, slots=True)
class Plainer:
    """What was tried, what died of it, and what an engine runs as.

    Attributes:
        steps: those taken, in order.
        tried: what died, in order: "as asked", or the step that was taken last. died: how each ended.
        since: the day on which it was found out, as YYYY-MM-DD.
    """

    steps: tuple[Step, ...]
    tried: tuple[str, ...]
    died: tuple[str, ...]
    since: str

    @classmethod
    def after(cls, before: Plainer | None, step: Step, died: str, today: str) -> Plainer:
        """One step more, since what ran before died."""
        if before is None:
            return cls((step,), (AS_ASKED,), (died,), today)
        tried = before.steps[-1].value
        return cls((*before.steps, step), (*before.tried, tried), (*before.died, died), today)

    @property
    def runs(self) -> str:
        """What runs now, as the record names it."""
        return ", ".join(step.value for step in self.steps)

    @property
    def sentence(self) -> Sentence:
        """What the user is told of it."""
        words = reduce(lambda one, two: Sentence("{0}; {1}", one, two), (_WORDS[step] for step in self.steps))
        return Sentence(
            "llama.cpp ended on this machine ({0}), so it runs plainer: {1}. main.py doctor shows this, and "
            "main.py doctor --forget-plainer tries anew.",
            "; ".join(f"{tried}: {died}" for tried, died in zip(self.tried, self.died, strict=True)),
            words,
        )

    def document(self) -> Json:
        """As JSON, for the record."""
        return {**asdict(self), "steps": [step.value for step in self.steps], "runs": self.runs}

    @classmethod
    def from_document(cls, table: Json) -> Self:
        """The inverse of `document`. Raises KeyError, TypeError or ValueError for anything else."""
        steps = tuple(Step(each) for each in table["steps"])
        tried, died = (tuple(map(str, table[name])) for name in ("tried", "died"))
        if not steps or len(tried) != len(died):
            raise ValueError("a step has no reason, or a reason no step")
        return cls(steps, tried, died, str(table["since"]))


def fitting(known: Plainer | None, *, flash_only: bool, gpu: bool) -> Plainer | None:
    """What is known, without the steps that settings have no use for; None where none is left. See `fits`."""
    steps = tuple(step for step in known.steps if fits(step, flash_only=flash_only, gpu=gpu)) if known else ()
    return replace(known, steps=steps) if known and steps else None


def fits(step: Step, *, flash_only: bool, gpu: bool) -> bool:
    """Whether a step can be taken.

    Args:
        flash_only: whether the cache's type wants Flash Attention.
        gpu: whether layers may be on a GPU.
    """
    return not (flash_only and step is Step.NO_FLASH_ATTENTION) and (gpu or step not in _ON_GPU)


def next_step(taken: tuple[Step, ...], *, flash_only: bool, gpu: bool) -> Step | None:
    """The step to take after these; None where there is none left. See `fits`."""
    left = (step for step in Step if step not in taken and fits(step, flash_only=flash_only, gpu=gpu))
    return next(left, None)
