"""What a certificate of recall says, or what is short of one."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.errors import DialError
from app.core.plan import SurvivalRule
from app.dial.intervals import Share
from app.dial.outcome import GridPoint


@dataclass(frozen=True, slots=True)
class Candidate:
    """A triage budget with a threshold on P(advance), as the calibration items saw it.

    Attributes:
        n: good calibration items.
        k: those of them that survive.
        bound: from below of recall at this setting alone, by Clopper-Pearson: corrected for the number of
            points, and not for choosing the threshold. What is certified is the wanted recall, not this.
        discard: share of the bad calibration items that is discarded; None without bad ones.
        tokens: mean thinking tokens of a generation at this budget.
    """

    point: GridPoint
    threshold: float
    n: int
    k: int
    bound: float
    discard: Share | None
    tokens: float


@dataclass(frozen=True, slots=True)
class Saving:
    """What triage saves on a list: an estimate from the calibration items, not certified.

    Attributes:
        listed: hypotheses on the list.
        survivors: of them, expected.
        tokens: thinking tokens of both passes.
        without: thinking tokens if all went to the deep pass at once.
    """

    listed: int
    survivors: float
    tokens: float
    without: float

    @property
    def share(self) -> float:
        """Share of the thinking that is saved; negative where triage costs more than it saves."""
        return 1 - self.tokens / self.without


@dataclass(frozen=True, slots=True)
class Certificate:
    """Shown on the calibration items: recall is at least `recall`, at a confidence that counts all trials.

    It holds for hypotheses like the labelled ones, for these labels, and for this model, prompt and engine.

    Attributes:
        recall, confidence: as wanted.
        keep_unsure: whether an unsure verdict survives whatever its P(advance).
        searched: points that the confidence is corrected for.
        chosen: the smallest point that discards enough, with its strictest certified threshold.
        certified: of every point that has one, its strictest certified threshold, by rising budget; but none
            that discards nothing. All hold at once.
    """

    recall: float
    confidence: float
    keep_unsure: bool
    searched: int
    chosen: Candidate
    certified: tuple[Candidate, ...]

    @property
    def rule(self) -> SurvivalRule:
        """Who survives a triage under this certificate."""
        return SurvivalRule(self.chosen.threshold, self.keep_unsure)

    def saving(self, listed: int, deep_tokens: float, good_share: float | None = None) -> Saving:
        """What a screen of `listed` hypotheses would save.

        Args:
            deep_tokens: mean thinking tokens of a deep pass.
            good_share: of the list, 0 to 1; None takes the calibration items'.

        Raises:
            DialError: no hypotheses, no tokens, or a share that is not from 0 to 1.
        """
        if listed < 1 or deep_tokens <= 0 or not 0 <= (good_share or 0) <= 1:
            raise DialError("A saving needs a list, a deep pass that thinks, and a share of good ones.")
        chosen, discard = self.chosen, self.chosen.discard
        kept_bad = 1 - discard.value if discard else 1.0
        if good_share is None:
            good_share = chosen.n / (chosen.n + (discard.n if discard else 0))
        survivors = listed * (good_share * chosen.k / chosen.n + (1 - good_share) * kept_bad)
        return Saving(
            listed, survivors, listed * chosen.tokens + survivors * deep_tokens, listed * deep_tokens
        )


@dataclass(frozen=True, slots=True)
class Shortfall:
    """No certificate: what was nearest to one, and how many good calibration items would do.

    Attributes:
        nearest: the candidate with the highest recall among those that discard enough.
        least: good items below which no result could be enough, as every one of them would have to be kept.
        needed: good items at which the share that `nearest` keeps would be enough; None where it is not above
            the wanted recall, so that no number is: a larger budget or a lower recall is then the way.
    """

    recall: float
    confidence: float
    searched: int
    nearest: Candidate
    least: int
    needed: int | None


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What the certified setting did on items that had no part in finding it; None where there are none."""

    recall: Share | None
    discard: Share | None
