"""Which layers of a model keep a state in place of each token's keys and values, and how large it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from app.hub.gguf import Tensor

_F32 = 4
_OF_BLOCK = re.compile(r"blk\.(\d{1,6})\.(\w+)")
_RECURRENT = ("ssm_", "shortconv", "time_mix_")


def recurrent_layers(tensors: Iterable[Tensor]) -> dict[int, bool]:
    """The layers that keep a state, by the names of their weights, and whether they have attention too."""
    parts = {(int(found[1]), found[2]) for each in tensors if (found := _OF_BLOCK.match(each.name))}
    recurrent = {layer for layer, part in parts if part.startswith(_RECURRENT)}
    return {layer: (layer, "attn_k") in parts for layer in recurrent}


def state_bytes(number: Callable[[str], int], width: int, heads: int) -> int:
    """Bytes that a recurrent layer keeps for a sequence, all of them F32.

    Source: `llama_hparams::n_embd_r` and `n_embd_s` of llama.cpp.

    Args:
        number: what the file says under a key of its architecture; 0 where it says nothing.
    """
    if head := number("wkv.head_size"):
        kept = (number("token_shift_count") or 2) * width + width * head
    elif cached := number("shortconv.l_cache"):
        kept = width * (cached - 1)
    elif head := number("kda.head_dim"):
        kept = 3 * (max(number("ssm.conv_kernel"), 4) - 1) * heads * head + head * head * heads
    else:
        inner, state = number("ssm.inner_size"), number("ssm.state_size")
        convolved = inner + 2 * number("ssm.group_count") * state
        kept = max(number("ssm.conv_kernel") - 1, 0) * convolved + state * inner
    return kept * _F32
