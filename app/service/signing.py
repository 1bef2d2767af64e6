"""The key that the user's bundles are signed with."""

from __future__ import annotations

from app.report.keyrings import SystemKeyring
from app.report.keys import KeptKey, signing_key
from app.service import paths


def users_key() -> KeptKey:
    """The key of this user; the first call makes it. Raises SigningError where it cannot be had."""
    return signing_key(paths.home(), SystemKeyring("signing-key"))
