"""Learn how a keyboard scanner types from what came when it read the set-up sheet. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum

from kiosk.devices.scanners.keyboard import LAYOUTS as TABLES
from kiosk.devices.scanners.keyboard import MODIFIERS, decode, ending
from kiosk.devices.scanners.sheet_codes import CODES
from kiosk.domain.keys import LAYOUTS, Finding, Key, Lesson, ScannerProfile
from kiosk.domain.scans import GS

Burst = tuple[Key, ...]

SLOWEST_S = 0.045  # a character, on average: above it the wedge may take a scan for typing
ALIKE = 0.7  # of a code's characters came, in its order
LONGEST_SEPARATOR = 16
AIM_LENGTH = 3
_AIM = {1: "]C", 2: "]C", 3: "]Q"}


class Fit(IntEnum):
    """How well what came fits a code of the sheet, the best first."""

    EXACT = 0
    CAPS = 1  # small letters for capitals and the other way round
    CASE = 2  # all small, or all capital
    ALIKE = 3


@dataclass(frozen=True, slots=True)
class _Match:
    """A code of the sheet in what came: what stood before it, behind it, and for its separator."""

    number: int
    fit: Fit
    before: str = ""
    separator: str = ""
    after: str = ""


def recognise(keys: Burst) -> int:
    """Return which code of the sheet these keys are, 0 for none of them."""
    matches = _matches(keys)
    return min(matches.values(), key=lambda match: match.fit).number if matches else 0


def learn(bursts: Mapping[int, Burst], last: Burst = ()) -> Lesson:
    """Judge what came of the sheet, by the codes' numbers, and read what came last."""
    found = {number: _matches(keys, number) for number, keys in bursts.items()}
    layout = _layout(found.values())
    matches = {number: fits[layout] for number, fits in sorted(found.items()) if layout in fits}
    heard = tuple(number for number, match in matches.items() if match.fit < Fit.ALIKE)
    profile = ScannerProfile(layout=layout)
    if heard:
        first = bursts[heard[0]]
        profile = ScannerProfile(
            layout=layout,
            suffix=_ending(first)[0],
            aim=any(_aim(matches[number]) for number in heard),
            separators=_separators(matches.get(2)),
        )
    findings: dict[str, Finding] = {}  # each said once, as of the first code that shows it
    for number, match in matches.items():
        for finding in _findings(match, bursts[number], layout):
            findings.setdefault(finding.code, finding)
    return Lesson(
        heard=heard,
        enough=1 in heard,
        profile=profile,
        findings=tuple(findings.values()),
        arrived=decode(_ending(last)[1], profile) if last else "",
        number=recognise(last) if last else 0,
    )


def _matches(keys: Burst, number: int = 0) -> dict[str, _Match]:
    """Return how these keys fit a code, or the one they fit best, by keyboard layout."""
    typed = _ending(keys)[1]
    found = {}
    for layout in LAYOUTS:
        text = _read(typed, layout)
        numbers = [number] if number else range(1, len(CODES) + 1)
        fits = [match for one in numbers if (match := _match(text, one, layout)) is not None]
        if fits:
            found[layout] = min(fits, key=lambda match: match.fit)
    return found


def _read(keys: Burst, layout: str) -> str:
    """Decode keys with whatever stands for GS left as it came."""
    return decode(keys, ScannerProfile(layout=layout, suffix="none", separators=()))


def _match(text: str, number: int, layout: str) -> _Match | None:
    code = _writable(CODES[number - 1], layout)
    for fit, came, wanted in (
        (Fit.EXACT, text, code),
        (Fit.CAPS, text.swapcase(), code),
        (Fit.CASE, text.lower(), code.lower()),
    ):
        if len(came) == len(text) and (around := _around(came, wanted.split(GS))) is not None:
            begin, between, end = around
            return _Match(number, fit, text[:begin], text[between], text[end:])
    return _Match(number, Fit.ALIKE) if _alike(text, code) else None


def _writable(code: str, layout: str) -> str:
    """Return what a keyboard has of a code: a Russian one has no Latin letters."""
    if layout not in TABLES:
        return code
    has = {GS, *(sign for level in TABLES[layout] for sign in level.values())}
    return "".join(one for one in code if one in has)


def _around(text: str, parts: Sequence[str]) -> tuple[int, slice, int] | None:
    """Find parts of a text in order: where the first begins, what is between, where they end."""
    begin = text.find(parts[0])
    if begin < 0:
        return None
    end = begin + len(parts[0])
    between = slice(end, end)
    for part in parts[1:]:
        at = text.find(part, end, end + LONGEST_SEPARATOR + len(part))
        if at < 0:
            return None
        between, end = slice(end, at), at + len(part)
    return begin, between, end


def _alike(text: str, code: str) -> bool:
    """Tell whether most of a code came, in its order."""
    together = len(text) + len(code)
    shared = sum((Counter(text) & Counter(code)).values())
    if 2 * shared < ALIKE * together:  # cheap, and never less than the ratio below
        return False
    return SequenceMatcher(None, text, code, autojunk=False).ratio() >= ALIKE


def _layout(found: Iterable[Mapping[str, _Match]]) -> str:
    """Return the layout that all codes together fit best with."""
    every = list(found)

    def misfit(layout: str) -> int:
        return sum(fits[layout].fit if layout in fits else len(Fit) for fits in every)

    return min(LAYOUTS, key=misfit)


def _ending(keys: Burst) -> tuple[str, Burst, int]:
    """Take the keys that end a code off: which they are, what is left, how many there were."""
    end, name, count = len(keys), "none", 0
    for at in range(len(keys) - 1, -1, -1):
        key = keys[at]
        if not key.pressed or key.code in MODIFIERS:
            continue
        if not (what := ending(key)):
            break
        name, end, count = what, at, count + 1
    return name, keys[:end], count


def _separators(match: _Match | None) -> tuple[str, ...]:
    if match is None or match.fit == Fit.ALIKE or not match.separator:
        return ScannerProfile().separators
    return tuple(dict.fromkeys((GS, match.separator)))


def _aim(match: _Match) -> str:
    """Return the AIM identifier before a code, "" where there is none."""
    before = _without_gs(match)
    sign = before[-AIM_LENGTH:]
    return sign if sign.upper().startswith(_AIM[match.number]) else ""


def _without_gs(match: _Match) -> str:
    """Return what came before a code; a GS1-128 code may begin with a GS for its FNC1."""
    before = match.before
    for sign in (GS, match.separator):
        before = before.removesuffix(sign) if match.number == 2 and sign else before
    return before


def _findings(match: _Match, keys: Burst, layout: str) -> Iterable[Finding]:
    """Say what staff should know, or change at the scanner."""
    _, typed, endings = _ending(keys)
    text = _read(typed, layout)
    if match.fit == Fit.ALIKE:
        lost = _left_out(text, _writable(CODES[match.number - 1], layout))
        yield Finding("characters_lost" if lost else "layout_unknown")
    elif match.fit == Fit.CAPS:
        yield Finding("caps_inverted")
    elif match.fit == Fit.CASE:
        yield Finding("case_changed")
    elif layout == "":
        yield Finding("by_text")
    if layout == "ru":
        yield Finding("no_latin")
    if before := _without_gs(match).removesuffix(_aim(match)):
        yield Finding("prefix", before)
    if match.after:
        yield Finding("ending", match.after)
    if match.fit < Fit.ALIKE and match.number == 2 and not match.separator:
        yield Finding("separator_lost")
    if endings == 0:
        yield Finding("suffix_none")
    if endings > 1:
        yield Finding("suffix_twice")
    if chords := " ".join(_chords(typed)):
        yield Finding("chords", chords)
    pace_s = _pace_s(typed, len(text))
    if pace_s > SLOWEST_S:
        yield Finding("slow", str(round(pace_s * 1000)))


def _chords(keys: Burst) -> Iterable[str]:
    """Name the control keys pressed with a code, but those that write GS."""
    letters = TABLES["us"][0]
    for key in keys:
        chord = key.pressed and key.control and not key.alt and key.code not in MODIFIERS
        if chord and letters.get(key.code, "]") != "]":
            yield f"Ctrl+{letters[key.code].upper()}"


def _pace_s(keys: Burst, characters: int) -> float:
    """Return the time from one character to the next, on average."""
    return (keys[-1].time_s - keys[0].time_s) / max(1, characters - 1) if keys else 0.0


def _left_out(text: str, code: str) -> bool:
    """Tell whether a text is a code with some characters missing."""
    rest = iter(code)
    return len(text) < len(code) and all(character in rest for character in text)
