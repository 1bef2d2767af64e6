"""The user's access token for the Hub: of a variable, of the keyring or our file, or of its own file."""

from __future__ import annotations

import json
import os
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import DownloadError
from app.core.sentence import Sentence
from app.hub.hub_api import TOKEN, Hub
from app.hub.tokens import Token, of_environment, of_file
from app.report.keyrings import NoKeyringError, SystemKeyring
from app.service import paths


@dataclass(frozen=True, slots=True)
class KeptToken:
    """Where a token is kept, and the host that it is for, and is only sent to.

    Attributes:
        file: None where it is in the keyring. why: there the keyring is not to be had.
        hidden: the variable's token, in words, that goes before it.
    """

    host: str
    file: Path | None = None
    why: str = ""
    hidden: Sentence | None = None


def find_token(host: str) -> Token | None:
    """The user's token for a host; what is given for this start goes before what is kept.

    Raises:
        DownloadError: a file that keeps one cannot be read, or others can read it.
    """
    return of_environment() or _kept(host) or of_file()


def keep_token(secret: str) -> KeptToken:
    """Keep an access token in the keyring, or where there is none in a file that only the user may read.

    Raises:
        DownloadError: it is no token, or cannot be kept.
    """
    if not TOKEN.fullmatch(secret):
        raise DownloadError("That is no token; copy it whole from your settings on the Hub.")
    host, given = Hub(find_token).host, of_environment()
    hidden = given.source if given else None
    others = {name: kept for name, kept in _in_file().items() if name != host}
    try:
        _entry(host).set(secret)
    except NoKeyringError as error:
        return KeptToken(host, _write(others | {host: secret}), str(error), hidden)
    _write(others)
    return KeptToken(host, hidden=hidden)


def forget_token() -> str:
    """Remove the token from where it is kept; returns the host that it was for.

    Raises:
        DownloadError: the file cannot be written, or nothing is kept there and the keyring is not to be had.
    """
    host, kept = Hub(find_token).host, _in_file()
    in_file = kept.pop(host, None) is not None
    _write(kept)
    try:
        _entry(host).forget()
    except NoKeyringError as error:
        if not in_file:
            raise DownloadError(
                "No token is kept in a file, and the system's keyring is not to be had ({}).", str(error)
            ) from None
    return host


def _kept(host: str) -> Token | None:
    with suppress(NoKeyringError):
        if secret := _entry(host).get():
            return Token(secret, Sentence("from the keyring"))
    secret = _in_file().get(host)
    return Token(secret, Sentence("from {}", str(_file()))) if secret else None


def _entry(host: str) -> SystemKeyring:
    return SystemKeyring(f"hub-token {host}")


def _file() -> Path:
    return paths.home() / "hub-tokens.json"


def _in_file() -> dict[str, str]:
    """Tokens by their host; none where the file is not there, or is not what was written."""
    path = _file()
    try:
        with path.open("rb") as file:
            if os.name == "posix" and os.fstat(file.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise DownloadError("Others may read your token in {}; take that away: chmod 600.", path)
            found = json.loads(file.read())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise DownloadError("Your token in {0} cannot be read ({1}).", path, error.strerror) from None
    except ValueError:
        return {}
    tokens = found.items() if isinstance(found, dict) else ()
    return {host: token for host, token in tokens if isinstance(token, str)}


def _write(tokens: dict[str, str]) -> Path:
    """Write the file, which only the user may read from its first byte on; without tokens there is none."""
    path = _file()
    new = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        if not tokens:
            path.unlink(missing_ok=True)
            return path
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(tokens, file)
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)
    except OSError as error:
        raise DownloadError(
            "The token cannot be kept in {0} ({1}); give it as HF_TOKEN instead.", path, error.strerror
        ) from None
    return path
