"""The zip of a bundle: files stored as they are, laid out in one way only, so that no byte of it is free."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

MAX_BYTES = 2**30
MAX_FILES = 1000

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_VERSION = 20
_UNIX = 3 << 8
_FIRST_OF_1980 = 0x21
_READABLE_FILE = 0o100644 << 16
_SEGMENT = r"[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?"
_NAME = re.compile(rf"(?=.{{1,200}}\Z){_SEGMENT}(?:/{_SEGMENT})*\Z")


@dataclass(frozen=True, slots=True)
class _Member:
    """What a zip says of one file."""

    name: str
    crc: int
    size: int


def pack(files: Mapping[str, bytes]) -> bytes:
    """The one zip that holds these files.

    Raises:
        ValueError: a name is none that a bundle may have, or the files are too many or too large.
    """
    names = sorted(files)
    if problem := _names_problem(names):
        raise ValueError(problem)
    members = [_Member(name, zlib.crc32(files[name]), len(files[name])) for name in names]
    if sum(member.size for member in members) > MAX_BYTES:
        raise ValueError(f"the files are larger than the {MAX_BYTES} bytes that a bundle holds")
    heads, tail = _layout(members)
    parts = [part for head, name in zip(heads, names, strict=True) for part in (head, files[name])]
    return b"".join((*parts, tail))


def unpack(data: bytes) -> tuple[dict[str, bytes], list[str]]:
    """The files in a zip, and what of it is not as `pack` makes it; no files where they cannot be told apart.

    Nothing is decompressed, and no file is larger than the zip.
    """
    try:
        members = _members(data)
    except (ValueError, struct.error) as error:
        return {}, [f"the zip is not one that Winnow wrote: {error}"]
    heads, tail = _layout(members)
    files: dict[str, bytes] = {}
    made, at = True, 0
    for head, member in zip(heads, members, strict=True):
        start = at + len(head)
        made &= data[at:start] == head
        at = start + member.size
        content = files[member.name] = data[start:at]
        made &= zlib.crc32(content) == member.crc
    if made and data[at:] == tail:
        return files, []
    return files, ["the zip is not as Winnow wrote it: its frame was changed, or it was packed anew"]


def _members(data: bytes) -> list[_Member]:
    """What the directory at the end of a zip says, without any trust in it."""
    if len(data) > MAX_BYTES + MAX_FILES * 1000:
        raise ValueError("it is too large")
    if len(data) < _END.size:
        raise ValueError("it is too short")
    signature, _, _, _, count, size, at, _ = _END.unpack(data[-_END.size :])
    if signature != b"PK\5\6" or at + size + _END.size != len(data) or count > MAX_FILES:
        raise ValueError("it does not end as a zip does")
    members = []
    for _ in range(count):
        fields = _CENTRAL.unpack(data[at : at + _CENTRAL.size])
        method, crc, stored, length, name_length = fields[4], *fields[7:11]
        if method or stored != length:
            raise ValueError("a file in it is compressed")
        start = at + _CENTRAL.size
        at = start + name_length
        members.append(_Member(data[start:at].decode("ascii"), crc, length))
    names = [member.name for member in members]
    if problem := _names_problem(names):
        raise ValueError(problem)
    if sum(member.size for member in members) > len(data):
        raise ValueError("its files are larger than itself")
    return members


def _names_problem(names: list[str]) -> str | None:
    """What is wrong with the names of a zip's files: each must be safe to be unpacked, everywhere."""
    if len(names) > MAX_FILES:
        return f"it has more than {MAX_FILES} files"
    for name in names:
        if not _NAME.match(name):
            return f"it has a file of the name {name!r}"
    if len({name.casefold() for name in names}) < len(names):
        return "it has two files of one name"
    return None if names == sorted(names) else "its files are not in order"


def _layout(members: list[_Member]) -> tuple[list[bytes], bytes]:
    """The bytes before each file, and those after the last."""
    heads, directory, at = [], [], 0
    for member in members:
        name = member.name.encode("ascii")
        common = (_VERSION, 0, 0, 0, _FIRST_OF_1980, member.crc, member.size, member.size, len(name), 0)
        heads.append(_LOCAL.pack(b"PK\3\4", *common) + name)
        made_by = _UNIX | _VERSION
        more = (0, 0, 0, _READABLE_FILE, at)
        directory.append(_CENTRAL.pack(b"PK\1\2", made_by, *common, *more) + name)
        at += len(heads[-1]) + member.size
    listing = b"".join(directory)
    count = len(members)
    return heads, listing + _END.pack(b"PK\5\6", 0, 0, count, count, len(listing), at, 0)
