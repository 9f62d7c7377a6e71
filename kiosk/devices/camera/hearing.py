"""What the camera's process says becomes scans, news and a picture for the screen.

The process reads hostile pictures, so nothing that it says is believed beyond what a camera
can see: not its clock, nor more codes than people can show.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable

from kiosk.devices.camera.messages import (
    MOST_READINGS,
    Beat,
    Held,
    Looked,
    Malformed,
    News,
    Preview,
    Report,
    Seen,
    Shown,
)
from kiosk.devices.camera.readings import Reading
from kiosk.devices.camera.shown import ShownPictures
from kiosk.devices.camera.voting import Voting
from kiosk.domain.scans import CAMERA, Scan
from kiosk.ports.devices import CameraNews, ViewFrame


class Hearing:
    """For the camera's thread; `view` is read by any.

    `latest_s` is how long a frame may take to be heard of. `on_scan` and `on_news` are not
    called once `stopping` is set. `source_is_pictures`: they say how the camera is, not the
    process.
    """

    def __init__(
        self,
        on_scan: Callable[[Scan], None],
        on_news: Callable[[CameraNews], None],
        known: Callable[[Reading], bool],
        shown: ShownPictures,
        latest_s: float,
        stopping: threading.Event,
    ) -> None:
        self._on_scan = on_scan
        self._on_news = on_news
        self._voting = Voting(known)
        self._shown = shown
        self._latest_s = latest_s
        self._stopping = stopping
        self._accepted_s: deque[float] = deque(maxlen=MOST_READINGS + 1)
        self._frames = itertools.count(1)
        self._news: CameraNews | None = None
        self.view: ViewFrame | None = None
        self.source_is_pictures = False

    def begin(self) -> None:
        """A new process speaks from now on."""
        self._accepted_s.clear()

    def see_nothing(self) -> None:
        """No frame comes; what was in sight is forgotten as time goes by."""
        self._voting.frame((), time.monotonic())

    def forget(self) -> None:
        """Forget all that was read: what is seen next is seen for the first time."""
        self._voting.reset()

    def hear(self, report: Report) -> None:
        """Take one report. Raises `Malformed`: no camera sees that."""
        match report:
            case Preview(width, height, gray):
                self.view = ViewFrame(next(self._frames), width, height, gray)
            case Seen(said_s, readings):
                at_s = self._credible(said_s)
                for reading in self._voting.frame(readings, at_s):
                    self._count()
                    self._report(reading, at_s)
            case Held(said_s, readings):
                self._voting.hold(readings, self._credible(said_s))
            case Beat(said_s):
                # Without a frame nothing is forgotten, and a card's number must be.
                self._voting.frame((), self._credible(said_s))
            case Looked(number, readings):
                for reading in self._shown.looked(number, readings):
                    self._report(reading, time.monotonic())
            case Shown(number, is_picture):
                self._finish(number, is_picture)
            case News(state, hint, has_light):
                if not self.source_is_pictures or (self._news and self._news.state == "lost"):
                    self.say(CameraNews(state, hint, has_light))

    def say(self, news: CameraNews) -> None:
        """Tell how the camera is, if that is new."""
        if news.state in ("missing", "lost"):
            self.view = None
        if news != self._news and not self._stopping.is_set():
            self._news = news
            self._on_news(news)

    def _finish(self, number: int, is_picture: bool) -> None:
        if not self._shown.finish(number):
            return
        if is_picture:
            self.say(CameraNews("looking"))
        elif self._news is None and self._shown.source_is_over:
            self.say(CameraNews("missing"))

    def _credible(self, said_s: float) -> float:
        """Return when a frame was taken: the process's clock is ours, or it says nonsense."""
        now = time.monotonic()
        return min(max(said_s, now - self._latest_s), now)

    def _count(self) -> None:
        """Count what was accepted. Raises `Malformed`: more than people can show."""
        self._accepted_s.append(time.monotonic())
        if len(self._accepted_s) > MOST_READINGS and (
            self._accepted_s[-1] - self._accepted_s[0] < 1.0
        ):
            raise Malformed("more codes in a second than a frame holds")

    def _report(self, reading: Reading, at_s: float) -> None:
        if not self._stopping.is_set():
            self._on_scan(Scan(reading.text, CAMERA, at_s, reading.symbology, reading.raw))
