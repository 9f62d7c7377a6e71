"""Key presses as a keyboard-wedge scanner makes them, and how such a scanner is set up."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Literal, get_args

Layout = Literal["us", "de", "fr", "ru", ""]
Suffix = Literal["enter", "tab", "none"]
LAYOUTS: tuple[str, ...] = get_args(Layout)
SUFFIXES: tuple[str, ...] = get_args(Suffix)
SEPARATORS = ("\x1d", "{GS}", "<GS>", "{FNC1}", "<FNC1>", "\\F", "\u241d")


@dataclass(frozen=True, slots=True)
class Key:
    """A key going down or up.

    `time_s` is the event's own time stamp. `code` is the key's place on the keyboard, the
    number of Linux' `input-event-codes.h` (equal to PC scan code set 1 in the main block),
    0 where the platform does not say; `text` is what the host's layout made of it.
    """

    time_s: float
    code: int
    text: str = ""
    pressed: bool = True
    repeated: bool = False
    shift: bool = False
    control: bool = False
    alt: bool = False
    meta: bool = False


@dataclass(frozen=True, slots=True)
class ScannerProfile:
    """How a keyboard-wedge scanner types.

    `layout`: the keyboard it believes to be (`us`, `de`, `fr`, `ru`), whatever the host's
    is; "" takes the host's text, for scanners that type by Alt codes. `suffix`: what ends a
    code, one of `SUFFIXES`; `none`: silence does. `aim`: each code begins with its AIM
    identifier. `separators` are the ways in which it may write GS.
    """

    layout: str = "us"
    suffix: str = "enter"
    aim: bool = False
    separators: tuple[str, ...] = SEPARATORS


class Fate(Enum):
    """What becomes of a key event: the window gets it, it waits, or nobody ever gets it."""

    PASS = "pass"  # noqa: S105  # no password
    HOLD = "hold"
    SWALLOW = "swallow"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with a key event and with those that wait, in this order.

    `held`: the fates of the events that wait, oldest first; empty: all go on waiting.
    `take_back`: so many characters that had reached the field were a scanner's after all.
    `fate`: of the event just fed; one to `HOLD` joins the end of those that wait.
    """

    fate: Fate
    held: tuple[Fate, ...] = ()
    take_back: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a scanner that staff should know: a code, and its data from outside."""

    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a keyboard scanner has taught so far by reading the set-up sheet.

    `heard` are the numbers of the sheet's codes that came; `enough` of them make the
    `profile`. `arrived` is what came last, as that profile reads it, and `number` which
    code of the sheet it was, 0 for any other.
    """

    heard: tuple[int, ...] = ()
    enough: bool = False
    profile: ScannerProfile = field(default_factory=ScannerProfile)
    findings: tuple[Finding, ...] = ()
    arrived: str = ""
    number: int = 0
