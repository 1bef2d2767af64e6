"""Exact intervals of counted shares, against published and closed values."""

from __future__ import annotations

import pytest

from app.core.interval import clopper_pearson


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        # The closed forms: 1 - 0.025^(1/n) for none, 0.025^(1/n) for all.
        (0, 10, 0.0, 0.30850),
        (3, 3, 0.29240, 1.0),
        (0, 300, 0.0, 0.01222),
        # Tables of exact binomial limits.
        (1, 10, 0.00253, 0.44502),
        (5, 10, 0.18709, 0.81291),
        (5, 100, 0.016432, 0.112835),
    ],
)
def test_the_interval_is_the_published_one(hits: int, of: int, low: float, high: float) -> None:
    assert clopper_pearson(hits, of) == pytest.approx((low, high), abs=5e-6)


def test_hits_and_misses_mirror_each_other_and_large_samples_are_narrow() -> None:
    low, high = clopper_pearson(7, 30)
    assert clopper_pearson(23, 30) == pytest.approx((1 - high, 1 - low))
    low, high = clopper_pearson(5_000, 100_000)
    assert 0.0486 < low < 0.05 < high < 0.0514


@pytest.mark.parametrize(
    ("hits", "of", "confidence"), [(0, 0, 0.95), (-1, 3, 0.95), (4, 3, 0.95), (1, 3, 1.0)]
)
def test_what_has_no_interval_is_a_mistake(hits: int, of: int, confidence: float) -> None:
    with pytest.raises(ValueError, match="no interval"):
        clopper_pearson(hits, of, confidence)
