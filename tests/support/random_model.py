"""Random-weight Qwen2 models as GGUF files, for tests and benchmarks of the engine's arithmetic."""

from __future__ import annotations

import ctypes
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
    """Dimensions of a model. `unused` ids at the end of the vocabulary have no real token."""

    vocabulary: int = 1024
    unused: int = 16
    width: int = 256
    layers: int = 2
    heads: int = 4
    kv_heads: int = 2
    ffn: int = 512
    context: int = 8192


def byte_tokens() -> list[str]:
    """GPT-2's printable stand-ins for the 256 bytes, in byte order."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    spare = iter(range(256, 512))
    return [chr(b) if b in printable else chr(next(spare)) for b in range(256)]


def write_random_model(
    path: Path,
    shape: Shape = Shape(),
    seed: int = 0,
    template: str = CHATML,
    more_special: tuple[str, ...] = (),
    eager: float = 1.0,
    user_defined: tuple[str, ...] = (),
    split: int = 0,
) -> Path:
    """Write an F16 GGUF with normally distributed weights; its words are bytes and made-up fillers.

    Those of `more_special` that are also `user_defined` are of the type that official `<think>` models have.
    `eager` stretches the special tokens' rows of the head: above 1 the model ends its turns sooner. With
    `split` it is written in parts of so many tensors, whose names gguf makes from the path's.
    """
    rng = np.random.default_rng(seed)
    special = (*SPECIAL, *more_special)
    words = [*byte_tokens(), *special]
    real = shape.vocabulary - shape.unused
    words += [f"w{i}" for i in range(len(words), real)]
    words += [f"[PAD{i}]" for i in range(real, shape.vocabulary)]
    kinds = [gguf.TokenType.NORMAL] * shape.vocabulary
    for i, name in enumerate(special, 256):
        kinds[i] = gguf.TokenType.USER_DEFINED if name in user_defined else gguf.TokenType.CONTROL
    for i in range(real, shape.vocabulary):
        kinds[i] = gguf.TokenType.UNUSED
    w = gguf.GGUFWriter(path, "qwen2", split_max_tensors=split)
    w.add_name("random")
    w.add_block_count(shape.layers)
    w.add_context_length(shape.context)
    w.add_embedding_length(shape.width)
    w.add_feed_forward_length(shape.ffn)
    w.add_head_count(shape.heads)
    w.add_head_count_kv(shape.kv_heads)
    w.add_rope_freq_base(1e6)
    w.add_layer_norm_rms_eps(1e-6)
    w.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    w.add_tokenizer_model("gpt2")
    w.add_tokenizer_pre("qwen2")
    w.add_token_list(words)
    w.add_token_types(kinds)
    w.add_token_merges(["w w"])
    w.add_eos_token_id(258)
    w.add_add_bos_token(False)
    w.add_chat_template(template)

    def matrix(name: str, rows: int, columns: int, scale: float = 1.0) -> None:
        values = rng.standard_normal((rows, columns), np.float32) * (scale / columns**0.5)
        if name == "output.weight":
            values[256 : 256 + len(special)] *= eager
        w.add_tensor(name, values.astype(np.float16))

    def vector(name: str, size: int, value: float) -> None:
        w.add_tensor(name, np.full(size, value, np.float32))

    head = shape.width // shape.heads
    matrix("token_embd.weight", shape.vocabulary, shape.width, shape.width**0.5)
    for i in range(shape.layers):
        vector(f"blk.{i}.attn_norm.weight", shape.width, 1)
        for part, rows in (("q", shape.width), ("k", head * shape.kv_heads), ("v", head * shape.kv_heads)):
            matrix(f"blk.{i}.attn_{part}.weight", rows, shape.width, 2.0)
            vector(f"blk.{i}.attn_{part}.bias", rows, 0.01)
        matrix(f"blk.{i}.attn_output.weight", shape.width, shape.width)
        vector(f"blk.{i}.ffn_norm.weight", shape.width, 1)
        matrix(f"blk.{i}.ffn_gate.weight", shape.ffn, shape.width)
        matrix(f"blk.{i}.ffn_up.weight", shape.ffn, shape.width)
        matrix(f"blk.{i}.ffn_down.weight", shape.width, shape.ffn)
    vector("output_norm.weight", shape.width, 1)
    matrix("output.weight", shape.vocabulary, shape.width, 4.0)
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
