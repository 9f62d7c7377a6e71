"""A keyboard on an X server: presses keys by the XTEST extension, like a device would."""

from __future__ import annotations

import ctypes
import ctypes.util
import time
from collections.abc import Iterable

from kiosk.domain.keys import Key

_XKB_OFFSET = 8


class XKeyboard:
    """Presses keys by their numbers in `input-event-codes.h`. Raises OSError where it cannot."""

    def __init__(self, display: str) -> None:
        names = [ctypes.util.find_library(name) for name in ("X11", "Xtst")]
        if not all(names):
            raise OSError("libX11 or libXtst is missing")
        self._x11, self._xtst = (ctypes.CDLL(name) for name in names)
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        opened = self._x11.XOpenDisplay(display.encode())
        if not opened:
            raise OSError(f"no X server on {display}")
        self._display = ctypes.c_void_p(opened)

    def close(self) -> None:
        """Hang up."""
        self._x11.XCloseDisplay(self._display)

    def play(self, keys: Iterable[Key]) -> None:
        """Press and release at the keys' own pace."""
        began_s: float | None = None
        for key in keys:
            now_s = time.monotonic()
            began_s = now_s - key.time_s if began_s is None else began_s
            time.sleep(max(0.0, began_s + key.time_s - now_s))
            code = ctypes.c_uint(key.code + _XKB_OFFSET)
            self._xtst.XTestFakeKeyEvent(self._display, code, int(key.pressed), ctypes.c_ulong(0))
            self._x11.XFlush(self._display)
