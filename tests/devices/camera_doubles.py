"""Cameras and decoders that are found by name in the camera process."""

from __future__ import annotations

import itertools
import os
import signal
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from kiosk.devices.camera import worker
from kiosk.devices.camera.decoding import Decoder
from kiosk.devices.camera.device import AUTO_EXPOSURE, EXPOSURE, LIGHT
from kiosk.devices.camera.messages import Ready, Seen, encode
from kiosk.devices.camera.readings import Reading
from kiosk.devices.camera.setup import CameraSetup
from kiosk.domain.scans import Symbology

if TYPE_CHECKING:
    from kiosk.devices.camera.images import Gray

FRAMES_PER_S = 60
SCENE = Path("scene.png")  # in the working directory, which a process inherits


class SceneCamera:
    """Sees what lies in `scene.png` at 60 frames a second; with the file gone, it is unplugged."""

    def __init__(self, index: int, width: int, height: int) -> None:
        self._seen: tuple[float, np.ndarray] | None = None
        self._properties = {LIGHT: 0.0, EXPOSURE: 100.0, AUTO_EXPOSURE: 3.0}
        self.modes = {1.0, 3.0}  # of exposure

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
        known = propId in self._properties and (propId != AUTO_EXPOSURE or value in self.modes)
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


class RaisingCamera(SceneCamera):
    """Fails once in the call that the file `raise` names, as the exception that it names."""

    def __init__(self, index: int, width: int, height: int) -> None:
        super().__init__(index, width, height)
        self._frames = 0
        self._fail("open")

    def grab(self) -> bool:
        self._frames += 1
        if self._frames > 5:
            self._fail("grab")
        return super().grab()

    def retrieve(self) -> tuple[bool, np.ndarray]:
        if self._frames > 5:
            self._fail("retrieve")
        return super().retrieve()

    @staticmethod
    def _fail(call: str) -> None:
        plan = Path("raise")
        if plan.exists() and plan.read_text().startswith(call):
            kind = plan.read_text().split()[1]
            plan.unlink()
            raise {"cv2": cv2.error, "os": OSError, "bug": IndexError}[kind]("broken")


class CountingCamera(SceneCamera):
    """Counts what it is asked, and is unplugged after 200 frames."""

    def __init__(self, index: int, width: int, height: int) -> None:
        super().__init__(index, width, height)
        self.grabbed = self.retrieved = 0
        self.unplugged = threading.Event()
        self.exposure: list[tuple[float, float]] = []  # mode and time, at each release

    def isOpened(self) -> bool:  # noqa: N802  cv2's name
        return not self.unplugged.is_set()

    def grab(self) -> bool:
        self.grabbed += 1
        return self.grabbed <= 200

    def retrieve(self) -> tuple[bool, np.ndarray]:
        self.retrieved += 1
        return True, np.full((4, 4, 3), 200, np.uint8)

    def release(self) -> None:
        self.exposure.append((self.get(AUTO_EXPOSURE), self.get(EXPOSURE)))
        self.unplugged.set()


class CountingDecoder(Decoder):
    """Counts the frames it was given."""

    frames = 0

    def read(self, gray: Gray) -> list[Reading]:
        CountingDecoder.frames += 1
        return super().read(gray)


class HangingDecoder(Decoder):
    """Never comes back from a picture of one pixel's height, nor, once, while `hang` is there."""

    def read(self, gray: Gray) -> list[Reading]:
        hang = Path("hang")
        if gray.shape[0] == 1 or hang.exists():
            hang.unlink(missing_ok=True)
            time.sleep(60)
        return super().read(gray)


def babble(setup: CameraSetup, commands: Connection, reports: Connection) -> None:
    """Be a camera process that sends what lies in `nonsense`, the first time."""
    nonsense = Path("nonsense")
    if not nonsense.exists():
        worker.run(setup, commands, reports)
    data = nonsense.read_bytes()
    nonsense.unlink()
    reports.send_bytes(data)
    time.sleep(60)


def invent(setup: CameraSetup, commands: Connection, reports: Connection) -> None:
    """Be a camera process that sends, the first time, codes that nobody shows, without end."""
    invented = Path("invented")
    if not invented.exists():
        worker.run(setup, commands, reports)
    invented.unlink()
    reports.send_bytes(encode(Ready()))
    for number in itertools.count():
        found = (Reading(f"{number}", b"", Symbology.QR, (0, 0, 9, 9), 1, "zxing"),)
        for _ in range(2):
            reports.send_bytes(encode(Seen(time.monotonic(), found)))


def reading(
    text: str = "a",
    raw: bytes = b"a",
    box: tuple[int, int, int, int] = (0, 0, 1, 1),
    lines: int = 1,
) -> Reading:
    return Reading(text, raw, Symbology.QR, box, lines, "zbar")
