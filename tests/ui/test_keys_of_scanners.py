"""Keys on their way to the real window, with the engine of wedge scanners before it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from ctypes.util import find_library
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtQuick import QQuickWindow

from kiosk.devices.scanners.wedge import Wedge
from kiosk.domain.gtin import gtin13
from kiosk.domain.keys import ScannerProfile
from kiosk.domain.scans import Scan
from kiosk.ui.keys.key_filter import KeyFilter
from kiosk.ui.keys.native_keys import code_of
from tests.patience import PATIENCE_S
from tests.ui_driver import Build, Driver

ROOT = Path(__file__).parents[2]
GTIN = gtin13("460123456789")
SCANNER_MS, PERSON_MS = 8, 120


class Keys:
    """Sends key events with time stamps of its own to the search field."""

    def __init__(self, d: Driver, suffix: str = "enter") -> None:
        self.scans: list[Scan] = []
        self.seen: list[str] = []
        self.driver = d
        self.wedge = Wedge(self.scans.append, ScannerProfile(suffix=suffix))
        self.filter = KeyFilter(self.wedge, time.monotonic)
        d.tap("searchBox")
        d.wait_page("search")
        self.field = cast(Any, d.find("search.input"))
        self.field.textChanged.connect(lambda: self.seen.append(self.text))
        window: QQuickWindow = d.window
        window.installEventFilter(self.filter)
        self._stamp_ms = int(time.monotonic() * 1000)

    @property
    def text(self) -> str:
        return str(self.field.property("text"))

    def send(
        self,
        text: str,
        gap_ms: int,
        key: int = 0,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        repeated: bool = False,
    ) -> None:
        self._stamp_ms += gap_ms
        for kind, late_ms in ((QEvent.Type.KeyPress, 0), (QEvent.Type.KeyRelease, gap_ms // 2)):
            event = QKeyEvent(kind, key, modifiers, text, repeated)
            event.setTimestamp(self._stamp_ms + late_ms)
            QGuiApplication.sendEvent(self.driver.window, event)

    def burst(self, text: str, gap_ms: int = SCANNER_MS) -> None:
        for character in text:
            self.send(character, gap_ms)

    def settle(self) -> None:
        self.driver.wait(lambda: self.wedge.due_s is None)


def test_field_never_sees_a_key_of_a_burst(build: Build) -> None:
    keys = Keys(build())
    keys.burst(GTIN)
    keys.send("\r", SCANNER_MS, Qt.Key.Key_Return.value)
    keys.settle()
    assert [scan.text for scan in keys.scans] == [GTIN]
    assert keys.text == ""
    assert keys.seen == []


def test_persons_keys_arrive_in_order_after_their_silence(build: Build) -> None:
    keys = Keys(build())
    for character in "blue":
        keys.send(character, PERSON_MS)
    assert keys.text == "blu"
    keys.settle()
    assert keys.text == "blue"
    assert keys.seen == ["b", "bl", "blu", "blue"]


def test_typing_around_a_scan_stays_and_the_scan_leaves_nothing(build: Build) -> None:
    keys = Keys(build())
    for character in "ab":
        keys.send(character, PERSON_MS)
    keys.settle()
    keys._stamp_ms += 200
    keys.burst(GTIN + "\r")
    keys._stamp_ms += 200
    keys.send("c", PERSON_MS)
    keys.settle()
    assert [scan.text for scan in keys.scans] == [GTIN]
    assert keys.seen == ["a", "ab", "abc"]


def test_slow_scans_first_key_that_had_passed_is_taken_back(build: Build) -> None:
    keys = Keys(build())
    keys.send("z", PERSON_MS)
    keys.settle()
    for character, gap_ms in zip(GTIN, [400, 140, *[40] * 11], strict=True):
        keys.send(character, gap_ms)
    assert keys.text == "z" + GTIN[:1]
    edited: list[str] = []
    keys.field.textEdited.connect(lambda: edited.append(keys.text))
    keys.send("\r", 40)
    keys.settle()
    assert [scan.text for scan in keys.scans] == [GTIN]
    assert keys.text == "z"
    assert edited == ["z"]  # so that the view model hears of it


def slow_first_key(keys: Keys) -> None:
    """Let a slow scanner's first key pass, and play all but the end of its code."""
    for character, gap_ms in zip(GTIN, [400, 140, *[40] * 11], strict=True):
        keys.send(character, gap_ms)


def test_full_field_keeps_what_it_has_though_a_key_it_refused_is_taken_back(build: Build) -> None:
    keys = Keys(build())
    keys.field.setProperty("maximumLength", 2)
    for character in "zu":
        keys.send(character, PERSON_MS)
    keys.settle()
    slow_first_key(keys)
    keys.send("\r", 40)
    keys.settle()
    assert [scan.text for scan in keys.scans] == [GTIN]
    assert keys.text == "zu"


def test_nothing_is_taken_back_from_a_field_that_changed_meanwhile(build: Build) -> None:
    keys = Keys(build())
    slow_first_key(keys)
    assert keys.text == GTIN[:1]
    keys.field.setProperty("text", "coat")
    keys.send("\r", 40)
    keys.settle()
    assert [scan.text for scan in keys.scans] == [GTIN]
    assert keys.text == "coat"


def test_keys_arrive_after_the_events_clock_began_anew(build: Build) -> None:
    keys = Keys(build())
    keys._stamp_ms = 2**32 - 5_000
    keys.burst(GTIN + "\r")
    for stamp_ms in (60_000, 86_400_000, 2**32 - 60_000, 1_000):
        keys._stamp_ms = stamp_ms
        for character in "hat":
            keys.send(character, PERSON_MS)
        keys.settle()
    assert [scan.text for scan in keys.scans] == [GTIN]
    assert keys.text == "hat" * 4


def test_code_is_whole_while_the_events_clock_begins_anew(build: Build) -> None:
    keys = Keys(build())
    keys._stamp_ms = 2**32 - 40
    for character in GTIN + "\r":
        keys.send(character, SCANNER_MS)
        keys._stamp_ms %= 2**32
    assert [scan.text for scan in keys.scans] == [GTIN]
    assert keys.seen == []


def test_reset_out_of_a_key_that_is_being_delivered_loses_no_later_one(build: Build) -> None:
    keys = Keys(build())
    keys.field.accepted.connect(keys.filter.reset)
    keys.send("\r", PERSON_MS, Qt.Key.Key_Return.value)
    keys.send("x", 100)  # what silence has decided comes out with it
    for character in "ab":
        keys.send(character, PERSON_MS * 3)
        keys.settle()
        assert keys.filter._waiting == []
    assert keys.text == "ab"


def test_escape_of_a_person_still_leaves_the_field_and_that_of_a_code_does_not(
    build: Build,
) -> None:
    d = build()
    keys = Keys(d)
    escape = Qt.Key.Key_Escape.value
    keys.send("\x1b", PERSON_MS, escape)
    keys.burst(GTIN[:4])
    for _ in range(3):
        keys.send("\x1b", SCANNER_MS, escape)
    keys.burst(GTIN[4:] + "\r")
    assert [scan.text for scan in keys.scans] == [GTIN]
    keys.settle()
    assert d.ui.shell.page == "search"
    assert keys.field.property("activeFocus")
    keys._stamp_ms += 500
    keys.send("\x1b", PERSON_MS, escape)
    keys.settle()
    assert not keys.field.property("activeFocus")
    keys.send("\x1b", PERSON_MS, escape)
    d.wait(lambda: d.ui.shell.page != "search")  # by the window's own shortcut


def test_held_key_repeats_at_once(build: Build) -> None:
    keys = Keys(build())
    keys.send("a", PERSON_MS)
    keys.send("a", 30, repeated=True)
    assert keys.text == "aa"


def test_what_waits_at_the_end_of_a_session_is_never_delivered(build: Build) -> None:
    keys = Keys(build())
    keys.send("a", PERSON_MS)
    keys.filter.reset()
    assert keys.wedge.due_s is None
    keys.send("b", PERSON_MS)
    keys.settle()
    assert keys.text == "b"


def test_reset_out_of_a_scan_delivers_nothing_of_the_person_before(build: Build) -> None:
    keys = Keys(build())
    keys.wedge._on_scan = lambda _scan: keys.filter.reset()
    keys.send("x", PERSON_MS)
    keys._stamp_ms += 50
    keys.burst(GTIN + "\r")
    keys.send("b", PERSON_MS * 3)
    keys.settle()
    assert keys.text == "b"


def test_keys_that_queued_up_in_a_stall_come_before_their_silence(build: Build) -> None:
    """The first key's time is up before the next ones are handled; the burst is whole."""
    keys = Keys(build())
    keys.filter._timer.timeout.connect(partial(keys.burst, GTIN[1:] + "\r"))
    keys.send(GTIN[0], PERSON_MS)
    keys.driver.wait(lambda: keys.scans)
    assert keys.seen == []
    assert [scan.text for scan in keys.scans] == [GTIN]


@pytest.mark.parametrize(
    ("native", "code"),
    [
        (0x02, 2),
        (0x1B, 27),
        (0x1C, 28),
        (0x11C, 96),
        (0xE01C, 96),
        (0x38, 56),
        (0x138, 100),
        (0x48, 72),
        (0x148, 103),
        (0x56, 86),
        (0x15B, 125),
        (0x45, 119),
        (0x145, 69),
        (0x58, 88),
        (0x7F, 0),
        (0, 0),
    ],
)
def test_windows_scan_codes_become_places_of_keys(native: int, code: int) -> None:
    assert code_of(native, "windows") == code


def test_x11_and_wayland_count_from_eight() -> None:
    assert code_of(10, "xcb") == code_of(10, "wayland") == 2
    assert code_of(0, "xcb") == code_of(38, "offscreen") == 0


_MISSING = [name for name in ("Xvfb", "setxkbmap") if shutil.which(name) is None]
_MISSING += [name for name in ("X11", "Xtst") if find_library(name) is None]


@pytest.mark.skipif(bool(_MISSING), reason=f"not installed: {_MISSING}")
def test_scans_on_an_x_server_are_read_on_every_layout_and_leave_no_trace(tmp_path: Path) -> None:
    read_end, write_end = os.pipe()
    server = subprocess.Popen(  # noqa: S603  # its path was looked up above
        [  # noqa: S607  # as above
            "Xvfb",
            "-displayfd",
            str(write_end),
            "-screen",
            "0",
            "1080x1920x24",
            "-nolisten",
            "tcp",
        ],
        pass_fds=(write_end,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    try:
        with os.fdopen(read_end) as told:
            display = f":{told.readline().strip()}"
        surroundings = os.environ | {
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "QT_QUICK_BACKEND": "software",
            "PYTHONPATH": str(ROOT),
        }
        surroundings.pop("QT_IM_MODULE", None)
        done = subprocess.run(  # noqa: S603  # our own script
            [sys.executable, ROOT / "tests/ui/scan_under_x.py", display, tmp_path, "4"],
            env=surroundings,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
    finally:
        server.terminate()
        server.wait()
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert len({row["layout"] for row in rows}) == 4
    for row in rows:
        assert row["read"] == ([row["code"]] if row["code"] else []), row
        before, after = row["before"], row["after"]
        assert len(after) == len(before) + 2, row  # the person's two keys and nothing else
        assert row["seen"] == [after[:-1], after], row
        assert row["page"] == "search"
