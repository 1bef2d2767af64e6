"""Where the signing key is kept: in the system's keyring, or in a file where there is none.

Beside it lies the public half. It says which key is the one, so that a keyring that is locked today is not
taken for none, and no second key is made.
"""

from __future__ import annotations

import os
import queue
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Protocol, TypeVar

from app.core.errors import SigningError
from app.report.signature import PublicKey, SigningKey

PRIVATE = "signing-key.pem"
PUBLIC = "signing-key-public.pem"
IN_KEYRING = "the system's keyring"

_SERVICE, _NAME = "winnow", "signing-key"
# What keyring itself recommends; below are backends that keep nothing, or keep it in plain text.
_RECOMMENDED = 1

_T = TypeVar("_T")


class NoKeyringError(Exception):
    """There is no keyring, or it does not do what it was asked."""


class Keyring(Protocol):
    """Keeps one secret text. Both methods raise NoKeyringError."""

    def get(self) -> str | None:
        """The text, None where none is kept."""

    def set(self, secret: str) -> None:
        """Keep a text."""


class SystemKeyring:
    """The keyring of the user's session. A keyring may ask for its password, so it is given some seconds."""

    def __init__(self, seconds: float = 30.0) -> None:
        self._seconds = seconds

    def get(self) -> str | None:
        """The text, None where none is kept."""
        return self._ask(lambda backend: backend.get_password(_SERVICE, _NAME))

    def set(self, secret: str) -> None:
        """Keep a text."""
        self._ask(lambda backend: backend.set_password(_SERVICE, _NAME, secret))

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


def _backend() -> _Backend:
    # To look for keyrings takes a good part of a second.
    import keyring

    backend = keyring.get_keyring()
    if backend.priority < _RECOMMENDED:
        raise NoKeyringError("there is none")
    return backend


@dataclass(frozen=True, slots=True)
class KeptKey:
    """A key, and where it is kept, in words or as a path."""

    key: SigningKey
    place: str


def signing_key(folder: Path, keyring: Keyring) -> KeptKey:
    """The user's key; the first call makes it.

    Args:
        folder: the data folder; it is made if need be.

    Raises:
        SigningError: the key that was made cannot be had, or none can be kept.
    """
    private, public = folder / PRIVATE, folder / PUBLIC
    if private.exists():
        return KeptKey(_from_file(private), str(private))
    try:
        if public.exists():
            return KeptKey(_known(public, keyring), IN_KEYRING)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            key, place = _in_keyring(keyring), IN_KEYRING
        except NoKeyringError:
            key, place = _in_new_file(private), str(private)
        public.write_bytes(key.public.pem)
    except OSError as error:
        raise SigningError(
            "The signing key cannot be kept in {0} ({1}); check its permissions.", folder, error.strerror
        ) from error
    return KeptKey(key, place)


def _in_keyring(keyring: Keyring) -> SigningKey:
    """The key in the keyring; a new one where it has none."""
    kept = keyring.get()
    if kept is None:
        keyring.set(SigningKey.make().seed.hex())
        kept = keyring.get()
    try:
        return SigningKey.from_seed(bytes.fromhex(kept or ""))
    except ValueError:
        raise NoKeyringError("it holds something else") from None


def _known(public: Path, keyring: Keyring) -> SigningKey:
    """The key in the keyring, which must be the one whose public half is here."""
    why = "it has another key, or none"
    try:
        known = PublicKey.from_pem(public.read_bytes())
        kept = keyring.get()
        key = SigningKey.from_seed(bytes.fromhex(kept or ""))
        if key.public == known:
            return key
    except NoKeyringError as error:
        why = str(error)
    except ValueError:
        pass
    raise SigningError(
        "The signing key is not to be had from the system's keyring ({0}); unlock it, or remove {1} to sign "
        "with a new key from now on.",
        why,
        public,
    )


def _in_new_file(private: Path) -> SigningKey:
    """A new key in a file that only the user may read; the key there, where another process was faster."""
    key = SigningKey.make()
    try:
        descriptor = os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _from_file(private)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key.pem)
    return key


def _from_file(private: Path) -> SigningKey:
    try:
        if os.name == "posix" and private.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise SigningError("Others may read the signing key {}; take that away: chmod 600.", private)
        return SigningKey.from_pem(private.read_bytes())
    except OSError as error:
        raise SigningError("The signing key {0} cannot be read ({1}).", private, error.strerror) from error
    except ValueError as error:
        raise SigningError("The signing key {0} cannot be used: {1}; put it back.", private, error) from None
