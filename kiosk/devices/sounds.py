"""Let a scan be heard. The only file that imports miniaudio.

A thread of its own owns the sound device. It is opened for the first sound, runs on silence
for a while so that the next sound is heard at once, and rests when nobody scans.
"""

from __future__ import annotations

import logging
import os
import queue
import sys
import threading
import time
import wave
from collections import deque
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kiosk.assets import asset
from kiosk.domain.back_off import BackOff
from kiosk.later import Later

if TYPE_CHECKING:
    import miniaudio
else:
    # numpy holds the interpreter for 40 ms while it loads, and 10 MB for good.
    miniaudio = Later("miniaudio", without="numpy")

SCANNED, REFUSED = "scanned", "refused"
RATE = 44_100
PERIOD_MS = 20
WARM_S = 20.0
STALE_S = 0.5  # a beep later than that would be taken for another scan's
DEAD_AFTER_S = 1.0
RETRY = BackOff(60.0, 900.0)
_WAITING = 4

# By name, because miniaudio would rather play into nothing (its backend Null) than say that
# there is no device.
_BACKENDS = ("WASAPI", "DSOUND", "WINMM", "COREAUDIO", "PULSEAUDIO", "ALSA", "OSS")

_log = logging.getLogger(__name__)

Samples = Generator[bytes, int, None]


class Output(Protocol):
    """What is used of `miniaudio.PlaybackDevice`, 16 bit mono at `RATE`."""

    def start(self, callback_generator: Samples, /) -> None:
        """Ask the generator for so many samples at a time, on a thread of the device's."""

    def stop(self) -> None:
        """Ask no more; can be started again."""

    def close(self) -> None:
        """Give the device back."""


def open_output(backends: Sequence[str] = ()) -> Output:
    """Open the machine's sound device."""
    if not (backends or has_device(Path("/"))):
        raise OSError("this machine has no sound device")
    output: Output = miniaudio.PlaybackDevice(
        miniaudio.SampleFormat.SIGNED16,
        nchannels=1,
        sample_rate=RATE,
        buffersize_msec=PERIOD_MS,
        backends=[miniaudio.Backend[name] for name in backends or _BACKENDS],
        app_name="store-kiosk",
    )
    return output


def has_device(root: Path) -> bool:
    """Tell whether it is worth while to try: ALSA writes 35 lines to stderr where it is not."""
    if sys.platform != "linux":
        return True
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    served = [root / runtime.lstrip("/") / "pulse/native", root / "var/run/pulse/native"]
    if os.environ.get("PULSE_SERVER") or any(socket.exists() for socket in served):
        return True
    return any((root / "dev/snd").glob("pcm*p"))


class Speaker:
    """Implements `kiosk.ports.devices.Sounds`.

    Where there is no device, or it fails, that is logged once; it is tried again now and
    then. `enabled=False` makes no sound and no thread.
    """

    def __init__(
        self,
        enabled: bool,
        *,
        open_output: Callable[[], Output] = open_output,
        monotonic: Callable[[], float] = time.monotonic,
        warm_s: float = WARM_S,
    ) -> None:
        self._enabled = enabled
        self._monotonic = monotonic
        self._player = _Player(open_output, monotonic)
        self._warm_s = warm_s
        self._asked: queue.Queue[tuple[str, float] | None] = queue.Queue(_WAITING)
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def scanned(self) -> None:
        """A code was read."""
        self._ask(SCANNED)

    def refused(self) -> None:
        """It was read and is nothing of ours."""
        self._ask(REFUSED)

    def warm(self) -> None:
        """Load what plays and open the device now, in the background; returns at once."""
        self._ask("")

    def close(self, timeout_s: float = 1.0) -> None:
        """Fall silent; a device that hangs is left behind."""
        with self._lock:
            self._enabled = False
            thread = self._thread
        if thread is None:
            return
        while thread.is_alive():  # makes room for the last word
            try:
                self._asked.put_nowait(None)
                break
            except queue.Full:
                _discard(self._asked)
        thread.join(timeout_s)

    def _ask(self, sound: str) -> None:
        with self._lock:
            if not self._enabled:
                return
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="sounds", daemon=True)
                self._thread.start()
            try:
                self._asked.put_nowait((sound, self._monotonic()))
            except queue.Full:
                return  # four wait already: nobody would tell a fifth from them

    def _work(self) -> None:
        while True:
            try:
                asked = self._asked.get(timeout=self._warm_s if self._player.running else None)
            except queue.Empty:
                self._player.rest()
                continue
            if asked is None:
                self._player.close()
                return
            sound, at_s = asked
            self._player.play(sound, at_s)


def _discard(asked: queue.Queue[tuple[str, float] | None]) -> None:
    try:
        asked.get_nowait()
    except queue.Empty:
        return


class _Player:
    """The device and what it plays, for the thread of the speaker."""

    def __init__(self, open_output: Callable[[], Output], monotonic: Callable[[], float]) -> None:
        self._open_output = open_output
        self._monotonic = monotonic
        self._sounds: dict[str, bytes] = {}
        self._output: Output | None = None
        self.running = False
        self._next: deque[bytes] = deque(maxlen=1)  # a new sound cuts the one before
        self._begun = threading.Event()
        self._failures = 0  # on end
        self._retry_s: float | None = None

    def play(self, sound: str, at_s: float) -> None:
        """Play a sound asked for at `at_s`, or only get ready where it is ""."""
        if self._retry_s is not None and self._monotonic() < self._retry_s:
            return
        try:
            self._run()
            if sound and self._monotonic() - at_s < STALE_S:
                self._begun.clear()
                self._next.append(self._sounds[sound])
                if not self._begun.wait(DEAD_AFTER_S):
                    raise OSError("the device takes no sound")
        except Exception as error:
            # No library, no device, a driver's whim, a damaged file: it costs the sound, no more.
            self._fail(error)
        else:
            self._failures, self._retry_s = 0, None

    def rest(self) -> None:
        """Let the device sleep; it stays open."""
        self.running = False
        try:
            if self._output is not None:
                self._output.stop()
        except Exception as error:
            # As above: the device may have gone meanwhile.
            self._fail(error)

    def close(self) -> None:
        """Give the device back."""
        self.running = False
        output, self._output = self._output, None
        if output is not None:
            output.close()

    def _run(self) -> None:
        if self.running:
            return
        if not self._sounds:
            self._sounds = {name: _load(name) for name in (SCANNED, REFUSED)}
        if self._output is None:
            self._output = self._open_output()
        samples = self._samples()
        next(samples)
        self._output.start(samples)
        self.running = True

    def _samples(self) -> Samples:
        """Give the device what it asks for: the sound that is on, then silence."""
        left = b""
        frames = yield b""
        while True:
            if self._next:
                left = self._next.popleft()
                self._begun.set()
            size = frames * 2
            part, left = left[:size], left[size:]
            frames = yield part.ljust(size, b"\0")

    def _fail(self, error: Exception) -> None:
        self.close()
        self._next.clear()
        if self._retry_s is None:
            _log.warning("no sound: %s", error)
        self._failures += 1
        self._retry_s = self._monotonic() + RETRY.pause_s(self._failures)


def _load(name: str) -> bytes:
    with wave.open(str(asset("sounds", f"{name}.wav"))) as file:
        if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (RATE, 1, 2):
            raise wave.Error(f"{name}.wav is not 16 bit mono at {RATE} Hz")
        samples: bytes = file.readframes(file.getnframes())
    return samples
