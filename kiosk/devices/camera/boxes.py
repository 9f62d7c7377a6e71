"""What a reading's box and kind tell about how far to trust it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.domain.scans import Symbology

if TYPE_CHECKING:
    from kiosk.devices.camera.images import Box
    from kiosk.devices.camera.readings import Reading

_PRODUCT_MARK = 16  # signs: the least that names a product, 01 and its GTIN


def is_packers_own(reading: Reading) -> bool:
    """Tell whether it is a DataMatrix too short to name a product: for the packing line."""
    return reading.symbology is Symbology.DATAMATRIX and len(reading.text) < _PRODUCT_MARK


def length(box: Box) -> int:
    """Return the longer side of a box."""
    return max(box[2] - box[0], box[3] - box[1])


def widened(box: Box, longest: int, share: float) -> Box:
    """Return where a whole code may lie of which this box shows a part; `longest` is its length.

    zbar's boxes are as thin as the lines that read it, so they grow by a share of their own
    length. A box less than half as long as the code may show no more than one of its ends,
    either of them.
    """
    own = length(box)
    by = round(own * share) if 2 * own >= longest else longest
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def near(one: Box, other: Box, longest: int, share: float) -> bool:
    """Tell whether two boxes could be of one code, which is `longest` pixels long."""
    return overlap(widened(one, longest, share), widened(other, longest, share))


def overlap(one: Box, other: Box) -> bool:
    """Tell whether two boxes have a point in common."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
