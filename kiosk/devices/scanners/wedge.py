"""Tell a keyboard-wedge scanner from a person by the rhythm of the keys.

A wedge scanner types its code like a keyboard, only faster, and ends it with Enter or Tab.
`Wedge` is fed every key event and says what becomes of it:

- A key waits until the next one tells whose it is: for 60 ms of silence, which no person
  notices, or for 150 ms if the key was let go faster than a finger can. No field sees a key
  that waits, whether it writes a character or is a chord.
- Four keys within 90 ms that no hand rolled over, or twenty at a mean gap of 45 ms, are a
  scanner's: they and what follows are swallowed, up to a suffix or a silence of 150 ms.
- So is a whole burst, however short, of which no finger can have let the keys go.
- What a scanner has sent is reported with its suffix, even if it is no code of ours, so that
  the screen can say so. At a silence where a suffix is due an empty text is: half a code may
  be another one. A burst that is only fast enough (6 characters,
  mean gap at most 50 ms without its longest) must besides read as a code: there the checksum
  stands in for speed.
- A slow scanner's first keys may have passed after all; they are then taken back.
- After a reset in the midst of a burst its rest reaches nobody.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from statistics import median

from kiosk.devices.scanners import modifiers, rhythm
from kiosk.devices.scanners.keyboard import ending, read
from kiosk.devices.scanners.rhythm import LEAST_STROKES, LONGEST_GAP_S, PROOF_STROKES, Press
from kiosk.domain.code_kinds import UnknownCode
from kiosk.domain.codes import classify
from kiosk.domain.keys import Fate, Key, ScannerProfile, Verdict
from kiosk.domain.scans import Scan, Symbology

HOLD_S = 0.060
MAX_PRESSES = 8_192  # 4,096 characters, each with Shift
WAITING_STROKES = 8  # so many of a scanner's keys wait: they may be a palm's
_REMEMBERED = 64  # presses of a person who never pauses


class Wedge:
    """Finds the codes among key events; for one thread.

    `on_scan` is called inside `feed` and `expire`, when all is settled: it may call `reset`.
    `hold_s` is for how much silence a key waits.
    """

    def __init__(
        self, on_scan: Callable[[Scan], None], profile: ScannerProfile, hold_s: float = HOLD_S
    ) -> None:
        self._on_scan = on_scan
        self._on_burst: Callable[[tuple[Key, ...]], None] | None = None
        self._hold_s = hold_s
        self.profile = profile
        self._waiting: list[Press] = []  # the press of each event that waits, releases too
        self._down: dict[int | str, Press] = {}
        self._released: Press | None = None  # last
        self._found: Callable[[], None] | None = None
        self._take_back = 0
        self._tail_s = self._tail_from_s = 0.0
        self._drain_s = self._drained_s = 0.0
        self._begin()

    @property
    def due_s(self) -> float | None:
        """When `expire` is to be called if no key comes before, by the keys' own clock."""
        if self._last_s is None or not (self._waiting or self._proof is not None):
            return None
        return self._last_s + self._patience_s

    def feed(self, key: Key) -> Verdict:
        """Take one key event, in order; its time is when it happened, not when it is handled."""
        held = key.pressed and self._is_still_held(key)
        if held or (key.repeated and not self._is_too_soon(key)):
            press = self._repeat(key)
        elif key.pressed:
            self._wait_until(key.time_s)
            press = self._press(key)
        else:
            press = self._let_go(key)
        return self._verdict(press)

    def expire(self, now_s: float) -> Verdict:
        """Decide what silence has decided; `fate` says nothing then."""
        self._wait_until(now_s)
        return self._verdict(None)

    def reset(self) -> None:
        """Forget whatever waits: it will never be delivered, nor will the rest of a burst."""
        if self._last_s is not None:
            self._drain_s, self._drained_s = self._patience_s, self._last_s
        for press in (*self._waiting, *self._presses):
            if press.fate is Fate.HOLD:
                press.fate = Fate.SWALLOW
        self._waiting.clear()
        self._begin()

    def learn(self, on_burst: Callable[[tuple[Key, ...]], None] | None) -> None:
        """Hand over whole bursts of at least 6 presses, suffix and all, instead of scans."""
        self._on_burst = on_burst

    def _begin(self) -> None:
        """Await a new burst."""
        self._presses: list[Press] = []
        self._newest: Press | None = None  # stroke
        self._strokes: deque[float] = deque(maxlen=rhythm.BROKEN_GAPS)
        self._count = 0
        self._last_s: float | None = None
        self._proof: int | None = None  # where the strokes begin that are a scanner's for sure
        self._sure = 0  # strokes from there on
        self._goes_on = False  # follows a code too closely to be a person's
        self._flooded = False

    def _verdict(self, press: Press | None) -> Verdict:
        """Sum up, and only then tell of a scan."""
        fates = tuple(one.fate for one in self._waiting)
        if all(fate is Fate.HOLD for fate in fates):
            fates = ()
        self._waiting = [one for one in self._waiting if one.fate is Fate.HOLD]
        fate = press.fate if press is not None else Fate.PASS
        if press is not None and fate is Fate.HOLD:
            self._waiting.append(press)
        verdict = Verdict(fate, fates, self._take_back)
        self._take_back = 0
        found, self._found = self._found, None
        if found is not None:
            found()
        return verdict

    # What happens

    def _press(self, key: Key) -> Press:
        sure = self._proof is not None and len(self._strokes) == rhythm.BROKEN_GAPS
        if sure and key.time_s - self._strokes[0] > rhythm.BROKEN_S:
            self._end()  # a person goes on where no suffix came
        if self._last_s is None and 0 <= key.time_s - self._tail_from_s < self._tail_s:
            self._goes_on, self._proof = True, 0
        began_s = self._presses[0].key.time_s if self._presses else key.time_s
        press = Press(modifiers.own(key, self._down, began_s))
        self._down[key.code or key.text] = press
        if self._drains(press):
            return press
        self._last_s = key.time_s
        if press.is_stroke:
            self._strokes.append(key.time_s)
            self._count += 1
            self._sure += self._proof is not None
            if self._newest is not None:
                self._newest.next_s = key.time_s
            self._newest = press
        if self._flooded:
            press.fate = Fate.SWALLOW
        elif not ending(press.key) or not self._suffix(press):
            self._presses.append(press)
            self._judge(press)
        return press

    def _drains(self, press: Press) -> bool:
        """Swallow a press that still belongs to a burst from before a reset."""
        at_s = press.key.time_s
        if not 0 <= at_s - self._drained_s < self._drain_s:
            self._drain_s = 0.0
            return False
        press.fate = Fate.SWALLOW
        self._drained_s = at_s
        self._begin()
        if ending(press.key):
            self._drain_s, self._tail_from_s, self._tail_s = 0.0, at_s, self._hold_s
        return True

    def _let_go(self, key: Key) -> Press | None:
        name = key.code or key.text
        press = self._down.get(name) if key.repeated else self._down.pop(name, None)
        if press is not None:
            press.up_s = key.time_s
            self._released = press
            if self._drain_s and press.quick:
                self._drain_s = LONGEST_GAP_S
            in_doubt = self._sure < WAITING_STROKES and not self._goes_on
            if in_doubt and press.is_by_hand(key.time_s) and press in self._presses:
                self._proof, self._sure = None, 0  # a hand's that came down on the keys
        return press

    def _is_still_held(self, key: Key) -> bool:
        """Tell whether a key that was held for long goes down in the moment it came up.

        WORKAROUND(qt-6.11): on X11 not every repetition of a held key is said to be one.
        """
        press, name = self._released, key.code or key.text
        if press is None or (press.key.code or press.key.text) != name:
            return False
        if press.up_s != key.time_s or key.time_s - press.key.time_s < LONGEST_GAP_S:
            return False
        self._down[name] = press
        return True

    def _is_too_soon(self, key: Key) -> bool:
        """Tell whether a key is said to repeat itself before any keyboard would do that.

        WORKAROUND(qt-6.11): on X11 a scanner's double letter within one millisecond is.
        """
        press = self._down.get(key.code or key.text)
        return press is not None and 0 <= key.time_s - press.key.time_s < LONGEST_GAP_S

    def _repeat(self, key: Key) -> Press | None:
        """Pass a held key on: it is never a scanner's."""
        if self._proof is None:
            self._settle(Fate.PASS)
            self._begin()
        return self._down.get(key.code or key.text)

    def _wait_until(self, now_s: float) -> None:
        if self._last_s is None:
            return
        if now_s < self._last_s:
            self._end()
            self._found = None  # the clock was set, or its number is full: who knows what that was
        elif now_s >= self._last_s + LONGEST_GAP_S:
            self._end()
        elif now_s >= self._last_s + self._patience_s:
            self._settle(Fate.PASS)

    @property
    def _patience_s(self) -> float:
        patient = (
            self._proof is not None
            or any(press.quick for press in self._presses[-2:])
            or rhythm.fast_enough(self._presses)
        )
        return LONGEST_GAP_S if patient else self._hold_s

    def _end(self) -> None:
        """End a burst that had no suffix; where one is due, it may be half a code."""
        if self._accept(None):
            if self._found is not None and self._on_burst is None and self.profile.suffix != "none":
                unread = Scan("", "wedge", self._last_s or 0.0)
                self._found = partial(self._on_scan, unread)
        else:
            if self._goes_on:
                self._claim(self._start())
            self._settle(Fate.PASS)
        self._begin()

    # Whose it is

    def _judge(self, press: Press) -> None:
        """Say what becomes of the newest press, now that it is part of the burst."""
        if self._proof is None and press.is_stroke:
            self._proof = rhythm.proof(self._presses)
            if self._proof is not None:
                self._sure = sum(one.is_stroke for one in self._presses[self._proof :])
        if self._proof is None:
            self._doubt()
        elif self._goes_on or self._sure > WAITING_STROKES:
            press.fate = Fate.SWALLOW
        elif self._sure == WAITING_STROKES:
            leaders = rhythm.starts(self._presses, self._last_start())
            start = max([*leaders[-1:], self._start()])
            for one in self._presses[start:]:
                one.fate = Fate.SWALLOW if one.fate is Fate.HOLD else one.fate
        if len(self._presses) >= MAX_PRESSES:
            self._flood()

    def _doubt(self) -> None:
        """Let a person's keys go who rolls over them at length."""
        if rhythm.are_rolled([one for one in self._presses if one.fate is Fate.HOLD]):
            self._settle(Fate.PASS)
        while len(self._presses) > _REMEMBERED and self._presses[0].fate is not Fate.HOLD:
            del self._presses[0]

    def _flood(self) -> None:
        """Report what is too long for a code, and swallow the rest of it."""
        self._take(self._start(), self._read(self._presses), self._last_s or 0.0)
        self._settle(Fate.PASS)
        self._presses.clear()
        self._flooded = True

    def _suffix(self, press: Press) -> bool:
        """End the burst by its suffix, unless it is a person's Enter."""
        empty = self._goes_on and self._count == 1  # the line feed after an Enter
        if not empty and not self._accept(press):
            return False
        press.fate = Fate.SWALLOW
        if not empty:
            between = rhythm.gaps([*self._presses, press])
            self._tail_s = min(self._hold_s, 3 * median(between or [0.0]) + 0.010)
        self._tail_from_s = press.key.time_s
        self._begin()
        return True

    def _accept(self, suffix: Press | None) -> bool:
        """Take the burst for a code if it is one."""
        end = [suffix] if suffix is not None else []
        at_s = self._last_s or 0.0
        start = self._start()
        burst = self._presses[start:]
        if self._on_burst is not None:
            return self._learnt(start, [*burst, *end])
        first = self._first()
        later = rhythm.starts(self._presses, self._last_start())
        ends = suffix is not None or self._proof is not None or self.profile.suffix == "none"
        for place in (first, *(one for one in later if one > first)) if ends else ():
            if rhythm.fast_enough(self._presses[place:]):
                scan = self._read(self._presses[place:])
                if len(scan[0]) >= LEAST_STROKES and _is_known(scan[0]):
                    return self._take(place, scan, at_s)
        machine = rhythm.machine_start(self._presses[first:], suffix)
        if self._proof is None:
            if machine is None:
                return False
            start = first + machine
        scan = self._read(self._presses[start:])
        if machine is not None or self._goes_on:
            return self._take(start, scan, at_s)
        if suffix is None:
            strokes = sum(one.is_stroke for one in burst)
            return strokes >= LEAST_STROKES and self._take(start, scan, at_s)
        if len(scan[0]) < LEAST_STROKES and self._count <= LEAST_STROKES:
            short = rhythm.mean_gap(rhythm.gaps([*burst, *end])) <= rhythm.SHORT_MEAN_GAP_S
            return short and self._take(start, scan, at_s)
        return self._take(start, scan, at_s)

    def _learnt(self, start: int, burst: Sequence[Press]) -> bool:
        fast = self._proof is not None or rhythm.fast_enough(burst)
        if not fast or len(burst) < LEAST_STROKES or self._on_burst is None:
            return False
        self._found = partial(self._on_burst, tuple(press.key for press in burst))
        self._claim(start)
        self._settle(Fate.PASS)
        return True

    def _take(self, start: int, code: tuple[str, Symbology], at_s: float) -> bool:
        """Report a code that begins at a press; what waits before that is a person's."""
        text, symbology = code
        if text and not (self._goes_on and len(text) < LEAST_STROKES):
            scan = Scan(text, "wedge", at_s, symbology, text.encode())
            self._found = partial(self._on_scan, scan)
        self._claim(start)
        self._settle(Fate.PASS)
        return True

    def _first(self) -> int:
        """Return where the burst begins: after the last Enter that ended nothing."""
        ends = (place for place, one in enumerate(self._presses) if ending(one.key))
        return max(ends, default=-1) + 1

    def _last_start(self) -> int:
        """Return how far into the burst a person may still have typed."""
        newest = len(self._presses) - 1
        return newest if self._proof is None else min(newest, self._proof + PROOF_STROKES)

    def _start(self) -> int:
        """Return where the scanner's keys begin, as far as their rhythm tells."""
        first = self._first()
        if self._proof is None or first > self._proof:
            return first
        if rhythm.are_quick(self._presses[self._proof :]):
            rolled = rhythm.by_hand_until(self._presses[first:], self._last_s or 0.0)
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

    def _claim(self, start: int) -> None:
        """Keep all from a press on from the field, and take back what it has already."""
        for press in self._presses[start:]:
            if press.fate is Fate.HOLD:
                press.fate = Fate.SWALLOW
            elif press.fate is Fate.PASS and not (press.key.control or press.key.alt):
                self._take_back += sum(map(str.isprintable, press.key.text))

    def _settle(self, fate: Fate) -> None:
        for press in self._presses:
            if press.fate is Fate.HOLD:
                press.fate = fate

    # What it says

    def _read(self, presses: Sequence[Press]) -> tuple[str, Symbology]:
        return read((press.key for press in presses), self.profile)


def _is_known(text: str) -> bool:
    return not isinstance(classify(text), UnknownCode)
