"""A server on loopback that says bytes: whatever a hub gone mad could, as long as anyone reads."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress

Said = Iterable[bytes | float]
"""What is said, and seconds of silence between."""


class RawServer:
    """Plays `script` on every connection once a request's head has come; `sent` counts bytes."""

    def __init__(self) -> None:
        self.script: Callable[[], Said] = lambda: ()
        self.asked: list[bytes] = []
        self.sent = 0
        self._over = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._serve)]
        self._threads[0].start()

    def close(self) -> None:
        self._over.set()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._play, args=[connection])
            self._threads.append(thread)
            thread.start()

    def _play(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(0.2)
            self.asked.append(self._request(connection))
            for said in self.script():
                if isinstance(said, float):
                    self._over.wait(said)
                else:
                    self._send(connection, said)
                if self._over.is_set():
                    return

    def _request(self, connection: socket.socket) -> bytes:
        head = b""
        while b"\r\n\r\n" not in head:
            piece = connection.recv(65_536)
            if not piece:
                break
            head += piece
        self._take_in(connection, head)
        return head

    def _take_in(self, connection: socket.socket, head: bytes) -> None:
        """Read the body as well: who closes with something unread takes back what was said."""
        fields, _, begun = head.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: (\d+)", fields)
        left = int(length[1]) - len(begun) if length else 0
        while left > 0 and (piece := connection.recv(left)):
            left -= len(piece)

    def _send(self, connection: socket.socket, data: bytes) -> None:
        left = memoryview(data)
        while left and not self._over.is_set():
            with suppress(TimeoutError):
                sent = connection.send(left)
                self.sent += sent
                left = left[sent:]
