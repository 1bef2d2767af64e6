"""Trains the demo model and writes it as a GGUF: `uv run --group train models/demo/train.py`."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import tomllib
from pathlib import Path

import torch
from torch import distributed, multiprocessing
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parents[2]))

from batches import Batch, batches
from gguf_export import export
from network import Network, Shape
from transcripts import Scribe
from vocabulary import Vocabulary
from wordings import AFTER, ENDS, LISTS, SYSTEM_TAILS, SYSTEMS, TASKS
from world import stream

from app.core.prompt import PromptTemplate
from app.core.thinking import ThinkingFormat

RESOURCES = Path(__file__).parents[2] / "resources"
PROCESSES = 2  # part of the recipe: each draws its own documents
WARM_UP = 100
DECAY = 0.3  # share of the steps over which the learning rate falls to nothing


def product_prompts() -> tuple[PromptTemplate, PromptTemplate]:
    """The application's triage and deep prompts."""
    triage, deep = (
        PromptTemplate.parse((RESOURCES / "prompts" / f"{name}.toml").read_bytes(), name)
        for name in ("triage", "deep")
    )
    return triage, deep


def thinking_format() -> ThinkingFormat:
    """The application's s1 format."""
    table = tomllib.loads((RESOURCES / "thinking_formats.toml").read_text(encoding="utf-8"))
    return ThinkingFormat.from_mapping("s1", table["s1"])


def train_vocabulary(seed: int) -> Vocabulary:
    """The BPE, from the world's text and the prompts."""
    plain = Vocabulary.train(["think answer advance reject unsure"])  # bytes, enough to write documents with
    products = product_prompts()
    scribe = Scribe(plain, thinking_format(), tuple(p.form for p in products))
    facts = stream(seed, held_out=False)
    texts = [plain.text(scribe.document(*next(facts)).ids) for _ in range(1_500)]
    ends = ["think", "answer\nFinal Answer:", "system\n", "user\n", "assistant\n", " Wait", "Wait"]
    wordings = [text for part in (SYSTEMS, SYSTEM_TAILS, TASKS, LISTS, ENDS, AFTER) for text in part]
    wordings += [text for p in products for text in (p.system, p.task_before)]
    return Vocabulary.train([*texts, *(ends + wordings) * 40])


def make_scribe(vocabulary: Vocabulary) -> Scribe:
    """What writes the training documents."""
    return Scribe(vocabulary, thinking_format(), tuple(p.form for p in product_prompts()))


def optimisers(network: Network) -> list[torch.optim.Optimizer]:
    """Muon for the matrices within layers, AdamW for the rest."""
    matrices = [p for p in network.layers.parameters() if p.dim() == 2]
    ids = {id(p) for p in matrices}
    rest = [p for p in network.parameters() if id(p) not in ids]
    return [
        torch.optim.Muon(
            matrices, lr=2.5e-3, weight_decay=0.02, momentum=0.95, adjust_lr_fn="match_rms_adamw"
        ),
        torch.optim.AdamW(rest, lr=3e-3, weight_decay=0.0, betas=(0.9, 0.98)),
    ]


def step(network: Network, batch: Batch) -> torch.Tensor:
    """The batch's loss, with gradients left behind."""
    with torch.autocast("cpu", torch.bfloat16):
        logits = network(batch.prompt, batch.documents, batch.positions, batch.mask, batch.wanted)
    losses = functional.cross_entropy(logits.float(), batch.targets, reduction="none")
    loss = (losses * batch.weights).sum() / batch.weights.sum()
    loss.backward()
    return loss.detach()


def share_gradients(network: Network, processes: int) -> None:
    """Average the gradients over all processes, so that each makes the same step."""
    gradients = [p.grad for p in network.parameters() if p.grad is not None]
    flat = torch.cat([g.flatten() for g in gradients])
    distributed.all_reduce(flat)
    flat /= processes
    for gradient, part in zip(gradients, flat.split([g.numel() for g in gradients]), strict=True):
        gradient.copy_(part.view_as(gradient))


def train(rank: int, meeting: str, options: argparse.Namespace) -> None:
    """One of the processes that train together, each on its own documents; the first one writes the files."""
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    distributed.init_process_group("gloo", f"file://{meeting}", rank=rank, world_size=PROCESSES)
    vocabulary = train_vocabulary(options.seed)
    network = Network(Shape(len(vocabulary)))
    tuned = optimisers(network)
    base = [o.param_groups[0]["lr"] for o in tuned]
    source = batches(make_scribe(vocabulary), product_prompts(), options.seed * 1_000 + rank * 10)
    first = 0
    if options.resume:
        state = torch.load(options.resume)
        network.load_state_dict(state["network"])
        for optimiser, saved in zip(tuned, state["optimisers"], strict=True):
            optimiser.load_state_dict(saved)
        first = state["step"]
        for _ in range(first):
            next(source)
    began, mean = time.perf_counter(), 0.0
    for number in range(first, options.steps):
        left = (options.steps - number) / (DECAY * options.steps)
        for optimiser, rate in zip(tuned, base, strict=True):
            optimiser.param_groups[0]["lr"] = rate * min(1.0, (number + 1) / WARM_UP, left)
            optimiser.zero_grad()
        loss = float(step(network, next(source)))
        share_gradients(network, PROCESSES)
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        for optimiser in tuned:
            optimiser.step()
        mean = loss if number == first else 0.98 * mean + 0.02 * loss
        if rank == 0 and (number + 1) % 25 == 0:
            print(f"step {number + 1} loss {mean:.4f} {time.perf_counter() - began:.0f} s", flush=True)
        if rank == 0 and options.checkpoints and (number + 1) % 100 == 0:
            options.checkpoints.mkdir(parents=True, exist_ok=True)
            state = {"network": network.state_dict(), "step": number + 1}
            state["optimisers"] = [o.state_dict() for o in tuned]
            torch.save(state, options.checkpoints / "last.pt")
    if rank == 0:
        export(network, vocabulary, options.out)
    distributed.barrier()
    distributed.destroy_process_group()


def main() -> None:
    """Train for a fixed number of steps; the learning rate is constant, then falls linearly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=2_500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--checkpoints", type=Path, help="folder for a checkpoint every 100 steps")
    parser.add_argument(
        "--resume", type=Path, help="a checkpoint to go on from, with the batches that follow"
    )
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("winnow-demo.gguf"))
    with tempfile.TemporaryDirectory() as folder:
        multiprocessing.spawn(train, (str(Path(folder) / "meeting"), parser.parse_args()), PROCESSES)


if __name__ == "__main__":
    main()
