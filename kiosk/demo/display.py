"""Whether there is a display, and what to draw on where there is none."""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping


def available() -> bool:
    """Tell whether a window can be shown."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def choose_platform(environ: MutableMapping[str, str]) -> None:
    """Let Qt draw into memory where there is no display; before Qt is imported."""
    if not available():
        environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    environ.setdefault("QT_SCALE_FACTOR", "1")
