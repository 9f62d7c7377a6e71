"""Decide which of the values read from a stream of frames are true.

A decoder errs in a frame now and then; it hardly errs twice alike while nothing says
otherwise. So a value is accepted when several frames agree and no rival is near.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from kiosk.devices.camera import boxes
from kiosk.devices.camera.readings import Reading
from kiosk.domain.scans import Symbology

if TYPE_CHECKING:
    from kiosk.devices.camera.images import Box

WINDOW_S = 1.0
OUT_OF_SIGHT_S = 1.5
VOTES, VOTES_UNKNOWN = 2, 3
OUTVOTES = 3  # how many times as often as a rival the truth is read, at the least
LINES_UNKNOWN = 20  # scan lines that must agree on bars which nothing else speaks for
TOGETHER = 3  # frames that show two codes close to each other, but side by side
_LOOK_ALIKE_DIGITS = 3
_WEAK = frozenset({Symbology.EAN8, Symbology.UPCE, Symbology.ITF, Symbology.UNKNOWN})
_SHORT_CODE128 = 8
_LINES_OF_ZXING = 10  # it reads a code from several, and does not say how many
_LEAST_LENGTH = 95  # pixels: an EAN-13 has as many modules
_REACH = 0.5  # of a box's length, to each side: another code so near is no surprise
# Edges lie alike in 1 and 7, and in 2 and 8: only the width of one bar tells them apart,
# and blur or spreading ink changes it.
_CONFUSED = str.maketrans("78", "12")


@dataclass(slots=True)
class _Candidate:
    reading: Reading
    known: bool
    seen: list[float] = field(default_factory=list)  # within the window, oldest first
    lines: list[int] = field(default_factory=list)  # of each of these
    length: int = _LEAST_LENGTH  # of the longest box it had

    @property
    def votes(self) -> int:
        return len(self.seen)

    @property
    def needed(self) -> int:
        if self.known:
            return VOTES
        if not self.reading.symbology.one_dimensional:
            return VOTES_UNKNOWN if boxes.is_packers_own(self.reading) else VOTES
        return VOTES_UNKNOWN + (1 if _weak(self.reading) else 0)

    @property
    def supported(self) -> bool:
        """Tell whether enough frames hold it and, where only they speak for it, enough lines."""
        if self.votes < self.needed:
            return False
        bars = self.reading.symbology.one_dimensional
        return self.known or not bars or sum(self.lines) >= LINES_UNKNOWN

    def forget(self, before_s: float) -> None:
        past = self.votes - self.votes_since(before_s)
        del self.seen[:past], self.lines[:past]

    def votes_since(self, at_s: float) -> int:
        return sum(seen >= at_s for seen in self.seen)


class Voting:
    """Accepts a value once two frames within a second agree, three where `known` says no.

    Bars that are not known need 20 scan lines besides, over these frames.
    What is accepted is reported once, until it has been out of sight for 1.5 s. Pure: time
    is what the caller says. `known` is asked once for a value while it is in sight.
    """

    def __init__(self, known: Callable[[Reading], bool]) -> None:
        self._known = known
        self._candidates: dict[str, _Candidate] = {}
        self._in_sight: dict[str, float] = {}
        self._apart: dict[frozenset[str], float] = {}  # pairs seen far from each other, when
        self._together: dict[frozenset[str], list[float]] = {}  # near, but side by side
        self._last_s = float("-inf")

    def frame(self, readings: Sequence[Reading], at_s: float) -> list[Reading]:
        """Take what one frame held; return what is now accepted and was not in sight."""
        if at_s < self._last_s:
            self.reset()  # another recording, or its beginning
        self._last_s = at_s
        self._forget(at_s)
        present = _one_each(readings)
        for reading in present:
            self._vote(reading, at_s)
        self._pair(present, at_s)
        accepted: list[Reading] = []
        for reading in present:
            if reading.text in self._in_sight:
                self._in_sight[reading.text] = at_s
            elif self._is_true(self._candidates[reading.text]):
                self._in_sight[reading.text] = at_s
                accepted.append(reading)
        return accepted

    def hold(self, readings: Sequence[Reading], at_s: float) -> None:
        """Note that nothing has moved since these were read: they are in sight still.

        No votes: one misread must not become two by standing still.
        """
        if at_s < self._last_s:
            return
        self._last_s = at_s
        self._forget(at_s)
        for reading in readings:
            if reading.text in self._in_sight:
                self._in_sight[reading.text] = at_s

    def reset(self) -> None:
        """Forget everything."""
        self._candidates.clear()
        self._in_sight.clear()
        self._apart.clear()
        self._together.clear()
        self._last_s = float("-inf")

    def _vote(self, reading: Reading, at_s: float) -> None:
        candidate = self._candidates.get(reading.text)
        if candidate is None:
            candidate = _Candidate(reading, self._known(reading))
            self._candidates[reading.text] = candidate
        candidate.reading = reading
        candidate.seen.append(at_s)
        candidate.lines.append(_LINES_OF_ZXING if reading.by == "zxing" else reading.lines)
        candidate.length = max(candidate.length, boxes.length(reading.box))

    def _pair(self, present: Sequence[Reading], at_s: float) -> None:
        for one, other in combinations(present, 2):
            pair = frozenset((one.text, other.text))
            longest = max(self._candidates[text].length for text in pair)
            if not boxes.near(one.box, other.box, longest, _REACH):
                self._apart[pair] = at_s
            elif not boxes.overlap(one.box, other.box) and all(
                _is_whole(each.box, self._candidates[each.text].length) for each in (one, other)
            ):
                self._together.setdefault(pair, []).append(at_s)

    def _is_true(self, candidate: _Candidate) -> bool:
        if not candidate.supported:
            return False
        if not candidate.known and boxes.is_packers_own(candidate.reading) and self._holds_bars():
            return False
        return not any(
            self._stands_against(rival, candidate)
            for rival in self._candidates.values()
            if rival is not candidate
        )

    def _holds_bars(self) -> bool:
        return any(
            candidate.reading.symbology.one_dimensional for candidate in self._candidates.values()
        )

    def _stands_against(self, rival: _Candidate, candidate: _Candidate) -> bool:
        one, other = candidate.reading, rival.reading
        if not (one.symbology.one_dimensional and other.symbology.one_dimensional):
            return False  # error correction leaves no room for a misread
        pair = frozenset((one.text, other.text))
        alike = _look_alike(one.text, other.text)
        # Of two packs in view a misread of one stands far from the other, but is rare.
        often = candidate.votes * OUTVOTES >= rival.votes
        if pair in self._apart and (often or not alike):
            return False
        longest = max(candidate.length, rival.length)
        if not alike and not boxes.near(one.box, other.box, longest, _REACH):
            return False
        if len(self._together.get(pair, ())) >= TOGETHER:  # a label with two codes, or two labels
            if not alike and candidate.known != rival.known:
                return rival.known  # a lot number beside a product is nobody's wish
            if not alike or (candidate.known and rival.known and often):
                return False
        if (rank := _rank(one) - _rank(other)) != 0:
            return rank < 0
        if one.text in other.text or other.text in one.text:
            return len(one.text) < len(other.text)  # a part of it was read
        if alike:
            if candidate.known != rival.known:  # a misread is hardly ever another product's
                return rival.known or candidate.votes < rival.votes
            return candidate.votes < OUTVOTES * rival.votes
        # One product after another in the same place: only what is read by turns is a rival.
        since = rival.votes_since(candidate.seen[0])
        return candidate.votes < max(candidate.needed + 1, OUTVOTES * since)

    def _forget(self, at_s: float) -> None:
        for candidate in self._candidates.values():
            candidate.forget(at_s - WINDOW_S)
        self._candidates = {t: c for t, c in self._candidates.items() if c.seen}
        # A card's number stays no longer than it must.
        self._in_sight = {t: s for t, s in self._in_sight.items() if at_s - s < OUT_OF_SIGHT_S}
        self._apart = {p: s for p, s in self._apart.items() if at_s - s <= WINDOW_S}
        recent = {p: [s for s in t if at_s - s <= WINDOW_S] for p, t in self._together.items()}
        self._together = {p: times for p, times in recent.items() if times}


def _one_each(readings: Sequence[Reading]) -> list[Reading]:
    """Return each value once: both decoders may have read it, and that is one vote.

    Of two texts in the place of one two-dimensional code the first stays: decoders differ
    in how they take its bytes for letters.
    """
    kept: dict[str, Reading] = {}
    for reading in readings:
        solid = not reading.symbology.one_dimensional
        double = solid and any(
            not other.symbology.one_dimensional and boxes.overlap(reading.box, other.box)
            for other in kept.values()
        )
        if not double:
            kept.setdefault(reading.text, reading)
    return list(kept.values())


def _weak(reading: Reading) -> bool:
    """Tell whether such a code is often found in a part of another."""
    short = reading.symbology is Symbology.CODE128 and len(reading.text) < _SHORT_CODE128
    return short or reading.symbology in _WEAK


def _rank(reading: Reading) -> int:
    return 0 if _weak(reading) else 1


def _look_alike(one: str, other: str) -> bool:
    if len(one) != len(other):
        return one in other or other in one
    pairs = zip(one.translate(_CONFUSED), other.translate(_CONFUSED), strict=True)
    return sum(a != b for a, b in pairs) <= _LOOK_ALIKE_DIGITS


def _is_whole(box: Box, longest: int) -> bool:
    """Tell whether a box shows where a code of this length lies."""
    return 2 * boxes.length(box) >= longest
