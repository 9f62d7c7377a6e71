"""Look for codes through a camera, or in video and image files. The only file that imports cv2.

A source is a device's index (`0`), a video, a picture, a folder of pictures, or nothing:
then only what `show` holds before it is seen.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kiosk.devices.scanners import decoding
from kiosk.later import Later

if TYPE_CHECKING:
    import cv2
    import numpy as np

    from kiosk.devices.scanners.decoding import Gray
else:
    cv2, np = Later("cv2"), Later("numpy")

DECODES_PER_S = 12
FORGET_AFTER_S = 1.5
FIRST_RETRY_S, LAST_RETRY_S = 0.5, 8.0
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp"})


class CameraState(StrEnum):
    """`missing`: the source could not be opened. `lost`: it was there and went away."""

    LOOKING = "looking"
    LOST = "lost"
    MISSING = "missing"


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


@dataclass(frozen=True, slots=True)
class Frame:
    """A gray picture; `at_s` is its time in a video, None for a picture of its own."""

    gray: Gray
    at_s: float | None


class Camera:
    """Reports each code once until it has been out of sight for 1.5 s.

    A picture of a folder, or one shown by `show`, is reported each time. `on_code` and
    `on_state` are called in the camera's thread. A device is tried again for ever, with
    longer and longer pauses; a file is played once.
    """

    def __init__(
        self,
        source: str,
        on_code: Callable[[str], None],
        on_state: Callable[[CameraState], None],
        *,
        monotonic: Callable[[], float] = time.monotonic,
        open_device: Callable[[int], Device] | None = None,
    ) -> None:
        self._source = source
        self._on_code = on_code
        self._on_state = on_state
        self._monotonic = monotonic
        self._open_device = open_device or _open_device
        self._shown: queue.SimpleQueue[Path | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._state: CameraState | None = None
        self._last_seen: dict[str, float] = {}
        # A device may hold `grab` for seconds after it was unplugged: a daemon keeps no
        # program from ending.
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)

    def start(self) -> None:
        """Begin to look. Raises `DeviceFault`: `zbar_missing`."""
        decoding.ready()
        self._thread.start()

    def stop(self, timeout_s: float = 2.0) -> bool:
        """Stop looking; tell whether the thread has ended in time. No callbacks follow."""
        self._stopping.set()
        self._shown.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def show(self, path: Path) -> None:
        """Hold a picture before the camera for one look; from any thread."""
        self._shown.put(path)

    def _run(self) -> None:
        if not self._source:
            self._set_state(CameraState.LOOKING)
        elif self._source.isdecimal():
            self._watch(int(self._source))
        else:
            self._play(Path(self._source))
        while not self._stopping.is_set():
            self._look_at_shown(None)

    def _watch(self, index: int) -> None:
        pause_s = FIRST_RETRY_S
        while not self._stopping.is_set():
            device = self._open_device(index)
            try:
                if device.isOpened():
                    pause_s = FIRST_RETRY_S if self._look_through(device) else pause_s
                    self._set_state(CameraState.LOST)
                elif self._state is not CameraState.LOST:
                    self._set_state(CameraState.MISSING)
            finally:
                device.release()
            self._wait(pause_s)
            pause_s = min(pause_s * 2, LAST_RETRY_S)

    def _look_through(self, device: Device) -> bool:
        """Look until frames stop coming; tell whether any came.

        Every frame is grabbed, so that the one decoded is never an old one from a buffer.
        """
        next_s = self._monotonic()
        any_came = False
        while not self._stopping.is_set():
            if not device.grab():
                return any_came
            self._look_at_shown(0)
            now = self._monotonic()
            if now < next_s:
                continue
            next_s = now + 1 / DECODES_PER_S
            ok, picture = device.retrieve()
            gray = _gray(picture) if ok else None
            if gray is None:
                return any_came
            any_came = True
            self._set_state(CameraState.LOOKING)
            self._look_at(gray, now)
        return any_came

    def _play(self, path: Path) -> None:
        began = self._monotonic()
        for frame in frames(path):
            if self._stopping.is_set():
                return
            self._set_state(CameraState.LOOKING)
            self._look_at(frame.gray, None if frame.at_s is None else began + frame.at_s)
            self._look_at_shown(0)
        self._last_seen.clear()
        if self._state is None:
            self._set_state(CameraState.MISSING)

    def _wait(self, pause_s: float) -> None:
        """Pause between two attempts, but go on looking at what is shown."""
        until = self._monotonic() + pause_s
        while not self._stopping.is_set() and (left := until - self._monotonic()) > 0:
            self._look_at_shown(left)

    def _look_at_shown(self, timeout_s: float | None) -> None:
        try:
            path = self._shown.get(timeout=timeout_s) if timeout_s != 0 else self._shown.get(False)
        except queue.Empty:
            return
        for frame in frames(path) if path else ():
            self._look_at(frame.gray, None)

    def _look_at(self, gray: Gray, at_s: float | None) -> None:
        if at_s is not None:  # a card's number stays no longer than it must
            recent = {t: s for t, s in self._last_seen.items() if at_s - s < FORGET_AFTER_S}
            self._last_seen = recent
        for text in decoding.decode(gray):
            if self._stopping.is_set():
                return
            if text not in self._last_seen or at_s is None:
                self._on_code(text)
            if at_s is not None:
                self._last_seen[text] = at_s

    def _set_state(self, state: CameraState) -> None:
        if state is not self._state and not self._stopping.is_set():
            self._state = state
            self._on_state(state)


def frames(path: Path) -> Iterator[Frame]:
    """Yield the pictures of an image, a folder of images by name, or a video.

    A file that is neither, or damaged, yields nothing. Never raises.
    """
    if path.is_dir():
        for inside in sorted(path.iterdir()):
            if inside.suffix.lower() in PICTURES:
                yield from _still(inside)
    elif path.suffix.lower() in PICTURES:
        yield from _still(path)
    elif path.is_file():
        yield from _film(path)


def _still(path: Path) -> Iterator[Frame]:
    try:
        # Not `cv2.imread`: it cannot open a path with Cyrillic letters on Windows.
        data = np.frombuffer(path.read_bytes(), np.uint8)
        picture = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE) if data.size else None
    except (OSError, cv2.error):
        return
    gray = _gray(picture)
    if gray is not None:
        yield Frame(gray, None)


def _film(path: Path) -> Iterator[Frame]:
    video = cv2.VideoCapture(str(path))
    per_s = video.get(cv2.CAP_PROP_FPS) or 25.0
    number = 0
    try:
        while video.isOpened():
            ok, picture = video.read()
            gray = _gray(picture) if ok else None
            if gray is None:
                return
            yield Frame(gray, number / per_s)
            number += 1
    finally:
        video.release()


def _gray(picture: np.ndarray | None) -> Gray | None:
    """Return a picture in gray; zbar would see the blue channel of a coloured one only."""
    if picture is None or picture.size == 0:
        return None
    try:
        if picture.ndim == 3:
            picture = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    except cv2.error:
        return None
    return picture.astype(np.uint8, copy=False)


def _open_device(index: int) -> Device:
    # A camera that is not plugged in is a state here, not a message on stderr.
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    return cv2.VideoCapture(index)
