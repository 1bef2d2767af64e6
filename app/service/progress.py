"""Where a run stands, and how much of it is likely left."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the run stands. `eta` is in seconds, None while it cannot be told."""

    triage_done: int
    triage_total: int
    survivors: int
    deep_done: int
    deep_known: int
    errors: int
    tokens: int
    seconds: float
    eta: float | None

    @property
    def tokens_per_second(self) -> float:
        """Thinking and answer tokens per second since decoding began."""
        return self.tokens / self.seconds if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class Pace:
    """Passes of one kind that a run has done, and the tokens they took together."""

    passes: int
    tokens: int

    def after(self, tokens: int) -> Pace:
        """With one pass more, of that many tokens."""
        return Pace(self.passes + 1, self.tokens + tokens)


def tokens_left(
    *, triage: Pace, deep: Pace, triage_left: int, deep_left: int, deep_budget: int, running: int
) -> float | None:
    """Tokens still to be generated, from the mean length of each pass and the share of survivors so far.

    Args:
        deep_budget: taken as a deep pass's length until one is done.
        running: tokens that the unfinished passes have generated.

    Returns:
        None while it cannot be told: triage is not done, and no triage pass has shown how long it takes.
    """
    if triage_left and not triage.passes:
        return None
    triage_mean = triage.tokens / triage.passes if triage.passes else 0.0
    deep_mean = deep.tokens / deep.passes if deep.passes else float(deep_budget)
    rising = (deep.passes + deep_left) / triage.passes if triage.passes else 0.0
    expected = triage_left * (triage_mean + rising * deep_mean) + deep_left * deep_mean
    return max(expected - running, 0.0)
