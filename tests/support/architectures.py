"""Small random-weight GGUFs of many architectures: recurrent, hybrid, windowed, of experts, an encoder."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import gguf
import numpy as np
from numpy.typing import NDArray

from tests.support.random_model import CHATML, SPECIAL, Shape, begin_model

# A template that opens the thinking itself; the comment has what a format is recognised by.
THINK_CHATML = CHATML.replace("assistant\n{% endif %}", "assistant\n<think>\n{% endif %}{# </think> #}")
DELIMITERS = ("<think>", "</think>")
_WIDTH, _HEADS, _KV_HEADS, _HEAD, _FFN, _VOCABULARY = 128, 4, 2, 32, 256, 512
# Of Mamba-like layers: inner width, state, columns of the convolution.
_INNER, _STATE, _KERNEL = 2 * _WIDTH, 16, 4


class _Model:
    """A GGUF in the making."""

    def __init__(
        self,
        path: Path,
        architecture: str,
        *,
        template: str,
        layers: int = 2,
        heads: int = _HEADS,
        kv_heads: int | tuple[int, ...] = _KV_HEADS,
        ffn: int | tuple[int, ...] = _FFN,
        context: int = 8192,
    ) -> None:
        self.layers = layers
        self.writer = begin_model(
            path,
            Shape(_VOCABULARY, 0, _WIDTH, layers, heads, kv_heads, ffn, context),
            architecture=architecture,
            template=template,
            more_special=DELIMITERS,
            user_defined=DELIMITERS,
        )
        self._random = np.random.default_rng(5)

    def matrix(self, name: str, *shape: int, scale: float = 1.0, exact: bool = False) -> None:
        """Random numbers whose deviation, times the root of the columns, is `scale`; F32 if `exact`."""
        values = self._random.standard_normal(shape, np.float32) * (scale / shape[-1] ** 0.5)
        self.writer.add_tensor(name, values if exact else values.astype(np.float16))

    def all(self, name: str, shape: int | tuple[int, ...], value: float = 1.0) -> None:
        """One number everywhere."""
        self.given(name, np.full(shape, value, np.float32))

    def given(self, name: str, values: NDArray[np.float32]) -> None:
        """A tensor as it is."""
        self.writer.add_tensor(name, values)

    def ends(self, norm: str = "output_norm.weight") -> None:
        """Embeddings, the last norm and the output layer, which says special tokens readily."""
        self.matrix("token_embd.weight", _VOCABULARY, _WIDTH, scale=_WIDTH**0.5)
        self.all(norm, _WIDTH)
        output = self._random.standard_normal((_VOCABULARY, _WIDTH), np.float32) * (4.0 / _WIDTH**0.5)
        output[256 : 256 + len(SPECIAL) + len(DELIMITERS)] *= 2
        self.writer.add_tensor("output.weight", output.astype(np.float16))

    def norms(self, block: str, *names: str) -> None:
        """Norms as wide as an embedding."""
        for name in names:
            self.all(f"{block}.{name}.weight", _WIDTH)

    def attention(self, block: str, *, kv_heads: int = _KV_HEADS, gated: bool = False) -> None:
        """Queries (twice as many rows where they are gated), keys, values, output."""
        for part, rows in (("q", _HEADS * (1 + gated)), ("k", kv_heads), ("v", kv_heads)):
            self.matrix(f"{block}.attn_{part}.weight", rows * _HEAD, _WIDTH, scale=2)
        self.matrix(f"{block}.attn_output.weight", _WIDTH, _HEADS * _HEAD)

    def head_norms(self, block: str) -> None:
        """Norms of each head's queries and keys."""
        self.all(f"{block}.attn_q_norm.weight", _HEAD)
        self.all(f"{block}.attn_k_norm.weight", _HEAD)

    def forward(self, block: str, *, gate: bool = True) -> None:
        """A feed-forward layer."""
        for part in ("gate", "up") if gate else ("up",):
            self.matrix(f"{block}.ffn_{part}.weight", _FFN, _WIDTH)
        self.matrix(f"{block}.ffn_down.weight", _WIDTH, _FFN)

    def ssm(self, *, inner: int, state: int, rank: int, groups: int | None = None) -> None:
        """Dimensions of Mamba-like layers."""
        self.writer.add_ssm_conv_kernel(_KERNEL)
        self.writer.add_ssm_inner_size(inner)
        self.writer.add_ssm_state_size(state)
        self.writer.add_ssm_time_step_rank(rank)
        if groups:
            self.writer.add_ssm_group_count(groups)

    def mamba2(self, block: str, heads: int) -> None:
        """The mixer of Mamba-2, in one group."""
        convolved = _INNER + 2 * _STATE
        self.matrix(f"{block}.ssm_in.weight", _INNER + convolved + heads, _WIDTH, scale=2)
        self.matrix(f"{block}.ssm_conv1d.weight", convolved, _KERNEL, exact=True)
        self.all(f"{block}.ssm_conv1d.bias", convolved, 0.0)
        self.all(f"{block}.ssm_dt.bias", heads, -1.0)
        self.all(f"{block}.ssm_a", (heads, 1), -0.3)
        self.all(f"{block}.ssm_d", (heads, 1))
        self.all(f"{block}.ssm_norm.weight", (1, _INNER))
        self.matrix(f"{block}.ssm_out.weight", _WIDTH, _INNER, scale=2)

    def finish(self) -> None:
        """Write the file."""
        self.writer.write_header_to_file()
        self.writer.write_kv_data_to_file()
        self.writer.write_tensors_to_file()
        self.writer.close()


_Begin = Callable[..., _Model]


def _dense(begin: _Begin) -> _Model:
    """Qwen3: the control."""
    m = begin("qwen3")
    m.writer.add_key_length(_HEAD)
    m.writer.add_value_length(_HEAD)
    m.ends()
    for block in _blocks(m):
        m.norms(block, "attn_norm", "ffn_norm")
        m.attention(block)
        m.head_norms(block)
        m.forward(block)
    return m


def _experts(begin: _Begin) -> _Model:
    """Qwen3-MoE: two of eight experts."""
    m = begin("qwen3moe")
    m.writer.add_key_length(_HEAD)
    m.writer.add_value_length(_HEAD)
    m.writer.add_expert_count(8)
    m.writer.add_expert_used_count(2)
    m.writer.add_expert_feed_forward_length(64)
    m.ends()
    for block in _blocks(m):
        m.norms(block, "attn_norm", "ffn_norm")
        m.attention(block)
        m.head_norms(block)
        m.matrix(f"{block}.ffn_gate_inp.weight", 8, _WIDTH, exact=True, scale=3)
        for part, rows, columns in (("gate", 64, _WIDTH), ("up", 64, _WIDTH), ("down", _WIDTH, 64)):
            m.matrix(f"{block}.ffn_{part}_exps.weight", 8, rows, columns)
    return m


def _windowed(begin: _Begin) -> _Model:
    """Gemma 3: of six layers five see the last 64 tokens only."""
    m = begin("gemma3", layers=6)
    m.writer.add_key_length(_HEAD)
    m.writer.add_value_length(_HEAD)
    m.writer.add_sliding_window(64)
    m.ends()
    for block in _blocks(m):
        m.norms(block, "attn_norm", "post_attention_norm", "ffn_norm", "post_ffw_norm")
        m.attention(block)
        m.head_norms(block)
        m.forward(block)
    return m


def _mamba(begin: _Begin) -> _Model:
    """Mamba: recurrent, no attention."""
    rank = 8
    m = begin("mamba", heads=1, kv_heads=0, ffn=0)
    m.ssm(inner=_INNER, state=_STATE, rank=rank)
    m.ends()
    decay = -0.2 * np.arange(1, _STATE + 1, dtype=np.float32)
    for block in _blocks(m):
        m.norms(block, "attn_norm")
        m.matrix(f"{block}.ssm_in.weight", 2 * _INNER, _WIDTH, scale=2)
        m.matrix(f"{block}.ssm_conv1d.weight", _INNER, _KERNEL, exact=True)
        m.all(f"{block}.ssm_conv1d.bias", _INNER, 0.0)
        m.matrix(f"{block}.ssm_x.weight", rank + 2 * _STATE, _INNER, scale=2)
        m.matrix(f"{block}.ssm_dt.weight", _INNER, rank)
        m.all(f"{block}.ssm_dt.bias", _INNER, -1.0)
        m.given(f"{block}.ssm_a", np.tile(decay, (_INNER, 1)))
        m.all(f"{block}.ssm_d", _INNER)
        m.matrix(f"{block}.ssm_out.weight", _WIDTH, _INNER, scale=2)
    return m


def _mamba2(begin: _Begin) -> _Model:
    """Mamba-2: recurrent, no attention."""
    heads = 8
    m = begin("mamba2", heads=1, kv_heads=0, ffn=0)
    m.ssm(inner=_INNER, state=_STATE, rank=heads, groups=1)
    m.ends()
    for block in _blocks(m):
        m.norms(block, "attn_norm")
        m.mamba2(block, heads)
    return m


def _granite_hybrid(begin: _Begin) -> _Model:
    """Granite-H: one layer in four has attention, the others are Mamba-2."""
    heads = 8
    m = begin("granitehybrid", layers=4, kv_heads=(0, 0, 0, _KV_HEADS))
    m.ssm(inner=_INNER, state=_STATE, rank=heads, groups=1)
    m.ends()
    for i, block in enumerate(_blocks(m)):
        m.norms(block, "attn_norm", "ffn_norm")
        m.forward(block)
        if i == 3:
            m.attention(block)
        else:
            m.mamba2(block, heads)
    return m


def _nemotron_h(begin: _Begin) -> _Model:
    """Nemotron-H: each layer is one of Mamba-2, feed-forward and attention."""
    heads = 8
    m = begin("nemotron_h", layers=4, kv_heads=(0, 0, _KV_HEADS, 0), ffn=(0, _FFN, 0, _FFN))
    m.writer.add_layer_norm_eps(1e-6)
    m.ssm(inner=_INNER, state=_STATE, rank=heads, groups=1)
    m.ends()
    for i, block in enumerate(_blocks(m)):
        m.norms(block, "attn_norm")
        if i == 0:
            m.mamba2(block, heads)
        elif i == 2:
            m.attention(block)
        else:
            m.forward(block, gate=False)
    return m


def _rwkv7(begin: _Begin) -> _Model:
    """RWKV-7: recurrent, with the last token's values mixed in."""
    rank = 8
    m = begin("rwkv7", kv_heads=0)
    w = m.writer
    w.add_layer_norm_eps(1e-6)
    # Kernels take as many numbers at once as real models have in a head.
    w.add_wkv_head_size(64)
    w.add_token_shift_count(2)
    for add in (w.add_decay_lora_rank, w.add_iclr_lora_rank, w.add_value_residual_mix_lora_rank):
        add(rank)
    w.add_gate_lora_rank(rank)
    m.ends()
    m.all("output_norm.bias", _WIDTH, 0.0)
    m.all("token_embd_norm.weight", _WIDTH)
    m.all("token_embd_norm.bias", _WIDTH, 0.0)
    for block in _blocks(m):
        m.norms(block, "attn_norm", "attn_norm_2", "time_mix_ln", "time_mix_k_k")
        for part in ("attn_norm", "attn_norm_2", "time_mix_ln"):
            m.all(f"{block}.{part}.bias", _WIDTH, 0.0)
        for part, value in (("w0", -1.0), ("a0", 0.0), ("v0", 0.0), ("k_a", 0.5), ("r_k", 0.1)):
            m.all(f"{block}.time_mix_{part}.weight", _WIDTH, value)
        for part in "wavg":
            m.matrix(f"{block}.time_mix_{part}1.weight", rank, _WIDTH, exact=True)
            m.matrix(f"{block}.time_mix_{part}2.weight", _WIDTH, rank, exact=True)
        m.all(f"{block}.time_mix_lerp_fused.weight", (6, 1, 1, _WIDTH), 0.5)
        m.all(f"{block}.channel_mix_lerp_k.weight", (1, 1, _WIDTH), 0.5)
        for part in ("key", "value", "receptance", "output"):
            m.matrix(f"{block}.time_mix_{part}.weight", _WIDTH, _WIDTH, scale=2)
        m.matrix(f"{block}.channel_mix_key.weight", _FFN, _WIDTH)
        m.matrix(f"{block}.channel_mix_value.weight", _WIDTH, _FFN)
    return m


def _lfm2(begin: _Begin) -> _Model:
    """LFM2: every other layer is a short convolution."""
    m = begin("lfm2", layers=4, kv_heads=(0, _KV_HEADS) * 2)
    m.writer.add_shortconv_l_cache(3)
    m.ends("token_embd_norm.weight")
    for i, block in enumerate(_blocks(m)):
        m.norms(block, "attn_norm", "ffn_norm")
        m.forward(block)
        if i % 2:
            m.attention(block)
            m.head_norms(block)
        else:
            m.matrix(f"{block}.shortconv.conv.weight", _WIDTH, 3, scale=2, exact=True)
            m.matrix(f"{block}.shortconv.in_proj.weight", 3 * _WIDTH, _WIDTH, scale=2)
            m.matrix(f"{block}.shortconv.out_proj.weight", _WIDTH, _WIDTH, scale=2)
    return m


def _qwen35(begin: _Begin) -> _Model:
    """Qwen3.5: three of four layers are gated delta nets."""
    state, groups, heads = 32, 2, 4
    keys, values = state * groups, state * heads
    m = begin("qwen35", layers=4)
    m.writer.add_key_length(_HEAD)
    m.writer.add_value_length(_HEAD)
    m.writer.add_rope_dimension_sections([4, 4, 4, 4])
    m.writer.add_rope_dimension_count(_HEAD)
    m.ssm(inner=values, state=state, rank=heads, groups=groups)
    m.ends()
    for i, block in enumerate(_blocks(m)):
        m.norms(block, "attn_norm", "post_attention_norm")
        m.forward(block)
        if i == 3:
            m.attention(block, gated=True)
            m.head_norms(block)
            continue
        m.matrix(f"{block}.attn_qkv.weight", 2 * keys + values, _WIDTH, scale=2)
        m.matrix(f"{block}.attn_gate.weight", values, _WIDTH, scale=2)
        m.matrix(f"{block}.ssm_conv1d.weight", 2 * keys + values, _KERNEL, exact=True, scale=2)
        m.all(f"{block}.ssm_dt.bias", heads, -1.0)
        m.all(f"{block}.ssm_a", heads, -0.3)
        m.matrix(f"{block}.ssm_beta.weight", heads, _WIDTH, scale=2)
        m.matrix(f"{block}.ssm_alpha.weight", heads, _WIDTH, scale=2)
        m.all(f"{block}.ssm_norm.weight", state)
        m.matrix(f"{block}.ssm_out.weight", _WIDTH, values, scale=2)
    return m


def _bert(begin: _Begin) -> _Model:
    """BERT: an encoder, which writes no text."""
    m = begin("bert", kv_heads=_HEADS, context=512)
    m.writer.add_layer_norm_eps(1e-6)
    m.writer.add_causal_attention(False)
    m.writer.add_pooling_type(gguf.PoolingType.MEAN)
    m.writer.add_token_type_count(2)
    m.matrix("token_embd.weight", _VOCABULARY, _WIDTH, scale=3)
    m.matrix("position_embd.weight", 512, _WIDTH, exact=True)
    m.matrix("token_types.weight", 2, _WIDTH, exact=True)
    m.all("token_embd_norm.weight", _WIDTH)
    m.all("token_embd_norm.bias", _WIDTH, 0.0)
    for block in _blocks(m):
        m.attention(block, kv_heads=_HEADS)
        m.forward(block, gate=False)
        m.norms(block, "attn_output_norm", "layer_output_norm")
        for part in ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_down"):
            m.all(f"{block}.{part}.bias", _WIDTH, 0.0)
        m.all(f"{block}.ffn_up.bias", _FFN, 0.0)
        for part in ("attn_output_norm", "layer_output_norm"):
            m.all(f"{block}.{part}.bias", _WIDTH, 0.0)
    return m


def _blocks(model: _Model) -> list[str]:
    return [f"blk.{i}" for i in range(model.layers)]


ARCHITECTURES: dict[str, Callable[[_Begin], _Model]] = {
    "dense": _dense,
    "experts": _experts,
    "windowed": _windowed,
    "mamba": _mamba,
    "mamba2": _mamba2,
    "granite-hybrid": _granite_hybrid,
    "nemotron-h": _nemotron_h,
    "rwkv7": _rwkv7,
    "lfm2": _lfm2,
    "qwen35": _qwen35,
    "bert": _bert,
}


def write_architecture(path: Path, name: str, template: str = THINK_CHATML) -> Path:
    """Write the small model of that name in ARCHITECTURES; its words are bytes, delimiters and fillers."""
    ARCHITECTURES[name](partial(_Model, path, template=template)).finish()
    return path
