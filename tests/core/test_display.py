"""A display is opened before Qt tries to, which would abort."""

from __future__ import annotations

import socket
import struct
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kiosk import display
from kiosk.errors import BadConfig

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="displays are Linux's")
FIRST_PORT = 6000  # of the display with the number 0
# Success, X11, eight words more: nothing in them that a client must have.
HELLO = struct.pack("<BxHHH", 1, 11, 0, 8) + bytes(32)


@pytest.fixture
def x_server() -> Iterator[str]:
    """A display that lets everybody in, as far as the first answer of X11 goes."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]

        def serve() -> None:
            with suppress(OSError):
                line, _ = listener.accept()
                with line:
                    line.recv(64)
                    line.sendall(HELLO)
                    line.recv(64)

        threading.Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{port - FIRST_PORT}"


@pytest.fixture
def wayland(tmp_path: Path) -> Iterator[dict[str, str]]:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "wayland-0"))
        listener.listen()
        yield {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}


def test_an_x_display_that_answers_opens(x_server: str) -> None:
    assert display.require({"DISPLAY": x_server}) == f"X11 {x_server}"


def test_a_wayland_display_that_answers_opens(wayland: dict[str, str]) -> None:
    assert display.require(wayland) == "Wayland wayland-0"


def test_where_wayland_is_gone_the_x_display_beside_it_serves(x_server: str) -> None:
    around = {"WAYLAND_DISPLAY": "gone", "XDG_RUNTIME_DIR": "/", "DISPLAY": x_server}
    assert display.require(around) == f"X11 {x_server}"


@pytest.mark.parametrize("name", [":9777", "127.0.0.1:9777", "nonsense", "/no/socket"])
def test_a_display_where_nobody_answers_is_dead(name: str) -> None:
    with pytest.raises(BadConfig, match="display_dead"):
        display.require({"DISPLAY": name})


def test_a_platform_that_was_asked_for_decides_which_display_counts(
    wayland: dict[str, str],
) -> None:
    with pytest.raises(BadConfig, match="display_missing"):
        display.require({**wayland, "QT_QPA_PLATFORM": "xcb"})
    assert display.require({"QT_QPA_PLATFORM": "wayland-egl", **wayland})


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "eglfs", "linuxfb:fb=/dev/fb0"])
def test_a_platform_without_a_server_needs_no_display(platform: str) -> None:
    assert display.require({"QT_QPA_PLATFORM": platform, "DISPLAY": ":9777"})


def test_a_list_of_platforms_is_tried_as_qt_does() -> None:
    assert display.require({"QT_QPA_PLATFORM": "xcb;offscreen"}) == "offscreen"
    with pytest.raises(BadConfig) as dead:
        display.require({"QT_QPA_PLATFORM": "wayland;xcb", "DISPLAY": ":7777"})
    assert dead.value.code == "display_dead" and ":7777" in str(dead.value.args_["display"])
    with pytest.raises(BadConfig) as unnamed:
        display.require({"QT_QPA_PLATFORM": "wayland", "XDG_RUNTIME_DIR": "/nowhere"})
    assert unnamed.value.args_["display"] == "wayland-0"
