"""Decide which of the values read from a stream of frames are true.

A decoder errs in a frame now and then; it hardly errs twice alike while nothing says
otherwise. So a value is accepted when several frames agree and no rival is near.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from kiosk.devices.camera.readings import Reading
from kiosk.domain.scans import Symbology

WINDOW_S = 1.0
OUT_OF_SIGHT_S = 1.5
VOTES, VOTES_UNKNOWN = 2, 3
OUTVOTES = 3  # how many times as often as a rival the truth is read, at the least
TOGETHER = 3  # frames that show two known codes close to each other, but side by side
_LOOK_ALIKE_DIGITS = 3
_WEAK = frozenset({Symbology.EAN8, Symbology.UPCE, Symbology.ITF, Symbology.UNKNOWN})
_SHORT_CODE128 = 8

Box = tuple[int, int, int, int]


@dataclass(slots=True)
class _Candidate:
    reading: Reading
    known: bool
    seen: list[float] = field(default_factory=list)  # within the window, oldest first

    @property
    def votes(self) -> int:
        return len(self.seen)

    @property
    def needed(self) -> int:
        if self.known or not self.reading.symbology.one_dimensional:
            return VOTES
        return VOTES_UNKNOWN + (1 if _weak(self.reading) else 0)

    def votes_since(self, at_s: float) -> int:
        return sum(seen >= at_s for seen in self.seen)


class Voting:
    """Accepts a value once two frames within a second agree, three where `known` says no.

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

    def _pair(self, present: Sequence[Reading], at_s: float) -> None:
        for one, other in combinations(present, 2):
            pair = frozenset((one.text, other.text))
            if not _near(one.box, other.box):
                self._apart[pair] = at_s
            elif not _overlap(one.box, other.box):
                self._together.setdefault(pair, []).append(at_s)

    def _is_true(self, candidate: _Candidate) -> bool:
        if candidate.votes < candidate.needed:
            return False
        return not any(
            self._stands_against(rival, candidate)
            for rival in self._candidates.values()
            if rival is not candidate
        )

    def _stands_against(self, rival: _Candidate, candidate: _Candidate) -> bool:
        one, other = candidate.reading, rival.reading
        if not (one.symbology.one_dimensional and other.symbology.one_dimensional):
            return False  # error correction leaves no room for a misread
        pair = frozenset((one.text, other.text))
        if pair in self._apart:
            return False
        alike = _look_alike(one.text, other.text)
        if not alike and not _near(one.box, other.box):
            return False
        both_known = candidate.known and rival.known
        if both_known and len(self._together.get(pair, ())) >= TOGETHER:
            return False
        if (rank := _rank(one) - _rank(other)) != 0:
            return rank < 0
        if one.text in other.text or other.text in one.text:
            return len(one.text) < len(other.text)  # a part of it was read
        if alike:
            return candidate.votes < OUTVOTES * rival.votes
        # One product after another in the same place: only what is read by turns is a rival.
        since = rival.votes_since(candidate.seen[0])
        return candidate.votes < max(candidate.needed + 1, OUTVOTES * since)

    def _forget(self, at_s: float) -> None:
        for candidate in self._candidates.values():
            candidate.seen = [s for s in candidate.seen if at_s - s <= WINDOW_S]
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
            not other.symbology.one_dimensional and _overlap(reading.box, other.box)
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
    return sum(a != b for a, b in zip(one, other, strict=True)) <= _LOOK_ALIKE_DIGITS


def _near(one: Box, other: Box) -> bool:
    """Tell whether two boxes could be of one code.

    A box of bars may be as thin as the lines that read it, so it reaches half its length
    further to each side.
    """
    return _overlap(_wider(one), _wider(other))


def _wider(box: Box) -> Box:
    left, top, right, bottom = box
    by = max(right - left, bottom - top) // 2
    return left - by, top - by, right + by, bottom + by


def _overlap(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
