"""Bytes to text: byte-order marks, strict UTF-8, UTF-16 without a mark, then detection."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = "cp1252"
_LIKELY = (
    _WESTERN, "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "koi8_r", "mac_roman",
    "cp932", "euc_jp", "gb18030", "big5", "cp949",
)  # fmt: skip
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE = 1 << 16


def decode(data: bytes) -> str | None:
    """The text of `data` without BOM and NUL, every line end a "\\n"; None if it is no text.

    A byte that does not fit the encoding found becomes U+FFFD, so that the reader sees it.
    """
    text = _decode(data)
    if text is None:
        return None
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    sample = data[:_SAMPLE]
    if wide := _unmarked_utf16(sample):
        return data.decode(wide, errors="replace")
    controls = len(_CONTROLS.findall(sample)) / max(1, len(sample))
    try:
        # Valid UTF-8 may hold stray controls and NUL padding; mostly controls, it is no text.
        return data.decode("utf-8") if controls < 0.5 else None
    except UnicodeDecodeError:
        pass
    if controls > 0.02:
        return None
    lenient = data.decode("utf-8", errors="replace")
    broken = lenient.count("\ufffd")
    whole = sum(map(len, re.findall(r"[\x80-\ufffc\U00010000-\U0010ffff]+", lenient)))
    if broken * 5 <= whole:  # UTF-8 with a few spoilt bytes, rather than another encoding
        return lenient
    return data.decode(_detect(data), errors="replace")


def _unmarked_utf16(sample: bytes) -> str | None:
    """UTF-16 without a mark: nearly every other byte is NUL where the text is Latin."""
    half = len(sample) // 2
    if half < 2:
        return None
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.05 else None


def _detect(data: bytes) -> str:
    """The likeliest 8-bit or East Asian encoding, judged by the lines that are not plain ASCII."""
    # Detection over a whole large file takes minutes, and its ASCII part says nothing.
    telling: list[bytes] = []
    size = 0
    for line in re.finditer(rb"[^\r\n]*[\x80-\xff][^\r\n]*", data):
        telling.append(line.group()[:_SAMPLE])
        size += len(telling[-1])
        if size > _SAMPLE:
            break
    from charset_normalizer import from_bytes  # Longer to import than most lists are to read.

    matches = from_bytes(b"\n".join(telling), cp_isolation=list(_LIKELY))
    best = matches.best()
    if best is None:
        return _WESTERN
    ties = (each for each in matches if each.chaos <= best.chaos and each.coherence >= best.coherence)
    # Short texts tie, and the first of a tie is cp1250, by number.
    return _WESTERN if any(_WESTERN in each.could_be_from_charset for each in ties) else best.encoding
