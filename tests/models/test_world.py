"""The demo world: labels follow from facts, and what the model is measured on is never trained on."""

from __future__ import annotations

import csv
import io
import itertools
import random
from dataclasses import astuple, replace
from pathlib import Path

import pytest
import thinking
import world
from world import CHECKS, Facts

EXAMPLES = Path(__file__).parents[2] / "resources" / "examples"
GOOD = Facts(
    universe="US small caps",
    signal="news tone",
    holding="weekly",
    variants=30,
    t=36,
    gross=40,
    cost=20,
    look_ahead="inputs are from the prior close",
    survivorship="the dead names are included",
    years=9,
    factor="momentum",
    remains=True,
    payer="insurers",
)
FAILURES = (
    ("multiple testing", {"t": 24}),
    ("costs", {"gross": 12}),
    ("look-ahead", {"look_ahead": "it uses restated figures"}),
    ("survivorship", {"survivorship": "only today's members are used"}),
    ("sample length", {"years": 3}),
    ("confounds", {"remains": False}),
    ("mechanism", {"payer": ""}),
)


def drawn(seed: int, count: int, held_out: bool) -> list[Facts]:
    return [facts for facts, _ in itertools.islice(world.stream(seed, held_out), count)]


def test_a_hypothesis_is_good_if_all_seven_checks_pass() -> None:
    assert GOOD.good
    assert GOOD.passes() == (True,) * 7


@pytest.mark.parametrize(("check", "change"), FAILURES)
def test_one_failed_check_makes_it_bad(check: str, change: dict[str, object]) -> None:
    bad = replace(GOOD, **change)
    assert not bad.good
    assert [name for name, fine in zip(CHECKS, bad.passes(), strict=True) if not fine] == [check]
    assert thinking.check_line(bad, CHECKS.index(check)).endswith("Fail.")
    assert thinking.check_line(GOOD, CHECKS.index(check)).endswith("Pass.")


def test_about_four_in_ten_are_good() -> None:
    share = sum(facts.good for facts in drawn(3, 4_000, held_out=False)) / 4_000
    assert 0.37 < share < 0.43


def test_a_seed_gives_the_same_world_again() -> None:
    def told(seed: int) -> list[world.Written]:
        return [world.write(facts, rng) for facts, rng in itertools.islice(world.stream(seed, False), 50)]

    assert told(11) == told(11)
    assert told(11) != told(12)


@pytest.mark.parametrize("seed", [1, 2, 400])
def test_training_and_held_out_facts_never_meet(seed: int) -> None:
    assert not any(facts.held_out for facts in drawn(seed, 3_000, held_out=False))
    assert all(facts.held_out for facts in drawn(seed, 300, held_out=True))


def test_the_held_out_side_is_a_tenth_and_depends_on_the_facts_alone() -> None:
    rng = random.Random(5)
    facts = [world.draw_facts(rng) for _ in range(5_000)]
    assert 0.08 < sum(f.held_out for f in facts) / len(facts) < 0.12
    assert all(Facts(*astuple(f)).held_out == f.held_out for f in facts)


@pytest.mark.parametrize(
    ("name", "seed", "rows"), [("demo-hypotheses.csv", 40, 40), ("demo-labelled.csv", 400, 400)]
)
def test_the_shipped_lists_are_what_the_world_writes(name: str, seed: int, rows: int) -> None:
    text = (EXAMPLES / name).read_bytes().decode("utf-8").replace("\r\n", "\n")
    assert text == world.examples()[name]
    read = list(csv.DictReader(io.StringIO(text)))
    assert len({row["id"] for row in read}) == rows
    assert len({row["statement"] for row in read}) == rows


def test_every_shipped_row_comes_from_the_held_out_side_with_its_own_label(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    used: list[Facts] = []
    write = world.write

    def watched(facts: Facts, rng: random.Random, columns: bool | None = None) -> world.Written:
        used.append(facts)
        return write(facts, rng, columns)

    monkeypatch.setattr(world, "write", watched)
    lists = world.examples()
    assert len(used) == 440
    assert all(facts.held_out for facts in used)
    labels = [row["label"] for row in csv.DictReader(io.StringIO(lists["demo-labelled.csv"]))]
    assert labels == ["advance" if facts.good else "reject" for facts in used[-400:]]
