"""The user's access token where the Hub's own tools keep it: in the environment, or in their file."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from huggingface_hub import constants

from app.core.errors import DownloadError
from app.core.sentence import Sentence

# As the Hub's own library has them; the second is the name of old.
_VARIABLES = ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Token:
    """An access token, and where it was found, in words."""

    secret: str = field(repr=False)
    source: Sentence


def of_environment() -> Token | None:
    """The token that a variable has; HF_HUB_DISABLE_IMPLICIT_TOKEN forbids to use it."""
    if not constants.HF_HUB_DISABLE_IMPLICIT_TOKEN:
        for name in _VARIABLES:
            if secret := os.environ.get(name, "").strip():
                return Token(secret, Sentence("from {}", name))
    return None


def of_file() -> Token | None:
    """The token that the Hub's own tools keep in their file, which HF_TOKEN_PATH or HF_HOME moves.

    Raises:
        DownloadError: the file is there and cannot be read.
    """
    path = Path(constants.HF_TOKEN_PATH)
    if constants.HF_HUB_DISABLE_IMPLICIT_TOKEN:
        return None
    try:
        with path.open("rb") as file:
            secret = file.read(_MOST).decode("utf-8", "replace").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DownloadError(
            "The Hub's token file {0} cannot be read ({1}); give your token with: main.py models token",
            path,
            error.strerror,
        ) from None
    return Token(secret, Sentence("from {}", str(path))) if secret else None
