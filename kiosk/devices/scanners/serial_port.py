"""Read scanners on serial ports (USB-CDC, RS-232). The only file that imports pyserial.

One thread looks which ports there are; each scanner has a reader of its own. A port that
belongs to somebody else (payment terminal, fiscal printer) must not even be opened: that
alone resets some of them. So `auto` takes only what is known to be a scanner.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kiosk.devices.scanners.framing import SILENCE_S, Framer, scan_of
from kiosk.domain.back_off import BackOff
from kiosk.domain.floods import WINDOW_S, FloodGate
from kiosk.domain.scans import Scan
from kiosk.later import Later

if TYPE_CHECKING:
    import serial
    from serial.tools import list_ports as serial_list_ports
else:
    serial, serial_list_ports = Later("serial"), Later("serial.tools.list_ports")

AUTO = "auto"
LOOK_EVERY_S = 1.0
RETRY = BackOff(1.0, 30.0)
BAUD = 9600  # RS-232 scanners' default; a USB one does not care
_LARGEST_READ = 4096
MOST_BYTES_A_SECOND = 128 * 1024  # two of the longest codes; RS-232 brings 11 kB

# From usb.ids (linux-usb.org, 2025.07.26). Vendors whose serial devices are scanners:
_SCANNER_VENDORS = frozenset(
    {
        0x0536,  # Hand Held Products (now Honeywell)
        0x05E0,  # Symbol Technologies (now Zebra; Zebra's own 0a5f is printers)
        0x05F9,  # PSC Scanning (now Datalogic)
        0x065A,  # Optoelectronics (Opticon)
        0x080C,  # Datalogic
        0x0C2E,  # Metrologic (now Honeywell)
        0x27DD,  # Mindeo
    }
)
# Vendors that also make other serial devices: only the products listed as scanners.
_SCANNERS = frozenset(
    {
        (0x067E, 0x0803),  # Intermec, "VCP, Barcode scanner"; they make printers as well
        (0x067E, 0x0805),  # Intermec, "VCP + UVC, Barcode scanner"
    }
)
# Newland sells payment terminals too; each scanner listed has its serial mode at xx06.
_NEWLAND, _NEWLAND_SERIAL = 0x1EAB, 0x06
_SOMETHING_ELSE = re.compile(r"print|\bpay|pin ?pad|fiscal|\bkkt\b", re.IGNORECASE)

_log = logging.getLogger(__name__)


class PortInfo(Protocol):
    """What is used of pyserial's `ListPortInfo`."""

    device: str
    vid: int | None
    pid: int | None
    product: str | None


class Port(Protocol):
    """What is used of `serial.Serial`: reads return after 60 ms at the latest."""

    @property
    def in_waiting(self) -> int:
        """How many bytes have come already."""

    def read(self, size: int = 1, /) -> bytes:
        """Return up to `size` bytes, fewer after the time-out."""

    def reset_input_buffer(self) -> None:
        """Drop what has come and was not read."""

    def close(self) -> None:
        """Give the port back."""


def parse_ports(ports: str) -> tuple[bool, dict[str, int]]:
    """Return whether scanners are looked for, and the named ports with their speeds.

    `ports`: "" none; "auto"; names, with commas between (`COM3,/dev/ttyS0@115200`).
    Raises ValueError for a speed that is none.
    """
    items = [item.strip() for item in ports.split(",") if item.strip()]
    named: dict[str, int] = {}
    for item in items:
        name, at, speed = item.rpartition("@")
        if at and not (name and speed.isascii() and speed.isdigit() and int(speed)):
            raise ValueError(f"not a port with a speed: {item}")
        if item.lower() != AUTO:
            named[name or speed] = int(speed) if at else BAUD
    return any(item.lower() == AUTO for item in items), named


def is_scanner(port: PortInfo) -> bool:
    """Tell whether a port is known to be a barcode scanner's."""
    if port.vid is None or port.pid is None or _SOMETHING_ELSE.search(port.product or ""):
        return False
    if port.vid == _NEWLAND:
        return port.pid & 0xFF == _NEWLAND_SERIAL
    return port.vid in _SCANNER_VENDORS or (port.vid, port.pid) in _SCANNERS


def _list_ports() -> Iterable[PortInfo]:
    return serial_list_ports.comports()


def _open_port(name: str, baud: int) -> Port:
    # Exclusive: two readers would each get a part of a code.
    return serial.Serial(name, baud, timeout=SILENCE_S, exclusive=True)


class _PortFailed(Exception):
    """It cannot be opened, or cannot be read any more; the system's own words."""


@dataclass
class _Line:
    """A port and its reader; written by the reader until `ended`, then by the finder."""

    reader: threading.Thread | None = None
    open: bool = False
    fault: str = ""
    ended: threading.Event = field(default_factory=threading.Event)
    failures: int = 0  # on end
    retry_s: float = 0.0


class SerialScanners:
    """All serial scanners of this terminal; found, lost and found again by itself.

    `on_scan` is called on the reader's thread, and `on_flood` with the source, once a minute,
    when more comes than any scanner says: it is dropped. `on_change` is called with the names
    of the open ports on the finder's. `ports`: see `parse_ports`, raises ValueError.
    Nothing raises later: a port that cannot be opened is logged once and tried again with
    growing pauses.
    """

    def __init__(
        self,
        ports: str,
        on_scan: Callable[[Scan], None],
        on_change: Callable[[tuple[str, ...]], None],
        *,
        on_flood: Callable[[str], None] = lambda _: None,
        aim: bool = False,
        list_ports: Callable[[], Iterable[PortInfo]] = _list_ports,
        open_port: Callable[[str, int], Port] = _open_port,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._auto, self._named = parse_ports(ports)
        self._on_scan = on_scan
        self._on_change = on_change
        self._on_flood = on_flood
        self._aim = aim
        self._list_ports = list_ports
        self._open_port = open_port
        self._monotonic = monotonic
        self._lines: dict[str, _Line] = {}
        self._told: tuple[str, ...] = ()
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._finder = threading.Thread(target=self._find, name="serial-ports", daemon=True)

    def start(self) -> None:
        """Look for scanners from now on; where none is configured nothing runs."""
        if self._auto or self._named:
            self._finder.start()

    def stop(self, timeout_s: float = 2.0) -> None:
        """Close all ports; nothing is reported from now on. A port that hangs is left behind."""
        self._stop.set()
        self._wake.set()
        deadline = self._monotonic() + timeout_s
        if self._finder.ident is not None:
            self._finder.join(timeout_s)
        for line in list(self._lines.values()):
            if line.reader is not None:
                line.reader.join(max(0.0, deadline - self._monotonic()))

    def _find(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            present = self._present()
            self._settle(present)
            for name, baud in present.items():
                self._attend(name, baud)
            self._tell()
            self._wake.wait(LOOK_EVERY_S)

    def _present(self) -> Mapping[str, int]:
        try:
            listed = list(self._list_ports())
        except (OSError, TypeError, ValueError) as error:
            # pyserial reads attributes of devices that may have gone meanwhile: int(None).
            _log.debug("serial ports cannot be listed: %s", error)
            listed = []
        found = {port.device: BAUD for port in listed if self._auto and is_scanner(port)}
        there = {port.device for port in listed}
        for name, baud in self._named.items():
            # Links (/dev/serial/by-id) and pseudo terminals are in no list.
            if name in there or (os.name == "posix" and Path(name).exists()):
                found[name] = baud
        return found

    def _settle(self, present: Mapping[str, int]) -> None:
        """Take note of what readers ended, and forget ports that have gone."""
        for name, line in list(self._lines.items()):
            if not line.ended.is_set():
                continue
            if name not in present:
                del self._lines[name]
            elif line.reader is not None:
                line.reader = None
                line.failures += 1
                line.retry_s = self._monotonic() + RETRY.pause_s(line.failures)

    def _attend(self, name: str, baud: int) -> None:
        line = self._lines.setdefault(name, _Line())
        if line.reader is None and self._monotonic() >= line.retry_s:
            line.ended.clear()
            # Opened there, not here: some ports (Bluetooth) take many seconds to say no.
            line.reader = threading.Thread(
                target=self._read, args=(name, baud, line), name=f"serial-{name}", daemon=True
            )
            line.reader.start()

    def _tell(self) -> None:
        names = tuple(sorted(name for name, line in self._lines.items() if line.open))
        if names != self._told and not self._stop.is_set():
            self._told = names
            self._on_change(names)

    def _read(self, name: str, baud: int, line: _Line) -> None:
        try:
            port = self._opened(name, baud)
            try:
                line.open, line.fault, line.failures = True, "", 0
                _log.info("scanner on %s", name)
                self._wake.set()
                self._listen(name, port)
            finally:
                with contextlib.suppress(OSError):
                    port.close()
        except _PortFailed as failure:
            detail = str(failure)
            if detail != line.fault and not self._stop.is_set():
                _log.warning("scanner on %s: %s", name, detail)
            line.fault = detail
        finally:
            line.open = False
            line.ended.set()
            self._wake.set()

    def _opened(self, name: str, baud: int) -> Port:
        try:
            return self._open_port(name, baud)
        except Exception as error:
            # pyserial lets through what the system says: OSError, ValueError, termios.error.
            raise _PortFailed(error) from error

    def _listen(self, name: str, port: Port) -> None:
        framer, gate = Framer(), FloodGate(MOST_BYTES_A_SECOND)
        while not self._stop.is_set():
            if not self._hear(framer, gate, f"serial:{name}", port):
                framer = Framer()  # half a code
                self._stop.wait(WINDOW_S)

    def _hear(self, framer: Framer, gate: FloodGate, source: str, port: Port) -> bool:
        """Report what has come; a card's number stays in no variable until the next one.

        False for a flood: nothing of it is a code.
        """
        data = _received(port)
        now_s = self._monotonic()
        if not gate.lets_in(now_s, len(data)):
            if gate.should_tell(now_s):
                self._on_flood(source)
            _drop_what_waits(port)
            return False
        for code in framer.feed(data, now_s) if data else framer.rest(now_s):
            if not self._stop.is_set():
                self._on_scan(scan_of(code, source, now_s, self._aim))
        return True


def _received(port: Port) -> bytes:
    """Return what has come, as soon as anything has; empty after a silence."""
    try:
        first = port.read(1)
        return first + port.read(min(port.in_waiting, _LARGEST_READ)) if first else b""
    except Exception as error:
        # An unplugged port fails in many ways: OSError, termios.error, TypeError.
        raise _PortFailed(error) from error


def _drop_what_waits(port: Port) -> None:
    try:
        port.reset_input_buffer()
    except Exception as error:
        # As above.
        raise _PortFailed(error) from error
