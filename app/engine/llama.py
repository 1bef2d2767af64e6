"""llama.cpp's model through its C API: its weights, and its vocabulary."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Collection
from pathlib import Path
from typing import NamedTuple

import llama_cpp

from app.core.errors import EngineError, ModelError
from app.core.sentence import Sentence
from app.engine.plainer import Step
from app.engine.runtime import LlamaLog
from app.engine.traits import metadata, why_mute

LoadProgress = Callable[[float], None]
# LLAMA_FTYPE numbers of F32, F16, Q8_0 and BF16: repacked or not, each row is computed alike.
_PLAIN_TYPES = {"0", "1", "7", "32"}


class LlamaModel:
    """A loaded model and its vocabulary."""

    def __init__(
        self,
        path: Path,
        log: LlamaLog,
        *,
        gpu_layers: int | None = None,
        exact: bool = True,
        steps: Collection[Step] = (),
        progress: LoadProgress | None = None,
    ) -> None:
        """`exact` refuses repacked weights where their kernels depend on how many rows are computed at once;
        `steps` are what is to be left out.

        Raises:
            ModelError: the file does not load.
        """
        llama_cpp.llama_backend_init()
        params = llama_cpp.llama_model_default_params()
        params.n_gpu_layers = -1 if gpu_layers is None else gpu_layers
        plain = Step.NO_EXTRA_BUFFERS in steps
        params.use_extra_bufts = not plain and (not exact or _header(path).file_type in _PLAIN_TYPES)
        if Step.FEWER_LAYERS in steps:
            params.n_gpu_layers = (_header(path).layers if gpu_layers is None else gpu_layers) // 2
        no_devices = (ctypes.c_void_p * 1)()
        if Step.CPU in steps:
            params.n_gpu_layers = 0
            params.devices = ctypes.addressof(no_devices)

        def report(share: float, _data: object) -> bool:
            if progress:
                progress(share)
            return True

        on_progress = llama_cpp.llama_progress_callback(report)
        params.progress_callback = on_progress
        self._model = llama_cpp.llama_model_load_from_file(str(path).encode(), params)
        if not self._model:
            why = log.reason() or Sentence("llama.cpp gives no reason")
            raise ModelError(
                "The model {0} does not load ({1}); check the file, or choose another.", path.name, why
            )
        if mute := why_mute(self._model):
            self.close()
            raise ModelError(
                "The model {0} cannot screen: it is {1}. Choose a model that chats.", path.name, mute
            )
        self._vocab = llama_cpp.llama_model_get_vocab(self._model)
        self.offloaded = log.offloaded
        self.n_vocab = llama_cpp.llama_vocab_n_tokens(self._vocab)
        self.pieces: list[bytes] = [self._piece(token) for token in range(self.n_vocab)]
        names = [self.pieces[token].decode("utf-8", "replace") for token in self._user_defined()]
        names = [re.escape(name) for name in names if len(name) > 1 and not name.isspace()]
        self._named = re.compile(f"(?={'|'.join(names)})" if names else "(?!)")

    @property
    def handle(self) -> int:
        """The C pointer."""
        return int(self._model)

    @property
    def description(self) -> str:
        """Architecture, size and quantisation in llama.cpp's words."""
        buffer = ctypes.create_string_buffer(256)
        llama_cpp.llama_model_desc(self._model, buffer, 256)
        return buffer.value.decode("utf-8", "replace")

    @property
    def parameters(self) -> int:
        """How many weights."""
        return int(llama_cpp.llama_model_n_params(self._model))

    @property
    def layers(self) -> int:
        """Transformer blocks and the output layer, as llama.cpp counts what can be offloaded."""
        return int(llama_cpp.llama_model_n_layer(self._model)) + 1

    @property
    def kv_heads(self) -> int:
        """Heads that keep keys and values, in the first layer."""
        return int(llama_cpp.llama_model_n_head_kv(self._model))

    @property
    def context_trained(self) -> int:
        """Tokens of context the model was trained for."""
        return int(llama_cpp.llama_model_n_ctx_train(self._model))

    @property
    def chat_template(self) -> str:
        """The Jinja source in the file; empty if there is none."""
        source = llama_cpp.llama_model_chat_template(self._model, None)
        return source.decode("utf-8", "replace") if source else ""

    def tokenize(self, text: str, *, special: bool) -> list[int]:
        """Ids of a text, no BOS added; names of special tokens are parsed only if `special`.

        llama.cpp parses the names of user-defined tokens (such as Qwen3's `</think>`) in any text. Where they
        must not count, the text is cut after the first character of each.
        """
        if not special and (cuts := [match.start() + 1 for match in self._named.finditer(text)]):
            ends = [*cuts, len(text)]
            pieces = [text[start:end] for start, end in zip([0, *cuts], ends, strict=True)]
            return [token for piece in pieces for token in self.tokenize(piece, special=False)]
        data = text.encode("utf-8", "replace")
        if not data:
            return []
        room = len(data) + 16
        ids = (llama_cpp.llama_token * room)()
        count = llama_cpp.llama_tokenize(self._vocab, data, len(data), ids, room, False, special)
        if count < 0:
            raise EngineError("A text is too long to be tokenised; shorten it.")
        return list(ids[:count])

    def special_id(self, name: str) -> int | None:
        """The id of a special token, or None if the name is not one token in this vocabulary."""
        ids = self.tokenize(name, special=True)
        return ids[0] if len(ids) == 1 else None

    @property
    def bos(self) -> str:
        """The name of the token that begins a text; empty if there is none."""
        token = llama_cpp.llama_vocab_bos(self._vocab)
        return self.pieces[token].decode("utf-8", "replace") if token >= 0 else ""

    @property
    def eos(self) -> str:
        """The name of the token that ends a text; empty if there is none."""
        token = llama_cpp.llama_vocab_eos(self._vocab)
        return self.pieces[token].decode("utf-8", "replace") if token >= 0 else ""

    @property
    def add_bos(self) -> bool:
        """Whether every text begins with `bos`."""
        return bool(llama_cpp.llama_vocab_get_add_bos(self._vocab))

    def end_of_generation(self) -> frozenset[int]:
        """Ids that end a turn."""
        return frozenset(t for t in range(self.n_vocab) if llama_cpp.llama_vocab_is_eog(self._vocab, t))

    def without_token(self) -> tuple[int, ...]:
        """Ids of the head that stand for no token: padding, unused, unknown."""
        real = ~(llama_cpp.LLAMA_TOKEN_ATTR_UNUSED | llama_cpp.LLAMA_TOKEN_ATTR_UNKNOWN)
        return tuple(
            t for t in range(self.n_vocab) if not llama_cpp.llama_vocab_get_attr(self._vocab, t) & real
        )

    def _user_defined(self) -> list[int]:
        kind = llama_cpp.LLAMA_TOKEN_ATTR_USER_DEFINED
        get = llama_cpp.llama_vocab_get_attr
        return [token for token in range(self.n_vocab) if get(self._vocab, token) & kind]

    def close(self) -> None:
        """Free the weights."""
        if self._model:
            llama_cpp.llama_model_free(self._model)
            self._model = None

    def _piece(self, token: int) -> bytes:
        buffer = ctypes.create_string_buffer(64)
        count = llama_cpp.llama_token_to_piece(self._vocab, token, buffer, 64, 0, True)
        if count < 0:
            buffer = ctypes.create_string_buffer(-count)
            count = llama_cpp.llama_token_to_piece(self._vocab, token, buffer, -count, 0, True)
        return buffer.raw[:count]


class _Header(NamedTuple):
    """Of a GGUF: `general.file_type`, empty where there is none, and how many layers can be offloaded."""

    file_type: str
    layers: int


def _header(path: Path) -> _Header:
    """A file's header, which is all that is read of it."""
    params = llama_cpp.llama_model_default_params()
    params.vocab_only = True
    model = llama_cpp.llama_model_load_from_file(str(path).encode(), params)
    if not model:
        return _Header("", 0)

    blocks = metadata(model, f"{metadata(model, 'general.architecture')}.block_count")
    found = _Header(metadata(model, "general.file_type"), int(blocks) + 1 if blocks.isdigit() else 0)
    llama_cpp.llama_model_free(model)
    return found
