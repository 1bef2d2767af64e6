"""`verify`: exit codes, the document, and what a person reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.core.provenance import in_groups
from app.service import kinds
from app.service.bundles import write_bundle
from app.service.sealing import seal
from app.store import Draft, Store
from tests.bundle.conftest import KEY, MODEL, fill
from tests.store.test_tampering import tamper
from tests.support.command import Command, Outcome, refused
from tests.support.screens import demo_rows, make_plan

Inside = Callable[..., Outcome]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The user's store, with two entries."""
    path = tmp_path / "winnow.sqlite"
    with Store.open(path) as opened:
        opened.append([Draft("one", {}), Draft("two", {})])
    return path


def test_a_store_that_holds(winnow: Command, store: Path) -> None:
    outcome = winnow("verify", store, "--json")
    assert (outcome.code, outcome.err) == (0, "")
    document = outcome.document
    assert (document["ok"], document["entries"], document["problems"]) == (True, 2, [])
    outcome = winnow("verify", "--head", document["head"].upper())
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == f"{store} holds\n2 entries; head {document['head']}\n"


def test_what_is_in_doubt_is_told_until_it_is_done_again(inside: Inside, tmp_path: Path) -> None:
    where = tmp_path / "winnow.sqlite"
    with Store.open(where) as opened:
        id = seal(opened, make_plan(MODEL), demo_rows(2)).id
        passes = [{"hypothesis": f"H-00{n}", "pass": "triage"} for n in (1, 2)]
        payload = {"screen_id": id, "message": "in doubt", "model": "m.gguf", "passes": passes}
        (entry,) = opened.append([Draft(kinds.PASSES_DOUBTED, payload)])
    outcome = inside("verify", "--json")
    assert outcome.code == 0
    assert outcome.document["doubted"] == [
        {"seq": entry.seq, "subject": id, "what": f"H-00{n} triage"} for n in (1, 2)
    ]
    assert f"not done again: {id} H-001 triage, {id} H-002 triage\n" in inside("verify").out
    assert "unfinished, 2 in doubt" in inside("screens").out
    (screen,) = inside("screens", "--json").document["screens"]
    assert (screen["state"], screen["counts"]["doubted"]) == ("unfinished", 2)


def test_a_store_that_does_not_hold(inside: Inside, store: Path) -> None:
    tamper(store, "UPDATE ledger SET kind = ? WHERE seq = 2", "\x1b[31m[red]")
    outcome = inside("verify", store, "--json")
    assert outcome.code == 1
    assert outcome.document["ok"] is False
    assert outcome.document["problems"] == [
        {"seq": 2, "what": "its content is not what its hash was made of"}
    ]
    outcome = inside("verify")
    assert (outcome.code, outcome.err) == (1, "")
    assert f"{store} does not hold\n  entry 2: its content is not" in outcome.out


def test_many_problems_are_counted(inside: Inside, store: Path) -> None:
    with Store.open(store) as opened:
        opened.append([Draft("x", {})] * 30)
    tamper(store, "UPDATE ledger SET kind = 'y'")
    outcome = inside("verify")
    assert "  and 12 more; --json lists them all\n" in outcome.out
    assert len(inside("verify", "--json").document["problems"]) == 32


def test_a_head_that_is_not_in_the_chain(inside: Inside, store: Path) -> None:
    outcome = inside("verify", "--head", "ab" * 32)
    assert outcome.code == 1
    assert "does not extend that head" in outcome.out


@pytest.mark.parametrize("head", ["", "12", "g" * 64, "0" * 65])
def test_a_head_that_is_no_digest_is_wrong_usage(inside: Inside, store: Path, head: str) -> None:
    assert "give all 64 hex digits" in refused(inside("verify", "--head", head), 2)


def test_no_store_is_a_known_error_and_makes_none(inside: Inside, tmp_path: Path) -> None:
    assert "There is no store" in refused(inside("verify"))
    assert "There is no store" in refused(inside("verify", tmp_path / "other.sqlite"))
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A bundle of a screen, signed by a key that is not this user's."""
    path = tmp_path / "elsewhere" / "b.zip"
    with Store.open(tmp_path / "elsewhere" / "winnow.sqlite") as opened:
        made = fill(opened)
        write_bundle(opened, made.screen_id, path, KEY)
    return path


@pytest.fixture
def sealed_bundle(tmp_path: Path) -> Path:
    """A bundle of a screen that never ran."""
    path = tmp_path / "elsewhere" / "sealed.zip"
    with Store.open(tmp_path / "elsewhere" / "winnow.sqlite") as opened:
        write_bundle(opened, seal(opened, make_plan(MODEL), demo_rows(2)).id, path, KEY)
    return path


def test_a_bundle_is_checked_without_a_store(winnow: Command, bundle: Path) -> None:
    outcome = winnow("verify", bundle)
    assert (outcome.code, outcome.err) == (0, "")
    assert f"{bundle} holds\n8 entries; head " in outcome.out
    assert f"signed by the key {in_groups(KEY.public.fingerprint)}\nAsk the signer" in outcome.out
    assert not winnow.store.exists()


def test_a_signer_can_be_demanded(inside: Inside, bundle: Path) -> None:
    outcome = inside("verify", bundle, "--fingerprint", in_groups(KEY.public.fingerprint), "--json")
    assert outcome.code == 0
    document = outcome.document
    assert (document["ok"], document["entries"], document["shown"]) == (True, 8, 5)
    assert document["fingerprint"] == KEY.public.fingerprint
    assert inside("verify", bundle, "--head", document["head"]).code == 0
    assert inside("verify", bundle, "--head", "0" * 64).code == 1
    outcome = inside("verify", bundle, "--fingerprint", "0" * 64)
    assert outcome.code == 1
    assert f"it was signed by the key {KEY.public.fingerprint}, not by" in outcome.out


def test_a_bundle_that_was_changed_does_not_hold(inside: Inside, bundle: Path) -> None:
    data = bytearray(bundle.read_bytes())
    data[0] ^= 1
    bundle.write_bytes(data)
    outcome = inside("verify", bundle, "--json")
    assert outcome.code == 1
    assert outcome.document["ok"] is False
    bundle.write_bytes(b"")
    outcome = inside("verify", bundle)
    assert outcome.code == 1
    assert "does not hold\n  the zip is not one that Winnow wrote: it is too short\n" in outcome.out


def test_a_bundle_is_known_by_what_it_begins_with(inside: Inside, bundle: Path) -> None:
    assert inside("verify", bundle.rename(bundle.with_suffix(".dat"))).code == 0


def test_no_bundle_is_a_known_error(inside: Inside, tmp_path: Path) -> None:
    assert "cannot be read" in refused(inside("verify", tmp_path / "b.zip"))


def test_the_users_key_is_made_once_and_shown(inside: Inside, tmp_path: Path) -> None:
    document = inside("verify", "--key", "--json").document
    assert document["kept_in"] == str(tmp_path / "signing-key.pem")
    outcome = inside("verify", "--key")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith(in_groups(document["fingerprint"]) + "\n")


@pytest.mark.parametrize("more", [["x.zip"], ["--head", "0" * 64], ["--fingerprint", "0" * 64]])
def test_the_key_is_shown_alone(inside: Inside, more: list[str]) -> None:
    assert "leave out the others" in refused(inside("verify", "--key", *more), 2)


def test_a_store_has_no_signer(inside: Inside, store: Path) -> None:
    assert "a store has none" in refused(inside("verify", store, "--fingerprint", "0" * 64), 2)


def test_a_screen_is_bundled(inside: Inside, tmp_path: Path) -> None:
    with Store.open(tmp_path / "winnow.sqlite") as opened:
        screen_id = fill(opened).screen_id
    outcome = inside("bundle", screen_id[:6], "--out", "b.zip", "--json")
    assert outcome.code == 0
    document = outcome.document
    assert (document["file"], document["ok"], document["screen_id"]) == ("b.zip", True, screen_id)
    outcome = inside("bundle", "last", "--out", tmp_path / "c.zip")
    assert (outcome.code, outcome.err) == (0, "")
    assert in_groups(document["fingerprint"]) in outcome.out
    assert (tmp_path / "b.zip").read_bytes() == (tmp_path / "c.zip").read_bytes()
    assert inside("verify", "b.zip", "--fingerprint", document["fingerprint"]).code == 0
    assert inside("verify").code == 0


def test_a_screen_that_is_not_there_is_not_bundled(inside: Inside, tmp_path: Path) -> None:
    assert "holds no screen yet" in refused(inside("bundle", "last", "--out", "b.zip"))
    refused(inside("bundle", "last"), 2)


def test_a_bundle_is_imported_once(inside: Inside, tmp_path: Path, sealed_bundle: Path) -> None:
    outcome = inside("import", sealed_bundle, "--json")
    assert outcome.code == 0
    screen_id = outcome.document["screen_id"]
    assert outcome.document["store"] == str(tmp_path / "winnow.sqlite")
    (listed,) = inside("screens", "--json").document["screens"]
    assert (listed["screen_id"], listed["state"]) == (screen_id, "imported")
    assert "imported" in inside("screens").out
    assert f"The screen {screen_id} was imported into" in refused(inside("import", sealed_bundle))
    assert "was imported: it is the record" in refused(inside("screen", "--resume", screen_id))
    assert "was imported: it is the record" in refused(inside("bundle", screen_id, "--out", "b.zip"))
    assert inside("verify").code == 0


def test_an_import_says_who_signed(inside: Inside, tmp_path: Path, sealed_bundle: Path) -> None:
    assert "it was signed by the key" in refused(inside("import", sealed_bundle, "--fingerprint", "0" * 64))
    outcome = inside("import", sealed_bundle, "--store", "other.sqlite")
    assert (outcome.code, outcome.err) == (0, "")
    assert in_groups(KEY.public.fingerprint) in outcome.out
    assert f"is in {tmp_path / 'other.sqlite'}, imported\n" in outcome.out
