"""Canonical JSON (RFC 8785), digests, and the link that chains one ledger entry to the one before."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Any

GENESIS = "0" * 64
LARGEST_EXACT_INTEGER = 2**53 - 1
_GROUP = 8

_EXPONENT = re.compile(r"(?<=[:,\[])-?\d(?:\.\d+)?e-\d+(?=[,\]}])")
_BEYOND_BMP = re.compile("[\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a record that does not hold; `seq` is None where no one entry is meant."""

    seq: int | None
    what: str


def canonical_json(value: Any) -> bytes:
    """RFC 8785 bytes of a JSON value: sorted keys, no white space, ECMAScript numbers.

    Raises:
        ValueError: a number has no JSON form, or an integer exceeds 2**53 - 1 (as RFC 7493 asks).
        TypeError: the value, or a key in it, is not JSON.
    """
    return _serialise(value).encode("utf-8")


def parse_json(text: str) -> Any:
    """The JSON value in a text that `canonical_json` made; its large numbers are floats.

    Raises:
        ValueError: it is not JSON in Unicode.
    """
    text.encode()
    try:
        return json.loads(text, parse_int=_integer)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def parse_canonical(text: str) -> Any:
    """The JSON value in a text that must be canonical.

    Raises:
        ValueError: it is not JSON in Unicode, or not in canonical form.
    """
    text.encode()
    try:
        value = json.loads(text, parse_int=_integer, parse_float=_float)
        if not _is_plain(value, text) and _serialise(value) != text:
            raise ValueError("it is not in canonical form")
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    return value


def named_bodies(payload: Mapping[str, Any]) -> list[str]:
    """The digests of the bodies that an entry names: `body`, `setup`, all `bodies`, the prompts of `plan`.

    Raises:
        ValueError: one of them is there and is not what it should be.
    """
    named = [payload[key] for key in ("body", "setup") if key in payload]
    try:
        named += payload.get("bodies", [])
        if "plan" in payload:
            named += [payload["plan"][kind]["prompt"]["sha256"] for kind in ("triage", "deep")]
    except (KeyError, TypeError):
        raise ValueError("it does not say which bodies belong to it") from None
    if not all(isinstance(name, str) for name in named):
        raise ValueError("a body that it names has no digest")
    return named


def _is_plain(value: Any, text: str) -> bool:
    """Whether the standard library's encoder, which is much faster, shows that a value's text is canonical.

    It differs from RFC 8785 in the order of keys beyond the Basic Multilingual Plane, and in exponents.
    """
    if not text.isascii() and _BEYOND_BMP.search(text):
        return False
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return plain == text or _EXPONENT.sub(lambda found: _number(float(found[0])), plain) == text


def sha256_hex(data: bytes) -> str:
    """SHA-256, lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def digest(value: Any) -> str:
    """SHA-256 of a value's canonical JSON, lower-case hex."""
    return sha256_hex(canonical_json(value))


def entry_hash(seq: int, prev_hash: str, kind: str, at: str, payload: Mapping[str, Any]) -> str:
    """The hash of one ledger entry, which the next entry carries as its `prev_hash`.

    It is the `digest` of {seq, prev_hash, kind, at, payload}.
    """
    return link(seq, prev_hash, kind, at, _serialise(payload))


def link(seq: int, prev_hash: str, kind: str, at: str, payload: str) -> str:
    """`entry_hash` of a payload that is canonical JSON already."""
    at, kind, prev_hash = map(encode_basestring, (at, kind, prev_hash))
    text = f'{{"at":{at},"kind":{kind},"payload":{payload},"prev_hash":{prev_hash},"seq":{seq}}}'
    return sha256_hex(text.encode("utf-8"))


def _serialise(value: Any) -> str:
    writer = _WRITERS.get(type(value))
    if writer is None:
        # A subclass, or a mapping of another kind.
        writer = next((write for kind, write in _WRITERS.items() if isinstance(value, kind)), None)
        if writer is None:
            raise TypeError(f"{type(value).__name__} is not a JSON value")
    return writer(value)


def _array(value: Iterable[Any]) -> str:
    return "[" + ",".join(map(_serialise, value)) + "]"


def _object(value: Mapping[Any, Any]) -> str:
    for key in value:
        if not isinstance(key, str):
            raise TypeError(f"{key!r} is not a JSON key")
    keys = sorted(value) if "".join(value).isascii() else sorted(value, key=_utf16)
    return "{" + ",".join([f"{encode_basestring(key)}:{_serialise(value[key])}" for key in keys]) + "}"


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-be", "surrogatepass")


def _whole(value: int) -> str:
    if abs(value) > LARGEST_EXACT_INTEGER:
        raise ValueError(f"{value} exceeds what a JSON number holds exactly; write it as a text")
    return int.__repr__(value)


def _integer(digits: str) -> int | float:
    """An integer as RFC 8785 writes it: what no double holds exactly can only have been a float."""
    value = int(digits)
    return value if abs(value) <= LARGEST_EXACT_INTEGER else float(digits)


def _float(text: str) -> float:
    value = float(text)
    if _number(value) != text:
        raise ValueError("a number in it is not in canonical form")
    return value


def _number(value: float) -> str:
    """ECMAScript's Number::toString (ECMA-262, 6.1.6.1.20), from Python's shortest digits."""
    if not math.isfinite(value):
        raise ValueError(f"{value} has no JSON form")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = float.__repr__(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = int(exponent or 0) + len(digits) - len(fraction)
    digits = digits.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    power = point - 1
    head = digits[0] + ("." + digits[1:] if count > 1 else "")
    return f"{sign}{head}e{'+' if power >= 0 else '-'}{abs(power)}"


_WRITERS: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    bool: lambda value: "true" if value else "false",
    int: _whole,
    float: _number,
    dict: _object,
    list: _array,
    tuple: _array,
    type(None): lambda _: "null",
    Mapping: _object,
}


def in_groups(digest: str) -> str:
    """A digest as it is read aloud and compared."""
    return " ".join(digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP))
