"""Whether a file is a model that writes text from left to right, which is all that can be run."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.architectures import why_unusable
from app.core.errors import ModelError
from app.core.sentence import Sentence
from app.hub.architectures import KNOWN
from app.hub.gguf import Value

# `general.type` of ggml's `docs/gguf.md` where it is not "model", and architectures that stand for no model.
_PARTS = {
    "adapter": Sentence("an adapter (LoRA), which changes another model"),
    "controlvector": Sentence("a control vector, which steers another model"),
    "imatrix": Sentence("an importance matrix, which is for quantising a model"),
    "mmproj": Sentence("the part of a model that sees or hears"),
    "clip": Sentence("the part of a model that sees or hears"),
}
# LLAMA_POOLING_TYPE of `llama.h`: what is pooled is an embedding, or a rank.
_RANK = 4
_POOLED = (1, 2, 3)


class UnusableError(ModelError):
    """A sound file of a kind that no run can use; `architecture` is what it says it is."""

    def __init__(self, template: str, *values: object, architecture: str = "") -> None:
        super().__init__(template, *values)
        self.architecture = architecture


def check_usable(file: str, architecture: str, values: Mapping[str, Value]) -> None:
    """Raises UnusableError where a file's metadata say that it is no model which writes text."""
    for said in (values.get("general.type"), architecture):
        if part := _PARTS.get(said) if isinstance(said, str) else None:
            raise UnusableError(
                "{0} is not a whole model but {1}; choose the model's own file.",
                file,
                part,
                architecture=architecture,
            )
    if architecture not in KNOWN:
        raise UnusableError(
            "{0} is of the architecture {1!r}, which this llama.cpp does not know; choose another model.",
            file,
            architecture,
            architecture=architecture,
        )
    if why := why_unusable(architecture) or _other_use(architecture, values):
        raise UnusableError(
            "{0} (architecture {1!r}) is {2}; choose a chat model.",
            file,
            architecture,
            why,
            architecture=architecture,
        )


def _other_use(architecture: str, values: Mapping[str, Value]) -> Sentence | None:
    """What a model is for whose architecture could write."""
    pooling = values.get(f"{architecture}.pooling_type")
    if pooling == _RANK:
        return Sentence("a reranker, which compares texts and writes none")
    if pooling in _POOLED:
        return Sentence("an embedding model, which reads text and writes none")
    if values.get(f"{architecture}.attention.causal") is False:
        return Sentence("a model that reads in both directions, and so cannot write one token after another")
    return None
