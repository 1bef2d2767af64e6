"""A model file that was split into parts: how they are named, and which belong together.

Source of the naming: llama.cpp's `llama_split_path`, as its `gguf-split` writes it.
"""

from __future__ import annotations

import re
from pathlib import Path

MOST_PARTS = 999
_NAME = re.compile(r"(?P<start>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})\.gguf")


def parts_of(path: Path) -> tuple[Path, ...]:
    """All parts of the model that a file belongs to, in order, there or not; of a whole file itself alone."""
    found = _NAME.fullmatch(path.name)
    if found is None:
        return (path,)
    number, count = int(found["number"]), int(found["count"])
    if not 1 <= number <= count <= MOST_PARTS:
        return (path,)
    return tuple(path.with_name(f"{found['start']}-{i:05d}-of-{count:05d}.gguf") for i in range(1, count + 1))


def stem_of(path: Path) -> str:
    """A model file's name without its suffix and without the number of the part."""
    found = _NAME.fullmatch(path.name)
    return found["start"] if found else path.stem
