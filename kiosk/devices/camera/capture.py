"""Take frames from a camera or a film, on a thread of the camera process."""

from __future__ import annotations

import contextlib
import os
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kiosk.devices.camera import images
from kiosk.devices.camera.device import Controls, Device
from kiosk.devices.camera.messages import (
    PREVIEW_LONGEST,
    Command,
    Played,
    Preview,
    Report,
    State,
)
from kiosk.domain.back_off import BackOff
from kiosk.later import Later

if TYPE_CHECKING:
    import numpy as np

    from kiosk.devices.camera.images import Gray
else:
    np = Later("numpy")

RETRY = BackOff(0.5, 8.0)
RESTING_PER_S = 5
OPENING_PATIENCE_S, FRAME_PATIENCE_S = 30.0, 5.0  # some drivers take 20 s to open a camera

Region = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Taken:
    """A frame: gray, its preview, and when it was taken (monotonic)."""

    gray: Gray
    preview: Gray
    at_s: float


class WorkQueue:
    """What waits for whoever decodes: commands in their order, and the newest frame alone."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._commands: deque[Command] = deque()
        self._frame: Taken | None = None
        self.closed = False

    def take(self, timeout_s: float) -> Command | Taken | None:
        """Return the next command, else the newest frame; None when none came in time."""
        with self._changed:
            self._changed.wait_for(self._has_something, timeout_s)
            if self._commands:
                return self._commands.popleft()
            frame, self._frame = self._frame, None
            self._changed.notify_all()
            return frame

    def ask(self, command: Command) -> None:
        """Add a command."""
        with self._changed:
            self._commands.append(command)
            self._changed.notify_all()

    def put(self, frame: Taken, *, wait: bool = False) -> None:
        """Replace the frame that waits; with `wait`, wait first until that one was taken."""
        with self._changed:
            if wait:
                self._changed.wait_for(lambda: self._frame is None or self.closed)
            self._frame = frame
            self._changed.notify_all()

    def close(self) -> None:
        """Wake everybody who waits; from now on `take` and `put` return at once."""
        with self._changed:
            self.closed = True
            self._changed.notify_all()

    def _has_something(self) -> bool:
        return self.closed or bool(self._commands) or self._frame is not None


class Capture:
    """Keeps the queue supplied with the newest frame, and tells the terminal what it looks like.

    A device is tried again for ever, with longer and longer pauses; a film is played once, at
    its own pace, each frame. `resting`, `light` and `shorter_exposure` are set by others.
    """

    def __init__(
        self,
        open_device: Callable[[], Device] | None,
        film: Path | None,
        region: Region,
        work: WorkQueue,
        tell: Callable[[Report], None],
    ) -> None:
        self._open_device = open_device
        self._film = film
        self._region = region
        self._work = work
        self._tell = tell
        self._late_s = float("inf")  # when the call under way has taken too long
        nothing = open_device is None and film is None
        self.how: tuple[State | Literal[""], bool] = ("looking" if nothing else "", False)
        """The state, and whether there is a light: replaced as one."""
        self.resting = False
        self.light = False
        self.shorter_exposure = False
        # A device may hold `grab` for seconds after it was unplugged.
        self._thread = threading.Thread(target=self._run, name="capture", daemon=True)

    def start(self) -> None:
        """Begin, on a daemon thread: a driver that hangs keeps no process from ending."""
        self._thread.start()

    def join(self, timeout_s: float) -> bool:
        """Wait for the device to be let go, once the queue is closed; tell whether it was."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def is_stuck(self, now_s: float) -> bool:
        """Tell whether a driver's call does not come back."""
        return now_s > self._late_s

    def _run(self) -> None:
        try:
            if self._open_device is not None:
                self._watch(self._open_device)
            elif self._film is not None:
                self._play(self._film)
        except Exception:  # a process without frames would seem alive: the next one has some
            traceback.print_exc()
            os._exit(1)

    def _watch(self, open_device: Callable[[], Device]) -> None:
        failures = 0
        while not self._work.closed:
            opened = False
            self._late_s = time.monotonic() + OPENING_PATIENCE_S
            with contextlib.suppress(*images.driver_errors()):  # treated as unplugged
                device = open_device()
                try:
                    opened = device.isOpened()
                    if opened:
                        self._look_through(device)
                finally:
                    device.release()
            self._late_s = float("inf")
            if self.how[0] == "looking":
                failures = 0
            self.how = ("lost" if opened or self.how[0] == "lost" else "missing", False)
            failures += 1
            time.sleep(RETRY.pause_s(failures))

    def _look_through(self, device: Device) -> None:
        """Take frames until they stop coming; then leave the device as it was.

        At rest too every frame is grabbed, so that none is ever an old one from a buffer;
        but few are unpacked, which is what costs.
        """
        controls = Controls(device)
        try:
            self._take_frames(device, controls)
        finally:
            controls.free_exposure()

    def _take_frames(self, device: Device, controls: Controls) -> None:
        lit = False
        next_s = 0.0
        while not self._work.closed:
            self._late_s = time.monotonic() + FRAME_PATIENCE_S
            if not device.grab():
                return
            now = time.monotonic()
            if self.resting and now < next_s:
                continue
            next_s = now + 1 / RESTING_PER_S
            ok, picture = device.retrieve()
            gray = images.gray_of(_cut(picture, self._region)) if ok else None
            if gray is None:
                return
            self.how = ("looking", controls.has_light)
            self._take(gray, now)
            if self.light != lit:
                lit = self.light
                controls.light(lit)
            if self.shorter_exposure:
                controls.shorten_exposure()
            else:
                controls.free_exposure()

    def _play(self, film: Path) -> None:
        began = time.monotonic()
        for frame in images.frames(film):
            at_s = began + (frame.at_s or 0.0)
            time.sleep(max(0.0, at_s - time.monotonic()))
            if self._work.closed:
                return
            self.how = ("looking", False)
            self._take(np.ascontiguousarray(_cut(frame.gray, self._region)), at_s, wait=True)
        self.how = (self.how[0] or "missing", False)
        self._tell(Played())

    def _take(self, gray: Gray, at_s: float, *, wait: bool = False) -> None:
        preview = images.shrunk(gray, PREVIEW_LONGEST)
        self._work.put(Taken(gray, preview, at_s), wait=wait)
        height, width = preview.shape
        self._tell(Preview(width, height, preview.tobytes()))


def _cut(picture: np.ndarray, region: Region) -> np.ndarray:
    """Return a part of a picture; `region` is left, top, right, bottom, from 0 to 1."""
    height, width = picture.shape[:2]
    left, top, right, bottom = region
    rows = slice(int(top * height), max(int(bottom * height), int(top * height) + 1))
    columns = slice(int(left * width), max(int(right * width), int(left * width) + 1))
    return picture[rows, columns]
