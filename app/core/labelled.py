"""A list whose truth is known: each hypothesis with its label, or each question with its expected answer."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.hypothesis import Hypothesis, HypothesisList, RejectedRow


@dataclass(frozen=True, slots=True)
class Labelled:
    """One item: either a label or an expected answer.

    Attributes:
        good: whether the hypothesis is a good one; None for a question.
        answer: the expected answer as written; "" for a hypothesis.
    """

    hypothesis: Hypothesis
    good: bool | None = None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class LabelledList:
    """What intake made of a labelled source.

    Attributes:
        source: the list; its `hypotheses` are those of `items`, in order.
        unlabelled: rows that hold a hypothesis but no label or answer that can be read, and why.
    """

    source: HypothesisList
    items: tuple[Labelled, ...]
    unlabelled: tuple[RejectedRow, ...] = ()

    @property
    def received(self) -> int:
        """Rows that the source held, used or not."""
        return self.source.received + len(self.unlabelled)

    @property
    def questions(self) -> bool:
        """Whether the items are questions with expected answers."""
        return bool(self.items) and self.items[0].good is None

    @property
    def good(self) -> int:
        """How many items are labelled good."""
        return sum(item.good is True for item in self.items)

    @property
    def bad(self) -> int:
        """How many items are labelled bad."""
        return sum(item.good is False for item in self.items)
