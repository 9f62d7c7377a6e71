from __future__ import annotations

import logging
import os
import pty
import queue
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import serial

from kiosk.devices.scanners import serial_port
from kiosk.devices.scanners.framing import SILENCE_S
from kiosk.devices.scanners.serial_port import Port, SerialScanners
from kiosk.domain.scans import GS, Scan
from tests.patience import PATIENCE_S

EAN = b"4601234567893"
MARK = b"0104601234567893215abcDEF\x1d93dGVz"


@dataclass
class Listed:  # a line of the system's list of serial ports
    device: str
    vid: int | None = 0x0C2E
    pid: int | None = 0x0B6A
    product: str | None = "Xenon 1900"


class Plugged:
    """A scanner on a pseudo terminal."""

    def __init__(self) -> None:
        try:
            self.master, slave = pty.openpty()
        except OSError:
            pytest.skip("this machine has no pseudo terminals")
        self.name = os.ttyname(slave)
        self._slave = slave

    def send(self, data: bytes) -> None:
        while data:
            data = data[os.write(self.master, data) :]

    def unplug(self) -> None:
        if self.master >= 0:
            os.close(self._slave)
            os.close(self.master)
            self.master = -1


class Shop:
    """The machine that scanners are plugged into, and what is heard of them."""

    def __init__(self) -> None:
        self.listed: list[Listed] = []
        self.scans: queue.Queue[Scan] = queue.Queue()
        self.changes: queue.Queue[tuple[str, ...]] = queue.Queue()
        self.opened: list[str] = []
        self._plugged: list[Plugged] = []

    def plug(self, listed: bool = True) -> Plugged:
        scanner = Plugged()
        self._plugged.append(scanner)
        if listed:
            self.listed = [*self.listed, Listed(scanner.name)]
        return scanner

    def unplug(self, scanner: Plugged) -> None:
        self.listed = [port for port in self.listed if port.device != scanner.name]
        scanner.unplug()

    def clear(self) -> None:
        for scanner in self._plugged:
            scanner.unplug()

    def open_port(self, name: str, baud: int) -> Port:
        self.opened.append(name)
        return serial_port._open_port(name, baud)

    @contextmanager
    def scanners(self, ports: str = "auto", *, aim: bool = False) -> Iterator[SerialScanners]:
        it = SerialScanners(
            ports,
            self.scans.put,
            self.changes.put,
            aim=aim,
            list_ports=lambda: self.listed,
            open_port=self.open_port,
        )
        it.start()
        try:
            yield it
        finally:
            it.stop(PATIENCE_S)

    def next_scan(self) -> Scan:
        return self.scans.get(timeout=PATIENCE_S)

    def next_change(self) -> tuple[str, ...]:
        return self.changes.get(timeout=PATIENCE_S)


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.setattr(serial_port, "LOOK_EVERY_S", 0.02)
    it = Shop()
    yield it
    it.clear()


def test_scan_says_what_was_read_by_which_port_and_when(shop: Shop) -> None:
    scanner = shop.plug()
    with shop.scanners():
        assert shop.next_change() == (scanner.name,)
        before_s = time.monotonic()
        scanner.send(MARK + b"\r\n")
        scan = shop.next_scan()
    assert scan == Scan(MARK.decode(), f"serial:{scanner.name}", scan.at_s, raw=MARK)
    assert GS in scan.text
    assert before_s <= scan.at_s <= time.monotonic()


def test_several_scanners_at_once_are_kept_apart(shop: Shop) -> None:
    scanners = [shop.plug() for _ in range(3)]
    names = [scanner.name for scanner in scanners]
    with shop.scanners():
        while shop.next_change() != tuple(sorted(names)):
            pass
        for scanner in scanners:
            scanner.send(b"whole\r")  # tells that it has a suffix: a slow test cuts no code in two
            assert shop.next_scan().text == "whole"
        for part in range(20):
            for scanner in scanners:
                scanner.send(f"{scanner.name}-".encode())
            for scanner in scanners:
                scanner.send(f"{part}\r".encode())
        heard = [shop.next_scan() for _ in range(60)]
    for name in names:
        texts = [scan.text for scan in heard if scan.source == f"serial:{name}"]
        assert texts == [f"{name}-{part}" for part in range(20)]


def test_burst_of_a_thousand_scans_is_a_thousand_scans(shop: Shop) -> None:
    scanner = shop.plug()
    sent = [f"{number:013}" for number in range(1_000)]
    with shop.scanners():
        shop.next_change()
        scanner.send("".join(f"{text}\r\n" for text in sent).encode())
        assert [shop.next_scan().text for _ in sent] == sent
    assert shop.scans.empty()


def test_scanner_plugged_in_later_is_found_and_one_pulled_out_is_missed(shop: Shop) -> None:
    with shop.scanners():
        scanner = shop.plug()
        assert shop.next_change() == (scanner.name,)
        scanner.send(b"1234567")  # half a code
        shop.unplug(scanner)
        assert shop.next_change() == ()
        again = shop.plug()
        assert shop.next_change() == (again.name,)
        again.send(EAN + b"\r")
        while (scan := shop.next_scan()).text == "1234567":
            pass  # the half was heard as a code without a suffix, before the plug was pulled
    assert scan.raw == EAN


def test_other_scanners_work_on_when_one_is_pulled_out(shop: Shop) -> None:
    first, second = shop.plug(), shop.plug()
    with shop.scanners():
        while len(shop.next_change()) != 2:
            pass
        shop.unplug(first)
        assert shop.next_change() == (second.name,)
        second.send(EAN + b"\r")
        assert shop.next_scan().source == f"serial:{second.name}"


def test_code_without_a_suffix_ends_with_silence(shop: Shop) -> None:
    scanner = shop.plug()
    with shop.scanners():
        shop.next_change()
        scanner.send(EAN)
        assert shop.next_scan().raw == EAN


def test_named_port_is_opened_whatever_it_is_and_no_other(shop: Shop) -> None:
    named, other = shop.plug(listed=False), shop.plug()
    with shop.scanners(f" {named.name}@115200,/dev/nothing-here"):
        assert shop.next_change() == (named.name,)
        named.send(EAN + b"\r")
        assert shop.next_scan().source == f"serial:{named.name}"
    assert other.name not in shop.opened


def test_payment_terminal_and_printer_are_never_opened(shop: Shop) -> None:
    strangers = [shop.plug(listed=False).name for _ in range(3)]
    scanner = shop.plug()
    shop.listed += [
        Listed(strangers[0], 0x11CA, 0x0220, "VeriFone"),
        Listed(strangers[1], 0x0C2E, 0x0B6A, "Receipt Printer"),
        Listed(strangers[2], None, None, None),
    ]
    with shop.scanners():
        assert shop.next_change() == (scanner.name,)
    assert shop.opened == [scanner.name]


def test_port_of_another_program_is_reported_once_and_taken_when_it_is_free(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(serial_port, "RETRY", type(serial_port.RETRY)(0.01, 0.01))
    scanner = shop.plug()
    other = serial.Serial(scanner.name, exclusive=True)
    with caplog.at_level(logging.WARNING), shop.scanners():
        deadline_s = time.monotonic() + PATIENCE_S
        while len(shop.opened) < 3:
            assert time.monotonic() < deadline_s
            threading.Event().wait(0.005)
        assert shop.changes.empty()
        assert len(caplog.records) == 1
        assert scanner.name in caplog.text
        other.close()
        assert shop.next_change() == (scanner.name,)


def test_refused_port_is_tried_after_growing_pauses_and_at_once_when_plugged_in_anew() -> None:
    now_s = 0.0
    tried_s: list[float] = []

    def refuse(name: str, baud: int) -> Port:
        tried_s.append(now_s)
        raise PermissionError(13, "Permission denied")

    it = SerialScanners(
        "auto",
        lambda scan: None,
        lambda names: None,
        list_ports=lambda: [] if now_s == 75 else [Listed("COM7")],
        open_port=refuse,
        monotonic=lambda: now_s,
    )
    for second in range(100):
        now_s = float(second)
        present = it._present()
        it._settle(present)
        for name, baud in present.items():
            it._attend(name, baud)
        for line in it._lines.values():
            if line.reader is not None:
                line.reader.join(PATIENCE_S)
    assert tried_s == [0, 2, 5, 10, 19, 36, 67, 76, 78, 81, 86, 95]


def test_port_that_fails_while_plugged_in_is_closed_missed_and_opened_again(shop: Shop) -> None:
    class Failing:
        in_waiting = 0
        closed = 0

        def read(self, size: int = 1, /) -> bytes:
            if self.closed:
                threading.Event().wait(SILENCE_S)
                return b""
            raise OSError(5, "Input/output error")

        def reset_input_buffer(self) -> None: ...

        def close(self) -> None:
            self.closed += 1
            raise OSError(9, "Bad file descriptor")

    port = Failing()
    it = SerialScanners(
        "auto",
        shop.scans.put,
        shop.changes.put,
        list_ports=lambda: [Listed("COM7")],
        open_port=lambda name, baud: port,
    )
    it._lines["COM7"] = line = serial_port._Line()
    it._read("COM7", 9600, line)
    assert (line.open, line.ended.is_set(), port.closed) == (False, True, 1)
    it.start()
    try:
        assert shop.next_change() == ("COM7",)
    finally:
        it.stop(PATIENCE_S)
    assert port.closed == 2


def test_list_that_fails_costs_a_second_and_no_scanner(shop: Shop) -> None:
    scanner = shop.plug()
    broken = threading.Event()
    failed = threading.Event()

    def list_ports() -> list[Listed]:
        if broken.is_set():
            failed.set()
            raise TypeError("int() argument must be a string, not 'NoneType'")
        return shop.listed

    it = SerialScanners("auto", shop.scans.put, shop.changes.put, list_ports=list_ports)
    it.start()
    try:
        assert shop.next_change() == (scanner.name,)
        broken.set()
        assert failed.wait(PATIENCE_S)
        scanner.send(EAN + b"\r")
        assert shop.next_scan().raw == EAN
        broken.clear()
    finally:
        it.stop(PATIENCE_S)
    assert shop.changes.empty()


def test_scan_that_breaks_the_app_does_not_cost_the_scanner(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serial_port, "RETRY", type(serial_port.RETRY)(0.01, 0.01))
    bugs: queue.Queue[type[BaseException]] = queue.Queue()
    monkeypatch.setattr(threading, "excepthook", lambda args: bugs.put(args.exc_type))
    scanner = shop.plug()

    def on_scan(scan: Scan) -> None:
        if scan.text == "bug":
            raise KeyError(scan.text)
        shop.scans.put(scan)

    it = SerialScanners("auto", on_scan, shop.changes.put, list_ports=lambda: shop.listed)
    it.start()
    try:
        assert shop.next_change() == (scanner.name,)
        scanner.send(b"bug\r")
        assert bugs.get(timeout=PATIENCE_S) is KeyError
        deadline_s = time.monotonic() + PATIENCE_S
        while shop.scans.empty():  # what is sent before the port is open again is nobody's
            assert time.monotonic() < deadline_s
            scanner.send(EAN + b"\r")
            threading.Event().wait(0.02)
        assert shop.next_scan().raw == EAN
    finally:
        it.stop(PATIENCE_S)


def test_nothing_is_heard_after_stop_and_the_port_is_free(shop: Shop) -> None:
    scanner = shop.plug()
    with shop.scanners():
        shop.next_change()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("serial")]
    with serial.Serial(scanner.name, exclusive=True):
        scanner.send(EAN + b"\r")
    assert shop.scans.empty()
    assert shop.changes.empty()


def test_codes_that_came_with_the_last_one_are_not_heard_after_stop(shop: Shop) -> None:
    scanner = shop.plug()
    heard: list[str] = []
    stopping: list[threading.Thread] = []

    def on_scan(scan: Scan) -> None:
        heard.append(scan.text)
        stopping.append(threading.Thread(target=it.stop, args=(PATIENCE_S,)))
        stopping[0].start()
        assert it._stop.wait(PATIENCE_S)

    it = SerialScanners("auto", on_scan, shop.changes.put, list_ports=lambda: shop.listed)
    it.start()
    shop.next_change()
    scanner.send(b"first\rsecond\r")
    it._finder.join(PATIENCE_S)
    stopping[0].join(PATIENCE_S)
    assert heard == ["first"]


def test_no_ports_means_no_thread_and_no_search(shop: Shop) -> None:
    shop.plug()
    with shop.scanners(""):
        assert not [t for t in threading.enumerate() if t.name.startswith("serial")]
    assert shop.opened == []


def test_garbage_never_raises_and_never_hides_the_next_code(
    shop: Shop,
) -> None:
    scanner = shop.plug()
    chance = random.Random(11)  # noqa: S311  a test's dice
    with shop.scanners():
        shop.next_change()
        for _ in range(20):
            scanner.send(chance.randbytes(chance.randrange(1, 3_000)) + b"\x03\r\n")
        scanner.send(b"\r" + EAN + b"\r")
        while shop.next_scan().raw != EAN:
            pass
