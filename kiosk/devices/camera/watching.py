"""Decide which frames are worth decoding, and when nobody is there.

Pure: it is given thumbnails and times. A scene that stands still is decoded until every
of the decoder's attempts has had its turn, then only now and then (an autofocus may still
be at work, which a thumbnail does not show), and not at all when nobody is there.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from kiosk.later import Later

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from kiosk.devices.camera.images import Gray

    Mask = npt.NDArray[np.bool_]
else:
    np = Later("numpy")

THUMB = 80  # pixels of a thumbnail's longer side
LOOKS_AT_A_STILL = 36  # each of the decoder's attempts twice
RETRY_S = 0.5
REST_AFTER_S = 20.0
_STEP = 8  # gray levels; noise of a dim sensor moves a thumbnail's pixel by one or two
_LEAST_PIXELS = 6  # a label of 100x60 pixels at 1280x720 covers 24
_DRIFT = 0.05  # how fast daylight becomes the scene while nobody is there


class Advice(Enum):
    """What to do with a frame. `SAME`: nothing has moved, and all was tried."""

    DECODE = "decode"
    SAME = "same"
    REST = "rest"


class Watch:
    """Compares each frame with the scene as it was when it last changed."""

    def __init__(self) -> None:
        self._scene: npt.NDArray[np.float32] | None = None
        self._looks = 0
        self._looked_s = 0.0
        self._stirred_s = 0.0
        self.changed = False
        """The frame shows another scene than the one before it."""
        self.resting = False

    def stir(self, at_s: float) -> None:
        """Somebody is there: do not rest, and look again."""
        self._stirred_s = at_s
        if self.resting:
            self.resting = False
            self._looks = 0

    def look(self, thumb: Gray, at_s: float) -> Advice:
        """Say what to do with the frame of this thumbnail."""
        scene = self._scene
        self.changed = (
            scene is None
            or scene.shape != thumb.shape
            or int(np.count_nonzero(differing(thumb, scene))) >= _LEAST_PIXELS
        )
        if scene is None or self.changed:
            self._scene = thumb.astype(np.float32)
            self.stir(at_s)
            self._looks = 0
        elif at_s - self._stirred_s >= REST_AFTER_S:
            self.resting = True
            scene += _DRIFT * (thumb - scene)
            return Advice.REST
        if self._looks >= LOOKS_AT_A_STILL and at_s - self._looked_s < RETRY_S:
            return Advice.SAME
        self._looks += 1
        self._looked_s = at_s
        return Advice.DECODE


def differing(one: npt.NDArray[np.generic], other: npt.NDArray[np.generic]) -> Mask:
    """Return where two thumbnails differ, other than by the light of the whole picture."""
    change = one.astype(np.float32) - other.astype(np.float32)
    found: Mask = np.abs(change - np.median(change)) > _STEP
    return found
