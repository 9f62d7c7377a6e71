from __future__ import annotations

import os
import queue
import struct
import threading
import time
import zlib
from collections.abc import Iterator
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.devices.camera import capture, messages
from kiosk.devices.camera.capture import Capture, Taken, WorkQueue
from kiosk.devices.camera.device import AUTO_EXPOSURE, EXPOSURE, Controls
from kiosk.devices.camera.images import PICTURES, frames
from kiosk.devices.camera.process import Camera, CameraSetup
from kiosk.devices.camera.readings import LONGEST_TEXT, Reading
from kiosk.devices.camera.voting import Voting
from kiosk.devices.camera.watching import REST_AFTER_S, RETRY_S
from kiosk.devices.camera.worker import Looker
from kiosk.domain.back_off import BackOff
from kiosk.domain.scans import Scan, Symbology
from tests.devices import camera_doubles as doubles
from tests.devices.pictures import draw_blank, draw_code
from tests.patience import PATIENCE_S

A = "4601234567893"
WHOLE = (0.0, 0.0, 1.0, 1.0)


@pytest.mark.parametrize("call", ["open", "grab", "retrieve"])
@pytest.mark.parametrize("kind", ["cv2", "os"])
def test_driver_that_fails_once_is_tried_again_in_the_same_process(
    call: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(capture, "RETRY", BackOff(0.01, 8.0))
    monkeypatch.setattr(os, "_exit", lambda code: None)  # not of this one
    Path("raise").write_text(f"{call} {kind}")
    draw_blank(doubles.SCENE)
    work = WorkQueue()
    taking = Recorded(
        lambda: doubles.RaisingCamera(0, 640, 480), None, WHOLE, work, lambda report: None
    )
    taking.start()
    expected = ["missing", "looking"] if call == "open" else ["looking", "lost", "looking"]
    for _ in range(int(PATIENCE_S * 100)):
        work.take(0.01)
        if taking.states == ["", *expected]:
            break
    work.close()
    assert taking.join(PATIENCE_S)
    assert taking.states[: len(expected) + 1] == ["", *expected]


class Recorded(Capture):
    """Remembers which states it was in."""

    def __setattr__(self, name: str, value: object) -> None:
        if name == "how":
            assert isinstance(value, tuple)
            states = self.__dict__.setdefault("states", [])
            states += [value[0]] if states[-1:] != [value[0]] else []
        super().__setattr__(name, value)

    states: list[str]


def test_file_that_is_no_video_yields_nothing(tmp_path: Path) -> None:
    path = tmp_path / "v.mp4"
    path.write_bytes(b"not a video at all" * 100)
    assert list(frames(path)) == []


@pytest.mark.parametrize("side", [9_000, 12_000, 100_000])
def test_picture_that_would_be_too_large_is_not_unpacked(side: int, tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    line = zlib.compress(bytes(1 + (side + 7) // 8), 9) if side > 12_000 else b""
    data = line or zlib.compress(bytes(side * (1 + (side + 7) // 8)), 9)
    chunks = [(b"IHDR", header), (b"IDAT", data), (b"IEND", b"")]
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(
            struct.pack(">I", len(inside))
            + name
            + inside
            + struct.pack(">I", zlib.crc32(name + inside))
            for name, inside in chunks
        )
    )
    assert list(frames(path)) == []


def test_pictures_of_every_kind_are_read(tmp_path: Path) -> None:
    for kind in PICTURES:
        path = tmp_path / f"picture{kind}"
        cv2.imwrite(str(path), np.zeros((20, 30, 3), np.uint8))
        assert [frame.gray.shape for frame in frames(path)] == [(20, 30)]


def test_picture_that_memory_does_not_hold_yields_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(data: object, flags: int) -> None:
        raise MemoryError

    path = draw_blank(tmp_path / "blank.png")
    monkeypatch.setattr(cv2, "imdecode", full)
    assert list(frames(path)) == []


def test_time_that_a_process_invents_is_not_believed() -> None:
    camera = Camera(CameraSetup("0"), SCANS.put, lambda _: None, lambda _: True)
    now_s = time.monotonic()
    found = (Reading(A, A.encode(), Symbology.EAN13, (0, 0, 9, 9), 9, "zbar"),)
    for at_s in (1e12, 1e12):
        camera._hearing.hear(messages.Seen(at_s, found))
    assert now_s <= SCANS.get_nowait().at_s <= time.monotonic()
    for at_s in (0.0, 0.0):  # of long ago: a recording that begins anew
        camera._hearing.hear(messages.Seen(at_s, found))
    assert now_s - 10 <= SCANS.get_nowait().at_s <= time.monotonic()
    assert SCANS.empty()


SCANS: queue.SimpleQueue[Scan] = queue.SimpleQueue()


def test_at_rest_few_frames_are_unpacked_and_the_exposure_is_given_back_at_the_end() -> None:
    device = doubles.CountingCamera(0, 640, 480)
    work = WorkQueue()
    taking = Capture(lambda: device, None, WHOLE, work, lambda _: None)
    taking.resting = taking.shorter_exposure = True
    taking.start()
    assert device.unplugged.wait(PATIENCE_S)
    work.close()
    assert taking.join(PATIENCE_S)
    assert device.grabbed > 200
    assert 1 <= device.retrieved < 100
    assert device.exposure[0] == (3.0, 100.0)


@pytest.mark.parametrize("mode", [3.0, 0.0])
def test_exposure_that_a_killed_process_left_halved_is_automatic_again(mode: float) -> None:
    device = doubles.SceneCamera(0, 640, 480)
    device.modes = {1.0, mode}
    device.set(AUTO_EXPOSURE, mode)
    Controls(device).shorten_exposure()
    assert (device.get(AUTO_EXPOSURE), device.get(EXPOSURE)) == (1.0, 50.0)
    controls = Controls(device)
    assert device.get(AUTO_EXPOSURE) == mode
    controls.shorten_exposure()
    assert (device.get(AUTO_EXPOSURE), device.get(EXPOSURE)) == (1.0, 50.0)
    controls.free_exposure()
    assert device.get(AUTO_EXPOSURE) == mode


def test_camera_that_knows_no_automatic_exposure_gets_its_own_back() -> None:
    device = doubles.SceneCamera(0, 640, 480)
    device.set(AUTO_EXPOSURE, 1.0)
    device.modes = {1.0}
    controls = Controls(device)
    controls.shorten_exposure()
    controls.free_exposure()
    assert (device.get(AUTO_EXPOSURE), device.get(EXPOSURE)) == (1.0, 100.0)


def test_label_left_lying_is_accepted_once_and_decoded_no_more_once_nobody_is_there(
    tmp_path: Path,
) -> None:
    (label,) = frames(draw_code(tmp_path / "a.png", "ean13", A))
    here, reports = Pipe(duplex=False)
    work = WorkQueue()
    looker = Looker(CameraSetup("", new_decoder=doubles.CountingDecoder), work, reports)
    doubles.CountingDecoder.frames = 0
    looking = threading.Thread(target=looker.run)
    looking.start()
    for number in range(300):  # a minute
        work.put(Taken(label.gray, label.gray, 100 + number / 5), wait=True)
    work.ask(messages.Stir())
    for number in range(300, 305):
        work.put(Taken(label.gray, label.gray, 100 + number / 5), wait=True)
    work.close()
    looking.join(PATIENCE_S)
    reports.close()

    voting = Voting(lambda reading: True)
    accepted, states, times = [], [], []
    for report in received(here):
        match report:
            case messages.Seen(at_s, readings):
                times.append(at_s)
                accepted += [reading.text for reading in voting.frame(readings, at_s)]
            case messages.Held(at_s, readings):
                times.append(at_s)
                voting.hold(readings, at_s)
            case messages.Beat(at_s) if times:
                times.append(at_s)
            case messages.News(state):
                states.append(state)
    assert times == sorted(times)  # or what is in sight would be forgotten, and read again
    assert accepted == [A]
    assert states == ["looking", "resting", "looking"]
    assert 24 <= doubles.CountingDecoder.frames <= 24 + REST_AFTER_S / RETRY_S + 5


def test_what_was_read_is_not_kept_once_no_frame_comes(tmp_path: Path) -> None:
    (label,) = frames(draw_code(tmp_path / "a.png", "ean13", A))
    here, reports = Pipe(duplex=False)
    work = WorkQueue()
    looker = Looker(CameraSetup(""), work, reports)
    looking = threading.Thread(target=looker.run)
    looking.start()
    work.put(Taken(label.gray, label.gray, 100.0))
    was_read = False
    for _ in range(20):  # a beat every half second
        assert here.poll(PATIENCE_S)
        match messages.report(here.recv_bytes()):
            case messages.Seen():
                was_read = True
            case messages.Beat(at_s) if was_read and at_s != 100.0:
                break
    work.close()
    looking.join(PATIENCE_S)
    reports.close()
    here.close()
    assert 100.0 < at_s < 102.0
    assert A not in repr(vars(looker))


def received(here: Connection) -> Iterator[messages.Report]:
    try:
        while True:
            yield messages.report(here.recv_bytes())
    except EOFError:
        here.close()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xc1",
        messages.encode({"type": "seen", "at_s": float("nan"), "readings": []}),
        messages.encode({"type": "seen", "at_s": -1.0, "readings": []}),
        messages.encode({"type": "seen", "at_s": 1.0, "readings": ["text"]}),
        messages.encode({"type": "preview", "width": 10, "height": 10, "gray": bytes(99)}),
        messages.encode({"type": "preview", "width": 0, "height": 0, "gray": b""}),
        messages.encode({"type": "preview", "width": 641, "height": 1, "gray": bytes(641)}),
        messages.encode({"type": "other"}),
        messages.encode({"type": "beat", "at_s": float("inf")}),
        messages.encode({"type": "news", "state": "x" * 9, "hint": "", "has_light": False}),
        messages.encode({"type": "news", "state": "lost", "hint": "x", "has_light": False}),
        messages.encode(messages.Seen(1.0, (doubles.reading(text="a" * (LONGEST_TEXT + 1)),))),
        messages.encode(messages.Held(1.0, (doubles.reading(raw=bytes(LONGEST_TEXT + 1)),))),
        messages.encode(messages.Looked(1, (doubles.reading(box=(0, 0, 2**60, 1)),))),
        messages.encode(messages.Seen(1.0, (doubles.reading(lines=2**60),))),
        messages.encode(messages.Seen(1.0, (doubles.reading(),))).replace(b"zbar", b"abcd"),
        messages.encode(messages.Seen(1.0, (doubles.reading(),) * 33)),
        b"\x80" * 1000,
        b"cos\nsystem\n(S'true'\ntR.",
    ],
)
def test_malformed_report_is_refused(data: bytes) -> None:
    with pytest.raises(messages.Malformed):
        messages.report(data)


def test_readings_that_are_too_many_or_too_long_are_not_sent() -> None:
    short = doubles.reading()
    long = [
        doubles.reading(raw=bytes(LONGEST_TEXT + 1)),
        doubles.reading(text="a" * (LONGEST_TEXT + 1)),
    ]
    sent = messages.sendable([*long, *[short] * 100])
    assert sent == (short,) * messages.MOST_READINGS
    assert messages.report(messages.encode(messages.Seen(1.0, sent))) == messages.Seen(1.0, sent)


def test_desk_gives_commands_before_frames_and_only_the_newest_frame() -> None:
    work = WorkQueue()
    gray = np.zeros((2, 2), np.uint8)
    old, new = Taken(gray, gray, 1.0), Taken(gray, gray, 2.0)
    work.put(old)
    work.put(new)
    work.ask(messages.Stir())
    assert [work.take(0), work.take(0), work.take(0)] == [messages.Stir(), new, None]


def test_exposure_is_halved_once_and_given_back() -> None:
    device = doubles.SceneCamera(0, 640, 480)
    controls = Controls(device)
    controls.shorten_exposure()
    controls.shorten_exposure()
    assert (device.get(EXPOSURE), device.get(AUTO_EXPOSURE)) == (50.0, 1.0)
    controls.free_exposure()
    assert (device.get(AUTO_EXPOSURE), device.get(EXPOSURE)) == (3.0, 100.0)
