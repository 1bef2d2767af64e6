"""A random-weight model written as Q4_K_M at once: no F16 file before it, one tensor in memory at a time."""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np
from gguf.quants import quant_shape_to_byte_shape
from numpy.typing import NDArray

from tests.support.random_model import Shape, Weight, begin_model, weights

# s1-32B is a fine-tuned Qwen2.5-32B-Instruct; its tokenizer has 151,665 tokens, the rest pads the matrix.
S1_32B = Shape(
    vocabulary=152_064,
    unused=399,
    width=5120,
    layers=64,
    heads=40,
    kv_heads=8,
    ffn=27_648,
    context=32_768,
)

Bytes = NDArray[np.uint8]
_F32, _Q4_K, _Q6_K = (gguf.GGMLQuantizationType[name] for name in ("F32", "Q4_K", "Q6_K"))
# A super-block has 256 weights (block_q4_K and block_q6_K in ggml-common.h). Every block of it gets the
# factor 4, and in Q4_K the minimum 4 too: two 6-bit numbers, of which the last four blocks' share bytes.
_WEIGHTS, _FACTOR = 256, 4
_Q4_K_FACTORS = np.array([_FACTOR] * 8 + [_FACTOR << 4 | _FACTOR] * 4, np.uint8)


def write_q4_k_m(path: Path, shape: Shape, seed: int = 0) -> Path:
    """Write a model of that shape whose weights are random bits; its widths must be multiples of 256.

    A Q4_K weight is d * 4 * q - dmin * 4 with q from 0 to 15, a Q6_K weight d * 4 * (q - 32) with q from 0 to
    63. All bits of q are random; d and dmin give the mean 0 and the deviation of `weights`.
    """
    rng = np.random.Generator(np.random.SFC64(seed))
    writer = begin_model(path, shape, file_type=gguf.LlamaFileType.MOSTLY_Q4_K_M)
    tensors = [(weight, _type_of(weight, shape.layers)) for weight in weights(shape)]
    for weight, kind in tensors:
        if kind is _F32:
            writer.add_tensor_info(weight.name, weight.shape, np.dtype(np.float32), 4 * weight.shape[0])
            continue
        size = quant_shape_to_byte_shape(weight.shape, kind)
        writer.add_tensor_info(weight.name, size, np.dtype(np.uint8), size[0] * size[1], kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    for weight, kind in tensors:
        writer.write_tensor_data(_values(weight, kind, rng))
    writer.close()
    return path


def _type_of(weight: Weight, layers: int) -> gguf.GGMLQuantizationType:
    """What llama.cpp's quantiser makes of a tensor for Q4_K_M (`llama_tensor_get_type_impl`)."""
    if len(weight.shape) == 1:
        return _F32
    if weight.name == "output.weight":
        return _Q6_K
    if weight.name.endswith(("attn_v.weight", "ffn_down.weight")):
        block, eighth = int(weight.name.split(".")[1]), layers // 8
        if block < eighth or block >= 7 * layers // 8 or (block - eighth) % 3 == 2:
            return _Q6_K
    return _Q4_K


def _values(weight: Weight, kind: gguf.GGMLQuantizationType, rng: np.random.Generator) -> Bytes:
    """A tensor's bytes."""
    if kind is _F32:
        return np.full(weight.shape, weight.scale, np.float32).view(np.uint8)
    rows, columns = weight.shape
    deviation = weight.scale / columns**0.5
    count = rows * columns // _WEIGHTS
    if kind is _Q4_K:
        d = deviation / (_FACTOR * _spread(16))
        blocks = _random(rng, count, 144)
        blocks[:, :4] = np.array([d, 7.5 * d], np.float16).view(np.uint8)
        blocks[:, 4:16] = _Q4_K_FACTORS
    else:
        d = deviation / (_FACTOR * _spread(64))
        blocks = _random(rng, count, 210)
        blocks[:, 192:208] = _FACTOR
        blocks[:, 208:] = np.array([d], np.float16).view(np.uint8)
    return blocks.reshape(rows, -1)


def _spread(levels: int) -> float:
    """The standard deviation of a whole number below `levels` that is drawn evenly."""
    return float(((levels**2 - 1) / 12) ** 0.5)


def _random(rng: np.random.Generator, count: int, size: int) -> Bytes:
    words = rng.integers(0, 2**64, -(-count * size // 8), np.uint64)
    return words.view(np.uint8)[: count * size].reshape(count, size)
