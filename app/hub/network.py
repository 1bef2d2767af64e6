"""The client that all requests go through, and what of its settings in the environment is in the way."""

from __future__ import annotations

import os
import ssl
from pathlib import Path
from urllib.request import getproxies

import httpx2
from huggingface_hub.utils import get_session  # type: ignore[attr-defined]  # Loaded when first used.

from app.core.errors import DownloadError


def prepare() -> None:
    """Make the client, which reads the settings for proxies and certificates.

    Raises:
        DownloadError: one of them cannot be used. A proxy's address is not shown: it may hold a password.
    """
    _check_certificates()
    try:
        get_session()
    except (ValueError, httpx2.InvalidURL):
        raise DownloadError(
            "{} is no address of a proxy; give it as http://HOST:PORT or socks5://HOST:PORT, or unset it.",
            _bad_proxy(),
        ) from None


def _check_certificates() -> None:
    """That what SSL_CERT_FILE or SSL_CERT_DIR names can be used; both are read as the client does it."""
    if file := os.environ.get("SSL_CERT_FILE"):
        try:
            ssl.create_default_context(cafile=file)
        except ssl.SSLError:
            raise DownloadError(
                "SSL_CERT_FILE names {}, which holds no certificates in PEM form; correct it or unset it.",
                file,
            ) from None
        except OSError as error:
            raise DownloadError(
                "SSL_CERT_FILE names {0}, which cannot be read ({1}); correct it or unset it.",
                file,
                error.strerror,
            ) from None
    elif (folder := os.environ.get("SSL_CERT_DIR")) and not Path(folder).is_dir():
        raise DownloadError("SSL_CERT_DIR names {}, which is no folder; correct it or unset it.", folder)


def _bad_proxy() -> str:
    """The name of the variable whose proxy cannot be used."""
    addresses = getproxies()
    for kind in ("http", "https", "all"):
        address = addresses.get(kind, "")
        try:
            httpx2.Proxy(address if "://" in address else f"http://{address}")
        except (ValueError, httpx2.InvalidURL):
            return f"{kind.upper()}_PROXY"
    return "HTTPS_PROXY"


def untrusted(error: BaseException) -> str | None:
    """Why a server's certificate was refused, where that is behind an error."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return cause.verify_message
        cause = cause.__cause__ or cause.__context__
    return None
