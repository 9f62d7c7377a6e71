"""What is used of a camera, and its controls."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np

# OpenCV's numbers (cv2.CAP_PROP_*); cv2 itself is imported by `images` alone
EXPOSURE, AUTO_EXPOSURE, LIGHT = 15, 21, 8001
_MANUAL = 1.0  # of V4L2; other drivers refuse it or take any number
_AUTOMATIC = (3.0, 0.0)  # of V4L2: aperture priority, which webcams have; fully automatic
_IS_V4L2 = sys.platform == "linux"  # to others 1 is automatic


class Device(Protocol):
    """What is used of `cv2.VideoCapture`; a call may take as long as a frame takes."""

    def isOpened(self) -> bool:  # noqa: N802  cv2's name
        """Tell whether it could be opened."""

    def grab(self) -> bool:
        """Wait for the next frame; False when none will come."""

    def retrieve(self) -> tuple[bool, np.ndarray]:
        """Return the frame that was grabbed."""

    def release(self) -> None:
        """Close the device."""

    def get(self, propId: int) -> float:  # noqa: N803  cv2's name
        """Return a property; 0 or less for one it does not have."""

    def set(self, propId: int, value: float) -> bool:  # noqa: N803  cv2's name
        """Change a property; False where it cannot be changed."""


class Controls:
    """The light and the exposure of a camera, as far as its driver lets them be set.

    Simulated in tests, not tried on hardware. The light is `CAP_PROP_ANDROID_FLASH_MODE`:
    OpenCV 5 has no such property for V4L2, Media Foundation and DirectShow cameras, so that
    these have no light here. V4L2 keeps the exposure when a device is closed: what a process
    that was killed has left behind is put right by the next one.
    """

    def __init__(self, device: Device) -> None:
        self._device = device
        self._before: tuple[float, float] | None = None  # mode and time of exposure
        self.has_light = device.set(LIGHT, 0)
        self._short: float | None = None  # what another process has halved already
        if _IS_V4L2 and device.get(AUTO_EXPOSURE) == _MANUAL:
            self._short = device.get(EXPOSURE)
            any(device.set(AUTO_EXPOSURE, mode) for mode in _AUTOMATIC)

    def light(self, on: bool) -> None:
        """Switch the light."""
        if self.has_light:
            self._device.set(LIGHT, int(on))

    def shorten_exposure(self) -> None:
        """Halve the time of exposure, once, against glare."""
        if self._before is not None:
            return
        exposure = self._device.get(EXPOSURE)
        self._before = self._device.get(AUTO_EXPOSURE), exposure
        if self._device.set(AUTO_EXPOSURE, _MANUAL):
            # V4L2 counts 100 µs; DirectShow counts powers of two of a second, below zero.
            short = exposure / 2 if exposure > 0 else exposure - 1
            self._device.set(EXPOSURE, short if self._short is None else self._short)

    def free_exposure(self) -> None:
        """Leave the exposure to the camera again."""
        if self._before is None:
            return
        mode, exposure = self._before
        self._before = None
        # A driver may go on to tell what was set last, of which the next half would be taken.
        self._device.set(EXPOSURE, exposure)
        self._device.set(AUTO_EXPOSURE, mode)
