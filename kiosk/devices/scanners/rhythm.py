"""The rhythm of key presses: what no hand can do, and what only a hand does."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from kiosk.devices.scanners.keyboard import MODIFIERS
from kiosk.domain.keys import Fate, Key

LONGEST_GAP_S = 0.150
LONGEST_MEAN_GAP_S = 0.045
LONGEST_MEAN_GAP_OF_CODE_S = 0.050  # where a checksum or a grammar speaks for it, too
LONGEST_MEAN_GAP_OF_QUICK_S = 0.060  # and most keys were let go quicker than by a finger
LEAST_STROKES = 6
PROOF_STROKES, PROOF_S = 4, 0.090
SURE_STROKES = 20  # at the mean gap of a slow scanner
QUICK_S = 0.020  # a finger needs more to leave a key
BRIEF_S = 0.040  # a finger may do it once, not six times running
SHORT_MEAN_GAP_S = 0.020  # of a code below the least length
BROKEN_GAPS, BROKEN_S = 3, 0.225  # a scanner's stalls do not come three in a row
_OVERLAP_S = 0.008  # a scanner's own jitter may make its keys overlap by less
_NOTABLE_S, _NOTABLE, _ALWAYS_NOTABLE_S = 0.025, 2.5, 0.060
_MOST_STARTS = 8


class Press:
    """A key that went down, and what becomes of it and of its release."""

    __slots__ = ("fate", "key", "next_s", "up_s")

    def __init__(self, key: Key) -> None:
        self.key = key
        self.fate = Fate.HOLD
        self.up_s: float | None = None
        self.next_s: float | None = None  # when the next stroke began

    @property
    def is_stroke(self) -> bool:
        """Whether it counts as a stroke; a modifier does not."""
        return self.key.code not in MODIFIERS if self.key.code else bool(self.key.text)

    @property
    def quick(self) -> bool:
        """Whether it was let go quicker than by a finger."""
        return self.up_s is not None and self.up_s - self.key.time_s <= QUICK_S

    @property
    def brief(self) -> bool:
        """Whether a finger would hardly ever have let it go as quickly."""
        return self.up_s is not None and self.up_s - self.key.time_s <= BRIEF_S

    def is_by_hand(self, now_s: float) -> bool:
        """Tell whether it was held down well into the next stroke."""
        up_s = now_s if self.up_s is None else self.up_s
        overlaps = self.next_s is not None and up_s - self.next_s > _OVERLAP_S
        return overlaps and up_s - self.key.time_s > QUICK_S


def gaps(presses: Sequence[Press]) -> list[float]:
    """Return the times between strokes."""
    times = [press.key.time_s for press in presses if press.is_stroke]
    return [after - before for before, after in pairwise(times)]


def mean_gap(between: Sequence[float]) -> float:
    """Return the mean without the longest one, which may be a stall of the USB bus."""
    if len(between) < LEAST_STROKES - 1:
        return sum(between) / max(1, len(between))
    return (sum(between) - max(between)) / (len(between) - 1)


def fast_enough(presses: Sequence[Press]) -> bool:
    """Tell whether it may be a scanner at all."""
    between = gaps(presses)
    limit_s = LONGEST_MEAN_GAP_OF_QUICK_S if are_quick(presses) else LONGEST_MEAN_GAP_OF_CODE_S
    enough = len(between) >= LEAST_STROKES - 1
    return enough and mean_gap(between) <= limit_s and not are_mostly_by_hand(presses)


def are_quick(presses: Sequence[Press]) -> bool:
    """Tell whether most keys were let go quicker than a finger can."""
    strokes = [press.quick for press in presses if press.is_stroke]
    return 2 * sum(strokes) > len(strokes)


def are_rolled(presses: Sequence[Press]) -> bool:
    """Tell whether enough keys came at a pace that only a person's can be."""
    between = gaps(presses)
    enough = len(between) >= LEAST_STROKES - 1
    return enough and mean_gap(between) > LONGEST_MEAN_GAP_OF_CODE_S and not are_quick(presses)


def proof(presses: Sequence[Press]) -> int | None:
    """Return where the strokes begin that must be a scanner's, if the newest ones must."""
    places = [place for place, press in enumerate(presses) if press.is_stroke]
    for count, limit_s in (
        (PROOF_STROKES, PROOF_S),
        (SURE_STROKES, LONGEST_MEAN_GAP_S * (SURE_STROKES - 1)),
    ):
        if len(places) >= count:
            first, now_s = places[-count], presses[-1].key.time_s
            by_hand = are_by_hand if count == PROOF_STROKES else are_mostly_by_hand
            rolled = by_hand(presses[first:])
            if now_s - presses[first].key.time_s <= limit_s and not rolled:
                return first
    return None


def are_by_hand(presses: Sequence[Press]) -> bool:
    """Tell whether a hand rolled over keys here, one well down when the next went down."""
    now_s = presses[-1].key.time_s
    return any(press.is_stroke and press.is_by_hand(now_s) for press in presses)


def are_mostly_by_hand(presses: Sequence[Press]) -> bool:
    """Tell whether so many keys overlap as no scanner's jitter makes them."""
    now_s = presses[-1].key.time_s
    strokes = [press.is_by_hand(now_s) for press in presses if press.is_stroke]
    return 3 * sum(strokes) > len(strokes)


def by_hand_until(presses: Sequence[Press], now_s: float) -> int:
    """Return how many presses in front are a hand's for sure."""
    count = 0
    for place, press in enumerate(presses):
        alone = press.next_s is not None and press.next_s - press.key.time_s > _ALWAYS_NOTABLE_S
        slow = press.up_s is not None and not (press.quick if alone else press.brief)
        if press.is_stroke and not (slow or press.is_by_hand(now_s)):
            break
        if press.is_stroke:
            count = place + 1
    return count


def machine_start(presses: Sequence[Press], suffix: Press | None) -> int | None:
    """Return where the strokes begin that, with their suffix, no finger can have let go.

    What a finger typed in front is left out.
    """
    strokes = [place for place, press in enumerate(presses) if press.is_stroke]
    brief = next((place for place in strokes if presses[place].brief), None)
    quick = next((place for place in strokes if presses[place].quick), None)
    for first in (brief, quick):
        if first is not None and _is_by_machine(presses[first:], suffix):
            before = (place for place in strokes if place < first)
            return max(before, default=-1) + 1  # with the modifiers in front
    return None


def _is_by_machine(presses: Sequence[Press], suffix: Press | None) -> bool:
    """Tell whether strokes came and went as no finger does it.

    Two strokes are enough if all were quick, and the suffix is one of them although it is
    still down.
    """
    run = [press for press in presses if press.is_stroke]
    between = gaps([*run, suffix] if suffix is not None else run)
    if not between:
        return False
    last_gap_s = between[-1]
    between.remove(max(between))  # a stall
    if mean_gap(between) > LONGEST_MEAN_GAP_OF_QUICK_S:
        return False
    if len(between) >= LEAST_STROKES - 2:
        return are_quick(run) or all(press.brief for press in run)
    if suffix is not None and run[-1].up_s is None and last_gap_s <= QUICK_S and len(run) > 1:
        run.pop()  # it is still down; the others tell
    return all(press.quick for press in run)


def starts(presses: Sequence[Press], last: int) -> list[int]:
    """Return where a code may begin after what a person typed, up to place `last`."""
    between = gaps(presses)
    if not between:
        return []
    limit = min(max(_NOTABLE_S, _NOTABLE * median(between)), _ALWAYS_NOTABLE_S)
    found, before = [], None
    for place, press in enumerate(presses[: last + 1]):
        if not press.is_stroke:
            continue
        if before is not None and press.key.time_s - presses[before].key.time_s > limit:
            found.append(before + 1)  # with the modifiers in between
        before = place
    return found[-_MOST_STARTS:]
