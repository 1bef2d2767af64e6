"""The steps by which an engine that dies is made plainer, until it runs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
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
    Step.FEW_ROWS: Sentence("few rows are computed at once"),
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
            "llama.cpp ended ({0}) on this machine, so it runs plainer: {1}. main.py doctor shows this, and "
            "main.py doctor --forget-plainer tries anew.",
            self.died[-1],
            words,
        )

    def document(self) -> Json:
        """As JSON, for the record."""
        return {**asdict(self), "steps": [step.value for step in self.steps], "runs": self.runs}

    @classmethod
    def from_document(cls, table: Json) -> Self:
        """The inverse of `document`. Raises KeyError, TypeError or ValueError for anything else."""
        return cls(
            tuple(Step(each) for each in table["steps"]),
            tuple(map(str, table["tried"])),
            tuple(map(str, table["died"])),
            str(table["since"]),
        )


def next_step(taken: tuple[Step, ...], *, flash_only: bool, gpu: bool) -> Step | None:
    """The step to take after these; None where there is none left.

    Args:
        flash_only: whether the cache's type wants Flash Attention.
        gpu: whether layers may be on a GPU.
    """
    for step in Step:
        unfit = (step is Step.NO_FLASH_ATTENTION and flash_only) or (step in _ON_GPU and not gpu)
        if step not in taken and not unfit:
            return step
    return None
