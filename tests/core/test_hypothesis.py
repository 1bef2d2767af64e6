"""When two hypotheses count as the same, and what a list says it received."""

from __future__ import annotations

from app.core.hypothesis import Hypothesis, HypothesisList, RejectedRow


def test_case_spacing_and_width_do_not_make_a_difference() -> None:
    one = Hypothesis(
        "1", "Drift", "Stocks  DRIFT\u00a0after\nearnings.", (("universe", "\uff35\uff33"),), 3, "good"
    )
    two = Hypothesis("2", "drift", "stocks drift after earnings.", (("universe", "us"),), 9)
    assert one.normalised() == two.normalised()
    assert Hypothesis("3", "drift", "stocks drift before earnings.").normalised() != one.normalised()


def test_every_row_is_counted_once() -> None:
    read = HypothesisList(
        "list.csv",
        "0" * 64,
        (Hypothesis("1", "", "a"), Hypothesis("2", "", "b")),
        (RejectedRow(4, "a duplicate of row 2", "a", of_row=2),),
        (RejectedRow(5, "empty", ""),),
    )
    assert read.received == 4
