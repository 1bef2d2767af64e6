"""The shipped thinking formats, and for each a short chat template and the tokens of a vocabulary for it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from app.core.thinking import ThinkingFormat

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
