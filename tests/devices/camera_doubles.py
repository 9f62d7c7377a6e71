"""Cameras and decoders that are found by name in the camera process."""

from __future__ import annotations

import os
import signal
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from kiosk.devices.camera import worker
from kiosk.devices.camera.decoding import Decoder
from kiosk.devices.camera.device import AUTO_EXPOSURE, EXPOSURE, LIGHT
from kiosk.devices.camera.readings import Reading
from kiosk.devices.camera.setup import CameraSetup

if TYPE_CHECKING:
    from kiosk.devices.camera.images import Gray

FRAMES_PER_S = 60
SCENE = Path("scene.png")  # in the working directory, which a process inherits


class SceneCamera:
    """Sees what lies in `scene.png` at 60 frames a second; with the file gone, it is unplugged."""

    def __init__(self, index: int, width: int, height: int) -> None:
        self._seen: tuple[float, np.ndarray] | None = None
        self._properties = {LIGHT: 0.0, EXPOSURE: 100.0, AUTO_EXPOSURE: 3.0}

    def isOpened(self) -> bool:  # noqa: N802  cv2's name
        return SCENE.exists()

    def grab(self) -> bool:
        time.sleep(1 / FRAMES_PER_S)
        return SCENE.exists()

    def retrieve(self) -> tuple[bool, np.ndarray]:
        try:
            written = SCENE.stat().st_mtime
            if self._seen is None or self._seen[0] != written:
                picture = cv2.imdecode(
                    np.frombuffer(SCENE.read_bytes(), np.uint8), cv2.IMREAD_COLOR
                )
                assert picture is not None
                self._seen = written, picture
        except OSError:
            return False, np.zeros((0, 0, 3), np.uint8)
        picture = self._seen[1]
        return True, picture // 2 if self._properties[LIGHT] else picture

    def release(self) -> None:
        self._seen = None

    def get(self, propId: int) -> float:  # noqa: N803  cv2's name
        return self._properties.get(propId, 0.0)

    def set(self, propId: int, value: float) -> bool:  # noqa: N803  cv2's name
        known = propId in self._properties
        if known:
            self._properties[propId] = value
        return known


class StoppedProcessCamera(SceneCamera):
    """Stops its whole process dead, once: no thread of it says anything any more."""

    def grab(self) -> bool:
        if not Path("stopped").exists():
            Path("stopped").touch()
            os.kill(os.getpid(), signal.SIGSTOP)
        return super().grab()


class CountingDecoder(Decoder):
    """Counts the frames it was given."""

    frames = 0

    def read(self, gray: Gray, at_once: bool = False) -> list[Reading]:
        CountingDecoder.frames += 1
        return super().read(gray, at_once)


class HangingDecoder(Decoder):
    """Never comes back from a picture of one pixel's height."""

    def read(self, gray: Gray, at_once: bool = False) -> list[Reading]:
        if gray.shape[0] == 1:
            time.sleep(60)
        return super().read(gray, at_once)


def babble(setup: CameraSetup, commands: Connection, reports: Connection) -> None:
    """Be a camera process that sends what lies in `nonsense`, the first time."""
    nonsense = Path("nonsense")
    if not nonsense.exists():
        worker.run(setup, commands, reports)
    data = nonsense.read_bytes()
    nonsense.unlink()
    reports.send_bytes(data)
    time.sleep(60)
