"""What was found out about this machine and its models, kept between starts: a small JSON file each."""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Json = dict[str, Any]
# The kind of what the self-test found.
SELF_TEST = "selftest"


class Findings:
    """Facts by kind ("plainer", "selftest") and by a key that holds all that decides them.

    Losing one costs time and nothing else: a file that cannot be read counts as none, and one that cannot be
    written is not kept.
    """

    def __init__(self, folder: Path | None) -> None:
        """Keeps them in `folder`, which is made when it is first needed; None keeps nothing."""
        self._folder = folder

    def get(self, kind: str, key: Mapping[str, Any]) -> Json | None:
        """What was put under that key."""
        found = self._read(self._path(kind, key))
        return None if found is None or found.get("key") != dict(key) else found["value"]

    def put(self, kind: str, key: Mapping[str, Any], value: Json) -> None:
        """Keep a value, in place of an earlier one; key and value are JSON as they are."""
        if (path := self._path(kind, key)) is None:
            return
        new = path.with_suffix(f".{secrets.token_hex(4)}")
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            new.write_text(json.dumps({"key": key, "value": value}, indent=1), encoding="utf-8")
            new.replace(path)
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)

    def all(self, kind: str) -> Iterator[tuple[Json, Json]]:
        """(key, value) of all of a kind."""
        for path in self._files(kind):
            if found := self._read(path):
                yield found["key"], found["value"]

    def forget(self, kind: str, having: Mapping[str, Any] | None = None) -> int:
        """Drop all of a kind, or those whose key has these values; how many there were."""
        gone = 0
        for path in self._files(kind):
            if having and not having.items() <= (self._read(path) or {"key": {}})["key"].items():
                continue
            with contextlib.suppress(OSError):
                path.unlink()
                gone += 1
        return gone

    def _files(self, kind: str) -> list[Path]:
        return sorted(self._folder.glob(f"{kind}-*.json")) if self._folder else []

    def _path(self, kind: str, key: Mapping[str, Any]) -> Path | None:
        named = hashlib.sha256(json.dumps(key, sort_keys=True).encode()).hexdigest()[:32]
        return self._folder / f"{kind}-{named}.json" if self._folder else None

    def _read(self, path: Path | None) -> Json | None:
        try:
            found = json.loads(path.read_text(encoding="utf-8")) if path else None
        except (OSError, ValueError):
            return None
        if isinstance(found, dict) and found.keys() == {"key", "value"}:
            return found if all(isinstance(each, dict) for each in found.values()) else None
        return None
