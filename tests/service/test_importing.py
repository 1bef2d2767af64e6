"""An imported screen is read like one of the store's own, can be replayed, and is else left as it came."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import BundleError, StoreError
from app.core.hypothesis import HypothesisList
from app.core.plan import PassKind, Verdict
from app.core.provenance import canonical_json, sha256_hex
from app.report.signature import SigningKey
from app.service import kinds, recorded
from app.service.bundles import verify_bundle, write_bundle
from app.service.export import export
from app.service.imported import screen_entries
from app.service.importing import import_bundle
from app.service.judgement import judge
from app.service.replay import Grade, Replayed, replay
from app.service.screens import Screen, resolve
from app.service.sealing import seal
from app.service.summaries import summaries
from app.service.verification import verify_store
from app.store import Draft, Store
from tests.service.test_verification import MODEL
from tests.store.test_tampering import tamper
from tests.support.screens import Bench, Loaded, demo_rows, make_plan, run_screen, start, too_long

KEY = SigningKey.from_seed(bytes(range(32)))


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A bundle that was made in another store, and the screen as it is there."""

    path: Path
    id: str
    document: dict[str, Any]
    trace: bytes


@pytest.fixture(scope="module")
def elsewhere(loose: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    """Two rows with both passes, one that is too long, one judged; between the entries of something else."""
    path = tmp_path_factory.mktemp("elsewhere") / "b.zip"
    with Store.open(path.with_name("winnow.sqlite")) as store:
        store.append([Draft(kinds.GENERATION_FAILED, {"message": "before"})])
        hypotheses = (*demo_rows(2).hypotheses, too_long("L"))
        source = HypothesisList("ideas.csv", "0" * 64, hypotheses)
        screen, _ = run_screen(store, loose, make_plan(loose[1]), source)
        screen.take(judge(store, screen.id, hypotheses[0].id, Verdict.UNSURE, "too good"))
        write_bundle(store, screen.id, path, KEY)
        record = screen.deep_of(hypotheses[0])
        assert record
        document = {**screen.document(store), "store": None, "state": None}
        return Elsewhere(path, screen.id, document, store.body(record.body))


@pytest.fixture
def imported(store: Store, elsewhere: Elsewhere) -> Store:
    """A store with a screen of its own and the imported one."""
    seal(store, make_plan(MODEL), demo_rows(1))
    import_bundle(store, elsewhere.path, signer=KEY.public.fingerprint)
    return store


def test_it_reads_as_it_did_where_it_came_from(imported: Store, elsewhere: Elsewhere) -> None:
    screen = Screen.load(imported, elsewhere.id)
    assert screen.state == "imported"
    assert {**screen.document(imported), "store": None, "state": None} == elsewhere.document
    own, foreign = summaries(imported)
    assert (own.state, foreign.state) == ("unfinished", "imported")
    assert (foreign.id, foreign.list_name, foreign.hypotheses) == (elsewhere.id, "ideas.csv", 3)
    assert foreign.counts == screen.counts()
    assert resolve(imported, elsewhere.id[:6]) == elsewhere.id
    assert resolve(imported, "last") == own.id


def test_one_entry_keeps_where_it_came_from(imported: Store, elsewhere: Elsewhere) -> None:
    entry = imported.head()
    found = verify_bundle(elsewhere.path)
    assert entry
    assert entry.kind == kinds.BUNDLE_IMPORTED
    payload = entry.payload
    assert payload["screen_id"] == elsewhere.id
    assert payload["signer"] == KEY.public.fingerprint
    assert (payload["head"], payload["entries"]) == (found.head, found.entries)
    envelope = json.loads(imported.body(payload["files"]["statement.dsse.json"]))
    assert imported.body(payload["files"]["public-key.pem"]) == KEY.public.pem
    assert envelope["signatures"][0]["keyid"] == KEY.public.fingerprint
    assert [e.kind for e in imported.entries(kind=kinds.PASS_COMPLETED)] == []
    assert verify_store(imported.location).ok


def test_a_body_of_it_that_is_lost_is_found(imported: Store, elsewhere: Elsewhere) -> None:
    imported.close()
    tamper(
        Path(imported.location),
        "DELETE FROM body WHERE sha256 = ?",
        bytes.fromhex(sha256_hex(elsewhere.trace)),
    )
    problems = verify_store(imported.location).problems
    assert [(each.seq, each.what.endswith("that it names is missing")) for each in problems][-1] == (3, True)


def test_it_is_replayed(imported: Store, elsewhere: Elsewhere, loose: Loaded) -> None:
    found = recorded.of_screen(imported, elsewhere.id)
    assert len(found) == 4
    events = replay(imported, *loose, found)
    grades = [event.grade for event in events if isinstance(event, Replayed)]
    assert grades == [Grade.IDENTICAL] * 4
    kept = [e.kind for e in imported.entries(subject=elsewhere.id)]
    assert kept == [kinds.BUNDLE_IMPORTED, *[kinds.TRACE_REPLAYED] * 4]
    assert [e.kind for e in screen_entries(imported, elsewhere.id)][-4:] == [kinds.TRACE_REPLAYED] * 4
    assert recorded.find(imported, found[0].trace_id) == found[0]
    assert len(recorded.of_rows(imported, elsewhere.id, [demo_rows(1).hypotheses[0].id])) == 2
    assert Screen.load(imported, elsewhere.id).state == "imported"


def test_it_is_exported_and_nothing_else(
    imported: Store, elsewhere: Elsewhere, loose: Loaded, tmp_path: Path
) -> None:
    screen = Screen.load(imported, elsewhere.id)
    for suffix in ("json", "md", "html"):
        export(screen, imported, tmp_path / f"out.{suffix}")
    assert "ideas.csv" in (tmp_path / "out.md").read_text(encoding="utf-8")
    before = imported.head()
    for change in (
        lambda: start(screen, imported, loose),
        lambda: judge(imported, screen.id, "L", Verdict.ADVANCE, ""),
        lambda: write_bundle(imported, screen.id, tmp_path / "b.zip", KEY),
    ):
        with pytest.raises(StoreError, match=f"The screen {screen.id} was imported"):
            change()
    assert imported.head() == before


def test_the_window_reads_it_too(bench: Bench, elsewhere: Elsewhere) -> None:
    import_bundle(bench.store, elsewhere.path)
    engine = bench.child
    snapshot = bench.open(elsewhere.id)
    assert snapshot.imported
    first = snapshot.rows[0].hypothesis.id
    stored = bench.stored_pass(elsewhere.id, first, PassKind.DEEP)
    assert stored
    assert canonical_json(list(stored.trace.thinking_ids)) in elsewhere.trace
    assert (stored.record["hypothesis"], stored.record["pass"]) == (first, "deep")
    with pytest.raises(StoreError, match="was imported"):
        next(bench.resume(elsewhere.id))
    with pytest.raises(StoreError, match="was imported"):
        bench.judge(elsewhere.id, first, Verdict.ADVANCE, "")
    assert bench.child == engine


def refused(store: Store, path: Path, signer: str | None = None) -> str:
    before = store.head()
    with pytest.raises(BundleError) as error:
        import_bundle(store, path, signer=signer)
    assert store.head() == before
    return str(error.value)


def test_a_second_import_is_refused(imported: Store, elsewhere: Elsewhere) -> None:
    assert "was imported into" in refused(imported, elsewhere.path)


def test_a_store_does_not_import_its_own(elsewhere: Elsewhere) -> None:
    with Store.open(elsewhere.path.with_name("winnow.sqlite")) as store:
        assert "there is nothing to import" in refused(store, elsewhere.path)


def test_what_does_not_hold_is_not_imported(store: Store, elsewhere: Elsewhere, tmp_path: Path) -> None:
    assert "it was signed by the key" in refused(store, elsewhere.path, "0" * 64)
    data = bytearray(elsewhere.path.read_bytes())
    data[5000] ^= 1
    changed = tmp_path / "changed.zip"
    changed.write_bytes(data)
    assert "does not hold (" in refused(store, changed)
    assert "cannot be read" in refused(store, tmp_path / "missing.zip")


def test_what_holds_but_is_no_screen_is_not_imported(store: Store, tmp_path: Path) -> None:
    """Whoever signs may sign anything."""
    path = tmp_path / "b.zip"
    with Store.open(tmp_path / "other.sqlite") as other:
        other.append([Draft(kinds.LIST_IMPORTED, {"screen_id": "s1", "body": sha256_hex(b"{}")}, (b"{}",))])
        write_bundle(other, "s1", path, KEY)
        assert verify_bundle(path).ok
        assert "cannot read it" in refused(store, path)
