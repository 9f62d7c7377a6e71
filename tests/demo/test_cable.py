"""The demo's cable carries bytes, breaks when it is cut, and carries again."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from kiosk.demo.cable import Cable
from tests.patience import PATIENCE_S


@pytest.fixture
def echo() -> Iterator[tuple[str, int]]:
    """A server that says everything twice."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                stream, _ = server.accept()
            except OSError:
                return
            with stream:
                while data := stream.recv(1024):
                    stream.sendall(data * 2)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    host, port = server.getsockname()[:2]
    yield str(host), int(port)
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join()


@pytest.fixture
def cable(echo: tuple[str, int]) -> Iterator[Cable]:
    made = Cable(echo)
    made.start()
    yield made
    made.stop()


def say(stream: socket.socket, text: bytes) -> bytes:
    stream.sendall(text)
    return stream.recv(1024)


def test_bytes_go_both_ways(cable: Cable) -> None:
    with socket.create_connection(("127.0.0.1", cable.port), timeout=PATIENCE_S) as stream:
        assert say(stream, b"ab") == b"abab"


def test_it_counts_what_it_carried_both_ways(cable: Cable) -> None:
    with socket.create_connection(("127.0.0.1", cable.port), timeout=PATIENCE_S) as stream:
        assert say(stream, b"abc") == b"abcabc"
        assert cable.carried == 3 + 6


def test_a_cut_breaks_what_stands_and_what_comes_until_it_is_restored(cable: Cable) -> None:
    with socket.create_connection(("127.0.0.1", cable.port), timeout=PATIENCE_S) as stream:
        assert say(stream, b"a") == b"aa"
        cable.cut()
        assert stream.recv(1024) == b""
    with socket.create_connection(("127.0.0.1", cable.port), timeout=PATIENCE_S) as refused:
        assert refused.recv(1024) == b""
    cable.restore()
    with socket.create_connection(("127.0.0.1", cable.port), timeout=PATIENCE_S) as again:
        assert say(again, b"b") == b"bb"
