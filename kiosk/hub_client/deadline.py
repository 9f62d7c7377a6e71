"""A deadline for a whole request, whatever the other end does meanwhile.

httpx bounds each read. An answer of which a byte comes now and then, or one interim answer
(1xx) after the other, goes on for ever under that. So each connect, TLS handshake, read and
write is given no more time than the request has left.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore

_ends_s: ContextVar[float] = ContextVar("ends_s", default=float("inf"))


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Limit how long everything takes that this thread asks within the block."""
    before = _ends_s.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends_s.reset(before)


def extend(seconds: float) -> None:
    """Start the time anew, within `deadline`: some of what was waited for has come."""
    _ends_s.set(time.monotonic() + seconds)


def is_over() -> bool:
    """Tell whether there is no time left."""
    return time.monotonic() >= _ends_s.get()


def _left_s(timeout: float | None, late: type[Exception]) -> float | None:
    left_s = _ends_s.get() - time.monotonic()
    if left_s <= 0:
        raise late("the whole request took too long")
    if timeout is None:
        return None if left_s == float("inf") else left_s
    return min(timeout, left_s)


class TimelyBackend(httpcore.NetworkBackend):
    """Wraps httpcore's backend: it connects, within the time that is left."""

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._backend = backend

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect."""
        left_s = _left_s(timeout, httpcore.ConnectTimeout)
        return _TimelyStream(
            self._backend.connect_tcp(host, port, left_s, local_address, socket_options)
        )


class _TimelyStream(httpcore.NetworkStream):
    """A connection; it belongs to whichever request uses it now."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left_s(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left_s(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left_s = _left_s(timeout, httpcore.ConnectTimeout)
        return _TimelyStream(self._stream.start_tls(ssl_context, server_hostname, left_s))

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401  # httpcore's own
        return self._stream.get_extra_info(info)
