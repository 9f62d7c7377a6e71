"""A connection for one long answer at a time, which another thread can cut."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from kiosk.errors import HubUnreachable
from kiosk.hub_client.transport import Transport, timeout
from kiosk.later import Later

if TYPE_CHECKING:
    import httpx

    from kiosk.hub_client import deadline as deadlines
else:
    deadlines = Later("kiosk.hub_client.deadline")


class Line:
    """Read in the calling thread; give it a transport that keeps no idle connection."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None

    @contextmanager
    def open(
        self, path: str, headers: Mapping[str, str], silence_s: float
    ) -> Iterator[httpx.Response]:
        """Ask and lend the answer, whatever its status.

        The block says with `extend` how long it may take.

        Raises `HubUnreachable`, also from the block when this end hangs up.
        """
        try:
            with self._transport.open(
                "GET", path, headers, limits=timeout(silence_s), extensions={"trace": self._watch}
            ) as response:
                yield response
        except HubUnreachable:
            self.check_open()  # a socket that we shut down looks like a lost hub
            raise
        finally:
            with self._lock:
                self._socket = None

    def check_status(self, response: httpx.Response) -> None:
        """Raise what a status other than success means."""
        self._transport.check_status(response)

    def extend(self, seconds: float) -> None:
        """Give the answer under way so much time from now on; in the thread that reads."""
        deadlines.extend(seconds)

    def check_open(self) -> None:
        """Raise `HubUnreachable` when the program ends."""
        self._transport.check_open()

    def hang_up(self) -> None:
        """End the answer at once, and every later one before it begins; from any thread."""
        self._transport.closing.set()
        with self._lock:
            if self._socket is not None:
                _shut_down(self._socket)

    def close(self) -> None:
        """Hang up and let go of everything; nobody may be reading any more."""
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


def _shut_down(line: socket.socket | None) -> None:
    """Wake whoever reads from a socket; it stays theirs to close."""
    if line is not None:
        with suppress(OSError):  # the other end has closed it already
            # Not `SSLSocket.shutdown`, which takes the TLS state from under the reader.
            socket.socket.shutdown(line, socket.SHUT_RDWR)
