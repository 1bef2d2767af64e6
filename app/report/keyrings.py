"""The system's keyring, which keeps what must lie in no file of ours."""

from __future__ import annotations

import queue
from collections.abc import Callable
from threading import Thread
from typing import Protocol, TypeVar

_SERVICE = "winnow"
# What keyring itself recommends; below are backends that keep nothing, or keep it in plain text.
_RECOMMENDED = 1

_T = TypeVar("_T")


class NoKeyringError(Exception):
    """There is no keyring, or it does not do what it was asked."""


class Keyring(Protocol):
    """Keeps one secret text. All methods raise NoKeyringError."""

    def get(self) -> str | None:
        """The text, None where none is kept."""

    def set(self, secret: str) -> None:
        """Keep a text."""


class SystemKeyring:
    """An entry of the keyring of the user's session, which may ask for its password, for some seconds."""

    def __init__(self, name: str, seconds: float = 30.0) -> None:
        self._name, self._seconds = name, seconds

    def get(self) -> str | None:
        """The text, None where none is kept."""
        return self._ask(lambda backend: backend.get_password(_SERVICE, self._name))

    def set(self, secret: str) -> None:
        """Keep a text."""
        self._ask(lambda backend: backend.set_password(_SERVICE, self._name, secret))

    def forget(self) -> None:
        """Keep no text any more."""
        if self.get() is not None:
            self._ask(lambda backend: backend.delete_password(_SERVICE, self._name))

    def _ask(self, question: Callable[[_Backend], _T]) -> _T:
        answers: queue.SimpleQueue[tuple[_T] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put((question(_backend()),))
            except Exception as error:  # A backend may raise anything.
                answers.put(error)

        # Nothing ends a thread that a keyring keeps waiting; as a daemon it does not keep the program.
        Thread(target=ask, daemon=True).start()
        try:
            answer = answers.get(timeout=self._seconds)
        except queue.Empty:
            raise NoKeyringError(f"it did not answer for {self._seconds:.0f} s") from None
        if isinstance(answer, Exception):
            raise NoKeyringError(str(answer) or type(answer).__name__) from None
        return answer[0]


class _Backend(Protocol):
    """What is used of a keyring backend."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


def _backend() -> _Backend:
    # To look for keyrings takes a good part of a second.
    import keyring

    backend = keyring.get_keyring()
    if backend.priority < _RECOMMENDED:
        raise NoKeyringError("there is none")
    return backend
