"""The hub's stream of server-sent events: it says only "N is there"."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from kiosk.errors import HubUnreachable
from kiosk.hub_client.transport import Transport, media_type, nonsense, timeout
from kiosk.wire.feed import EVENT, EVENT_STREAM, HEARTBEAT_S

SILENCE_S = 3 * HEARTBEAT_S
MAX_EVENT = 4096  # bytes; the hub's are below 40
MAX_SEQUENCE = 2**62


class Line:
    """One stream at a time, read in the calling thread."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._last_event = 0.0

    def follow(self, path: str, headers: Mapping[str, str], heard: Callable[[int], None]) -> None:
        """Call `heard` with each sequence until the hub ends the stream.

        Raises `HubUnreachable` (also on silence, and when this end hangs up),
        `NotAuthorised` or `HubRefused`.
        """
        sent = {**headers, "Accept": EVENT_STREAM, "Accept-Encoding": "identity"}
        try:
            with self._transport.open(
                "GET", path, sent, limits=timeout(SILENCE_S), extensions={"trace": self._watch}
            ) as response:
                self._transport.check_status(response)
                if media_type(response) != EVENT_STREAM:
                    raise nonsense(response)
                self._last_event, events = time.monotonic(), 0
                for sequence in sequences(self._in_time(response.iter_bytes())):
                    self._last_event, events = time.monotonic(), events + 1
                    self._transport.check_open()
                    heard(sequence)
            if not events:  # a hub says at once where it is
                raise HubUnreachable("hub_nonsense", looked_like="an empty stream")
        except HubUnreachable:
            self._transport.check_open()  # a socket that we shut down looks like a lost hub
            raise
        finally:
            with self._lock:
                self._socket = None

    def hang_up(self) -> None:
        """End the stream at once, and every later one before it begins; from any thread."""
        self._transport.closing.set()
        with self._lock:
            if self._socket is not None:
                _shut_down(self._socket)

    def close(self) -> None:
        """Hang up and let go of everything; nobody may be following any more."""
        self.hang_up()
        self._transport.close()

    def _watch(self, event: str, info: Mapping[str, Any]) -> None:
        """Take hold of the connection's socket as soon as there is one (httpcore's trace)."""
        if not event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            return
        with self._lock:
            self._socket = info["return_value"].get_extra_info("socket")
            if self._transport.closing.is_set():
                _shut_down(self._socket)

    def _in_time(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Pass chunks on; bytes that never make an event are silence too."""
        for chunk in chunks:
            if time.monotonic() - self._last_event > SILENCE_S:
                raise HubUnreachable("hub_unreachable", why="timeout")
            yield chunk


def sequences(chunks: Iterable[bytes]) -> Iterator[int]:
    """Read the sequences of `there` events (WHATWG HTML §9.2.6); other events are skipped.

    Raises `HubUnreachable` `hub_nonsense` for an event that is too long or no number.
    """
    event, data = "", ""
    for line in _lines(chunks):
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            event = value
        elif name == "data":
            data = value
        elif not line:
            if event == EVENT:
                yield _sequence(data)
            event, data = "", ""


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        if len(rest) > MAX_EVENT:
            raise HubUnreachable("hub_nonsense", looked_like="an event without an end")
        for line in whole:
            yield line.rstrip(b"\r").decode(errors="replace")


def _sequence(data: str) -> int:
    if data.isascii() and data.isdecimal() and len(data) < 20 and int(data) <= MAX_SEQUENCE:
        return int(data)
    raise HubUnreachable("hub_nonsense", looked_like="an event of something else")


def _shut_down(line: socket.socket | None) -> None:
    """Wake whoever reads from a socket; it stays theirs to close."""
    if line is not None:
        with suppress(OSError):  # the other end was faster
            # Not `SSLSocket.shutdown`, which takes the TLS state from under the reader.
            socket.socket.shutdown(line, socket.SHUT_RDWR)
