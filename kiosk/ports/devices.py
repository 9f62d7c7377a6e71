"""Printer, sounds, camera and scanners."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kiosk.domain.keys import Lesson, ScannerProfile
from kiosk.domain.receipts import Receipt


class ReceiptPrinter(Protocol):
    """A receipt printer (lane `printer`)."""

    def print(self, receipt: Receipt) -> None:
        """Put a receipt on paper. Raises `DeviceFault`: out of paper, cover open, no answer."""

    def check(self) -> None:
        """Raise `DeviceFault` if the printer could not print now."""


class Sounds(Protocol):
    """What is heard of a scan; returns at once, from any thread, and never raises."""

    def warm(self) -> None:
        """Load what makes them, so that the first one comes in time."""

    def scanned(self) -> None:
        """A code was read."""

    def refused(self) -> None:
        """It was read and is nothing of ours."""


@dataclass(frozen=True, slots=True)
class ViewFrame:
    """What the camera sees now: `width` x `height` bytes of gray, row by row."""

    number: int
    width: int
    height: int
    gray: bytes = field(repr=False)


class CameraView(Protocol):
    """What the screen may know of the camera and ask of it; from the main thread, at once."""

    def frame(self) -> ViewFrame | None:
        """Return the newest picture, None while there is none."""

    def stir(self) -> None:
        """Somebody is there: look at full rate."""

    def light(self, on: bool) -> None:
        """Switch the camera's own light, where `CameraNews.has_light`."""


@dataclass(frozen=True, slots=True)
class CameraNews:
    """How the camera is.

    `state`: `looking`, `resting` (nobody is there), `missing`, `lost`. `hint` is what would
    help: "", `dark`, `glare`, `blurred`, `closer`, `hold_still`.
    """

    state: str = "missing"
    hint: str = ""
    has_light: bool = False


class ScannerSetup(Protocol):
    """Learns how a keyboard scanner types; all but `keep` on the main thread, at once."""

    def profile(self) -> ScannerProfile:
        """How scans are read now."""

    def fixed(self) -> Sequence[str]:
        """Name the fields of the profile that the policy file decides, whatever is learned."""

    def begin(self, heard: Callable[[Lesson], None]) -> None:
        """Take everything that is scanned by keyboard from now on, and learn from nothing."""

    def end(self) -> None:
        """Let scans be scans again; what was not kept is forgotten."""

    def use(self, profile: ScannerProfile) -> None:
        """Read scans by it from now on, as far as the policy lets it."""

    def keep(self, profile: ScannerProfile) -> None:
        """Write it to the disk (lane `disk`). Raises `StoreBroken`."""
