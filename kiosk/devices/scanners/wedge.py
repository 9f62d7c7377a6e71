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

from collections.abc import Callable
from functools import partial

from kiosk.devices.scanners.burst import Burst, Sent
from kiosk.devices.scanners.held_keys import HeldKeys
from kiosk.devices.scanners.keyboard import ending
from kiosk.devices.scanners.rhythm import LONGEST_GAP_S, Press
from kiosk.domain.keys import Fate, Key, ScannerProfile, Verdict
from kiosk.domain.scans import Scan, Symbology

HOLD_S = 0.060


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
        self._keys = HeldKeys()
        self._burst = Burst()
        self._waiting: list[Press] = []  # the press of each event that waits, releases too
        self._found: Callable[[], None] | None = None
        self._take_back = 0
        self._tail_s = self._tail_from_s = 0.0  # after a suffix: a scanner may go on
        self._drain_s = self._drained_s = 0.0  # after a reset: the rest of a burst

    @property
    def due_s(self) -> float | None:
        """When `expire` is to be called if no key comes before, by the keys' own clock."""
        if self._burst.last_s is None or not (self._waiting or self._burst.is_scanners):
            return None
        return self._burst.last_s + self._patience_s

    def feed(self, key: Key) -> Verdict:
        """Take one key event, in order; its time is when it happened, not when it is handled."""
        if self._keys.is_repetition(key):
            press = self._repeat(key)
        elif key.pressed:
            self._wait_until(key.time_s)
            press = self._press(key)
        else:
            press = self._let_go(key)
        return self._verdict(press)

    def expire(self, now_s: float) -> Verdict:
        """Decide by the silence until now; with no event, the verdict's `fate` means nothing."""
        self._wait_until(now_s)
        return self._verdict(None)

    def reset(self) -> None:
        """Forget whatever waits: it will never be delivered, nor will the rest of a burst."""
        if self._burst.last_s is not None:
            self._drain_s, self._drained_s = self._patience_s, self._burst.last_s
        for press in (*self._waiting, *self._burst.presses):
            if press.fate is Fate.HOLD:
                press.fate = Fate.SWALLOW
        self._waiting.clear()
        self._burst = Burst()

    def learn(self, on_burst: Callable[[tuple[Key, ...]], None] | None) -> None:
        """Hand over whole bursts of at least 6 presses, suffix and all, instead of scans."""
        self._on_burst = on_burst

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
        if self._burst.has_stalled(key.time_s):
            self._end()
        if self._burst.last_s is None and 0 <= key.time_s - self._tail_from_s < self._tail_s:
            self._burst = Burst(follows_code=True)
        press = self._keys.press(key, self._burst.began_s(key.time_s))
        if self._drains(press):
            return press
        self._burst.count(press)
        if self._burst.is_full:
            press.fate = Fate.SWALLOW
        elif not ending(press.key) or not self._suffix(press):
            self._burst.add(press)
            if self._burst.is_full:
                self._flood()
        return press

    def _drains(self, press: Press) -> bool:
        """Swallow a press that still belongs to a burst from before a reset."""
        at_s = press.key.time_s
        if not 0 <= at_s - self._drained_s < self._drain_s:
            self._drain_s = 0.0
            return False
        press.fate = Fate.SWALLOW
        self._drained_s = at_s
        self._burst = Burst()
        if ending(press.key):
            self._drain_s, self._tail_from_s, self._tail_s = 0.0, at_s, self._hold_s
        return True

    def _let_go(self, key: Key) -> Press | None:
        press = self._keys.release(key)
        if press is not None:
            if self._drain_s and press.quick:
                self._drain_s = LONGEST_GAP_S
            self._burst.released(press, key.time_s)
        return press

    def _repeat(self, key: Key) -> Press | None:
        """Pass a held key on: it is never a scanner's."""
        if not self._burst.is_scanners:
            self._burst.settle(Fate.PASS)
            self._burst = Burst()
        return self._keys.press_of(key)

    def _wait_until(self, now_s: float) -> None:
        last_s = self._burst.last_s
        if last_s is None:
            return
        if now_s < last_s:
            self._end()
            self._found = None  # the keys' clock was set back or wrapped round: trust no rhythm
        elif now_s >= last_s + LONGEST_GAP_S:
            self._end()
        elif now_s >= last_s + self._patience_s:
            self._burst.settle(Fate.PASS)

    @property
    def _patience_s(self) -> float:
        return self._burst.patience_s(self._hold_s)

    # How a burst ends

    def _suffix(self, press: Press) -> bool:
        """End the burst by its suffix, unless it is a person's Enter."""
        follower = self._burst.is_follower
        if not follower and not self._accept(press):
            return False
        press.fate = Fate.SWALLOW
        if not follower:
            self._tail_s = min(self._hold_s, 3 * self._burst.usual_gap_s(press) + 0.010)
        self._tail_from_s = press.key.time_s
        self._burst = Burst()
        return True

    def _end(self) -> None:
        """End a burst that had no suffix; where one is due, it may be half a code."""
        if self._accept(None):
            if self._found is not None and self._on_burst is None and self.profile.suffix != "none":
                self._tell("")
        else:
            if self._burst.follows_code:
                self._claim(self._burst.start())
            self._burst.settle(Fate.PASS)
        self._burst = Burst()

    def _accept(self, suffix: Press | None) -> bool:
        """Take the burst for a code, or for a lesson while one is learnt, if it is one."""
        if self._on_burst is not None:
            taught = self._burst.taught(suffix)
            if taught is None:
                return False
            start, keys = taught
            self._found = partial(self._on_burst, keys)
            self._claim(start)
            return True
        sent = self._burst.code(suffix, self.profile)
        if sent is None:
            return False
        self._take(sent)
        return True

    def _flood(self) -> None:
        """Report what is too long for a code, and swallow the rest of it."""
        whole = self._burst.read(0, self.profile)
        self._take(whole._replace(start=self._burst.start()))
        self._burst.forget()

    def _take(self, sent: Sent) -> None:
        if sent.text:
            self._tell(sent.text, sent.symbology)
        self._claim(sent.start)

    def _tell(self, text: str, symbology: Symbology = Symbology.UNKNOWN) -> None:
        """Report a scan when all is settled."""
        at_s = self._burst.last_s or 0.0
        self._found = partial(self._on_scan, Scan(text, "wedge", at_s, symbology, text.encode()))

    def _claim(self, start: int) -> None:
        """Keep what a scanner sent from the field; what waits before that is a person's."""
        self._take_back += self._burst.claim(start)
        self._burst.settle(Fate.PASS)
