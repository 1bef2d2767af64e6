"""Payloads as the ledger keeps them: small, and read back whatever dictionary they were written with."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store.body import pack
from app.store.payload import pack_payload, unpack_payload

FIRST = 0xEDC6C909


@given(st.text())
def test_reads_what_was_packed(text: str) -> None:
    assert unpack_payload(pack_payload(text)) == text


def test_a_payload_without_a_dictionary_is_read_too() -> None:
    assert unpack_payload(pack(b'{"a":1}')) == '{"a":1}'


def test_a_dictionary_that_is_not_known_is_of_a_newer_version() -> None:
    with pytest.raises(ValueError, match="newer version"):
        unpack_payload(pack(b'{"a":1}', b'{"a":'))


def test_the_dictionary_of_the_first_version_never_changes() -> None:
    """A store names it by its Adler-32; what was packed with another text could not be read any more."""
    stream = pack_payload("{}")
    assert int.from_bytes(stream[2:6], "big") == FIRST


@pytest.mark.parametrize("data", ["text", None, 7, b"", b"\x78", zlib.compress(b"{}")])
def test_what_is_no_packed_payload_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match=r"binary|changed"):
        unpack_payload(data)
