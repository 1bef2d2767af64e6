"""What a model will take of memory once it is loaded: weights, KV cache, compute buffers, by its dimensions.

Reckoned as the pinned llama.cpp allocates with the settings that the engine uses: Flash Attention, a stream
for each sequence, `n_batch` = `n_ubatch`. The cache is exact. The weights are those of the file. The compute
buffer follows from which intermediate results of a batch live at once (`ggml-alloc.c`): in the output layer
the logits, in a block those of the attention or of the feed-forward layer beside the mask. How they fall into
place was measured; `tests/service/test_fit.py` holds it against what llama.cpp says on the CPU. On an H200
the sum was what nvidia-smi told, less the driver's own (packaging/GPU.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from app.hub.header import Header, Shape

_F32, _F16 = 4, 2
# Bytes of one number in the cache. Q8_0 keeps 32 numbers in 34 bytes.
KV_BYTES = {"f32": Fraction(4), "f16": Fraction(2), "q8_0": Fraction(34, 32)}
PADDING = 256
_BLOCK = re.compile(r"blk\.(\d{1,6})\.")
_INPUT, _OUTPUT = "token_embd.", "output."


@dataclass(frozen=True, slots=True)
class Load:
    """What decides how much is allocated.

    Attributes:
        gpu_layers: of the blocks and the output layer, the last so many lie on the GPU.
        slots: sequences with a cache of their own. context: tokens of each, a multiple of 256.
        kv_type: a key of KV_BYTES.
        batch: rows of one decode call at most.
        repacked: types of weights that are kept a second time in another order on the CPU.
    """

    gpu_layers: int
    slots: int
    context: int
    kv_type: str = "f16"
    batch: int = 256
    repacked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes on one side, the CPU's or the GPU's."""

    weights: int = 0
    cache: int = 0
    compute: int = 0

    @property
    def total(self) -> int:
        """Of all three."""
        return self.weights + self.cache + self.compute


@dataclass(frozen=True, slots=True)
class Need:
    """Bytes on both sides."""

    host: Memory
    gpu: Memory


@dataclass(frozen=True, slots=True)
class Sizes:
    """The bytes of a model's weights by where they lie.

    Attributes:
        blocks: of each block. embedding: of the token embeddings. output: of the output layer.
        tied: whether the output layer is the token embeddings.
        by_type: of the matrices of the blocks and the output layer, by their type, for each layer, shape
            (layers + 1,).
    """

    blocks: tuple[int, ...]
    embedding: int
    output: int
    tied: bool
    by_type: tuple[dict[str, int], ...] = field(repr=False)

    @classmethod
    def of(cls, header: Header) -> Sizes:
        """The sizes of a model's tensors."""
        layers = header.shape.layers
        placed, by_type = [0] * (layers + 1), [dict[str, int]() for _ in range(layers + 1)]
        embedding, tied = 0, True
        for tensor in header.tensors:
            if tensor.name.startswith(_INPUT):
                embedding += tensor.size
                continue
            found = _BLOCK.match(tensor.name)
            place = min(int(found[1]), layers - 1) if found else layers
            placed[place] += tensor.size
            tied = tied and not tensor.name.startswith(_OUTPUT)
            if len(tensor.shape) > 1:
                kinds = by_type[place]
                kinds[tensor.type.name] = kinds.get(tensor.type.name, 0) + tensor.size
        return cls(tuple(placed[:layers]), embedding, placed[layers], tied, tuple(by_type))

    @classmethod
    def guess(cls, shape: Shape, total: int) -> Sizes:
        """How `total` bytes lie in a model that is not here yet, as if every number took as many bits."""
        width, kv_heads = shape.width, max(shape.kv_heads)
        attention = 2 * shape.heads * shape.key_width + kv_heads * (shape.key_width + shape.value_width)
        block, head = width * (attention + 3 * shape.ffn), width * shape.vocabulary
        numbers = shape.layers * block + 2 * head
        one, matrix = total * block // numbers, total * head // numbers
        return cls((one,) * shape.layers, matrix, matrix, False, ({},) * (shape.layers + 1))


def cells_of(context: int, trained: int) -> int:
    """The tokens of cache that a sequence of `context` tokens gets: a multiple of 256."""
    return -(-min(context, trained) // PADDING) * PADDING


def need(shape: Shape, sizes: Sizes, load: Load) -> Need:
    """What loading a model of that shape takes of each side's memory."""
    layers = shape.layers
    # As llama.cpp places them: the output layer goes to the GPU first, then the last blocks.
    first = max(layers + 1 - load.gpu_layers, 0)
    on_gpu = range(first, layers)
    output_there = load.gpu_layers > 0

    gpu_weights = sum(sizes.blocks[i] for i in on_gpu)
    if output_there:
        gpu_weights += sizes.output + (sizes.embedding if sizes.tied else 0)
    host_weights = sizes.embedding + sum(sizes.blocks[: layers - len(on_gpu)])
    host_layers = list(range(layers - len(on_gpu)))
    if not output_there:
        host_weights += sizes.output
        host_layers.append(layers)
    host_weights += sum(sizes.by_type[i].get(kind, 0) for i in host_layers for kind in load.repacked)

    cells = load.slots * load.context
    row = shape.key_width + shape.value_width
    of_number = KV_BYTES[load.kv_type]
    states = shape.states or (0,) * layers
    caches = [
        int(heads * row * cells * of_number) + load.slots * state
        for heads, state in zip(shape.kv_heads, states, strict=True)
    ]
    gpu_cache = sum(caches[i] for i in on_gpu)

    rows = min(load.batch, cells)
    block, head = _block(shape, load, rows), _head(shape, rows)
    logits = load.slots * shape.vocabulary * _F32
    inputs = rows * shape.width * _F32 + _masks(shape, load, rows)
    host_compute = logits + max(
        block if len(on_gpu) < layers else 0, 0 if output_there else head, inputs if output_there else 0
    )
    gpu_compute = max(block if on_gpu else 0, head) if output_there else 0
    return Need(
        Memory(host_weights, sum(caches) - gpu_cache, host_compute),
        Memory(gpu_weights, gpu_cache, gpu_compute),
    )


def _masks(shape: Shape, load: Load, rows: int) -> int:
    """Which tokens each row sees, with a mask of their own for layers that have a window."""
    if not any(shape.kv_heads):
        return 0
    return (2 if shape.windowed else 1) * rows * load.context * _F16


def _head(shape: Shape, rows: int) -> int:
    """Logits of every row, and what they are made from."""
    return rows * _F32 * (shape.vocabulary + 3 * shape.width)


def _block(shape: Shape, load: Load, rows: int) -> int:
    """The largest of attention, feed-forward and recurrent layer, beside the mask."""
    width, ffn = shape.width, shape.ffn
    keys = max(shape.kv_heads) * max(shape.key_width, shape.value_width)
    queries = shape.heads * shape.key_width
    attention = 2 * width + 3 * queries
    if load.kv_type == "f32":
        # Flash Attention takes F16, so a layer's whole cache is converted.
        cells = load.slots * load.context
        converted = cells * max(shape.kv_heads) * (shape.key_width + shape.value_width) * _F16
    else:
        attention = max(attention, 2 * width + 2 * queries + 2 * keys)
        converted = 0
    # Wide intermediate results do not fit into the places that the attention's leave.
    forward = 3 * ffn + (4 if ffn > 2 * width else 2) * width
    # Measured: what is projected, convolved and scanned, and the states that a step reads and writes.
    recurrent = rows * (7 * shape.inner + width) * _F32 + 3 * load.slots * max(shape.states, default=0) // 2
    return _masks(shape, load, rows) + max(
        rows * attention * _F32 + converted, rows * forward * _F32, recurrent if shape.states else 0
    )
