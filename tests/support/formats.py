"""The shipped thinking formats, and for each a short chat template and the tokens of a vocabulary for it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from app.core.thinking import ThinkingFormat
from tests.support.random_model import SPECIAL, Shape, write_random_model

_FILE = Path(__file__).parents[2] / "resources" / "thinking_formats.toml"
_TOKEN = re.compile(r"<[^<>\s]+>|\[[A-Z /]+\]|◁[^▷]+▷")

SHIPPED = {
    name: ThinkingFormat.from_mapping(name, table)
    for name, table in tomllib.loads(_FILE.read_text(encoding="utf-8")).items()
}
SPOKEN = tuple(SHIPPED)


def tokens_of(thinking: ThinkingFormat) -> tuple[str, ...]:
    """All that looks like a token in a format, each once."""
    texts = (*thinking.end_markers, *thinking.answer_ends, thinking.start, thinking.end)
    return tuple(dict.fromkeys(name for text in texts for name in _TOKEN.findall(text)))


def template_of(thinking: ThinkingFormat) -> str:
    """A template that names the format's delimiters, as real ones do where they strip earlier thinking."""
    marks = "".join(f"{{% if {mark!r} in message.content %}}{{% endif %}}" for mark in thinking.template_has)
    return (
        "{% for message in messages %}" + marks + "<|im_start|>{{ message.role }}\n{{ message.content }}"
        "<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
    )


def write_model(folder: Path, thinking: ThinkingFormat, seed: int = 3) -> Path:
    """A small model that speaks a format; it samples the format's tokens often."""
    tokens = tuple(name for name in tokens_of(thinking) if name not in SPECIAL)
    return write_random_model(
        folder / f"{thinking.name}.gguf",
        Shape(vocabulary=512, width=128, layers=1, ffn=256, context=2048),
        seed=seed,
        template=template_of(thinking),
        more_special=tokens,
        # As llama.cpp's own converter writes what a tokeniser has as added, but not special.
        user_defined=tokens[::2],
        eager=3.0,
    )
