"""Read the codes in a frame with both decoders, and weigh what they say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from kiosk.devices.camera import attempts, boxes, images, zbar
from kiosk.domain.scans import Symbology

if TYPE_CHECKING:
    from kiosk.devices.camera.images import Box, Gray
    from kiosk.devices.camera.readings import Reading

STREAM_LONGEST = 1_280
STILL_LONGEST, STILL_DETAIL = 1_600, 3_200

WEIGHT_NEEDED = 2  # ways of reading that must agree on bars in a still
LEAD_NEEDED = 1.5  # how many times the strength of a rival at the same place
_LINES_A_WAY, _MOST_FOR_LINES = 40, 3.0
BESIDE_LEAD = 5.0  # the same of one that lies just beside it
_NEAR, _BESIDE = 0.08, 0.35  # of a box's length, to each side: an EAN is 0.7 as high as long
_WEAK = frozenset({Symbology.UPCE, Symbology.EAN8, Symbology.ITF})


@dataclass(slots=True)
class _Claim:
    """A value, and the ways in which it was read: (attempt, decoder)."""

    reading: Reading
    ways: set[tuple[int, str]] = field(default_factory=set)

    @property
    def weight(self) -> float:
        """How much speaks for it; a short code turns up by chance more often."""
        return len(self.ways) * (0.5 if self.reading.symbology in _WEAK else 1.0)

    @property
    def strength(self) -> float:
        """The same with its scan lines, to be compared with a rival's."""
        return self.weight + min(self.reading.lines / _LINES_A_WAY, _MOST_FOR_LINES)


def ready() -> None:
    """Load the decoders. Raises `DeviceFault`: `zbar_missing`."""
    zbar.ready()


class Decoder:
    """Reads the frames of a stream: both decoders on each frame, and one attempt in turn.

    An attempt that finds what the rest does not has another turn at once: it takes two frames
    to believe a value. A frame is read at no more than 1,280 pixels to a side.
    """

    def __init__(self) -> None:
        self._next = 0
        self._is_repeat = False

    def read(self, gray: Gray) -> list[Reading]:
        """Return the codes in a frame.

        Readings may contradict each other: it takes more frames to tell which is true.
        """
        if not _is_picture(gray):
            return []
        view = images.scaled_to(gray, STREAM_LONGEST)
        attempt = attempts.STREAM[self._next % len(attempts.STREAM)]
        readings, more = attempts.seen_in(view, attempts.base), attempts.seen_in(view, attempt)
        helped = not {reading.text for reading in more} <= {reading.text for reading in readings}
        self._is_repeat = helped and not self._is_repeat
        self._next += not self._is_repeat
        return [claim.reading for claim in _claims(enumerate([readings + more]))]

    def reset(self) -> None:
        """Begin with the first attempt again: the scene has changed."""
        self._next = 0
        self._is_repeat = False


def read_still(gray: Gray) -> list[Reading]:
    """Return the codes in a picture of its own, after every attempt.

    Bars count where several ways of reading agree, and no other value at the same place
    has nearly as many. A part of a message over several QR codes is no code, where zbar
    recognises it, nor is the packing line's DataMatrix beside a product's bars. Takes a
    bounded time, whatever the picture's size.
    """
    if not _is_picture(gray):
        return []
    view = images.scaled_to(gray, STILL_LONGEST)
    squares = zbar.read_squares(view.gray)
    passes = [attempts.seen_in(view, attempt) for attempt in attempts.STILL]
    passes.append(attempts.seen_in(view, lambda _: squares.readings))
    if max(gray.shape) > STILL_LONGEST:
        passes.append(attempts.seen_in(images.scaled_to(gray, STILL_DETAIL), attempts.full_zxing))
    claims = _claims(enumerate(passes))
    if not any(_stands(claim, claims) for claim in claims) or any(
        _is_doubtful(claim, claims) for claim in claims
    ):
        passes += [attempts.seen_in(view, attempt) for attempt in attempts.SECOND_LOOK]
        claims = _claims(enumerate(passes))
    whole = [reading.raw for reading in squares.readings]
    standing = [claim.reading for claim in claims if _stands(claim, claims)]
    bars = any(reading.symbology.one_dimensional for reading in standing)
    return [
        reading
        for reading in standing
        if not _is_part(reading, squares.parts, whole)
        and not (bars and boxes.is_packers_own(reading))
    ]


def _is_picture(gray: Gray) -> bool:
    return gray.ndim == 2 and gray.dtype.name == "uint8" and gray.size > 0


def _claims(passes: Iterable[tuple[int, list[Reading]]]) -> list[_Claim]:
    """Return each value once, with all that speaks for it.

    Of several readings it keeps zxing's, which knows GS1 variants, and the most scan lines.
    """
    claims: dict[str, _Claim] = {}
    for number, readings in passes:
        for reading in readings:
            claim = claims.setdefault(reading.text, _Claim(reading))
            claim.ways.add((number, reading.by))
            kept = claim.reading
            better = reading if kept.by == "zbar" and reading.by == "zxing" else kept
            lines = max(kept.lines, reading.lines)
            claim.reading = msgspec.structs.replace(better, lines=lines)
    return list(claims.values())


def _stands(claim: _Claim, claims: list[_Claim]) -> bool:
    reading = claim.reading
    if not reading.symbology.one_dimensional:
        return True
    if claim.weight < WEIGHT_NEEDED:
        return False
    return not any(
        LEAD_NEEDED * rival.strength > claim.strength
        if _are_rivals(claim, rival)
        else _are_rivals(claim, rival, _BESIDE) and rival.strength > BESIDE_LEAD * claim.strength
        for rival in claims
    )


def _is_doubtful(claim: _Claim, claims: list[_Claim]) -> bool:
    """Tell whether it is bars, unopposed, and only too little speaks for them."""
    return (
        claim.reading.symbology.one_dimensional
        and claim.weight < WEIGHT_NEEDED
        and not any(_are_rivals(claim, other) for other in claims)
    )


def _are_rivals(one: _Claim, other: _Claim, reach: float = _NEAR) -> bool:
    return (
        one is not other
        and one.reading.symbology.one_dimensional
        and other.reading.symbology.one_dimensional
        and _together(one.reading.box, other.reading.box, reach)
    )


def _is_part(reading: Reading, parts: list[bytes], whole: list[bytes]) -> bool:
    """Tell whether zxing took a part for the whole: parts are given, or are in a longer one."""
    return reading.symbology is Symbology.QR and (
        any(reading.raw in part for part in parts)
        or any(reading.raw in longer and reading.raw != longer for longer in whole)
    )


def _together(one: Box, other: Box, reach: float) -> bool:
    """Tell whether two boxes lie at one place, give or take this share of their length."""
    longest = max(boxes.length(one), boxes.length(other))
    return boxes.near(one, other, longest, reach)
