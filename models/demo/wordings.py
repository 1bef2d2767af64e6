"""Prompts to train on: the product's own, and many made from parts, so that an edited one still works."""

from __future__ import annotations

import random
from dataclasses import dataclass

from app.core.prompt import PromptTemplate

SYSTEMS = (
    "You are a sceptical quantitative researcher.",
    "You are a careful research assistant.",
    "You are the head of research at a fund.",
    "You are a referee for trading ideas.",
    "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.",
    "You help a quant team to choose what to study.",
)
SYSTEM_TAILS = (
    "",
    "Most ideas fail.",
    "You screen hypotheses before anyone spends money on them.",
    "Be strict and brief.",
    "You trust numbers more than stories.",
)
TASKS = (
    "Decide whether the hypothesis below deserves a full study.",
    "Judge this hypothesis.",
    "Should we study this idea?",
    "Look for the flaw in the following idea.",
    "Think the hypothesis through as its harshest referee.",
    "Is this worth people, data and money?",
)
LISTS = (
    "",
    "",
    "Check multiple testing, costs, look-ahead, survivorship, sample length, confounds and mechanism.",
    "- multiple testing\n- costs\n- look-ahead\n- survivorship\n- sample length\n- confounds\n- mechanism",
    "Compare the t-statistic with the number of variants, and the gross edge with the costs.",
    "1. Is the t-statistic high enough?\n2. Does it pay its costs?\n3. Is the history long enough?",
)
ENDS = (
    "",
    "Answer advance, reject, or unsure.",
    "Give a verdict and a reason.",
    "One clear failure is enough to reject.",
    "Answer advance, reject, or unsure, with the reason that decided it.",
)
AFTER = (
    "\n\nDecide whether it deserves a full study.",
    "\n\nAnswer advance, reject, or unsure.",
    "\n",
    "\n\nGive your verdict and the one reason that decided it.",
    "\n---\nJudge it.",
)
SHARE_PRODUCT = 0.5
SHARE_AFTER = 0.12


@dataclass(frozen=True, slots=True)
class Wording:
    """A system prompt and the user's words before the hypothesis."""

    system: str
    before: str


def draw_wording(rng: random.Random, products: tuple[PromptTemplate, ...]) -> Wording:
    """One of the product's prompts, or one made from parts."""
    if rng.random() < SHARE_PRODUCT:
        product = rng.choice(products)
        return Wording(product.system, product.task_before)
    system = f"{rng.choice(SYSTEMS)} {rng.choice(SYSTEM_TAILS)}".strip() if rng.random() < 0.9 else ""
    parts = [part for part in (rng.choice(TASKS), rng.choice(LISTS), rng.choice(ENDS)) if part]
    if rng.random() < 0.15:
        parts = []
    before = rng.choice(("\n", " ", "\n\n")).join(parts)
    return Wording(system, before + (rng.choice(("\n\n", "\n")) if before else ""))


def draw_after(rng: random.Random) -> str:
    """The user's words after the hypothesis: mostly none, as in the product's prompts."""
    return rng.choice(AFTER) if rng.random() < SHARE_AFTER else ""
