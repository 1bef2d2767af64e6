"""A model file's name, and those of its parts where it was split: which belong together.

Source of the naming: llama.cpp's `llama_split_path`, as its `gguf-split` writes it.
"""

from __future__ import annotations

import re
from pathlib import Path

from app.core.errors import ModelError

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


def check_name(path: Path) -> None:
    """Raises ModelError where a file's path is no text, which neither record nor llama.cpp can name."""
    absolute = path.absolute()
    try:
        str(absolute).encode()
    except UnicodeEncodeError:
        raise ModelError(
            "The name of {} is not UTF-8; rename it, for the record names it.", ascii(str(absolute))
        ) from None


def is_file(path: Path) -> bool:
    """Whether a file is there; one in a folder that may not be looked into, or of a name too long, is not."""
    try:
        return path.is_file()
    except OSError:
        return False


def stem_of(path: Path) -> str:
    """A model file's name without its suffix and without the number of the part."""
    found = _NAME.fullmatch(path.name)
    return found["start"] if found else path.stem
