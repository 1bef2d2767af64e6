"""A SOCKS5 proxy on loopback (RFC 1928): what it is asked for, and with which password (RFC 1929)."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

_NOTHING, _PASSWORD = 0, 2
_DOMAIN = 3


class SocksServer(ThreadingTCPServer):
    """Leads every connection to one address, whatever it asks for.

    Attributes:
        asked: host and port of each connection. given: user and password of each.
    """

    daemon_threads = True

    def __init__(self, leads_to: tuple[str, int]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.leads_to = leads_to
        self.asked: list[tuple[str, int]] = []
        self.given: list[tuple[str, str]] = []

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class _Handler(StreamRequestHandler):
    server: SocksServer

    def handle(self) -> None:
        with suppress(ConnectionError):
            self._serve()

    def _serve(self) -> None:
        _, count = self._take("BB")
        methods = self.rfile.read(count)
        method = _PASSWORD if _PASSWORD in methods else _NOTHING
        self.wfile.write(bytes([5, method]))
        if method == _PASSWORD:
            self._take("B")
            self.server.given.append((self._text(), self._text()))
            self.wfile.write(b"\1\0")
        *_, kind = self._take("BBBB")
        host = self._text() if kind == _DOMAIN else socket.inet_ntoa(self.rfile.read(4))
        (port,) = self._take("H")
        self.server.asked.append((host, port))
        with socket.create_connection(self.server.leads_to) as there:
            self.wfile.write(b"\5\0\0\1" + bytes(6))
            back = Thread(target=_pour, args=(there, self.connection), daemon=True)
            back.start()
            _pour(self.connection, there)
            back.join()

    def _take(self, layout: str) -> tuple[int, ...]:
        layout = f">{layout}"
        data = self.rfile.read(struct.calcsize(layout))
        if len(data) < struct.calcsize(layout):
            raise ConnectionError
        return struct.unpack(layout, data)

    def _text(self) -> str:
        (length,) = self._take("B")
        return self.rfile.read(length).decode()


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def socks_server(leads_to: tuple[str, int]) -> Iterator[SocksServer]:
    """A proxy for a block."""
    with SocksServer(leads_to) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
