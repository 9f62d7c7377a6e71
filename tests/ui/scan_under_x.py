"""Scan into a focused field of the real window on an X server; print what came of it.

Run by `test_keys_of_scanners.py` with the display's name, a folder and the gap in ms.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from itertools import chain
from pathlib import Path
from typing import Any, cast

from PySide6.QtGui import QGuiApplication

from kiosk.devices.scanners.wedge import Wedge
from kiosk.domain.keys import Key, ScannerProfile
from kiosk.domain.scans import Scan
from kiosk.ui.keys.key_filter import KeyFilter
from kiosk.ui.options import Options
from kiosk.ui.runtime import make_app
from tests.benchmarks.keys import Stroke, events, strokes_of
from tests.ui.x_keyboard import XKeyboard
from tests.ui_driver import Driver

CODES = (
    "https://id.example/01/04601234567893?x=a~^`'\"{}[]|\\",
    "0104601234567893215x:YQzW\x1d93aB=/",
)
CAPS, ENTER = 58, 28
# Ctrl+A, Ctrl+X, Ctrl+W, Esc, F4, Left, Backspace twice, Ctrl+V, Ctrl+Q, Enter
CHORDS = (
    *(Stroke(code, control=True) for code in (30, 45, 17)),
    *(Stroke(code) for code in (1, 62, 105, 14, 14)),
    *(Stroke(code, control=True) for code in (47, 16)),
    Stroke(ENTER),
)
BEFORE, AFTER = 33, 36  # a person's keys: f and j of a us keyboard


class Bench:
    """The window with the engine before it, and what happens there."""

    def __init__(self, display: str, folder: Path, gap_s: float) -> None:
        self.driver = Driver(folder, Options())
        self.scans: list[Scan] = []
        self.wedge = Wedge(self.scans.append, ScannerProfile())
        self.filter = KeyFilter(self.wedge, time.monotonic)
        self.driver.window.installEventFilter(self.filter)
        self.keyboard = XKeyboard(display)
        self.gap_s = gap_s
        self.seen: list[str] = []
        self.before = ""
        self.driver.tap("searchBox")
        self.driver.wait_page("search")
        self.field = cast(Any, self.driver.find("search.input"))
        self.field.textChanged.connect(lambda: self.seen.append(self.text))
        self.driver.window.requestActivate()
        self.driver.wait(self.driver.window.isActive)

    @property
    def text(self) -> str:
        return str(self.field.property("text"))

    def scan(self, strokes: list[Stroke]) -> list[str]:
        """Play a code with a person's key before and after; return what was read."""
        self.scans.clear()
        self.seen.clear()
        self.before = self.text
        first, last = 0.14, 0.24 + self.gap_s * len(strokes)
        keys = [
            *_by_hand(BEFORE, 0.0),
            *events(strokes, first, lambda: self.gap_s, lambda: self.gap_s / 2),
            *_by_hand(AFTER, last),
        ]
        keys.sort(key=lambda key: key.time_s)
        thread = threading.Thread(target=self.keyboard.play, args=(keys,))
        thread.start()
        self.driver.wait(lambda: not thread.is_alive())
        self.driver.wait(lambda: len(self.text) >= len(self.before) + 2)  # the person's keys
        self.driver.wait(lambda: self.wedge.due_s is None)
        return [scan.text for scan in self.scans]


def _by_hand(code: int, at_s: float) -> tuple[Key, Key]:
    return Key(at_s, code), Key(at_s + 0.06, code, pressed=False)


def main(display: str, folder: Path, gap_s: float) -> None:
    """Try each layout."""
    app = make_app([sys.argv[0]])
    bench = Bench(display, folder, gap_s)
    rows = []
    for layout, caps in (("us", 0), ("ru", 0), ("fr", 1), ("de", 1)):
        subprocess.run(["setxkbmap", "-display", display, layout], check=True)  # noqa: S603, S607
        caps_key = [Key(0.0, CAPS), Key(0.01, CAPS, pressed=False)] * caps
        bench.keyboard.play(caps_key)
        for code in chain(CODES, [""]):
            strokes = [*strokes_of(code, "us"), Stroke(ENTER)] if code else list(CHORDS)
            read = bench.scan(strokes)
            rows.append(
                {
                    "layout": layout,
                    "caps": bool(caps),
                    "code": code,
                    "read": read,
                    "before": bench.before,
                    "after": bench.text,
                    "seen": bench.seen[:],
                    "page": bench.driver.ui.shell.page,
                }
            )
        bench.keyboard.play(caps_key)
    sys.stdout.write(json.dumps(rows))
    bench.keyboard.close()
    bench.driver.window.removeEventFilter(bench.filter)
    bench.driver.close()
    del app


if __name__ == "__main__":
    if QGuiApplication.instance() is None:
        main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]) / 1000)
