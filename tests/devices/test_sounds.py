from __future__ import annotations

import logging
import threading
import time
import wave
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.assets import asset
from kiosk.devices import sounds
from kiosk.devices.sounds import Output, Samples, Speaker, _Player, has_device
from tests.patience import PATIENCE_S


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        threading.Event().wait(0.005)


def clip(name: str) -> bytes:
    with wave.open(str(asset("sounds", f"{name}.wav"))) as file:
        return bytes(file.readframes(file.getnframes()))


class Recorder:
    """miniaudio's own device that plays into nothing, and what it was given."""

    def __init__(self) -> None:
        self.heard = bytearray()
        self.opened = self.started = self.stopped = self.closed = 0

    def open(self) -> Output:
        self.opened += 1
        self._device = sounds.open_output(("NULL",))
        return self

    def start(self, samples: Samples, /) -> None:
        self.started += 1

        def recorded() -> Samples:
            frames = yield b""
            while True:
                part = samples.send(frames)
                self.heard += part
                frames = yield part

        running = recorded()
        next(running)
        self._device.start(running)

    def stop(self) -> None:
        self.stopped += 1
        self._device.stop()

    def close(self) -> None:
        self.closed += 1
        self._device.close()


class Clock:
    def __init__(self) -> None:
        self.now_s = 1_000.0

    def __call__(self) -> float:
        return self.now_s


class NoDevice:
    """A machine without sound."""

    def __init__(self) -> None:
        self.tries = 0

    def open(self) -> Output:
        self.tries += 1
        raise OSError("no such device")


@contextmanager
def speaker(
    open_output: Callable[[], Output],
    clock: Callable[[], float] = time.monotonic,
    warm_s: float = 20.0,
) -> Iterator[Speaker]:
    it = Speaker(True, open_output=open_output, monotonic=clock, warm_s=warm_s)
    try:
        yield it
    finally:
        it.close(PATIENCE_S)


@pytest.mark.parametrize("name", ["scanned", "refused"])
def test_sound_is_heard_whole_and_once(name: str) -> None:
    recorder = Recorder()
    with speaker(recorder.open) as it:
        getattr(it, name)()
        until(lambda: clip(name) in bytes(recorder.heard))
        length = len(recorder.heard)
        until(lambda: len(recorder.heard) > length + 10_000)
    assert bytes(recorder.heard).replace(clip(name), b"", 1).strip(b"\0") == b""


def test_next_sound_cuts_the_one_before() -> None:
    recorder = Recorder()
    with speaker(recorder.open) as it:
        it.refused()
        until(lambda: bool(recorder.heard.strip(b"\0")))
        it.scanned()
        until(lambda: clip("scanned") in bytes(recorder.heard))
    assert clip("refused") not in bytes(recorder.heard)


def test_device_rests_when_nobody_scans_and_wakes_without_being_opened_again() -> None:
    recorder = Recorder()
    with speaker(recorder.open, warm_s=0.3) as it:
        it.scanned()
        until(lambda: recorder.stopped == 1)
        it.scanned()
        until(lambda: bytes(recorder.heard).count(clip("scanned")) == 2)
    assert (recorder.opened, recorder.started, recorder.closed) == (1, 2, 1)


def test_warm_opens_the_device_and_plays_nothing() -> None:
    recorder = Recorder()
    with speaker(recorder.open) as it:
        it.warm()
        until(lambda: len(recorder.heard) > 10_000)
    assert recorder.heard.strip(b"\0") == b""


def test_machine_without_sound_says_so_once_and_is_tried_again_after_a_growing_pause(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock, machine = Clock(), NoDevice()
    player = _Player(machine.open, clock)
    tries = []
    for moment_s in (0, 59, 61, 180, 182, 100_000, 100_899, 100_901):
        clock.now_s = 1_000.0 + moment_s
        with caplog.at_level(logging.WARNING):
            player.play("scanned", clock.now_s)
        tries.append(machine.tries)
        if moment_s == 182:  # long after, as if it had failed many times
            player._failures = 99
    assert tries == [1, 1, 2, 2, 3, 4, 4, 5]
    assert [record.getMessage() for record in caplog.records] == ["no sound: no such device"]


def test_sound_comes_back_with_the_device() -> None:
    clock, recorder = Clock(), Recorder()
    plugged = threading.Event()

    def open_output() -> Output:
        if not plugged.is_set():
            raise OSError("no such device")
        return recorder.open()

    with speaker(open_output, clock) as it:
        it.scanned()
        until(lambda: it._player._retry_s is not None)
        plugged.set()
        clock.now_s += sounds.RETRY.first_s
        it.scanned()
        until(lambda: clip("scanned") in bytes(recorder.heard))


def test_device_that_stopped_asking_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    class Deaf(Recorder):
        def start(self, samples: Samples, /) -> None:
            self.started += 1

    deaf = Deaf()
    with caplog.at_level(logging.WARNING), speaker(deaf.open) as it:
        it.scanned()
        until(lambda: deaf.closed == 1)
        until(lambda: len(caplog.records) == 1)
        it.scanned()
        until(it._asked.empty)
    assert deaf.opened == 1


def test_caller_never_waits_and_a_late_beep_is_left_out() -> None:
    clock, recorder = Clock(), Recorder()
    opening, slow = threading.Event(), threading.Event()

    def open_output() -> Output:
        opening.set()
        assert slow.wait(PATIENCE_S)
        return recorder.open()

    with speaker(open_output, clock) as it:
        for _ in range(50):
            it.scanned()
        assert opening.wait(PATIENCE_S)
        it.refused()
        clock.now_s += sounds.STALE_S
        slow.set()
        until(lambda: it._asked.empty() and len(recorder.heard) > 10_000)
        assert recorder.heard.strip(b"\0") == b""
        it.refused()
        until(lambda: clip("refused") in bytes(recorder.heard))


def test_speaker_that_is_off_opens_nothing() -> None:
    machine = NoDevice()
    it = Speaker(False, open_output=machine.open)
    it.scanned()
    it.warm()
    it.close()
    assert machine.tries == 0
    assert not [thread for thread in threading.enumerate() if thread.name == "sounds"]


def test_close_does_not_wait_for_a_device_that_hangs() -> None:
    opening, free = threading.Event(), threading.Event()

    def open_output() -> Output:
        opening.set()
        assert free.wait(PATIENCE_S)
        raise OSError("gone")

    it = Speaker(True, open_output=open_output)
    for _ in range(9):
        it.scanned()
    assert opening.wait(PATIENCE_S)
    it.close(timeout_s=0.0)
    it.scanned()
    free.set()
    thread = it._thread
    assert thread is not None
    thread.join(PATIENCE_S)
    assert not thread.is_alive()


@pytest.mark.parametrize(
    ("name", "least_ms", "most_ms"), [("scanned", 80, 100), ("refused", 170, 190)]
)
def test_sounds_are_short_and_begin_and_end_without_a_click(
    name: str, least_ms: int, most_ms: int
) -> None:
    samples = array("h", clip(name))
    assert least_ms <= len(samples) / 44.1 <= most_ms
    assert max(map(abs, [*samples[:20], *samples[-20:]])) < 1_500
    assert 10_000 < max(map(abs, samples)) < 30_000


def test_a_machine_without_a_sound_device_is_not_asked_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/1000")
    devices = tmp_path / "dev/snd"
    devices.mkdir(parents=True)
    (devices / "pcmC0D0c").touch()  # a microphone
    assert not has_device(tmp_path)
    (devices / "pcmC0D0p").touch()
    assert has_device(tmp_path)
    (devices / "pcmC0D0p").unlink()
    (tmp_path / "run/user/1000/pulse").mkdir(parents=True)
    (tmp_path / "run/user/1000/pulse/native").touch()
    assert has_device(tmp_path)
