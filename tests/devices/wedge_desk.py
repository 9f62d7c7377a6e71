"""A desk with a window, a keyboard scanner and a person before it."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.devices.scanners.wedge import Wedge
from kiosk.domain.gtin import gtin13
from kiosk.domain.keys import ScannerProfile, Verdict
from kiosk.domain.scans import Scan
from tests.benchmarks.keys import Stroke, Window, events, seen_by, strokes_of

GTIN = gtin13("460123456789")
ENTER, TAB, LINE_FEED = Stroke(28), Stroke(15), Stroke(36, control=True)
SCANNER_S, HAND_S, FINGER_S = 0.008, 0.110, 0.050


class Desk:
    """A window, a scanner and a person before it."""

    def __init__(self, suffix: str = "enter", layout: str = "us", aim: bool = False) -> None:
        self.scans: list[Scan] = []
        self.wedge = Wedge(self.scans.append, ScannerProfile(layout, suffix, aim))
        self.window = Window(self.wedge)
        self.now_s = 100.0

    @property
    def texts(self) -> list[str]:
        return [scan.text for scan in self.scans]

    def scan(
        self, text: str, *after: Stroke, gap_s: float = SCANNER_S, held_s: float | None = None
    ) -> None:
        self.window.owner = "scanner"
        self.strokes(
            [*strokes_of(text, "us"), *after], gap_s, gap_s / 2 if held_s is None else held_s
        )

    def type(self, text: str, *after: Stroke, gap_s: float = HAND_S) -> None:
        self.window.owner = "person"
        self.strokes([*strokes_of(text, "us"), *after], gap_s, FINGER_S)

    def strokes(self, strokes: Sequence[Stroke], gap_s: float, held_s: float) -> list[Verdict]:
        keys = sorted(
            events(strokes, self.now_s, lambda: gap_s, lambda: held_s), key=lambda key: key.time_s
        )
        self.now_s += gap_s * len(strokes)
        return [self.window.feed(seen_by("us", key)) for key in keys]

    def rest(self, for_s: float = 1.0) -> None:
        self.now_s += for_s
        self.window.rest(self.now_s)
