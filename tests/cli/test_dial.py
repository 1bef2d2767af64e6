"""`dial` as a user runs it: the document, the table, interruption, and a screen under its certificate."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from subprocess import TimeoutExpired

import pytest

from app.service import paths
from app.service.kinds import DIAL_ITEM_COMPLETED, DIAL_RUN_ENDED
from app.store import Store
from tests.support.command import Command, Outcome, refused

Inside = Callable[..., Outcome]

ROWS = 16
GRID = ["--budgets", "0,16,48", "--waits", "0,1", "--parallel", 4]
GOALS = ["--recall", 0.4, "--confidence", 0.5, "--margin", 0.4]
_POLLS = 5_000


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first labelled rows, one of them with a label that says nothing."""
    lines = paths.DEMO_LABELLED.read_text(encoding="utf-8").splitlines()[: ROWS + 2]
    lines[3] = lines[3].rpartition(",")[0] + ",perhaps"
    path = tmp_path_factory.mktemp("rows") / "labelled.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Command:
    return Command(tmp_path_factory.mktemp("dial"))


@pytest.fixture(scope="module")
def whole(command: Command, rows: Path) -> Outcome:
    """The whole grid, without a stop."""
    done = command("dial", rows, "--json", *GRID, *GOALS)
    assert done.code == 0, done.err
    return done


def test_one_document_with_all_curves_and_a_screen_under_its_certificate(
    inside: Inside, command: Command, whole: Outcome, rows: Path, tmp_path: Path
) -> None:
    done, store = whole, ["--store", command.store]
    told = done.document
    assert "row 4: the label 'perhaps' is none of good, bad" in done.err
    assert told["unlabelled"][0]["row"] == 4
    assert f"{ROWS} of {ROWS + 1} rows are used; left out:" in done.err
    assert (told["counts"]["received"], told["counts"]["unlabelled"]) == (ROWS + 1, 1)
    assert [(p["budget"], p["waits"]) for p in told["points"]] == [
        (0, 0),
        (16, 0),
        (16, 1),
        (48, 0),
        (48, 1),
    ]
    assert {point["n"] for point in told["points"]} == {ROWS}
    usage = told["usage"]
    assert usage["saved"] == 1 - usage["generated_tokens"] / usage["separate_tokens"] > 0.4
    certificate = told["certificate"]
    assert (certificate["recall"], certificate["confidence"]) == (0.4, 0.5)

    shown = inside("dial", "--resume", told["dial_id"][:6], *store)
    assert shown.code == 0
    assert f"certificate {certificate['certificate_id']}" in shown.out
    assert f"{ROWS} items" in shown.out
    assert "What this cannot show" in shown.out
    sentence = " ".join(shown.out.split())
    assert "points, recall is at least 0.4 with confidence 0.5" in sentence
    assert (
        f"not corrected for choosing the threshold, the lower bound is {certificate['bound']:.3f}" in sentence
    )

    assert "of this list with this model" not in sentence

    few = tmp_path / "few.csv"
    few.write_text("\n".join(rows.read_text(encoding="utf-8").splitlines()[:3]), encoding="utf-8")
    certified = ["--certificate", "last", "--deep-budget", 16, "--json", *store]
    screened = inside("screen", few, *certified)
    assert screened.code == 0, screened.err
    plan = screened.document["plan"]
    assert plan["triage"]["budget"]["max_tokens"] == certificate["budget"]
    assert plan["survival"] == {
        "threshold": certificate["threshold"],
        "keep_unsure": certificate["keep_unsure"],
    }
    assert screened.document["certificate"]["changed"] == []
    assert f"as certificate {certificate['certificate_id']} has it" in screened.err

    other = inside("screen", few, *certified, "--threshold", 0.9999)
    assert other.document["certificate"]["changed"] == [
        f"threshold: certified {certificate['threshold']}, now 0.9999"
    ]
    assert "does not hold for this screen, which has changed" in other.err

    again = inside("dial", rows, "--budgets", 0, "--waits", 0, *GOALS, *store)
    assert "measurement 2 of this list with this model" in " ".join(again.out.split()), again.err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_interrupted_it_goes_on_with_what_is_not_measured(
    winnow: Command, inside: Inside, whole: Outcome, rows: Path, tmp_path: Path
) -> None:
    where = tmp_path / "my store.sqlite"
    process = winnow.begin("dial", rows, "--store", where, "--json", *GRID, *GOALS, "--parallel", 1)
    assert process.stderr is not None
    # Remarks on the list, and perhaps on the machine, come first.
    begun = next((line for line in process.stderr if line.startswith("dial run ")), None)
    assert begun is not None
    with Store.open(where) as store:
        for _ in range(_POLLS):
            if next(store.entries(kind=DIAL_ITEM_COMPLETED), None):
                break
            with suppress(TimeoutExpired):
                process.wait(timeout=0.01)
    assert process.poll() is None, process.communicate()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (3, "")
    assert "Traceback" not in err
    with Store.open(where) as store:
        entries = list(store.entries())
    assert entries[-1].kind == DIAL_RUN_ENDED
    assert not entries[-1].payload["complete"]
    id = entries[0].payload["dial_id"]
    assert err.splitlines()[-1].endswith(f"main.py dial --resume {id} --store '{where}'")

    resumed = inside("dial", "--resume", "last", "--store", where, "--json")
    assert resumed.code == 0, resumed.err
    told, wanted = resumed.document, whole.document
    assert (told["dial_id"], told["state"]) == (id, "complete")

    def without_seconds(points: list[dict[str, object]]) -> list[dict[str, object]]:
        return [{**point, "seconds_mean": None} for point in points]

    assert without_seconds(told["points"]) == without_seconds(wanted["points"])
    assert told["usage"]["generated_tokens"] == wanted["usage"]["generated_tokens"]
    with Store.open(where) as store:
        measured = Counter(e.payload["hypothesis"] for e in store.entries(kind=DIAL_ITEM_COMPLETED))
    assert set(measured.values()) == {1}
    assert len(measured) == ROWS
    assert inside("verify", where).code == 0


def test_what_cannot_be_measured_is_one_sentence(inside: Inside, tmp_path: Path) -> None:
    unlabelled = tmp_path / "list.csv"
    unlabelled.write_text("hypothesis\nit drifts\n", encoding="utf-8")
    assert "add a column 'label'" in refused(inside("dial", unlabelled))
    labelled = tmp_path / "labelled.csv"
    labelled.write_text("hypothesis,label\nit drifts,good\nit stays,bad\n", encoding="utf-8")
    assert "all seeds give the same tokens" in refused(inside("dial", labelled, "--seeds", 2), 2)
    for option in ("--recall", "--confidence", "--margin"):
        for value in (0, 1, "nan"):
            sentence = refused(inside("dial", labelled, option, value), 2)
            assert option in sentence
            assert f"{value} is not above 0 and below 1" in sentence
    assert "1 is not 0 or above, and below 1" in refused(inside("dial", labelled, "--test-share", 1), 2)
    for grid in ("8,,9", "8,", "-1", "9" * 5_000):
        for option in ("--budgets", "--waits"):
            sentence = refused(inside("dial", labelled, option, grid), 2)
            assert option in sentence
            assert "0 or more" in sentence
    assert "holds no dial run yet" in refused(inside("dial", "--resume", "last"))
    assert "holds no certificate yet" in refused(inside("screen", "--certificate", "last"))
