"""A Hub on loopback: commits, digests, ranges, redirections, tokens, and servers that misbehave."""

from __future__ import annotations

import hashlib
import json
import re
import ssl
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from urllib.parse import unquote, urlsplit

import pytest

COMMIT = "c0ffee" + "0" * 34
_API = re.compile(r"/api/models/([^/]+/[^/]+)/revision/([^/]+)")
_RESOLVE = re.compile(r"/([^/]+/[^/]+)/resolve/([^/]+)/(.+)")
_RANGE = re.compile(r"bytes=(\d+)-")
_BLOCK = 10_000


@dataclass(frozen=True, slots=True)
class Fault:
    """How one answer with a file's bytes departs from the rule.

    Attributes:
        drop_after: bytes after which the connection is cut.
        length: what Content-Length says; the answer ends there.
        ignore_range: send all, whatever was asked for.
        offset: begin here instead, and say so.
        etag: name the content so; with an empty one it has no name.
        status: answer with this status and no bytes. headers: and with these.
        hold: wait for this in the middle of the answer; `reached` is set first.
    """

    drop_after: int | None = None
    length: int | None = None
    ignore_range: bool = False
    offset: int | None = None
    etag: str | None = None
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    hold: Event | None = None
    reached: Event = field(default_factory=Event)


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it came in; `start` is that of its range."""

    method: str
    target: str
    headers: dict[str, str]

    @property
    def path(self) -> str:
        """Without scheme, host and query."""
        return unquote(urlsplit(self.target).path)

    @property
    def start(self) -> int:
        found = _RANGE.fullmatch(self.headers.get("range", ""))
        return int(found[1]) if found else 0


class HubServer:
    """What it has can be changed at any time.

    Attributes:
        files: by repository and name.
        digests: what it says of a file in place of the truth: size and SHA-256.
        commit: where every revision of `revisions` points to.
        token: what private and gated repositories demand.
        private: repositories that are denied to exist without the token.
        gated: repositories that tell of their files, and give them only with the token.
        without_lfs: files that the API gives no digest for.
        faults: of the next answers with bytes, each used once. busy: of those about a repository.
        cdn: a second server that the bytes come from; it is given what it needs.
        answer: what every request is answered with, if anything.
        seen: all requests.
        sent: bytes of files that were sent in all.
    """

    def __init__(self) -> None:
        self.files: dict[str, dict[str, bytes]] = {}
        self.digests: dict[str, tuple[object, object]] = {}
        self.commit = COMMIT
        self.revisions = {"main"}
        self.token = ""
        self.private: set[str] = set()
        self.gated: set[str] = set()
        self.without_lfs: set[str] = set()
        self.faults: deque[Fault] = deque()
        self.busy: deque[Fault] = deque()
        self.cdn: HubServer | None = None
        self.is_cdn = False
        self.answer: bytes | None = None
        self.seen: list[Seen] = []
        self.sent = 0
        self.lock = Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._scheme = "http"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self._server.server_address[1]}"

    @property
    def downloads(self) -> list[Seen]:
        """The requests for a file's bytes."""
        return [one for one in self.seen if one.method == "GET" and "/resolve/" in one.path]

    def add(self, repo: str, name: str, content: bytes) -> None:
        self.files.setdefault(repo, {})[name] = content

    def encrypt(self, context: ssl.SSLContext) -> None:
        """Speak TLS from now on."""
        self._scheme = "https"
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def hub_server() -> Iterator[HubServer]:
    """A server for a block."""
    server = HubServer()
    try:
        yield server
    finally:
        server.close()


def point_at(hub: HubServer, patched: pytest.MonkeyPatch) -> None:
    """What HF_ENDPOINT does when the Hub's client is first imported."""
    patched.setattr("huggingface_hub.constants.ENDPOINT", hub.url)
    template = hub.url + "/{repo_id}/resolve/{revision}/{filename}"
    patched.setattr("huggingface_hub.constants.HUGGINGFACE_CO_URL_TEMPLATE", template)


def _handler(hub: HubServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_HEAD(self) -> None:
            self._answer()

        def do_GET(self) -> None:
            self._answer()

        def _answer(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            seen = Seen(self.command, self.path, headers)
            hub.seen.append(seen)
            with suppress(ConnectionError):
                if hub.answer is not None:
                    self._send(200, hub.answer)
                elif found := _API.fullmatch(seen.path):
                    self._tell(found[1], found[2])
                elif found := _RESOLVE.fullmatch(seen.path):
                    self._resolve(found[1], found[2], found[3], seen)
                else:
                    self._send(404, b"{}", {"X-Error-Code": "EntryNotFound"})

        def _admitted(self, closed: set[str], repo: str) -> bool:
            return repo not in closed or self.headers.get("Authorization") == f"Bearer {hub.token}"

        def _refuse(self, code: str) -> None:
            if self.headers.get("Authorization"):
                self._send(401, b"{}", {"X-Error-Message": "Invalid credentials in Authorization header"})
            else:
                self._send(401, b"{}", {"X-Error-Code": code})

        def _tell(self, repo: str, revision: str) -> None:
            if hub.busy:
                fault = hub.busy.popleft()
                self._send(fault.status or 429, b"{}", fault.headers)
            elif repo not in hub.files or not self._admitted(hub.private, repo):
                self._refuse("RepoNotFound")
            elif revision not in hub.revisions | {hub.commit}:
                self._send(404, b"{}", {"X-Error-Code": "RevisionNotFound"})
            else:
                siblings = [_sibling(hub, name, content) for name, content in hub.files[repo].items()]
                told = {"id": repo, "sha": hub.commit, "siblings": siblings}
                self._send(200, json.dumps(told).encode(), {"Content-Type": "application/json"})

        def _resolve(self, repo: str, revision: str, name: str, seen: Seen) -> None:
            if not self._admitted(hub.private, repo):
                self._refuse("RepoNotFound")
            elif not self._admitted(hub.gated, repo):
                self._refuse("GatedRepo")
            elif revision not in hub.revisions | {hub.commit}:
                self._send(404, b"{}", {"X-Error-Code": "RevisionNotFound"})
            elif name not in hub.files[repo]:
                self._send(404, b"{}", {"X-Error-Code": "EntryNotFound"})
            else:
                content = hub.files[repo][name]
                fault = hub.faults.popleft() if hub.faults and self.command == "GET" else Fault()
                linked = {"X-Repo-Commit": hub.commit, "X-Linked-Size": str(len(content))}
                if fault.etag != "":
                    linked["X-Linked-Etag"] = f'"{fault.etag or _sha256(content)}"'
                if hub.is_cdn:
                    # Each of many such servers has a tag of its own, which says nothing.
                    self._bytes(content, seen.start, {"ETag": f'"edge-{len(hub.seen)}"'}, fault)
                elif hub.cdn is not None:
                    hub.cdn.is_cdn = True
                    hub.cdn.add(repo, name, content)
                    if self.command == "GET":
                        hub.cdn.faults.append(fault)
                    where = f"{hub.cdn.url}/{repo}/resolve/{revision}/{name}?signature=of-this-answer"
                    self._send(302, b"", linked | {"Location": where})
                else:
                    self._bytes(content, seen.start, linked, fault)

        def _bytes(self, content: bytes, start: int, headers: dict[str, str], fault: Fault) -> None:
            if fault.status is not None:
                self._send(fault.status, b"", fault.headers)
                return
            asked = start > 0 and not fault.ignore_range
            if asked and start >= len(content):
                self._send(416, b"", {"Content-Range": f"bytes */{len(content)}"})
                return
            begin = fault.offset if fault.offset is not None else start if asked else 0
            body = content[begin:]
            length = len(body) if fault.length is None else fault.length
            self.send_response(206 if asked else 200)
            if asked:
                self.send_header("Content-Range", f"bytes {begin}-{len(content) - 1}/{len(content)}")
            for name, value in (headers | {"Content-Length": str(length)}).items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "HEAD":
                return
            body = body[: length if fault.drop_after is None else fault.drop_after]
            half = len(body) // 2
            self._write(body[:half])
            if fault.hold is not None:
                fault.reached.set()
                fault.hold.wait()
            self._write(body[half:])
            if len(body) < length:
                self.close_connection = True

        def _write(self, body: bytes) -> None:
            for at in range(0, len(body), _BLOCK):
                block = body[at : at + _BLOCK]
                # Counted before it goes: a client that has all of it may look at once.
                with hub.lock:
                    hub.sent += len(block)
                self.wfile.write(block)

        def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in ((headers or {}) | {"Content-Length": str(len(body))}).items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

    return Handler


def _sibling(hub: HubServer, name: str, content: bytes) -> dict[str, object]:
    size, sha256 = hub.digests.get(name, (len(content), _sha256(content)))
    told: dict[str, object] = {"rfilename": name, "size": size, "blobId": "0" * 40}
    if name not in hub.without_lfs:
        told["lfs"] = {"size": size, "sha256": sha256, "pointerSize": 135}
    return told


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
