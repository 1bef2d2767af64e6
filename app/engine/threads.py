"""How many threads to decode with, found by trying while it runs."""

from __future__ import annotations

# Seconds of decoding that are compared, and seconds until the next trial: longer after each that failed.
_WINDOW = 0.05
_SOON, _LATEST = 1.0, 8.0
# A trial has to be so much faster to be kept; one that is so slow by then is given up early.
_GAIN = 1.03
_LOSS, _EARLY = 0.9, _WINDOW / 5


class ThreadTuner:
    """Follows what else runs on the machine.

    llama.cpp's threads wait for each other many times a step. Where another program keeps one of them from
    its core all others wait too, and decoding with one thread fewer is several times faster. So now and then
    a number beside the present one is tried, and kept if it decodes faster. Only for an engine whose bits do
    not depend on the number of threads.
    """

    def __init__(self, most: int) -> None:
        """Begins with `most` threads, and never takes more."""
        self.count = most
        self._most = most
        self._upwards = False
        self._pause = _SOON
        self._until = 0.0
        self._rows = 0
        self._work = 0
        self._seconds = 0.0
        self._before: tuple[int, float] | None = None

    def took(self, rows: int, seconds: float, work: int = 1) -> int:
        """Note a decode step of so many rows; returns how many threads to take for the next.

        Args:
            work: how much was done in it, where steps of as many `rows` are not alike.
        """
        if self._most == 1:
            return self.count
        if self._until > 0:
            self._until -= seconds
            return self.count
        if rows != self._rows:
            # Steps of another width are another amount of work: compare anew.
            self._work, self._seconds, self._rows = 0, 0.0, rows
            if self._before:
                self.count, self._before = self._before[0], None
        self._work += work
        self._seconds += seconds
        speed = self._work / max(self._seconds, 1e-9)
        lost = self._before and self._seconds >= _EARLY and speed < _LOSS * self._before[1]
        if self._seconds >= _WINDOW or lost:
            self._work, self._seconds = 0, 0.0
            self._compare(speed)
        return self.count

    def _compare(self, speed: float) -> None:
        if self._before is None:
            self._before = self.count, speed
            if self.count in (1, self._most):
                self._upwards = self.count == 1
            self.count += 1 if self._upwards else -1
            return
        (count, usual), self._before = self._before, None
        if speed > usual * _GAIN:
            self._pause = _SOON
        else:
            self.count = count
            self._upwards = not self._upwards
            self._pause = min(2 * self._pause, _LATEST)
        self._until = self._pause
