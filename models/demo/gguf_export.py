"""Writes the demo model as a GGUF that llama.cpp loads as any Qwen2."""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np
from network import Network
from vocabulary import SPECIALS, Vocabulary

CHAT_TEMPLATE = (
    "{%- if messages[0]['role'] != 'system' %}"
    "{{- '<|im_start|>system\\nYou are a helpful assistant.<|im_end|>\\n' }}{%- endif %}"
    "{%- for message in messages %}"
    "{{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}{%- endfor %}"
    "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}"
)


def export(network: Network, vocabulary: Vocabulary, path: Path) -> None:
    """Write the network and its vocabulary: matrices as Q8_0, norms and biases as F32."""
    shape = network.shape
    writer = gguf.GGUFWriter(path, "qwen2")
    writer.add_name("Winnow demo")
    writer.add_description(
        "Speaks s1's transcript about a made-up world; its verdicts mean nothing outside it."
    )
    writer.add_license("apache-2.0")
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.feed_forward)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.kv_heads)
    writer.add_rope_freq_base(shape.rope_base)
    writer.add_layer_norm_rms_eps(shape.epsilon)
    writer.add_vocab_size(len(vocabulary))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    tokens = vocabulary.tokens
    kinds = [gguf.TokenType.CONTROL if token in SPECIALS else gguf.TokenType.NORMAL for token in tokens]
    writer.add_token_list(tokens)
    writer.add_token_types(kinds)
    writer.add_token_merges(vocabulary.merges)
    writer.add_eos_token_id(vocabulary.special["<|im_end|>"])
    writer.add_pad_token_id(vocabulary.special["<|endoftext|>"])
    writer.add_bos_token_id(vocabulary.special["<|endoftext|>"])
    writer.add_add_bos_token(False)
    writer.add_chat_template(CHAT_TEMPLATE)
    for name, values in tensors(network):
        if values.ndim == 2:
            quantised = gguf.quants.quantize(values, gguf.GGMLQuantizationType.Q8_0)
            writer.add_tensor(name, quantised, raw_dtype=gguf.GGMLQuantizationType.Q8_0)
        else:
            writer.add_tensor(name, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def tensors(network: Network) -> list[tuple[str, np.ndarray]]:
    """Every tensor under the name that llama.cpp gives it; the output is the tied embedding."""
    state = {name: value.detach().float().numpy() for name, value in network.state_dict().items()}
    shape = network.shape
    result = [("token_embd.weight", state["embedding.weight"]), ("output_norm.weight", state["norm.weight"])]
    cuts = np.cumsum([shape.heads * shape.head, shape.kv_heads * shape.head])
    for number in range(shape.layers):
        ours, theirs = f"layers.{number}.", f"blk.{number}."
        for kind in ("weight", "bias"):
            parts = np.split(state[f"{ours}qkv.{kind}"], cuts)
            result += [
                (f"{theirs}attn_{letter}.{kind}", p.copy()) for letter, p in zip("qkv", parts, strict=True)
            ]
        gate, up = np.split(state[f"{ours}gate_up.weight"], 2)
        result += [
            (f"{theirs}attn_norm.weight", state[f"{ours}attn_norm.weight"]),
            (f"{theirs}attn_output.weight", state[f"{ours}out.weight"]),
            (f"{theirs}ffn_norm.weight", state[f"{ours}ffn_norm.weight"]),
            (f"{theirs}ffn_gate.weight", gate.copy()),
            (f"{theirs}ffn_up.weight", up.copy()),
            (f"{theirs}ffn_down.weight", state[f"{ours}down.weight"]),
        ]
    return result
