"""The child's end of the connection: messages, and once a second while it works a sign of life."""

from __future__ import annotations

import threading
from multiprocessing.connection import Connection
from time import monotonic

from app.engine.messages import Beat, Ended, Events, Loading, Refusal, Reply, SelfTest

_EVERY = 1.0


class Pulse:
    """Sends for two threads: the one that works, and one that beats while it does.

    A beat says how long ago the first got on with its work, for a call into llama.cpp that never returns does
    not keep the second from beating.
    """

    def __init__(self, connection: Connection) -> None:
        """Begins to beat once there is work."""
        self._connection = connection
        self._lock = threading.Lock()
        self._working = threading.Event()
        self._moved = monotonic()
        threading.Thread(target=self._beat, name="winnow-pulse", daemon=True).start()

    def send(self, message: Ended | Events | Loading | Refusal | Reply | SelfTest) -> None:
        """Send a message, which is a sign of life too."""
        self._moved = monotonic()
        self._send(message)

    def moved(self, *, working: bool) -> None:
        """The thread that works got on with it, or has nothing to do."""
        self._moved = monotonic()
        if working:
            self._working.set()
        else:
            self._working.clear()

    def _send(self, message: object) -> None:
        with self._lock:
            self._connection.send(message)

    def _beat(self) -> None:
        pause = threading.Event()
        while self._working.wait():
            pause.wait(_EVERY)
            if self._working.is_set():
                try:
                    self._send(Beat(monotonic() - self._moved))
                except OSError:
                    return
