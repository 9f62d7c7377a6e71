"""The camera as the terminal sees it: a process that is watched over, and started anew."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.devices.camera import decoding, images
from kiosk.devices.camera.hearing import Hearing
from kiosk.devices.camera.messages import Light, Malformed, Played, Preview, Ready, Stir
from kiosk.devices.camera.readings import Reading
from kiosk.devices.camera.setup import CameraSetup
from kiosk.devices.camera.shown import ShownPictures
from kiosk.domain.back_off import BackOff
from kiosk.domain.scans import Scan
from kiosk.later import Later
from kiosk.ports.devices import CameraNews, ViewFrame

if TYPE_CHECKING:
    from kiosk.devices.camera import child as processes
    from kiosk.devices.camera.child import Child, Inbox
else:
    processes = Later("kiosk.devices.camera.child")

__all__ = ["Camera", "CameraSetup"]

_log = logging.getLogger(__name__)

PATIENCE_S = 3.0
STARTING_PATIENCE_S = 20.0  # a store PC's disk in the morning
STABLE_S = 2.0  # a process that lived so long after it was ready was no quick death
STIR_EVERY_S = 1.0
RESTART = BackOff(0.5, 8.0)  # from the second quick death on
LATEST_S, LATEST_OF_A_FILM_S = 5.0, 600.0  # between a frame and what is heard of it


class Camera:
    """Reports each code once until it has been out of sight for 1.5 s.

    A picture of a folder, or one shown by `show`, is reported each time. `on_scan`, `on_news`
    and `known` are called in the camera's thread and must not raise; after `stop` none is.
    A process that dies is started anew at once, after repeated quick deaths with pauses; one
    whose decoding is silent for `patience_s`, or that says what cannot be, is killed. A shown
    picture is asked for again until it was answered, or has killed the process twice. Without
    a source there is no process until the first picture is shown; then it stays.
    """

    def __init__(
        self,
        setup: CameraSetup,
        on_scan: Callable[[Scan], None],
        on_news: Callable[[CameraNews], None],
        known: Callable[[Reading], bool],
        *,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._setup = setup
        self._patience_s = patience_s
        latest_s = LATEST_S if setup.source.isdecimal() else LATEST_OF_A_FILM_S
        self._stopping = threading.Event()
        self._shown = ShownPictures(known)
        self._hearing = Hearing(on_scan, on_news, known, self._shown, latest_s, self._stopping)
        self._inbox: Inbox = queue.Queue(maxsize=256)
        self._stirred = False
        self._stirred_s = float("-inf")
        self._light = self._lit = False
        self._child: Child | None = None
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)

    @property
    def pid(self) -> int | None:
        """The camera process's number; None while there is none."""
        child = self._child
        return child.pid if child else None

    def start(self) -> None:
        """Begin to look. Raises `DeviceFault`: `zbar_missing`."""
        decoding.ready()
        self._thread.start()

    def stop(self, timeout_s: float = 2.0) -> bool:
        """Stop looking; tell whether all has ended in time."""
        self._stopping.set()
        self._wake()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def show(self, path: Path) -> None:
        """Hold a picture before the camera for a moment; from any thread."""
        self._shown.show(path)
        self._wake()

    def frame(self) -> ViewFrame | None:
        """Return the newest picture, None while there is none."""
        return self._hearing.view

    def stir(self) -> None:
        """Somebody is there: look at full rate."""
        self._stirred = True
        self._wake()

    def light(self, on: bool) -> None:
        """Switch the camera's own light, where it has one."""
        self._light = on
        self._wake()

    def _wake(self) -> None:
        try:
            self._inbox.put_nowait(None)
        except queue.Full:
            return  # with so much in it the thread is awake anyway

    def _run(self) -> None:
        self._hold_up_source()
        quick_deaths = 0
        while not self._stopping.is_set():
            if not self._has_work():
                self._hearing.forget()
                self._inbox.get()  # a shop without a camera needs no process until one is shown
                continue
            try:
                lived_s = self._live()
            except Exception:  # this thread is all that brings the camera back
                _log.exception("the camera process could not be watched over")
                lived_s = 0.0
            self._hearing.see_nothing()  # time passes for what was in sight, though no frame came
            quick_deaths = quick_deaths + 1 if lived_s < STABLE_S else 0
            pause_s = RESTART.pause_s(quick_deaths - 1)
            if quick_deaths > 1 and not self._stopping.is_set():
                _log.error("The camera process ends again and again; next in %s s", pause_s)
                self._hearing.say(CameraNews("lost"))
                self._stopping.wait(pause_s)

    def _hold_up_source(self) -> None:
        """Turn a picture or a folder of pictures into pictures that are shown."""
        source = Path(self._setup.source)
        is_file = bool(self._setup.source) and not self._setup.source.isdecimal()
        if is_file and (source.is_dir() or source.suffix.lower() in images.PICTURES):
            self._hearing.source_is_pictures = True
            for path in images.pictures(source):
                self._shown.add(path, is_source=True)
            self._setup = self._without_source()
            if self._shown.source_is_over:
                self._hearing.say(CameraNews("missing"))

    def _has_work(self) -> bool:
        return bool(self._setup.source) or self._shown.is_waiting

    def _without_source(self) -> CameraSetup:
        return CameraSetup("", new_decoder=self._setup.new_decoder)

    def _live(self) -> float:
        """Start a process and hear it until it ends or is silent; return how long it was ready."""
        self._hearing.begin()
        child = self._child = processes.Child(self._setup, self._inbox)
        try:
            return self._hear(child)
        finally:
            self._child = None
            child.end()

    def _hear(self, child: Child) -> float:
        heard_s = time.monotonic()
        ready_s: float | None = None
        while not self._stopping.is_set():
            patience_s = STARTING_PATIENCE_S if ready_s is None else self._patience_s
            try:
                item = self._inbox.get(timeout=max(0.0, heard_s + patience_s - time.monotonic()))
            except queue.Empty:
                _log.error("The camera process was silent for %s s and is killed", patience_s)
                child.kill()
                break
            if item is not None and item[0] is child:
                if item[1] is None:
                    break
                if not isinstance(item[1], Preview | Played):  # while the decoder hangs, too
                    heard_s = time.monotonic()
                if isinstance(item[1], Ready):
                    ready_s = heard_s
                    self._lit = False
                if isinstance(item[1], Played):
                    self._setup = self._without_source()
                try:
                    self._hearing.hear(item[1])
                except Malformed as error:
                    _log.error("The camera process is killed: %s", error)
                    child.kill()
                    self._hearing.forget()  # what it made up must not outvote what is read next
                    break
            if ready_s is not None:
                self._ask(child)
        if not self._stopping.is_set():
            self._shown.blame()
        return 0.0 if ready_s is None else time.monotonic() - ready_s

    def _ask(self, child: Child) -> None:
        """Send what waits; few and small messages, so that a pipe takes them at once."""
        if (show := self._shown.next()) is not None:
            child.tell(show)
        now = time.monotonic()
        if self._stirred and now - self._stirred_s >= STIR_EVERY_S:
            self._stirred = False
            self._stirred_s = now
            child.tell(Stir())
        if self._light != self._lit:
            self._lit = self._light
            child.tell(Light(self._lit))
