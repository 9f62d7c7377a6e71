"""A hand-written fake of `kiosk.ports.devices.ScannerSetup`, and a scanner's fingers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kiosk.devices.scanners.keyboard import LAYOUTS
from kiosk.domain.keys import Key, Lesson, ScannerProfile
from kiosk.domain.scans import GS
from kiosk.errors import KioskError

ENDS = {"enter": (28, "\r"), "tab": (15, "\t")}
SHIFT = 42


@dataclass
class FakeScannerSetup:
    """Hears what a test says; `fault` is why nothing can be kept."""

    now: ScannerProfile = field(default_factory=ScannerProfile)
    decided: tuple[str, ...] = ()
    begun: int = 0
    listener: Callable[[Lesson], None] | None = None
    kept: list[ScannerProfile] = field(default_factory=list)
    fault: KioskError | None = None

    def profile(self) -> ScannerProfile:
        return self.now

    def fixed(self) -> tuple[str, ...]:
        return self.decided

    def begin(self, heard: Callable[[Lesson], None]) -> None:
        self.begun += 1
        self.listener = heard

    def end(self) -> None:
        self.listener = None

    def use(self, profile: ScannerProfile) -> None:
        self.now = profile

    def keep(self, profile: ScannerProfile) -> None:
        if self.fault is not None:
            raise self.fault
        self.kept.append(profile)


@dataclass(frozen=True)
class Scanner:
    """A scanner that types like a keyboard of `layout` on a computer that has `host`'s.

    `gs`: `ctrl` (Ctrl+]), `ascii` (the character by itself), `lost`, or the text for it.
    """

    layout: str = "us"
    host: str = "us"
    suffix: str = "enter"
    aim: bool = False
    gs: str = "ctrl"
    gap_s: float = 0.008
    before: str = ""
    after: str = ""

    def writes(self, text: str) -> str:
        """What the keyboard it believes to be has of a text."""
        return "".join(one for one in text if one == GS or _place(one, self.layout))

    def types(self, text: str, aim: str = "", at_s: float = 100.0) -> tuple[Key, ...]:
        """The presses for a code, with what is set to come around it."""
        whole = f"{self.before}{aim if self.aim else ''}{text}{self.after}"
        keys: list[Key] = []
        for one in whole:
            keys += self._character(one, at_s)
            at_s += self.gap_s
        if self.suffix in ENDS:
            code, sign = ENDS[self.suffix]
            keys.append(Key(at_s, code, sign))
        return tuple(keys)

    def _character(self, one: str, at_s: float) -> Iterator[Key]:
        if one == GS and self.gs == "ctrl":
            yield Key(at_s, 27, GS, control=True)
        elif one == GS and self.gs == "ascii":
            yield Key(at_s, 0, GS)
        elif one == GS:
            for sign in "" if self.gs == "lost" else self.gs:
                yield from self._character(sign, at_s)
        elif place := _place(one, self.layout):
            code, level = place
            made = LAYOUTS[self.host][level].get(code, "")
            if level == 1:
                yield Key(at_s, SHIFT, shift=True)
            third = level == 2
            yield Key(at_s, code, made, shift=level == 1, control=third, alt=third)


def _place(sign: str, layout: str) -> tuple[int, int] | None:
    """Find the key and the level (alone, Shift, AltGr) that write a character."""
    for level, keys in enumerate(LAYOUTS[layout]):
        for code, written in keys.items():
            if written == sign:
                return code, level
    return None
