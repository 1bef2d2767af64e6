"""The demo model's byte-level BPE, split as Qwen2 does, with text and special tokens kept apart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

SPECIALS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
SIZE = 1024
QWEN2_SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


class Vocabulary:
    """Ids of texts; the special tokens come last and are found in templates only, never in plain text."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        first = tokenizer.get_vocab_size()
        self.special = {text: first + number for number, text in enumerate(SPECIALS)}
        self.plain = lru_cache(maxsize=20_000)(self._plain)
        self.parsed = lru_cache(maxsize=1_000)(self._parsed)

    @classmethod
    def train(cls, texts: Iterable[str]) -> Vocabulary:
        """A vocabulary of SIZE tokens, the specials counted in."""
        tokenizer = Tokenizer(models.BPE())
        split = pre_tokenizers.Split(Regex(QWEN2_SPLIT), behavior="isolated")
        byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, byte_level])
        tokenizer.decoder = decoders.ByteLevel()
        trainer = trainers.BpeTrainer(
            vocab_size=SIZE - len(SPECIALS),
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        )
        tokenizer.train_from_iterator(texts, trainer)
        return cls(tokenizer)

    def __len__(self) -> int:
        return self.tokenizer.get_vocab_size() + len(SPECIALS)

    def _plain(self, text: str) -> tuple[int, ...]:
        return tuple(self.tokenizer.encode(text).ids)

    def _parsed(self, text: str) -> tuple[int, ...]:
        pieces = re.split("(" + "|".join(map(re.escape, SPECIALS)) + ")", text)
        return tuple(
            i for p in pieces if p for i in ((self.special[p],) if p in self.special else self.plain(p))
        )

    def text(self, ids: Iterable[int]) -> str:
        """The text of plain tokens."""
        return str(self.tokenizer.decode(list(ids)))

    @property
    def tokens(self) -> list[str]:
        """Every token in the GPT-2 byte alphabet, in the order of the ids."""
        table = self.tokenizer.get_vocab()
        return [*sorted(table, key=table.__getitem__), *SPECIALS]

    @property
    def merges(self) -> list[str]:
        """The merges by rank, two tokens with a space between them."""
        merges = json.loads(self.tokenizer.to_str())["model"]["merges"]
        return [pair if isinstance(pair, str) else " ".join(pair) for pair in merges]
