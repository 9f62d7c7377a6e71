"""Keys pressed without a pause, and where among them a scanner's begin.

What a person types and what a scanner types right after it are one burst: nothing but the
rhythm of the keys parts them. A burst knows its presses and what is to become of each (their
`fate`); when a suffix or a silence ends it, `code` says what a scanner has sent with it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from kiosk.devices.scanners import rhythm
from kiosk.devices.scanners.keyboard import ending, read
from kiosk.devices.scanners.rhythm import LEAST_STROKES, LONGEST_GAP_S, PROOF_STROKES, Press
from kiosk.domain.code_kinds import UnknownCode
from kiosk.domain.codes import classify
from kiosk.domain.keys import Fate, Key, ScannerProfile
from kiosk.domain.scans import Symbology

MAX_PRESSES = 8_192  # 4,096 characters, each with Shift
WAITING_STROKES = 8  # so many of a scanner's keys wait: they may be a palm's
_REMEMBERED = 64  # presses of a person who never pauses


class Sent(NamedTuple):
    """What a scanner has sent, from press number `start` of its burst on.

    `text` is empty for the few characters that may follow a code by themselves.
    """

    start: int
    text: str
    symbology: Symbology


class Burst:
    """`follows_code`: it came too soon after a code to be a person's."""

    def __init__(self, follows_code: bool = False) -> None:
        self.last_s: float | None = None  # when the newest key went down
        self.follows_code = follows_code
        self.is_full = False
        self._presses: list[Press] = []
        self._newest: Press | None = None  # stroke
        self._strokes: deque[float] = deque(maxlen=rhythm.BROKEN_GAPS)
        self._count = 0
        # Where the strokes begin that are a scanner's for sure, and how many there are since.
        self._proof: int | None = 0 if follows_code else None
        self._sure = 0

    @property
    def presses(self) -> Sequence[Press]:
        """The presses that are kept, the oldest first."""
        return self._presses

    @property
    def is_scanners(self) -> bool:
        """Whether some of it is a scanner's for sure."""
        return self._proof is not None

    @property
    def is_follower(self) -> bool:
        """Whether it is one stroke right after a code: the line feed after an Enter."""
        return self.follows_code and self._count == 1

    def began_s(self, or_s: float) -> float:
        """Return when it began; `or_s` if no press of it is kept."""
        return self._presses[0].key.time_s if self._presses else or_s

    def has_stalled(self, at_s: float) -> bool:
        """Tell whether a person goes on where a scanner sent no suffix."""
        enough = self.is_scanners and len(self._strokes) == rhythm.BROKEN_GAPS
        return enough and at_s - self._strokes[0] > rhythm.BROKEN_S

    def patience_s(self, hold_s: float) -> float:
        """Return for how much silence its keys wait, if those of a person wait for `hold_s`."""
        patient = (
            self.is_scanners
            or any(press.quick for press in self._presses[-2:])
            or rhythm.fast_enough(self._presses)
        )
        return LONGEST_GAP_S if patient else hold_s

    # What happens

    def count(self, press: Press) -> None:
        """Hear of a press, whether it becomes part of the burst or ends it."""
        self.last_s = press.key.time_s
        if press.is_stroke:
            self._strokes.append(press.key.time_s)
            self._count += 1
            self._sure += self.is_scanners
            if self._newest is not None:
                self._newest.next_s = press.key.time_s
            self._newest = press

    def add(self, press: Press) -> None:
        """Take a press in, and say what becomes of it."""
        self._presses.append(press)
        if self._proof is None and press.is_stroke:
            self._proof = rhythm.proof(self._presses)
            if self._proof is not None:
                self._sure = sum(one.is_stroke for one in self._presses[self._proof :])
        if self._proof is None:
            self._let_rolled_pass()
        elif self.follows_code or self._sure > WAITING_STROKES:
            press.fate = Fate.SWALLOW
        elif self._sure == WAITING_STROKES:
            leaders = rhythm.starts(self._presses, self._last_start())
            start = max([*leaders[-1:], self.start()])
            for one in self._presses[start:]:
                one.fate = Fate.SWALLOW if one.fate is Fate.HOLD else one.fate
        self.is_full = len(self._presses) >= MAX_PRESSES

    def released(self, press: Press, at_s: float) -> None:
        """Hear that a key of it came up: a hand that came down on the keys proves nothing."""
        in_doubt = self._sure < WAITING_STROKES and not self.follows_code
        if in_doubt and press.is_by_hand(at_s) and press in self._presses:
            self._proof, self._sure = None, 0

    def claim(self, start: int) -> int:
        """Keep all from a press on from the field; return how many characters it has already."""
        written = 0
        for press in self._presses[start:]:
            if press.fate is Fate.HOLD:
                press.fate = Fate.SWALLOW
            elif press.fate is Fate.PASS and not (press.key.control or press.key.alt):
                written += sum(map(str.isprintable, press.key.text))
        return written

    def settle(self, fate: Fate) -> None:
        """Decide on every press that still waits."""
        for press in self._presses:
            if press.fate is Fate.HOLD:
                press.fate = fate

    def forget(self) -> None:
        """Let its presses go; whatever comes until a silence or a suffix belongs to it."""
        self._presses.clear()

    # Whose it is

    def start(self) -> int:
        """Return where the scanner's keys begin, as far as their rhythm tells."""
        first = self._first()
        if self._proof is None or first > self._proof:
            return first
        if rhythm.are_quick(self._presses[self._proof :]):
            rolled = rhythm.by_hand_until(self._presses[first:], self.last_s or 0.0)
            if rolled:
                return first + rolled
            for place in reversed(rhythm.starts(self._presses, self._last_start())):
                if place > first and not any(press.quick for press in self._presses[first:place]):
                    return place  # a finger's keys before a machine's
        if rhythm.mean_gap(rhythm.gaps(self._presses[first:])) <= rhythm.LONGEST_MEAN_GAP_S:
            return first
        start = self._proof
        while start > first and not self._presses[start - 1].is_stroke:
            start -= 1
        return start

    def code(self, suffix: Press | None, profile: ScannerProfile) -> Sent | None:
        """Return what a scanner sent with it and a suffix, None if it is a person's."""
        first = self._first()
        if suffix is not None or self.is_scanners or profile.suffix == "none":
            later = rhythm.starts(self._presses, self._last_start())
            for place in (first, *(one for one in later if one > first)):
                if rhythm.fast_enough(self._presses[place:]):
                    found = self.read(place, profile)
                    if len(found.text) >= LEAST_STROKES and _is_known(found.text):
                        return found
        machine = rhythm.machine_start(self._presses[first:], suffix)
        if machine is not None:
            start = self.start() if self.is_scanners else first + machine
            return self.read(start, profile)
        if not self.is_scanners:
            return None
        found = self.read(self.start(), profile)
        return found if self.follows_code or self._is_long_enough(found, suffix) else None

    def taught(self, suffix: Press | None) -> tuple[int, tuple[Key, ...]] | None:
        """Return where a scanner's keys begin, and all of them; None if it is a person's."""
        start = self.start()
        presses = [*self._presses[start:], *([suffix] if suffix is not None else [])]
        fast = self.is_scanners or rhythm.fast_enough(presses)
        if not fast or len(presses) < LEAST_STROKES:
            return None
        return start, tuple(press.key for press in presses)

    def read(self, start: int, profile: ScannerProfile) -> Sent:
        """Read the keys from a press on."""
        text, symbology = read((press.key for press in self._presses[start:]), profile)
        if self.follows_code and len(text) < LEAST_STROKES:
            text = ""
        return Sent(start, text, symbology)

    def usual_gap_s(self, suffix: Press) -> float:
        """Return the median of the times between its strokes, its suffix included."""
        return median(rhythm.gaps([*self._presses, suffix]) or [0.0])

    def _is_long_enough(self, found: Sent, suffix: Press | None) -> bool:
        """Tell whether keys that no code explains are still too many or too fast for a hand."""
        burst = self._presses[found.start :]
        if suffix is None:
            return sum(one.is_stroke for one in burst) >= LEAST_STROKES
        if len(found.text) < LEAST_STROKES and self._count <= LEAST_STROKES:
            return rhythm.mean_gap(rhythm.gaps([*burst, suffix])) <= rhythm.SHORT_MEAN_GAP_S
        return True

    def _let_rolled_pass(self) -> None:
        """Let a person's keys go who rolls over them at length."""
        if rhythm.are_rolled([one for one in self._presses if one.fate is Fate.HOLD]):
            self.settle(Fate.PASS)
        while len(self._presses) > _REMEMBERED and self._presses[0].fate is not Fate.HOLD:
            del self._presses[0]

    def _first(self) -> int:
        """Return where the burst begins: after the last Enter that ended nothing."""
        ends = (place for place, one in enumerate(self._presses) if ending(one.key))
        return max(ends, default=-1) + 1

    def _last_start(self) -> int:
        """Return how far into the burst a person may still have typed."""
        newest = len(self._presses) - 1
        return newest if self._proof is None else min(newest, self._proof + PROOF_STROKES)


def _is_known(text: str) -> bool:
    return not isinstance(classify(text), UnknownCode)
