"""What a model file says of its model: dimensions, quantisation, template, size; nothing is loaded."""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import ModelError
from app.core.parts import check_name, parts_of
from app.hub.ggml_types import FILE_TYPES
from app.hub.gguf import Array, Gguf, Tensor, Value, read_gguf
from app.hub.recurrent import recurrent_layers, state_bytes
from app.hub.usable import check_usable

MOST_LAYERS = 2**12
_MOST = 2**31
_TOKENS = "tokenizer.ggml.tokens"
# Pieces of a file that are no files of their own, as some cut what is too large for a server.
_PIECE = re.compile(
    r"(?P<whole>.+?)(\.part\d+(of\d+)?|\.part-?[a-z]{1,2}|\.\d{3}|-split-[a-z])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A transformer's dimensions.

    Attributes:
        layers: blocks, without the output layer.
        width: of an embedding. heads: of attention. ffn: width of the widest feed-forward layer.
        kv_heads: key-value heads of each layer, shape (layers,); 0 where it has no attention.
        key_width, value_width: of one head.
        vocabulary: rows of the output matrix.
        context: tokens it was trained for.
        full_cache: whether attention keeps all of every token; else the cache is smaller than is reckoned.
        states: bytes that each layer keeps for a sequence whatever its length, shape (layers,); empty where
            none does.
        inner: width within a recurrent layer, where it is another than an embedding's.
        windowed: whether some layers see the last tokens only; they keep the others too.
    """

    layers: int
    width: int
    heads: int
    kv_heads: tuple[int, ...]
    key_width: int
    value_width: int
    ffn: int
    vocabulary: int
    context: int
    full_cache: bool = True
    states: tuple[int, ...] = ()
    inner: int = 0
    windowed: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """A model file, or the parts of one.

    Attributes:
        files: all parts, in order. size: of all of them, bytes.
        quantisation: such as "Q4_K_M".
        types: how many bytes of the weights each type takes, most first.
        parameters: count of weights.
        chat_template: Jinja source; empty if there is none.
        tensors: of all parts, in order.
        tokens: those of the names asked for that are tokens of its vocabulary.
    """

    files: tuple[Path, ...]
    size: int
    architecture: str
    name: str
    quantisation: str
    types: tuple[tuple[str, int], ...]
    parameters: int
    shape: Shape
    chat_template: str
    tensors: tuple[Tensor, ...]
    tokens: frozenset[str] = frozenset()


def read_header(path: Path, names: Collection[str] = ()) -> Header:
    """Read a GGUF file's header; of a split model any part will do, and all must be there.

    `names` are those of tokens to look for in its vocabulary.

    Raises:
        UnusableError: it is sound, but no model that writes text.
        ModelError: a file is missing, cannot be read, is no GGUF, is damaged, or has a name that is no text.
    """
    check_name(path)
    files = parts_of(path)
    read = [_read(file, len(files), names) for file in files]
    first = _Facts(files[0].name, read[0].values)
    check_usable(files[0].name, first.architecture, read[0].values)
    for number, (file, part) in enumerate(zip(files, read, strict=True)):
        facts = _Facts(file.name, part.values)
        said = facts.number("split.no", 0, least=0), facts.number("split.count", 1, least=0) or 1
        if said != (number, len(files)):
            raise ModelError(
                "{0} says that it is part {1} of {2}, and its name says otherwise; give it that name back.",
                file.name,
                said[0] + 1,
                said[1],
            )
    tensors = tuple(tensor for part in read for tensor in part.tensors)
    whole = first.number("split.tensors.count", len(tensors), least=0)
    if whole != len(tensors):
        raise ModelError(
            "The parts of {0} hold {1} tensors and should hold {2}; download them again.",
            files[0].name,
            len(tensors),
            whole,
        )
    if not tensors:
        raise ModelError("{} holds no weights; choose a whole model.", files[0].name)
    types: Counter[str] = Counter()
    for tensor in tensors:
        types[tensor.type.name] += tensor.size
    return Header(
        files=files,
        size=sum(file.stat().st_size for file in files),
        architecture=first.architecture,
        name=first.text("general.name"),
        quantisation=first.quantisation(types.most_common(1)[0][0]),
        types=tuple(types.most_common()),
        parameters=sum(tensor.elements for tensor in tensors),
        shape=first.shape(tensors),
        chat_template=first.text("tokenizer.chat_template"),
        tensors=tensors,
        tokens=first.words(_TOKENS),
    )


def _read(path: Path, of: int, names: Collection[str]) -> Gguf:
    try:
        # Looked at before it is opened: to open a pipe waits for who writes into it.
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise ModelError("{} is a folder; give the path of a GGUF file in it.", path)
        if not stat.S_ISREG(mode):
            raise ModelError("{} is a device or a pipe; give the path of a GGUF file.", path)
        with path.open("rb") as file:
            return read_gguf(file, os.fstat(file.fileno()).st_size, path.name, names)
    except FileNotFoundError:
        if of > 1:
            raise ModelError(
                "The model has {0} parts and {1} is missing in {2}; put all parts into one folder.",
                of,
                path.name,
                path.parent,
            ) from None
        raise ModelError("There is no model file {}; give the path of a GGUF file.", path) from None
    except (OSError, ValueError) as error:  # Of a name with a NUL in it.
        raise ModelError("The model file {0} cannot be read: {1}.", path, told(error)) from error
    except ModelError as error:
        if piece := _PIECE.fullmatch(path.name):
            raise ModelError(
                "{0} is a piece of a model that was cut; join all pieces in their order into {1}.",
                path.name,
                piece["whole"],
            ) from error
        raise


def told(error: Exception) -> str:
    """Why a file cannot be had, as the system says it."""
    return (isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__


class _Facts:
    """Typed access to the metadata of one file."""

    def __init__(self, file: str, values: dict[str, Value]) -> None:
        self._file, self._values = file, values

    @property
    def architecture(self) -> str:
        name = self.text("general.architecture")
        if not name:
            raise self._bad("general.architecture")
        return name

    def text(self, key: str) -> str:
        value = self._values.get(key, "")
        return value if isinstance(value, str) else ""

    def words(self, key: str) -> frozenset[str]:
        """Of an array of texts those that were wanted."""
        value = self._values.get(key)
        return value.wanted if isinstance(value, Array) else frozenset()

    def number(self, key: str, default: int | None = None, *, least: int = 1) -> int:
        """A whole number from `least` to 2**31; an array's largest."""
        value = self._values.get(key, default)
        if isinstance(value, Array):
            value = max(value.values, default=None)
        if value is None or isinstance(value, str) or not least <= value < _MOST or value != int(value):
            raise self._bad(key)
        return int(value)

    def each(self, key: str, layers: int, default: int) -> tuple[int, ...]:
        """One number a layer, from one for all or an array."""
        value = self._values.get(key, default)
        if not isinstance(value, Array):
            return (self.number(key, default, least=0),) * layers
        if len(value.values) != layers or not all(
            0 <= each < _MOST and each == int(each) for each in value.values
        ):
            raise self._bad(key)
        return tuple(int(each) for each in value.values)

    def quantisation(self, commonest: str) -> str:
        """What the file is called, or else the type of most of its weights."""
        number = self._values.get("general.file_type")
        return FILE_TYPES.get(number, commonest) if isinstance(number, int) else commonest

    def shape(self, tensors: Iterable[Tensor]) -> Shape:
        """The dimensions. Raises ModelError where one is missing or cannot be."""
        prefix = self.architecture
        layers = self.number(f"{prefix}.block_count")
        if layers > MOST_LAYERS:
            raise self._bad(f"{prefix}.block_count")
        width = self.number(f"{prefix}.embedding_length")
        # Models without attention say that they have no heads.
        heads = self.number(f"{prefix}.attention.head_count", 1, least=0) or 1
        tokens = self._values.get(_TOKENS)
        words = tokens.count if isinstance(tokens, Array) else None
        head = max(width // heads, 1)
        recurrent = recurrent_layers(tensors)
        # The last blocks may only guess ahead, which llama.cpp leaves out.
        used = layers - self.number(f"{prefix}.nextn_predict_layers", 0, least=0)
        kv_heads = self.each(f"{prefix}.attention.head_count_kv", layers, heads)
        state = state_bytes(lambda key: self.number(f"{prefix}.{key}", 0, least=0), width, heads)
        return Shape(
            layers=layers,
            width=width,
            heads=heads,
            kv_heads=tuple(n if recurrent.get(i, True) and i < used else 0 for i, n in enumerate(kv_heads)),
            key_width=self.number(f"{prefix}.attention.key_length", head),
            value_width=self.number(f"{prefix}.attention.value_length", head),
            ffn=self.number(f"{prefix}.feed_forward_length", 4 * width, least=0),
            vocabulary=self.number(f"{prefix}.vocab_size", words),
            context=self.number(f"{prefix}.context_length"),
            full_cache=not self._values.get(f"{prefix}.attention.kv_lora_rank"),
            states=tuple(state if i in recurrent else 0 for i in range(layers)) if recurrent else (),
            inner=self._inner(width),
            windowed=bool(self._values.get(f"{prefix}.attention.sliding_window")),
        )

    def _inner(self, width: int) -> int:
        """Numbers for each token within a recurrent layer; RWKV has several times its width."""
        wide = 2 * width if self.number(f"{self.architecture}.wkv.head_size", 0, least=0) else 0
        return self.number(f"{self.architecture}.ssm.inner_size", wide, least=0)

    def _bad(self, key: str) -> ModelError:
        return ModelError(
            "{0} does not say {1!r} as a model must; choose another file of it.", self._file, key
        )
