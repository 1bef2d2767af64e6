"""What a dial run shows, from a real one: the document, the certificate in the ledger, and its use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.core.budget import ThinkingBudget
from app.core.dial_plan import DialGoals
from app.core.errors import StoreError
from app.core.plan import PassPlan, SurvivalRule
from app.core.sampling import SamplingParams
from app.dial.certificate import Candidate, Certificate, Shortfall
from app.dial.outcome import GridPoint
from app.intake import labelled, read_text
from app.service import kinds, paths
from app.service.certificates import differences, issue, resolve_certificate, use
from app.service.dial import MeasuredDial
from app.service.dial_result import (
    DialResult,
    certified,
    document,
    good_items_least,
    good_items_needed,
    result_of,
)
from app.service.screens import Screen
from app.service.sealing import seal
from app.service.verification import bodies_of
from app.store import Store
from tests.support.dials import labelled_rows, run_dial
from tests.support.dials import seal as seal_dial
from tests.support.screens import Loaded, demo_rows, make_plan, run_screen, short_prompt, start

ITEMS = 24
# So few items show no more.
GOALS = DialGoals(recall=0.5, confidence=0.6, margin=0.3, discard=0.0, test_share=0.25)


@pytest.fixture(scope="module")
def measured_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("dial") / "winnow.sqlite") as opened:
        yield opened


@pytest.fixture(scope="module")
def dial(measured_store: Store, narrow: Loaded) -> MeasuredDial:
    """Two budgets and two numbers of Waits on the first labelled rows."""
    made, _ = run_dial(measured_store, narrow, labelled_rows(ITEMS), budgets=(0, 40), goals=GOALS)
    return made


@pytest.fixture(scope="module")
def result(dial: MeasuredDial) -> DialResult:
    found = result_of(dial)
    assert found is not None
    return found


def test_the_document_tells_what_was_counted(
    measured_store: Store, dial: MeasuredDial, result: DialResult
) -> None:
    told = document(dial, result, None, measured_store)
    assert [(point["budget"], point["waits"]) for point in told["points"]] == [(0, 0), (40, 0), (40, 1)]
    for point, (where, outcomes) in zip(told["points"], dial.grid().items(), strict=True):
        good = [outcome for outcome in outcomes if outcome.good]
        rule = SurvivalRule()
        assert (point["budget"], point["n"], point["seeds"]) == (where.budget, ITEMS, 1)
        assert point["accuracy"] == sum(outcome.correct for outcome in outcomes) / ITEMS
        assert point["recall"] == sum(outcome.survives(rule) for outcome in good) / len(good)
        assert point["ci"][0] <= point["accuracy"] <= point["ci"][1]
        assert point["thinking_tokens_mean"] * ITEMS == sum(o.thinking_tokens for o in outcomes)
        assert point["control"] == 1
        assert point["unparsed"] == 0
        assert sum(each["outcomes"] for each in point["reliability"]) == ITEMS
        thresholds = [each["threshold"] for each in point["roc"]]
        assert thresholds[0] is None
        assert all(0 <= threshold <= 1 for threshold in thresholds[1:])
    generated, separate = dial.tokens()
    assert told["usage"]["generated_tokens"] == generated < separate == told["usage"]["separate_tokens"]
    source = dial.source
    assert told["counts"] == {
        "received": source.received,
        "items": ITEMS,
        "good": source.good,
        "bad": source.bad,
        "unlabelled": 0,
        "duplicates": 0,
        "unreadable": 0,
        "errors": 0,
    }
    assert told["state"] == "complete"
    assert told["metrics"]["performance"] == max(point["accuracy"] for point in told["points"])


def test_a_certificate_is_issued_once_and_names_what_it_holds_for(
    measured_store: Store, dial: MeasuredDial, result: DialResult
) -> None:
    first = certified(measured_store, dial, result)
    again = certified(measured_store, dial, result)
    assert first == again == resolve_certificate(measured_store, "last")
    assert first is not None
    assert resolve_certificate(measured_store, first.id[:5]) == first
    entries = list(measured_store.entries(kind=kinds.CERTIFICATE_ISSUED))
    assert len(entries) == 1
    terms = entries[0].payload
    assert terms["model"]["sha256"] == dial.plan.model_sha256
    assert terms["prompt"]["sha256"] == dial.plan.prompt.sha256
    assert terms["list"]["sha256"] == dial.source.source.sha256
    assert terms["ran_on"]["build"] == dial.engine["build"]
    assert terms["searched"] == len(dial.points)
    assert first.bound >= GOALS.recall
    assert first.n == dial.source.good - round(GOALS.test_share * dial.source.good)
    assert terms["held_out"]["recall"]["n"] == dial.source.good - first.n
    assert list(measured_store.verify(bodies_of)) == []


def test_too_few_items_say_how_many_would_do(store: Store, dial: MeasuredDial) -> None:
    dial = replace(dial, plan=replace(dial.plan, goals=DialGoals(recall=0.99, test_share=0)))
    found = result_of(dial)
    assert found is not None
    assert isinstance(found.certificate, Shortfall)
    assert certified(store, dial, found) is None
    shortfall = document(dial, found, None, store)["shortfall"]
    assert shortfall["least_good_items"] > dial.source.good
    assert shortfall["nearest"]["n"] == dial.source.good


def test_how_many_would_do_is_said_of_the_whole_list(
    measured_store: Store, dial: MeasuredDial, result: DialResult
) -> None:
    nearest = Candidate(GridPoint(0), 0.5, 7, 7, 0.6, None, 0.0)
    goals = DialGoals(test_share=0.3)
    short = replace(result, certificate=Shortfall(0.95, 0.95, 3, nearest, 77, 80))
    # 30 % are kept for the test: 80 / 0.7 and 77 / 0.7, rounded up.
    assert good_items_needed(short, goals) == 115
    assert good_items_needed(short, replace(goals, test_share=0.0)) == 80
    assert good_items_least(short, goals) == 110
    none = replace(result, certificate=Shortfall(0.95, 0.95, 3, nearest, 77, None))
    assert good_items_needed(none, goals) is None
    assert isinstance(result.certificate, Certificate)
    assert (good_items_needed(result, goals), good_items_least(result, goals)) == (None, None)
    told = document(replace(dial, plan=replace(dial.plan, goals=goals)), short, None, measured_store)
    assert (told["shortfall"]["needed_good_items"], told["shortfall"]["least_good_items"]) == (115, 110)


def test_a_certificate_says_which_measurement_of_the_list_it_is_of(
    store: Store, narrow: Loaded, dial: MeasuredDial, result: DialResult
) -> None:
    assert isinstance(result.certificate, Certificate)
    seal_dial(store, narrow, labelled_rows(ITEMS))
    another = labelled_rows(ITEMS)
    seal_dial(store, narrow, replace(another, source=replace(another.source, sha256="0" * 64)))
    second = seal_dial(store, narrow, labelled_rows(ITEMS), goals=GOALS)
    seal_dial(store, narrow, labelled_rows(ITEMS))
    measured = replace(dial, id=second.id)
    issued = issue(store, measured, result.certificate, result.held_out)
    assert issued.measurement == 2
    assert resolve_certificate(store, "last") == issued
    assert document(measured, result, issued, store)["certificate"]["measurement"] == 2


def test_a_run_that_is_not_complete_certifies_nothing(
    measured_store: Store, dial: MeasuredDial, result: DialResult
) -> None:
    assert certified(measured_store, replace(dial, complete=False), result) is None


def test_nothing_measured_has_no_result(store: Store, narrow: Loaded) -> None:
    sealed = seal_dial(store, narrow, labelled_rows(2))
    assert result_of(sealed) is None
    told = document(sealed, None, None, store)
    assert (told["points"], told["state"], told["certificate"]) == ([], "unfinished", None)


def test_questions_have_accuracy_and_no_certificate(store: Store, narrow: Loaded) -> None:
    source = labelled(read_text("question,answer\nWhat is 1 + 1?,2\nWhat is 2 + 2?,4\n", "sums.csv"))
    prompt = paths.prompt_template(paths.PROMPTS / "question.toml")
    made, _ = run_dial(store, narrow, source, prompt=prompt, budgets=(0, 4), waits=(0,))
    found = result_of(made)
    assert found is not None
    assert (found.certificate, found.calibrations) == (None, {})
    point = document(made, found, None, store)["points"][0]
    assert (point["n"], point["recall"], point["discard"], point["auc"]) == (2, None, None, None)


def test_a_screen_under_a_certificate_tells_what_it_changed(
    store: Store, narrow: Loaded, dial: MeasuredDial, result: DialResult
) -> None:
    assert isinstance(result.certificate, Certificate)
    held = issue(store, dial, result.certificate, result.held_out)
    budget = ThinkingBudget(held.budget, waits=held.waits)
    rule = SurvivalRule(held.threshold, held.keep_unsure)
    plan = make_plan(narrow[1], survival=rule)
    as_certified = replace(plan, triage=PassPlan(short_prompt("triage"), budget, SamplingParams()))
    sealed = seal(store, as_certified, demo_rows(2))
    sealed.take(use(store, sealed.id, held))
    list(start(sealed, store, narrow).events())
    screen = Screen.load(store, sealed.id)
    assert screen.changed == ()
    told = screen.document(store)["certificate"]
    assert (told["certificate_id"], told["changed"]) == (held.id, [])

    changes = {
        "model": replace(as_certified, model_sha256="0" * 64),
        "thinking format": replace(as_certified, format="think"),
        "threshold": replace(as_certified, survival=replace(rule, threshold=0.999999)),
        "triage budget": replace(as_certified, triage=replace(as_certified.triage, budget=ThinkingBudget(7))),
        "unsure verdicts": replace(as_certified, survival=replace(rule, keep_unsure=False)),
        "temperature": replace(
            as_certified, triage=replace(as_certified.triage, sampling=SamplingParams(temperature=0.5))
        ),
        "triage prompt": replace(
            as_certified,
            triage=replace(as_certified.triage, prompt=paths.prompt_template(paths.PROMPTS / "triage.toml")),
        ),
    }
    for what, changed in changes.items():
        assert what in [
            str(each).partition(":")[0] for each in differences(held.terms, changed, screen.engine)
        ]
    other = {**screen.engine, "build": "f" * 64}
    (told_of_build,) = differences(held.terms, as_certified, other)
    assert told_of_build.startswith("build: certified ")
    assert list(store.verify(bodies_of)) == []


def test_a_screen_without_one_names_none(store: Store, narrow: Loaded) -> None:
    screen, _ = run_screen(store, narrow, make_plan(narrow[1]), demo_rows(1))
    assert screen.document(store)["certificate"] is None
    with pytest.raises(StoreError, match="holds no certificate yet"):
        resolve_certificate(store, "last")


def test_an_unknown_certificate_is_refused(
    measured_store: Store, dial: MeasuredDial, result: DialResult
) -> None:
    certified(measured_store, dial, result)
    with pytest.raises(StoreError, match="no certificate 'nonsense'"):
        resolve_certificate(measured_store, "nonsense")
