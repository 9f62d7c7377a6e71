from __future__ import annotations

import queue
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.devices.scanners.camera import Camera, CameraState, Device, frames
from kiosk.domain.codes import gtin13
from tests.devices.pictures import draw_blank, draw_code, draw_qr

A, B = gtin13("460123456789"), gtin13("460700000001")
DEADLINE_S = 10.0


class Reports:
    """Collects what a camera says; waits for it with a deadline."""

    def __init__(self) -> None:
        self.codes: queue.Queue[str] = queue.Queue()
        self.states: queue.Queue[CameraState] = queue.Queue()

    def next_code(self) -> str:
        return self.codes.get(timeout=DEADLINE_S)

    def next_state(self) -> CameraState:
        return self.states.get(timeout=DEADLINE_S)

    def camera(self, source: str, open_device: Callable[[int], Device] | None = None) -> Camera:
        return Camera(source, self.codes.put, self.states.put, open_device=open_device)


@pytest.fixture
def reports() -> Reports:
    return Reports()


class ScriptedDevice:
    """A plugged-in camera that shows frames until its script ends: then it is unplugged."""

    def __init__(self, pictures: Iterator[np.ndarray], opened: bool = True) -> None:
        self._pictures = pictures
        self._opened = opened
        self._current: np.ndarray | None = None
        self.released = threading.Event()

    def isOpened(self) -> bool:  # noqa: N802  cv2's name
        return self._opened

    def grab(self) -> bool:
        self._current = next(self._pictures, None)
        return self._current is not None

    def retrieve(self) -> tuple[bool, np.ndarray]:
        assert self._current is not None
        return True, self._current

    def release(self) -> None:
        self.released.set()


def coloured(path: Path) -> np.ndarray:
    picture = cv2.imread(str(path))
    assert picture is not None
    return picture


def film(path: Path, scenes: list[tuple[Path, int]]) -> Path:
    """Write a video of 10 frames a second: each picture for so many frames."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (640, 480))
    for picture, count in scenes:
        frame = cv2.resize(coloured(picture), (640, 480))
        for _ in range(count):
            writer.write(frame)
    writer.release()
    return path


def test_picture_is_read_once(tmp_path: Path, reports: Reports) -> None:
    camera = reports.camera(str(draw_code(tmp_path / "a.png", "ean13", A)))
    camera.start()
    assert reports.next_code() == A
    assert reports.next_state() is CameraState.LOOKING
    assert camera.stop()
    assert reports.codes.empty()


def test_folder_is_read_in_the_order_of_names(tmp_path: Path, reports: Reports) -> None:
    draw_code(tmp_path / "2.png", "ean13", B)
    draw_code(tmp_path / "1.png", "ean13", A)
    (tmp_path / "notes.txt").write_text("no picture")
    (tmp_path / "3.png").write_bytes(b"\x89PNG broken")
    draw_qr(tmp_path / "4.png", "the last one")
    camera = reports.camera(str(tmp_path))
    camera.start()
    assert [reports.next_code() for _ in range(3)] == [A, B, "the last one"]
    assert camera.stop()


def test_video_reports_a_code_again_only_after_it_was_out_of_sight(
    tmp_path: Path, reports: Reports
) -> None:
    a = draw_code(tmp_path / "a.png", "ean13", A)
    blank = draw_blank(tmp_path / "blank.png")
    path = film(tmp_path / "v.avi", [(a, 8), (blank, 10), (a, 8), (blank, 20), (a, 5)])
    camera = reports.camera(str(path))
    camera.start()
    assert reports.next_code() == A
    assert reports.next_code() == A
    camera.show(draw_qr(tmp_path / "end.png", "end of the film"))
    assert reports.next_code() == "end of the film"
    assert camera.stop()


def test_shown_picture_is_reported_every_time(tmp_path: Path, reports: Reports) -> None:
    picture = draw_code(tmp_path / "a.png", "ean13", A)
    camera = reports.camera("")
    camera.start()
    for _ in range(2):
        camera.show(picture)
        assert reports.next_code() == A
    assert camera.stop()


def test_missing_file_is_a_state_and_not_the_end(tmp_path: Path, reports: Reports) -> None:
    camera = reports.camera(str(tmp_path / "nothing.mp4"))
    camera.start()
    assert reports.next_state() is CameraState.MISSING
    camera.show(draw_code(tmp_path / "a.png", "ean13", A))
    assert reports.next_code() == A
    assert camera.stop()


def test_file_that_is_no_video_yields_nothing(tmp_path: Path) -> None:
    path = tmp_path / "v.mp4"
    path.write_bytes(b"not a video at all" * 100)
    assert list(frames(path)) == []


def test_unplugged_camera_is_lost_and_found_again(tmp_path: Path, reports: Reports) -> None:
    a = coloured(draw_code(tmp_path / "a.png", "ean13", A))
    b = coloured(draw_code(tmp_path / "b.png", "ean13", B))
    held = threading.Event()

    def second_plugging() -> Iterator[np.ndarray]:
        yield b
        held.wait(DEADLINE_S)

    devices = iter([ScriptedDevice(iter([a])), ScriptedDevice(second_plugging())])
    camera = reports.camera("0", lambda index: next(devices))
    camera.start()
    assert [reports.next_state() for _ in range(3)] == ["looking", "lost", "looking"]
    assert [reports.next_code() for _ in range(2)] == [A, B]
    held.set()
    camera.stop()


def test_absent_camera_is_missing_and_stop_does_not_wait_for_the_next_attempt(
    reports: Reports,
) -> None:
    opened: queue.Queue[ScriptedDevice] = queue.Queue()

    def open_device(index: int) -> Device:
        device = ScriptedDevice(iter([]), opened=False)
        opened.put(device)
        return device

    camera = reports.camera("7", open_device)
    camera.start()
    assert reports.next_state() is CameraState.MISSING
    assert camera.stop()
    assert opened.get(timeout=DEADLINE_S).released.is_set()


def test_device_is_decoded_at_most_twelve_times_a_second(tmp_path: Path, reports: Reports) -> None:
    picture = coloured(draw_code(tmp_path / "a.png", "ean13", A))
    now_s = 0.0
    decoded_at: list[float] = []

    class SixtyFramesASecond(ScriptedDevice):
        def grab(self) -> bool:
            nonlocal now_s
            now_s += 1 / 60
            return super().grab()

        def retrieve(self) -> tuple[bool, np.ndarray]:
            decoded_at.append(now_s)
            return super().retrieve()

    once = iter([SixtyFramesASecond(iter([picture] * 120))])
    gone = ScriptedDevice(iter([]), opened=False)
    camera = Camera(
        "0",
        reports.codes.put,
        reports.states.put,
        monotonic=lambda: now_s,
        open_device=lambda index: next(once, gone),
    )
    camera.start()
    assert [reports.next_state() for _ in range(2)] == ["looking", "lost"]
    camera.stop()
    assert 20 <= len(decoded_at) <= 25
    assert reports.next_code() == A
    assert reports.codes.empty()


def test_nothing_is_reported_after_stop(tmp_path: Path, reports: Reports) -> None:
    camera = reports.camera("")
    camera.start()
    assert camera.stop()
    camera.show(draw_code(tmp_path / "a.png", "ean13", A))
    assert reports.codes.empty()


def test_picture_under_a_cyrillic_path_is_read(tmp_path: Path, reports: Reports) -> None:
    folder = tmp_path / "снимки"
    folder.mkdir()
    shutil.copy(draw_code(tmp_path / "a.png", "ean13", A), folder / "штрихкод.png")
    camera = reports.camera(str(folder))
    camera.start()
    assert reports.next_code() == A
    assert camera.stop()
