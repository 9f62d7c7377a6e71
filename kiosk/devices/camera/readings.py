"""What the decoders found in one frame; these values travel between the processes."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from kiosk.domain.scans import Symbology

LONGEST_TEXT = 8_000  # letters, and bytes; the largest QR code holds 7,089 digits

Pixels = Annotated[int, msgspec.Meta(ge=-100_000, le=100_000)]


class Reading(msgspec.Struct, frozen=True):
    """One code found in one frame.

    `box` is (left, top, right, bottom) in pixels of the whole frame. `lines` is how many
    scan lines agreed (1 where a decoder does not say). `by` is `zbar` or `zxing`.
    A UPC-E comes expanded to the 12 digits of its UPC-A; an EAN-13 that begins with 0 is a
    UPC-A of 12 digits.
    """

    text: Annotated[str, msgspec.Meta(max_length=LONGEST_TEXT)]
    raw: Annotated[bytes, msgspec.Meta(max_length=LONGEST_TEXT)]
    symbology: Symbology
    box: tuple[Pixels, Pixels, Pixels, Pixels]
    lines: Annotated[int, msgspec.Meta(ge=0, le=100_000)]
    by: Literal["zbar", "zxing"]
