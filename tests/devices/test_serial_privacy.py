from __future__ import annotations

import queue
import sys
import threading
from dataclasses import dataclass
from types import FrameType

from kiosk.devices.scanners.framing import Framer
from kiosk.devices.scanners.serial_port import SerialScanners
from kiosk.domain.scans import Scan
from tests.patience import PATIENCE_S

CARD = "2990123456786"


@dataclass
class Listed:
    """A line of the system's list of serial ports."""

    device: str = "X"
    vid: int | None = None
    pid: int | None = None
    product: str | None = None


class Silent:
    """A port that says one number, then nothing."""

    def __init__(self) -> None:
        self._data = f"{CARD}\r\n".encode()
        self._closed = threading.Event()
        self.asked_again = threading.Semaphore(0)

    @property
    def in_waiting(self) -> int:
        return len(self._data)

    def read(self, size: int = 1, /) -> bytes:
        data, self._data = self._data[:size], self._data[size:]
        if not data:
            self.asked_again.release()
            self._closed.wait(0.01)
        return data

    def reset_input_buffer(self) -> None:
        pass

    def close(self) -> None:
        self._closed.set()


def test_card_number_is_in_no_variable_of_the_reader_once_it_was_reported() -> None:
    port = Silent()
    scans: queue.Queue[Scan] = queue.Queue()
    scanners = SerialScanners(
        "X",
        scans.put,
        lambda names: None,
        list_ports=lambda: [Listed()],
        open_port=lambda name, baud: port,
    )
    scanners.start()
    try:
        assert scans.get(timeout=PATIENCE_S).text == CARD
        for _ in range(3):
            assert port.asked_again.acquire(timeout=PATIENCE_S)
        variables = of_reader()
        assert variables
        assert not [variable for variable in variables if CARD in repr(variable)]
    finally:
        scanners.stop(PATIENCE_S)


def of_reader() -> list[object]:
    """Return the variables of the reader's thread, and what its framer holds."""
    readers = {thread.ident for thread in threading.enumerate() if thread.name == "serial-X"}
    found: list[object] = []
    for ident, frame in sys._current_frames().items():
        each: FrameType | None = frame if ident in readers else None
        while each is not None:
            held = each.f_locals.values()
            found += [vars(value) if isinstance(value, Framer) else value for value in held]
            each = each.f_back
    return found
