"""Which models of those that llama.cpp loads cannot write a text one token after another, and why."""

from __future__ import annotations

from app.core.sentence import Sentence

# By `general.architecture` of a GGUF.
_ENCODERS = frozenset(
    {
        "bert",
        "eurobert",
        "gemma-embedding",
        "jina-bert-v2",
        "jina-bert-v3",
        "llama-embed",
        "modern-bert",
        "neo-bert",
        "nomic-bert",
        "nomic-bert-moe",
        "t5encoder",
    }
)
_TRANSLATORS = frozenset({"t5"})
_DIFFUSION = frozenset({"dream", "llada", "llada-moe", "rnd1"})
_DRAFTERS = frozenset({"dflash", "eagle3", "gemma4-assistant"})
_NO_TEXT = frozenset({"clip", "pockettts", "qwen3tts", "wavtokenizer-dec"})


def why_unusable(architecture: str) -> Sentence | None:
    """Why a model of that architecture cannot screen, as a part of a sentence; None where it can."""
    for names, why in (
        (_ENCODERS, Sentence("an encoder, which reads text and writes none")),
        (_TRANSLATORS, Sentence("an encoder and a decoder, which cannot go on with a text")),
        (
            _DIFFUSION,
            Sentence("a diffusion model, which writes all tokens at once and has no thinking to end"),
        ),
        (_DRAFTERS, Sentence("a helper of another model, which cannot write by itself")),
        (_NO_TEXT, Sentence("a model of images or sound, which writes no text")),
    ):
        if architecture in names:
            return why
    return None
