"""Reliability, Brier score and ROC, against published examples."""

from __future__ import annotations

import numpy as np
import pytest
import scipy

from app.core.errors import DialError
from app.core.plan import Assessment, Verdict
from app.dial.calibration import calibration
from app.dial.intervals import Share
from app.dial.outcome import Outcome

# T. Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters 27 (2006), 861-874, figure 3.
FAWCETT = [
    *[(1, 0.9), (1, 0.8), (0, 0.7), (1, 0.6), (1, 0.55), (1, 0.54), (0, 0.53), (0, 0.52), (1, 0.51)],
    *[(0, 0.505), (1, 0.4), (0, 0.39), (1, 0.38), (0, 0.37), (0, 0.36), (0, 0.35), (1, 0.34), (0, 0.33)],
    *[(1, 0.30), (0, 0.1)],
]


def _outcomes(pairs: list[tuple[int, float]], seeds: int = 1) -> list[Outcome]:
    return [
        Outcome.labelled(str(n), seed, bool(good), Assessment(Verdict.ADVANCE, p), 10)
        for n, (good, p) in enumerate(pairs)
        for seed in range(seeds)
    ]


def test_the_roc_curve_is_the_published_one() -> None:
    found = calibration(_outcomes(FAWCETT))
    assert (found.good, found.bad) == (10, 10)
    steps = {step.threshold: (step.kept_bad, step.kept_good) for step in found.roc}
    # The paper: the point (0.1, 0.5) has the highest accuracy, 70 %, and the threshold 0.54.
    assert steps[0.54] == (0.1, 0.5)
    best = max(found.roc, key=lambda step: step.kept_good - step.kept_bad)
    assert (best.threshold, (best.kept_good + 1 - best.kept_bad) / 2) == (0.54, 0.7)
    first, last = found.roc[0], found.roc[-1]
    assert (first.kept_bad, first.kept_good, last.kept_bad, last.kept_good) == (0, 0, 1, 1)


def test_the_area_is_the_chance_that_a_good_one_is_above_a_bad_one() -> None:
    # The example of scikit-learn's documentation of roc_auc_score.
    assert calibration(_outcomes([(0, 0.1), (0, 0.4), (1, 0.35), (1, 0.8)])).auc == pytest.approx(0.75)
    random = np.random.default_rng(3)
    good, p = random.integers(0, 2, 200), random.integers(0, 11, 200) / 10
    u = scipy.stats.mannwhitneyu(p[good == 1], p[good == 0]).statistic
    found = calibration(_outcomes(list(zip(good.tolist(), p.tolist(), strict=True))))
    assert found.auc == pytest.approx(u / ((good == 1).sum() * (good == 0).sum()))


def test_the_brier_score_is_the_published_one() -> None:
    # The example of scikit-learn's documentation of brier_score_loss.
    found = calibration(_outcomes([(0, 0.1), (1, 0.9), (1, 0.8), (0, 0.3)]))
    assert found.brier == pytest.approx(0.0375)
    assert calibration(_outcomes([(1, 0.5), (0, 0.5)])).brier == 0.25


def test_the_bins_hold_each_outcome_once_and_say_how_many_were_good() -> None:
    found = calibration(_outcomes([(1, 1.0), (1, 0.95), (0, 0.9), (0, 0.5), (1, 0.59), (0, 0.0)]))
    assert [(b.low, b.high) for b in found.bins] == [(0, 0.1), (0.5, 0.6), (0.9, 1)]
    assert [b.predicted for b in found.bins] == pytest.approx([0, 0.545, 0.95])
    assert [b.good for b in found.bins] == [Share.of(0, 1), Share.of(1, 2), Share.of(2, 3)]
    assert sum(b.outcomes for b in found.bins) == 6


def test_repetitions_do_not_narrow_a_bins_interval() -> None:
    once, often = calibration(_outcomes(FAWCETT)), calibration(_outcomes(FAWCETT, seeds=3))
    assert [b.good.n for b in often.bins] == [b.good.n for b in once.bins]
    assert [b.outcomes for b in often.bins] == [3 * b.outcomes for b in once.bins]
    assert (often.brier, often.auc, often.good) == pytest.approx((once.brier, once.auc, once.good))


def test_an_order_needs_good_and_bad_and_a_calibration_a_verdict() -> None:
    found = calibration([*_outcomes([(1, 0.9), (1, 0.2)]), Outcome.labelled("x", 0, False, None, 5)])
    assert (found.roc, found.auc, found.bad) == ((), None, 0)
    with pytest.raises(DialError, match="needs labels"):
        calibration([Outcome.answered("q", 0, True, 10)])
    with pytest.raises(ValueError, match="0 bins"):
        calibration(_outcomes(FAWCETT), bins=0)
