"""Where the signing key is kept: in the system's keyring, or in a file where there is none.

Beside it lies the public half. It says which key is the one, so that a keyring that is locked today is not
taken for none, and no second key is made.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import SigningError
from app.report.keyrings import Keyring, NoKeyringError
from app.report.signature import PublicKey, SigningKey

PRIVATE = "signing-key.pem"
PUBLIC = "signing-key-public.pem"
IN_KEYRING = "the system's keyring"


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
