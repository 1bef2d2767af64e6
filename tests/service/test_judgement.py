"""What a person says of a hypothesis stands beside what the model said, and both stay in the ledger."""

from __future__ import annotations

import getpass

import pytest

from app.core.errors import StoreError
from app.core.plan import Verdict
from app.service.judgement import MAX_REASON, judge, operator
from app.service.kinds import JUDGED
from app.service.screens import Screen
from app.service.sealing import seal
from app.store import Store
from tests.support.screens import Loaded, demo_rows, make_plan, named_bodies, run_screen


@pytest.fixture
def screen(store: Store, loose: Loaded) -> Screen:
    """Two rows, sealed."""
    return seal(store, make_plan(loose[1]), demo_rows(2))


def test_a_judgement_stands_beside_the_models_verdict(store: Store, loose: Loaded) -> None:
    screen, _ = run_screen(store, loose, make_plan(loose[1]), demo_rows(2))
    first, second = screen.source.hypotheses
    before = screen.document(store)
    entry = judge(store, screen.id, first.id, Verdict.UNSURE, "Costs are from 2009; ask the desk.")
    found = Screen.load(store, screen.id)
    judgement = found.judgements[first.id]
    assert (judgement.verdict, judgement.reason) == (Verdict.UNSURE, "Costs are from 2009; ask the desk.")
    assert (judgement.by, judgement.at) == (operator(), entry.at)
    assert second.id not in found.judgements
    document = found.document(store)
    row, other = document["hypotheses"]
    assert row.pop("judgement") == {
        "verdict": "unsure",
        "reason": "Costs are from 2009; ask the desk.",
        "by": operator(),
        "at": entry.at,
    }
    assert other["judgement"] is None
    untouched, _ = before["hypotheses"]
    assert untouched.pop("judgement") is None
    assert row == untouched
    assert document["counts"] == before["counts"]
    assert document["state"] == "complete"


def test_the_last_judgement_counts_and_the_earlier_ones_stay(store: Store, screen: Screen) -> None:
    first, _ = screen.source.hypotheses
    for verdict, reason in ((Verdict.REJECT, "No."), (Verdict.ADVANCE, ""), (Verdict.ADVANCE, "Yes.")):
        screen.take(judge(store, screen.id, first.id, verdict, reason))
    assert screen.judgements == Screen.load(store, screen.id).judgements
    assert (screen.judgements[first.id].verdict, screen.judgements[first.id].reason) == (
        Verdict.ADVANCE,
        "Yes.",
    )
    told = [entry.payload["reason"] for entry in store.entries(kind=JUDGED, subject=screen.id)]
    assert told == ["No.", "", "Yes."]
    assert list(store.verify(named_bodies)) == []


def test_a_judgement_is_taken_back_and_given_again(store: Store, screen: Screen) -> None:
    first, second = screen.source.hypotheses
    judge(store, screen.id, first.id, Verdict.REJECT, "No.")
    judge(store, screen.id, second.id, Verdict.REJECT, "Neither.")
    screen.take(judge(store, screen.id, first.id, None, ""))
    found = Screen.load(store, screen.id)
    assert found.judgements.keys() == {second.id}
    assert found.document(store)["hypotheses"][0]["judgement"] is None
    assert first.id not in screen.judgements
    # Where there is none, there is nothing to take back.
    found.take(judge(store, screen.id, first.id, None, ""))
    assert first.id not in found.judgements
    found.take(judge(store, screen.id, first.id, Verdict.UNSURE, "Perhaps."))
    assert found.judgements[first.id].verdict is Verdict.UNSURE


def test_a_reason_that_is_too_long_is_refused(store: Store, screen: Screen) -> None:
    first, _ = screen.source.hypotheses
    before = store.head()
    with pytest.raises(StoreError, match=r"has 10,001 characters; shorten it to 10,000\."):
        judge(store, screen.id, first.id, Verdict.REJECT, "x" * (MAX_REASON + 1))
    assert store.head() == before
    longest = "\N{GREEK SMALL LETTER ALPHA}" * MAX_REASON
    judge(store, screen.id, first.id, Verdict.REJECT, longest)
    assert Screen.load(store, screen.id).judgements[first.id].reason == longest


@pytest.mark.parametrize("error", [OSError, KeyError, ImportError])
def test_where_the_system_names_nobody_the_judge_is_unknown(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody() -> str:
        raise error("no such user")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert operator() == "unknown"


def test_a_reason_that_cannot_be_recorded_is_refused(store: Store, screen: Screen) -> None:
    with pytest.raises(StoreError, match="is not UTF-8"):
        judge(store, screen.id, screen.source.hypotheses[0].id, Verdict.ADVANCE, "half \ud800")


def test_an_account_that_is_not_utf_8_is_recorded_nevertheless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "ren\udce9")
    assert operator() == "ren?"
