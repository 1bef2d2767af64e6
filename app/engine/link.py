"""The host's end of a child process: messages out, messages in, and whether it gives a sign of life."""

from __future__ import annotations

import multiprocessing
import queue
import threading
from collections.abc import Callable
from multiprocessing.reduction import ForkingPickler
from time import monotonic
from typing import Any, cast

from app.engine import messages

# A child that computes is asked to end, and then ended.
_CLOSE_SECONDS = 2.0


class Link:
    """One child. For one thread, but for `kill` and `silent_for`.

    What is sent waits in a queue, so that a child that reads nothing keeps nobody waiting.
    """

    def __init__(self, target: Callable[..., None], *arguments: object) -> None:
        """Starts `target(connection, *arguments)` in a new process."""
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self.process = context.Process(
            target=target, args=(theirs, *arguments), name="winnow-engine", daemon=True
        )
        self.process.start()
        theirs.close()
        self._broken = False
        self._awaited = False
        self._heard = monotonic()
        # When it was last listened to; None while it is.
        self._left: float | None = self._heard
        self._stuck = 0.0
        self._outbox: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._sender = threading.Thread(target=self._write, name="winnow-sender", daemon=True)
        self._sender.start()

    def send(self, message: messages.Message) -> None:
        """Queue a message. Raises OSError where an earlier one could not be sent."""
        if self._broken:
            raise BrokenPipeError
        self._outbox.put(ForkingPickler.dumps(message))

    def receive(self, deadline: float | None) -> object | None:
        """The next message; None when none came until the deadline (None waits for ever).

        Raises:
            EOFError, OSError: the child has ended.
        """
        if self._left is not None:
            # What it said meanwhile was not heard.
            self._heard += monotonic() - self._left
            self._left = None
        try:
            return self._next(deadline)
        finally:
            self._left = monotonic()

    def _next(self, deadline: float | None) -> object | None:
        while True:
            if deadline is not None and not self._connection.poll(max(0.0, deadline - monotonic())):
                return None
            message = cast(object, self._connection.recv())
            self._heard = monotonic()
            self._stuck = message.seconds if isinstance(message, messages.Beat) else 0.0
            if not isinstance(message, messages.Beat):
                return message

    def await_signs(self, awaited: bool) -> None:
        """Whether the child has something to do, and so is to give signs of life."""
        if awaited and not self._awaited:
            self._heard, self._stuck = monotonic(), 0.0
            self._left = self._heard
        self._awaited = awaited

    def silent_for(self) -> float:
        """Seconds since it was last seen to get on with its work; 0 where it has none."""
        until = self._left or monotonic()
        return max(until - self._heard, self._stuck) if self._awaited else 0.0

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()

    def close(self) -> int | None:
        """End it, by asking first; its exit code. None of one that even the system cannot end."""
        self._outbox.put(None)
        try:
            self.process.join(_CLOSE_SECONDS)
        finally:  # Also where who waits is interrupted once more.
            if self.process.is_alive():
                self.process.kill()
                self.process.join(_CLOSE_SECONDS)
            if self.process.is_alive():
                # A driver holds it. At its own end Python would wait for it.
                getattr(multiprocessing.process, "_children", set()).discard(self.process)
        self._sender.join(_CLOSE_SECONDS)
        self._connection.close()
        return self.process.exitcode

    def _write(self) -> None:
        """The sending thread; only it closes the connection while the child lives."""
        while (message := self._outbox.get()) is not None:
            try:
                self._connection.send_bytes(message)
            except OSError:
                self._broken = True
                return
        self._connection.close()
