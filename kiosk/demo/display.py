"""Whether there is a display, and what to draw on where there is none."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import MutableMapping

from kiosk import display
from kiosk.errors import BadConfig


def available() -> bool:
    """Tell whether a window can be shown."""
    try:
        display.require(os.environ)
    except BadConfig:
        return False
    if sys.platform == "linux" and display.platform(os.environ) in display.WINDOWLESS:
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def choose_platform(environ: MutableMapping[str, str]) -> None:
    """Let Qt draw into memory where there is no display; before Qt is imported."""
    if not available():
        environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    environ.setdefault("QT_SCALE_FACTOR", "1")


def fit(environ: MutableMapping[str, str], width: int, height: int) -> bool:
    """Scale the demo down where the display is smaller than the window it plays on.

    Qt takes its scale before it starts, so the display is asked by another process; that
    also tells whether it can be used at all: a variable may name one that is gone.
    """
    ask = (
        "from PySide6.QtGui import QGuiApplication as A; a = A([]);"
        "s = a.primaryScreen().availableSize(); print(s.width(), s.height())"
    )
    answer = subprocess.run(  # noqa: S603  # our own interpreter, fixed arguments
        [sys.executable, "-c", ask], capture_output=True, text=True, check=False
    )
    if answer.returncode != 0:
        return False
    has_width, has_height = map(int, answer.stdout.split()[-2:])
    scale = min(1.0, has_width / width, has_height * 0.95 / height)
    environ.setdefault("QT_SCALE_FACTOR", f"{scale:.2f}")
    return True
