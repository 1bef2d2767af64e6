"""What a screen will cost: from what this model's runs took, and never above what the plan allows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.core.budget import ThinkingBudget
from app.core.plan import PassKind, ScreeningPlan, SurvivalRule
from app.core.prompt import PromptTemplate
from app.service import paths
from app.service.cost import Experience, cost, experience
from app.service.kinds import RUN_ENDED, RUN_STARTED, SCREEN_COMPLETED
from app.service.progress import Pace
from app.service.records import Json
from app.service.screens import Screen
from app.service.sealing import seal
from app.store import Draft, Store
from tests.support.screens import Loaded, demo_rows, make_plan, run_screen, start, stop_after

ROWS = 6
NOBODY = SurvivalRule(threshold=1.0, keep_unsure=False)


@dataclass(frozen=True, slots=True)
class Past:
    """A store with one screen of six rows, all of which survived."""

    store: Store
    screen: Screen
    end: Json


@pytest.fixture(scope="module")
def past(loose: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Past]:
    with Store.open(tmp_path_factory.mktemp("cost") / "winnow.sqlite") as store:
        screen, _ = run_screen(store, loose, make_plan(loose[1]), demo_rows(ROWS))
        (entry,) = store.entries(kind=SCREEN_COMPLETED)
        yield Past(store, screen, entry.payload)


def lengths(screen: Screen) -> dict[PassKind, list[int]]:
    """The tokens that each pass of a screen took."""
    return {
        kind: [
            record.generation["usage"]["thinking_tokens"] + record.generation["usage"]["answer_tokens"]
            for record in screen.passes.values()
            if record.kind is kind
        ]
        for kind in PassKind
    }


def test_experience_is_what_the_runs_took(past: Past) -> None:
    known = experience(past.store, paths.DEMO_MODEL)
    took = lengths(past.screen)
    assert known.lengths == {
        (PassKind.TRIAGE, 24, 0): Pace(ROWS, sum(took[PassKind.TRIAGE])),
        (PassKind.DEEP, 40, 1): Pace(ROWS, sum(took[PassKind.DEEP])),
    }
    assert (known.triaged, known.survivors) == (ROWS, ROWS)
    tokens = sum(map(sum, took.values()))
    assert tokens >= 200
    assert known.tokens_per_second == tokens / past.end["decoding_seconds"]


def test_another_model_has_shown_nothing(past: Past, tmp_path: Path) -> None:
    other = tmp_path / "other.gguf"
    assert experience(past.store, other) == Experience()
    other.write_bytes(b"GGUF")
    assert experience(past.store, other) == Experience()
    # The same path, and another file since.
    with Store.open(tmp_path / "replaced.sqlite") as store:
        for entry in past.store.entries():
            if entry.kind == RUN_STARTED:
                entry.payload["engine"]["model"]["path"] = str(other)
            store.append([Draft(entry.kind, entry.payload)])
        assert experience(store, other) == Experience()


def test_an_empty_store_has_shown_nothing(store: Store) -> None:
    assert experience(store, paths.DEMO_MODEL) == Experience()


def test_runs_that_were_stopped_add_up(store: Store, loose: Loaded) -> None:
    screen = seal(store, make_plan(loose[1]), demo_rows(3))
    stop_after(start(screen, store, loose), 1)
    stopped = experience(store, paths.DEMO_MODEL)
    done = Screen.load(store, screen.id)
    assert sum(pace.passes for pace in stopped.lengths.values()) == len(done.passes)
    assert stopped.triaged == done.counts()["triaged"]
    list(start(done, store, loose).events())
    whole = experience(store, paths.DEMO_MODEL)
    took = lengths(Screen.load(store, screen.id))
    assert {kind: (pace.passes, pace.tokens) for (kind, _, _), pace in whole.lengths.items()} == {
        kind: (3, sum(tokens)) for kind, tokens in took.items()
    }
    assert (whole.triaged, whole.survivors) == (3, 3)
    assert len([entry for kind in RUN_ENDED for entry in store.entries(kind=kind)]) == 2


def test_a_run_of_few_tokens_says_nothing_of_the_speed(store: Store, loose: Loaded) -> None:
    run_screen(store, loose, make_plan(loose[1], survival=NOBODY), demo_rows(1))
    known = experience(store, paths.DEMO_MODEL)
    assert known.tokens_per_second is None
    assert (known.triaged, known.survivors) == (1, 0)


def test_without_experience_the_most_is_expected(loose: Loaded) -> None:
    plan = make_plan(loose[1])
    found = cost(100, plan.triage, plan.deep, Experience())
    assert found.tokens == found.most_tokens
    assert (found.seconds, found.most_seconds, found.survivors) == (None, None, None)
    nothing = cost(0, plan.triage, plan.deep, Experience())
    assert (nothing.tokens, nothing.most_tokens) == (0, 0)


def test_with_experience_a_like_screen_is_expected_to_take_as_long(past: Past) -> None:
    plan = past.screen.plan
    known = experience(past.store, paths.DEMO_MODEL)
    found = cost(10 * ROWS, plan.triage, plan.deep, known)
    tokens = sum(map(sum, lengths(past.screen).values()))
    assert found.tokens == 10 * tokens
    assert found.survivors == 1
    assert found.seconds == pytest.approx(10 * past.end["decoding_seconds"])
    assert found.most_seconds
    assert found.most_seconds / found.most_tokens == pytest.approx(found.seconds / found.tokens)
    half = cost(10 * ROWS, plan.triage, plan.deep, replace(known, survivors=ROWS // 2))
    deep = sum(lengths(past.screen)[PassKind.DEEP])
    assert half.tokens == 10 * tokens - 5 * deep
    assert half.most_tokens == found.most_tokens


def with_budget(plan: ScreeningPlan, budget: ThinkingBudget) -> ScreeningPlan:
    """The plan with another deep budget."""
    return replace(plan, deep=replace(plan.deep, budget=budget))


def test_the_mean_of_one_budget_says_nothing_of_another(past: Past) -> None:
    known = experience(past.store, paths.DEMO_MODEL)
    plan = past.screen.plan
    triage = sum(lengths(past.screen)[PassKind.TRIAGE])
    without = replace(plan.triage, budget=ThinkingBudget(0))
    answers = cost(ROWS, without, plan.deep, Experience()).tokens - ROWS * 40
    for budget in (ThinkingBudget(400, waits=1), ThinkingBudget(40, waits=2)):
        other = with_budget(plan, budget)
        found = cost(ROWS, other.triage, other.deep, known)
        assert budget.max_tokens
        most_of_deep = cost(ROWS, without, other.deep, Experience()).tokens
        assert most_of_deep == answers + ROWS * budget.max_tokens
        assert triage + ROWS * budget.max_tokens < found.tokens < found.most_tokens


def test_what_is_expected_never_exceeds_the_most(past: Past, loose: Loaded) -> None:
    known = experience(past.store, paths.DEMO_MODEL)
    short = past.screen.plan
    # As after passes with prompts whose answers were longer.
    chatty = replace(
        known, lengths={setting: Pace(p.passes, p.tokens * 5) for setting, p in known.lengths.items()}
    )
    for triage in (0, 24, 500):
        for deep in (0, 40, 500):
            plan = make_plan(loose[1], triage=triage, deep=deep)
            for told in (Experience(), known, chatty):
                found = cost(7, plan.triage, plan.deep, told)
                assert 0 < found.tokens <= found.most_tokens
                assert (found.seconds or 0) <= (found.most_seconds or 0)
    assert cost(1, short.triage, short.deep, chatty).tokens > cost(1, short.triage, short.deep, known).tokens


def test_no_pass_can_take_more_than_the_most(loose: Loaded) -> None:
    """Of the shipped prompts, and of one whose form says much."""
    engine, model = loose
    (s1,) = (thinking for thinking in paths.thinking_formats() if thinking.name == "s1")
    shipped = (paths.PROMPTS / "triage.toml").read_bytes()
    wordy = shipped.replace(
        b'"\\nReason:"', b'"\\nThe one reason that decided it, in a single line, is this:"'
    )
    assert wordy != shipped
    plan = make_plan(model)
    for source in (shipped, wordy, (paths.PROMPTS / "deep.toml").read_bytes()):
        prompt = PromptTemplate.parse(source, "prompt")
        triage = replace(plan.triage, prompt=prompt)
        silent = replace(plan.triage, budget=ThinkingBudget(0))
        of_both = cost(1, triage, silent, Experience()).most_tokens
        of_one = cost(1, silent, silent, Experience()).most_tokens / 2
        assert of_both - of_one >= 24 + engine.overhead(prompt.form, s1, None)
