"""Two screens side by side: which verdicts differ, and under which budgets."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.hypothesis import Hypothesis
from app.core.plan import PassKind
from app.service.screens import Screen


@dataclass(frozen=True, slots=True)
class Side:
    """What one screen made of a hypothesis; `verdict` is the final one, None where it is not settled."""

    verdict: str | None
    p_advance: float | None
    thinking_tokens: int
    budget: int | None
    decided_by: PassKind | None


@dataclass(frozen=True, slots=True)
class Pair:
    """One hypothesis that both screens have."""

    hypothesis: Hypothesis
    first: Side
    second: Side

    @property
    def changed(self) -> bool:
        """Whether the final verdicts differ."""
        return self.first.verdict != self.second.verdict


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two screens, matched by the hypotheses' normalised text.

    Attributes:
        differences: what of the plans differs, as (field, first, second).
        only_first, only_second: how many hypotheses the other screen does not have.
    """

    pairs: tuple[Pair, ...]
    differences: tuple[tuple[str, str, str], ...]
    only_first: int
    only_second: int

    @property
    def changed(self) -> tuple[Pair, ...]:
        """The pairs whose final verdicts differ."""
        return tuple(pair for pair in self.pairs if pair.changed)


def compare(first: Screen, second: Screen) -> Comparison:
    """Match two screens."""
    others = {h.normalised(): h for h in second.source.hypotheses}
    pairs = [
        Pair(h, _side(first, h), _side(second, others[text]))
        for h in first.source.hypotheses
        if (text := h.normalised()) in others
    ]
    one, two = _flat(first.plan.record()), _flat(second.plan.record())
    keys = dict.fromkeys((*one, *two))
    differences = tuple(
        (key, one.get(key, ""), two.get(key, "")) for key in keys if one.get(key) != two.get(key)
    )
    return Comparison(
        tuple(pairs),
        differences,
        len(first.source.hypotheses) - len(pairs),
        len(second.source.hypotheses) - len(pairs),
    )


def _side(screen: Screen, hypothesis: Hypothesis) -> Side:
    deciding = screen.deep_of(hypothesis) or screen.triage_of(hypothesis)
    return Side(
        verdict=screen.final_verdict(hypothesis),
        p_advance=deciding.assessment.p_advance if deciding else None,
        thinking_tokens=deciding.generation["thinking_tokens"] if deciding else 0,
        budget=deciding.generation["budget"]["max_tokens"] if deciding else None,
        decided_by=deciding.kind if deciding else None,
    )


def _flat(record: object, path: str = "") -> dict[str, str]:
    """A nested record as dotted keys and their values as text."""
    if not isinstance(record, dict):
        return {path: "" if record is None else str(record)}
    flat: dict[str, str] = {}
    for key, value in record.items():
        flat |= _flat(value, f"{path}.{key}" if path else str(key))
    return flat
