"""A pass while it runs: what has come of its trace so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic

from app.core.plan import PassKind
from app.core.trace import Segment
from app.service.events import Chunk, Phase, PromptProgress


@dataclass(slots=True)
class LiveTrace:
    """The text of one running pass.

    Attributes:
        prompt_done, prompt_total: prompt tokens; the total is 0 until the engine has said it.
        tokens: thinking and answer tokens so far.
        began, moved: monotonic seconds of the first and of the latest news; a pause is left out.
        stood: monotonic seconds since when its clock stands still; None while it runs.
        over: whether nothing follows any more.
    """

    title: str
    kind: PassKind | None
    budget: int | None
    prompt_done: int = 0
    prompt_total: int = 0
    tokens: int = 0
    thinking: list[Segment] = field(default_factory=list)
    answer: list[Segment] = field(default_factory=list)
    began: float = field(default_factory=monotonic)
    moved: float = field(default_factory=monotonic)
    stood: float | None = None
    over: bool = False

    @property
    def now(self) -> float:
        """The clock, in monotonic seconds."""
        return monotonic() if self.stood is None else self.stood

    @property
    def reading(self) -> bool:
        """Whether the prompt is still being read."""
        return not self.thinking and not self.answer

    @property
    def answering(self) -> bool:
        """Whether the thinking is over."""
        return bool(self.answer)

    def stand(self, still: bool) -> None:
        """Let the clock stand still, or go on."""
        if still and self.stood is None:
            self.stood = monotonic()
        elif not still and self.stood is not None:
            stood = monotonic() - self.stood
            self.began += stood
            self.moved += stood
            self.stood = None

    def end(self) -> None:
        """Nothing follows."""
        self.stand(True)
        self.over = True

    def take(self, event: PromptProgress | Chunk) -> None:
        """Bring it up to date."""
        self.moved = self.now
        if isinstance(event, PromptProgress):
            self.prompt_done, self.prompt_total = event.done, event.total
            return
        self.tokens = event.tokens
        part = self.thinking if event.phase is Phase.THINKING else self.answer
        part.append(Segment(event.text, event.reason))
