"""A device that sends without end costs neither memory nor the screen, and a real scan counts."""

from __future__ import annotations

import queue
import tracemalloc
from collections.abc import Callable

import pytest
from PySide6.QtGui import QGuiApplication, QWindow

from kiosk.devices.scanners import serial_port
from kiosk.devices.scanners.serial_port import MOST_BYTES_A_SECOND, SerialScanners
from kiosk.devices.scanners.wedge import Wedge
from kiosk.domain.floods import TOLD_EVERY_S, WINDOW_S, FloodGate
from kiosk.domain.keys import ScannerProfile
from kiosk.domain.scans import Scan
from kiosk.services.scan_intake import MOST_SCANS_A_SECOND, MOST_WAITING, ScanIntake
from kiosk.ui.keys.key_filter import MOST_KEYS_A_SECOND, KeyFilter
from tests.fake_hub import FakeClock
from tests.floods import LAST, Listed, MadPort, press

DEADLINE_S = 20.0
MOST_MEMORY = 8_000_000


def scan(text: str = "4601234567893", source: str = "serial:A") -> Scan:
    return Scan(text, source, 0.0)


def test_a_serial_line_that_floods_is_dropped_and_its_next_code_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(serial_port, "WINDOW_S", 0.001)
    clock = FakeClock()
    port, floods = MadPort(200_000_000, rest_s=0.001), list[str]()
    scans: queue.Queue[str] = queue.Queue()

    def monotonic() -> float:
        clock.advance(0.01)
        return clock.monotonic()

    def heard(one: Scan) -> None:
        if one.text == LAST.decode().strip():
            scans.put(one.text)

    scanners = SerialScanners(
        "MAD",
        heard,
        lambda _: None,
        on_flood=floods.append,
        list_ports=lambda: [Listed()],
        open_port=lambda name, baud: port,
        monotonic=monotonic,
    )
    tracemalloc.start()
    try:
        scanners.start()
        assert scans.get(timeout=DEADLINE_S) == LAST.decode().strip()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        scanners.stop(DEADLINE_S)
    assert port.said >= 200_000_000
    assert set(floods) == {"serial:MAD"}
    assert peak < MOST_MEMORY


def test_the_longest_code_is_no_flood() -> None:
    gate = FloodGate(MOST_BYTES_A_SECOND)
    assert gate.lets_in(1.0, 65_536)
    assert gate.lets_in(1.5, 65_536)


def test_a_gate_opens_after_a_quiet_second_and_speaks_once_a_minute() -> None:
    gate = FloodGate(10)
    told = []
    now_s = 0.0
    while now_s < TOLD_EVERY_S * 2.5:
        for _ in range(20):
            gate.lets_in(now_s)
        told.append(gate.should_tell(now_s))
        now_s += WINDOW_S
    assert sum(told) == 3
    assert not gate.lets_in(now_s)
    assert gate.lets_in(now_s + 2 * WINDOW_S)


def test_a_hundred_thousand_scans_are_a_few_for_a_main_thread_that_is_busy() -> None:
    clock = FakeClock()
    waiting: list[Callable[[], None]] = []
    taken: list[str] = []
    floods: list[str] = []
    intake = ScanIntake(
        waiting.append, lambda one: taken.append(one.text), floods.append, clock.monotonic
    )
    for _ in range(100):
        for _ in range(1_000):
            intake.offer(scan())
        clock.advance(0.01)
    assert len(waiting) <= MOST_WAITING + 1
    while waiting:
        waiting.pop(0)()
    assert len(taken) == MOST_WAITING
    assert floods == ["serial:A"]
    intake.offer(scan("another", "wedge"))
    waiting.pop()()
    assert taken[-1] == "another", "one flood shuts out nobody else"
    clock.advance(2 * WINDOW_S)
    intake.offer(scan("later"))
    waiting.pop()()
    assert taken[-1] == "later"


def test_hands_that_scan_fast_lose_nothing() -> None:
    clock = FakeClock()
    taken: list[str] = []
    intake = ScanIntake(
        lambda action: action(), lambda one: taken.append(one.text), taken.append, clock.monotonic
    )
    for number in range(10 * MOST_SCANS_A_SECOND):
        intake.offer(scan(str(number)))
        clock.advance(1.1 / MOST_SCANS_A_SECOND)
    assert taken == [str(number) for number in range(10 * MOST_SCANS_A_SECOND)]


def test_keys_without_end_reach_nobody_and_the_next_scan_does(qapp: QGuiApplication) -> None:
    clock = FakeClock()
    scans: list[str] = []
    floods: list[None] = []
    wedge = Wedge(lambda one: scans.append(one.text), ScannerProfile())
    keys = KeyFilter(wedge, clock.monotonic, on_flood=lambda: floods.append(None))
    window = QWindow()
    window.installEventFilter(keys)
    for number in range(2 * MOST_KEYS_A_SECOND):
        press(window, "1234567890abcdef"[number * 7 % 16])
        clock.advance(0.00005)
    assert len(floods) == 1
    assert not keys._waiting
    assert not wedge._burst.presses
    scans.clear()
    clock.advance(2 * WINDOW_S)
    for character in "4601234567893\r":
        press(window, character)
        clock.advance(0.004)
        press(window, character, release=True)
        clock.advance(0.004)
    assert scans == ["4601234567893"]
