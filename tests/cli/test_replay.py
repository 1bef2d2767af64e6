"""`replay`: grades on stdout, exit code 0 only if all are identical."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.command import Command, Outcome
from tests.support.screens import copy_with_another_id

Inside = Callable[..., Outcome]
ROWS = "id,hypothesis\nA,Costs of 20 bps exceed the gross edge of 10 bps.\nB,The dead names are left out.\n"


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """A command line over a store with one small screen."""
    folder = tmp_path_factory.mktemp("replay")
    winnow = Command(folder)
    path = folder / "two.csv"
    path.write_text(ROWS)
    options = ["--triage-budget", 12, "--deep-budget", 20, "--temperature", 0.7, "--audit-rejects", 1]
    assert winnow("screen", path, *options).code == 0
    return winnow


def test_a_screen_is_identical_in_another_process_and_at_another_width(command: Command) -> None:
    done = command("replay", "--screen", "last", "--parallel", 3, "--json")
    assert done.code == 0, done.err
    document = done.document
    assert document["total"] == document["identical"] == len(document["results"]) == 4
    assert {result["grade"] for result in document["results"]} == {"identical"}


def test_an_edited_token_is_found_where_it_is(command: Command, inside: Inside, tmp_path: Path) -> None:
    copy_with_another_id(command.store, tmp_path / "edited.sqlite", hypothesis="B", at=2)
    options = ["--screen", "last", "--store", tmp_path / "edited.sqlite", "--parallel", 4, "--prefill"]
    told = inside("replay", *options)
    assert told.code == 1
    assert "B triage" in told.out
    assert "Id 2 differs: recorded 'g', now" in told.out
    assert told.out.endswith("3 of 4 identical, 1 diverged\n")


def test_one_trace_and_a_sample(command: Command, inside: Inside) -> None:
    options = ["--store", command.store]
    asked = ["--screen", "last", "--sample", 2, "--seed", 1, "--prefill", "--json"]
    sampled = inside("replay", *asked, *options).document
    assert sampled["total"] == 2
    one = sampled["results"][1]["trace_id"]
    alone = inside("replay", one[:10], *options)
    assert alone.code == 0
    assert f"({one}): identical" in alone.out
    assert alone.out.endswith("1 of 1 identical\n")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ([], 2, "name either a trace or, with --screen, a screen"),
        (["abc", "--screen", "last"], 2, "name either a trace or, with --screen, a screen"),
        (["abc", "--sample", 2], 2, "--sample goes with --screen"),
        (["abc"], 3, "there is no trace 'abc'"),
        (["--screen", "nothing"], 3, "there is no screen 'nothing'"),
        (["--screen", "last", "--model", "none.gguf"], 3, "none.gguf; give the path"),
    ],
)
def test_what_cannot_be_replayed_is_told(
    command: Command, inside: Inside, arguments: list[object], code: int, told: str
) -> None:
    done = inside("replay", *arguments, "--store", command.store)
    assert done.code == code
    assert told in done.err
    assert not done.out
