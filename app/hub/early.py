"""Whether a model that is still arriving can be used: its header, which comes first, is looked at early."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from app.core.errors import ModelError
from app.hub.gguf import EndsEarlyError, read_gguf
from app.hub.part import Part
from app.hub.usable import UnusableError, check_usable

_FIRST = 2**16


@dataclass(slots=True)
class EarlyLook:
    """Looks at what has arrived of a model's first file, at lengths that double, until all of the header has.

    Attributes:
        name, size: of the file. at: bytes that must be there for the next look; None after the last.
    """

    name: str
    size: int
    at: int | None = _FIRST

    def take(self, part: Part) -> None:
        """Look, if it is time to. What is damaged is left to the digest.

        Raises:
            UnusableError: it is no model that can be used; what has arrived is dropped.
        """
        if self.at is None or part.received < self.at:
            return
        try:
            part.read(self._check)
            self.at = None
        except EndsEarlyError:
            self.at = 2 * part.received
        except UnusableError:
            part.restart()
            raise
        except ModelError:
            self.at = None

    def _check(self, file: BinaryIO) -> None:
        values = read_gguf(file, self.size, self.name).values
        architecture = values.get("general.architecture")
        if isinstance(architecture, str):  # Where there is none, it is said once all is here.
            check_usable(self.name, architecture, values)
