"""Tell somebody who tries in vain to scan what would help.

Calm: nothing in the first second, one hint at a time, none that changes while it is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.devices.camera.watching import differing
from kiosk.later import Later

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from kiosk.devices.camera.images import Gray
    from kiosk.devices.camera.messages import Hint

    Numbers = npt.NDArray[np.float32]
else:
    np = Later("numpy")

TRYING_S = 1.0
JUDGE_EVERY_S = 0.2
AGREE = 3  # judgements in a row before a hint is given or changed
STAYS_S = 2.0
GONE_S = 1.5
_BACKGROUND_AFTER_S = 8.0  # nobody holds a product that still, and so long
_PRESENT_SHARE = 0.04
_MOVING_SHARE = 0.12
_DARK_LEVEL = 45
_GLARE_LEVEL, _GLARE_SHARE = 250, 0.08
_TILE = 20  # pixels of a preview
_BARS_GRADIENT, _BARS_RATIO = 18.0, 2.5
_SMALL_CODE = 5  # tiles: 95 modules in 100 pixels of a preview are hard to read
_BLURRED_BELOW = 200.0  # variance of the Laplacian in the sharpest tile


class Hints:
    """Watches the previews of frames in which nothing is read."""

    def __init__(self) -> None:
        self.hint: Hint = ""
        self._since_s = 0.0  # when the hint was given
        self._candidate: Hint = ""
        self._agreed = 0
        self._background: Gray | None = None
        self._before: Gray | None = None
        self._still_s: float | None = None
        self._tried_s: float | None = None  # since when somebody tries
        self._present_s = 0.0
        self._judged_s = float("-inf")

    def read(self, at_s: float) -> None:
        """Note that something was read: nobody needs help."""
        self._set("", at_s)
        self._candidate, self._agreed = "", 0
        self._tried_s = None
        self._still_s = None

    def look(self, preview: Gray, thumb: Gray, at_s: float) -> None:
        """Judge a frame in which nothing was read; cheap unless somebody tries."""
        if at_s - self._judged_s < JUDGE_EVERY_S:
            return
        self._judged_s = at_s
        moving = self._share(thumb, self._before)
        self._before = thumb
        self._learn_background(thumb, moving, at_s)
        if moving > _MOVING_SHARE or self._share(thumb, self._background) > _PRESENT_SHARE:
            self._present_s = at_s
            self._tried_s = at_s if self._tried_s is None else self._tried_s
        if self._tried_s is None or at_s - self._present_s > GONE_S:
            self._tried_s = None
            self._set("", at_s)
            return
        if at_s - self._tried_s >= TRYING_S:
            self._weigh(judge(preview, moving), at_s)

    def _weigh(self, judged: Hint, at_s: float) -> None:
        if judged != self._candidate:
            self._candidate, self._agreed = judged, 0
        self._agreed += 1
        stays = self.hint and at_s - self._since_s < STAYS_S
        if self._agreed >= AGREE and not stays:
            self._set(judged, at_s)

    def _learn_background(self, thumb: Gray, moving: float, at_s: float) -> None:
        if moving > 0.01 or self._still_s is None:
            self._still_s = at_s
        elif at_s - self._still_s >= _BACKGROUND_AFTER_S:
            self._background = thumb

    def _set(self, hint: Hint, at_s: float) -> None:
        if hint != self.hint:
            self.hint = hint
            self._since_s = at_s

    @staticmethod
    def _share(thumb: Gray, other: Gray | None) -> float:
        if other is None or other.shape != thumb.shape:
            return 0.0
        return float(np.mean(differing(thumb, other)))


def judge(preview: Gray, moving: float = 0.0) -> Hint:
    """Return what is most wrong with a picture; `moving` is the share of it that moves."""
    if float(np.mean(preview)) < _DARK_LEVEL:
        return "dark"
    if float(np.mean(preview >= _GLARE_LEVEL)) > _GLARE_SHARE:
        return "glare"
    if moving > _MOVING_SHARE:
        return "hold_still"
    if _shows_a_small_code(preview):
        return "closer"
    return "blurred" if _sharpest(preview) < _BLURRED_BELOW else ""


def _shows_a_small_code(preview: Gray) -> bool:
    """Tell whether there are bars, and none that are wide enough."""
    levels = preview.astype(np.float32)
    across, down = np.diff(levels, axis=1)[:-1], np.diff(levels, axis=0)[:, :-1]
    bars = np.argwhere(_stripes(across, down) | _stripes(down, across))
    return len(bars) >= 2 and int(np.ptp(bars, axis=0).max()) < _SMALL_CODE


def _stripes(along: Numbers, aside: Numbers) -> npt.NDArray[np.bool_]:
    """Return the tiles whose levels go up and down (an edge goes one way) along one axis."""
    strength = _tiles(np.abs(along))
    is_there = strength > _BARS_GRADIENT
    is_straight = strength > _BARS_RATIO * _tiles(np.abs(aside))
    found: npt.NDArray[np.bool_] = is_there & is_straight & (np.abs(_tiles(along)) < strength / 3)
    return found


def _sharpest(preview: Gray) -> float:
    """Return the greatest variance of the Laplacian; at half size noise counts less."""
    height, width = (side // 2 * 2 for side in preview.shape)
    levels: Numbers = preview[:height, :width].astype(np.float32)
    half = levels[::2, ::2] + levels[1::2, ::2] + levels[::2, 1::2] + levels[1::2, 1::2]
    around = half[:-2, 1:-1] + half[2:, 1:-1] + half[1:-1, :-2] + half[1:-1, 2:]
    laplacian: Numbers = (around / 4 - half[1:-1, 1:-1]).astype(np.float32, copy=False)
    variance = _tiles(np.square(laplacian)) - np.square(_tiles(laplacian))
    return float(variance.max(initial=0.0))


def _tiles(values: Numbers) -> Numbers:
    """Return the mean of each tile; what is left at the right and below is cut off."""
    rows, columns = values.shape[0] // _TILE, values.shape[1] // _TILE
    cut = values[: rows * _TILE, : columns * _TILE]
    found: Numbers = cut.reshape(rows, _TILE, columns, _TILE).mean(axis=(1, 3))
    return found
