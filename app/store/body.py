"""Bytes as a store keeps them: compressed, perhaps against a dictionary, with a check of what is kept."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator

ENCODING = "zlib+crc32"
MAX_BODY_BYTES = 2**28  # also what bounds the decompression of a body that was tampered with

_LEVEL = 9
_CHUNK = 2**20
_CHECK = 4
_PRESET = 0x20  # FDICT, in the second byte of a stream (RFC 1950): a dictionary's Adler-32 follows


def body_digest(body: bytes) -> str:
    """The name of a body: its SHA-256, lower-case hex."""
    return hashlib.sha256(body).hexdigest()


def pack(body: bytes, dictionary: bytes = b"", place: bytes = b"") -> bytes:
    """Compress a body.

    Some bits of a deflate stream can change without a change of what it holds; the CRC-32 that follows the
    stream makes such a change visible too.

    Args:
        body: What is to be kept.
        dictionary: What is likely to stand in it too; the same is needed to unpack it.
        place: What else the check covers, such as the columns beside it.

    Raises:
        ValueError: the body is larger than `MAX_BODY_BYTES`.
    """
    if len(body) > MAX_BODY_BYTES:
        raise ValueError(
            f"a body of {len(body)} bytes is larger than the {MAX_BODY_BYTES} that a store keeps"
        )
    deflate = zlib.compressobj(_LEVEL, zdict=dictionary) if dictionary else zlib.compressobj(_LEVEL)
    stream = deflate.compress(body) + deflate.flush()
    return stream + _check(stream, place)


def unpack(encoding: object, data: object, dictionary: bytes = b"", place: bytes = b"") -> Iterator[bytes]:
    """The body in chunks of at most one MiB; the first one comes after the check.

    Raises:
        ValueError: the encoding is unknown, or the data is not one intact compressed body, made with this
            dictionary for this place.
    """
    if encoding != ENCODING:
        raise ValueError(f"its encoding {encoding!r} is unknown")
    if not isinstance(data, bytes):
        raise ValueError("it is not binary data")
    stream, check = data[:-_CHECK], data[-_CHECK:]
    if _check(stream, place) != check:
        raise ValueError("its stored bytes changed")
    if (dictionary_id(stream) is not None) != bool(dictionary):
        raise ValueError("it is not clear what it is a difference from")
    inflate = zlib.decompressobj(zdict=dictionary)
    total = 0
    while not inflate.eof:
        try:
            chunk = inflate.decompress(stream, _CHUNK)
        except zlib.error:
            raise ValueError("it does not decompress") from None
        stream = inflate.unconsumed_tail
        total += len(chunk)
        if total > MAX_BODY_BYTES:
            raise ValueError("it is larger than a store keeps")
        if not chunk and not inflate.eof:
            raise ValueError("it ends too early")
        yield chunk
    if inflate.unused_data:
        raise ValueError("something follows it")


def dictionary_id(stream: bytes) -> int | None:
    """The Adler-32 of the dictionary that a stream was made with; None where it was made without one."""
    return int.from_bytes(stream[2:6], "big") if len(stream) > 1 and stream[1] & _PRESET else None


def is_intact(data: bytes) -> bool:
    """Whether packed bytes, of no place in particular, are as they were written."""
    return _check(data[:-_CHECK], b"") == data[-_CHECK:]


def _check(stream: bytes, place: bytes) -> bytes:
    return zlib.crc32(stream, zlib.crc32(place)).to_bytes(_CHECK, "big")
