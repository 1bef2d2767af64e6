"""The demo model's network: Qwen2's, with a prompt shared by all documents of a batch."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

LOOK = 5.0  # gives the token looked at e ** 3.3 times the weight of its neighbours


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network; a head has 64 dimensions, which every llama.cpp backend is fast at."""

    vocabulary: int
    width: int = 192
    layers: int = 4
    heads: int = 3
    kv_heads: int = 1
    feed_forward: int = 512
    context: int = 4096
    head: int = 64
    rope_base: float = 10_000.0
    epsilon: float = 1e-6


class Norm(nn.Module):
    """RMS norm."""

    def __init__(self, width: int, epsilon: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        return functional.rms_norm(x, x.shape[-1:], self.weight, self.epsilon)


class Layer(nn.Module):
    """One transformer layer over (prompt, documents)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        rows = (shape.heads + 2 * shape.kv_heads) * shape.head
        self.attn_norm = Norm(shape.width, shape.epsilon)
        self.qkv = nn.Linear(shape.width, rows)
        self.out = nn.Linear(shape.heads * shape.head, shape.width, bias=False)
        self.ffn_norm = Norm(shape.width, shape.epsilon)
        self.gate_up = nn.Linear(shape.width, 2 * shape.feed_forward, bias=False)
        self.down = nn.Linear(shape.feed_forward, shape.width, bias=False)

    def forward(
        self, x: Tensor, prompt: int, size: tuple[int, int], rope: tuple[Tensor, Tensor], mask: Tensor
    ) -> Tensor:
        """`x` is (prompt + batch * length, width), flat; `size` is (batch, length)."""
        shape, (batch, length) = self.shape, size
        states = self.qkv(self.attn_norm(x)).view(len(x), -1, shape.head)
        turned = shape.heads + shape.kv_heads
        cos, sin = rope
        half = shape.head // 2
        a, b = states[:, :turned, :half], states[:, :turned, half:]
        rotated = torch.cat((a * cos - b * sin, b * cos + a * sin), -1).to(states.dtype)
        q, k, v = rotated[:, : shape.heads], rotated[:, shape.heads :], states[:, turned:]
        k = k.repeat_interleave(shape.heads // shape.kv_heads, 1)
        v = v.repeat_interleave(shape.heads // shape.kv_heads, 1)

        def split(t: Tensor) -> tuple[Tensor, Tensor]:
            own = t[prompt:].view(batch, length, shape.heads, shape.head).transpose(1, 2)
            return t[:prompt].transpose(0, 1)[None], own

        (qp, qd), (kp, kd), (vp, vd) = split(q), split(k), split(v)
        first = functional.scaled_dot_product_attention(qp, kp, vp, is_causal=True)
        keys = torch.cat((kp.expand(batch, -1, -1, -1), kd), 2)
        values = torch.cat((vp.expand(batch, -1, -1, -1), vd), 2)
        rest = functional.scaled_dot_product_attention(qd, keys, values, attn_mask=mask)
        mixed = torch.cat(
            (first[0].transpose(0, 1), rest.transpose(1, 2).reshape(-1, shape.heads, shape.head))
        )
        x = x + self.out(mixed.reshape(len(x), -1))
        gate, up = self.gate_up(self.ffn_norm(x)).chunk(2, -1)
        return x + self.down(functional.silu(gate) * up)


class Network(nn.Module):
    """Decoder with tied embeddings."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.norm = Norm(shape.width, shape.epsilon)
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2:
                depth = (2 * shape.layers) ** -0.5 if name.endswith(("out.weight", "down.weight")) else 1.0
                nn.init.normal_(
                    parameter, std=depth * (0.02 if "embedding" in name else parameter.shape[1] ** -0.5)
                )

        self.look_back()

    @torch.no_grad()
    def look_back(self) -> None:
        """Let the first layer's first two heads start by looking one and two tokens back, by their biases.

        Copying a number needs to know what stood before each digit. A network of this size finds that out by
        itself only after millions of tokens.
        """
        shape, qkv, half = self.shape, self.layers[0].qkv, self.shape.head // 2
        pairs = torch.arange(8)
        turns = shape.rope_base ** (-pairs / half)
        dimensions = torch.cat((pairs, pairs + half))
        key = shape.heads * shape.head
        qkv.weight[key + dimensions] = 0.0
        qkv.bias[key + pairs] = LOOK
        for head, distance in ((0, 1), (1, 2)):
            qkv.weight[head * shape.head + dimensions] = 0.0
            qkv.bias[head * shape.head + pairs] = LOOK * (distance * turns).cos()
            qkv.bias[head * shape.head + pairs + half] = -LOOK * (distance * turns).sin()

    def forward(
        self, prompt: Tensor, documents: Tensor, positions: Tensor, mask: Tensor, wanted: Tensor
    ) -> Tensor:
        """Logits at the wanted places.

        Args:
            prompt: (prompt,) ids shared by all.
            documents: (batch, length) ids.
            positions: (batch, length), counted from the start of the prompt.
            mask: (batch, 1, length, prompt + length), added to the attention's scores.
            wanted: flat indices into the documents.
        """
        places = torch.cat((torch.arange(len(prompt)), positions.flatten())).float()
        frequencies = self.shape.rope_base ** (-torch.arange(0, self.shape.head, 2).float() / self.shape.head)
        angles = places[:, None, None] * frequencies
        rope = (angles.cos(), angles.sin())
        x = self.embedding(torch.cat((prompt, documents.flatten())))
        for layer in self.layers:
            x = layer(x, len(prompt), tuple(documents.shape), rope, mask)
        return functional.linear(self.norm(x[len(prompt) :][wanted]), self.embedding.weight)
