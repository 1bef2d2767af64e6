"""Canonical JSON (RFC 8785), digests, and the link that chains one ledger entry to the one before."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import Any

GENESIS = "0" * 64


def canonical_json(value: Any) -> bytes:
    """RFC 8785 bytes of a JSON value: sorted keys, no white space, ECMAScript numbers.

    Raises:
        ValueError: a number has no JSON form, or an integer exceeds 2**53 - 1 (as RFC 7493 asks).
        TypeError: the value, or a key in it, is not JSON.
    """
    return _serialise(value).encode("utf-8")


def sha256_hex(data: bytes) -> str:
    """SHA-256, lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def digest(value: Any) -> str:
    """SHA-256 of a value's canonical JSON, lower-case hex."""
    return sha256_hex(canonical_json(value))


def entry_hash(seq: int, prev_hash: str, kind: str, at: str, payload: Mapping[str, Any]) -> str:
    """The hash of one ledger entry, which the next entry carries as its `prev_hash`."""
    return digest({"seq": seq, "prev_hash": prev_hash, "kind": kind, "at": at, "payload": payload})


def _serialise(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return encode_basestring(value)
        case int():
            if abs(value) > 2**53 - 1:
                raise ValueError(f"{value} exceeds what a JSON number holds exactly; write it as a text")
            return str(value)
        case float():
            return _number(value)
        case list() | tuple():
            return "[" + ",".join(map(_serialise, value)) + "]"
        case Mapping():
            for key in value:
                if not isinstance(key, str):
                    raise TypeError(f"{key!r} is not a JSON key")
            keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
            return "{" + ",".join(f"{encode_basestring(k)}:{_serialise(value[k])}" for k in keys) + "}"
    raise TypeError(f"{type(value).__name__} is not a JSON value")


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
