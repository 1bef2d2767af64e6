"""Ed25519 keys, and the DSSE envelopes of in-toto statements that they sign."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from typing import Self

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from app.core.provenance import canonical_json, parse_canonical, sha256_hex

PAYLOAD_TYPE = "application/vnd.in-toto+json"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The public half, as its 32 bytes."""

    raw: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the 32 bytes, lower-case hex."""
        return sha256_hex(self.raw)

    @property
    def pem(self) -> bytes:
        """As SubjectPublicKeyInfo in PEM."""
        key = Ed25519PublicKey.from_public_bytes(self.raw)
        return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @classmethod
    def from_pem(cls, data: bytes) -> Self:
        """The inverse of `pem`. Raises ValueError where it is anything else, be it by a byte."""
        try:
            key = load_pem_public_key(data)
        except (ValueError, UnsupportedAlgorithm):
            raise ValueError("it is not a public key in PEM") from None
        if not isinstance(key, Ed25519PublicKey):
            raise ValueError("it is not an Ed25519 key")
        found = cls(key.public_bytes(Encoding.Raw, PublicFormat.Raw))
        if found.pem != data:
            raise ValueError("it is not written as Winnow writes it")
        return found

    def signed(self, data: bytes, signature: bytes) -> bool:
        """Whether a signature of data is this key's."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, data)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The private half; nothing shows it but `seed` and `pem`."""

    _private: Ed25519PrivateKey = field(repr=False)

    @classmethod
    def make(cls) -> Self:
        """A new key."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_seed(cls, seed: bytes) -> Self:
        """The inverse of `seed`. Raises ValueError where it is none."""
        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    @classmethod
    def from_pem(cls, data: bytes) -> Self:
        """The inverse of `pem`. Raises ValueError where it is none."""
        try:
            key = load_pem_private_key(data, None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise ValueError("it is not a private key in PEM without a password") from None
        if not isinstance(key, Ed25519PrivateKey):
            raise ValueError("it is not an Ed25519 key")
        return cls(key)

    @property
    def seed(self) -> bytes:
        """Its 32 secret bytes."""
        return self._private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())

    @property
    def pem(self) -> bytes:
        """As PKCS #8 in PEM, without a password."""
        return self._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    @property
    def public(self) -> PublicKey:
        """Its public half."""
        return PublicKey(self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    def sign(self, data: bytes) -> bytes:
        """The signature of data: 64 bytes, the same each time."""
        return self._private.sign(data)


def seal(statement: bytes, key: SigningKey) -> bytes:
    """A statement in a DSSE envelope, as canonical JSON."""
    signature = {"keyid": key.public.fingerprint, "sig": _base64(key.sign(_encoded(statement)))}
    envelope = {"payload": _base64(statement), "payloadType": PAYLOAD_TYPE, "signatures": [signature]}
    return canonical_json(envelope)


def unseal(envelope: bytes, key: PublicKey) -> bytes:
    """The statement in an envelope that `seal` made with the private half of a key.

    Raises:
        ValueError: it is anything else.
    """
    try:
        table = parse_canonical(envelope.decode("utf-8"))
        statement = base64.b64decode(table["payload"], validate=True)
        (given,) = table["signatures"]
        signature = base64.b64decode(given["sig"], validate=True)
    except (ValueError, KeyError, TypeError, binascii.Error):
        raise ValueError("it is not a DSSE envelope with one signature in canonical JSON") from None
    expected = {
        "payload": _base64(statement),
        "payloadType": PAYLOAD_TYPE,
        "signatures": [{"keyid": key.fingerprint, "sig": _base64(signature)}],
    }
    if table != expected:
        raise ValueError("it is not for this key, or not of the type that Winnow signs")
    if not key.signed(_encoded(statement), signature):
        raise ValueError("the signature is not that of this key over this statement")
    return statement


def _encoded(statement: bytes) -> bytes:
    """What is signed: DSSE's pre-authentication encoding (PAE) of type and statement."""
    return b"DSSEv1 %d %s %d %s" % (len(PAYLOAD_TYPE), PAYLOAD_TYPE.encode(), len(statement), statement)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
