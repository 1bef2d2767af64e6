"""Canonical JSON against an independent implementation of RFC 8785, digests and the ledger's link."""

from __future__ import annotations

import hashlib
import json
import math
import random
import struct
from typing import Any

import pytest
import rfc8785
from hypothesis import assume, given
from hypothesis import strategies as st

from app.core.provenance import (
    GENESIS,
    canonical_json,
    digest,
    entry_hash,
    named_bodies,
    parse_canonical,
    sha256_hex,
)
from app.core.trace import ids_digest
from tests.support.strategies import json_values

EDGES = [0.0, -0.0, 5e-324, -5e-324, 1e-323, 2.2250738585072014e-308, 1.7976931348623157e308, 1e-6, 1e-7]
EDGES += [9.999999999999999e-7, 1e20, 1e21, 1e22, 123456789012345680000.0, 999999999999999900000.0, 1.5e300]
EDGES += [0.1, 0.1 + 0.2, 1 / 3, 4.35, 0.002, 333333333.3333333, 2.0**53, 2.0**53 + 2, 2.0**70, 100.0, 12.5]


def many_floats() -> list[float]:
    """Edges, powers of ten and their neighbours, and random bit patterns."""
    drawn = random.Random(1)
    powers = [float(f"1e{e}") for e in range(-323, 309)]
    near = [math.nextafter(p, q) for p in powers for q in (0.0, math.inf)]
    bits = [struct.unpack("<d", drawn.randbytes(8))[0] for _ in range(20_000)]
    short = [round(drawn.uniform(-1e6, 1e6), drawn.randrange(8)) for _ in range(5_000)]
    every = [*EDGES, *powers, *near, *bits, *short]
    return [sign * x for x in every if math.isfinite(x) for sign in (1, -1)]


def test_numbers_are_written_as_ecmascript_writes_them() -> None:
    floats = many_floats()
    wrong = [x for x in floats if canonical_json(x) != rfc8785.dumps(x)]
    assert not wrong
    assert all(float(canonical_json(x)) == x for x in floats)


@pytest.mark.parametrize("value", [2**53 - 1, -(2**53) + 1, 0, -1, 10**15])
def test_integers_that_json_holds_exactly(value: int) -> None:
    assert canonical_json(value) == rfc8785.dumps(value) == str(value).encode()


@pytest.mark.parametrize("value", [2**53, -(2**53), math.nan, math.inf, -math.inf, [1, [math.nan]]])
def test_numbers_without_an_exact_form_are_refused(value: object) -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical_json(value)


def test_keys_are_ordered_by_utf_16_code_units() -> None:
    # U+FB33 follows the surrogate pair of U+1F600 in code points, and precedes nothing in UTF-16.
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6", "\uffff", "", "a", "B", "aa"]
    value = {key: n for n, key in enumerate(keys)}
    assert canonical_json(value) == rfc8785.dumps(value)
    order = list(json.loads(canonical_json(value)))
    assert order.index("\U0001f600") < order.index("\ufb33")


def test_texts_are_escaped_only_where_they_must_be() -> None:
    text = "".join(map(chr, range(0x100))) + '\u2028\u2029\ufeff\U0001f600</script>"\\'
    assert canonical_json(text) == rfc8785.dumps(text)


def test_half_a_surrogate_pair_is_refused() -> None:
    for value in ("\ud800", {"\udc00": 1}):
        with pytest.raises(ValueError, match="surrogates"):
            canonical_json(value)


def random_value(drawn: random.Random, depth: int) -> Any:
    kind = drawn.randrange(8 if depth else 6)
    match kind:
        case 0:
            return drawn.choice([None, True, False])
        case 1:
            return drawn.randrange(-(2**53) + 1, 2**53)
        case 2 | 3:
            return drawn.uniform(-1, 1) * 10 ** drawn.randrange(-30, 30)
        case 4 | 5:
            return "".join(
                chr(drawn.choice([drawn.randrange(0xD800), drawn.randrange(0xE000, 0x110000)]))
                for _ in range(5)
            )
        case 6:
            return [random_value(drawn, depth - 1) for _ in range(drawn.randrange(4))]
    return {str(random_value(drawn, 0)): random_value(drawn, depth - 1) for _ in range(drawn.randrange(5))}


def test_nested_values_agree_and_do_not_depend_on_the_order_of_keys() -> None:
    drawn = random.Random(2)
    for _ in range(300):
        value = {"a": random_value(drawn, 4), "b": random_value(drawn, 4)}
        assert canonical_json(value) == rfc8785.dumps(value)
        assert canonical_json(dict(reversed(value.items()))) == canonical_json(value)
    assert canonical_json((1, ("a",))) == b'[1,["a"]]'


@pytest.mark.parametrize("value", [{1: 2}, {"a": {None: 1}}, {"a", "b"}, b"bytes", object()])
def test_what_is_not_json_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="JSON"):
        canonical_json(value)


def test_an_entrys_hash_covers_each_of_its_parts() -> None:
    entry: dict[str, Any] = {
        "seq": 3,
        "prev_hash": GENESIS,
        "kind": "note",
        "at": "2026-01-01T00:00:00Z",
        "payload": {"b": 1.5, "a": ["\u20ac"]},
    }
    expected = hashlib.sha256(rfc8785.dumps(entry)).hexdigest()
    assert entry_hash(**entry) == expected == digest(entry)
    others = {
        "seq": 4,
        "prev_hash": "1" * 64,
        "kind": "nota",
        "at": "2026-01-01T00:00:01Z",
        "payload": {"b": 1.5},
    }
    hashes = {expected} | {entry_hash(**{**entry, name: value}) for name, value in others.items()}
    assert len(hashes) == 6


def test_digests_of_bytes_and_of_ids() -> None:
    assert sha256_hex(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert ids_digest([1, 258, 151_935]) == sha256_hex(struct.pack("<3i", 1, 258, 151_935))
    assert ids_digest([1, 2]) != ids_digest([2, 1])


@given(json_values)
def test_what_is_canonical_is_read_back(value: Any) -> None:
    text = canonical_json(value).decode()
    assert canonical_json(parse_canonical(text)).decode() == text


@given(json_values, st.data())
def test_another_form_of_the_same_value_is_refused(value: Any, data: st.DataObject) -> None:
    text = canonical_json(value).decode()
    other = data.draw(
        st.sampled_from(
            (
                json.dumps(value, separators=(",", ":"), ensure_ascii=True),
                json.dumps(value, ensure_ascii=False),
                text + " ",
            )
        )
    )
    assume(other != text)
    with pytest.raises(ValueError, match="canonical"):
        parse_canonical(other)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "1.0",
            "-0",
            "-0.0",
            "1e-07",
            "1E-7",
            "0.0000001",
            "[3.2e-05]",
            "1e21",
            "100000000000000000000000",
            "01",
            "NaN",
        ),
        *("1e999", "9007199254740993", '"\\u00e9"', '"\\/"', '{"b":1,"a":2}', '{"a":1,"a":1}', "[1, 2]", ""),
        '{"\ufb33":1,"\U0001f600":2}',
        "[" * 100_000,
    ],
)
def test_a_text_that_is_not_canonical_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_canonical(text)


@pytest.mark.parametrize(
    "text",
    [
        "1e-7",
        "100000000000000000000",
        "1e+21",
        "[0.000032,3.2e-7]",
        '{"a":"x:1e-05,"}',
        '{"\U0001f600":1,"\ufb33":2}',
    ],
)
def test_a_canonical_text_is_taken(text: str) -> None:
    assert canonical_json(parse_canonical(text)).decode() == text


def test_an_entry_names_its_bodies() -> None:
    plan = {kind: {"prompt": {"sha256": kind}} for kind in ("triage", "deep")}
    assert named_bodies({}) == []
    assert named_bodies({"body": "a", "bodies": ["b", "c"], "plan": plan}) == [
        "a",
        "b",
        "c",
        "triage",
        "deep",
    ]


@pytest.mark.parametrize(
    "payload", [{"body": None}, {"body": 1}, {"bodies": 1}, {"bodies": [1]}, {"plan": {}}, {"plan": 1}]
)
def test_an_entry_that_names_them_in_another_way_is_refused(payload: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="bod"):
        named_bodies(payload)
