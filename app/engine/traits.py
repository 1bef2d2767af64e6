"""What kind of model llama.cpp has loaded: how it remembers, and whether it writes at all."""

from __future__ import annotations

import ctypes

import llama_cpp

from app.core.architectures import why_unusable
from app.core.sentence import Sentence


def metadata(model: int, key: str) -> str:
    """A value of the file's metadata as text; empty where there is none, or it is an array."""
    buffer = ctypes.create_string_buffer(64)
    llama_cpp.llama_model_meta_val_str(model, key.encode(), buffer, 64)
    return buffer.value.decode("utf-8", "replace")


def is_recurrent(model: int) -> bool:
    """Whether some layers, or all, keep one state of all tokens in place of each token's keys and values."""
    return bool(llama_cpp.llama_model_is_recurrent(model) or llama_cpp.llama_model_is_hybrid(model))


def is_windowed(model: int) -> bool:
    """Whether some layers see the last tokens only."""
    return bool(llama_cpp.llama_model_n_swa(model))


def why_mute(model: int) -> Sentence | None:
    """Why a model writes no text one token after another, as a part of a sentence; None where it does."""
    architecture = metadata(model, "general.architecture")
    why = why_unusable(architecture)
    if why is None and (
        metadata(model, f"{architecture}.attention.causal") == "false"
        or metadata(model, f"{architecture}.pooling_type") not in ("", "0")
    ):
        why = Sentence("made for embeddings, and writes no text")
    if why is None and (
        llama_cpp.llama_model_has_encoder(model) or llama_cpp.llama_model_is_diffusion(model)
    ):
        why = Sentence("of a kind that cannot go on with a text")
    return Sentence("{0} ({1})", why, architecture) if why else None
