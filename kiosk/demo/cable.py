"""The network cable between terminal and hub: a TCP forwarder that can be pulled.

Cut, it refuses new connections and breaks those that stand, as a pulled cable does. The
terminal runs its real HTTP client through it and knows nothing of it.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading

CHUNK = 65_536


class Cable:
    """Forwards 127.0.0.1:`port` to a target on loopback."""

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.1)
        self.port: int = self._listener.getsockname()[1]
        self._plugged = threading.Event()
        self._plugged.set()
        self._open = True
        self._carried = 0
        self._streams: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._accept, name="cable", daemon=True)

    @property
    def url(self) -> str:
        """What the terminal is told to be the hub's address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def plugged(self) -> bool:
        """Whether the cable is in."""
        return self._plugged.is_set()

    @property
    def carried(self) -> int:
        """How many bytes of TCP went over it so far, both ways."""
        return self._carried

    def start(self) -> None:
        """Begin to forward."""
        self._thread.start()

    def cut(self) -> None:
        """Pull the cable: what is under way breaks."""
        self._plugged.clear()
        with self._lock:
            for stream in self._streams:
                with contextlib.suppress(OSError):
                    stream.shutdown(socket.SHUT_RDWR)

    def restore(self) -> None:
        """Plug the cable in again."""
        self._plugged.set()

    def lead_to(self, target: tuple[str, int]) -> None:
        """Plug the other end into something else: a hotel's portal, another hub."""
        self.cut()
        self._target = target
        self.restore()

    def stop(self) -> None:
        """Cut for good."""
        self._open = False
        self.cut()
        if self._thread.is_alive():  # it runs only if the hub came up
            self._thread.join()
        self._listener.close()

    def _accept(self) -> None:
        while self._open:
            try:
                near, _ = self._listener.accept()
            except TimeoutError:
                continue
            if not self.plugged:
                near.close()
                continue
            threading.Thread(target=self._carry, args=(near,), name="cable", daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(self._target, timeout=2)
        except OSError:
            near.close()
            return
        with self._lock:
            self._streams |= {near, far}
        for stream in (near, far):  # a cable adds no delay of its own
            stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        other = {near: far, far: near}
        with selectors.DefaultSelector() as selector, near, far:
            selector.register(near, selectors.EVENT_READ)
            selector.register(far, selectors.EVENT_READ)
            with contextlib.suppress(OSError):
                self._forward(selector, other)
        with self._lock:
            self._streams -= {near, far}

    def _forward(
        self, selector: selectors.BaseSelector, other: dict[socket.socket, socket.socket]
    ) -> None:
        while self.plugged:
            for ready, _ in selector.select(timeout=0.5):
                stream = ready.fileobj
                assert isinstance(stream, socket.socket)  # noqa: S101  # only these are registered
                data = stream.recv(CHUNK)
                if not data:
                    return
                with self._lock:
                    self._carried += len(data)
                other[stream].sendall(data)
