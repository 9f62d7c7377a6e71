"""Whether the display opens that a window would be shown on; asked before Qt, which aborts."""

from __future__ import annotations

import ctypes
import socket
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from kiosk.errors import BadConfig

ANSWER_WITHIN_S = 5.0  # DISPLAY may name another machine
WINDOWLESS = frozenset({"offscreen", "minimal"})
_OF_A_SESSION = frozenset({"", "xcb", "wayland"})  # other platforms draw without a server


def platform(environ: Mapping[str, str]) -> str:
    """Return Qt's platform as the environment names it, "" where Qt chooses."""
    return _name(environ.get("QT_QPA_PLATFORM", "").partition(";")[0])


def _name(wanted: str) -> str:
    return wanted.partition(":")[0].split("-")[0]


def require(environ: Mapping[str, str]) -> str:
    """Open the display and close it again; return its name for people.

    Raises `BadConfig`: `display_missing`, `display_dead`.
    """
    wanted = {_name(one) for one in environ.get("QT_QPA_PLATFORM", "").split(";")}
    drawn = wanted - _OF_A_SESSION
    if sys.platform != "linux" or drawn:
        return min(drawn, default="the desktop's")
    if wanted & {"", "wayland"} and "WAYLAND_SOCKET" in environ:
        return "Wayland"
    usual = "wayland-0" if "wayland" in wanted else ""  # as libwayland takes it
    wayland = environ.get("WAYLAND_DISPLAY") or usual if wanted & {"", "wayland"} else ""
    x11 = environ.get("DISPLAY", "") if wanted & {"", "xcb"} else ""
    if wayland and _wayland_opens(Path(environ.get("XDG_RUNTIME_DIR", "/"), wayland)):
        return f"Wayland {wayland}"
    if x11 and _x11_opens(x11):
        return f"X11 {x11}"
    if wayland or x11:
        raise BadConfig("display_dead", display=" and ".join(filter(None, (wayland, x11))))
    raise BadConfig("display_missing")


def _wayland_opens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(ANSWER_WITHIN_S)
        try:
            line.connect(str(path))
        except OSError:
            return False
    return True


def _x11_opens(display: str) -> bool:
    """Connect as Qt will, with the user's own right to do so."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # a library that is missing is another fault
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    opened = []

    def connect() -> None:
        connection = xcb.xcb_connect(display.encode(), None)
        if xcb.xcb_connection_has_error(connection) == 0:
            opened.append(True)
        xcb.xcb_disconnect(connection)

    thread = threading.Thread(target=connect, name="display", daemon=True)
    thread.start()
    thread.join(ANSWER_WITHIN_S)
    return bool(opened)
