"""A verifier of bundles that was written from resources/VERIFY.md alone and knows nothing of the program.

Run: python tests/bundle/independent_verifier.py BUNDLE.zip [FINGERPRINT]
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import math
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

REQUIRED = {
    "VERIFY.md",
    "ledger.jsonl",
    "manifest.json",
    "public-key.pem",
    "statement.dsse.json",
    "traces.jsonl",
}
SEGMENT = "[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_-])?"
ED25519_HEADER = bytes.fromhex("302a300506032b6570032100")


class DoesNotHoldError(Exception):
    """Why a bundle does not hold."""


def must(condition: object, why: str) -> None:
    if not condition:
        raise DoesNotHoldError(why)


def verify(data: bytes, fingerprint: str | None = None) -> str:
    """The fingerprint of the key that signed a bundle. Raises DoesNotHoldError."""
    files = read_zip(data)
    must(set(files) >= REQUIRED, "a file is missing")
    manifest = parse(files["manifest.json"])
    must(isinstance(manifest, dict) and set(manifest) == {"files"}, "manifest")
    listed = manifest["files"]
    expected = {n: sha256(d) for n, d in files.items() if n not in ("manifest.json", "statement.dsse.json")}
    must(listed == expected, "the manifest does not list the files")
    signer, statement = read_statement(files["public-key.pem"], files["statement.dsse.json"])
    must(fingerprint in (None, signer), "another signer")
    lines = [parse(line) for line in split_lines(files["ledger.jsonl"])]
    must(isinstance(statement, dict) and isinstance(statement.get("predicate"), dict), "statement")
    check_chain(lines, statement["predicate"].get("screen_id"))
    whole = [line for line in lines if "payload" in line]
    plans = [line["payload"]["plan"] for line in whole if "plan" in line["payload"]]
    must(
        statement
        == {
            "_type": "https://in-toto.io/Statement/v1",
            "subject": [{"name": n, "digest": {"sha256": listed[n]}} for n in sorted(listed)],
            "predicateType": "urn:winnow:screen:1",
            "predicate": {
                "screen_id": whole[0]["payload"]["screen_id"],
                "entries": len(lines),
                "shown": len(whole),
                "head": lines[-1]["hash"],
                "model_sha256": get(plans[0], "model_sha256") if plans else None,
            },
        },
        "the statement is about something else",
    )
    check_bodies(whole, [parse(line) for line in split_lines(files["traces.jsonl"])])
    return signer


def read_zip(data: bytes) -> dict[str, bytes]:
    """The files of a zip that is, to the byte, what VERIFY.md says."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            must(all(info.compress_type == zipfile.ZIP_STORED for info in infos), "a file is compressed")
            must(sum(info.file_size for info in infos) <= min(len(data), 2**30), "too large")
            files = {info.filename: archive.read(info) for info in infos}
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise DoesNotHoldError(f"no zip: {error}") from None
    must(len(files) <= 1000 and len({name.lower() for name in files}) == len(infos), "names")
    for name in files:
        must(len(name) <= 200 and re.fullmatch(f"{SEGMENT}(/{SEGMENT})*", name), f"the name {name!r}")
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            archive.writestr(info, files[name])
    must(again.getvalue() == data, "the zip is laid out in another way")
    return files


def read_statement(pem: bytes, envelope: bytes) -> tuple[str, Any]:
    """The signer's fingerprint, and the statement."""
    body = pem.removeprefix(b"-----BEGIN PUBLIC KEY-----\n").removesuffix(b"\n-----END PUBLIC KEY-----\n")
    must(len(pem) == len(body) + 53, "public-key.pem")
    der = decode64(body.decode("ascii", "replace"))
    must(len(der) == 44 and der.startswith(ED25519_HEADER), "no Ed25519 key")
    raw = der[len(ED25519_HEADER) :]
    fingerprint = sha256(raw)
    table = parse(envelope)
    payload, signatures = get(table, "payload"), get(table, "signatures")
    must(set(table) == {"payload", "payloadType", "signatures"}, "envelope")
    must(isinstance(signatures, list) and len(signatures) == 1, "signatures")
    must(get(signatures[0], "keyid") == fingerprint and set(signatures[0]) == {"keyid", "sig"}, "keyid")
    kind = table["payloadType"]
    must(kind == "application/vnd.in-toto+json", "payloadType")
    statement = decode64(payload)
    encoded = f"DSSEv1 {len(kind)} {kind} {len(statement)} ".encode() + statement
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(decode64(get(signatures[0], "sig")), encoded)
    except InvalidSignature:
        raise DoesNotHoldError("the signature") from None
    return fingerprint, parse(statement)


def check_chain(lines: list[Any], screen_id: object) -> None:
    """The chain, and that what is shown belongs to the screen."""
    before = "0" * 64
    for number, line in enumerate(lines, 1):
        must(isinstance(line, dict), "a line of the ledger is no object")
        keys = set(line)
        whole = keys == {"seq", "prev_hash", "kind", "at", "payload", "hash"}
        must(whole or keys == {"seq", "prev_hash", "hash"}, f"the keys of entry {number}")
        must(isinstance(line["seq"], int) and line["seq"] is not True, f"the seq of entry {number}")
        must(line["seq"] == number, f"the seq of entry {number}")
        must(isinstance(line["hash"], str) and line["prev_hash"] == before, f"the place of entry {number}")
        before = line["hash"]
        if whole:
            must(isinstance(line["kind"], str) and isinstance(line["at"], str), f"entry {number}")
            must(isinstance(line["payload"], dict), f"the payload of entry {number}")
            content = {key: value for key, value in line.items() if key != "hash"}
            must(sha256(canonical(content).encode()) == line["hash"], f"the hash of entry {number}")
            must(isinstance(screen_id, str), "the screen")
            must(line["payload"].get("screen_id") == screen_id, f"the screen of entry {number}")
    must("payload" in lines[-1], "the last entry is withheld")


def check_bodies(whole: list[Any], lines: list[Any]) -> None:
    """The bodies, which must be those that the entries name."""
    named: list[str] = []
    for line in whole:
        payload = line["payload"]
        found = [payload[part] for part in ("body", "setup") if part in payload]
        bodies = payload.get("bodies", [])
        must(isinstance(bodies, list), "bodies")
        found += bodies
        if "plan" in payload:
            found += [get(get(get(payload["plan"], kind), "prompt"), "sha256") for kind in ("triage", "deep")]
        must(all(isinstance(name, str) for name in found), "the name of a body")
        named += [name for name in found if name not in named]
    for line in lines:
        must(isinstance(line, dict) and set(line) == {"sha256", "text"}, "a line of the traces")
        must(isinstance(line["text"], str) and sha256(line["text"].encode()) == line["sha256"], "a body")
    must([line["sha256"] for line in lines] == list(dict.fromkeys(named)), "the bodies are others")


def get(table: Any, key: str) -> Any:
    must(isinstance(table, dict) and key in table, f"{key} is missing")
    return table[key]


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def decode64(text: Any) -> bytes:
    must(isinstance(text, str), "base64")
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise DoesNotHoldError("base64") from None
    must(base64.b64encode(data).decode() == text, "base64")
    return data


def split_lines(data: bytes) -> list[bytes]:
    must(data.endswith(b"\n"), "the last line")
    return data[:-1].split(b"\n")


def parse(data: bytes) -> Any:
    """JSON that must be canonical; an integer that is too large for JSON is a floating-point number."""
    try:
        value = json.loads(
            data.decode("utf-8"), parse_int=lambda d: int(d) if abs(int(d)) < 2**53 else float(d)
        )
        must(canonical(value) == data.decode("utf-8"), "JSON that is not canonical")
    except (ValueError, RecursionError):
        raise DoesNotHoldError("no JSON") from None
    return value


def canonical(value: Any) -> str:
    """RFC 8785."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, float):
        return number(value)
    return json.dumps(value, ensure_ascii=False)


def number(value: float) -> str:
    """A floating-point number as ECMAScript writes it: shortest digits, an exponent where it is far."""
    must(math.isfinite(value), "a number")
    if value == 0:
        return "0"
    digits, _, exponent = f"{value!r:s}".lower().partition("e")
    sign = "-" if digits.startswith("-") else ""
    whole, _, part = digits.lstrip("-").partition(".")
    power = int(exponent or 0) + len(whole)
    bare = (whole + part).lstrip("0")
    power -= len(whole + part) - len(bare)
    bare = bare.rstrip("0")
    if 0 < power <= 21:
        padded = bare.ljust(power, "0")
        return sign + padded[:power] + ("." + padded[power:] if padded[power:] else "")
    if -6 < power <= 0:
        return f"{sign}0.{'0' * -power}{bare}"
    tail = "." + bare[1:] if bare[1:] else ""
    return f"{sign}{bare[0]}{tail}e{'+' if power > 0 else '-'}{abs(power - 1)}"


if __name__ == "__main__":
    print("holds; signed by", verify(Path(sys.argv[1]).read_bytes(), *sys.argv[2:3]))
