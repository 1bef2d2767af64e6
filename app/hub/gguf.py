"""A GGUF file's metadata and table of tensors, read without trusting one number in it.

Source of the format: `docs/gguf.md` of ggml. Whatever a file says, no more than its first 128 MiB are read,
no text of more than 1 MiB and no array of more than 1,024 numbers is kept, and no count is believed that the
file has no room for. Of the texts of an array, such as a vocabulary's 150,000, only those that are asked for
are ever kept.
"""

from __future__ import annotations

import struct
from collections.abc import Collection
from dataclasses import dataclass
from math import prod
from typing import BinaryIO

from app.core.errors import ModelError
from app.core.sentence import Sentence
from app.hub.ggml_types import TENSOR_TYPES, TensorType

MOST_HEADER = 128 * 2**20
MOST_TEXT = 2**20
MOST_NAME = 2**16
MOST_KEPT = 1024
_MOST_ENTRIES = 2**16
_MOST_ELEMENTS = 2**22
_MOST_DIMENSIONS = 4
_VERSIONS = (2, 3)
_DEFAULT_ALIGNMENT, _MOST_ALIGNMENT = 32, 2**16

_NUMBERS = dict(zip((0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12), "BbHhIif?Qqd", strict=True))
_TEXT, _ARRAY = 8, 9
# What a file begins with that is no model but is found under a model's name.
_POINTER, _PAGE = b"version https://git-lfs.github.com/spec/", b"<"
# A key's length, its type and at least one byte; a tensor's name, dimensions, type and offset.
_LEAST_ENTRY, _LEAST_TENSOR = 13, 24


@dataclass(frozen=True, slots=True)
class Array:
    """`count` elements; `values` only where they are numbers and few, of texts those that were `wanted`."""

    count: int
    values: tuple[float, ...] = ()
    wanted: frozenset[str] = frozenset()


Value = int | float | bool | str | Array


@dataclass(frozen=True, slots=True)
class Tensor:
    """One tensor: its shape (fastest dimension first), and where its bytes lie behind the header."""

    name: str
    shape: tuple[int, ...]
    type: TensorType
    offset: int

    @property
    def elements(self) -> int:
        """How many numbers."""
        return prod(self.shape)

    @property
    def size(self) -> int:
        """Bytes."""
        return self.elements // self.type.block * self.type.size


@dataclass(frozen=True, slots=True)
class Gguf:
    """What stands before the weights; `data` is the byte at which those begin."""

    values: dict[str, Value]
    tensors: tuple[Tensor, ...]
    data: int


class EndsEarlyError(ModelError):
    """The file is not as long as its header is: it is cut off, or still arriving."""


def read_gguf(file: BinaryIO, size: int, name: str, wanted: Collection[str] = ()) -> Gguf:
    """Read what stands before the weights.

    Args:
        file: at its start, able to seek.
        size: of the whole file, bytes; the weights need not be there yet where only the header was fetched.
        name: for the errors.
        wanted: texts of which each array of texts is to say whether it has them.

    Raises:
        EndsEarlyError: it is cut off before its weights begin.
        ModelError: it is no GGUF file, a version that is not known, or damaged.
    """
    reader = _Reader(file, size, name, wanted)
    if (begin := reader.begin(len(_POINTER)))[:4] != b"GGUF":
        raise _foreign(begin, name)
    reader.skip(4)
    version = reader.number("I")
    if version not in _VERSIONS:
        if int.from_bytes(int(version).to_bytes(4, "little"), "big") in _VERSIONS:
            raise ModelError("{} was written for a big-endian machine; choose a file for this one.", name)
        raise ModelError(
            "{0} has version {1} of GGUF, and Winnow reads 2 and 3; choose another file of the model.",
            name,
            version,
        )
    tensors = reader.count("Q", _LEAST_TENSOR, _MOST_ENTRIES)
    entries = reader.count("Q", _LEAST_ENTRY, _MOST_ENTRIES)
    values: dict[str, Value] = {}
    for _ in range(entries):
        key = reader.text(MOST_NAME)
        if key in values:
            raise reader.damaged(Sentence("it says {!r} twice", key))
        values[key] = reader.value(int(reader.number("I")))
    table = tuple(reader.tensor() for _ in range(tensors))
    alignment = values.get("general.alignment", _DEFAULT_ALIGNMENT)
    if not isinstance(alignment, int) or not 1 <= alignment <= _MOST_ALIGNMENT or alignment & (alignment - 1):
        raise reader.damaged(Sentence("its alignment is {}", str(alignment)))
    data = -(-reader.at // alignment) * alignment
    seen: set[str] = set()
    for tensor in table:
        if tensor.name in seen:
            raise reader.damaged(Sentence("it has the tensor {!r} twice", tensor.name))
        seen.add(tensor.name)
        if tensor.offset % alignment:
            raise reader.damaged(Sentence("the tensor {!r} is not aligned", tensor.name))
        if data + tensor.offset + tensor.size > size:
            raise ModelError(
                "{0} ends before its weights do: it has {1:,} bytes and needs {2:,}; download it again.",
                name,
                size,
                max(data + each.offset + each.size for each in table),
            )
    return Gguf(values, table, data)


def _foreign(begin: bytes, name: str) -> ModelError:
    """What a file is said to be that does not begin as a GGUF does."""
    if begin == _POINTER:
        return ModelError(
            "{} is not the model but a Git LFS pointer to it; fetch the model itself with: git lfs pull", name
        )
    if begin[:1] == _PAGE:
        return ModelError("{} is not a model but a web page; download the model's file itself.", name)
    return ModelError("{} is not a GGUF file; choose a model in that format.", name)


class _Reader:
    """Reads values one after another, and refuses what the file has no room for."""

    def __init__(self, file: BinaryIO, size: int, name: str, wanted: Collection[str]) -> None:
        self._file, self._name = file, name
        self._wanted = {text.encode(): text for text in wanted}
        self._end = min(size, MOST_HEADER)
        self.at = 0

    def damaged(self, why: Sentence) -> ModelError:
        """The error to raise."""
        return ModelError("{0} is damaged at byte {1:,} ({2}); download it again.", self._name, self.at, why)

    def take(self, count: int) -> bytes:
        """The next bytes."""
        self._check(count)
        found = self._file.read(count)
        if len(found) < count:
            raise self._ends()
        self.at += count
        return found

    def begin(self, most: int) -> bytes:
        """The file's first bytes, which are read again."""
        found = self._file.read(min(most, self._end))
        self._file.seek(0)
        return found

    def skip(self, count: int) -> None:
        """Go past the next bytes."""
        self._check(count)
        self._file.seek(count, 1)
        self.at += count

    def number(self, layout: str) -> int | float:
        """The next number."""
        layout = f"<{layout}"
        found: int | float = struct.unpack(layout, self.take(struct.calcsize(layout)))[0]
        return found

    def count(self, layout: str, least: int, most: int) -> int:
        """How many things follow, each of at least so many bytes."""
        count = int(self.number(layout))
        if count > most or count * least > self._end - self.at:
            raise self.damaged(Sentence("it counts {:,} things, for which it has no room", count))
        return count

    def length(self) -> int:
        """How many bytes of text follow."""
        return self.count("Q", 1, MOST_HEADER)

    def text(self, most: int) -> str:
        """The next text; bytes that are not UTF-8 are replaced."""
        length = self.length()
        if length > most:
            raise self.damaged(Sentence("a name in it has {:,} bytes", length))
        return self.take(length).decode("utf-8", "replace")

    def value(self, kind: int) -> Value:
        """The next value; of a text that is too long to be of use, nothing."""
        if layout := _NUMBERS.get(kind):
            return self.number(layout)
        if kind == _TEXT:
            length = self.length()
            if length > MOST_TEXT:
                self.skip(length)
                return ""
            return self.take(length).decode("utf-8", "replace")
        if kind == _ARRAY:
            return self._array(int(self.number("I")))
        raise self.damaged(Sentence("there is no type {} of value", kind))

    def _array(self, kind: int) -> Array:
        if layout := _NUMBERS.get(kind):
            width = struct.calcsize(f"<{layout}")
            count = self.count("Q", width, MOST_HEADER)
            if count > MOST_KEPT:
                self.skip(count * width)
                return Array(count)
            data = self.take(count * width)
            return Array(count, tuple(each for (each,) in struct.iter_unpack(f"<{layout}", data)))
        if kind == _TEXT:
            count = self.count("Q", 8, _MOST_ELEMENTS)
            return Array(count, wanted=self._texts(count))
        raise self.damaged(Sentence("there is no type {} of value", kind))

    def tensor(self) -> Tensor:
        """The next entry of the table of tensors."""
        name = self.text(MOST_NAME)
        dimensions = int(self.number("I"))
        if dimensions > _MOST_DIMENSIONS:
            raise self.damaged(Sentence("the tensor {0!r} has {1} dimensions", name, dimensions))
        shape = tuple(int(self.number("Q")) for _ in range(dimensions))
        number = int(self.number("I"))
        if (kind := TENSOR_TYPES.get(number)) is None:
            raise self.damaged(Sentence("the tensor {0!r} is of the unknown type {1}", name, number))
        if prod(shape) >= 2**63 or (shape and shape[0] % kind.block):
            raise self.damaged(Sentence("the tensor {!r} has an impossible shape", name))
        return Tensor(name, shape, kind, int(self.number("Q")))

    def _texts(self, count: int) -> frozenset[str]:
        """Go past so many texts; which of the wanted ones are among them."""
        found: set[bytes] = set()
        read, at, end, wanted = self._file.read, self.at, self._end, self._wanted
        for _ in range(count):
            # A vocabulary has 150,000: this is the loop that takes the time.
            length = int.from_bytes(head := read(8), "little")
            at += 8
            if len(head) < 8:
                raise self._ends()
            if length > end - at:
                self.at = at
                raise self.damaged(Sentence("it counts {:,} things, for which it has no room", length))
            at += length
            if length > MOST_TEXT:
                self._file.seek(length, 1)
                continue
            if len(text := read(length)) < length:
                raise self._ends()
            if text in wanted:
                found.add(text)
        self.at = at
        return frozenset(wanted[text] for text in found)

    def _ends(self) -> EndsEarlyError:
        return EndsEarlyError(*self.damaged(Sentence("it ends there")).args)

    def _check(self, count: int) -> None:
        if count > self._end - self.at:
            raise self.damaged(Sentence("it ends there"))
