"""Bodies as they are kept: compressed, with a check of the compressed bytes, under their SHA-256."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator

ENCODING = "zlib+crc32"
MAX_BODY_BYTES = 2**28  # also what bounds the decompression of a body that was tampered with

_CHUNK = 2**20
_CHECK = 4


def body_digest(body: bytes) -> str:
    """The name of a body: its SHA-256, lower-case hex."""
    return hashlib.sha256(body).hexdigest()


def pack(body: bytes) -> bytes:
    """Compress a body.

    Some bits of a deflate stream can change without a change of what it holds; the CRC-32 that follows the
    stream makes such a change visible too.

    Raises:
        ValueError: the body is larger than `MAX_BODY_BYTES`.
    """
    if len(body) > MAX_BODY_BYTES:
        raise ValueError(
            f"a body of {len(body)} bytes is larger than the {MAX_BODY_BYTES} that a store keeps"
        )
    stream = zlib.compress(body)
    return stream + zlib.crc32(stream).to_bytes(_CHECK, "big")


def unpack(encoding: object, data: object) -> Iterator[bytes]:
    """The body in chunks of at most one MiB.

    Raises:
        ValueError: the encoding is unknown, or the data is not one intact compressed body.
    """
    if encoding != ENCODING:
        raise ValueError(f"its encoding {encoding!r} is unknown")
    if not isinstance(data, bytes):
        raise ValueError("it is not binary data")
    stream, check = data[:-_CHECK], data[-_CHECK:]
    if zlib.crc32(stream).to_bytes(_CHECK, "big") != check:
        raise ValueError("its stored bytes changed")
    inflate = zlib.decompressobj()
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
