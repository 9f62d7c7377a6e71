from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import active_children
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.devices.camera import child, messages, worker
from kiosk.devices.camera.process import Camera, CameraSetup
from kiosk.domain.scans import Scan, Symbology
from kiosk.ports.devices import CameraNews, ViewFrame
from tests.devices import camera_doubles as doubles
from tests.devices.pictures import draw_blank, draw_code, draw_qr
from tests.patience import PATIENCE_S

A, B = "4601234567893", "4607000000014"


class Reports:
    """Collects what a camera says; waits for it with a deadline."""

    def __init__(self) -> None:
        self.scans: queue.Queue[Scan] = queue.Queue()
        self.news: queue.Queue[CameraNews] = queue.Queue()

    def next_code(self) -> str:
        return self.scans.get(timeout=PATIENCE_S).text

    def next_state(self) -> str:
        return self.news.get(timeout=PATIENCE_S).state


# Where one does hang on purpose: long enough for a machine that others use to read a picture.
HANGS_AFTER_S = 5.0


@pytest.fixture
def reports() -> Reports:
    return Reports()


@contextmanager
def running(
    reports: Reports,
    source: str = "",
    *,
    patience_s: float = PATIENCE_S,
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
        assert camera.stop(PATIENCE_S)


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
    for _ in range(int(PATIENCE_S * 50)):
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
        scan = reports.scans.get(timeout=PATIENCE_S)
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
    with running(reports, patience_s=HANGS_AFTER_S) as camera:
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
        assert reports.news.get(timeout=PATIENCE_S) == CameraNews("looking", has_light=True)
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
        lit(camera, reports, 0)


def test_camera_whose_driver_hangs_is_killed_and_the_next_shown_code_is_read(
    tmp_path: Path, reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    a = draw_code(tmp_path / "a.png", "ean13", A)
    write_scene(draw_blank(tmp_path / "blank.png"))
    with running(
        reports, "0", open_device=doubles.StoppedProcessCamera, patience_s=HANGS_AFTER_S
    ) as camera:
        first = camera.pid
        camera.show(a)
        assert reports.next_code() == A
        assert camera.pid != first


def test_decoder_that_hangs_is_killed_though_the_camera_goes_on(
    tmp_path: Path, reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_scene(draw_blank(tmp_path / "blank.png"))
    with running(reports, "0", patience_s=HANGS_AFTER_S) as camera:
        next_view(camera, reports)
        first = camera.pid
        Path("hang").touch()
        write_scene(draw_code(tmp_path / "a.png", "ean13", A))
        assert reports.next_code() == A
        assert camera.pid != first


def test_fault_of_the_capture_itself_ends_the_process_and_the_next_one_sees(
    tmp_path: Path, reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("raise").write_text("grab bug")
    write_scene(draw_blank(tmp_path / "blank.png"))
    with running(reports, "0", open_device=doubles.RaisingCamera):
        for _ in range(int(PATIENCE_S * 50)):
            if not Path("raise").exists():
                break
            with suppress(queue.Empty):
                reports.news.get(timeout=0.02)
        write_scene(draw_code(tmp_path / "a.png", "ean13", A))
        assert reports.next_code() == A


def test_light_is_switched_on_again_in_the_next_process(
    tmp_path: Path, reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_scene(draw_blank(tmp_path / "blank.png"))
    with running(reports, "0") as camera:
        camera.light(True)
        lit(camera, reports, 0)
        first = camera.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        while camera.pid in {None, first}:
            next_view(camera, reports)
        view = camera.frame()
        lit(camera, reports, view.number if view else 0)


def lit(camera: Camera, reports: Reports, number: int) -> None:
    """Wait for a picture in the camera's own light, which halves it; newer than one."""
    for _ in range(int(PATIENCE_S * doubles.FRAMES_PER_S)):
        view = next_view(camera, reports, number)
        number = view.number
        if set(view.gray) == {127}:
            return
    raise AssertionError("the light did nothing")


def test_card_that_is_taken_away_is_forgotten_and_one_that_stays_is_not_read_twice(
    tmp_path: Path, reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_scene(draw_code(tmp_path / "a.png", "ean13", A))
    with running(reports, "0") as camera:
        assert reports.next_code() == A
        shown = [draw_qr(tmp_path / f"{n}.png", f"shown {n}") for n in range(2)]
        for n, picture in enumerate(shown):  # time passes: it lies there meanwhile
            camera.show(picture)
            assert reports.next_code() == f"shown {n}"
        assert keeps(camera, A)
        write_scene(draw_blank(tmp_path / "blank.png"))
        number = 0
        for _ in range(int(PATIENCE_S * doubles.FRAMES_PER_S)):
            if not keeps(camera, A):
                break
            number = next_view(camera, reports, number).number
        else:
            pytest.fail("the card's number is kept")
        write_scene(tmp_path / "a.png")
        assert reports.next_code() == A
        doubles.SCENE.unlink()  # nor is it kept for a camera that is gone
        for _ in range(int(PATIENCE_S * 50)):
            if not keeps(camera, A):
                break
            with suppress(queue.Empty):
                reports.news.get(timeout=0.02)
        else:
            pytest.fail("the card's number is kept after the camera was lost")
    assert reports.scans.empty()


def keeps(camera: Camera, text: str) -> bool:
    """Tell whether a value is anywhere in what the votes are counted by."""
    voting = camera._hearing._voting
    return text in repr([getattr(voting, name) for name in ("_candidates", "_in_sight")])


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
    subprocess.run([sys.executable, "-c", script], check=True, timeout=PATIENCE_S)  # noqa: S603  ours


TOO_LONG = doubles.reading("a" * messages.MOST_BYTES)


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


def test_process_that_invents_codes_is_replaced(
    tmp_path: Path, reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("invented").touch()
    monkeypatch.setattr(worker, "run", doubles.invent)
    write_scene(draw_code(tmp_path / "a.png", "ean13", A))
    with running(reports, "0") as camera:
        codes = [reports.next_code()]
        while codes[-1] != A and len(codes) <= messages.MOST_READINGS:
            codes.append(reports.next_code())
        assert codes[-1] == A
        assert camera.pid is not None


def test_command_that_is_none_ends_the_process_and_the_picture_is_asked_for_again(
    tmp_path: Path, reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = iter([b"\xc1"])
    encode = messages.encode
    monkeypatch.setattr(child, "encode", lambda command: next(sent, encode(command)))
    with running(reports) as camera:
        camera.show(draw_code(tmp_path / "a.png", "ean13", A))
        assert reports.next_code() == A
