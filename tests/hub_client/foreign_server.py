"""A server on loopback that answers whatever a test tells it to."""

from __future__ import annotations

import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec
import pytest

from kiosk.errors import HubUnreachable
from kiosk.ports.hub import Hub
from kiosk.wire.problem import CONTENT_TYPE, Problem


@dataclass
class Reply:
    """What to answer; `length` lies about the body's.

    `hang` says nothing until the test is over, `hold` keeps the line open after the body.
    """

    status: int = 200
    content_type: str = "application/json"
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    hang: bool = False
    hold: bool = False
    raw: bytes = b""


@dataclass
class Request:
    """What arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Server:
    """Answers every request with `reply` and remembers it."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.reply = Reply()
        self.requests: list[Request] = []
        self.asked = threading.Event()
        self.over = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                length = int(self.headers.get("content-length", 0))
                body = self.rfile.read(length)
                headers = {name.lower(): value for name, value in self.headers.items()}
                outer.requests.append(Request(self.command, self.path, headers, body))
                outer.asked.set()
                reply = outer.reply
                self.close_connection = True
                if reply.hang:
                    outer.over.wait(30)
                    return
                if reply.raw:
                    self.wfile.write(reply.raw)
                    return
                self.send_response(reply.status)
                self.send_header("Content-Type", reply.content_type)
                size = len(reply.body) if reply.length is None else reply.length
                self.send_header("Content-Length", str(size))
                self.send_header("Connection", "close")
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    self.wfile.write(reply.body)
                except ConnectionError:
                    return  # the client hung up on an endless answer, as it should
                if reply.hold:
                    outer.over.wait(30)

            do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815  # http.server's names

            def log_message(self, format: str, *args: object) -> None:
                """Keep the test's output clean."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        scheme = "https" if tls else "http"
        self.url = f"{scheme}://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.01])
        self._thread.start()

    def close(self) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def refuse(server: Server, code: str, status: int) -> None:
    """Let the server refuse as a hub does."""
    problem = msgspec.json.encode(Problem(code, status, "", "why"))
    server.reply = Reply(status, CONTENT_TYPE, problem)


def unreachable(hub: Hub) -> HubUnreachable:
    """Put an order; it must be kept, whatever came."""
    with pytest.raises(HubUnreachable) as lost:
        hub.put_order("o1", b"{}")
    return lost.value
