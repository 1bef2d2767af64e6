"""Random-weight Qwen2 models as GGUF files, for tests and benchmarks of the engine's arithmetic."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import gguf
import llama_cpp
import numpy as np

SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
CHATML = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """Dimensions of a model. `unused` ids at the end of the vocabulary have no real token.

    `kv_heads` and `ffn` may be one number for each layer.
    """

    vocabulary: int = 1024
    unused: int = 16
    width: int = 256
    layers: int = 2
    heads: int = 4
    kv_heads: int | tuple[int, ...] = 2
    ffn: int | tuple[int, ...] = 512
    context: int = 8192


def byte_tokens() -> list[str]:
    """GPT-2's printable stand-ins for the 256 bytes, in byte order."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    spare = iter(range(256, 512))
    return [chr(b) if b in printable else chr(next(spare)) for b in range(256)]


@dataclass(frozen=True, slots=True)
class Weight:
    """A tensor to be made up.

    Attributes:
        shape: (rows, columns) of a matrix, (size,) of a vector.
        scale: of a vector each number; of a matrix the standard deviation times the root of its columns.
    """

    name: str
    shape: tuple[int, ...]
    scale: float = 1.0


def weights(shape: Shape) -> Iterator[Weight]:
    """All tensors of a Qwen2 model, in the order in which they are written."""
    assert isinstance(shape.kv_heads, int)
    assert isinstance(shape.ffn, int)
    head = shape.width // shape.heads
    yield Weight("token_embd.weight", (shape.vocabulary, shape.width), shape.width**0.5)
    for i in range(shape.layers):
        yield Weight(f"blk.{i}.attn_norm.weight", (shape.width,))
        for part, rows in (("q", shape.width), ("k", head * shape.kv_heads), ("v", head * shape.kv_heads)):
            yield Weight(f"blk.{i}.attn_{part}.weight", (rows, shape.width), 2.0)
            yield Weight(f"blk.{i}.attn_{part}.bias", (rows,), 0.01)
        yield Weight(f"blk.{i}.attn_output.weight", (shape.width, shape.width))
        yield Weight(f"blk.{i}.ffn_norm.weight", (shape.width,))
        yield Weight(f"blk.{i}.ffn_gate.weight", (shape.ffn, shape.width))
        yield Weight(f"blk.{i}.ffn_up.weight", (shape.ffn, shape.width))
        yield Weight(f"blk.{i}.ffn_down.weight", (shape.width, shape.ffn))
    yield Weight("output_norm.weight", (shape.width,))
    yield Weight("output.weight", (shape.vocabulary, shape.width), 4.0)


def begin_model(
    path: Path,
    shape: Shape,
    *,
    architecture: str = "qwen2",
    file_type: gguf.LlamaFileType = gguf.LlamaFileType.MOSTLY_F16,
    template: str = CHATML,
    more_special: tuple[str, ...] = (),
    user_defined: tuple[str, ...] = (),
    plain: tuple[str, ...] = (),
    split: int = 0,
) -> gguf.GGUFWriter:
    """A writer that has all of a model but its tensors; its words are bytes and made-up fillers."""
    special = (*SPECIAL, *more_special)
    words = [*byte_tokens(), *special]
    real = shape.vocabulary - shape.unused
    words += [f"w{i}" for i in range(len(words), real)]
    steps = list(dict.fromkeys((name[:end], name[end]) for name in plain for end in range(1, len(name))))
    halves = ["".join(step) for step in steps if "".join(step) not in plain]
    words[real - len(halves) :] = halves
    words += [f"[PAD{i}]" for i in range(real, shape.vocabulary)]
    kinds = [gguf.TokenType.NORMAL] * shape.vocabulary
    for i, name in enumerate(special, 256):
        kinds[i] = gguf.TokenType.USER_DEFINED if name in user_defined else gguf.TokenType.CONTROL
        kinds[i] = gguf.TokenType.NORMAL if name in plain else kinds[i]
    for i in range(real, shape.vocabulary):
        kinds[i] = gguf.TokenType.UNUSED
    w = gguf.GGUFWriter(path, architecture, split_max_tensors=split)
    w.add_name("random")
    w.add_block_count(shape.layers)
    w.add_context_length(shape.context)
    w.add_embedding_length(shape.width)
    w.add_feed_forward_length(shape.ffn)
    w.add_head_count(shape.heads)
    w.add_head_count_kv(shape.kv_heads)
    w.add_rope_freq_base(1e6)
    w.add_layer_norm_rms_eps(1e-6)
    w.add_file_type(file_type)
    w.add_tokenizer_model("gpt2")
    w.add_tokenizer_pre("qwen2")
    w.add_token_list(words)
    w.add_token_types(kinds)
    w.add_token_merges([" ".join(step) for step in steps] or ["w w"])
    w.add_eos_token_id(258)
    w.add_add_bos_token(False)
    w.add_chat_template(template)
    return w


def write_random_model(
    path: Path,
    shape: Shape = Shape(),
    seed: int = 0,
    template: str = CHATML,
    more_special: tuple[str, ...] = (),
    eager: float = 1.0,
    user_defined: tuple[str, ...] = (),
    plain: tuple[str, ...] = (),
    split: int = 0,
) -> Path:
    """Write an F16 GGUF with normally distributed weights; its words are bytes and made-up fillers.

    Those of `more_special` that are also `user_defined` are of the type that official `<think>` models have;
    those that are `plain` are words like any other, which the tokeniser merges wherever it finds them.
    `eager` stretches the special tokens' rows of the head: above 1 the model ends its turns sooner. With
    `split` it is written in parts of so many tensors, whose names gguf makes from the path's.
    """
    rng = np.random.default_rng(seed)
    w = begin_model(
        path,
        shape,
        template=template,
        more_special=more_special,
        user_defined=user_defined,
        plain=plain,
        split=split,
    )
    for weight in weights(shape):
        if len(weight.shape) == 1:
            w.add_tensor(weight.name, np.full(weight.shape, weight.scale, np.float32))
            continue
        values = rng.standard_normal(weight.shape, np.float32) * (weight.scale / weight.shape[1] ** 0.5)
        if weight.name == "output.weight":
            values[256 : 256 + len(SPECIAL) + len(more_special)] *= eager
        w.add_tensor(weight.name, values.astype(np.float16))
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()
    return path


def quantise(source: Path, target: Path, file_type: int) -> Path:
    """Quantise a GGUF with llama.cpp's own quantiser; `file_type` is a LLAMA_FTYPE constant."""
    params = llama_cpp.llama_model_quantize_default_params()
    params.nthread = 2
    params.ftype = file_type
    code = llama_cpp.llama_model_quantize(str(source).encode(), str(target).encode(), ctypes.byref(params))
    if code:
        raise RuntimeError(f"llama_model_quantize: {code}")
    return target
