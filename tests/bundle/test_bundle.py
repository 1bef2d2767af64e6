"""What a bundle holds, that it is the same each time, and what is not shown in it."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from app.core.errors import BundleError, StoreError
from app.core.provenance import entry_hash, sha256_hex
from app.report import archive
from app.report.bundle_check import check
from app.report.signature import PublicKey
from app.service import kinds, paths
from app.service.bundles import bundle, verify_bundle, write_bundle
from app.service.verification import verify_store
from app.store import Draft, Store
from tests.bundle import independent_verifier
from tests.bundle.conftest import KEY, MODEL, OTHER_KEY, SECRET, Filled, completed
from tests.store.test_tampering import tamper
from tests.support.screens import make_plan


def members(data: bytes) -> dict[str, bytes]:
    """The files of a bundle, as any program reads them."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def test_a_bundle_holds_for_both_verifiers(good: bytes) -> None:
    found = check(good)
    assert found.problems == []
    assert found.fingerprint == KEY.public.fingerprint == independent_verifier.verify(good)
    assert check(good, signer=KEY.public.fingerprint).problems == []


def test_the_independent_verifier_does_not_know_the_program(tmp_path: Path, good: bytes) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(good)
    script = Path(independent_verifier.__file__).read_text(encoding="utf-8")
    assert "import app" not in script
    assert "from app" not in script
    command = [sys.executable, "-I", independent_verifier.__file__, str(path), KEY.public.fingerprint]
    done = subprocess.run(command, capture_output=True, check=True, text=True, cwd=tmp_path)
    assert done.stdout == f"holds; signed by {KEY.public.fingerprint}\n"


def test_the_files_are_those_that_are_promised(filled: Filled) -> None:
    files = members(bundle(filled.store, filled.screen_id, KEY, {"report/a.html": b"<p>"}))
    assert list(files) == [
        *("VERIFY.md", "ledger.jsonl", "manifest.json", "public-key.pem", "report/a.html"),
        *("statement.dsse.json", "traces.jsonl"),
    ]
    manifest = json.loads(files["manifest.json"])
    unlisted = ("manifest.json", "statement.dsse.json")
    assert manifest == {"files": {n: sha256_hex(d) for n, d in files.items() if n not in unlisted}}
    assert files["VERIFY.md"] == paths.BUNDLE_GUIDE.read_bytes()
    envelope = json.loads(files["statement.dsse.json"])
    assert envelope["payloadType"] == "application/vnd.in-toto+json"
    statement = json.loads(base64.b64decode(envelope["payload"]))
    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    assert {s["name"]: s["digest"]["sha256"] for s in statement["subject"]} == manifest["files"]
    last = json.loads(files["ledger.jsonl"].splitlines()[-1])
    assert statement["predicate"] == {
        "screen_id": filled.screen_id,
        "entries": 8,
        "shown": 5,
        "head": last["hash"],
        "model_sha256": MODEL.sha256,
    }


def test_the_chain_is_whole_and_only_the_screen_is_shown(filled: Filled) -> None:
    data = bundle(filled.store, filled.screen_id, KEY)
    files = members(data)
    lines = [json.loads(line) for line in files["ledger.jsonl"].decode().split("\n")[:-1]]
    entries = list(filled.store.entries())[:8]
    assert [line["seq"] for line in lines if "payload" in line] == [2, 3, 5, 7, 8]
    for line, entry in zip(lines, entries, strict=True):
        assert (line["seq"], line["prev_hash"], line["hash"]) == (entry.seq, entry.prev_hash, entry.hash)
        if "payload" in line:
            without = {key: value for key, value in line.items() if key != "hash"}
            assert entry_hash(**without) == entry.hash
        else:
            assert set(line) == {"seq", "prev_hash", "hash"}
    assert SECRET.encode() not in data
    bodies = [json.loads(line) for line in files["traces.jsonl"].decode().split("\n")[:-1]]
    plan = make_plan(MODEL)
    names = [entries[1].payload["body"], plan.triage.prompt.sha256, plan.deep.prompt.sha256]
    names += [entries[4].payload["body"], entries[6].payload["body"]]
    assert [body["sha256"] for body in bodies] == names
    assert all(body["text"].encode() == filled.store.body(body["sha256"]) for body in bodies)


def test_the_same_screen_gives_the_same_bytes(filled: Filled, tmp_path: Path) -> None:
    """An export of it, and what is recorded of other screens, changes nothing; a new fact does."""
    first = write_bundle(filled.store, filled.screen_id, tmp_path / "1.zip", KEY)
    filled.store.append([Draft(kinds.GENERATION_FAILED, {"message": "later"})])
    second = write_bundle(filled.store, filled.screen_id, tmp_path / "2.zip", KEY)
    assert first.ok
    assert first.head == second.head
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    other = members(bundle(filled.store, filled.screen_id, OTHER_KEY))
    mine = members((tmp_path / "1.zip").read_bytes())
    assert [name for name in mine if mine[name] != other[name]] == [
        *("manifest.json", "public-key.pem", "statement.dsse.json")
    ]
    filled.store.append([completed(filled.screen_id, 3)])
    third = write_bundle(filled.store, filled.screen_id, tmp_path / "3.zip", KEY)
    assert (third.entries, third.shown) == (13, 8)
    assert verify_bundle(tmp_path / "3.zip", anchor=first.head).ok


def test_making_one_is_an_entry(filled: Filled, tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    made = write_bundle(filled.store, filled.screen_id, path, KEY)
    entry = filled.store.head()
    assert entry
    assert entry.kind == kinds.EXPORTED
    assert entry.payload == {
        "screen_id": filled.screen_id,
        "format": "bundle",
        "file": "b.zip",
        "sha256": sha256_hex(path.read_bytes()),
        "head": made.head,
        "signer": KEY.public.fingerprint,
    }
    assert verify_store(filled.store.location).ok


def test_the_zip_is_what_the_standard_library_writes() -> None:
    files = {"b/c.txt": b"two", "a": b"", "b.txt": bytes(range(256))}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as opened:
        for name in sorted(files):
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, 0o100644 << 16
            opened.writestr(info, files[name])
    packed = archive.pack(files)
    assert packed == written.getvalue()
    assert archive.unpack(packed) == (dict(sorted(files.items())), [])


@pytest.mark.parametrize(
    "name",
    [
        *(
            "",
            "/a",
            "../a",
            "a/../b",
            "a/..",
            "./a",
            "a//b",
            "a/",
            "a\\b",
            "C:a",
            "a b",
            "é",
            ".a",
            "a.",
            "-a",
        ),
        *("a\0b", "a\n", "x" * 201),
    ],
)
def test_a_name_that_is_not_safe_everywhere_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        archive.pack({name: b""})


def test_names_that_some_systems_take_for_one_are_refused() -> None:
    with pytest.raises(ValueError, match="two files of one name"):
        archive.pack({"report.md": b"", "Report.md": b""})


@pytest.mark.parametrize("name", ["ledger.jsonl", "manifest.json"])
def test_a_further_file_does_not_replace_one_of_the_bundles(filled: Filled, name: str) -> None:
    with pytest.raises(BundleError, match=f"has a file {name} of its own"):
        bundle(filled.store, filled.screen_id, KEY, {name: b""})


def test_what_cannot_be_bundled_is_a_known_error(filled: Filled, tmp_path: Path) -> None:
    before = filled.store.head()
    with pytest.raises(StoreError, match="has no screen 'nosuch'"):
        write_bundle(filled.store, "nosuch", tmp_path / "b.zip", KEY)
    with pytest.raises(BundleError, match=r"let it end with \.zip"):
        write_bundle(filled.store, filled.screen_id, tmp_path / "b.tar", KEY)
    with pytest.raises(StoreError, match="cannot be written"):
        write_bundle(filled.store, filled.screen_id, tmp_path / "nowhere" / "b.zip", KEY)
    assert filled.store.head() == before
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".zip"] == []


def test_a_record_that_does_not_hold_makes_no_bundle(filled: Filled, tmp_path: Path) -> None:
    filled.store.close()
    tamper(Path(filled.store.location), "UPDATE ledger SET kind = 'x' WHERE seq = 5")
    with Store.open(filled.store.location) as store, pytest.raises(BundleError, match="does not hold"):
        write_bundle(store, filled.screen_id, tmp_path / "b.zip", KEY)


def test_the_public_key_is_one_that_other_programs_read(good: bytes, tmp_path: Path) -> None:
    pem = members(good)["public-key.pem"]
    assert PublicKey.from_pem(pem) == KEY.public
    assert pem.startswith(b"-----BEGIN PUBLIC KEY-----\n")
    assert KEY.public.fingerprint == sha256_hex(KEY.public.raw)
    assert repr(KEY.seed) not in repr(KEY)
