"""The Hub: what a repository has at a commit, and a file's bytes from any place on.

The client's `hf_hub_download` starts anew what was broken off in another process. Files are read through its
lower layer, `http_stream_backoff`, which leaves it to us where to begin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx2
from huggingface_hub import HfApi, constants, get_hf_file_metadata, hf_hub_url
from huggingface_hub.errors import (
    HfHubHTTPError,
    HFValidationError,
    OfflineModeIsEnabled,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.utils import (  # type: ignore[attr-defined]  # They are loaded when first used.
    build_hf_headers,
    hf_raise_for_status,
    http_stream_backoff,
)

from app.core.errors import DownloadError
from app.hub.names import check_repo
from app.hub.network import prepare, untrusted
from app.hub.remote import RemoteFile, RemoteModel, Which, model_of
from app.hub.retry_after import LONGEST, retry_after
from app.hub.tokens import Token

MAIN = "main"
# What a header takes. The client shows other ones in its errors.
TOKEN = re.compile(r"[!-~]{1,1000}")

_RANGE = re.compile(r"bytes (\d+)-\d+/(?:\d+|\*)")
_UNAUTHORIZED, _FORBIDDEN, _UNSATISFIABLE = 401, 403, 416
# A server that says one of these is busy or ill, and may be well in a moment.
_PASSING = (408, 429, 500, 502, 503, 504)

# What reading an answer in another form than the Hub's ends in.
_NOT_THE_API = (ValueError, TypeError, KeyError, AttributeError)


class DroppedError(Exception):
    """The connection ended early or was refused for now; another one may do. It says why."""


class BusyError(DroppedError):
    """The server is busy, and asks to be left alone for so many seconds."""

    def __init__(self, status: int, seconds: float) -> None:
        super().__init__(f"HTTP {status}")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Stream:
    """A file's bytes that are on their way.

    Attributes:
        offset: where in the file they begin; None where the server does not say it.
        etag: names the content; None where the server gives none.
        chunks: the bytes. Iterating raises DroppedError.
    """

    offset: int | None
    etag: str | None
    chunks: Iterator[bytes]


class Hub:
    """A Hub, by default the one that HF_ENDPOINT names. The usual variables for proxies are honoured."""

    def __init__(self, token: Callable[[str], Token | None], endpoint: str | None = None) -> None:
        """Asks for nothing yet.

        Args:
            token: gives the user's access token for a host. It is only asked where the Hub refuses without
                one, and the token is sent to that Hub alone.
            endpoint: the Hub's address.
        """
        self._endpoint = (endpoint or constants.ENDPOINT).rstrip("/")
        self._ask_token = token
        # The client would take False as: send none, not even one that lies on this machine.
        self._token: str | bool = False
        self._source: str = ""

    @property
    def host(self) -> str:
        """The Hub's host, with its port where it has one of its own."""
        return urlsplit(self._endpoint).netloc.rpartition("@")[2]

    def find(self, repo: str, file: Which, revision: str | None = None) -> RemoteModel:
        """What a model's files are at a revision, which is resolved to its commit.

        Args:
            repo: OWNER/NAME.
            file: the GGUF file's name in the repository, or what is true of it; any part of a split one.
            revision: a branch, a tag or a commit; the main branch by default.

        Raises:
            BusyError: it may be asked again later.
            DownloadError: there is no such file, the Hub gives no digest for it, refuses or is not reached.
        """
        check_repo(repo)
        wanted = revision or MAIN
        try:
            with self._explained(repo, wanted):
                try:
                    return self._look(repo, file, wanted)
                except HfHubHTTPError as refusal:
                    if not _refused(refusal) or not self._take_token():
                        raise
                    return self._look(repo, file, wanted)
        except BusyError:
            raise
        except DroppedError as error:
            raise DownloadError(
                "{0} is not reached ({1}); check the network, the proxy and HF_ENDPOINT.",
                self.host,
                str(error),
            ) from None

    def _look(self, repo: str, file: Which, revision: str) -> RemoteModel:
        info = HfApi(self._endpoint, token=self._token).model_info(
            repo, revision=revision, files_metadata=True, timeout=constants.HF_HUB_ETAG_TIMEOUT
        )
        model = model_of(repo, file, info)
        # A gated repository tells of its files to all, and gives them to some.
        url = hf_hub_url(repo, model.files[0].name, revision=model.revision, endpoint=self._endpoint)
        get_hf_file_metadata(url, token=self._token, endpoint=self._endpoint)
        return model

    @contextmanager
    def read(self, model: RemoteModel, file: RemoteFile, offset: int) -> Iterator[Stream]:
        """A file's bytes from an offset on; `Stream` says where they really begin.

        Raises:
            DroppedError: now, or within the block; a BusyError where the server says how long to wait.
            DownloadError: the Hub refuses.
        """
        url = hf_hub_url(model.repo, file.name, revision=model.revision, endpoint=self._endpoint)
        # Bytes are counted and hashed as they are stored, so none may be compressed on the way.
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={offset}-"} if offset else {})
        with ExitStack() as stack:
            with self._explained(model.repo, model.revision):
                response = stack.enter_context(
                    http_stream_backoff(
                        "GET",
                        url,
                        headers=build_hf_headers(token=self._token, headers=headers),
                        timeout=constants.HF_HUB_DOWNLOAD_TIMEOUT,
                        max_retries=0,
                        retry_on_exceptions=(),
                        retry_on_status_codes=(),
                    )
                )
                self._heed(response)
                if response.status_code in _PASSING:
                    raise DroppedError(f"HTTP {response.status_code}")
                if response.status_code == _UNSATISFIABLE:
                    stream = Stream(None, _etag(response), iter(()))
                else:
                    hf_raise_for_status(response)
                    if offset and _is_other(response, file):
                        raise DroppedError("the answer is of another length")
                    stream = Stream(_offset(response), _etag(response), _chunks(response))
            yield stream

    def _take_token(self) -> bool:
        """Whether there is a token that was not tried yet; it is used from now on."""
        if self._token:
            return False
        token = self._ask_token(self.host)
        if token is None:
            return False
        if not TOKEN.fullmatch(token.secret):
            raise DownloadError(
                "The token for {0} ({1}) is none; copy it whole from your settings on the Hub.",
                self.host,
                token.source,
            )
        self._token, self._source = token.secret, token.source
        return True

    @contextmanager
    def _explained(self, repo: str, revision: str) -> Iterator[None]:
        """The client's errors as sentences; what is chained to them may hold what was sent."""
        try:
            prepare()
            yield
        except OfflineModeIsEnabled:
            raise DownloadError("HF_HUB_OFFLINE forbids to ask the Hub; unset it to download.") from None
        except RevisionNotFoundError:
            raise DownloadError(
                "{0} has no revision {1!r}; leave it out to take the newest.", repo, revision
            ) from None
        except HfHubHTTPError as error:
            self._heed(error.response)
            raise self._refusal(error, repo) from None
        except httpx2.TransportError as error:
            if why := untrusted(error):
                raise DownloadError(
                    "The certificate of the server is not trusted here ({}); where a proxy answers in its "
                    "place, name the proxy's certificates in SSL_CERT_FILE.",
                    why,
                ) from None
            raise DroppedError(_said(error)) from None
        except (HFValidationError, httpx2.HTTPError, httpx2.InvalidURL, *_NOT_THE_API) as error:
            raise DownloadError(
                "{0} does not answer as the Hub does ({1}); check HF_ENDPOINT and the proxy.",
                self.host,
                _said(error),
            ) from None
        except OSError as error:
            # Of the connection: nothing is written here.
            raise DroppedError(_said(error)) from None

    def _heed(self, response: httpx2.Response) -> None:
        """Raises BusyError where a server asks to wait; DownloadError where that is too long to wait for."""
        seconds = retry_after(response.status_code, response.headers)
        if seconds is None:
            return
        if seconds > LONGEST:
            raise DownloadError(
                "{0} is busy and asks to be left alone for {1:,.0f} minutes; what has arrived is kept, start "
                "it again then.",
                self.host,
                seconds / 60,
            )
        raise BusyError(response.status_code, seconds)

    def _refusal(self, error: HfHubHTTPError, repo: str) -> DownloadError:
        if not _refused(error):
            return DownloadError(
                "{0} does not give {1} (HTTP {2}); try again later.",
                self.host,
                repo,
                error.response.status_code,
            )
        if self._token:
            return DownloadError(
                "{0} refuses {1} to your token ({2}); check the name, accept the terms on the repository's "
                "page, or give another token.",
                self.host,
                repo,
                self._source,
            )
        return DownloadError(
            "{0} has no {1} for everyone; check the name, or, where it is private, give your token with: "
            "main.py models token, or as HF_TOKEN",
            self.host,
            repo,
        )


def _refused(error: HfHubHTTPError) -> bool:
    """Whether it may be another matter with a token; the Hub denies that a private repository exists."""
    return isinstance(error, RepositoryNotFoundError) or error.response.status_code in (
        _UNAUTHORIZED,
        _FORBIDDEN,
    )


def _chunks(response: httpx2.Response) -> Iterator[bytes]:
    try:
        yield from response.iter_bytes()
    except (httpx2.TransportError, httpx2.DecodingError, OSError) as error:
        raise DroppedError(_said(error)) from None


def _offset(response: httpx2.Response) -> int | None:
    """Where an answer's bytes begin; a server without ranges sends all of the file (RFC 9110, 14.2)."""
    if response.status_code != httpx2.codes.PARTIAL_CONTENT:
        return 0
    found = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
    return int(found[1]) if found else None


def _is_other(response: httpx2.Response, file: RemoteFile) -> bool:
    """Whether an answer that disregards the range is not the file, but such as a proxy's page to log in."""
    length = response.headers.get("Content-Length", str(file.size))
    return response.status_code == httpx2.codes.OK and length != str(file.size)


def _etag(response: httpx2.Response) -> str | None:
    """What names the content. Servers behind the Hub have tags of their own, which do not."""
    for one in (*response.history, response):
        if linked := one.headers.get(constants.HUGGINGFACE_HEADER_X_LINKED_ETAG):
            return _bare(linked)
    tag = None if response.history else response.headers.get("ETag")
    return _bare(tag) if tag else None


def _bare(tag: str) -> str:
    return tag.removeprefix("W/").strip('"')


def _said(error: Exception) -> str:
    """An error's first line, or its kind."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
