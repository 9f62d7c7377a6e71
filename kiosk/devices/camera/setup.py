"""How a camera is set up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kiosk.devices.camera import decoding, images

if TYPE_CHECKING:
    from kiosk.devices.camera.device import Device
    from kiosk.devices.camera.images import Gray
    from kiosk.devices.camera.readings import Reading


class FrameDecoder(Protocol):
    """Reads the frames of one stream, in their order."""

    def read(self, gray: Gray) -> list[Reading]:
        """Return what is read in a frame."""


@dataclass(frozen=True, slots=True)
class CameraSetup:
    """What the camera process is started with.

    `source` is a device's index (`0`), a film, a picture, a folder of pictures, or "": then
    only what is shown is seen. `region` is the part of the picture to look at: left, top,
    right, bottom, from 0 to 1. The two callables are found by name in the new process, so
    they are functions or classes of a module.
    """

    source: str
    width: int = 1280
    height: int = 720
    region: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    open_device: Callable[[int, int, int], Device] = images.open_device
    new_decoder: Callable[[], FrameDecoder] = decoding.Decoder
