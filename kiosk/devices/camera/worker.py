"""The camera process: takes frames, decodes them, and says what it read.

A process of its own, since the decoders are native code that reads hostile pictures: a crash
or a hang costs a restart here. It ends when the terminal is gone.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.devices.camera import decoding, images
from kiosk.devices.camera.capture import Capture, Taken, WorkQueue
from kiosk.devices.camera.hints import Hints
from kiosk.devices.camera.messages import (
    Beat,
    Held,
    Light,
    Looked,
    Malformed,
    News,
    Ready,
    Report,
    Seen,
    Show,
    Shown,
    Stir,
    command,
    encode,
    sendable,
)
from kiosk.devices.camera.watching import THUMB, Advice, Watch
from kiosk.privacy import keep_to_itself

if TYPE_CHECKING:
    from kiosk.devices.camera.readings import Reading
    from kiosk.devices.camera.setup import CameraSetup

BEAT_S = 0.5
HELD_EVERY_S = 0.5
WAIT_S = 0.25
ENDING_S = 0.4  # for the driver to let go of the camera
IDLE_SHARE, LONGEST_IDLE_S = 0.5, 0.03  # of a store PC's two cores, one is the screen's
LOOKS_AT_A_PICTURE = 36  # each of the decoder's attempts twice
NOTHING_SEEN_S = 1.0  # after so long without a frame none is on its way
ENOUGH_LOOKS = 6  # with something read in them


class Looker:
    """Does what its queue holds, one thing after another."""

    def __init__(self, setup: CameraSetup, work: WorkQueue, reports: Connection) -> None:
        self._setup = setup
        self._work = work
        self._reports = reports
        self._sending = threading.Lock()
        index = int(setup.source) if setup.source.isdecimal() else None
        self._capture = Capture(
            None if index is None else partial(setup.open_device, index, setup.width, setup.height),
            Path(setup.source) if index is None and setup.source else None,
            setup.region,
            work,
            self._tell,
        )
        self._decoder = setup.new_decoder()
        self._watch = Watch()
        self._hints = Hints()
        self._in_scene: dict[str, Reading] = {}
        self._scene_s = time.monotonic()  # up to when it is known what was seen
        self._nothing_s = 0.0  # for how long no frame has come
        self._held_s = 0.0
        self._beat_s = 0.0
        self._pause_s = 0.0
        self._news: News | None = None

    def run(self) -> None:
        """Look until the queue is closed."""
        self._tell(Ready())
        self._capture.start()
        while not self._work.closed:
            item = self._work.take(WAIT_S)
            match item:
                case Taken():
                    self._look(item)
                case Show():
                    self._show(item)
                case None:
                    self._see_nothing()
                case Light(on):
                    self._capture.light = on
                case Stir():
                    self._watch.stir(time.monotonic())
            self._capture.resting = self._watch.resting
            self._say_how_it_is()
            self._beat()
            time.sleep(self._pause_s)
            self._pause_s = 0.0
        # With the device goes what was set of it, unless the driver hangs.
        self._capture.join(ENDING_S)

    def _see_nothing(self) -> None:
        """Let time pass without a frame: what was read does not stay for ever."""
        self._nothing_s += WAIT_S
        if self._nothing_s > NOTHING_SEEN_S:
            self._scene_s += WAIT_S
            self._in_scene.clear()

    def _look(self, taken: Taken) -> None:
        self._scene_s = taken.at_s
        self._nothing_s = 0.0
        thumb = images.shrunk(taken.preview, THUMB)
        advice = self._watch.look(thumb, taken.at_s)
        if self._watch.changed:
            self._in_scene.clear()
        readings = self._decode(taken) if advice is Advice.DECODE else []
        if readings:
            found = sendable(readings)
            self._tell(Seen(taken.at_s, found))
            self._in_scene.update((reading.text, reading) for reading in found)
        elif self._in_scene and taken.at_s - self._held_s >= HELD_EVERY_S:
            self._held_s = taken.at_s
            self._tell(Held(taken.at_s, tuple(self._in_scene.values())))
        if self._in_scene or self._watch.resting:
            self._hints.read(taken.at_s)
        else:
            self._hints.look(taken.preview, thumb, taken.at_s)
        # Left as it is until nobody is there: freed at once, the glare would come back.
        if self._hints.hint == "glare":
            self._capture.shorter_exposure = True
        elif self._watch.resting:
            self._capture.shorter_exposure = False

    def _decode(self, taken: Taken) -> list[Reading]:
        began = time.monotonic()
        readings = self._decoder.read(taken.gray)
        self._pause_s = pause_after(time.monotonic() - began)
        return readings

    def _show(self, show: Show) -> None:
        """Look at a picture as if it were held still for a second."""
        frame = next(images.frames(Path(os.fsdecode(show.path))), None)
        decoder = self._setup.new_decoder()
        looks = enough = 0
        while frame and looks < LOOKS_AT_A_PICTURE and enough < ENOUGH_LOOKS:
            readings = sendable(decoder.read(frame.gray))
            self._tell(Looked(show.number, readings))
            looks += 1
            enough += bool(readings)
        self._tell(Shown(show.number, frame is not None))

    def _say_how_it_is(self) -> None:
        state, has_light = self._capture.how
        if state == "looking" and self._watch.resting:
            state = "resting"
        if not state:
            return
        news = News(state, self._hints.hint, has_light)
        if news != self._news:
            self._news = news
            self._tell(news)

    def _beat(self) -> None:
        now = time.monotonic()
        if self._capture.is_stuck(now):
            self._tell(News("lost", "", has_light=False))
            os._exit(1)  # nothing else ends a driver's call
        if now - self._beat_s >= BEAT_S:
            self._beat_s = now
            self._tell(Beat(self._scene_s))

    def _tell(self, report: Report) -> None:
        with self._sending:
            try:
                self._reports.send_bytes(encode(report))
            except OSError:  # the terminal is gone, or wants no more
                self._work.close()


def run(setup: CameraSetup, commands: Connection, reports: Connection) -> None:
    """Be the camera process until `commands` is closed."""
    keep_to_itself()
    # Ctrl-C reaches the whole group; the terminal ends its camera itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(5)  # the screen has the processor first
    work = WorkQueue()
    threading.Thread(target=_listen, args=(commands, work), name="listen", daemon=True).start()
    images.calm_down()
    decoding.ready()
    Looker(setup, work, reports).run()


def _listen(commands: Connection, work: WorkQueue) -> None:
    try:
        while True:
            work.ask(command(commands.recv_bytes()))
    except (EOFError, OSError, Malformed):  # the terminal is gone, or sends what is no command
        work.close()
        time.sleep(ENDING_S)
        os._exit(0)  # a decoder or driver may hang, and would hold up a regular end


def pause_after(decoded_s: float) -> float:
    """Return for how long a frame's decoding leaves the processor to others."""
    return min(decoded_s * IDLE_SHARE, LONGEST_IDLE_S)
