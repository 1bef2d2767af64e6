"""To what an engine was stepped down on this machine before, so that the next start does not die first."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

from app.engine.deaths import lacks_memory
from app.engine.findings import Findings
from app.engine.fingerprint import machine_key
from app.engine.plainer import Plainer

KIND = "plainer"
_BROKEN = (KeyError, TypeError, ValueError)


class KnownSteps:
    """Kept for processor, build and drivers; where it was memory that lacked, for the model too."""

    def __init__(self, findings: Findings, model: Path) -> None:
        self._findings, self._model = findings, model
        self._of_model = self._new = False

    def find(self) -> Plainer | None:
        """What is known; None where the engine runs as it is asked to."""
        self._of_model = self._new = False
        if not any(True for _ in self._findings.all(KIND)):
            return None  # As nearly everywhere; to ask for drivers takes a while.
        for key in (self._key_of_model, self._key):
            if found := _read(self._findings.get(KIND, key)):
                self._of_model = key is self._key_of_model
                return found
        return None

    def died(self, exit_code: int | None) -> None:
        """A process died of this, and so a step will be taken."""
        self._new = True
        self._of_model = self._of_model or lacks_memory(exit_code)

    def keep(self, plainer: Plainer | None) -> None:
        """It works like this; that is kept where a step was taken for it."""
        if plainer is not None and self._new:
            key = self._key_of_model if self._of_model else self._key
            self._findings.put(KIND, key, plainer.document())
            self._new = False

    @cached_property
    def _key(self) -> dict[str, Any]:
        return machine_key()

    @cached_property
    def _key_of_model(self) -> dict[str, Any]:
        try:
            size = self._model.stat().st_size
        except OSError:
            size = 0
        return {**self._key, "model": ascii(str(self._model)), "size": size}


def known_here(findings: Findings) -> list[Plainer]:
    """All that is known of this machine as it is now, for any model."""
    found = list(findings.all(KIND))
    here = machine_key() if found else {}
    told = [_read(value) for key, value in found if here.items() <= key.items()]
    return [each for each in told if each]


def _read(value: dict[str, Any] | None) -> Plainer | None:
    try:
        return Plainer.from_document(value) if value else None
    except _BROKEN:
        return None
