"""A receipt printer on the network: ESC/POS over TCP, port 9100.

The status is asked and read here: python-escpos takes a silent printer for one with plenty
of paper. Commands by Epson's ESC/POS reference: `DLE EOT n` (real-time status) and
`GS r 1` (paper sensor, answered only when everything before it has been printed).
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from contextlib import closing

from kiosk.devices.printers.rendering import render
from kiosk.domain.receipts import Receipt
from kiosk.errors import DeviceFault

PORT = 9100

_PRINTER, _OFFLINE_CAUSE, _PAPER = 1, 2, 4
_IS_OFFLINE = 0x08
_COVER_OPEN = 0x04
_STOPPED_FOR_PAPER = 0x20
_NO_PAPER = 0x60
_SENSOR_NO_PAPER = 0x0C
_WHEN_PRINTED = b"\x1dr\x01"


class NetworkPrinter:
    """Implements `kiosk.ports.devices.ReceiptPrinter`; one thread may use it at a time.

    Faults (`DeviceFault`): `printer_unreachable`, `printer_silent`, `printer_paper_out`,
    `printer_cover_open`, `printer_fault`. `timeout_s` holds for every single answer.
    """

    def __init__(
        self, host: str, port: int = PORT, columns: int = 42, timeout_s: float = 3.0
    ) -> None:
        self._address = (host, port)
        self._columns = columns
        self._timeout_s = timeout_s

    def print(self, receipt: Receipt) -> None:
        """Put a receipt on paper and return when the printer has said that it is there.

        A fault after the job was sent may leave part of it on paper.
        """
        job = render(receipt, self._columns)
        with closing(self._connect()) as line:
            self._ask_status(line)
            self._send(line, job + _WHEN_PRINTED)
            sensor = self._answer(line, lambda byte: byte & 0x90 == 0)
            # Some printers do not know `GS r`; their status still says whether they stopped.
            self._ask_status(line)
            if sensor is not None and sensor & _SENSOR_NO_PAPER:
                raise self._fault("printer_paper_out")

    def check(self) -> None:
        """Raise `DeviceFault` if the printer could not print now."""
        with closing(self._connect()) as line:
            self._ask_status(line)

    def _ask_status(self, line: socket.socket) -> None:
        status = self._ask(line, _PRINTER)
        if self._ask(line, _PAPER) & _NO_PAPER:
            raise self._fault("printer_paper_out")
        if not status & _IS_OFFLINE:
            return
        cause = self._ask(line, _OFFLINE_CAUSE)
        if cause & _COVER_OPEN:
            raise self._fault("printer_cover_open")
        if cause & _STOPPED_FOR_PAPER:
            raise self._fault("printer_paper_out")
        raise self._fault("printer_fault")

    def _ask(self, line: socket.socket, which: int) -> int:
        self._send(line, bytes((0x10, 0x04, which)))
        answer = self._answer(line, lambda byte: byte & 0x93 == 0x12)
        if answer is None:
            raise self._fault("printer_silent")
        return answer

    def _answer(self, line: socket.socket, is_answer: Callable[[int], bool]) -> int | None:
        """Read up to a byte of the right form; others are status the printer sends unasked."""
        until = time.monotonic() + self._timeout_s
        try:
            while (left := until - time.monotonic()) > 0:
                line.settimeout(left)
                got = line.recv(1)
                if not got:
                    return None
                if is_answer(got[0]):
                    return got[0]
        except TimeoutError:
            return None
        except OSError as error:
            raise self._fault("printer_silent") from error
        return None

    def _send(self, line: socket.socket, data: bytes) -> None:
        line.settimeout(self._timeout_s)
        try:
            line.sendall(data)
        except OSError as error:  # also when it takes no more: paper out, cover open
            raise self._fault("printer_silent") from error

    def _connect(self) -> socket.socket:
        try:
            return socket.create_connection(self._address, self._timeout_s)
        except OSError as error:
            raise self._fault("printer_unreachable") from error

    def _fault(self, code: str) -> DeviceFault:
        host, port = self._address
        return DeviceFault(code, printer=f"{host}:{port}")
