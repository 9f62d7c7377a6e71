"""What the decoders found in one frame; these values travel between the processes."""

from __future__ import annotations

import msgspec

from kiosk.domain.scans import Symbology


class Reading(msgspec.Struct, frozen=True):
    """One code found in one frame.

    `box` is (left, top, right, bottom) in pixels of the whole frame. `lines` is how many
    scan lines agreed (1 where a decoder does not say). `by` is `zbar` or `zxing`.
    A UPC-E comes expanded to the 12 digits of its UPC-A; an EAN-13 that begins with 0 is a
    UPC-A of 12 digits.
    """

    text: str
    raw: bytes
    symbology: Symbology
    box: tuple[int, int, int, int]
    lines: int
    by: str
