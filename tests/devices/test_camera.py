from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from multiprocessing import Pipe, active_children
from multiprocessing.connection import Connection
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.device_ports import CameraNews, ViewFrame
from kiosk.devices.camera import messages, worker
from kiosk.devices.camera.capture import Desk, Taken
from kiosk.devices.camera.device import AUTO_EXPOSURE, EXPOSURE, Controls
from kiosk.devices.camera.images import frames
from kiosk.devices.camera.process import Camera, CameraSetup, pause_after
from kiosk.devices.camera.readings import Reading
from kiosk.devices.camera.voting import Voting
from kiosk.devices.camera.watching import REST_AFTER_S, RETRY_S
from kiosk.devices.camera.worker import Looker
from kiosk.domain.scans import Scan, Symbology
from tests.devices import camera_doubles as doubles
from tests.devices.pictures import draw_blank, draw_code, draw_qr

A, B = "4601234567893", "4607000000014"
DEADLINE_S = 15.0


class Reports:
    """Collects what a camera says; waits for it with a deadline."""

    def __init__(self) -> None:
        self.scans: queue.Queue[Scan] = queue.Queue()
        self.news: queue.Queue[CameraNews] = queue.Queue()

    def next_code(self) -> str:
        return self.scans.get(timeout=DEADLINE_S).text

    def next_state(self) -> str:
        return self.news.get(timeout=DEADLINE_S).state


@pytest.fixture
def reports() -> Reports:
    return Reports()


@contextmanager
def running(
    reports: Reports,
    source: str = "",
    *,
    patience_s: float = DEADLINE_S,
    region: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0),
    open_device: Callable[[int, int, int], doubles.SceneCamera] = doubles.SceneCamera,
    new_decoder: Callable[[], doubles.HangingDecoder] = doubles.HangingDecoder,
) -> Iterator[Camera]:
    setup = CameraSetup(source, region=region, open_device=open_device, new_decoder=new_decoder)
    camera = Camera(
        setup, reports.scans.put, reports.news.put, lambda reading: True, patience_s=patience_s
    )
    camera.start()
    try:
        yield camera
    finally:
        assert camera.stop(DEADLINE_S)


def write_scene(picture: Path) -> None:
    """Put a picture where the simulated camera looks, at once."""
    shutil.copy(picture, "next.png")
    Path("next.png").replace(doubles.SCENE)


def film(path: Path, scenes: list[tuple[Path, int]]) -> Path:
    """Write a video of 100 frames a second: each picture for so many frames."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 100, (640, 480))
    for picture, count in scenes:
        read = cv2.imread(str(picture))
        assert read is not None
        frame = cv2.resize(read, (640, 480))
        for _ in range(count):
            writer.write(frame)
    writer.release()
    return path


def next_view(camera: Camera, reports: Reports, after: int = 0) -> ViewFrame:
    """Wait for a picture newer than one; news come while it is waited for."""
    for _ in range(int(DEADLINE_S * 50)):
        view = camera.frame()
        if view is not None and view.number > after:
            return view
        try:
            reports.news.get(timeout=0.02)
        except queue.Empty:
            continue
    raise AssertionError("no picture came")


def test_killed_process_comes_back_and_no_shown_code_is_lost(
    tmp_path: Path, reports: Reports
) -> None:
    a, b = draw_code(tmp_path / "a.png", "ean13", A), draw_code(tmp_path / "b.png", "ean13", B)
    with running(reports) as camera:
        camera.show(a)
        scan = reports.scans.get(timeout=DEADLINE_S)
        assert (scan.text, scan.source, scan.symbology) == (A, "camera", Symbology.EAN13)
        first = camera.pid
        assert first is not None
        camera.show(b)
        os.kill(first, signal.SIGKILL)
        camera.show(a)
        codes = [reports.next_code() for _ in range(2)]
        assert codes == [B, A]
        assert camera.pid not in {None, first}
    assert reports.scans.empty()
    assert camera.pid is None
    assert not [child for child in active_children() if child.name == "camera"]


def test_without_a_source_there_is_no_process_until_a_picture_is_shown(
    tmp_path: Path, reports: Reports
) -> None:
    with running(reports) as camera:
        camera.stir()
        assert camera.pid is None
        camera.show(draw_code(tmp_path / "a.png", "ean13", A))
        assert reports.next_code() == A
        assert camera.pid is not None


def test_picture_that_hangs_the_decoder_twice_is_skipped(tmp_path: Path, reports: Reports) -> None:
    poison = tmp_path / "poison.png"
    cv2.imwrite(str(poison), np.zeros((1, 50), np.uint8))
    with running(reports, patience_s=1.2) as camera:
        camera.show(poison)
        camera.show(draw_code(tmp_path / "a.png", "ean13", A))
        assert reports.next_code() == A


def test_unplugged_camera_is_lost_and_found_again(
    tmp_path: Path, reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    a, b = draw_code(tmp_path / "a.png", "ean13", A), draw_code(tmp_path / "b.png", "ean13", B)
    with running(reports, "0") as camera:
        assert reports.next_state() == "missing"
        assert camera.frame() is None
        write_scene(a)
        assert reports.news.get(timeout=DEADLINE_S) == CameraNews("looking", has_light=True)
        assert reports.next_code() == A
        view = camera.frame()
        assert view is not None
        assert (len(view.gray), view.width <= 640) == (view.width * view.height, True)
        assert next_view(camera, reports, after=view.number).number > view.number
        doubles.SCENE.unlink()
        assert reports.next_state() == "lost"
        assert camera.frame() is None
        write_scene(b)
        assert reports.next_state() == "looking"
        assert reports.next_code() == B
    assert reports.scans.empty()


def test_light_is_switched_and_only_the_region_is_seen(
    tmp_path: Path, reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_scene(draw_blank(tmp_path / "blank.png"))  # 320x240, white
    with running(reports, "0", region=(0.25, 0.5, 0.75, 1.0)) as camera:
        view = next_view(camera, reports)
        assert (view.width, view.height, set(view.gray)) == (160, 120, {255})
        camera.light(True)
        number = 0
        for _ in range(int(DEADLINE_S * 60)):
            view = next_view(camera, reports, number)
            number = view.number
            if set(view.gray) == {127}:
                break
        else:
            pytest.fail("the light did nothing")


def test_camera_whose_driver_hangs_is_killed_and_the_next_shown_code_is_read(
    tmp_path: Path, reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    a = draw_code(tmp_path / "a.png", "ean13", A)
    write_scene(draw_blank(tmp_path / "blank.png"))
    with running(reports, "0", open_device=doubles.StoppedProcessCamera, patience_s=1.2) as camera:
        first = camera.pid
        camera.show(a)
        assert reports.next_code() == A
        assert camera.pid != first


def test_folder_is_read_in_the_order_of_names(tmp_path: Path, reports: Reports) -> None:
    folder = tmp_path / "снимки"
    folder.mkdir()
    draw_code(folder / "2.png", "ean13", B)
    draw_code(folder / "1 штрихкод.png", "ean13", A)
    (folder / "notes.txt").write_text("no picture")
    (folder / "3.png").write_bytes(b"\x89PNG broken")
    draw_qr(folder / "4.png", "the last one")
    with running(reports, str(folder)) as camera:
        assert [reports.next_code() for _ in range(3)] == [A, B, "the last one"]
        assert reports.next_state() == "looking"
        camera.show(folder / "2.png")
        camera.show(folder / "2.png")
        assert [reports.next_code() for _ in range(2)] == [B, B]


def test_film_reports_a_code_again_only_after_it_was_out_of_sight(
    tmp_path: Path, reports: Reports
) -> None:
    a = draw_code(tmp_path / "a.png", "ean13", A)
    blank = draw_blank(tmp_path / "blank.png")
    path = film(tmp_path / "v.avi", [(a, 8), (blank, 40), (a, 8), (blank, 155), (a, 8)])
    with running(reports, str(path)) as camera:
        assert reports.next_code() == A
        assert reports.next_state() == "looking"
        assert reports.next_code() == A
        camera.show(draw_qr(tmp_path / "end.png", "end of the film"))
        assert reports.next_code() == "end of the film"


def test_missing_file_is_a_state_and_not_the_end(tmp_path: Path, reports: Reports) -> None:
    with running(reports, str(tmp_path / "nothing.mp4")) as camera:
        assert reports.next_state() == "missing"
        camera.show(draw_code(tmp_path / "a.png", "ean13", A))
        assert reports.next_code() == A


def test_stop_while_it_starts_ends_the_process_and_nothing_is_reported(
    tmp_path: Path, reports: Reports
) -> None:
    with running(reports) as camera:
        camera.show(draw_code(tmp_path / "a.png", "ean13", A))
    assert camera.pid is None
    assert reports.scans.empty()
    assert reports.news.empty()


def test_process_does_without_qt() -> None:
    script = "import kiosk.devices.camera.worker, sys; sys.exit('PySide6' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True, timeout=DEADLINE_S)  # noqa: S603  ours


def test_file_that_is_no_video_yields_nothing(tmp_path: Path) -> None:
    path = tmp_path / "v.mp4"
    path.write_bytes(b"not a video at all" * 100)
    assert list(frames(path)) == []


def test_pauses_grow_with_quick_deaths_up_to_eight_seconds() -> None:
    pauses = [pause_after(deaths) for deaths in range(10)]
    assert pauses[:4] == [0, 0, 0.5, 1]
    assert pauses[-1] == 8
    assert all(one <= other for one, other in pairwise(pauses))


TOO_LONG = Reading("a" * messages.MOST_BYTES, b"a", Symbology.QR, (0, 0, 1, 1), 1, "zbar")


@pytest.mark.parametrize("nonsense", [messages.encode(messages.Seen(1.0, (TOO_LONG,))), b"\xc1"])
def test_process_that_sends_nonsense_is_replaced(
    nonsense: bytes, tmp_path: Path, reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("nonsense").write_bytes(nonsense)
    monkeypatch.setattr(worker, "run", doubles.babble)
    with running(reports) as camera:
        camera.show(draw_code(tmp_path / "a.png", "ean13", A))
        assert reports.next_code() == A


def test_label_left_lying_is_accepted_once_and_decoded_no_more_once_nobody_is_there(
    tmp_path: Path,
) -> None:
    (label,) = frames(draw_code(tmp_path / "a.png", "ean13", A))
    here, reports = Pipe(duplex=False)
    desk = Desk()
    looker = Looker(CameraSetup("", new_decoder=doubles.CountingDecoder), desk, reports)
    doubles.CountingDecoder.frames = 0
    looking = threading.Thread(target=looker.run)
    looking.start()
    for number in range(300):  # a minute
        desk.put(Taken(label.gray, label.gray, 100 + number / 5), wait=True)
    desk.ask(messages.Stir())
    for number in range(300, 305):
        desk.put(Taken(label.gray, label.gray, 100 + number / 5), wait=True)
    desk.close()
    looking.join(DEADLINE_S)
    reports.close()

    voting = Voting(lambda reading: True)
    accepted, states = [], []
    for report in received(here):
        match report:
            case messages.Seen(at_s, readings):
                accepted += [reading.text for reading in voting.frame(readings, at_s)]
            case messages.Held(at_s, readings):
                voting.hold(readings, at_s)
            case messages.News(state):
                states.append(state)
    assert accepted == [A]
    assert states == ["looking", "resting", "looking"]
    assert 24 <= doubles.CountingDecoder.frames <= 24 + REST_AFTER_S / RETRY_S + 5


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
        b"\x80" * 1000,
        b"cos\nsystem\n(S'true'\ntR.",
    ],
)
def test_malformed_report_is_refused(data: bytes) -> None:
    with pytest.raises(messages.Malformed):
        messages.report(data)


def test_readings_that_are_too_many_or_too_long_are_not_sent() -> None:
    short = Reading("a", b"a", Symbology.QR, (0, 0, 1, 1), 1, "zbar")
    long = Reading("a", bytes(messages.LONGEST_RAW + 1), Symbology.QR, (0, 0, 1, 1), 1, "zbar")
    sent = messages.sendable([long, *[short] * 100])
    assert sent == (short,) * messages.MOST_READINGS
    assert messages.report(messages.encode(messages.Seen(1.0, sent))) == messages.Seen(1.0, sent)


def test_desk_gives_commands_before_frames_and_only_the_newest_frame() -> None:
    desk = Desk()
    gray = np.zeros((2, 2), np.uint8)
    old, new = Taken(gray, gray, 1.0), Taken(gray, gray, 2.0)
    desk.put(old)
    desk.put(new)
    desk.ask(messages.Stir())
    assert [desk.take(0), desk.take(0), desk.take(0)] == [messages.Stir(), new, None]


def test_exposure_is_halved_once_and_given_back() -> None:
    device = doubles.SceneCamera(0, 640, 480)
    controls = Controls(device)
    controls.shorten_exposure()
    controls.shorten_exposure()
    assert (device.get(EXPOSURE), device.get(AUTO_EXPOSURE)) == (50.0, 1.0)
    controls.free_exposure()
    assert device.get(AUTO_EXPOSURE) == 3.0
