"""How fast bytes arrive, and how long the rest will take."""

from __future__ import annotations

from collections import deque

_WINDOW = 10.0
_LEAST = 0.5


class Meter:
    """The mean speed over the last seconds, so that a pause or a burst is soon forgotten."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def add(self, now: float, received: int) -> None:
        """Note how many bytes have arrived in all at a time in seconds."""
        self._seen.append((now, received))
        while len(self._seen) > 2 and now - self._seen[1][0] >= _WINDOW:
            self._seen.popleft()

    def reset(self) -> None:
        """Forget: what was received begins anew, or did not come from the network."""
        self._seen.clear()

    @property
    def speed(self) -> float | None:
        """Bytes a second; None while too little is known."""
        if len(self._seen) < 2:
            return None
        (since, before), (now, received) = self._seen[0], self._seen[-1]
        return (received - before) / (now - since) if now - since >= _LEAST else None

    def left(self, rest: int) -> float | None:
        """Seconds until so many more bytes have arrived; None while that is not known."""
        speed = self.speed
        return rest / speed if speed else None
