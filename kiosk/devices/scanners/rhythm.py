"""The rhythm of key presses: what no hand can do."""

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
SHORT_MEAN_GAP_S = 0.020  # of a code below the least length
BROKEN_GAPS, BROKEN_S = 3, 0.225  # a scanner's stalls do not come three in a row
_NOTABLE_S, _NOTABLE, _ALWAYS_NOTABLE_S = 0.025, 2.5, 0.060
_MOST_STARTS = 8


class Press:
    """A key that went down, and what becomes of it and of its release."""

    __slots__ = ("fate", "key", "quick")

    def __init__(self, key: Key) -> None:
        self.key = key
        self.fate = Fate.HOLD
        self.quick = False

    @property
    def is_stroke(self) -> bool:
        """Whether it counts: modifiers only go along."""
        return self.key.code not in MODIFIERS if self.key.code else bool(self.key.text)


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
    return len(between) >= LEAST_STROKES - 1 and mean_gap(between) <= limit_s


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
            first = places[-count]
            if presses[-1].key.time_s - presses[first].key.time_s <= limit_s:
                return first
    return None


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
