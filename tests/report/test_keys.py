"""The signing key: made once, kept where the system keeps secrets, in a file only where it keeps none."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend

from app.core.errors import SigningError
from app.core.provenance import in_groups
from app.report.keyrings import NoKeyringError, SystemKeyring
from app.report.keys import IN_KEYRING, PRIVATE, PUBLIC, signing_key
from app.report.signature import PublicKey, SigningKey

POSIX = pytest.mark.skipif(os.name != "posix", reason="other systems have no such permissions")


class Kept:
    """A keyring in memory, which can be locked."""

    def __init__(self) -> None:
        self.secret: str | None = None
        self.locked = False

    def get(self) -> str | None:
        if self.locked:
            raise NoKeyringError("it is locked")
        return self.secret

    def set(self, secret: str) -> None:
        self.get()
        self.secret = secret


class NoKeyring:
    """A system without one."""

    def get(self) -> str | None:
        raise NoKeyringError("there is none")

    def set(self, secret: str) -> None:
        raise NoKeyringError("there is none")


def test_the_key_is_made_once_and_kept_in_the_keyring(tmp_path: Path) -> None:
    keys = Kept()
    first = signing_key(tmp_path / "home", keys)
    assert first.place == IN_KEYRING
    assert keys.secret == first.key.seed.hex()
    assert signing_key(tmp_path / "home", keys).key.seed == first.key.seed
    assert [path.name for path in (tmp_path / "home").iterdir()] == [PUBLIC]
    assert PublicKey.from_pem((tmp_path / "home" / PUBLIC).read_bytes()) == first.key.public


def test_another_data_folder_has_the_same_key(tmp_path: Path) -> None:
    keys = Kept()
    assert signing_key(tmp_path / "a", keys).key.seed == signing_key(tmp_path / "b", keys).key.seed


def test_a_locked_keyring_is_not_taken_for_none(tmp_path: Path) -> None:
    keys = Kept()
    made = signing_key(tmp_path, keys)
    keys.locked = True
    with pytest.raises(SigningError, match=r"keyring \(it is locked\); unlock it, or remove"):
        signing_key(tmp_path, keys)
    keys.locked = False
    for secret in (None, "", "zz", SigningKey.make().seed.hex()):
        keys.secret = secret
        with pytest.raises(SigningError, match="it has another key, or none"):
            signing_key(tmp_path, keys)
    assert [path.name for path in tmp_path.iterdir()] == [PUBLIC]
    (tmp_path / PUBLIC).unlink()
    assert signing_key(tmp_path, keys).key.seed != made.key.seed


@pytest.mark.parametrize("secret", ["", "not a key", "ab" * 31])
def test_what_is_no_key_in_the_keyring_is_left_alone(tmp_path: Path, secret: str) -> None:
    keys = Kept()
    keys.secret = secret
    assert signing_key(tmp_path, keys).place == str(tmp_path / PRIVATE)
    assert keys.secret == secret


@POSIX
def test_without_a_keyring_the_key_is_in_a_file_of_the_users_own(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        first = signing_key(tmp_path, NoKeyring())
    finally:
        os.umask(before)
    assert first.place == str(tmp_path / PRIVATE)
    assert (tmp_path / PRIVATE).stat().st_mode & 0o777 == 0o600
    again = signing_key(tmp_path, Kept())
    assert (again.key.seed, again.place) == (first.key.seed, first.place)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted((PRIVATE, PUBLIC))


@POSIX
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    signing_key(tmp_path, NoKeyring())
    (tmp_path / PRIVATE).chmod(mode)
    with pytest.raises(SigningError, match="chmod 600"):
        signing_key(tmp_path, NoKeyring())


@pytest.mark.parametrize("content", [b"", b"no key", PublicKey(bytes(32)).pem])
def test_a_file_that_is_no_key_is_not_replaced(tmp_path: Path, content: bytes) -> None:
    signing_key(tmp_path, NoKeyring())
    (tmp_path / PRIVATE).write_bytes(content)
    with pytest.raises(SigningError, match="cannot be used"):
        signing_key(tmp_path, NoKeyring())
    assert (tmp_path / PRIVATE).read_bytes() == content


def test_a_folder_that_cannot_be_made_is_a_known_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SigningError, match="cannot be kept in"):
        signing_key(tmp_path / "file" / "home", NoKeyring())


class Backend(KeyringBackend):
    """A backend for `keyring` that does what a test wants."""

    priority = 5  # type: ignore[assignment]

    def __init__(self, answer: Any) -> None:
        super().__init__()
        self.answer = answer

    def get_password(self, service: str, username: str) -> str | None:
        return self.answer()  # type: ignore[no-any-return]

    def set_password(self, service: str, username: str, password: str) -> None:
        self.answer()


@pytest.fixture
def system() -> Iterator[SystemKeyring]:
    """The system's keyring, with little patience; the backend is the test's."""
    before = keyring.get_keyring()
    yield SystemKeyring("signing-key", seconds=0.2)
    keyring.set_keyring(before)


def test_the_tests_touch_no_real_keyring(tmp_path: Path) -> None:
    assert keyring.get_keyring().priority < 1
    with pytest.raises(NoKeyringError, match="there is none"):
        SystemKeyring("signing-key").get()


def test_a_keyring_that_keeps_others_waiting_is_left(system: SystemKeyring, tmp_path: Path) -> None:
    """As one that asks for its password where nobody can see it."""
    forever = threading.Event()
    keyring.set_keyring(Backend(forever.wait))
    try:
        with pytest.raises(NoKeyringError, match="did not answer"):
            system.get()
        assert signing_key(tmp_path, system).place == str(tmp_path / PRIVATE)
    finally:
        forever.set()


def test_whatever_a_backend_raises_it_is_no_keyring(system: SystemKeyring) -> None:
    for error in (RuntimeError("prompt dismissed"), OSError(), KeyError("x"), AttributeError("y")):

        def fail(error: Exception = error) -> None:
            raise error

        keyring.set_keyring(Backend(fail))
        with pytest.raises(NoKeyringError, match=r".+"):
            system.set("x")


def test_a_backend_that_is_not_recommended_is_not_used(system: SystemKeyring) -> None:
    """Such as one that keeps its secrets in plain text."""
    backend = Backend(lambda: "secret")
    backend.priority = 0.5  # type: ignore[assignment]
    keyring.set_keyring(backend)
    with pytest.raises(NoKeyringError, match="there is none"):
        system.get()


def test_a_backend_that_works_is_used(system: SystemKeyring) -> None:
    keyring.set_keyring(Backend(lambda: "secret"))
    assert system.get() == "secret"


def test_a_fingerprint_is_read_in_groups() -> None:
    assert in_groups("0123456789abcdef" * 4) == " ".join(["01234567", "89abcdef"] * 4)


def test_keys_that_are_something_else_are_refused() -> None:
    pem = SigningKey.make().public.pem
    for data in (b"", pem + b"\n", pem.replace(b"\n", b"\r\n"), b"x" + pem, SigningKey.make().pem):
        with pytest.raises(ValueError, match="it is not"):
            PublicKey.from_pem(data)
