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
        began, moved: monotonic seconds of the first and of the latest news.
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

    @property
    def reading(self) -> bool:
        """Whether the prompt is still being read."""
        return not self.thinking and not self.answer

    @property
    def answering(self) -> bool:
        """Whether the thinking is over."""
        return bool(self.answer)

    def take(self, event: PromptProgress | Chunk) -> None:
        """Bring it up to date."""
        self.moved = monotonic()
        if isinstance(event, PromptProgress):
            self.prompt_done, self.prompt_total = event.done, event.total
            return
        self.tokens = event.tokens
        part = self.thinking if event.phase is Phase.THINKING else self.answer
        part.append(Segment(event.text, event.reason))
