"""What t-statistic a study's own data must show once many hypotheses were looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from math import fsum
from statistics import NormalDist

from app.core.errors import ReportError

LEVEL = 0.05


class Correction(Enum):
    """A correction for multiple tests: its formula for the k-th smallest of M p-values, and its source."""

    BONFERRONI = (
        "Bonferroni",
        "p(k) ≤ level / M, for every k",
        "C. E. Bonferroni (1936)",
    )
    HOLM = (
        "Holm",
        "p(k) ≤ level / (M + 1 - k), from k = 1 until one fails",
        "S. Holm, Scandinavian Journal of Statistics 6 (1979), 65-70",
    )
    BHY = (
        "Benjamini-Hochberg-Yekutieli",
        "p(k) ≤ k level / (M c(M)), c(M) = 1 + 1/2 + ... + 1/M, for the largest such k and all before it",
        "Y. Benjamini and D. Yekutieli, Annals of Statistics 29 (2001), 1165-1188",
    )

    def __init__(self, title: str, formula: str, source: str) -> None:
        self.title, self.formula, self.source = title, formula, source


@dataclass(frozen=True, slots=True)
class Hurdle:
    """The |t| that a correction asks for.

    Attributes:
        first: of the most significant of the tests (k = 1).
        last: of the least significant one (k = M), where all before it have passed.
    """

    correction: Correction
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class Trials:
    """How many hypotheses a store's screens have looked at, and what that implies.

    Attributes:
        distinct: hypotheses, told apart by their normalised text, of which at least one pass was completed.
        listed: distinct hypotheses in all sealed lists, screened or not.
        screens: sealed screens.
        passes: completed passes.
        through: the newest ledger entry that was counted; 0 where there is none.
        level: two-sided significance level of all tests together.
        hurdles: none where nothing was screened.
    """

    distinct: int
    listed: int
    screens: int
    passes: int
    through: int
    level: float
    hurdles: tuple[Hurdle, ...]


def hurdles(tests: int, level: float = LEVEL) -> tuple[Hurdle, ...]:
    """The two-sided t-hurdles of that many tests, by the normal limit of the t distribution.

    Source: C. R. Harvey, Y. Liu and H. Zhu, "... and the Cross-Section of Expected Returns", Review of
    Financial Studies 29 (2016), 5-68. Bonferroni and Holm bound the chance of any false
    discovery, Benjamini-Hochberg-Yekutieli the expected share of false ones among the discoveries.

    Raises:
        ReportError: the level is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise ReportError("The level is {0}; it must lie between 0 and 1, such as {1}.", level, LEVEL)
    if tests < 1:
        return ()
    harmonic = fsum(1 / j for j in range(1, tests + 1))
    return (
        Hurdle(Correction.BONFERRONI, _t(level / tests), _t(level / tests)),
        Hurdle(Correction.HOLM, _t(level / tests), _t(level)),
        Hurdle(Correction.BHY, _t(level / (tests * harmonic)), _t(level / harmonic)),
    )


def _t(p: float) -> float:
    """The |t| whose two-sided p-value is p; from the lower tail, where no digits are lost."""
    return -NormalDist().inv_cdf(p / 2)
