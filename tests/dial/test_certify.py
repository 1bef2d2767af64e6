"""The certificate: what it says, what it lacks, and that it is wrong no more often than it says."""

from __future__ import annotations

from itertools import count

import numpy as np
import pytest
import scipy

from app.core.errors import DialError
from app.core.plan import Assessment, SurvivalRule, Verdict
from app.dial.certificate import Certificate, Shortfall
from app.dial.certify import certify, check
from app.dial.intervals import Share, lower_bound
from app.dial.outcome import Grid, GridPoint, Outcome


def _of(label: bool, chances: list[float], tokens: int, verdict: Verdict = Verdict.ADVANCE) -> list[Outcome]:
    """An outcome for each P(advance)."""
    kind = "g" if label else "b"
    return [Outcome(f"{kind}{n}", 0, label, label, verdict, p, tokens, True) for n, p in enumerate(chances)]


def _list(good: list[float], bad: list[float], tokens: int) -> list[Outcome]:
    return _of(True, good, tokens) + _of(False, bad, tokens)


BUDGETS = (0, 32, 64)


def _grid() -> Grid:
    """Without thinking nothing is told apart; with 32 tokens little, with 64 much."""
    return {
        GridPoint(0): _list([0.5] * 200, [0.5] * 100, 0),
        GridPoint(32): _list([0.6] * 196 + [0.2] * 4, [0.3] * 40 + [0.7] * 60, 30),
        GridPoint(64): _list([0.9] * 198 + [0.2] * 2, [0.1] * 80 + [0.95] * 20, 50),
    }


def test_the_smallest_budget_that_discards_enough_is_chosen_with_its_strictest_threshold() -> None:
    found = certify(_grid(), 0.95, 0.9)
    assert isinstance(found, Certificate)
    # The first budget keeps the good only with all the bad.
    assert [each.point.budget for each in found.certified] == [32, 64]
    assert (found.chosen.point, found.chosen.threshold) == (GridPoint(32), 0.6)
    assert (found.chosen.n, found.chosen.k, found.chosen.tokens) == (200, 196, 30)
    assert found.chosen.bound == pytest.approx(lower_bound(196, 200, 1 - 0.1 / 3))
    assert found.chosen.bound >= 0.95
    assert found.chosen.discard == Share.of(40, 100)
    assert found.rule == SurvivalRule(0.6, keep_unsure=True)
    more = certify(_grid(), 0.95, 0.9, discard=0.5)
    assert isinstance(more, Certificate)
    assert (more.chosen.point, more.chosen.threshold) == (GridPoint(64), 0.9)


def test_if_no_budget_discards_enough_the_one_that_discards_most_is_chosen() -> None:
    found = certify(_grid(), 0.95, 0.9, discard=1)
    assert isinstance(found, Certificate)
    assert found.chosen.point == GridPoint(64)


def test_a_setting_that_discards_nothing_is_no_certificate_unless_asked_for() -> None:
    grid = {GridPoint(8): _list([0.5] * 200, [0.5] * 100, 0)}
    assert isinstance(certify(grid, 0.95), Shortfall)
    found = certify(grid, 0.95, discard=0)
    assert isinstance(found, Certificate)
    assert found.chosen.discard == Share.of(0, 100)


def test_without_bad_ones_the_smallest_budget_is_chosen() -> None:
    found = certify({GridPoint(b): _of(True, [0.5] * 200, b) for b in BUDGETS}, 0.95)
    assert isinstance(found, Certificate)
    assert (found.chosen.point, found.chosen.threshold) == (GridPoint(0), 0.5)
    assert found.chosen.discard is None
    assert found.saving(100, 400).survivors == 100


def test_what_survives_is_what_a_screen_with_that_rule_keeps() -> None:
    random = np.random.default_rng(1)
    verdicts = list(Verdict)
    outcomes = [
        Outcome.labelled(str(n), 0, n < 120, Assessment(verdicts[n % 3], p), 10)
        for n, p in enumerate(random.beta(4, 1, 200).tolist())
    ]
    for keep_unsure in (True, False):
        found = certify({GridPoint(8): outcomes}, 0.8, keep_unsure=keep_unsure, discard=0)
        assert isinstance(found, Certificate)
        kept = [outcome.survives(found.rule) for outcome in outcomes]
        assert found.chosen.k == sum(kept[:120])
        assert found.chosen.discard == Share.of(80 - sum(kept[120:]), 80)


def test_what_is_missing_or_unreadable_was_not_kept_and_the_lowest_seed_counts() -> None:
    good = _of(True, [0.9] * 98, 10) + _of(False, [0.1] * 3, 10)
    unread = Outcome.labelled("g98", 0, True, None, 10)
    absent = Outcome.labelled("g99", 0, True, Assessment(Verdict.ADVANCE, 0.9), 10)
    later = Outcome.labelled("g0", 1, True, Assessment(Verdict.REJECT, 0.0), 10)
    unreadable = Outcome.labelled("b3", 0, False, None, 10)
    found = certify({GridPoint(8): [*good, unread, later, unreadable], GridPoint(16): [absent]}, 0.9)
    assert isinstance(found, Certificate)
    assert (found.chosen.point, found.chosen.n, found.chosen.k) == (GridPoint(8), 100, 98)
    assert found.chosen.discard == Share.of(3, 4)


def test_the_saving_is_that_of_two_passes_against_one() -> None:
    found = certify(_grid(), 0.95, 0.9)
    assert isinstance(found, Certificate)
    saving = found.saving(1_000, deep_tokens=400, good_share=0.1)
    assert saving.survivors == pytest.approx(1_000 * (0.1 * 0.98 + 0.9 * 0.6))
    assert saving.tokens == pytest.approx(1_000 * 30 + saving.survivors * 400)
    assert saving.without == 400_000
    assert saving.share == pytest.approx(1 - saving.tokens / 400_000)
    assert found.saving(1_000, 400).survivors == pytest.approx(1_000 * (2 / 3 * 0.98 + 1 / 3 * 0.6))
    with pytest.raises(DialError, match="A saving needs a list"):
        found.saving(0, 400)


def test_too_few_items_are_told_with_how_many_would_do() -> None:
    grid = {GridPoint(b): _list([0.9] * 40, [0.1] * 40, b) for b in BUDGETS}
    found = certify(grid, 0.95, 0.95)
    assert isinstance(found, Shortfall)
    # All kept: 0.95^n <= 0.05 / 3.
    assert found.least == found.needed == 80
    assert (found.nearest.k, found.nearest.n) == (40, 40)
    enough = {GridPoint(b): _list([0.9] * 80, [0.1] * 40, b) for b in BUDGETS}
    assert isinstance(certify(enough, 0.95, 0.95), Certificate)
    fewer = {GridPoint(b): _list([0.9] * 79, [0.1] * 40, b) for b in BUDGETS}
    assert isinstance(certify(fewer, 0.95, 0.95), Shortfall)


def test_how_many_would_do_is_where_the_same_share_passes() -> None:
    kept = _list([0.9] * 48 + [0.01] * 2, [0.1] * 40, 10)
    found = certify({GridPoint(8): kept}, 0.9)
    assert isinstance(found, Shortfall)
    assert found.nearest.k == 48
    # Of items there are whole ones: 96 % of 99 are 95.
    assert found.needed == next(n for n in count(1) if lower_bound(48 * n // 50, n) >= 0.9)
    assert lower_bound(0.96 * found.needed, found.needed) > 0.9


def test_no_number_of_items_helps_a_budget_that_keeps_too_few() -> None:
    found = certify({GridPoint(8): _list([0.9] * 45 + [0.01] * 5, [0.1] * 40, 10)}, 0.95)
    assert isinstance(found, Shortfall)
    assert found.needed is None
    assert found.least == 59


def test_the_test_part_is_judged_by_the_certified_rule() -> None:
    found = certify(_grid(), 0.95, 0.9)
    assert isinstance(found, Certificate)
    test = {GridPoint(32): _list([0.7, 0.6, 0.1], [0.5, 0.61], 30)}
    held = check(found, test)
    assert (held.recall, held.discard) == (Share.of(2, 3), Share.of(1, 2))
    nothing = check(found, {GridPoint(32): []})
    assert (nothing.recall, nothing.discard) == (None, None)
    with pytest.raises(DialError, match="no budget of 32"):
        check(found, {GridPoint(64): []})


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"recall": 1.0}, r"wanted recall is 1\.0"),
        ({"confidence": 0.0}, r"wanted confidence is 0\.0"),
        ({"discard": 1.5}, r"share to discard is 1\.5"),
        ({"thresholds": (0.5, 0.5)}, "thresholds must rise"),
        ({"grid": {}}, "outcomes at each budget"),
        ({"grid": {GridPoint(0): []}}, "outcomes at each budget"),
        ({"grid": {GridPoint(0): [Outcome.answered("q", 0, True, 5)]}}, "outcomes at each budget"),
        ({"grid": {GridPoint(0): _of(False, [0.5], 5)}}, "no good item"),
    ],
)
def test_what_cannot_be_certified_says_what_to_do(wrong: dict[str, object], sentence: str) -> None:
    with pytest.raises(DialError, match=sentence):
        certify(**{"grid": _grid(), **wrong})  # type: ignore[arg-type]


def test_over_2000_lists_it_is_wrong_no_more_often_than_it_says() -> None:
    # Worlds in which a good item's P(advance) is a Beta(a, 1) number: recall at a threshold t is 1 - t^a.
    # Of 52 items two may be missed at an error of 0.1, and one at a third of it, with hardly any slack.
    lists, n, recall, confidence = 2_000, 52, 0.9, 0.9
    shapes = {GridPoint(0): 6.0, GridPoint(32): 9.0, GridPoint(64): 14.0}
    random = np.random.default_rng(11)
    bad = _of(False, np.linspace(0.02, 0.95, 12).tolist(), 10)
    issued = wrong = wrong_uncorrected = 0
    for _ in range(lists):
        grid = {
            point: _of(True, random.beta(shape, 1, n).tolist(), 10) + bad for point, shape in shapes.items()
        }
        found = certify(grid, recall, confidence)
        if isinstance(found, Certificate):
            issued += 1
            wrong += any(1 - each.threshold ** shapes[each.point] < recall for each in found.certified)
        alone = [certify({point: outcomes}, recall, confidence) for point, outcomes in grid.items()]
        wrong_uncorrected += any(
            1 - each.chosen.threshold ** shapes[each.chosen.point] < recall
            for each in alone
            if isinstance(each, Certificate)
        )
    most = scipy.stats.binom.ppf(0.999, lists, 1 - confidence)
    assert wrong <= most
    # It claims much, it uses up what it is allowed, and without the correction it would be wrong more often.
    assert issued > 0.95 * lists
    assert wrong > 0.3 * (1 - confidence) * lists
    assert wrong_uncorrected > most
