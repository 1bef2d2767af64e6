"""Batches of documents of like length under one shared prompt."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor
from transcripts import Document, Scribe
from wordings import draw_wording
from world import stream

from app.core.prompt import PromptTemplate

POOL = 128
RECITALS = 128  # short: about a tenth of the steps
TOKENS = 2_048
FAR = 3_000
FIRST_STAGE = 1_400  # steps that teach to copy and to go on; after them, no recitals, and to stop
STOP_SHARE = 0.85


@dataclass(frozen=True, slots=True)
class Batch:
    """What one step trains on; the tensors are those of Network.forward."""

    prompt: Tensor
    documents: Tensor
    positions: Tensor
    mask: Tensor
    wanted: Tensor
    targets: Tensor
    weights: Tensor


def batches(scribe: Scribe, products: tuple[PromptTemplate, ...], seed: int) -> Iterator[Batch]:
    """Endless batches. Hypotheses on the held-out side never enter."""
    facts = stream(seed, held_out=False)
    rng = random.Random(seed + 1)
    drawn = 0
    while True:
        first = drawn < FIRST_STAGE
        scribe.stop_share = 0.0 if first else STOP_SHARE
        pool = [scribe.document(*next(facts)) for _ in range(POOL)]
        pool += [scribe.recital(rng) for _ in range(RECITALS if first else 0)]
        pool.sort(key=lambda document: len(document.ids))
        groups: list[list[Document]] = [[]]
        for document in pool:
            if (len(groups[-1]) + 1) * len(document.ids) > TOKENS and groups[-1]:
                groups.append([])
            groups[-1].append(document)
        rng.shuffle(groups)
        drawn += len(groups)
        for group in groups:
            wording = draw_wording(rng, products)
            prompt = (
                *scribe.vocabulary.parsed("<|im_start|>system\n"),
                *scribe.vocabulary.plain(wording.system),
                *scribe.vocabulary.parsed("<|im_end|>\n<|im_start|>user\n"),
                *scribe.vocabulary.plain(wording.before),
            )
            yield collate(group, prompt, rng.randint(0, FAR) if rng.random() < 0.1 else 0)


def collate(documents: list[Document], prompt: tuple[int, ...], gap: int) -> Batch:
    """Documents padded to one length, `gap` positions behind the prompt, as under a longer one."""
    length = max(len(document.ids) for document in documents)

    def padded(name: str, fill: float) -> Tensor:
        return torch.tensor([[*getattr(d, name), *[fill] * (length - len(d.ids))] for d in documents])

    branch, cut = padded("branch", -1), padded("cut", 0)
    place = torch.arange(length)
    earlier = place[None, :, None] >= place[None, None, :]
    same = branch[:, :, None] == branch[:, None, :]
    trunk = (branch[:, None, :] == 0) & (place[None, None, :] < cut[:, :, None])
    seen = (earlier & same) | trunk
    seen = torch.cat((torch.ones(len(documents), length, len(prompt), dtype=torch.bool), seen), -1)
    mask = torch.zeros(seen.shape, dtype=torch.bfloat16).masked_fill_(~seen, float("-inf"))[:, None]
    targets, weights = padded("target", -1).flatten(), padded("weight", 0.0).flatten()
    wanted = (weights > 0).nonzero()[:, 0]
    return Batch(
        torch.tensor(prompt),
        padded("ids", 0),
        padded("position", 0) + len(prompt) + gap,
        mask,
        wanted,
        targets[wanted],
        weights[wanted].float(),
    )
