"""Whatever is changed in a bundle is found, by the program and by a verifier that does not know it."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.core.provenance import GENESIS, canonical_json, entry_hash, sha256_hex
from app.report import archive
from app.report.bundle_check import check
from app.report.signature import SigningKey, seal
from tests.bundle import independent_verifier
from tests.bundle.conftest import KEY, OTHER_KEY
from tests.bundle.test_bundle import members

Draw = Callable[[st.SearchStrategy[Any]], Any]
Lines = list[dict[str, Any]]


def whats(data: bytes, signer: str | None = None) -> list[str]:
    return [problem.what for problem in check(data, signer=signer).problems]


def holds(data: bytes, signer: str | None = None) -> bool:
    """What both verifiers say, which must be the same."""
    ours = not whats(data, signer)
    try:
        theirs = bool(independent_verifier.verify(data, signer))
    except independent_verifier.DoesNotHoldError:
        theirs = False
    assert ours == theirs
    return ours


def edited(draw: Draw, data: bytes) -> bytes:
    """Other bytes: some changed, removed or added at one place."""
    at = draw(st.integers(0, len(data)))
    gone = draw(st.integers(0, 3))
    new = draw(st.binary(max_size=3))
    other = data[:at] + new + data[at + gone :]
    assume(other != data)
    return other


def lines_of(data: bytes) -> Lines:
    return [json.loads(line) for line in data.decode().split("\n")[:-1]]


def written(lines: Lines) -> bytes:
    return b"".join(canonical_json(line) + b"\n" for line in lines)


def signed(files: dict[str, bytes], key: SigningKey, **claims: object) -> bytes:
    """Files packed with a manifest, statement and signature that fit them."""
    files = {**files, "public-key.pem": key.public.pem}
    unlisted = ("manifest.json", "statement.dsse.json")
    listed = {name: sha256_hex(data) for name, data in sorted(files.items()) if name not in unlisted}
    statement = json.loads(base64.b64decode(json.loads(files["statement.dsse.json"])["payload"]))
    statement["subject"] = [{"name": name, "digest": {"sha256": sha}} for name, sha in listed.items()]
    statement["predicate"].update(claims)
    files["manifest.json"] = canonical_json({"files": listed})
    files["statement.dsse.json"] = seal(canonical_json(statement), key)
    return archive.pack(files)


def chained(lines: Lines) -> Lines:
    """The lines with all hashes made anew."""
    prev_hash = GENESIS
    made = []
    for seq, line in enumerate(lines, 1):
        line = {**line, "seq": seq, "prev_hash": prev_hash}
        if "payload" in line:
            line["hash"] = entry_hash(seq, prev_hash, line["kind"], line["at"], line["payload"])
        prev_hash = line["hash"]
        made.append(line)
    return made


@given(data=st.data())
def test_any_change_of_the_zips_bytes_is_found(good: bytes, data: st.DataObject) -> None:
    assert not holds(edited(data.draw, good))


def test_each_changed_byte_of_the_zips_frame_is_found(good: bytes) -> None:
    """Where a usual program would not look: times, versions, attributes, flags, lengths, offsets."""
    files = members(good)
    places: list[int] = []
    start = 0
    for name, content in files.items():
        places += range(start, start + 30 + len(name))
        start += 30 + len(name) + len(content)
    for at in (*places, *range(start, len(good))):
        changed = bytearray(good)
        changed[at] ^= 1
        assert whats(bytes(changed)), at


@pytest.mark.parametrize("name", sorted(independent_verifier.REQUIRED | {"report/report.md"}))
@given(data=st.data())
def test_any_change_of_a_file_is_found_though_the_zip_is_made_anew(
    good: bytes, name: str, data: st.DataObject
) -> None:
    files = members(good)
    files[name] = edited(data.draw, files[name])
    assert not holds(archive.pack(files))


def tampered(draw: Draw, lines: Lines) -> Lines:
    """Lines removed, doubled, exchanged, or one of them changed in one value."""
    lines = [dict(line) for line in lines]
    at = draw(st.integers(0, len(lines) - 1))
    match draw(st.sampled_from(("remove", "double", "exchange", "change", "key"))):
        case "remove":
            del lines[at]
        case "double":
            lines.insert(at, lines[at])
        case "exchange":
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
        case "key":
            del lines[at][draw(st.sampled_from(sorted(lines[at])))]
        case _:
            key = draw(st.sampled_from(sorted(lines[at])))
            value = draw(st.none() | st.integers(-5, 20) | st.text(max_size=5) | st.booleans())
            lines[at][key] = {**lines[at][key], "x": value} if isinstance(lines[at][key], dict) else value
    return lines


@pytest.mark.parametrize("name", ["ledger.jsonl", "traces.jsonl"])
@pytest.mark.parametrize("hashed", [False, True])
@given(data=st.data())
def test_a_change_that_was_signed_anew_is_found_by_its_signer(
    good: bytes, name: str, hashed: bool, data: st.DataObject
) -> None:
    """Who makes all digests and a signature of their own anew is told from the signer; by both alike."""
    files = members(good)
    lines = tampered(data.draw, lines_of(files[name]))
    if hashed and name == "ledger.jsonl":
        texts = [line.get(key, "") for line in lines for key in ("kind", "at", "hash")]
        assume(
            all(
                "hash" in line and ("payload" in line) == ("at" in line) == ("kind" in line) for line in lines
            )
        )
        assume(all(isinstance(text, str) for text in texts))
        lines = chained(lines)
    files[name] = written(lines)
    assume(files[name] != members(good)[name])
    ledger = lines if name == "ledger.jsonl" else lines_of(files["ledger.jsonl"])
    assume(ledger)
    claims = {"entries": len(ledger), "shown": sum("payload" in line for line in ledger)}
    forged = signed(files, OTHER_KEY, head=ledger[-1].get("hash"), **claims)
    holds(forged)
    assert not holds(forged, KEY.public.fingerprint)


def test_without_knowing_the_signer_a_bundle_that_was_made_anew_holds(good: bytes) -> None:
    """Which is why the fingerprint is shown, and can be asked for."""
    files = members(good)
    lines = lines_of(files["ledger.jsonl"])
    lines[-1]["payload"] = {**lines[-1]["payload"], "verdict": "advance"}
    lines = chained(lines)
    files["ledger.jsonl"] = written(lines)
    forged = signed(files, OTHER_KEY, head=lines[-1]["hash"])
    assert holds(forged)
    assert not holds(forged, KEY.public.fingerprint)
    assert check(forged).fingerprint == OTHER_KEY.public.fingerprint
    (problem,) = whats(forged, KEY.public.fingerprint)
    assert problem.startswith("it was signed by the key ")
    assert check(forged, anchor=lines_of(members(good)["ledger.jsonl"])[-1]["hash"]).problems


def rezipped(good: bytes, method: int = zipfile.ZIP_STORED, **more: bytes) -> bytes:
    """The files as a usual program packs them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as packed:
        for name, data in {**members(good), **more}.items():
            packed.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, method)
    return out.getvalue()


def test_a_zip_that_was_packed_anew_is_told(good: bytes) -> None:
    assert whats(rezipped(good)) == [
        "the zip is not as Winnow wrote it: its frame was changed, or it was packed anew"
    ]
    assert whats(rezipped(good, zipfile.ZIP_DEFLATED)) == [
        "the zip is not one that Winnow wrote: a file in it is compressed"
    ]
    assert not holds(rezipped(good))
    assert not holds(rezipped(good, zipfile.ZIP_DEFLATED))


def test_a_zip_that_would_unpack_to_more_than_it_is_is_not_unpacked(good: bytes) -> None:
    bomb = rezipped(good, zipfile.ZIP_DEFLATED, **{"zeros": bytes(50_000_000)})
    assert len(bomb) < 1_000_000
    assert check(bomb).files == {}
    assert not holds(bomb)


@pytest.mark.parametrize("name", ["../outside", "/etc/x", "a\\b", "C:x"])
def test_a_path_that_leads_out_of_the_zip_is_told(good: bytes, name: str) -> None:
    data = rezipped(good, **{name: b""})
    assert whats(data) == [f"the zip is not one that Winnow wrote: it has a file of the name {name!r}"]
    assert not holds(data)


def test_two_files_of_one_name_are_told(good: bytes) -> None:
    out = io.BytesIO(good)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(out, "a") as packed:
        packed.writestr("ledger.jsonl", b"")
    assert whats(out.getvalue()) == ["the zip is not one that Winnow wrote: it has two files of one name"]
    assert not holds(out.getvalue())


@pytest.mark.parametrize("data", [b"", b"PK\3\4", b"PK\5\6" + bytes(18), b"no zip at all" * 10])
def test_what_is_no_bundle_does_not_hold(data: bytes) -> None:
    assert not holds(data)


def test_every_problem_is_told(good: bytes) -> None:
    files = members(good)
    lines = lines_of(files["ledger.jsonl"])
    lines[1]["payload"]["name"] = "another"
    del lines[4]
    files["ledger.jsonl"] = written(lines)
    bodies = lines_of(files["traces.jsonl"])
    bodies[0]["text"] += " "
    files["traces.jsonl"] = written(bodies[:-1])
    files["more.txt"] = b""
    del files["VERIFY.md"]
    assert {(problem.seq, problem.what) for problem in check(archive.pack(files)).problems} == {
        (None, "the file VERIFY.md is missing"),
        (None, "manifest.json: it lists 'VERIFY.md', which is not there to be listed"),
        (None, "the file ledger.jsonl is not what the manifest's digest was made of"),
        (None, "the file traces.jsonl is not what the manifest's digest was made of"),
        (None, "the file more.txt is not in the manifest"),
        (2, "its content is not what its hash was made of"),
        (5, "in its place stands entry 6"),
        (5, "it does not follow the entry before it: prev_hash is not that one's hash"),
        (6, "in its place stands entry 7"),
        (7, "in its place stands entry 8"),
        (None, f"the body {bodies[0]['sha256']!r} is not what its digest was made of"),
        (7, f"the body {bodies[4]['sha256']!r} that it names is missing"),
        (None, f"no entry names the body {bodies[3]['sha256']!r}"),
        (None, "what the statement says of the screen does not follow from the ledger"),
    }


def test_an_envelope_that_is_another_is_told(good: bytes) -> None:
    files = members(good)
    envelope = json.loads(files["statement.dsse.json"])
    (signature,) = envelope["signatures"]
    for other in (
        {**envelope, "signatures": [signature, signature]},
        {**envelope, "signatures": []},
        {**envelope, "payloadType": "text/plain"},
        {**envelope, "payload": base64.b64encode(b"{}").decode()},
        {**envelope, "more": 1},
        {**envelope, "signatures": [{**signature, "keyid": "0" * 64}]},
        {**envelope, "signatures": [{**signature, "sig": base64.b64encode(bytes(64)).decode()}]},
        {**envelope, "signatures": [{**signature, "sig": signature["sig"][:-2]}]},
        [envelope],
        None,
    ):
        files["statement.dsse.json"] = canonical_json(other)
        data = archive.pack(files)
        assert [what for what in whats(data) if what.startswith("statement.dsse.json: ")], other
        assert not holds(data)
