"""Devices gone mad, for the tests; `python -m tests.floods` prints what they cost."""

from __future__ import annotations

import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimerEvent
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

from kiosk.devices.scanners.serial_port import SerialScanners
from kiosk.devices.scanners.wedge import Wedge
from kiosk.domain.keys import ScannerProfile
from kiosk.domain.scans import Scan
from kiosk.services.scan_intake import ScanIntake
from kiosk.ui.delivery import MainThread
from kiosk.ui.keys.key_filter import KeyFilter

LAST = b"4609999999993\r\n"
CODE = b"4601234567893\r\n"
BLOCK = CODE * 4096
A_SECOND = 4_000_000


@dataclass
class Listed:
    """A line of the system's list of serial ports."""

    device: str = "MAD"
    vid: int | None = None
    pid: int | None = None
    product: str | None = None


@dataclass
class MadPort:
    """A serial port that says the same code as fast as it is read, `most` bytes.

    Then it is silent for `quiet` reads, and says another.
    """

    most: int
    last: bytes = LAST
    said: int = 0
    quiet: int = 300
    over: threading.Event = field(default_factory=threading.Event)
    rest_s: float = 0.01
    _pending: bytes = b""

    @property
    def in_waiting(self) -> int:
        return 65_536

    def read(self, size: int = 1, /) -> bytes:
        if self.said < self.most:
            if len(self._pending) < size:
                self._pending += BLOCK
            data, self._pending = self._pending[:size], self._pending[size:]
            self.said += len(data)
            return data
        self.quiet -= 1
        if self.quiet < 0 and self.last:
            data, self.last = self.last[:size], self.last[size:]
            return data
        self.over.wait(self.rest_s)
        return b""

    def reset_input_buffer(self) -> None:
        """Drop what came meanwhile: a second of a line that says 4 MB in it."""
        self._pending = b""
        self.said += A_SECOND

    def close(self) -> None:
        self.over.set()


def serial(most: int = 200_000_000) -> str:
    """Let a serial line flood a terminal's main thread, then scan once."""
    app = QGuiApplication([])
    deliver, port, taken = MainThread(), MadPort(most), list[str]()
    heart = Heart()

    def take(scan: Scan) -> None:
        taken.append(scan.text)
        if scan.text == LAST.decode().strip():
            app.quit()

    intake = ScanIntake(deliver, take, lambda _: None, time.monotonic)
    scanners = SerialScanners(
        "MAD", intake.offer, lambda _: None, on_flood=intake.flood,
        list_ports=lambda: [Listed()], open_port=lambda name, baud: port,
    )  # fmt: skip
    scanners.start()
    app.exec()
    scanners.stop()
    last = "accepted" if taken[-1] == LAST.decode().strip() else "missed"
    return f"{port.said / 1e6:.0f} MB, {len(taken)} scans, heart at most {heart} late, last {last}"


def keys(count: int = 1_000_000) -> str:
    """Press keys without end, then scan once as a scanner does."""
    app = QGuiApplication([])
    scans: list[str] = []
    heart = Heart()
    wedge = Wedge(lambda scan: scans.append(scan.text), ScannerProfile())
    keys, window = KeyFilter(wedge, time.monotonic), QWindow()
    window.installEventFilter(keys)
    for number in range(count):
        press(window, "1234567890abcdef"[number * 7 % 16])
        if not number % 100:
            app.processEvents()
    began_s = time.monotonic()
    while time.monotonic() - began_s < 2.5:  # the gate opens after a quiet second
        app.processEvents()
        press(window, "1", release=True)
        time.sleep(0.1)
    for character in f"{LAST.decode().strip()}\r":
        press(window, character)
        press(window, character, release=True)
        time.sleep(0.002)
    last = "accepted" if scans[-1:] == [LAST.decode().strip()] else "missed"
    return f"{count} presses, heart at most {heart} late, last {last}"


class Heart(QObject):
    """Beats every 20 ms while the event loop turns, and knows its longest pause."""

    def __init__(self) -> None:
        super().__init__()
        self._last_s, self._late_s = time.monotonic(), 0.0
        self.startTimer(20)

    def timerEvent(self, _: QTimerEvent) -> None:  # noqa: N802  # Qt's name
        now_s = time.monotonic()
        self._late_s = max(self._late_s, now_s - self._last_s - 0.02)
        self._last_s = now_s

    def __str__(self) -> str:
        return f"{self._late_s * 1000:.0f} ms"


def press(window: QWindow, character: str, *, release: bool = False) -> None:
    """Send a key's event to a window, without a time stamp."""
    kind = QEvent.Type.KeyRelease if release else QEvent.Type.KeyPress
    key = Qt.Key.Key_Return.value if character == "\r" else ord(character.upper())
    none = Qt.KeyboardModifier.NoModifier
    QCoreApplication.sendEvent(window, QKeyEvent(kind, key, none, character))


def memory_mb() -> float:
    """The most memory this process has had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(name: str, work: Callable[[], str]) -> None:
    """Print a row of what something costs, in a process of its own."""
    if os.fork():
        os.wait()
        return
    before_mb, began_s = memory_mb(), time.monotonic()
    outcome = work()
    spent_s = time.monotonic() - began_s
    grown_mb = memory_mb() - before_mb
    sys.stdout.write(f"| {name} | {spent_s:.1f} s | +{grown_mb:.0f} MB | {outcome} |\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    measured("a serial line, 4 MB/s", serial)
    measured("a keyboard, a million presses", keys)
